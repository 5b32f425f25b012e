"""Trees of texts, from one run to the next: to read one takes a twentieth of parsing its text.

Each lies in a file of its own, under the hash of its text and of what read it. It is written as
`marshal` does, which can hold no code that would run, and read where `directory` finds that the
file belongs to whoever reads it and is as it was written.
"""

from __future__ import annotations

import os
from marshal import dumps, loads

from . import directory as disk
from . import version
from .plain import hash_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The nesting that `marshal` can write is limited, and it says so.
UNWRITABLE = (ValueError, OSError, RecursionError)


class Trees:
    """The trees that are kept in `directory`, which is made when there is one to write."""

    __slots__ = ("_version", "directory", "usable")

    #: A text of fewer characters is parsed as soon as its tree is found on the disk.
    least = 4_000

    def __init__(self, directory: str) -> None:
        self.directory = os.path.abspath(directory)
        self.usable = disk.is_ours(self.directory)
        self._version = version() if self.usable else ""

    def find(self, text: str) -> tuple[Any, ...] | None:
        """What was kept of this text: statements, comments, problems."""
        if not self.usable:
            return None
        try:
            kept = loads(disk.read_bytes(self._path(text)))
        except Exception:  # it is not there, not ours, torn, or of another make
            return None
        return kept if type(kept) is tuple and len(kept) == 3 else None

    def keep(self, text: str, tree: tuple[Any, ...]) -> None:
        """Remember what was read of this text."""
        if not self.usable:
            return
        try:
            self.usable = disk.make(self.directory)
            if self.usable:
                disk.write_bytes(self._path(text), dumps(tree))
        except UNWRITABLE:
            return

    def _path(self, text: str) -> str:
        key = f"{self._version}\0{text}".encode("utf-8", "surrogatepass")
        return os.path.join(self.directory, hash_of(key) + disk.TREE)
