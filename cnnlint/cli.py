"""The command line.

Exit status: 0 nothing to report at or above `--fail-on`, 1 something, 2 wrong use, a file that
cannot be read, or a mistake of our own.
"""

from __future__ import annotations

import gc
import os
import sys

from . import loading
from .commands import COMMANDS
from .commands.delivery import INTERRUPTED, WRONG, CannotWrite, WrongUse

#: How many more objects there are before garbage is looked for: among the new, and all.
GARBAGE = (100_000, 20, 100)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments and return the exit status.

    Without any it is the whole process that runs, with those it was given, and ends.
    """
    if argv is not None:
        return _status(list(argv))
    # What is made is kept, most of it; to look for garbage again and again finds none.
    gc.set_threshold(*GARBAGE)
    try:
        return _leave(_status(sys.argv[1:]))
    except Exception as error:
        # A mistake of our own, outside of what is done for one file. Who calls `main` with
        # arguments, as the tests do, gets the exception.
        from .project import internal

        print(f"cnnlint: {internal(error)}", file=sys.stderr)
        return WRONG


def _status(arguments: list[str]) -> int:
    try:
        return _run(arguments)
    except WrongUse as problem:
        print(f"cnnlint: {problem}", file=sys.stderr)
        return WRONG
    except CannotWrite as problem:
        print(f"cnnlint: standard output cannot be written: {problem}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("cnnlint: interrupted", file=sys.stderr)
        return INTERRUPTED


def _leave(status: int) -> int:
    """End the process, unless somebody wants to be told before: to take everything apart that was
    imported takes longer than to check a small file."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return status
    if loading.outside:
        from . import bundling

        bundling.refresh()
    if "threading" in sys.modules or ("atexit" in sys.modules and _is_awaited()):
        return status
    os._exit(status)


def _is_awaited() -> bool:
    """Whether somebody wants to be told that the process ends."""
    import atexit

    return atexit._ncallbacks() > 0


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        command = loading.module(f"{__package__}.commands.{arguments[0]}")
        return int(command.run(arguments[1:]))
    from .commands.check import report

    return report(arguments)
