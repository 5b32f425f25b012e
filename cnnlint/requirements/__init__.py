"""Which Keras a project asks for: 2 or 3, as its own requirements have it.

TensorFlow before 2.16 brings Keras 2, and from there on Keras 3. Of the files that say what a
project needs only the lines about TensorFlow and Keras are read, and what their bounds leave open
is not decided. No file is parsed: all of them write a requirement as a name with its bounds.
"""

from __future__ import annotations

import os

from .. import asked as system

#: A file longer than this many bytes is looked at no further.
LONGEST = 200_000
#: And a line of it is shown up to so many characters.
LONGEST_SHOWN = 80
#: How many directories upward a project's own is looked for.
MOST_ABOVE = 12
#: Where one of these lies is a project's own directory.
ROOTS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
#: Those that count before others in the same directory, which are `requirements*.txt`.
FIRST = ("pyproject.toml", "requirements.txt", "Pipfile", "setup.cfg", "setup.py")
LAST = ("environment.yml", "environment.yaml", "conda.yml", "conda.yaml")
#: All of them, as patterns.
NAMES = (*FIRST, "requirements*.txt", *LAST)
#: The packages, and from which of their versions on it is Keras 3.
_TENSORFLOW = "tensorflow tensorflow-cpu tensorflow-gpu tensorflow-intel tensorflow-macos"
PACKAGES = {**dict.fromkeys(_TENSORFLOW.split(), (2, 16)), "keras": (3,)}


class Demand:
    """What a project asks for: `keras` is 2 or 3, and `why` is where it says so."""

    __slots__ = ("keras", "why")

    def __init__(self, keras: int, why: str) -> None:
        self.keras = keras
        self.why = why


def demand(path: str) -> Demand | None:
    """What the project of a file asks for; None where it leaves that open."""
    return _of(os.path.dirname(os.path.abspath(path)))


def _of(directory: str) -> Demand | None:
    """What the closest directory says that says something, up to the project's own."""
    if directory not in _known:
        found = _in(directory)
        if found is None and 0 < _height(directory) < MOST_ABOVE:
            found = _of(os.path.dirname(directory))
        _known[directory] = found
    return _known[directory]


_known: dict[str, Demand | None] = {}
_read: dict[str, Demand | None] = {}
_heights: dict[str, int] = {}
_not_roots: set[str] = set()


def forget() -> None:
    """Read the files again from here on: who runs for long must see them change."""
    _known.clear()
    _read.clear()
    _heights.clear()
    _not_roots.clear()


def listed(directory: str, names: set[str]) -> None:
    """Told what there is in a directory, nobody need look for it again."""
    if names.isdisjoint(ROOTS):
        _not_roots.add(directory)
    if not _wanted(names):
        _read.setdefault(directory, None)


def _height(directory: str) -> int:
    """How many directories upward the project's own is; MOST_ABOVE or more where there is none."""
    passed = []
    place = directory
    while place not in _heights:
        above = os.path.dirname(place)
        if _is_root(place):
            _heights[place] = 0
        elif above == place:
            _heights[place] = MOST_ABOVE
        else:
            passed.append(place)
            place = above
    height = _heights[place]
    for each in reversed(passed):
        height += 1
        _heights[each] = height
    return height


def _is_root(directory: str) -> bool:
    if directory in _not_roots:
        return False
    return any(system.exists(os.path.join(directory, name)) for name in ROOTS)


def _in(directory: str) -> Demand | None:
    if directory not in _read:
        _read[directory] = _first(files(directory))
    return _read[directory]


def _first(paths: list[str]) -> Demand | None:
    """What the first of these files that says something says."""
    if not paths:
        return None
    from .lines import of_file

    return next(filter(None, map(of_file, paths)), None)


def files(directory: str) -> list[str]:
    """The files of a directory that may say what is needed, those that count first before."""
    try:
        names = system.names(directory)
    except OSError:
        return []
    return [os.path.join(directory, name) for name in _wanted(set(names))]


def may_say(path: str) -> bool:
    """Whether a file of this name may say what is needed."""
    return bool(_wanted({os.path.basename(path)}))


def _wanted(names: set[str]) -> list[str]:
    others = sorted(n for n in names if n.startswith("requirements") and n.endswith(".txt"))
    return [name for name in dict.fromkeys((*FIRST, *others, *LAST)) if name in names]
