"""`cnnlint summary`: the models that the targets name, and nothing else."""

from __future__ import annotations

import sys

from .arguments import add_output, add_reading, configs, parser, split
from .delivery import FOUND, complain, deliver, prepare, status
from .pace import add_cache, kept_in
from .showing import (
    blank_between,
    diagnostic_blocks,
    diagnostics_of,
    document,
    judged_by,
    model_blocks,
    model_lines,
)
from .viewing import ALL, add_view, render, sizes, substitute, view

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..analysis import Analysis
    from ..project import Outcome


def command() -> ArgumentParser:
    """The options."""
    made = parser("cnnlint summary", "Only the models.")
    made.add_argument(
        "targets",
        nargs="+",
        metavar="TARGET",
        help="FILE, FILE:OBJECT or FILE:BUILDER(ARGUMENT=LITERAL, ...)",
    )
    add_output(made, ALL)
    add_view(made)
    add_reading(made)
    add_cache(made)
    return made


def run(arguments: list[str]) -> int:
    """Read the targets and show their models."""
    options = command().parse_args(arguments)
    prepare(options)
    given = sizes(options)
    outcomes, missing = _outcomes(options)
    seen = view(options)
    analyses = [outcome.analysis for outcome in outcomes if outcome.analysis is not None]
    if given is not None:
        substitute(analyses, given)
    diagnostics = diagnostics_of(analyses)
    told = options.output_format in ("json", "jsonl")
    if options.output_format == "concise":
        deliver(options, "".join(f"{line}\n" for line in model_lines(analyses)))
    elif options.output_format in ("full", "text"):
        blocks = model_blocks(analyses, seen)
        told = not any(analysis.models for analysis in analyses)
        if told:
            blocks += diagnostic_blocks(diagnostics)
        deliver(options, blank_between([*blocks, judged_by(analyses)]))
    else:
        text = render(options.output_format, analyses, seen)
        if text is None:
            text = document(options, analyses, diagnostics, outcomes)
        deliver(options, text, encoding="utf-8")
    result = status(options, diagnostics, complain(outcomes) or missing)
    if result == FOUND and not told:
        from ..report.frame import footer

        counted = footer(diagnostic.severity for diagnostic in diagnostics)
        print(f"cnnlint: {counted} `cnnlint check FILE` shows what a file has.", file=sys.stderr)
    return result


def _outcomes(options: Namespace) -> tuple[list[Outcome], bool]:
    """What became of each target, and whether one names no model."""
    from ..project import Outcome, analyse_file
    from ..source import shown
    from ..syntax import keep_in

    outcomes: list[Outcome] = []
    found = configs(options)
    keep_in(kept_in(options))
    missing = False
    for target in options.targets:
        path, wanted = split(target)
        outcome = analyse_file(
            path if path == "-" else shown(path),
            options.stdin_filename,
            target=wanted,
            configs=found,
        )
        if outcome.analysis is not None and wanted:
            missing |= not _select(outcome.analysis, wanted)
        outcomes.append(outcome)
    outcomes += [Outcome(shown(each.path), problem=str(each)) for each in found.problems]
    return outcomes, missing


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
