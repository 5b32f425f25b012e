"""The command line.

Exit status: 0 nothing to report at or above `--fail-on`, 1 something, 2 wrong use, a file that
cannot be read, or a mistake of our own.
"""

from __future__ import annotations

import os
import sys

from . import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Sequence

    from .analysis import Analysis
    from .diagnostics import Diagnostic
    from .project import Outcome

SEVERITIES = ("info", "warning", "error")
FORMATS = ("full", "concise", "json")

USAGE = """\
usage: cnnlint PATH...               what each model is, then what is wrong
       cnnlint check [PATH...]       only what is wrong: for hooks and CI
       cnnlint summary TARGET...     only the models: FILE, FILE:OBJECT, FILE:BUILDER(NAME=VALUE)
       cnnlint rule [RULE]           the page of a rule, or the list of rules

A static analyser for Keras models: it says what `model.summary()` would say, and what would go
wrong, without running the code and without TensorFlow.
"""

OK, FOUND, WRONG, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _tolerate_any_character()
    try:
        status = _dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("cnnlint: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Nobody reads on; closing standard output at exit must not complain about it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OK
    return status


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command in ("check", "summary", "rule"):
        arguments = arguments[1:]
    else:
        command = "report"
    options = _parser(command).parse_args(arguments)
    if command == "rule":
        return _rule(options.rule)
    if command == "check":
        return _report(options, _outcomes(options.paths or ["."], options), models=False)
    if command == "summary":
        return _summary(options)
    if not options.paths:
        _parser(command).print_help()
        return WRONG
    return _report(options, _outcomes(options.paths, options), models=True)


def _parser(command: str) -> ArgumentParser:
    from argparse import ArgumentParser, RawDescriptionHelpFormatter

    if command == "report":
        parser = ArgumentParser(
            "cnnlint",
            usage="cnnlint [OPTIONS] PATH...",
            description=USAGE,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.add_argument("--version", action="version", version=f"cnnlint {__version__}")
        parser.add_argument("paths", nargs="*", metavar="PATH", help="file or directory, or -")
    elif command == "check":
        parser = ArgumentParser("cnnlint check", description="Only what is wrong.")
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="file or directory, or -; default: ."
        )
    elif command == "summary":
        parser = ArgumentParser("cnnlint summary", description="Only the models.")
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="TARGET",
            help="FILE, FILE:OBJECT or FILE:BUILDER(ARGUMENT=LITERAL, ...)",
        )
    else:
        parser = ArgumentParser("cnnlint rule", description="The page of a rule.")
        parser.add_argument("rule", nargs="?", metavar="RULE", help="code or name; default: a list")
        return parser
    parser.add_argument(
        "--output-format", choices=FORMATS, default="full", help="default: %(default)s"
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES[::-1],
        default="warning",
        help="the least severity that makes the exit status 1; default: %(default)s",
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever was found")
    parser.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="the name of what `-` reads"
    )
    return parser


def _outcomes(paths: Sequence[str], options: Namespace) -> list[Outcome]:
    from .project import run

    return list(run(paths, options.stdin_filename))


def _report(options: Namespace, outcomes: list[Outcome], *, models: bool) -> int:
    """Models (where they are asked for), then diagnostics; what cannot be read goes to stderr."""
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = _diagnostics(analyses)
    shown = [model for analysis in analyses for model in analysis.models] if models else []
    if options.output_format == "json":
        from .output.json import document

        sys.stdout.write(document(shown, diagnostics))
    elif options.output_format == "concise":
        from .output.concise import diagnostic_line, model_line

        for line in (*map(model_line, shown), *map(diagnostic_line, diagnostics)):
            print(line)
    else:
        if models:
            _print_models(analyses)
        _print_diagnostics(diagnostics, outcomes)
    return _status(options, diagnostics, _complain(outcomes))


