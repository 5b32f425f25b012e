"""The comment that keeps one diagnostic from being reported, put where it is read as such."""

from __future__ import annotations

from .. import syntax
from ..diagnostics import Diagnostic, Fix
from ..edits.applying import changed
from ..edits.trivia import indent, line_start, newline
from ..suppress import Suppressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source import Source

#: What no comment keeps back: the comments of a file that is not Python cannot be read.
ALWAYS_TOLD = "syntax-error"


def ignoring(source: Source, diagnostic: Diagnostic) -> Fix | None:
    """The edit that suppresses a diagnostic of this file where it stands; None where none does.

    A comment that is there already is extended. A new one goes to the end of the first line, else
    of the last (the first may end within a string), else on a line of its own above. Each is tried:
    what is left must be read as before, and the diagnostic be kept back.
    """
    if diagnostic.name == ALWAYS_TOLD or diagnostic.span.source is not source:
        return None
    try:
        before = syntax.lower_source(source)
    except syntax.SyntaxProblem:
        return None
    known = Suppressions(source, before.comments)
    for at, text in _places(source, diagnostic, known):
        fix = Fix(f"Ignore {diagnostic.code} here", ((source.span(at, at), text),), True)
        after = changed(source, [fix])
        try:
            tree = syntax.lower_source(after)
        except syntax.SyntaxProblem:
            continue
        mark = at + text.index("#") if "#" in text else at
        read = any(start <= mark < end for start, end, _ in tree.comments)
        if not read or len(tree.unread) > len(before.unread):
            continue
        start, end = (
            place + (len(text) if at <= place else 0)
            for place in (diagnostic.span.start, diagnostic.span.end)
        )
        moved = Diagnostic(
            diagnostic.code,
            diagnostic.name,
            diagnostic.severity,
            after.span(start, end),
            diagnostic.message,
        )
        if Suppressions(after, tree.comments).keep_back(moved):
            return fix
    return None


def _places(
    source: Source, diagnostic: Diagnostic, known: Suppressions
) -> Iterator[tuple[int, str]]:
    """Where which text might be put in."""
    text, span = source.text, diagnostic.span
    for each in known.about(diagnostic):
        closing = text.find("]", each.start, each.end)
        if each.word == "ignore" and each.rules and closing >= 0:
            yield closing, f", {diagnostic.code}"
    comment = f"# cnnlint: ignore[{diagnostic.code}]"
    first = source.line_of(span.start)
    last = source.line_of(max(span.start, span.end - 1))
    for line in dict.fromkeys((first, last)):
        said = source.line(line).rstrip()
        yield source.starts[line - 1] + len(said), f"  {comment}" if said else comment
    begin = line_start(text, span.start)
    yield begin, f"{indent(text, begin)}{comment}{newline(text)}"
