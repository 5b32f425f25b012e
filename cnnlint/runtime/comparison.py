"""Two answers side by side, row by row: what was worked out and what Keras built.

A value that was not known is filled in from the run. A size that was left open (`units`) stands
for what the run shows it to be, and then has to be that everywhere in the model.
"""

from __future__ import annotations

from ..dims import Dim, TooComplex, hidden, substitute, symbol, symbols
from ..network import LOOP
from ..shapes import show
from ..table import rows, totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..network import Model
    from ..rows import Row
    from ..source import Span
    from ..table import Totals
    from .costs import Cost
    from .trials import Trial

    Object = dict[str, Any]

CONFIRMED = "confirmed"
WHERE_KNOWN = "confirmed where known"
CONTRADICTED = "contradicted"
NOT_BUILT = "not built"
NOT_FOUND = "not found"
FILLED, UNCHECKED = "filled in", "confirmed where checked"

#: What Keras puts behind the name of a copy, counted over all tensors of the program.
COPY = "CLONE"


class Difference:
    """One value that is not what Keras has: `what` it is, and both."""

    __slots__ = ("built", "static", "what")

    def __init__(self, what: str, static: str, built: str) -> None:
        self.what = what
        self.static = static
        self.built = built

    def __str__(self) -> str:
        return f"{self.what} is {self.built} in Keras, not {self.static}"


class RowCheck:
    """A row of cnnlint's, of Keras's, or of both.

    `filled` names what only Keras knew, `unchecked` what Keras does not tell.
    """

    __slots__ = ("built", "differences", "filled", "row", "unchecked")

    def __init__(self, row: Row | None, built: Object | None) -> None:
        self.row = row
        self.built = built
        self.differences: list[Difference] = []
        self.filled: list[str] = []
        self.unchecked: list[str] = []

    @property
    def verdict(self) -> str:
        if self.differences:
            return CONTRADICTED
        if self.built is None:
            return NOT_BUILT
        if self.filled:
            return FILLED
        return UNCHECKED if self.unchecked else CONFIRMED


class ModelCheck:
    """A model of cnnlint's (`model`), of the run's (`built`), or of both.

    `differences` are those of the model as a whole; those of its rows are with them. `sizes` are
    what the run shows open sizes to be, `trials` what became of real data.
    """

    __slots__ = (
        "built",
        "cost",
        "differences",
        "filled",
        "model",
        "rows",
        "sizes",
        "totals",
        "trials",
    )

    def __init__(self, model: Model | None, built: Object | None) -> None:
        self.model = model
        self.built = built
        self.rows: list[RowCheck] = []
        self.differences: list[Difference] = []
        self.filled: list[str] = []
        self.sizes: dict[str, int] = {}
        self.totals: Totals | None = None
        self.trials: list[Trial] = []
        self.cost: Cost | None = None

    @property
    def verdict(self) -> str:
        if self.built is None:
            return NOT_BUILT
        if self.model is None:
            return NOT_FOUND
        if self.contradictions or any(each.verdict == CONTRADICTED for each in self.trials):
            return CONTRADICTED
        if self.filled or any(row.filled or row.unchecked for row in self.rows):
            return WHERE_KNOWN
        return CONFIRMED

    @property
    def contradictions(self) -> int:
        return len(self.differences) + sum(len(row.differences) for row in self.rows)


def unbuilt(model: Model) -> ModelCheck:
    """A model that the run never came to."""
    check = ModelCheck(model, None)
    check.rows = [RowCheck(row, None) for row in rows(model)]
    return check


def unfound(built: Object) -> ModelCheck:
    """A model that only the run has."""
    check = ModelCheck(None, built)
    check.rows = [RowCheck(None, row) for row in built["rows"]]
    return check


def compare(model: Model, built: Object, *, named: bool = True, narrow: bool = False) -> ModelCheck:
    """Hold a model against the one that Keras built.

    With `named` false, names are not held to the numbers in them: after an error not all layers
    are made that Keras counts. With `narrow`, types of 64 bits are those of 32, as JAX has it.
    """
    check = ModelCheck(model, built)
    table = rows(model)
    check.totals = totals(model, table)
    pairs = _pairs(table, built["rows"], check)
    _bind(pairs, check.sizes)
    for row, other in pairs:
        found = RowCheck(row, other)
        check.rows.append(found)
        if row is None:
            found.filled.append("row")
        elif other is not None:
            _row(found, row, other, check.sizes, named=named, narrow=narrow)
    if model.class_name != built["class"]:
        check.differences.append(Difference("class", model.class_name, built["class"]))
    _totals(check, check.totals, built)
    return check


def _pairs(
    table: list[Row], built: list[Object], check: ModelCheck
) -> list[tuple[Row | None, Object | None]]:
    """The rows that belong together: by their order, or by their names where not all are known.

    What has no name pairs with what is left: of its class, or else of none, in order.
    """
    nameless = [row for row in table if row.name.startswith("?")]
    if any(row.class_name == LOOP for row in nameless):
        # How many rows of the run it stands for is not known, nor which ones follow it.
        table = [row for row in table if row not in nameless]
        nameless = []
    if len(table) == len(built) and not nameless:
        return list(zip(table, built, strict=True))
    assert check.totals is not None
    if check.totals.complete and len(table) != len(built):
        names = [row.name for row in table], [row["name"] for row in built]
        check.differences.append(Difference("list of rows", *map(", ".join, names)))
    mine = {row.name: row for row in table if row not in nameless}
    paired: list[tuple[Row | None, Object | None]] = []
    for other in built:
        row = mine.pop(other["name"], None)
        if row is None and nameless:
            alike = [each for each in nameless if each.class_name == other["class"]]
            alike = alike or [each for each in nameless if each.class_name == "?"] or nameless
            row = alike[0]
            nameless.remove(row)
        paired.append((row, other))
    return [*paired, *((row, None) for row in (*mine.values(), *nameless))]


