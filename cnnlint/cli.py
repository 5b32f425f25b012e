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
    from .selection import Choices

SEVERITIES = ("info", "warning", "error")
FORMATS = ("full", "concise", "json", "jsonl")
#: These tell of nothing but diagnostics.
REPORTS = ("sarif", "github", "gitlab", "junit", "rdjson")

USAGE = """\
cnnlint PATH...               what each model is, then what is wrong
       cnnlint check [PATH...]       only what is wrong: for hooks and CI
       cnnlint summary TARGET...     only the models: FILE, FILE:OBJECT, FILE:BUILDER(NAME=VALUE)
       cnnlint verify TARGET...      run it under real Keras, and compare row by row
       cnnlint rule [RULE]           the page of a rule, or the list of rules
       cnnlint server                the language server, for editors"""

ABOUT = """\
A static analyser for Keras models: it says what `model.summary()` would say, and what would go
wrong, without running the code and without TensorFlow."""

OK, FOUND, WRONG, INTERRUPTED = 0, 1, 2, 130


class WrongUse(Exception):
    """What was asked for cannot be done; the message is one line."""


class CannotWrite(Exception):
    """Nobody will see what was found: the disk is full, or the other end failed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments and return the exit status."""
    try:
        return _dispatch(list(sys.argv[1:] if argv is None else argv))
    except WrongUse as problem:
        print(f"cnnlint: {problem}", file=sys.stderr)
        return WRONG
    except CannotWrite as problem:
        print(f"cnnlint: standard output cannot be written: {problem}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("cnnlint: interrupted", file=sys.stderr)
        return INTERRUPTED


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command == "verify":
        return _verify(arguments[1:])
    if command in ("check", "summary", "rule", "server"):
        arguments = arguments[1:]
    else:
        command = "report"
    options = _parser(command).parse_args(arguments)
    if command == "rule":
        return _rules() if options.all else _rule(options.rule)
    if command == "server":
        return _server()
    if command == "check":
        return _report(options, _outcomes(options.paths or ["."], options), models=False)
    if command == "summary":
        return _summary(options)
    if not options.paths:
        _write(_parser(command).format_help())
        return WRONG
    return _report(options, _outcomes(options.paths, options), models=True)


def _parser(command: str) -> ArgumentParser:
    import argparse

    class Formatter(argparse.RawDescriptionHelpFormatter):
        """Of a fixed width: to ask for the terminal's, argparse imports half of the library."""

        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=96)

    def made(name: str, description: str, usage: str | None = None) -> ArgumentParser:
        return argparse.ArgumentParser(
            name,
            usage=usage,
            description=description,
            formatter_class=Formatter,
            allow_abbrev=False,
        )

    if command == "report":
        parser = made("cnnlint", ABOUT, USAGE)
        parser.add_argument("--version", action="version", version=f"cnnlint {__version__}")
        parser.add_argument("paths", nargs="*", metavar="PATH", help="file or directory, or -")
    elif command == "check":
        parser = made("cnnlint check", "Only what is wrong: for hooks and CI.")
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="file or directory, or -; default: ."
        )
    elif command == "summary":
        parser = made("cnnlint summary", "Only the models.")
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="TARGET",
            help="FILE, FILE:OBJECT or FILE:BUILDER(ARGUMENT=LITERAL, ...)",
        )
    elif command == "server":
        return made("cnnlint server", "The language server, on standard input and output.")
    else:
        parser = made("cnnlint rule", "The page of a rule.")
        parser.add_argument("rule", nargs="?", metavar="RULE", help="code or name; default: a list")
        parser.add_argument("--all", action="store_true", help="the pages of all rules")
        return parser
    parser.add_argument(
        "--output-format",
        choices=FORMATS if command == "summary" else FORMATS + REPORTS,
        default="full",
        metavar="FORMAT",
        help="%(choices)s; default: %(default)s",
    )
    parser.add_argument("--output-file", default="", metavar="FILE", help="write to FILE")
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
    _add_choices(parser)
    if command != "summary":
        parser.add_argument("--baseline", metavar="FILE", help="report only what is not in FILE")
        parser.add_argument(
            "--write-baseline", metavar="FILE", help="write what is reported now to FILE"
        )
        parser.add_argument(
            "--statistics", action="store_true", help="only how often each rule is reported"
        )
    return parser


