"""What of a model's table is shown: how deep, and with blocks that repeat folded into one."""

from __future__ import annotations

from ..rows import Row, listed
from ..table import rows
from .wiring import OUTSIDE, Wiring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..network import Layer, Model
    from .columns import Column


class View:
    """How a model is looked at.

    `columns` are those of its table, None for the usual ones, with those `besides`. Below a row
    the rows of what is inside are shown, down to `depth` levels; None for all but those of an
    architecture that Keras brings. With `fold`, blocks that repeat are shown once.
    """

    __slots__ = ("besides", "columns", "depth", "fold")

    def __init__(
        self,
        columns: tuple[Column, ...] | None = None,
        depth: int | None = None,
        fold: bool = False,
        besides: tuple[Column, ...] = (),
    ) -> None:
        self.columns = columns
        self.besides = besides
        self.depth = depth
        self.fold = fold


class Line:
    """A row as it is shown, with the lines `inside` it.

    `fed_by` are the lines beside it that feed it, and None where something from outside does;
    `leaving` are those inside whose output is the output of this one, and None where what comes
    in is. A line that stands for a block has no `layer`; its row says how often it is there.
    `rows` are those of the table that are shown as this line.
    """

    __slots__ = ("fed_by", "inside", "layer", "leaving", "row", "rows")

    def __init__(self, row: Row, layer: Layer | None) -> None:
        self.row = row
        self.layer = layer
        self.rows = [row]
        self.inside: list[Line] = []
        self.fed_by: list[Line | None] = []
        self.leaving: list[Line | None] = []


def titled(model: Model) -> str:
    """What stands over a model: what it is known by, and its class."""
    return f"{model.variable or model.name} ({model.class_name})"


def outline(model: Model, view: View, table: Sequence[Row] | None = None) -> list[Line]:
    """The lines of a model's own layers; `table` saves working out its rows again."""
    return _inside(model, rows(model) if table is None else table, view, 0)[0]


def walk(lines: Sequence[Line], depth: int = 0) -> Iterator[tuple[Line, int]]:
    """The lines from top to bottom, each with how deep inside others it is."""
    for line in lines:
        yield line, depth
        yield from walk(line.inside, depth + 1)


def _inside(
    parent: Layer, table: Sequence[Row], view: View, depth: int
) -> tuple[list[Line], list[Line | None]]:
    """The lines of what is in a model or layer, and those whose output leaves it."""
    lines = [Line(row, layer) for row, layer in zip(table, listed(parent), strict=True)]
    wired = Wiring(parent)
    for line, places in zip(lines, wired.sources, strict=True):
        line.fed_by = [None if place == OUTSIDE else lines[place] for place in places]
        row, layer = line.row, line.layer
        opened = depth < view.depth if view.depth is not None else not row.folded
        if row.nested and opened and layer is not None:
            line.inside, line.leaving = _inside(layer, row.nested, view, depth + 1)
    given = [None if place == OUTSIDE else lines[place] for place in wired.given]
    if view.fold and len(lines) > 1:
        from .folding import fold

        asked = [place for place in wired.given if place != OUTSIDE]
        lines, shown = fold(lines, wired.sources, asked)
        given = [each and shown.get(each, each) for each in given]
    used = {each for line in lines for each in line.fed_by}
    ends = [line for line in lines if line.fed_by and line not in used]
    return lines, [*dict.fromkeys([*ends, *given])]
