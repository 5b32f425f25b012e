"""Trees that the processes of one run pass to one another: what one has parsed, no other parses.

They are written one after the other to a file without a name, which is gone with the last of the
processes. Each record says which text it is of and what it holds, so that a torn one, where a
process died or the place was full, is not read, and nothing behind it.
"""

from __future__ import annotations

import os
from marshal import dumps, loads

from .directory import BYTES
from .plain import hash_of
from .trees import UNWRITABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The hashes of the text and of its tree, and how long the tree is.
HEAD = 32 + 32 + 8


class Passing:
    """What `Trees` does, for the processes that are forked from here on.

    Raises:
        OSError: there is no place for it.
    """

    __slots__ = ("_file", "_places", "_seen")

    #: A text of fewer characters is parsed as soon as its tree is found.
    least = 200

    def __init__(self) -> None:
        from fcntl import F_SETFL, fcntl

        self._file = _without_name()
        fcntl(self._file, F_SETFL, os.O_APPEND)  # nobody writes over what others have written
        self._places: dict[bytes, tuple[int, int, bytes]] = {}
        self._seen = 0

    def find(self, text: str) -> tuple[Any, ...] | None:
        """What was read of this text: statements, comments, problems."""
        self._look()
        place = self._places.get(_key(text))
        if place is None:
            return None
        start, length, whole = place
        data = os.pread(self._file, length, start)
        if hash_of(data).encode() != whole:
            return None
        found: tuple[Any, ...] = loads(data)
        return found

    def keep(self, text: str, tree: tuple[Any, ...]) -> None:
        """Let the others know what was read of this text."""
        try:
            data = dumps(tree)
            if self._seen + len(data) > BYTES:
                return
            head = _key(text) + hash_of(data).encode() + len(data).to_bytes(8, "little")
            os.write(self._file, head + data)
        except UNWRITABLE:
            return

    def close(self) -> None:
        """Nothing is passed from here on."""
        os.close(self._file)

    def _look(self) -> None:
        """See what there is by now."""
        size = os.fstat(self._file).st_size
        while self._seen + HEAD < size:
            head = os.pread(self._file, HEAD, self._seen)
            length = int.from_bytes(head[64:], "little")
            start = self._seen + HEAD
            if start + length > size:  # it is still being written, or never will be
                return
            self._places[head[:32]] = start, length, head[32:64]
            self._seen = start + length


def _key(text: str) -> bytes:
    return hash_of(text.encode("utf-8", "surrogatepass")).encode()


def _without_name() -> int:
    """A file that lives in memory, or else among the temporary ones."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("trees")
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        return os.dup(file.fileno())
