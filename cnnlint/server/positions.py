"""Positions as an editor counts them, and what lines of an older text became.

Lines count from 0 here, and columns in code units of the encoding that was agreed on.
"""

from __future__ import annotations

from lsprotocol import types

from ..source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..source import Span


def units(text: str, encoding: str) -> int:
    """How many code units a text takes; `encoding` is "utf-8", "utf-16" or "utf-32"."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


def position(source: Source, offset: int, encoding: str) -> types.Position:
    """Where an offset of the text is; in a notebook, in its cell."""
    line = source.line_of(offset)
    start = source.starts[line - 1]
    cell = source.cell_at(offset)
    first = 1 if cell is None else source.line_of(cell.start)
    return types.Position(line - first, units(source.text[start:offset], encoding))


def offset(
    source: Source, place: types.Position, encoding: str, window: tuple[int, int] | None = None
) -> int:
    """The offset of a position, in a notebook of one in the cell that the window shows.

    A position past the end of its line is at that end, one inside a character is before it.
    """
    first, last = window or (0, len(source.text))
    line = source.line_of(first) + place.line
    if line > source.line_of(last):
        return last
    start = source.starts[line - 1]
    text = source.line(line)
    if encoding == "utf-32" or text.isascii():
        return min(start + min(place.character, len(text)), last)
    left = place.character
    for count, character in enumerate(text):
        left -= units(character, encoding)
        if left < 0:
            return min(start + count, last)
    return min(start + len(text), last)


def text_range(span: Span, encoding: str) -> types.Range:
    source = span.source
    return types.Range(position(source, span.start, encoding), position(source, span.end, encoding))


def edited(
    source: Source,
    changes: list[types.TextDocumentContentChangeEvent],
    encoding: str,
) -> Source:
    """The text after some changes, each of which is made to what the one before it left."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = offset(source, change.range.start, encoding)
            end = max(start, offset(source, change.range.end, encoding))
            source = Source(source.path, source.text[:start] + change.text + source.text[end:])
        else:
            source = Source(source.path, change.text)
    return source


class Carry:
    """From one text to another: the lines at the beginning and at the end that are the same.

    What stood on any other line is nowhere in the new text.
    """

    __slots__ = ("_above", "_below", "_by", "new", "old")

    def __init__(self, old: Source, new: Source) -> None:
        self.old = old
        self.new = new
        before, after = len(old.starts), len(new.starts)
        self._by = after - before
        if old.text == new.text:
            self._above, self._below = before, 0
            return
        same = 0
        while same < min(before, after) and old.line(same + 1) == new.line(same + 1):
            same += 1
        left = min(before, after) - same
        tail = 0
        while tail < left and old.line(before - tail) == new.line(after - tail):
            tail += 1
        self._above, self._below = same, before - tail

    def offset(self, offset: int) -> int | None:
        """Where an offset of the old text is in the new one."""
        line = self.old.line_of(offset)
        if line > self._above:
            if not self._below or line <= self._below:
                return None
            line += self._by
        column = offset - self.old.starts[self.old.line_of(offset) - 1]
        return self.new.starts[line - 1] + column

    def back(self, offset: int) -> int | None:
        """Where an offset of the new text was in the old one."""
        return offset if self.old is self.new else Carry(self.new, self.old).offset(offset)

    def span(self, span: Span) -> Span | None:
        """Where a stretch of the old text is in the new one."""
        start, end = self.offset(span.start), self.offset(span.end)
        if start is None or end is None:
            return None
        if (self.old.line_of(span.start) > self._above) != (
            self.old.line_of(span.end) > self._above
        ):
            return None  # something in the middle of it is another
        return self.new.span(start, end)