def _add_choices(parser: ArgumentParser) -> None:
    group = parser.add_argument_group(
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


def _choices(options: Namespace) -> Choices | None:
    """What the command line says about rules; None where it says nothing."""
    given = (options.select, options.ignore, options.extend_select, options.extend_ignore)
    if all(each is None for each in (*given, options.per_file_ignores)):
        return None
    from .selection import Choices, NotAChoice, pattern, per_file, selectors

    choices = Choices(os.getcwd())
    try:
        choices.select, choices.ignore = (
            None if each is None else selectors(each) for each in given[:2]
        )
        choices.extend_select = selectors(options.extend_select or ())
        choices.extend_ignore = selectors(options.extend_ignore or ())
        ignored = per_file(options.per_file_ignores or ())
        choices.per_file = [(pattern(text), rules) for text, rules in ignored.items()]
    except NotAChoice as problem:
        raise WrongUse(str(problem)) from None
    return choices


def _outcomes(paths: Sequence[str], options: Namespace) -> list[Outcome]:
    from .project import run

    return list(run(paths, options.stdin_filename, _choices(options)))


def _report(options: Namespace, outcomes: list[Outcome], *, models: bool) -> int:
    """Models (where they are asked for), then diagnostics; what cannot be read goes to stderr."""
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = _diagnostics(analyses)
    if options.baseline or options.write_baseline:
        from . import baseline

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
        _deliver(options, _statistics(diagnostics))
    elif form == "concise":
        from .output.concise import diagnostic_line

        lines = [*_model_lines(shown), *map(diagnostic_line, diagnostics)]
        _deliver(options, "".join(f"{line}\n" for line in lines))
    elif form == "full":
        blocks = [*_model_blocks(shown), *_diagnostic_blocks(diagnostics)]
        blocks.append(_closing(diagnostics, outcomes))
        _deliver(options, "".join(f"{block}\n\n" for block in blocks if block).removesuffix("\n"))
    else:
        _deliver_document(options, shown, diagnostics, outcomes)
    return _status(options, diagnostics, _complain(outcomes))


def _write_baseline(path: str, diagnostics: list[Diagnostic], outcomes: Iterable[Outcome]) -> int:
    from .baseline import write

    if _complain(outcomes):
        raise WrongUse(f"{path}: not written, for not everything could be read")
    write(path, diagnostics)
    number = len(diagnostics)
    _write(f"{number} problem{'' if number == 1 else 's'} written to {path}.\n")
    return OK


def _summary(options: Namespace) -> int:
    """The models that the targets name."""
    from .config import Configs
    from .project import Outcome, analyse_file, shown

    outcomes: list[Outcome] = []
    configs = Configs()
    choices = _choices(options)
    missing = False
    for target in options.paths:
        path, wanted = _split(target)
        outcome = analyse_file(
            path if path == "-" else shown(path),
            options.stdin_filename,
            target=wanted,
            configs=configs,
            choices=choices,
        )
        if outcome.analysis is not None and wanted:
            missing |= not _select(outcome.analysis, wanted)
        outcomes.append(outcome)
    outcomes += [Outcome(shown(each.path), problem=str(each)) for each in configs.problems]
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    diagnostics = _diagnostics(analyses)
    if options.output_format == "concise":
        _deliver(options, "".join(f"{line}\n" for line in _model_lines(analyses)))
    elif options.output_format == "full":
        blocks = _model_blocks(analyses)
        if not any(analysis.models for analysis in analyses):
            blocks += _diagnostic_blocks(diagnostics)
        _deliver(options, "".join(f"{block}\n\n" for block in blocks).removesuffix("\n"))
    else:
        _deliver_document(options, analyses, diagnostics, outcomes)
    return _status(options, diagnostics, _complain(outcomes) or missing)


def _split(target: str) -> tuple[str, str]:
    """A target's file, and what is wanted from it."""
    if os.path.exists(target):
        return target, ""
    for end in (".py:", ".ipynb:", "-:"):
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
        rules = all_rules()
        _write("".join(f"{r.code}  {r.severity:<7}  {r.name}: {r.title()}\n" for r in rules))
        return OK
    try:
        rule = find(wanted)
    except KeyError:
        print(f"cnnlint: no rule `{wanted}`; `cnnlint rule` lists them", file=sys.stderr)
        return WRONG
    _write(f"{page(rule)}\n")
    return OK


def _server() -> int:
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        print("cnnlint: the server needs pygls: pip install 'cnnlint[server]'", file=sys.stderr)
        return WRONG
    from .server.serving import main

    return main()


def _verify(arguments: list[str]) -> int:
    from .verifying import run

    text, encoding, status = run(arguments, _split)
    _write(text, encoding=encoding)
    return status


def _rules() -> int:
    from .rules import pages

    _write(pages(), encoding="utf-8")
    return OK


def _diagnostics(analyses: Iterable[Analysis]) -> list[Diagnostic]:
    """All of them in the order of the text, each once even where several files lead to it."""
    found: dict[object, Diagnostic] = {}
    for analysis in analyses:
        for diagnostic in sorted(analysis.diagnostics, key=lambda d: (d.span.path, d.span.start)):
            found.setdefault((diagnostic.span.key, diagnostic.code, diagnostic.message), diagnostic)
    return list(found.values())


def _model_blocks(analyses: Iterable[Analysis]) -> list[str]:
    analyses = list(analyses)
    if not analyses:
        return []
    from .report.summary import report

    return [block for analysis in analyses for block in report(analysis)]


def _diagnostic_blocks(diagnostics: Sequence[Diagnostic]) -> list[str]:
    if not diagnostics:
        return []
    from .report.frame import frame

    return [frame(diagnostic) for diagnostic in diagnostics]


def _model_lines(analyses: Iterable[Analysis]) -> list[str]:
    from .output.concise import model_line

    return [model_line(model) for analysis in analyses for model in analysis.models]


def _closing(diagnostics: Sequence[Diagnostic], outcomes: Iterable[Outcome]) -> str:
    if diagnostics:
        from .report.frame import footer

        return footer(diagnostic.severity for diagnostic in diagnostics)
    read = sum(1 for outcome in outcomes if not outcome.problem)
    return f"No problems found in {read} file{'s' if read > 1 else ''}." if read else ""


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


def _deliver_document(
    options: Namespace,
    analyses: Iterable[Analysis],
    diagnostics: Sequence[Diagnostic],
    outcomes: Sequence[Outcome],
) -> None:
    from .output import document

    models = [model for analysis in analyses for model in analysis.models]
    text = document(options.output_format, models, diagnostics, outcomes)
    _deliver(options, text, encoding="utf-8")


def _deliver(options: Namespace, text: str, encoding: str | None = None) -> None:
    """Write to the file that was asked for, or else to standard output."""
    if not options.output_file:
        _write(text, encoding)
        return
    try:
        with open(options.output_file, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise WrongUse(f"{options.output_file}: cannot be written: {reason.lower()}") from None


def _write(text: str, encoding: str | None = None) -> None:
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
