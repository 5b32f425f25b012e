"""What was found in files that have not changed since: so that nothing need be read again.

A result is taken from the cache where the file, every module of the user's that was read for it,
and the answer to every question about which modules there are, are as they were. A file is as it
was where its time, size and number on the disk are, or else where its content is.

Nothing in a cache can run: it is JSON under a checksum, in files and a directory that must belong
to whoever reads them. Whatever is wrong with one, it counts as empty, and what cannot be written
is not. Results of one directory lie together, so that to check one file of a large project reads
little. Where two runs write at once, both leave a whole file.
"""

from __future__ import annotations

import os
import sys
import time

from . import directory as disk
from .plain import from_json, hash_of, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TypeAlias

    #: Time of change in ns, size in bytes, number on the disk; then the hash of the content.
    Stamp: TypeAlias = list[Any]


class Entry:
    """What is kept of one file.

    `stamp` tells its content apart. `setting` is what the result depends on besides. `read` are
    the modules of the user's that were read, by path, and `packed` the diagnostics, whose sources
    are numbered: 0 is the file, then come the modules. `older` is why it was judged by Keras 2.
    """

    __slots__ = ("older", "packed", "read", "setting", "stamp")

    def __init__(
        self,
        stamp: Stamp,
        setting: list[str],
        read: dict[str, Stamp],
        packed: list[Any],
        older: str = "",
    ) -> None:
        self.stamp = stamp
        self.setting = setting
        self.read = read
        self.packed = packed
        self.older = older

    def plain(self) -> list[Any]:
        """As JSON has it."""
        return [self.stamp, self.setting, self.read, self.packed, self.older]


class Shelf:
    """The results of one directory, as they lie in one file.

    `probes` are the answers to whether there is a file, or a directory (whose path ends in a
    separator).
    """

    __slots__ = ("changed", "files", "probes")

    def __init__(self) -> None:
        self.files: dict[str, list[Any]] = {}
        self.probes: dict[str, bool] = {}
        self.changed = False


