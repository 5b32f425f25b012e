"""Places and texts as other programs want them, who know lines of files and no cells."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from ..source import Span


def path(span: Span) -> str:
    """The path of the file, with slashes."""
    return span.path.replace(os.sep, "/")


def text(span: Span, said: str) -> str:
    """What is said, and for a notebook where in it: its lines are not those of the file."""
    if span.cell is None:
        return said
    return f"cell {span.cell}, line {span.line}, column {span.column}: {said}"


def message(diagnostic: Diagnostic) -> str:
    """What a diagnostic says, in a line each: the message, the sum that shows it, the help."""
    lines = [text(diagnostic.span, diagnostic.message)]
    if diagnostic.sum:
        lines.append(diagnostic.sum)
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)
