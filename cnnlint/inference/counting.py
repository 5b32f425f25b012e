"""What is counted and set while a program runs: automatic names, free sizes, symbols; policies.

A statement that is taken as it was must come to the settings that it came to before, and, of what
is counted, to the same for the names that it asked for.
"""

from __future__ import annotations

from _bisect import bisect_left

from ..interpreter.values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..interpreter.machine import Interpreter
    from .records import Shown

    Counted = tuple[str, str]

#: What a program sets for all that follows, and what goes on where nothing does at its top.
SETTINGS = tuple(
    (
        "keras 2,dtype policy,image_data_format,floatx,custom objects,inside,building,trial,"
        "traced,print"
    ).split(",")
)
UNSET: list[object] = [None] * len(SETTINGS)
#: Modules of this package that are followed like a user's: each is the same whenever it is.
OURS = __package__.partition(".")[0] + "."
#: What is counted while a program runs, a name at a time.
COUNTS = ("names", "free sizes", "miscounted", "symbols", "said")


class Counts(dict):  # type: ignore[type-arg]
    """Something that is counted by its name; `asked` are the names that were asked for, or set,
    with what they had come to before."""

    __slots__ = ("asked",)

    def __init__(self, *given: dict[str, Any]) -> None:
        super().__init__(*given)
        self.asked: dict[Any, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self.asked:
            self.asked[key] = dict.get(self, key, MISSING)
        return dict.__getitem__(self, key)

    def __setitem__(self, key: str, value: Any) -> None:
        if key not in self.asked:
            self.asked[key] = dict.get(self, key, MISSING)
        dict.__setitem__(self, key, value)

    def __contains__(self, key: object) -> bool:
        if key not in self.asked:
            self.asked[key] = dict.get(self, key, MISSING)
        return dict.__contains__(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self.asked:
            self.asked[key] = dict.get(self, key, MISSING)
        return dict.get(self, key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self.asked:
            self.asked[key] = dict.get(self, key, MISSING)
        return dict.setdefault(self, key, default)


class State(Counts):
    """What libraries keep for one run; `asked` is what was asked for, of counts each name."""

    __slots__ = ("_imported", "counted")

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__({kind: Counts() for kind in COUNTS})
        self.counted: dict[str, dict[str, Any]] = {kind: self.raw(kind).asked for kind in COUNTS}
        self._imported: tuple[int, tuple[str, ...]] = 0, ()
        self.update(given)

    def raw(self, kind: str) -> Counts:
        """Something that is counted, without asking for it."""
        found: Counts = dict.__getitem__(self, kind)
        return found

    def ask_anew(self) -> None:
        """Nothing was asked for yet."""
        self.asked.clear()
        for names in self.counted.values():
            names.clear()

    def imported(self, interpreter: Interpreter) -> tuple[str, ...]:
        """Which modules of the user's were imported, and whether Keras was; within a run they only
        become more."""
        library: Any = interpreter.library
        count = len(library.keras) + len(interpreter.modules)
        if self._imported[0] != count:
            users = [name for name in interpreter.modules if not name.startswith(OURS)]
            self._imported = count, ("keras", *users) if library.keras else tuple(users)
        return self._imported[1]

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self.counted:
            old, asked = self.raw(key), self.counted[key]
            for name in {*old, *value}:
                before = dict.get(old, name, MISSING)
                if before != dict.get(value, name, MISSING):
                    asked.setdefault(name, before)
            value = Counts(value)
            value.asked = asked
        super().__setitem__(key, value)

    def pop(self, key: str, *default: Any) -> Any:
        self.asked.setdefault(key, MISSING)
        return super().pop(key, *default)

    def update(self, given: dict[str, Any]) -> None:  # type: ignore[override]
        for key, value in given.items():
            self[key] = value


def asked_for(state: State) -> Any:
    """What was counted since, or asked for: before, and now. Of symbols, what is new."""
    found = []
    for kind, names in state.counted.items():
        if names:
            now, before = state.raw(kind), dict(names)
            some = [name for name in names if kind != "symbols" or before[name] is MISSING]
            found.append((kind, before, {name: dict.get(now, name, MISSING) for name in some}))
    return found


def miscounted(state: State, shown: Shown) -> set[Counted]:
    """What had come to something else when this was run."""
    wrong = set()
    for kind, before, _ in shown.counts:
        now = state.raw(kind)
        for name, level in before.items():
            if not is_at(now, name, level):
                wrong.add((kind, name))
    return wrong


def is_at(counts: Counts, name: str, level: Any) -> bool:
    """Whether something is counted up to here, or for a symbol: whether it is one."""
    now = dict.get(counts, name, MISSING)
    return bool(now == level) if type(now) is int else (now is MISSING) == (level is MISSING)


def count_on(state: State, shown: Shown) -> None:
    """Count what was counted when this was run."""
    for kind, _, after in shown.counts:
        now = state.raw(kind)
        for name, level in after.items():
            if level is MISSING:
                dict.pop(now, name, None)
            else:
                dict.__setitem__(now, name, level)


def settings(interpreter: Interpreter) -> Any:
    """What is set for the whole program, with what it has imported, and how many questions were
    asked."""
    state: Any = interpreter.state
    found = [dict.get(state, key) for key in SETTINGS]
    if any(found):
        found = [_setting(value) for value in found]
    else:
        found = UNSET
    return (*found, *state.imported(interpreter)), len(interpreter.asked)


def _setting(value: Any) -> Any:
    if not value:
        return None
    return value if type(value) in (str, int, bool) else object()


class Ahead:
    """How far everything was counted in the run before, wherever statements asked for it."""

    __slots__ = ("_levels",)

    def __init__(self, shown: list[Shown | None], first: int) -> None:
        self._levels: dict[Counted, tuple[list[int], list[Any]]] = {}
        for at, each in enumerate(shown[first:], first):
            for kind, before, _ in each.counts if each is not None else ():
                for name, level in before.items():
                    turns, levels = self._levels.setdefault((kind, name), ([], []))
                    turns.append(at)
                    levels.append(level)

    def wrong(self, state: State, doubtful: Iterable[Counted], turn: int) -> set[Counted]:
        """What of this is counted otherwise now, as far as it will be asked for."""
        found = set()
        for kind, name in doubtful:
            turns, levels = self._levels.get((kind, name), ([], []))
            at = bisect_left(turns, turn)
            if at < len(turns) and not is_at(state.raw(kind), name, levels[at]):
                found.add((kind, name))
        return found
