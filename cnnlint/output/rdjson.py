"""The JSON that reviewdog reads; columns count the bytes of UTF-8.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from .places import message, path, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..diagnostics import Diagnostic
    from ..source import Source, Span

    Object = dict[str, Any]

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def document(diagnostics: Iterable[Diagnostic]) -> str:
    from json import dumps

    content = {
        "source": {"name": "cnnlint"},
        "diagnostics": [_object(each) for each in diagnostics],
    }
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _object(diagnostic: Diagnostic) -> Object:
    span = diagnostic.span
    made: Object = {
        "message": message(diagnostic),
        "location": _location(span),
        "severity": SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.code},
    }
    if diagnostic.because:
        made["related_locations"] = [
            {"message": text(note.span, note.message), "location": _location(note.span)}
            for note in diagnostic.because
        ]
    if diagnostic.fix is not None and span.cell is None:
        made["suggestions"] = [
            {"range": _replaced(edited), "text": new} for edited, new in diagnostic.fix.edits
        ]
    return made


def _location(span: Span) -> Object:
    if span.cell is not None:
        return {"path": path(span)}
    return {"path": path(span), "range": _range(span)}


def _range(span: Span) -> Object:
    source = span.source
    return {
        "start": _position(source, span.line, span.column),
        "end": _position(source, span.end_line, span.end_column),
    }


def _replaced(span: Span) -> Object:
    """The range of an edit: behind a line end, it ends where the next line begins."""
    behind = span.source.span(span.end, span.end)
    return {**_range(span), "end": _position(span.source, behind.line, behind.column)}


def _position(source: Source, line: int, column: int) -> Object:
    before = source.line(line)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
