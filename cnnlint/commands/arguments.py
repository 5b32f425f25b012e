"""The arguments that several commands share."""

from __future__ import annotations

import argparse
import os

from .delivery import SEVERITIES, WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..selection import Choices


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Of a fixed width: to ask for the terminal's, argparse imports half of the library."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=96)


def parser(name: str, description: str, usage: str | None = None) -> argparse.ArgumentParser:
    """An empty parser of the command `name`."""
    return argparse.ArgumentParser(
        name, usage=usage, description=description, formatter_class=Formatter, allow_abbrev=False
    )


def add_output(to: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """In which format to answer, where to, and what makes the run fail."""
    to.add_argument(
        "--output-format",
        choices=formats,
        default="full",
        metavar="FORMAT",
        help="%(choices)s; default: %(default)s",
    )
    to.add_argument("--output-file", default="", metavar="FILE", help="write to FILE")
    to.add_argument(
        "--fail-on",
        choices=SEVERITIES[::-1],
        default="warning",
        help="the least severity that makes the exit status 1; default: %(default)s",
    )
    to.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever was found")


def add_reading(to: argparse.ArgumentParser) -> None:
    """How files are read and which rules are reported."""
    to.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="the name of what `-` reads"
    )
    group = to.add_argument_group(
        "which rules", "RULE is a code, the beginning of codes (CNN1), a name, or ALL."
    )
    for option, what in (
        ("select", "report only these; default: ALL"),
        ("ignore", "do not report these"),
        ("extend-select", "report these besides"),
        ("extend-ignore", "do not report these either"),
    ):
        group.add_argument(f"--{option}", action="append", metavar="RULE,...", help=what)
    group.add_argument(
        "--per-file-ignores",
        action="append",
        metavar="PATTERN:RULE,...",
        help="do not report these in files that match, as in a .gitignore",
    )


def choices(options: argparse.Namespace) -> Choices | None:
    """What the command line says about rules; None where it says nothing."""
    given = (options.select, options.ignore, options.extend_select, options.extend_ignore)
    if all(each is None for each in (*given, options.per_file_ignores)):
        return None
    from ..selection import Choices, NotAChoice, pattern, per_file, selectors

    chosen = Choices(os.getcwd())
    try:
        chosen.select, chosen.ignore = (
            None if each is None else selectors(each) for each in given[:2]
        )
        chosen.extend_select = selectors(options.extend_select or ())
        chosen.extend_ignore = selectors(options.extend_ignore or ())
        ignored = per_file(options.per_file_ignores or ())
        chosen.per_file = [(pattern(text), rules) for text, rules in ignored.items()]
    except NotAChoice as problem:
        raise WrongUse(str(problem)) from None
    return chosen


def split(target: str) -> tuple[str, str]:
    """A target's file, and what is wanted from it."""
    if os.path.exists(target):
        return target, ""
    for end in (".py:", ".ipynb:", "-:"):
        at = target.find(end)
        if at >= 0 and (end != "-:" or at == 0):
            at += len(end)
            return target[: at - 1], target[at:].strip()
    return target, ""
