"""The user's own modules, as they are in the editor, else on disk; each is lowered once."""

from __future__ import annotations

import os

from .. import baseline, modules, syntax
from ..modules import LARGEST, Finder
from ..source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Diagnostic

    Found = tuple[Source, Any, bool]


class Shelf:
    """What the open files say, by their absolute path, and the trees of all that were imported.

    `changes` numbers the changes, and `changed` says with which of them a file changed last.
    """

    def __init__(self) -> None:
        self.open: dict[str, str] = {}
        self.changes = 0
        self.changed: dict[str, int] = {}
        self._kept: dict[str, tuple[object, Found | None]] = {}
        self._baselines: dict[str, tuple[object, set[str]]] = {}

    def put(self, path: str, text: str | None) -> None:
        """An open file says something else now; None where it is no longer open."""
        if text is None:
            self.open.pop(path, None)
        else:
            self.open[path] = text
        self.touch(path)

    def touch(self, path: str) -> None:
        """A file changed."""
        self.changes += 1
        self.changed[path] = self.changes

    def lowered(self, path: str, is_package: bool) -> Found | None:
        """A module; while its text in the editor is not Python, as it was before."""
        text = self.open.get(path)
        key: object = text if text is not None else stamp(path)
        kept = self._kept.get(path)
        if kept is None or kept[0] != key:
            found = modules.lowered(path, is_package) if text is None else _read(path, text)
            if found is None and text is not None:
                found = kept[1] if kept is not None else modules.lowered(path, is_package)
            kept = self._kept[path] = (key, found)
        found = kept[1]
        return None if found is None else (found[0], found[1], is_package)

    def new(self, path: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """Those diagnostics that the baseline at this path does not have.

        Raises:
            Unusable: there is no such file, or it is no baseline.
        """
        key = stamp(path)
        kept = self._baselines.get(path)
        if kept is None or kept[0] != key:
            kept = self._baselines[path] = (key, baseline.known(path))
        return baseline.new(path, kept[1], diagnostics)


def _read(path: str, text: str) -> Found | None:
    try:
        return (Source(path, text), syntax.lower(text), False) if len(text) <= LARGEST else None
    except syntax.SyntaxProblem:
        return None


def stamp(path: str) -> object:
    """What changes whenever a file does."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # a null character
        return None
    return status.st_mtime_ns, status.st_size


class ShelfFinder(Finder):
    """Finds modules on the shelf. `asked` are the paths it looked at, whether or not there."""

    __slots__ = ("asked", "shelf")

    def __init__(self, path: str, shelf: Shelf) -> None:
        super().__init__(path)
        self.shelf = shelf
        self.asked: set[str] = set()

    def is_file(self, path: str) -> bool:
        self.asked.add(path)
        return path in self.shelf.open or super().is_file(path)

    def lowered(self, path: str, is_package: bool) -> Found | None:
        return self.shelf.lowered(path, is_package)
