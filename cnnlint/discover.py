"""Which files a run looks at."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rules = Callable[[str, bool], bool | None]

PYTHON = (".py", ".ipynb")
SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})


def files(directory: str) -> Iterator[str]:
    """The Python files and the notebooks below a directory in the order of their names.

    Left out: hidden directories, in which Jupyter keeps its checkpoints too, virtual environments,
    installed packages, what .gitignore files name. Links to directories are not followed, so no
    loop can catch the walk.
    """
    yield from _walk(directory, _ignored_above(directory))


def _walk(directory: str, ignored: list[Rules]) -> Iterator[str]:
    try:
        with os.scandir(directory) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    names = {entry.name for entry in entries}
    if "pyvenv.cfg" in names:
        return
    if ".gitignore" in names:
        rules = _gitignore(directory)
        ignored = ignored if rules is None else [*ignored, rules]
    for entry in entries:
        try:
            is_directory = entry.is_dir(follow_symlinks=False)
            is_file = not is_directory and entry.name.endswith(PYTHON) and entry.is_file()
        except OSError:
            continue
        if is_directory:
            if entry.name.startswith(".") or entry.name in SKIPPED:
                continue
            if not _is_ignored(entry.path, True, ignored):
                yield from _walk(entry.path, ignored)
        elif is_file and not _is_ignored(entry.path, False, ignored):
            yield entry.path


def _is_ignored(path: str, is_directory: bool, ignored: list[Rules]) -> bool:
    """What the deepest .gitignore says that says anything about it."""
    for rules in reversed(ignored):
        answer = rules(path, is_directory)
        if answer is not None:
            return answer
    return False


def _ignored_above(directory: str) -> list[Rules]:
    """The .gitignore files between the directory and the top of its repository."""
    above: list[str] = []
    here = os.path.abspath(directory)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return []
        above.append(parent)
        here = parent
    found = (_gitignore(path) for path in reversed(above))
    return [rules for rules in found if rules is not None]


def _gitignore(directory: str) -> Rules | None:
    """What a directory's own .gitignore says about a path below it: None where nothing."""
    path = os.path.join(directory, ".gitignore")
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except Exception:  # a pattern that is none, or no regular expression; git passes over it too
        return None
    top = os.path.abspath(directory)

    def rules(path: str, is_directory: bool) -> bool | None:
        inside = os.path.relpath(os.path.abspath(path), top).replace(os.sep, "/")
        return spec.check_file(f"{inside}/" if is_directory else inside).include

    return rules
