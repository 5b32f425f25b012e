"""Where things stand in the user's text: a `Source` is one file, a `Span` a stretch of it."""

from __future__ import annotations

from bisect import bisect_right


class Source:
    """The text of one file under the path it is reported by.

    Offsets are in code points. Lines and columns count from 1.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins; lines end in \\n, \\r\\n or \\r."""
        if self._starts is None:
            # str.splitlines also splits at form feeds and Unicode separators; Python does not.
            starts, text = [0], self.text
            if "\r" in text:
                text = text.replace("\r\n", " \n").replace("\r", "\n")
            end = text.find("\n") + 1
            while end:
                starts.append(end)
                end = text.find("\n", end) + 1
            self._starts = starts
        return self._starts

    def line_of(self, offset: int) -> int:
        """The number of the line that holds `offset`, counted from 1."""
        return bisect_right(self.starts, offset)

    def column_of(self, offset: int) -> int:
        """The column of `offset` in its line, counted from 1."""
        return offset - self.starts[self.line_of(offset) - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` without its end."""
        starts = self.starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)


class Span:
    """A stretch of one source: `start` up to and without `end`, in code points."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def key(self) -> tuple[str, int, int]:
        return self.source.path, self.start, self.end

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def line(self) -> int:
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        return self.source.column_of(self.start)

    @property
    def end_line(self) -> int:
        return self.source.line_of(max(self.start, self.end - 1)) if self.end else 1

    @property
    def end_column(self) -> int:
        """The column just after the last character."""
        last = max(self.start, self.end - 1)
        return self.source.column_of(last) + (1 if self.end > self.start else 0)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]
