"""The command line.

Exit status: 0 nothing to report at or above `--fail-on`, 1 something, 2 wrong use, a file that
cannot be read, or a mistake of our own.
"""

from __future__ import annotations

import sys

from .commands import COMMANDS
from .commands.delivery import INTERRUPTED, WRONG, CannotWrite, WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
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


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        from importlib import import_module

        return int(import_module(f"{__package__}.commands.{arguments[0]}").run(arguments[1:]))
    from .commands.check import report

    return report(arguments)
