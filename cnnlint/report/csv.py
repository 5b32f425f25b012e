"""Models as rows of comma-separated values (RFC 4180), for spreadsheets and data frames."""

from __future__ import annotations

from ..table import rows, told
from .columns import COLUMNS, Column
from .outline import outline, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..analysis import Analysis
    from .outline import View

#: Where a row belongs, by which a reader of several files and models groups, and how often it is
#: there: more than once only where repetitions are folded.
PLACE = ("path", "model", "depth", "times")
USUAL = tuple(column for column in COLUMNS if column.name not in ("layer", "dtype"))

#: What makes a spreadsheet take the text behind it for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def document(analyses: Iterable[Analysis], view: View) -> str:
    """All the models of all files in one table; an empty cell is a value that is not known."""
    columns = USUAL if view.columns is None else view.columns
    lines = [_line((*PLACE, *(column.name for column in columns)))]
    lines += [_line(cells) for cells in _rows(analyses, view, columns)]
    return "".join(lines)


def _rows(
    analyses: Iterable[Analysis], view: View, columns: Iterable[Column]
) -> Iterator[tuple[int | str | None, ...]]:
    for analysis in analyses:
        for model in told(analysis.models):
            place = (analysis.source.path, model.variable or model.name)
            for line, depth in walk(outline(model, view, rows(model))):
                yield (
                    *place,
                    depth,
                    line.row.times,
                    *(column.value(line.row) for column in columns),
                )


def _line(cells: Iterable[int | str | None]) -> str:
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(value: int | str | None) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(FORMULA):
        text = f"'{text}"
    if any(sign in text for sign in ',"\r\n'):
        return '"{}"'.format(text.replace('"', '""'))
    return text
