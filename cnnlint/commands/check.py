"""`cnnlint check`: what is wrong; and `cnnlint PATH...`, which shows the models before."""

from __future__ import annotations

import sys

from .arguments import add_discovery, add_fixing, add_output, add_reading, configs, parser
from .delivery import OK, WRONG, WrongUse, complain, deliver, prepare, status, write
from .pace import add_pace, cache_of, outcomes
from .plain import operands
from .showing import (
    FORMATS,
    REPORTS,
    blank_between,
    diagnostic_blocks,
    diagnostics_of,
    document,
    judged_by,
    model_blocks,
    model_lines,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ..config import Configs
    from ..diagnostics import Diagnostic
    from ..echo import Echo, Said
    from ..project import Outcome

ABOUT = """\
A static analyser for Keras models: it says what `model.summary()` would say, and what would go
wrong, without running the code and without TensorFlow."""


def command() -> ArgumentParser:
    """The options of `cnnlint check`."""
    made = parser("cnnlint check", "Only what is wrong: for hooks and CI.")
    made.add_argument(
        "paths", nargs="*", metavar="PATH", help="file or directory, or -; default: ."
    )
    _add_arguments(made)
    return made


def program() -> ArgumentParser:
    """The options of `cnnlint` that is given no command."""
    from .. import __version__
    from . import usage

    made = parser("cnnlint", ABOUT, usage())
    made.add_argument("--version", action="version", version=f"cnnlint {__version__}")
    made.add_argument("paths", nargs="*", metavar="PATH", help="file or directory, or -")
    made.add_argument(
        "--runtime",
        action="store_true",
        help="build the models with Keras as well, and show a column of what it says",
    )
    _add_arguments(made)
    return made


def run(arguments: list[str]) -> int:
    """Only the diagnostics."""
    from ..echo import Echo

    echo = Echo(arguments)
    said = echo.again()
    if said is not None:
        write(said.text, said.encoding)
        return said.status
    options: Any = operands("paths", arguments, _add_arguments)
    if options is None:
        options = command().parse_args(arguments)
    return _answer(options, options.paths or ["."], models=False, echo=echo)


def report(arguments: list[str]) -> int:
    """Models, then diagnostics: what `cnnlint` does that is given no command."""
    made = program()
    options = made.parse_args(arguments)
    if not options.paths:
        write(made.format_help())
        return WRONG
    return _answer(options, options.paths, models=True)


def _add_arguments(to: ArgumentParser) -> None:
    add_output(to, FORMATS + REPORTS)
    add_reading(to)
    add_discovery(to)
    add_fixing(to)
    add_pace(to)
    to.add_argument("--baseline", metavar="FILE", help="report only what is not in FILE")
    to.add_argument("--write-baseline", metavar="FILE", help="write what is reported now to FILE")
    to.add_argument("-w", "--watch", action="store_true", help="run again whenever a file changes")
    to.add_argument(
        "--show-files", action="store_true", help="only list the files that would be looked at"
    )
    to.add_argument(
        "--statistics", action="store_true", help="only how often each rule is reported"
    )


def _answer(
    options: Namespace, paths: Sequence[str], *, models: bool, echo: Echo | None = None
) -> int:
    if options.watch:
        from .watching import watch

        options.watch = False
        return watch(options, paths, lambda options: _answer(options, paths, models=models))
    found = configs(options)
    prepare(options)
    if options.show_files:
        return _show_files(options, paths, found)
    if not (options.fix or options.diff):
        cache = None if models else cache_of(options)
        results = outcomes(options, paths, found, cache, models=models)
        said = _report(options, results, models=models)
        if echo is not None and cache is not None and _is_all(options, results):
            echo.keep(said, cache, [outcome.path for outcome in results])
        return said.status
    from contextlib import redirect_stdout

    from .fixing import Fixing

    fixing = Fixing(options)
    mended = fixing.run(paths, found)
    if options.diff:
        return fixing.show(mended)
    # Where the mended text goes to standard output, the report must not.
    with redirect_stdout(sys.stderr if "-" in paths else sys.stdout):
        return _report(options, mended, models=models, fixed=fixing.fixed).status


def _is_all(options: Namespace, results: Iterable[Outcome]) -> bool:
    """Whether standard output is all that comes of a run."""
    elsewhere = options.output_file or options.write_baseline
    return not elsewhere and not any(outcome.problem for outcome in results)


def _show_files(options: Namespace, paths: Sequence[str], found: Configs) -> int:
    """The files that would be looked at, a line each."""
    from ..discover import find
    from ..project import Outcome
    from ..source import shown

    files = list(find(paths, found))
    deliver(options, "".join(f"{shown(each.path)}\n" for each in files if not each.problem))
    outcomes = [Outcome(shown(each.path), problem=each.problem) for each in files if each.problem]
    outcomes += [Outcome(shown(each.path), problem=str(each)) for each in found.problems]
    return WRONG if complain(outcomes) else OK


def _report(
    options: Namespace,
    outcomes: list[Outcome],
    *,
    models: bool,
    fixed: Sequence[Diagnostic] = (),
) -> Said:
    """Models (where they are asked for), then diagnostics; what cannot be read goes to stderr.

    `fixed` is what was found, and is no longer there.
    """
    from ..echo import Said

    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = diagnostics_of(analyses)
    if options.baseline or options.write_baseline:
        from .. import baseline

        try:
            if options.write_baseline:
                _write_baseline(options.write_baseline, diagnostics, outcomes)
                return Said("", None, OK)
            diagnostics = baseline.unknown_to(options.baseline, diagnostics)
        except baseline.Unusable as problem:
            raise WrongUse(str(problem)) from None
    shown = analyses if models else []
    form = options.output_format
    encoding = None
    built = None
    if models and options.runtime:
        from .building import Built

        built = Built(options, outcomes)
    if options.statistics:
        if form not in ("full", "concise"):
            raise WrongUse(f"--statistics are for people to read: there are none as {form}")
        text = _statistics(diagnostics)
    elif form == "concise":
        from ..output.concise import diagnostic_line

        lines = [
            *model_lines(shown),
            *(diagnostic_line(each, options.unsafe_fixes) for each in diagnostics),
        ]
        text = "".join(f"{line}\n" for line in lines)
    elif form == "full":
        tables = model_blocks(shown) if built is None else built.blocks(shown)
        blocks = [*tables, *diagnostic_blocks(diagnostics, options.unsafe_fixes)]
        closing = _closing(diagnostics, outcomes, fixed, options.unsafe_fixes)
        text = blank_between([*blocks, judged_by(analyses), closing])
    elif built is not None:
        text, encoding = built.document(shown, diagnostics), "utf-8"
    else:
        text, encoding = document(options, shown, diagnostics, outcomes), "utf-8"
    deliver(options, text, encoding)
    ended = status(options, diagnostics, complain(outcomes))
    return Said(text, encoding, ended if built is None else built.status(ended, options))


def _write_baseline(path: str, diagnostics: list[Diagnostic], outcomes: Iterable[Outcome]) -> None:
    from ..baseline import write as write_baseline

    if complain(outcomes):
        raise WrongUse(f"{path}: not written, for not everything could be read")
    write_baseline(path, diagnostics)
    number = len(diagnostics)
    write(f"{number} problem{'' if number == 1 else 's'} written to {path}.\n")


def _closing(
    diagnostics: Sequence[Diagnostic],
    outcomes: Iterable[Outcome],
    fixed: Sequence[Diagnostic],
    unsafe: bool,
) -> str:
    if diagnostics or fixed:
        from ..report.frame import footer
        from .fixing import count

        found = footer((each.severity for each in (*fixed, *diagnostics)), len(fixed))
        return "\n".join(filter(None, (found, count(diagnostics, unsafe))))
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
