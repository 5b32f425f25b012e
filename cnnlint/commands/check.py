"""`cnnlint check`: what is wrong; and `cnnlint PATH...`, which shows the models before."""

from __future__ import annotations

from .arguments import add_output, add_reading, choices, parser
from .delivery import OK, WRONG, WrongUse, complain, deliver, status, write
from .showing import (
    FORMATS,
    REPORTS,
    blank_between,
    diagnostic_blocks,
    diagnostics_of,
    document,
    model_blocks,
    model_lines,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence

    from ..diagnostics import Diagnostic
    from ..project import Outcome

ABOUT = """\
A static analyser for Keras models: it says what `model.summary()` would say, and what would go
wrong, without running the code and without TensorFlow."""


def run(arguments: list[str]) -> int:
    """Only the diagnostics."""
    made = parser("cnnlint check", "Only what is wrong: for hooks and CI.")
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="file or directory, or -; default: ."
    )
    _add_arguments(made)
    options = made.parse_args(arguments)
    return _report(options, _outcomes(options.paths or ["."], options), models=False)


def report(arguments: list[str]) -> int:
    """Models, then diagnostics: what `cnnlint` does that is given no command."""
    from .. import __version__
    from . import usage

    made = parser("cnnlint", ABOUT, usage())
    made.add_argument("--version", action="version", version=f"cnnlint {__version__}")
    made.add_argument("paths", nargs="*", metavar="PATH", help="file or directory, or -")
    _add_arguments(made)
    options = made.parse_args(arguments)
    if not options.paths:
        write(made.format_help())
        return WRONG
    return _report(options, _outcomes(options.paths, options), models=True)


def _add_arguments(to: ArgumentParser) -> None:
    add_output(to, FORMATS + REPORTS)
    add_reading(to)
    to.add_argument("--baseline", metavar="FILE", help="report only what is not in FILE")
    to.add_argument("--write-baseline", metavar="FILE", help="write what is reported now to FILE")
    to.add_argument(
        "--statistics", action="store_true", help="only how often each rule is reported"
    )


def _outcomes(paths: Sequence[str], options: Namespace) -> list[Outcome]:
    from ..project import run

    return list(run(paths, options.stdin_filename, choices(options)))


def _report(options: Namespace, outcomes: list[Outcome], *, models: bool) -> int:
    """Models (where they are asked for), then diagnostics; what cannot be read goes to stderr."""
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = diagnostics_of(analyses)
    if options.baseline or options.write_baseline:
        from .. import baseline

        try:
            if options.write_baseline:
                return _write_baseline(options.write_baseline, diagnostics, outcomes)
            diagnostics = baseline.unknown_to(options.baseline, diagnostics)
        except baseline.Unusable as problem:
            raise WrongUse(str(problem)) from None
    shown = analyses if models else []
    form = options.output_format
    if options.statistics:
        if form not in ("full", "concise"):
            raise WrongUse(f"--statistics are for people to read: there are none as {form}")
        deliver(options, _statistics(diagnostics))
    elif form == "concise":
        from ..output.concise import diagnostic_line

        lines = [*model_lines(shown), *map(diagnostic_line, diagnostics)]
        deliver(options, "".join(f"{line}\n" for line in lines))
    elif form == "full":
        blocks = [*model_blocks(shown), *diagnostic_blocks(diagnostics)]
        deliver(options, blank_between([*blocks, _closing(diagnostics, outcomes)]))
    else:
        deliver(options, document(options, shown, diagnostics, outcomes), encoding="utf-8")
    return status(options, diagnostics, complain(outcomes))


def _write_baseline(path: str, diagnostics: list[Diagnostic], outcomes: Iterable[Outcome]) -> int:
    from ..baseline import write as write_baseline

    if complain(outcomes):
        raise WrongUse(f"{path}: not written, for not everything could be read")
    write_baseline(path, diagnostics)
    number = len(diagnostics)
    write(f"{number} problem{'' if number == 1 else 's'} written to {path}.\n")
    return OK


def _closing(diagnostics: Sequence[Diagnostic], outcomes: Iterable[Outcome]) -> str:
    if diagnostics:
        from ..report.frame import footer

        return footer(diagnostic.severity for diagnostic in diagnostics)
    read = sum(1 for outcome in outcomes if not outcome.problem)
    return f"No problems found in {read} file{'s' if read > 1 else ''}." if read else ""


def _statistics(diagnostics: Iterable[Diagnostic]) -> str:
    """How often each rule is reported, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for each in diagnostics:
        key = (each.code, each.name)
        counts[key] = counts.get(key, 0) + 1
    width = len(str(max(counts.values(), default=0)))
    return "".join(
        f"{count:>{width}}  {code}  {name}\n"
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