class Cache:
    """The cache of one run in `directory`, which is made when there is something to write."""

    def __init__(self, directory: str) -> None:
        self.directory = os.path.abspath(directory)
        self._usable = disk.is_ours(self.directory)
        self._here = os.getcwd()
        self._version = _version() if self._usable else ""
        self._shelves: dict[str, Shelf] = {}
        self._stats: dict[str, os.stat_result | None] = {}
        self._answers: dict[str, bool] = {}

    def find(self, path: str) -> Entry | None:
        """What is known of this file, if it has not changed since."""
        if not self._usable:
            return None
        shelf = self._shelf(os.path.dirname(path))
        kept = shelf.files.get(path)
        if kept is None:
            return None
        try:
            entry = Entry(*kept)
            if not (self._is_same(path, entry.stamp, shelf) and self._all_same(entry.read, shelf)):
                return None
        except Exception:  # whoever wrote this wrote something else
            return None
        return entry

    def keep(self, path: str, entry: Entry, probes: Mapping[str, bool]) -> None:
        """Remember what was found in a file, and which modules were looked for."""
        if not self._usable:
            return
        shelf = self._shelf(os.path.dirname(path))
        for place, answer in probes.items():
            if shelf.probes.setdefault(place, answer) != answer:
                return  # it came or went while others of this directory were analysed
        shelf.files[path] = entry.plain()
        shelf.changed = True

    def close(self) -> None:
        """Write what has changed."""
        changed = {name: shelf for name, shelf in self._shelves.items() if shelf.changed}
        if not changed or not self._usable:
            return
        try:
            if disk.make(self.directory):
                for name, shelf in changed.items():
                    self._write(name, shelf)
                disk.prune(self.directory)
        except OSError:
            return

    # Whether things are as they were -----------------------------------------------------------

    def _all_same(self, read: dict[str, Stamp], shelf: Shelf) -> bool:
        return all(self._is_same(path, stamp, shelf) for path, stamp in read.items())

    def _is_same(self, path: str, stamp: Stamp, shelf: Shelf) -> bool:
        now = self._stat(path)
        if now is None:
            return False
        if stamp[:3] == [now.st_mtime_ns, now.st_size, now.st_ino]:
            return True
        if stamp[1] != now.st_size:
            return False
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return False
        fresh = stamp_of(data, now)
        if fresh[3] != stamp[3]:
            return False
        if stamp[:3] != fresh[:3]:
            stamp[:] = fresh
            shelf.changed = True
        return True

    def _stat(self, path: str) -> os.stat_result | None:
        if path not in self._stats:
            try:
                self._stats[path] = os.stat(path)
            except (OSError, ValueError):
                self._stats[path] = None
        return self._stats[path]

    def _holds(self, directory: str, when: int, probes: dict[str, bool]) -> bool:
        """Whether the modules that were looked for in a directory are where they were.

        They can only have come and gone where the directory has changed.
        """
        status = self._stat(directory)
        if status is not None and status.st_mtime_ns == when:
            return True
        for place, answer in probes.items():
            if place not in self._answers:
                self._answers[place] = _is_there(place)
            if self._answers[place] != answer:
                return False
        return True

    # Files -------------------------------------------------------------------------------------

    def _shelf(self, directory: str) -> Shelf:
        shelf = self._shelves.get(directory)
        if shelf is None:
            shelf = self._shelves[directory] = self._load(directory)
        return shelf

    def _load(self, directory: str) -> Shelf:
        shelf = Shelf()
        try:
            version, here, where, guards, files = from_json(disk.read(self._path(directory)))
            if [version, here, where] == [self._version, self._here, directory]:
                for place, (when, probes) in guards.items():
                    if not self._holds(place, when, probes):
                        return Shelf()
                    shelf.probes.update(probes)
                shelf.files = files
                return shelf
        except Exception:  # it is not there, not ours, torn, or of another make
            pass
        return Shelf()

    def _path(self, directory: str) -> str:
        key = "\0".join((self._version, self._here, directory))
        name = hash_of(key.encode("utf-8", "surrogatepass"))
        return os.path.join(self.directory, name + disk.SUFFIX)

    def _write(self, directory: str, shelf: Shelf) -> None:
        self._stats.clear()
        self._answers.clear()
        other = self._load(directory)  # another run may have written meanwhile
        if all(other.probes.get(place, seen) == seen for place, seen in shelf.probes.items()):
            shelf.files = {**other.files, **shelf.files}
            shelf.probes = {**other.probes, **shelf.probes}
        guards: dict[str, tuple[int, dict[str, bool]]] = {}
        for probe, answer in shelf.probes.items():
            guard = self._guard(os.path.dirname(probe.rstrip(os.sep)))
            guards.setdefault(guard, (self._when(guard), {}))[1][probe] = answer
        # What changes after the times were taken is seen by the next run.
        if any(_is_there(probe) != answer for probe, answer in shelf.probes.items()):
            return
        files = {path: kept for path, kept in shelf.files.items() if os.path.exists(path)}
        content = [self._version, self._here, directory, guards, files]
        disk.write(self._path(directory), to_json(content))

    def _guard(self, directory: str) -> str:
        """The closest directory that is there."""
        while self._stat(directory) is None and directory != os.path.dirname(directory):
            directory = os.path.dirname(directory)
        return directory

    def _when(self, directory: str) -> int:
        """When a directory last changed; 0 where it may again, without another time."""
        status = self._stat(directory)
        if status is None or is_recent(status.st_mtime_ns, time.time_ns()):
            return 0
        return status.st_mtime_ns


def stamp_of(data: bytes, status: os.stat_result | None) -> Stamp:
    """What tells a file's content apart. `status` was asked for before it was read."""
    if status is None or is_recent(status.st_mtime_ns, time.time_ns()):
        # Within a tick of the clock it may change again, and keep its time: ask for the content.
        return [0, len(data), 0, hash_of(data)]
    return [status.st_mtime_ns, status.st_size, status.st_ino, hash_of(data)]


def is_recent(changed: int, now: int) -> bool:
    """Whether a time of change is so young that it may be that of the next change, too."""
    tick = 50_000_000 if changed % 1_000_000_000 else 2_000_000_000
    return now - changed < tick


def _is_there(place: str) -> bool:
    return os.path.isdir(place) if place.endswith(os.sep) else os.path.isfile(place)


def _version() -> str:
    """Which cnnlint this is, by its number and when it was installed; of a checkout, all files."""
    from .. import __version__

    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parts = [disk.FORMAT, __version__, sys.version, here]
    installed = os.path.basename(os.path.dirname(here)) in ("site-packages", "dist-packages")
    for path in [__file__] if installed else _sources(here):
        status = os.stat(path)
        parts.append(f"{path} {status.st_mtime_ns} {status.st_size} {status.st_ino}")
    return hash_of("\n".join(parts).encode("utf-8", "surrogatepass"))


def _sources(directory: str) -> Iterator[str]:
    with os.scandir(directory) as listing:
        for entry in sorted(listing, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _sources(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry.path
