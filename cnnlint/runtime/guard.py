"""What keeps a child process harmless: set from inside, before any code of the user's runs.

It may read what the user may read. It writes only below its own directory, and has no network.
Where the kernel can hold that (Linux with Landlock, and with user namespaces), it does; Python's
audit events hold it besides, so that the refusal is said as such. This bounds mistakes of honest
code; it is no prison for code that wants out.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
# Landlock has no wrappers in libc. The numbers of its calls are the same on all architectures.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1
#: Every right of Landlock's first version that changes a file system; the later two come on top.
WRITE_FILE, REMOVE_AND_MAKE, REFER, TRUNCATE = 1 << 1, 0x1FF0, 1 << 13, 1 << 14
READABLE_DEVICES = "/dev"

CHANGES = {
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.mkdir": 1,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.utime": 1,
    "os.setxattr": 1,
    "os.removexattr": 1,
}
TALKS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
ASKS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


def die_with_parent() -> None:
    """End when the process that started this one does, however that ends (Linux)."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def no_network() -> None:
    """A network of our own in which there is nothing, where the system allows it (Linux)."""
    if sys.platform != "linux":
        return
    # Some systems let us make a namespace and then be nobody in it: a copy of us tries that.
    trial = os.fork()
    if not trial:
        os._exit(0 if _alone() else 1)
    if os.waitpid(trial, 0)[1] == 0:
        _alone()


def _alone() -> bool:
    """Enter a new network as the same user; whether that has worked."""
    user, group = os.getuid(), os.getgid()
    if _libc().unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    with suppress(OSError):
        for name, content in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(content)
        return True
    return False


def write_only_below(folder: str) -> None:
    """Let the kernel refuse every other place, where it can (Linux 5.13 and newer)."""
    if sys.platform != "linux":
        return
    libc = _libc()
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return
    rights = WRITE_FILE | REMOVE_AND_MAKE
    if version >= 2:
        rights |= REFER
    if version >= 3:
        rights |= TRUNCATE
    handled = ctypes.c_uint64(rights)
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return
    places = [(folder, rights), (READABLE_DEVICES, rights & (WRITE_FILE | TRUNCATE))]
    places.append(("/dev/shm", rights))
    for place, allowed in places:
        with suppress(OSError):
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
            rule = ctypes.create_string_buffer(
                allowed.to_bytes(8, sys.byteorder) + handle.to_bytes(4, sys.byteorder), 12
            )
            libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
            os.close(handle)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.syscall(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def refuse_by_name(folder: str) -> None:
    """Raise PermissionError, with what was tried, where code writes elsewhere or talks."""
    allowed = (os.path.realpath(folder) + os.sep, "/dev/", "/proc/self/")

    def check(path: Any) -> None:
        if isinstance(path, int):
            return
        with suppress(TypeError, ValueError):
            real = os.path.realpath(os.fsdecode(path))
            if not (real + os.sep).startswith(allowed):
                raise PermissionError(
                    f"`cnnlint verify` lets nothing be written outside its own directory: {real}"
                )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                check(path)
        elif event in CHANGES:
            for path in arguments[: CHANGES[event]]:
                check(path)
        elif event in ("os.link", "os.symlink"):
            check(arguments[1])
        elif event in ASKS:
            raise PermissionError(f"`cnnlint verify` has no network: {arguments[0]!r} is asked for")
        elif event in TALKS and len(arguments) > 1 and isinstance(arguments[1], tuple):
            raise PermissionError(f"`cnnlint verify` has no network: {arguments[1]!r} is asked for")

    sys.addaudithook(hook)


def bound_memory(count: int, *, on_cpu: bool = True) -> None:
    """No more than `count` bytes beyond what is taken now, where the system can hold that.

    The driver of a GPU maps far more than it uses: there the parent alone watches.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))
        taken = _taken()
        if taken is not None and on_cpu:
            resource.setrlimit(resource.RLIMIT_DATA, (taken + count, taken + count))


def _taken() -> int | None:
    """Bytes of private memory, touched or not, as RLIMIT_DATA counts them."""
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return None


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)
