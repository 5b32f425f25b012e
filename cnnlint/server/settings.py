"""What an editor's configuration says, under the name `cnnlint`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: What hints show: shapes, parameters.
HINTS = {
    "all": (True, True),
    "shapes": (True, False),
    "params": (False, True),
    "off": (False, False),
}


class Settings:
    """`shapes` and `params` are what hints show, `lenses` whether there is a line above models."""

    __slots__ = ("_first", "lenses", "params", "shapes")

    def __init__(self) -> None:
        self._first: Any = None
        self._forget()

    def _forget(self) -> None:
        self.shapes = True
        self.params = True
        self.lenses = True

    @property
    def shown(self) -> tuple[bool, bool, bool]:
        """All of them."""
        return self.shapes, self.params, self.lenses

    def begin(self, given: Any) -> list[str]:
        """What holds where no configuration says otherwise; what is wrong with it, as below."""
        self._first = given
        return self._follow(given)

    def take(self, given: Any) -> list[str]:
        """Follow what the editor says now, and forget what it said before; what is wrong with it, a
        sentence each."""
        if not isinstance(given, dict):
            return []
        self._forget()
        self._follow(self._first)
        return self._follow(given)

    def _follow(self, given: Any) -> list[str]:
        problems = []
        if not isinstance(given, dict):
            return []
        if isinstance(given.get("cnnlint"), dict):
            given = given["cnnlint"]
        hints = given.get("inlayHints")
        if hints is not None:
            if isinstance(hints, str) and hints in HINTS:
                self.shapes, self.params = HINTS[hints]
            else:
                known = ", ".join(f'"{name}"' for name in HINTS)
                problems.append(f"`cnnlint.inlayHints` is one of {known}, not {hints!r}")
        lenses = given.get("codeLens")
        if lenses is not None:
            if isinstance(lenses, bool):
                self.lenses = lenses
            else:
                problems.append(f"`cnnlint.codeLens` is true or false, not {lenses!r}")
        return problems
