"""The report's tables with a column `built`: what real Keras says of each row."""

from __future__ import annotations

from ..runtime.comparison import CONFIRMED
from ..table import told
from .columns import Column
from .outline import View
from .summary import summary
from .verification import aside, closing, said, tried

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..network import Model
    from ..rows import Row
    from ..runtime import Verification
    from ..runtime.comparison import ModelCheck, RowCheck
    from .sheet import Notes


def blocks(run: Verification) -> list[str]:
    """A table for each model, then what the run says of the file."""
    checks = {id(check.model): check for check in run.models if check.model is not None}
    parts = []
    for model in told(run.analysis.models):
        check = checks.get(id(model))
        table = summary(model, run.analysis.diagnostics, View(besides=_column(model, check)))
        parts.append("\n".join([table, *_below(check)]))
    return [*parts, *aside(run), closing(run)]


def _column(model: Model, check: ModelCheck | None) -> tuple[Column, ...]:
    """The column for one model; what is inside of layers has no rows of its own in the run."""
    known: dict[tuple[str, int], RowCheck] = {}
    for row in () if check is None else check.rows:
        if row.row is not None:
            known[_key(row.row)] = row

    def text(row: Row, notes: Notes | None = None) -> str:
        found = known.get(_key(row))
        return "" if found is None else said(found)

    return (Column("built", "what Keras says of it", text, lambda row: text(row) or None),)


def _key(row: Row) -> tuple[str, int]:
    return row.name, -1 if row.span is None else row.span.start


def _below(check: ModelCheck | None) -> list[str]:
    if check is None:
        return ["Built: not by the run"]
    whole = [str(difference) for difference in check.differences]
    lines = [f"Built: {check.verdict}"] if check.verdict == CONFIRMED or not whole else []
    lines += [f"Built: ✗ {each}" for each in whole]
    return [*lines, *tried(check)]
