"""Modules that are read when a program needs them: imports decide how fast a run starts.

Every module of the package stands where an import finds it before it has run, and runs when
something in it is first asked for: `from . import comparison` costs nothing until
`comparison.equal` is called, while `from .comparison import equal` runs it at once. Who wants what
the run of a module does besides asks for it with `module`.

What Python has compiled is gathered in one more file beside its own, the bundle: to find, open and
check a file for each module takes longer than the rest of its import. Like Python's, it says of
which text a module was compiled; where that has changed, Python's own file is taken.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from _thread import RLock
from stat import ST_MTIME, ST_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType

    #: Whether it is a package, where its code is in the bundle (start and length; of none that is
    #: not there), the time and the size of its text.
    Entry = tuple[bool, int, int, int, int]
else:
    ModuleType = type(sys)  # the same, without importing `types`

NOWHERE = (0, 0, 0, 0)
#: Before the index: the mark of this Python's code, and how long the index is.
HEAD = 8
PACKAGE = __name__.rpartition(".")[0]
HOME = os.path.dirname(__file__)
#: The bundle of this Python lies where it keeps what it compiled of this file.
BUNDLE = (__spec__.cached or "").removesuffix("pyc") + "bundle"
#: Where that is beside a module, and how it ends there.
COMPILED = f"{os.sep}__pycache__{os.sep}"
ENDING = f".{sys.implementation.cache_tag}.pyc"
BINARY = getattr(os, "O_BINARY", 0)

_lock = RLock()
_entries: dict[str, Entry] = {}
_file = -1  # the bundle, open
_begin = 0  # where the code begins in it
#: Modules that ran and are not in the bundle as they are.
outside: list[str] = []


def module(name: str) -> ModuleType:
    """The module of this full name, after it has run. `importlib` would import `warnings` first."""
    __import__(name)
    found = sys.modules[name]
    if type(found) is _Later:
        found._run()
    return found


def later() -> None:
    """Put every module of the package where an import finds it."""
    _entries.update(_bundled() or {name: (is_package, *NOWHERE) for name, is_package in sources()})
    modules = sys.modules
    for name, entry in _entries.items():
        if name not in modules:
            above, _, own = name.rpartition(".")
            made = modules[name] = modules[above].__dict__[own] = _Later(name)
            if entry[0]:  # by its spec resources are found; without one an import is faster
                path = path_of(name, True)
                spec = type(__spec__)(name, SourceFileLoader(name, path), origin=path)
                spec.submodule_search_locations = [os.path.dirname(path)]
                made.__dict__.update(__spec__=spec, __path__=spec.submodule_search_locations)


def sources() -> list[tuple[str, bool]]:
    """The modules in the package's directory, each after the one it is in; which are packages."""
    found = []
    pending = [(PACKAGE, HOME)]
    for package, directory in pending:
        try:
            names = os.listdir(directory)
        except OSError:
            continue  # no directory
        if "__init__.py" not in names:
            continue
        found.append((package, True))
        for name in names:
            if name[:2] == "__":
                continue
            if name[-3:] == ".py":
                found.append((f"{package}.{name[:-3]}", False))
            elif "." not in name:
                pending.append((f"{package}.{name}", f"{directory}{os.sep}{name}"))
    return found[1:]


def path_of(name: str, is_package: bool) -> str:
    """The file of a module."""
    path = HOME + name[len(PACKAGE) :].replace(".", os.sep)
    return f"{path}{os.sep}__init__.py" if is_package else f"{path}.py"


def stamp(path: str) -> tuple[int, int]:
    """What tells one text from another: its time and size, as Python notes them."""
    text = os.stat(path)
    return int(text[ST_MTIME]) & 0xFFFFFFFF, int(text[ST_SIZE]) & 0xFFFFFFFF


def _bundled() -> dict[str, Entry]:
    """What the bundle holds; nothing where there is none that can be read, or where modules have
    come or gone since."""
    global _begin, _file
    try:
        _file = os.open(BUNDLE, os.O_RDONLY | BINARY)
        head = _part(0, HEAD)
        if head[:4] == MAGIC_NUMBER:
            length = int.from_bytes(head[4:], "little")
            found: dict[str, Entry]
            directories: dict[str, int]
            found, directories = marshal.loads(_part(HEAD, length))
            _begin = HEAD + length
            if all(os.stat(HOME + path).st_mtime_ns == at for path, at in directories.items()):
                return found
    except (OSError, EOFError, ValueError, TypeError):
        pass
    return {}


def _part(start: int, length: int) -> bytes:
    if hasattr(os, "pread"):  # processes that share the file do not share a place in it
        return os.pread(_file, length, start)
    os.lseek(_file, start, os.SEEK_SET)
    return os.read(_file, length)


def _code(name: str, entry: Entry, path: str) -> CodeType | None:
    """A module's code, as the bundle has it, or else Python; None where its text is another now."""
    _, start, length, time, size = entry
    now = stamp(path)
    try:
        if now == (time, size):
            kept = _part(_begin + start, length)
        else:
            outside.append(name)
            kept = compiled(path, now)
        found: CodeType | None = marshal.loads(kept) if kept else None
    except (OSError, EOFError, ValueError, TypeError):
        return None
    if found is not None:
        _fix_co_filename(found, path)
    return found


def compiled(path: str, stamp: tuple[int, int]) -> bytes:
    """What Python has compiled of this text; b"" where it has not, or keeps it elsewhere."""
    directory, _, own = path.rpartition(os.sep)
    try:
        file = os.open(f"{directory}{COMPILED}{own[:-3]}{ENDING}", os.O_RDONLY | BINARY)
    except OSError:
        return b""
    try:
        kept = os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)
    time, size = stamp
    told = MAGIC_NUMBER + bytes(4) + time.to_bytes(4, "little") + size.to_bytes(4, "little")
    return kept[len(told) :] if kept.startswith(told) else b""


class _Later(ModuleType):
    """A module that has not run yet; an ordinary one as soon as it has."""

    def __getattr__(self, name: str) -> object:
        # Who looks through all modules there are asks each for `__file__` and the like.
        if name == "__file__":
            return path_of(self.__name__, _entries[self.__name__][0])
        if name[:2] == "__":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        self._run()
        if type(self) is _Later:  # it is running: modules that import one another
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet")
        return getattr(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name[:2] != "__":
            self._run()
        ModuleType.__setattr__(self, name, value)

    def __dir__(self) -> list[str]:
        self._run()
        return list(ModuleType.__dir__(self))

    def _run(self) -> None:
        with _lock:
            known, name = self.__dict__, self.__name__
            if type(self) is not _Later or "__file__" in known:
                return
            entry = _entries[name]
            path = path_of(name, entry[0])
            loader = SourceFileLoader(name, path)
            known["__file__"], known["__loader__"] = path, loader
            known["__package__"] = name if entry[0] else name.rpartition(".")[0]
            try:
                code = _code(name, entry, path) or loader.get_code(name)
                exec(code or "", known)
            except BaseException:
                del known["__file__"]
                raise
            ModuleType.__setattr__(self, "__class__", ModuleType)
