"""What git ignores: .gitignore files, .git/info/exclude, and the user's own list for all places.

https://git-scm.com/docs/gitignore. The deepest file that says anything about a path counts.
"""

from __future__ import annotations

import os

from . import asked
from .globs import answering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .globs import Answer

    #: Whether a path is ignored, by what one file says: None where it says nothing of it.
    Rules = Callable[[str, bool], bool | None]


def is_ignored(path: str, is_directory: bool, rules: Sequence[Rules]) -> bool:
    """What the last of the rules says that says anything."""
    for each in reversed(rules):
        answer = each(path, is_directory)
        if answer is not None:
            return answer
    return False


def above(directory: str) -> list[Rules]:
    """What counts in a directory before its own .gitignore, the weakest first."""
    here = os.path.abspath(directory)
    passed: list[str] = []
    while not asked.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return []  # no repository
        passed.append(parent)
        here = parent
    found = (of_directory(path) for path in reversed(passed))
    return [*of_repository(here), *(rules for rules in found if rules is not None)]


def of_repository(top: str) -> list[Rules]:
    """What counts in a whole repository: the user's own list, and that of the repository."""
    found = [_rules(path, top) for path in (_global(), _exclude(top)) if path]
    return [rules for rules in found if rules is not None]


def of_directory(directory: str) -> Rules | None:
    """What a directory's own .gitignore says."""
    return _rules(os.path.join(directory, ".gitignore"), directory)


def matcher(lines: Iterable[str], directory: str) -> Rules | None:
    """Lines as in the .gitignore of a directory; None where they cannot be followed."""
    lines = list(lines)
    answer = answering(lines) or _any(lines)
    if answer is None:
        return None
    top = os.path.abspath(directory)

    def rules(path: str, is_directory: bool) -> bool | None:
        try:
            inside = os.path.relpath(os.path.abspath(path), top).replace(os.sep, "/")
        except ValueError:  # on another drive
            return None
        if inside.startswith("../"):
            return None
        return answer(inside, is_directory)

    return rules


def _any(lines: list[str]) -> Answer | None:
    """The same of all patterns that there are."""
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except Exception:  # a pattern that is none, or no regular expression; git passes over it too
        return None
    return lambda path, is_directory: spec.check_file(f"{path}/" if is_directory else path).include


def _rules(path: str, directory: str) -> Rules | None:
    lines = _lines(path)
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    return matcher(lines, directory)


def _exclude(top: str) -> str:
    """The list of a repository; a linked work tree has it where its main one lies."""
    place = os.path.join(top, ".git")
    if asked.is_file(place):
        inside = _first_line(place).removeprefix("gitdir:").strip()
        place = os.path.join(top, inside)
        common = _first_line(os.path.join(place, "commondir"))
        place = os.path.join(place, common) if common else place
    return os.path.join(place, "info", "exclude")


def _global() -> str:
    """The user's list: `core.excludesFile`, or where git looks for one otherwise."""
    home = os.path.expanduser("~")
    ours = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    named = os.environ.get("GIT_CONFIG_GLOBAL")
    places = [named] if named else [os.path.join(home, ".gitconfig"), f"{ours}/git/config"]
    for place in places:
        found = _excludes_file(place)
        if found:
            return os.path.expanduser(found)
    return os.path.join(ours, "git", "ignore")


def _excludes_file(path: str) -> str:
    """What a configuration of git says of `core.excludesFile`; "" where nothing."""
    section, found = "", ""
    for line in map(str.strip, _lines(path)):
        if line.startswith("["):
            section, _, line = line[1:].partition("]")
            line = line.strip()
        name, _, value = line.partition("=")
        if section.strip().lower() == "core" and name.strip().lower() == "excludesfile":
            found = value.strip().strip('"')
    return found


def _first_line(path: str) -> str:
    return next(iter(_lines(path)), "").strip()


def _lines(path: str) -> list[str]:
    """The lines of a file; none where it is no file, which need not end when it is read."""
    try:
        if not asked.is_file(path):
            return []
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()
    except (OSError, ValueError):
        return []
