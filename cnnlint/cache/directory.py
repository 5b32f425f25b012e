"""The directory of a cache: nobody else's files are read, and nothing else is removed."""

from __future__ import annotations

import os
import time
from _thread import get_ident

from .. import asked
from .plain import hash_of

NAME = ".cnnlint_cache"
FORMAT = "cnnlint-cache-2"
SUFFIX = ".cnnlint.json"
TREE = ".cnnlint.tree"
#: Larger files are none of ours.
LARGEST = 64_000_000
#: What nobody wrote for so many days is thrown away, and the oldest of what is more than so much.
DAYS, BYTES = 30, 256_000_000
TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# A cache directory of cnnlint, see https://bford.info/cachedir/\n"
)


def place(given: str = "") -> str:
    """Where the cache is: as given, as CNNLINT_CACHE_DIR says, or at the top of the project.

    Outside a project it is where the user keeps the caches of programs.
    """
    given = given or os.environ.get("CNNLINT_CACHE_DIR", "")
    if given:
        return given
    here = os.getcwd()
    while True:
        for mark in ("pyproject.toml", "cnnlint.toml", ".git"):
            if asked.exists(os.path.join(here, mark)):
                return os.path.join(here, NAME)
        above = os.path.dirname(here)
        if above == here:
            break
        here = above
    kept = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    return os.path.join(kept or os.path.expanduser("~/.cache"), "cnnlint")


def is_ours(directory: str) -> bool:
    """Whether nobody else can write there; one that does not exist yet can be made."""
    try:
        status = os.lstat(directory)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    if status.st_mode & 0o170000 != 0o040000:  # no directory, or a link to one
        return False
    if os.name == "nt":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def make(directory: str) -> bool:
    """Make the directory where it is missing; whether it can be used.

    Only what was made here is marked as a cache, for others may keep other things there.
    """
    if not os.path.isdir(directory):
        os.makedirs(os.path.dirname(directory), exist_ok=True)
        try:
            os.mkdir(directory, 0o700)
        except FileExistsError:
            return is_ours(directory)
        for name, text in (("CACHEDIR.TAG", TAG), (".gitignore", "*\n")):
            with open(os.path.join(directory, name), "x", encoding="ascii") as file:
                file.write(text)
    return is_ours(directory)


def read(path: str) -> str:
    """The text of a file of ours.

    Raises:
        OSError, ValueError: there is none, it is not ours, or not as it was written.
    """
    return read_bytes(path).decode()


def read_bytes(path: str) -> bytes:
    """The content of a file of ours.

    Raises:
        OSError, ValueError: there is none, it is not ours, or not as it was written.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if status.st_mode & 0o170000 != 0o100000 or status.st_size > LARGEST:
            raise ValueError("no file of ours")
        if os.name != "nt" and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            raise ValueError("somebody else's")
        head, _, data = file.read().partition(b"\n")
    if head != f"{FORMAT} {hash_of(data)}".encode():
        raise ValueError("not as it was written")
    return data


def write(path: str, text: str) -> None:
    """Put a text in place, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: str, data: bytes) -> None:
    """Put a file in place, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    temporary = f"{path}.{os.getpid()}.{get_ident()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(f"{FORMAT} {hash_of(data)}\n".encode())
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        _remove(temporary)
        raise


def prune(directory: str) -> None:
    """Throw away what is old, and the oldest where there is too much."""
    found = []
    with os.scandir(directory) as listing:
        for entry in listing:
            if _is_result(entry.name):
                status = entry.stat(follow_symlinks=False)
                found.append((status.st_mtime, status.st_size, entry.path))
    limit = time.time() - DAYS * 86_400
    size = 0
    for changed, length, path in sorted(found, reverse=True):
        size += length
        if changed < limit or size > BYTES:
            _remove(path)


def clean(directory: str) -> int:
    """Remove the cache and nothing else; how many files of results there were.

    Raises:
        OSError: it cannot be removed.
    """
    if not os.path.isdir(directory) or os.path.islink(directory):
        return 0
    names = [name for name in os.listdir(directory) if _is_result(name)]
    for name in names:
        os.remove(os.path.join(directory, name))
    try:
        with open(os.path.join(directory, "CACHEDIR.TAG"), encoding="ascii") as file:
            made_here = file.read() == TAG
    except (OSError, ValueError):
        made_here = False
    if made_here and set(os.listdir(directory)) <= {"CACHEDIR.TAG", ".gitignore"}:
        for name in os.listdir(directory):
            os.remove(os.path.join(directory, name))
        os.rmdir(directory)
    return len(names)


def _is_result(name: str) -> bool:
    kinds = (SUFFIX, TREE)
    return name.endswith(kinds) or (name.endswith(".tmp") and any(kind in name for kind in kinds))


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return
