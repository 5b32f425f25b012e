"""Patterns of a .gitignore as most are written: `build/`, `*.egg-info`, `/dist`, `*.py[cod]`.

`pathspec` knows them all, but takes longer to import than it takes to check a small file: it is
left those that have `**`, a backslash, or a range of characters.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    #: What the patterns say of a path, whose names have `/` between them; None for nothing. Whether
    #: it is a directory comes second.
    Answer: TypeAlias = Callable[[str, bool], bool | None]
    #: What may stand at one place of a name: these characters; "" is any, None is any number.
    Places: TypeAlias = Sequence[str | None]

#: How a path matches: as what is below a directory, or a directory; as a file itself.
BELOW, ITSELF = 1, 2


def answering(lines: Iterable[str]) -> Answer | None:
    """What these lines say of a path; None where one of them takes more to understand."""
    patterns = []
    for line in map(str.rstrip, lines):
        if not line or line.startswith("#") or line == "/":
            continue
        pattern = _pattern(line.removeprefix("!"))
        if pattern is None:
            return None
        patterns.append((not line.startswith("!"), pattern))
    patterns.reverse()

    def answer(path: str, is_directory: bool) -> bool | None:
        """The last that matches the path itself counts, or else the last that matches at all."""
        if path == ".":
            return None  # where the patterns stand
        names = path.split("/")
        said = None
        for include, pattern in patterns:
            how = pattern.match(names, is_directory)
            if how == ITSELF:
                return include
            if how and said is None:
                said = include
        return said

    return answer


class Pattern:
    """One pattern: its `parts` stand for one name each, from the top on where it is `anchored`."""

    __slots__ = ("anchored", "directory", "parts")

    def __init__(self, parts: Sequence[Callable[[str], bool]], anchored: bool, directory: bool):
        self.parts = parts
        self.anchored = anchored
        self.directory = directory

    def match(self, names: Sequence[str], is_directory: bool) -> int:
        """How it matches a path; 0 where it does not."""
        if self.anchored:
            depth = len(self.parts)
            if len(names) < depth or not all(map(_stands, self.parts, names)):
                return 0
            if len(names) > depth or is_directory:
                return BELOW
            return 0 if self.directory else ITSELF
        part = self.parts[0]
        last = part(names[-1])
        if last and not is_directory and not self.directory:
            return ITSELF
        return BELOW if (last and is_directory) or any(map(part, names[:-1])) else 0


def _stands(part: Callable[[str], bool], name: str) -> bool:
    return part(name)


def _pattern(text: str) -> Pattern | None:
    if "\\" in text or "**" in text:
        return None
    directory = text.endswith("/")
    *above, name = text.removesuffix("/").split("/")
    if above and not above[0]:
        del above[0]
        anchored = True
    else:
        anchored = bool(above)
    parts = [_part(each) for each in (*above, name)]
    if None in parts or (name == "*" and not anchored):
        return None
    return Pattern([part for part in parts if part is not None], anchored, directory)


def _part(text: str) -> Callable[[str], bool] | None:
    """What tells whether a name is meant; None where that takes more to understand."""
    if not text:
        return None
    places: list[str | None] = []
    at = 0
    while at < len(text):
        sign = text[at]
        at += 1
        if sign == "[":
            end = text.find("]", at)
            sign = text[at : max(end, at)]
            if not sign.isalnum():
                return None
            at = end + 1
        elif sign == "]":
            return None
        places.append({"*": None, "?": ""}.get(sign, sign))
    if all(place is not None and len(place) == 1 for place in places):
        return text.__eq__
    return lambda name: _fits(places, name)


def _fits(places: Places, name: str) -> bool:
    """Whether a name is of this form: what follows a star begins as early as it can."""
    place = at = 0
    star, behind = -1, 0
    while at < len(name):
        if place < len(places) and places[place] is None:
            star, behind = place, at
            place += 1
        elif place < len(places) and (not places[place] or name[at] in (places[place] or "")):
            place += 1
            at += 1
        elif star >= 0:
            behind += 1
            place, at = star + 1, behind
        else:
            return False
    return all(each is None for each in places[place:])
