"""A run that would find everything as it was says again what it said, and nothing is loaded for it.

Beside the results of single files, what a whole run said is kept: of one for which all results were
known. It counts for the same arguments, working directory, environment and version, as long as
every question that the run asked of the file system (see `asked`) has the same answer, and every
text and every directory that its results rest on is as it was (see `cache`).
"""

from __future__ import annotations

import os
import sys

from . import asked
from . import cache as kept
from .cache import directory as disk
from .cache.plain import from_json, hash_of, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .cache import Cache

#: Variables that change from one command to the next, and that nobody asks for.
PASSING = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})


class Said:
    """What a run wrote to standard output, how that was encoded (None for as usual), and the exit
    status."""

    __slots__ = ("encoding", "status", "text")

    def __init__(self, text: str, encoding: str | None, status: int) -> None:
        self.text = text
        self.encoding = encoding
        self.status = status


class Echo:
    """What is kept of the runs of `check` with these arguments."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._path = ""
        self._key: list[Any] = []
        if "--no-cache" in arguments:
            return
        try:
            self.directory = os.path.abspath(disk.place())
            if not disk.is_ours(self.directory):
                return
            self._key = [kept.version(), os.getcwd(), list(arguments), *_around()]
        except OSError:  # the working directory is gone
            return
        name = hash_of(to_json(self._key).encode())
        self._path = os.path.join(self.directory, name + disk.SUFFIX)

    def again(self) -> Said | None:
        """What was said, where it would be said again."""
        if not self._path:
            return None
        try:
            key, said, answers, guards, texts = from_json(disk.read(self._path))
            if key != self._key or not _same(answers):
                return None
            now = [*map(kept.guarding, guards)], [*map(kept.renewed, texts)]
            if not all(map(all, now)):
                return None
            found = Said(*said)
        except Exception:  # there is none, it is not ours, torn, or of another make
            return None
        if now != (guards, texts):
            self._write(said, answers, *now)
        return found

    def keep(self, said: Said, cache: Cache, paths: Sequence[str]) -> None:
        """Keep what was said of these files by a run that found their results in the cache, unless
        something that it depends on could change and nobody would see it."""
        notes = asked.notes()
        if not self._path or cache.directory != self.directory or not notes.steady:
            return
        found = cache.evidence(paths)
        if found is None or _may_change(notes):
            return
        answers = [notes.answers[question] for question in asked.QUESTIONS]
        listed = notes.answers[asked.listing]
        guards = [row for row in found[0] if row[0] not in listed]  # that is asked already
        self._write([said.text, said.encoding, said.status], answers, guards, found[1])

    def _write(self, *parts: Any) -> None:
        try:
            disk.write(self._path, to_json([self._key, *parts]))
        except OSError:
            return


def _same(answers: list[dict[str, Any]]) -> bool:
    return all(
        question(path) == answer
        for question, given in zip(asked.QUESTIONS, answers, strict=True)
        for path, answer in given.items()
    )


def _may_change(notes: asked.Notes) -> bool:
    """Whether something changed so recently that it may change again and keep its time."""
    return any(
        kept.is_recent(changed, notes.begun)
        for answers in (notes.answers[asked.stamp], notes.answers[asked.listing])
        for answer in answers.values()
        for changed in answer[:1]
    )


def _around() -> list[Any]:
    """What a run depends on, other than files: who would see it, and the environment."""
    said = "\0".join(f"{k}={v}" for k, v in sorted(os.environ.items()) if k not in PASSING)
    uname = getattr(os, "uname", None)
    return [
        [
            [_is_terminal(stream), getattr(stream, "encoding", "")]
            for stream in (sys.stdout, sys.stderr)
        ],
        "" if uname is None else uname().nodename,  # links to files name it
        hash_of(said.encode("utf-8", "surrogatepass")),
    ]


def _is_terminal(stream: Any) -> bool:
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # there is none, or it is closed
        return False