def _row(
    found: RowCheck, row: Row, other: Object, sizes: dict[str, int], *, named: bool, narrow: bool
) -> None:
    if row.name.startswith("?"):
        found.filled.append("name")
    elif named and row.name != other["name"] and not other["name"].endswith(COPY):
        found.differences.append(Difference("name", row.name, other["name"]))
    if row.class_name == "?":
        found.filled.append("class")
    elif row.class_name != other["class"]:
        found.differences.append(Difference("class", row.class_name, other["class"]))
    _shapes(found, row, other, sizes)
    _dtypes(found, row, other, narrow=narrow)
    for what, size, value in (
        ("params", row.params, other["params"]),
        ("trainable params", row.trainable_params, other["trainable_params"]),
    ):
        if value is None:
            found.unchecked.append(what)  # Keras has not built it, and does not know
            continue
        known = None if size is None else _at(size, sizes)
        if isinstance(known, int) and known != value:
            found.differences.append(Difference(what, f"{known:,}", f"{value:,}"))
        elif not isinstance(size, int):
            found.filled.append(what)  # a sum with names was known, the number was not


def _shapes(found: RowCheck, row: Row, other: Object, sizes: dict[str, int]) -> None:
    if other["shapes"] is None:
        found.unchecked.append("output")  # called where Keras keeps no tensors
        return
    if row.shapes is None:
        found.filled.append("output")
        return
    shown_ = [show(shape) for shape in row.shapes], [text(shape) for shape in other["shapes"]]
    both = [", ".join(shapes) for shapes in shown_]
    if [len(shape) for shape in row.shapes] != [len(shape) for shape in other["shapes"]]:
        found.differences.append(Difference("output", *both))
        return
    for shape, theirs in zip(row.shapes, other["shapes"], strict=True):
        for size, value in zip(shape, theirs, strict=True):
            known = _at(size, sizes)
            if isinstance(known, Dim) and not hidden(known) and isinstance(value, int):
                if "output" not in found.filled:
                    found.filled.append("output")
            elif (None if isinstance(known, Dim) else known) != value:
                found.differences.append(Difference("output", *both))
                return
            elif isinstance(size, Dim) and not hidden(size) and "output" not in found.filled:
                found.filled.append("output")  # a name for it was known, the number was not


def _dtypes(found: RowCheck, row: Row, other: Object, *, narrow: bool) -> None:
    if row.shapes is None or other["shapes"] is None or row.dtypes is None:
        return
    if len(row.shapes) != len(other["shapes"]):
        return
    mine, theirs = list(row.dtypes), list(other["dtypes"])
    if mine != theirs and not (narrow and _narrowed(mine) == _narrowed(theirs)):
        found.differences.append(Difference("dtype", ", ".join(mine), ", ".join(theirs)))


def _narrowed(dtypes: list[str]) -> list[str]:
    return [dtype.replace("64", "32") for dtype in dtypes]


def _totals(check: ModelCheck, mine: Totals, built: Object) -> None:
    for what, size, value in (
        ("total params", mine.params, built["params"]),
        ("trainable params", mine.trainable_params, built["trainable_params"]),
    ):
        if value is None:
            continue
        known = _at(size, check.sizes)
        if not mine.complete:
            check.filled.append(what)
            if isinstance(known, int) and known > value:
                check.differences.append(Difference(what, f"at least {known:,}", f"{value:,}"))
        elif (not isinstance(size, int) and known == value) or not isinstance(known, int):
            check.filled.append(what)
        elif known != value:
            check.differences.append(Difference(what, f"{known:,}", f"{value:,}"))


def _bind(pairs: list[tuple[Row | None, Object | None]], sizes: dict[str, int]) -> None:
    """What the run shows the open sizes to be: the first that stands alone says."""
    for row, other in pairs:
        if row is None or other is None or row.shapes is None or other["shapes"] is None:
            continue
        for shape, theirs in zip(row.shapes, other["shapes"], strict=False):
            if len(shape) != len(theirs):
                continue
            for size, value in zip(shape, theirs, strict=True):
                if isinstance(size, Dim) and not hidden(size) and isinstance(value, int):
                    (name, *more) = symbols(size)
                    if not more and size == symbol(name):
                        sizes.setdefault(name, value)


def _at(size: Size, sizes: dict[str, int]) -> Size:
    if not isinstance(size, Dim) or not sizes:
        return size
    try:
        return substitute(size, {name: sizes[name] for name in symbols(size) if name in sizes})
    except TooComplex:
        return size


def text(shape: list[int | None]) -> str:
    """A shape of the run as Keras prints it."""
    return str(tuple(shape))


def place(span: Span | None) -> tuple[str, int] | None:
    """The file and the line of its text that a span begins on."""
    return None if span is None else (span.path, span.source.line_of(span.start))
