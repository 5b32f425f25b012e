"""Diagnostics as an editor shows them."""

from __future__ import annotations

import os
import sys

from lsprotocol import types
from pygls.uris import from_fs_path

from ..rules import find
from .positions import text_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Diagnostic, Note
    from ..source import Span
    from .documents import Document
    from .reading import Reading

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
#: The name that stands there is one of an older Keras: editors strike it through, and an argument
#: that is no longer taken would have them strike the whole call.
DEPRECATED = frozenset(("removed-name",))
#: What stands there could be taken away, and nothing would change.
UNNECESSARY = frozenset(("unused-suppression", "unused-layer-result", "unused-branch"))
SOURCE = "cnnlint"


class Places:
    """How places are told to one editor: the encoding, and what it has open, by path."""

    def __init__(
        self,
        encoding: str,
        open: dict[str, Document],
        *,
        related: bool = True,
        versioned: bool = False,
    ) -> None:
        self.encoding = encoding
        self.open = open
        self.related = related  # whether it shows places besides the one of a diagnostic
        self.versioned = versioned  # whether its edits say of which version of a text they are

    def document(self, span: Span) -> Document | None:
        """What is open and holds this place."""
        return self.open.get(os.path.abspath(span.path))

    def location(self, span: Span) -> types.Location:
        document = self.document(span)
        path = os.path.abspath(span.path)
        uri = document.uri_of(span) if document is not None else from_fs_path(path) or path
        return types.Location(uri, text_range(span, self.encoding))


def diagnostics(
    reading: Reading, places: Places, window: tuple[int, int], first: bool = True
) -> list[types.Diagnostic]:
    """What to show in the part of a file that the window shows; `first` is the first of them."""
    found = []
    for each in reading.analysis.diagnostics:
        span = here(reading, each)
        if window[0] <= span.start <= window[1]:
            found.append(shown(each, span, places))
    if not first:
        return found
    top = types.Range(types.Position(0, 0), types.Position(0, 0))
    if reading.problem:
        found.append(
            types.Diagnostic(
                top, f"this file {reading.problem}", types.DiagnosticSeverity.Warning, source=SOURCE
            )
        )
    elif reading.analysis.gave_up:
        message = f"this file is followed only in part: {reading.analysis.gave_up}"
        told = types.DiagnosticSeverity.Information  # a hint is next to invisible in some editors
        found.append(types.Diagnostic(top, message, told, source=SOURCE))
    return found


def shown(found: Diagnostic, span: Span, places: Places) -> types.Diagnostic:
    """A diagnostic at a place of the file that is shown."""
    steps = [note for note in found.because if note.span is not span]
    lines = [found.message, found.sum, f"help: {found.help}" if found.help else ""]
    related = None
    if places.related:
        related = [
            types.DiagnosticRelatedInformation(places.location(note.span), note.message)
            for note in steps
        ]
        if span is not found.span:
            where = types.DiagnosticRelatedInformation(
                places.location(found.span), "it happens here"
            )
            related.append(where)
    else:
        lines += map(_step, steps)
    return types.Diagnostic(
        range=text_range(span, places.encoding),
        message="\n".join(filter(None, lines)),
        severity=SEVERITIES[found.severity],
        code=found.code,
        code_description=_page(found),
        source=SOURCE,
        tags=_tags(found),
        related_information=related or None,
        data={"name": found.name, "certainty": found.certainty},
    )


def _tags(found: Diagnostic) -> list[types.DiagnosticTag] | None:
    if found.name in DEPRECATED:
        return [types.DiagnosticTag.Deprecated]
    return [types.DiagnosticTag.Unnecessary] if found.name in UNNECESSARY else None


def here(reading: Reading, found: Diagnostic) -> Span:
    """The place in the file that was read: what goes wrong in another is told where that begins."""
    for span in (found.span, *(note.span for note in found.because)):
        if span.source is reading.source:
            return span
    cells = reading.source.cells
    start = cells[0].start if cells else 0
    return reading.source.span(start, start)


def _step(note: Note) -> str:
    cell = note.span.cell
    place = f"line {note.span.line}" if cell is None else f"cell {cell}, line {note.span.line}"
    return f"{place}: {note.message}"


def _page(found: Diagnostic) -> types.CodeDescription | None:
    """The docstring of a rule is its page, and there it lies on this machine."""
    path = getattr(sys.modules.get(find(found.name).__module__), "__file__", None)
    uri = from_fs_path(path) if path else None
    return types.CodeDescription(uri) if uri else None
