"""Starting the child process, watching it, and ending it with all that it left behind."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import time
from contextlib import suppress

from . import devices, processes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Object = dict[str, Any]

#: What is kept of the output: its last bytes.
KEPT = 16_384
#: More processes than this at one time are a mistake of the program.
CROWD = 64
#: Entries of the working directory that the program finds in its own.
LINKED = 5_000
#: Seconds between two looks at the processes.
TURN = 0.05

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
START = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from cnnlint.runtime import child; sys.path.remove({root!r}); child.main(sys.argv[1])"
)


class Limits:
    """What a run may take: `seconds` in all, and `memory` in bytes beyond Keras's own; and the
    `device` that it sees."""

    __slots__ = ("device", "memory", "seconds")

    def __init__(
        self, seconds: float = 120.0, memory: int | None = None, device: str = devices.CPU
    ) -> None:
        self.seconds = seconds
        self.device = device
        self.memory = half_of_the_machine() if memory is None else memory


class Ended:
    """How a run ended. `answer` is None where the child did not live to give one; `cause` then
    says in one line why, and `lines` where the program stood, as (path, line), innermost first.

    `output` is the end of what was printed. `orphans` says that something could not be ended.
    `replies` are those to the questions that the answer has led to, as far as there are any: where
    one is missing, `cause` says why.
    """

    __slots__ = ("answer", "cause", "lines", "orphans", "output", "replies", "seconds")

    def __init__(self) -> None:
        self.answer: Object | None = None
        self.replies: list[Object] = []
        self.cause = ""
        self.lines: list[tuple[str, int]] = []
        self.output = ""
        self.seconds = 0.0
        self.orphans = False


def half_of_the_machine() -> int:
    """Half of the memory that there is; 4 GiB where the system does not tell."""
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return 4 << 30


def run(
    request: Object,
    limits: Limits,
    backend: str,
    ask: Callable[[Object], list[Object]] | None = None,
) -> Ended:
    """Run a request in a process of its own, in a directory that is gone afterwards.

    `ask` is given the answer while the process lives, and says what else it is to be asked.
    """
    folder = os.path.realpath(tempfile.mkdtemp(prefix="cnnlint-verify-"))
    try:
        return _run(request, limits, backend, folder, ask)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    request: Object,
    limits: Limits,
    backend: str,
    folder: str,
    ask: Callable[[Object], list[Object]] | None,
) -> Ended:
    ended = Ended()
    began = time.monotonic()
    place = os.path.join(folder, "request")
    work = os.path.join(folder, "work")
    request = {
        **request,
        "folder": folder,
        "memory": limits.memory,
        "asks": ask is not None,
        "on_cpu": limits.device == devices.CPU,
        "deadline": time.time() + limits.seconds,
    }
    with open(place, "w", encoding="utf-8") as file:
        json.dump(request, file)
    os.mkdir(work)
    _link(os.getcwd(), work)
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", START.format(root=ROOT), place],
        cwd=work,
        env={
            **_environment(folder, backend, limits.device),
            "TF_USE_LEGACY_KERAS": str(int(request["legacy"])),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    kept = bytearray()
    try:
        ended.cause = _watch(child, folder, limits, began, kept, ask)
    finally:
        ended.orphans = not processes.end(child.pid, folder)
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
    ended.seconds = time.monotonic() - began
    ended.output = kept.decode("utf-8", "replace").strip()
    ended.lines = _lines(os.path.join(folder, "faults"))
    ended.answer = _read(folder)
    with suppress(OSError, ValueError), open(f"{folder}/replies", encoding="utf-8") as file:
        ended.replies += map(json.loads, file)
    if not ended.cause and (ended.answer is None or child.returncode):
        ended.cause = _fate(child.returncode, ended.output)
    return ended


def _read(folder: str) -> Object | None:
    """The answer, if it is written."""
    with suppress(OSError, ValueError), open(f"{folder}/answer", encoding="utf-8") as file:
        answer: Object = json.load(file)
        return answer
    return None


def _watch(
    child: subprocess.Popen[bytes],
    folder: str,
    limits: Limits,
    began: float,
    kept: bytearray,
    ask: Callable[[Object], list[Object]] | None,
) -> str:
    """Wait until the child ends, or must be ended: then why."""
    assert child.stdout is not None
    os.set_blocking(child.stdout.fileno(), False)
    base = 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        looked = 0.0
        while True:
            over = child.poll() is not None
            for _ in selector.select(0 if over else TURN) if selector.get_map() else ():
                piece = _piece(child)
                if piece == b"":
                    selector.unregister(child.stdout)
                    break
                kept += piece or b""
                del kept[:-KEPT]
            if over:
                return ""
            if not selector.get_map():
                time.sleep(TURN)
            now = time.monotonic()
            if now - began > limits.seconds:
                return f"it did not end within {limits.seconds:g} s (`--timeout`)"
            if now - looked < TURN:
                continue
            looked = now
            if ask is not None and os.path.exists(f"{folder}/answer"):
                answer = _read(folder)
                questions = [] if answer is None or "models" not in answer else ask(answer)
                with open(f"{folder}/questions.part", "w", encoding="utf-8") as file:
                    json.dump(questions, file)
                os.replace(f"{folder}/questions.part", f"{folder}/questions")
                ask = None
            family = processes.family(folder)
            if len(family) > CROWD:
                return f"it had started {len(family)} processes when it was stopped"
            taken = processes.resident(family)
            if not os.path.exists(f"{folder}/ready"):
                base = max(base, taken)
            elif taken > base + limits.memory:
                return f"it took more than {readable(limits.memory)} of memory (`--memory`)"


def _piece(child: subprocess.Popen[bytes]) -> bytes | None:
    assert child.stdout is not None
    try:
        return os.read(child.stdout.fileno(), 1 << 16)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _fate(status: int, output: str) -> str:
    """Why a process that gave no answer has ended."""
    if "bad_alloc" in output:
        return "it ran out of memory (`--memory`)"
    if status >= 0:
        return f"it ended its own process with status {status}"
    name = signal.Signals(-status).name if -status in signal.valid_signals() else str(-status)
    meaning = {"SIGSEGV": "a segmentation fault", "SIGABRT": "an abort"}.get(name, "")
    return f"it was ended by {f'{meaning} ({name})' if meaning else name}"


def _lines(path: str) -> list[tuple[str, int]]:
    """Where the thread that Python runs stood when faulthandler wrote, innermost first."""
    found: list[tuple[str, int]] = []
    with suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            name, _, rest = line.strip().removeprefix('File "').partition('", line ')
            number = rest.partition(" ")[0]
            if line.lstrip().startswith('File "') and number.isdecimal():
                found.append((name, int(number)))
    return found


def _link(there: str, here: str) -> None:
    """Let the program find what lies in the working directory; what it writes is not there."""
    with suppress(OSError):
        for name in sorted(os.listdir(there))[:LINKED]:
            with suppress(OSError):
                os.symlink(os.path.join(there, name), os.path.join(here, name))


def _environment(folder: str, backend: str, device: str) -> dict[str, str]:
    """That of this process, with a home and a device of its own and nothing that asks for a
    screen."""
    home = os.path.join(folder, "home")
    os.makedirs(os.path.join(home, ".keras"))
    temporary = os.path.join(folder, "tmp")
    os.mkdir(temporary)
    with suppress(OSError):
        shutil.copy(keras_config(), os.path.join(home, ".keras", "keras.json"))
    return {
        **os.environ,
        "KERAS_BACKEND": backend,
        "KERAS_HOME": os.path.join(home, ".keras"),
        "HOME": home,
        "XDG_CACHE_HOME": os.path.join(home, ".cache"),
        "XDG_CONFIG_HOME": os.path.join(home, ".config"),
        "TMPDIR": temporary,
        "PYTHONUSERBASE": site.getuserbase(),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        "MPLBACKEND": "Agg",
        "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "3"),
        **devices.environment(device),
    }


def keras_config() -> str:
    """Where the user's settings for Keras are."""
    home = os.environ.get("KERAS_HOME") or os.path.join(os.path.expanduser("~"), ".keras")
    return os.path.join(home, "keras.json")


def readable(count: int) -> str:
    """Bytes as they are given to `--memory`."""
    for unit, size in (("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)):
        if count >= size:
            return f"{count / size:.3g}{unit}"
    return str(count)
