"""Where things stand in the user's text: a `Source` is one file, a `Span` a stretch of it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Cell:
    """One code cell of a notebook: what lies from `start` up to and without `end` in the text.

    `number` counts all cells of the notebook, those of prose too, from 1. `may_raise` is set where
    the notebook says that the cell is meant to raise.
    """

    __slots__ = ("end", "may_raise", "number", "start")

    def __init__(self, number: int, start: int, end: int, may_raise: bool = False) -> None:
        self.number = number
        self.start = start
        self.end = end
        self.may_raise = may_raise


class Source:
    """The text of one file under the path it is reported by.

    Offsets are in code points. Lines and columns count from 1. The text of a notebook is that of
    its code `cells` laid end to end; what stands between them is not the user's. Who wants to know
    every span that is made sets `made`.
    """

    __slots__ = ("_starts", "cells", "made", "path", "text")

    def __init__(self, path: str, text: str, cells: tuple[Cell, ...] = ()) -> None:
        self.path = path
        self.text = text
        self.cells = cells
        self.made: list[Span] | None = None
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
        from _bisect import bisect_right  # of a file without findings, nobody asks for lines

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

    def cell_at(self, offset: int) -> Cell | None:
        """The cell of a notebook that holds `offset`; between two it is the first of them."""
        from _bisect import bisect_right

        place = bisect_right(self.cells, offset, key=_start)
        return self.cells[place - 1] if place else None

    def by_cell(self, nodes: Iterable[Any]) -> list[list[Any]]:
        """Nodes of the tree in the order of the text, those of each cell together.

        A file that is no notebook is one cell.
        """
        if not self.cells:
            whole = list(nodes)
            return [whole] if whole else []
        groups: list[list[Any]] = []
        last: object = groups
        for node in nodes:
            cell = self.cell_at(node[1])
            if cell is not last:
                groups.append([])
                last = cell
            groups[-1].append(node)
        return groups

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)


def _start(cell: Cell) -> int:
    return cell.start


class Span:
    """A stretch of one source: `start` up to and without `end`, in code points."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        if source.made is not None:
            source.made.append(self)

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
    def cell(self) -> int | None:
        """The number of the notebook's cell it begins in; None where the file is no notebook."""
        cell = self.source.cell_at(self.start)
        return None if cell is None else cell.number

    @property
    def line(self) -> int:
        """The line it begins on; in a notebook, of its cell."""
        return self._told(self.source.line_of(self.start))

    @property
    def place(self) -> str:
        """`model.py:9:5`; in a notebook `model.ipynb:cell 3:9:5`."""
        return f"{self.brief_place}:{self.column}"

    @property
    def brief_place(self) -> str:
        """The same without the column."""
        cell = self.cell
        return f"{self.path}:{'' if cell is None else f'cell {cell}:'}{self.line}"

    @property
    def column(self) -> int:
        return self.source.column_of(self.start)

    @property
    def end_line(self) -> int:
        if not self.end:
            return 1
        return self._told(self.source.line_of(max(self.start, self.end - 1)))

    @property
    def end_column(self) -> int:
        """The column just after the last character."""
        last = max(self.start, self.end - 1)
        return self.source.column_of(last) + (1 if self.end > self.start else 0)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def _told(self, line: int) -> int:
        """A line of the whole text, as it is told: in a notebook, counted from its cell's first."""
        cell = self.source.cell_at(self.start)
        return line if cell is None else line - self.source.line_of(cell.start) + 1


def shown(path: str) -> str:
    """The path as it is reported: from the working directory where it lies below."""
    import os

    path = os.path.normpath(path)
    if os.path.isabs(path):
        inside = os.path.relpath(path)
        if not inside.startswith(os.pardir):
            return inside
    return path
