"""The user's own modules: from `import blocks.residual` to the file that is meant.

Files are read and lowered, never executed. A module is looked for where Python would look when
the file is run, and from the top of the package the file belongs to (also under `src/`).
"""

from __future__ import annotations

import os

from . import syntax
from .source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A file larger than this many bytes is not followed.
LARGEST = 2_000_000


class Finder:
    """Finds and lowers the modules that one file imports."""

    __slots__ = ("_found", "dotted", "is_package", "own", "places")

    def __init__(self, path: str) -> None:
        directory = os.path.dirname(os.path.abspath(path))
        top = directory
        parts: list[str] = []
        while _in_package(top):
            top, name = os.path.split(top)
            parts.insert(0, name)
        stem = os.path.splitext(os.path.basename(path))[0]
        self.is_package = stem == "__init__" and bool(parts)
        #: The full name of the file itself, for its relative imports.
        self.dotted = ".".join(parts if self.is_package else [*parts, stem])
        #: In a directory of installed packages only the file's own package is followed.
        installed = os.path.basename(top) in ("site-packages", "dist-packages")
        self.own = parts[0] if parts and installed else ""
        self.places = list(dict.fromkeys([directory, top, os.path.join(top, "src")]))
        self._found: dict[str, tuple[Source, Any, bool] | None] = {}

    def __call__(self, dotted: str) -> tuple[Source, Any, bool] | None:
        """The source, the lowered tree, and whether it is a package; None where there is none."""
        if dotted not in self._found:
            self._found[dotted] = self._find(dotted)
        return self._found[dotted]

    def _find(self, dotted: str) -> tuple[Source, Any, bool] | None:
        parts = dotted.split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        if self.own and parts[0] != self.own:
            return None
        for place in self.places:
            base = os.path.join(place, *parts)
            for path, is_package in (
                (os.path.join(base, "__init__.py"), True),
                (base + ".py", False),
            ):
                if self.is_file(path):
                    return self.lowered(path, is_package)
            inside = len(parts) > 1 and _is_package(os.path.join(place, parts[0]))
            if os.path.isdir(base) and (inside or place == self.places[0]):
                # A package without `__init__.py`: its members are found one by one.
                return Source(base, ""), syntax.tree.Module((), ()), True
        return None

    def is_file(self, path: str) -> bool:
        """Whether there is a file to import; an editor may hold one that was never saved."""
        return os.path.isfile(path)

    def lowered(self, path: str, is_package: bool) -> tuple[Source, Any, bool] | None:
        """A file's source and tree; None where it cannot be read."""
        return lowered(path, is_package)


def _is_package(directory: str) -> bool:
    return os.path.isfile(os.path.join(directory, "__init__.py"))


def _in_package(directory: str) -> bool:
    """Whether a directory is a package's, or one without `__init__.py` right inside a package."""
    above, name = os.path.split(directory)
    if above == directory:
        return False
    return _is_package(directory) or (name.isidentifier() and _is_package(above))


def lowered(path: str, is_package: bool) -> tuple[Source, Any, bool] | None:
    try:
        if os.path.getsize(path) > LARGEST:
            return None
        with open(path, encoding="utf-8") as file:
            text = file.read()
        source = Source(os.path.relpath(path), text)
        return source, syntax.lower(text), is_package
    except (OSError, UnicodeDecodeError, ValueError, syntax.tree.SyntaxProblem):
        return None
