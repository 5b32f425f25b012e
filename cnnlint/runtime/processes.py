"""The processes that a run has left or started: found by a mark in their environment.

A process that leaves its group, or whose parent is gone, still carries the environment that it
was started with (Linux). Elsewhere only the process group is known.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

#: How long to go on killing what keeps starting itself anew, in seconds.
PATIENCE = 10.0


def family(mark: str) -> list[int]:
    """Every process that was started with `mark` in its environment (Linux; else none)."""
    wanted = mark.encode()
    found = []
    with suppress(OSError):
        for name in os.listdir("/proc"):
            if not name.isdecimal() or int(name) == os.getpid():
                continue
            with suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
                if wanted in file.read():
                    found.append(int(name))
    return found


def end(group: int, mark: str) -> bool:
    """End a process group and all that carries the mark; whether nothing of it is left."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
        left = family(mark)
        for process in left:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        if not left:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)


def resident(processes: list[int]) -> int:
    """Bytes of memory that these hold together; what they share counts once."""
    total = 0
    for process in processes:
        with suppress(OSError, ValueError, IndexError, StopIteration):
            if len(processes) == 1:
                with open(f"/proc/{process}/statm", encoding="ascii") as file:
                    total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            else:
                with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as file:
                    line = next(line for line in file if line.startswith("Pss:"))
                    total += int(line.split()[1]) * 1024
    return total
