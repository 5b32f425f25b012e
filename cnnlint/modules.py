"""The user's own modules: from `import blocks.residual` to the file that is meant.

Files are read and lowered, never executed. A module is looked for where Python would look when
the file is run, and from the top of the package the file belongs to (also under `src/`); last in
the project's own directory, where it is if the project is installed, or run from there.
"""

from __future__ import annotations

import os
from time import time_ns

from . import syntax
from .source import Source, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .requirements import Demand

#: A file larger than this many bytes is not followed.
LARGEST = 2_000_000
#: Where one of these lies is a project's own directory; it is looked for so many steps upward.
ROOTS = ("pyproject.toml", "setup.py", "setup.cfg")
MOST_ABOVE = 6


class Finder:
    """Finds and lowers the modules that one file imports.

    `probes` are the answers to whether there is a file, or a directory (whose path ends in a
    separator), and `read` the status that each file had before it was read, and when that was (in
    ns): as long as these stay what they are, the same is found.
    """

    __slots__ = (
        "_beyond",
        "_demand",
        "_found",
        "_top",
        "dotted",
        "guessed",
        "is_package",
        "own",
        "path",
        "places",
        "policy",
        "probes",
        "read",
    )

    def __init__(self, path: str) -> None:
        self.probes: dict[str, bool] = {}
        self.read: dict[str, tuple[os.stat_result | None, int]] = {}
        self.path = path
        #: The dtype policy that the program starts with; "" for Keras's own.
        self.policy = ""
        self._demand: Demand | str | None = "not asked yet"
        directory = os.path.dirname(os.path.abspath(path))
        top = directory
        parts: list[str] = []
        while self._in_package(top):
            top, name = os.path.split(top)
            parts.insert(0, name)
        stem = os.path.splitext(os.path.basename(path))[0]
        self.is_package = stem == "__init__" and bool(parts)
        #: The full name of the file itself, for its relative imports.
        self.dotted = ".".join(parts if self.is_package else [*parts, stem])
        #: In a directory of installed packages only the file's own package is followed.
        installed = os.path.basename(top) in ("site-packages", "dist-packages")
        self.own = parts[0] if parts and installed else ""
        self._top = parts[0] if parts else ""
        above = [top, os.path.join(top, "src")]
        # The `__init__.py` of a package is imported, never run: Python does not look beside it.
        self.places = above if self.is_package else list(dict.fromkeys([directory, *above]))
        self._beyond: list[str] | None = None
        #: What was found where Python looks only if the project is installed, or run from there,
        #: and so may be another module of the same name.
        self.guessed: set[str] = set()
        self._found: dict[str, tuple[Source, Any, bool] | None] = {}

    @property
    def demand(self) -> Demand | None:
        """Which Keras is asked for: by the configuration, or by the project's requirements."""
        if isinstance(self._demand, str):
            from . import requirements

            self._demand = requirements.demand(self.path)
        return self._demand

    @demand.setter
    def demand(self, demand: Demand | None) -> None:
        self._demand = demand

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
        if parts[0] == self._top and any(
            self._is_package(os.path.join(place, self._top)) for place in self.beyond
        ):
            # Tests in a directory that is named as the package: the package is meant.
            turns: tuple[bool, ...] = (True, False)
        else:
            turns = (False, True)
        for beyond in turns:
            for place in self.beyond if beyond else self.places:
                found = self._in(place, parts, beyond)
                if found is not None:
                    # Beside a file of a package Python looks only where the file is run itself.
                    if beyond or (self._top and place == self.places[0] and not self.is_package):
                        self.guessed.add(dotted)
                    return found
        return None

    def _in(self, place: str, parts: list[str], beyond: bool) -> tuple[Source, Any, bool] | None:
        base = os.path.join(place, *parts)
        for path, is_package in (
            (os.path.join(base, "__init__.py"), True),
            (base + ".py", False),
        ):
            if self.is_file(path):
                return self.lowered(path, is_package)
        inside = len(parts) > 1 and self._is_package(os.path.join(place, parts[0]))
        if self._is_directory(base) and (inside or beyond or place == self.places[0]):
            # A package without `__init__.py`: its members are found one by one.
            return Source(base, ""), syntax.tree.Module((), ()), True
        return None

    @property
    def beyond(self) -> list[str]:
        """The project's own directory and its `src`; empty where no file says which one it is."""
        if self._beyond is None:
            self._beyond = []
            place = self.places[-2]
            for _ in range(0 if self.own else MOST_ABOVE):
                if any(self._is_file(os.path.join(place, name)) for name in ROOTS):
                    found = [place, os.path.join(place, "src")]
                    self._beyond = [each for each in found if each not in self.places]
                    break
                above = os.path.dirname(place)
                if above == place:
                    break
                place = above
        return self._beyond

    def is_file(self, path: str) -> bool:
        """Whether there is a file to import; an editor may hold one that was never saved."""
        return self._is_file(path)

    def lowered(self, path: str, is_package: bool) -> tuple[Source, Any, bool] | None:
        """A file's source and tree; None where it cannot be read."""
        when = time_ns()
        try:
            self.read[path] = os.stat(path), when
        except OSError:
            self.read[path] = None, when
        return lowered(path, is_package)

    def _is_file(self, path: str) -> bool:
        found = self.probes[path] = os.path.isfile(path)
        return found

    def _is_directory(self, path: str) -> bool:
        found = self.probes[os.path.join(path, "")] = os.path.isdir(path)
        return found

    def _is_package(self, directory: str) -> bool:
        return self._is_file(os.path.join(directory, "__init__.py"))

    def _in_package(self, directory: str) -> bool:
        """Whether it is a package's directory, or one without `__init__.py` right inside one."""
        above, name = os.path.split(directory)
        if above == directory:
            return False
        return self._is_package(directory) or (name.isidentifier() and self._is_package(above))


def source_of(path: str) -> Source:
    """The text of a module.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    with open(path, encoding="utf-8") as file:
        return Source(shown(path), file.read())


def lowered(path: str, is_package: bool) -> tuple[Source, Any, bool] | None:
    try:
        if os.path.getsize(path) > LARGEST:
            return None
        source = source_of(path)
        return source, syntax.lower_source(source), is_package
    except (OSError, UnicodeDecodeError, ValueError, syntax.tree.SyntaxProblem):
        return None
