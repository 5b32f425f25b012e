"""From fixes to a text: those that do not overlap, all at once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..diagnostics import Fix
    from ..source import Source

    Edit = tuple[int, int, str]

#: `ast.PyCF_ONLY_AST`, without importing `ast`.
ONLY_PARSE = 0x400


def edits_of(fix: Fix) -> list[Edit]:
    """Where it edits the text of its file."""
    return sorted((span.start, span.end, new) for span, new in fix.edits)


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Those that can be applied together, in their order; what overlaps one before waits."""
    taken: list[Edit] = []
    chosen = []
    for fix in fixes:
        edits = edits_of(fix)
        new = [edit for edit in edits if edit not in taken or edit[0] == edit[1]]
        if not any(_overlap(edit, other) for edit in new for other in taken):
            taken += new
            chosen.append(fix)
    return chosen


def _overlap(edit: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text, or insert at the same place."""
    if edit[0] == other[0]:
        return True
    first, second = sorted((edit, other))
    return second[0] < first[1]


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """The text after these fixes, which do not overlap."""
    edits = {edit for fix in fixes for edit in edits_of(fix)}
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def is_sound(source: Source, fix: Fix) -> bool:
    """Whether the fix stays within its file, in a notebook within its cells, and what it leaves
    can be read."""
    if any(span.source is not source for span, _ in fix.edits):
        return False
    for span, _ in fix.edits if source.cells else ():
        cell = source.cell_at(span.start)
        if cell is None or span.end > cell.end:
            return False
    if source.cells:
        return _cells_are_sound(source, fix)
    return _is_python(applied(source.text, [fix]))


def _is_python(text: str) -> bool:
    """Python's own parser is asked first: it needs a tenth of the time that a tree takes."""
    from warnings import catch_warnings, simplefilter

    from ..syntax import lower
    from ..syntax.tree import SyntaxProblem

    try:
        with catch_warnings():
            simplefilter("ignore")
            compile(text, "", "exec", ONLY_PARSE)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        try:
            lower(text)  # what a newer Python can read
        except SyntaxProblem:
            return False
    return True


def changed(source: Source, fixes: Iterable[Fix]) -> Source:
    """The file after these fixes, which do not overlap; in a notebook with its cells."""
    from ..source import Cell, Source

    fixes = list(fixes)
    edits = sorted({edit for fix in fixes for edit in edits_of(fix)})
    cells = []
    shift = 0
    for cell in source.cells:
        inside = [edit for edit in edits if cell.start <= edit[0] <= cell.end]
        grown = sum(len(new) - (end - start) for start, end, new in inside)
        start, end = cell.start + shift, cell.end + shift + grown
        cells.append(Cell(cell.number, start, end, cell.may_raise))
        shift += grown
    return Source(source.path, applied(source.text, fixes), tuple(cells))


def _cells_are_sound(source: Source, fix: Fix) -> bool:
    from ..syntax import lower_source

    after = changed(source, [fix])
    return len(lower_source(after).unread) <= len(lower_source(source).unread)
