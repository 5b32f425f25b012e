"""What was found in files that have not changed since: so that nothing need be read again.

A result is taken from the cache where the file, every module of the user's that was read for it,
and the answer to every question about which modules there are, are as they were. A file is as it
was where its time, size and number on the disk are, or else where its content is.

Nothing in a cache can run: it is JSON under a checksum, in files and a directory that must belong
to whoever reads them. Whatever is wrong with one, it counts as empty, and what cannot be written
is not. What was found from one working directory lies in one file, where what many results depend
on stands once, and is looked at once in a run. Where two runs write at once, both leave a whole
file.
"""

from __future__ import annotations

import os
import sys
import time

from . import directory as disk
from .plain import from_json, hash_of, to_json

#: No name of a module has it, nor has the name of a file that Python finds one in.
BETWEEN = "|"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, TypeAlias

    #: Time of change in ns, size in bytes, number on the disk; then the hash of the content.
    Stamp: TypeAlias = list[Any]


class Entry:
    """What is kept of one file.

    `stamp` tells its content apart. `setting` is what the result depends on besides. `read` are
    the modules of the user's that were read, by path, and `packed` the diagnostics, whose sources
    are numbered: 0 is the file, then come the modules. It is None where the file has nothing to do
    with Keras, whatever counts besides. `older` is why it was judged by Keras 2.
    """

    __slots__ = ("older", "packed", "read", "setting", "stamp")

    def __init__(
        self,
        stamp: Stamp,
        setting: list[str],
        read: dict[str, Stamp],
        packed: list[Any] | None,
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


class Memory:
    """What an analysis left behind, beside its result: how it can be known again.

    `probes` are the modules that were looked for. `lasting` is not set where the result would be
    another one on another day: time ran out, or a file changed meanwhile.
    """

    __slots__ = ("entry", "lasting", "probes")

    def __init__(self, entry: Entry, probes: dict[str, bool], lasting: bool) -> None:
        self.entry = entry
        self.probes = probes
        self.lasting = lasting

    @staticmethod
    def of(plain: list[Any]) -> Memory:
        """What `plain` made plain."""
        entry, probes, lasting = plain
        return Memory(Entry(*entry), probes, lasting)

    def plain(self) -> list[Any]:
        """As JSON has it."""
        return [self.entry.plain(), self.probes, self.lasting]


class Pack:
    """The results of all runs in one working directory, as they lie in one file.

    `texts` are the contents that were read: path, and stamp. `guards` are the directories where
    modules were looked for: path, when it last changed, and which files, and directories (whose
    path ends in a separator), were there and which were not, as `probes_of` reads.
    `files` are the results by path, in which these and the `settings` go by number: setting,
    guards, texts (the file's own first), diagnostics, and why it was judged by Keras 2.
    """

    __slots__ = ("files", "guards", "settings", "texts")

    def __init__(
        self,
        settings: list[list[str]] | None = None,
        guards: list[list[Any]] | None = None,
        texts: list[list[Any]] | None = None,
        files: dict[str, list[Any]] | None = None,
    ) -> None:
        self.settings = [] if settings is None else settings
        self.guards = [] if guards is None else guards
        self.texts = [] if texts is None else texts
        self.files = {} if files is None else files


class Cache:
    """The cache of one run in `directory`, which is made when there is something to write.

    `usable` is not set where nothing can be kept, and `complete` no longer where something was not
    known.
    """

    def __init__(self, directory: str) -> None:
        self.directory = os.path.abspath(directory)
        self.usable = disk.is_ours(self.directory)
        self.complete = True
        self._here = os.getcwd()
        self._version = version() if self.usable else ""
        key = "\0".join((self._version, self._here)).encode("utf-8", "surrogatepass")
        self._path = os.path.join(self.directory, hash_of(key) + disk.SUFFIX)
        self._fresh: dict[str, tuple[Entry, Mapping[str, bool]]] = {}
        self._answers: dict[str, bool] = {}
        self._read_as: list[int] = []
        self._load()

    def find(self, path: str) -> Entry | None:
        """What is known of this file, if it has not changed since."""
        kept = self._pack.files.get(path)
        if kept is None:
            return None
        try:
            setting, guards, numbers, packed, older = kept
            if not (all(map(self._holds, guards)) and all(map(self._is_same, numbers))):
                return None
            texts = self._pack.texts
            name, *stamp = texts[numbers[0]]
            if name != path:
                return None
            read = {texts[number][0]: texts[number][1:] for number in numbers[1:]}
            return Entry(stamp, self._pack.settings[setting], read, packed, older)
        except Exception:  # whoever wrote this wrote something else
            return None

    def keep(self, path: str, entry: Entry, probes: Mapping[str, bool]) -> None:
        """Remember what was found in a file, and which modules were looked for."""
        if not self.usable:
            return
        for place, answer in probes.items():
            if self._answers.setdefault(place, answer) != answer:
                return  # it came or went while other files were analysed
        self._fresh[path] = entry, probes

    def evidence(self, paths: Iterable[str]) -> tuple[list[list[Any]], list[list[Any]]] | None:
        """The guards and the texts that the results of these files, which were found, rest on;
        None where not all of them were."""
        if not self.complete:
            return None
        guards: dict[int, None] = {}
        texts: dict[int, None] = {}
        for path in paths:
            kept = self._pack.files.get(path)
            if kept is None:
                return None
            guards |= dict.fromkeys(kept[1])
            texts |= dict.fromkeys(kept[2])
        pack = self._pack
        return [pack.guards[each] for each in guards], [pack.texts[each] for each in texts]

    def close(self) -> None:
        """Write what has changed."""
        if not self.usable or not (self._fresh or self._touched):
            return
        try:
            if not disk.make(self.directory):
                return
            if self._fresh:
                if self._now() != self._read_as:
                    self._load()  # another run has written meanwhile
                if self._join():
                    self._write()
                    disk.prune(self.directory)
            elif self._now() == self._read_as:
                self._write()
        except OSError:
            return

    def _join(self) -> bool:
        from .joining import joined

        try:
            return joined(self._pack, self._fresh, self._holds, self._same)
        except Exception:  # what was kept is not what it should be
            self._begin()
            return joined(self._pack, self._fresh, self._holds, self._same)

    # Whether things are as they were -----------------------------------------------------------

    def _is_same(self, number: int) -> bool:
        """Whether a text is what it was."""
        same = self._same.get(number)
        if same is None:
            text = self._pack.texts[number]
            fresh = renewed(text)
            same = self._same[number] = fresh is not None
            if fresh is not None and fresh != text:
                self._pack.texts[number] = fresh
                self._touched = True
        return same

    def _holds(self, number: int) -> bool:
        """Whether the modules that were looked for in a directory are where they were.

        They can only have come and gone where the directory has changed.
        """
        holds = self._held.get(number)
        if holds is None:
            guard = self._pack.guards[number]
            fresh = guarding(guard)
            holds = self._held[number] = fresh is not None
            if fresh is not None and fresh is not guard:
                self._pack.guards[number] = fresh
                self._touched = True
        return holds

    # The file ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._pack = Pack()
        self._touched = False
        self._same: dict[int, bool] = {}
        self._held: dict[int, bool] = {}

    def _load(self) -> None:
        self._begin()
        if not self.usable:
            return
        self._read_as = self._now()
        try:
            version, here, *tables = from_json(disk.read(self._path))
            if [version, here] == [self._version, self._here]:
                settings, guards, texts, files = tables
                if type(files) is dict:
                    self._pack = Pack(settings, guards, texts, files)
        except Exception:  # it is not there, not ours, torn, or of another make
            return

    def _now(self) -> list[int]:
        """What tells one writing of the file from another; empty where there is none."""
        try:
            status = os.lstat(self._path)
        except OSError:
            return []
        return [status.st_mtime_ns, status.st_size, status.st_ino]

    def _write(self) -> None:
        pack = self._pack
        tables = [pack.settings, pack.guards, pack.texts, pack.files]
        disk.write(self._path, to_json([self._version, self._here, *tables]))


def renewed(text: list[Any]) -> list[Any] | None:
    """The path of a text and its stamp as it is now; None where the content is another."""
    path, changed, size, place, content = text
    when = time.time_ns()
    try:
        now = os.stat(path)
        if changed == now.st_mtime_ns and size == now.st_size and place == now.st_ino:
            return text
        if size != now.st_size:
            return None
        fresh = stamp_of(_read(path, size), now, when)
    except (OSError, ValueError):
        return None
    return [path, *fresh] if fresh[3] == content else None


def guarding(guard: list[Any]) -> list[Any] | None:
    """A guard with the time of now; None where something is there that was not, or the other way
    round."""
    directory, changed = guard[:2]
    when = time.time_ns()
    try:
        now = os.stat(directory).st_mtime_ns
    except (OSError, ValueError):
        now = 0
    if now and now == changed:
        return guard
    if any(is_there(probe) != answer for probe, answer in probes_of(guard)):
        return None
    return [directory, now, *guard[2:]] if now and not is_recent(now, when) else guard


def _read(path: str, size: int) -> bytes:
    """The content of a file that had so many bytes; `open` takes three times as long."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags)
    try:
        return os.read(file, size + 1)
    finally:
        os.close(file)


def stamp_of(data: bytes, status: os.stat_result | None, when: int) -> Stamp:
    """What tells a file's content apart. Before it was read, at `when` (in ns), `status` was
    asked for."""
    if status is None or is_recent(status.st_mtime_ns, when):
        # Within a tick of the clock it may change again, and keep its time: ask for the content.
        return [0, len(data), 0, hash_of(data)]
    return [status.st_mtime_ns, status.st_size, status.st_ino, hash_of(data)]


def is_recent(changed: int, now: int) -> bool:
    """Whether a time of change is so young that it may be that of the next change, too."""
    tick = 50_000_000 if changed % 1_000_000_000 else 2_000_000_000
    return now - changed < tick


def probes_of(guard: list[Any]) -> Iterator[tuple[str, bool]]:
    """What was looked for in a directory, and whether it was there: it stands as one text, for
    there is much of it, and it is seldom asked for."""
    for names, answer in ((guard[2], True), (guard[3], False)):
        if names:
            for name in names.split(BETWEEN):
                yield os.path.join(guard[0], name), answer


def is_there(place: str) -> bool:
    """Whether there is such a file, or such a directory, whose path ends in a separator."""
    return os.path.isdir(place) if place.endswith(os.sep) else os.path.isfile(place)


def version() -> str:
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
