"""Which files a run looks at."""

from __future__ import annotations

import os

from .. import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..config import Configs

STDIN = "-"
PYTHON = (".py", ".ipynb")
NOTHING = "no Python files or notebooks in this directory"
SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})


class Found:
    """A file to look at, or why there is none; `named` where it was given by itself."""

    __slots__ = ("named", "path", "problem")

    def __init__(self, path: str, *, named: bool = False, problem: str = "") -> None:
        self.path = path
        self.named = named
        self.problem = problem


def find(paths: Iterable[str], configs: Configs, stdin_filename: str = "") -> Iterator[Found]:
    """The files that the paths stand for, each once: a file for itself, a directory for the Python
    files and the notebooks below it. What `-` reads can be excluded by the name that it has."""
    paths = list(paths)
    seen: set[str] | None = set() if len(paths) > 1 else None
    run = configs.within(os.getcwd())
    forced = run is not None and bool(run.get("force-exclude"))
    for path in paths:
        name = stdin_filename if path == STDIN else path
        if forced and name:
            from .walking import is_excluded

            if is_excluded(name, configs):
                continue
        if path == STDIN or not asked.is_directory(path):
            if _is_new(path, seen):
                yield Found(path, named=True)
            continue
        from .walking import Walk

        walk = Walk(path, configs)
        found = False
        for name in walk.files():
            found = True
            if _is_new(name, seen):
                yield Found(name)
        for name, reason in walk.unreadable:
            yield Found(name, problem=f"cannot be read: {reason}")
        if not found and not walk.unreadable:
            told = NOTHING
            if walk.left_out:
                told += f", but for what is left out: {walk.left_out}"
            yield Found(path, problem=told)


def _is_new(path: str, seen: set[str] | None) -> bool:
    """Whether it was not seen yet; a single walk comes by nothing twice."""
    if seen is None:
        return True
    key = path if path == STDIN else os.path.abspath(path)
    if key in seen:
        return False
    seen.add(key)
    return True
