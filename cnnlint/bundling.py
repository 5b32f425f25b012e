"""Writing the bundle: what Python has compiled of all modules, in one file (see `loading`)."""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from contextlib import suppress

from . import loading
from .loading import NOWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .loading import Entry

#: How many modules may run from elsewhere before it is worth while to write the bundle again.
FEW = 8


def refresh() -> bool:
    """Write the bundle anew where that is worth while, and Python would write; whether it was."""
    directory = os.path.dirname(loading.BUNDLE)
    if len(loading.outside) <= FEW or sys.dont_write_bytecode or not os.access(directory, os.W_OK):
        return False
    try:
        _write()
    except OSError:
        return False  # the next run may
    return True


def _write() -> None:
    index: dict[str, Entry] = {}
    codes: list[bytes] = []
    start = 0
    for name, is_package in loading.sources():
        path = loading.path_of(name, is_package)
        stamp = loading.stamp(path)
        code = _compiled(name, path, stamp)
        index[name] = (is_package, *((start, len(code), *stamp) if code else NOWHERE))
        codes.append(code)
        start += len(code)
    packages = [
        loading.HOME,
        *(os.path.dirname(loading.path_of(n, True)) for n in index if index[n][0]),
    ]
    directories = {path[len(loading.HOME) :]: os.stat(path).st_mtime_ns for path in packages}
    head = marshal.dumps((index, directories))
    made = f"{loading.BUNDLE}.{os.getpid()}"
    try:
        with open(made, "wb") as file:
            file.writelines((MAGIC_NUMBER, len(head).to_bytes(4, "little"), head, *codes))
        os.replace(made, loading.BUNDLE)
    except OSError:
        with suppress(OSError):
            os.unlink(made)
        raise


def _compiled(name: str, path: str, stamp: tuple[int, int]) -> bytes:
    """The code of a module: as Python keeps it, or of one that ran as it was compiled; or b""."""
    kept = loading.compiled(path, stamp)
    if kept or name not in loading.outside:
        return kept
    return marshal.dumps(SourceFileLoader(name, path).get_code(name))
