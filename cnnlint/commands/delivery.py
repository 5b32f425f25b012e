"""What a command gives back: text on standard output or in a file, and its exit status."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from ..diagnostics import Diagnostic
    from ..project import Outcome

SEVERITIES = ("info", "warning", "error")

OK, FOUND, WRONG, INTERRUPTED = 0, 1, 2, 130


class WrongUse(Exception):
    """What was asked for cannot be done; the message is one line."""


class CannotWrite(Exception):
    """Nobody will see what was found: the disk is full, or the other end failed."""


def status(options: Namespace, diagnostics: Iterable[Diagnostic], wrong: bool) -> int:
    """The exit status of a run that found these; `wrong` where something could not be read."""
    if wrong:
        return WRONG
    least = SEVERITIES.index(options.fail_on)
    found = any(SEVERITIES.index(diagnostic.severity) >= least for diagnostic in diagnostics)
    return FOUND if found and not options.exit_zero else OK


def complain(outcomes: Iterable[Outcome]) -> bool:
    """Say on stderr what could not be read; whether there was anything."""
    wrong = False
    for outcome in outcomes:
        if outcome.problem:
            wrong = True
            print(f"cnnlint: {outcome.path}: {outcome.problem}", file=sys.stderr)
    return wrong


def prepare(options: Namespace) -> None:
    """Settle how what is written looks: in a file it is plain."""
    from ..report import ink

    ink.choose(options.color, None if options.output_file else sys.stdout)


def deliver(options: Namespace, text: str, encoding: str | None = None) -> None:
    """Write to the file that was asked for, or else to standard output."""
    if not options.output_file:
        write(text, encoding)
        return
    try:
        with open(options.output_file, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise WrongUse(f"{options.output_file}: cannot be written: {reason.lower()}") from None


def write(text: str, encoding: str | None = None) -> None:
    """Write to standard output: no character can be too much for it, and nobody need read on."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Closing standard output at exit must not complain about it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise CannotWrite((error.strerror or str(error)).lower()) from None
