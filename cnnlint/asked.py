"""What a run asks the file system before it reads a program: which files there are, and which of
them say something of configurations, requirements and what is left out.

Every such question goes through here and is noted with its answer. As long as all of them have the
same answers, a run looks at the same files in the same way (see `echo`).
"""

from __future__ import annotations

import os
from stat import S_IFMT
from time import time_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    #: A question of a path, and what is an answer to it.
    Question: TypeAlias = Callable[[str], Any]

FILE, DIRECTORY = 0o100000, 0o040000


def kind(path: str) -> int:
    """Whether it is a file, a directory or what else; 0 where there is nothing."""
    try:
        return S_IFMT(os.stat(path).st_mode)
    except (OSError, ValueError):
        return 0


def stamp(path: str) -> list[int]:
    """Of a file, when it changed (in ns), its size and its number; [] of all else."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return []
    if S_IFMT(status.st_mode) != FILE:
        return []
    return [status.st_mtime_ns, status.st_size, status.st_ino]


def listing(directory: str) -> list[int]:
    """When what there is in a directory changed, or who may see it (in ns), and its number."""
    try:
        status = os.stat(directory)
    except (OSError, ValueError):
        return []
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


QUESTIONS: tuple[Question, ...] = (kind, stamp, listing)


class Notes:
    """The answers to each of the questions, by path, since a run has `begun` (in ns). `steady` is
    no longer set where one was asked twice and had another answer."""

    __slots__ = ("answers", "begun", "steady")

    def __init__(self) -> None:
        self.begun = time_ns()
        self.steady = True
        self.answers: dict[Question, dict[str, Any]] = {each: {} for each in QUESTIONS}

    def ask(self, question: Question, path: str) -> Any:
        answer = question(path)
        if self.answers[question].setdefault(path, answer) != answer:
            self.steady = False
        return answer


#: Of this process: one run after the other.
_notes = Notes()


def notes() -> Notes:
    """What was asked since the run began."""
    return _notes


def forget() -> None:
    """A run begins."""
    global _notes
    _notes = Notes()


def is_file(path: str) -> bool:
    return bool(_notes.ask(stamp, path))


def is_directory(path: str) -> bool:
    return bool(_notes.ask(kind, path) == DIRECTORY)


def exists(path: str) -> bool:
    return bool(_notes.ask(kind, path))


def names(directory: str) -> list[str]:
    """The names of what there is in a directory.

    Raises:
        OSError: it cannot be looked into.
    """
    _notes.ask(listing, os.path.abspath(directory))
    return os.listdir(directory)


def entries(directory: str, whole: str) -> list[os.DirEntry[str]]:
    """What there is in a directory, by name; `whole` is its absolute path.

    Raises:
        OSError: it cannot be looked into.
    """
    _notes.ask(listing, whole)
    with os.scandir(directory) as found:
        return sorted(found, key=_name)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