def _summary(options: Namespace) -> int:
    """The models that the targets name."""
    from .project import analyse_file, shown

    outcomes: list[Outcome] = []
    missing = False
    for target in options.paths:
        path, wanted = _split(target)
        outcome = analyse_file(
            path if path == "-" else shown(path), options.stdin_filename, target=wanted
        )
        if outcome.analysis is not None and wanted:
            missing |= not _select(outcome.analysis, wanted)
        outcomes.append(outcome)
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = _diagnostics(analyses)
    models = [model for analysis in analyses for model in analysis.models]
    if options.output_format == "json":
        from .output.json import document

        sys.stdout.write(document(models, diagnostics))
    elif options.output_format == "concise":
        from .output.concise import model_line

        for model in models:
            print(model_line(model))
    else:
        _print_models(analyses)
        if not models:
            _print_diagnostics(diagnostics, [])
    return _status(options, diagnostics, _complain(outcomes) or missing)


def _split(target: str) -> tuple[str, str]:
    """A target's file, and what is wanted from it."""
    if os.path.exists(target):
        return target, ""
    for end in (".py:", "-:"):
        at = target.find(end)
        if at >= 0 and (end != "-:" or at == 0):
            at += len(end)
            return target[: at - 1], target[at:].strip()
    return target, ""


def _select(analysis: Analysis, wanted: str) -> bool:
    """Keep only the models known by this name; complain where there is none."""
    name = wanted.partition("(")[0].strip()
    exact = "".join(wanted.split())
    found = [m for m in analysis.models if "".join(m.variable.split()) == exact] or [
        m for m in analysis.models if m.variable.partition("(")[0].strip() == name
    ]
    if not found:
        known = ", ".join(m.variable for m in analysis.models if m.variable)
        others = f"; there is {known}" if known else ""
        print(f"cnnlint: {analysis.source.path}: no model `{wanted}`{others}", file=sys.stderr)
    analysis.models = found
    return bool(found)


def _rule(wanted: str | None) -> int:
    from .rules import all_rules, find, page

    if wanted is None:
        for rule in all_rules():
            print(f"{rule.code}  {rule.severity:<7}  {rule.name}: {rule.title()}")
        return OK
    try:
        print(page(find(wanted)))
    except KeyError:
        print(f"cnnlint: no rule `{wanted}`; `cnnlint rule` lists them", file=sys.stderr)
        return WRONG
    return OK


def _diagnostics(analyses: Iterable[Analysis]) -> list[Diagnostic]:
    """All of them in the order of the text, each once even where several files lead to it."""
    found: dict[object, Diagnostic] = {}
    for analysis in analyses:
        for diagnostic in sorted(analysis.diagnostics, key=lambda d: (d.span.path, d.span.start)):
            found.setdefault((diagnostic.span.key, diagnostic.code, diagnostic.message), diagnostic)
    return list(found.values())


def _print_models(analyses: Iterable[Analysis]) -> None:
    from .report.summary import no_models, summary

    for analysis in analyses:
        for model in analysis.models:
            _print_block(summary(model, analysis.diagnostics))
        if not analysis.models and not analysis.diagnostics:
            _print_block(no_models(analysis))


def _print_diagnostics(diagnostics: Sequence[Diagnostic], outcomes: Sequence[Outcome]) -> None:
    from .report.frame import footer, frame

    for diagnostic in diagnostics:
        _print_block(frame(diagnostic))
    if diagnostics:
        print(footer(diagnostic.severity for diagnostic in diagnostics))
        return
    read = [outcome for outcome in outcomes if not outcome.problem]
    if read:
        print(f"No problems found in {len(read)} file{'s' if len(read) > 1 else ''}.")


def _print_block(text: str) -> None:
    print(text, end="\n\n")


def _complain(outcomes: Iterable[Outcome]) -> bool:
    """Say on stderr what could not be read; whether there was anything."""
    wrong = False
    for outcome in outcomes:
        if outcome.problem:
            wrong = True
            print(f"cnnlint: {outcome.path}: {outcome.problem}", file=sys.stderr)
    return wrong


def _status(options: Namespace, diagnostics: Iterable[Diagnostic], wrong: bool) -> int:
    if wrong:
        return WRONG
    least = SEVERITIES.index(options.fail_on)
    found = any(SEVERITIES.index(diagnostic.severity) >= least for diagnostic in diagnostics)
    return FOUND if found and not options.exit_zero else OK


def _tolerate_any_character() -> None:
    """Characters that the terminal's encoding lacks are shown as escapes, not as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
