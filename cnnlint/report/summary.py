"""A model as a table: what `model.summary()` says, with the sum behind each number.

    model  Sequential  mnist_cnn.py:33
    line  layer            output              from                  params  = sum
      35  conv2d (Conv2D)  (None, 26, 26, 64)  (28 − 3)/1 + 1 = 26      640  3·3·1·64 + 64

What is not known is `?` with a numbered reason below. A layer that cannot be built is marked where
it stands, and the table goes on behind it.
"""

from __future__ import annotations

from ..table import cause, told
from . import ink
from .sheet import Sheet, at
from .text import left, right, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..network import Model
    from ..resources.limits import Budgets
    from .columns import Column
    from .outline import View
    from .sheet import Entry


def summary(
    model: Model,
    diagnostics: Iterable[Diagnostic] = (),
    view: View | None = None,
    budgets: Budgets | None = None,
) -> str:
    """The table of a model; `diagnostics` are those of its file, marked where they strike, and
    `budgets` what its models may take."""
    return "\n".join(_lines(Sheet(model, diagnostics, view, budgets)))


def _lines(sheet: Sheet) -> Iterator[str]:
    title, *rest = sheet.title
    yield "  ".join([ink.strong(title), *rest])
    table = [_cells(sheet.columns, each) for each in sheet.entries]
    widths = [max(map(width, column)) for column in zip(sheet.heads, *table, strict=True)]
    # Under the column that it is about, or else behind the first.
    under = next((i for i, each in enumerate(sheet.columns) if each.name == "output"), 1)
    margin = " " * (sum(widths[:under]) + 2 * under)
    yield ink.strong(_line(sheet.columns, sheet.heads, widths, plain=True))
    for cells, entry in zip(table, sheet.entries, strict=True):
        yield _line(sheet.columns, cells, widths)
        if entry.below:
            yield margin + entry.below
    for name, value in sheet.totals():
        yield f"{name}: {ink.number(value)}"
    for line in sheet.footnotes():
        mark, blank, said = line.partition(" ")
        yield f"{_painted(mark)}{blank}{said}"


def _cells(columns: Sequence[Column], entry: Entry) -> list[str]:
    """The cells of a row, what names it pushed to the right by how deep it lies inside."""
    mark = f"{'   ' * (entry.depth - 1)} └ " if entry.depth else ""
    cells = list(entry.cells)
    for place, column in enumerate(columns):
        if column.names:
            cells[place] = mark + cells[place]
            break
    return cells


def _line(
    columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int], *, plain: bool = False
) -> str:
    last = max((place for place, cell in enumerate(cells) if cell), default=0)
    parts = []
    for place, column in enumerate(columns[: last + 1]):
        text = (right if column.to_the_right else left)(cells[place], widths[place])
        text = text if place < last else text.rstrip()
        parts.append(text if plain else _painted(text, column))
    return "  ".join(parts)


def _painted(text: str, column: Column | None = None) -> str:
    """A cell, or what a footnote begins with, as it is filled up already."""
    sign = text.lstrip()[:1]
    if sign == "✗":
        return ink.severity(text, "error")
    if sign == "?" or (column is None and sign == "["):
        return ink.unknown(text)
    return ink.number(text) if column is not None and column.counts else text


def report(analysis: Analysis, view: View | None = None) -> list[str]:
    """What to say of a file's models, in blocks: a table each, or why there is none."""
    blocks = [
        summary(model, analysis.diagnostics, view, analysis.budgets)
        for model in told(analysis.models)
    ]
    path = visible(analysis.source.path)
    gave_up = f"{path}: gave up: {visible(analysis.gave_up)}" if analysis.gave_up else ""
    if blocks or analysis.diagnostics:
        return [*blocks, gave_up] if gave_up else blocks
    return ["\n".join(no_model(analysis))]


def no_model(analysis: Analysis) -> Iterator[str]:
    """That there is no model in a file, and what stood in the way of one."""
    path = visible(analysis.source.path)
    yield (
        f"{path}: gave up: {visible(analysis.gave_up)}"
        if analysis.gave_up
        else (f"{path}: no model found")
    )
    for unknown in {cause(unknown): unknown for unknown in analysis.unknowns}.values():
        place = f"{at(unknown.span)}: " if unknown.span is not None else ""
        yield f"  {place}{visible(unknown.reason)}"
