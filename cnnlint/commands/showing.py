"""What people and programs are shown of models and diagnostics."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..project import Outcome
    from ..report.outline import View

#: Of everything; then those that tell of nothing but diagnostics.
FORMATS = ("full", "concise", "json", "jsonl")
REPORTS = ("sarif", "github", "gitlab", "junit", "rdjson")


def diagnostics_of(analyses: Iterable[Analysis]) -> list[Diagnostic]:
    """All of them in the order of the text, each once even where several files lead to it."""
    from os.path import abspath

    found: dict[object, Diagnostic] = {}
    whole: dict[str, str] = {}  # a file may be named from here in one place, whole in another
    for analysis in analyses:
        for diagnostic in sorted(analysis.diagnostics, key=lambda d: (d.span.path, d.span.start)):
            span = diagnostic.span
            path = whole.get(span.path) or whole.setdefault(span.path, abspath(span.path))
            key = path, span.start, span.end, diagnostic.code, diagnostic.message
            found.setdefault(key, diagnostic)
    return list(found.values())


def model_blocks(analyses: Sequence[Analysis], view: View | None = None) -> list[str]:
    """The table of each model."""
    if not analyses:
        return []
    from ..report.summary import report

    return [block for analysis in analyses for block in report(analysis, view)]


def diagnostic_blocks(diagnostics: Sequence[Diagnostic], unsafe: bool = False) -> list[str]:
    """Each with the lines of the program that it is about; marked where `--fix` mends it, which
    may take `unsafe` fixes."""
    if not diagnostics:
        return []
    from ..report.frame import frame

    return [frame(diagnostic, unsafe) for diagnostic in diagnostics]


def judged_by(analyses: Iterable[Analysis]) -> str:
    """By which Keras it was judged, where that is not Keras 3, and who says so."""
    reasons = dict.fromkeys(analysis.older for analysis in analyses if analysis.older)
    return f"Judged by Keras 2: {'; '.join(reasons)}" if reasons else ""


def model_lines(analyses: Iterable[Analysis]) -> list[str]:
    """A line a model."""
    from ..output.concise import model_line

    return [model_line(model) for analysis in analyses for model in analysis.models]


def blank_between(blocks: Iterable[str]) -> str:
    """The blocks that say something, with an empty line between them."""
    return "".join(f"{block}\n\n" for block in blocks if block).removesuffix("\n")


def document(
    options: Namespace,
    analyses: Iterable[Analysis],
    diagnostics: Sequence[Diagnostic],
    outcomes: Sequence[Outcome],
) -> str:
    """In a format for programs."""
    from ..output import document

    models = [model for analysis in analyses for model in analysis.models]
    return document(options.output_format, models, diagnostics, outcomes)
