"""What `model.summary()` would say, as data that every face shares: rows and totals.

A value that is not known is None here, and never 0; what stands in the way is kept beside it.
"""

from __future__ import annotations

from .advice import LAYER, advice
from .diagnostics import Unknown
from .dims import Dim, rename, symbols
from .keras.conditions import requirements as requirements
from .keras.conditions import short_names as short_names
from .network import Model
from .rows import Row, added, count, listed, row_of, rows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from .dims import Size
    from .network import Layer, Weight

UNITS = ("B", "KB", "MB", "GB", "TB", "PB")
#: Of a number that a float can hold.
MOST_BITS = 1000


class Totals:
    """Each variable of a model once. What is not `complete` is a lower bound."""

    __slots__ = (
        "bytes",
        "complete",
        "macs",
        "non_trainable_bytes",
        "non_trainable_params",
        "params",
        "trainable_bytes",
        "trainable_params",
    )

    def __init__(self) -> None:
        self.params: Size = 0
        self.trainable_params: Size = 0
        self.non_trainable_params: Size = 0
        self.bytes: float | None = 0.0  # None where the count is symbolic
        self.trainable_bytes: float | None = 0.0
        self.non_trainable_bytes: float | None = 0.0
        self.macs: Size | None = 0
        self.complete = True


def told(models: Sequence[Model]) -> list[Model]:
    """The models whose tables say something that no other table does.

    An architecture that Keras brings is a row, or its rows are, in the model that is built on it.
    Of what a loop makes again and again there is one table.
    """
    used = {id(part) for model in models if not model.origin for part in model.all_parts()}
    found = [
        model
        for model in models
        if not model.origin
        or all(id(part) not in used for part in (model, *model.parts))
        or any(call.method == "summary" for call in model.calls)
    ]
    looks = [_look(model) for model in found]
    named = {look for look, model in zip(looks, found, strict=True) if model.variable}
    seen: set[Any] = set()
    kept: list[Model] = []
    for look, model in zip(looks, found, strict=True):
        key = (look, model.variable)
        if key not in seen and (model.variable or look not in named):
            seen.add(key)
            kept.append(model)
    return kept


def _look(model: Model) -> Any:
    """What a table says, and where its model was made, but for the numbers in automatic names."""
    return (
        model.span.key if model.span is not None else id(model),
        tuple(
            (
                part.class_name,
                part.name.rstrip("_0123456789"),
                part.frozen,
                tuple(weight.shape for weight in part.weights),
                tuple(tensor.shape for node in part.nodes for tensor in node.outputs),
            )
            for part in model.all_parts()
        ),
        frozenset((call.method, call.span.key) for call in model.calls),
    )


def rows(model: Model) -> list[Row]:
    """A row for each layer, in Keras's order."""
    table = rows_of(model, (model,))
    for row in _flat(table):
        if row.unknown is None and _missing(row):
            if model.unknowns:
                row.unknown = model.unknowns[0]  # it waits for what the model waits for
            elif not row.nested and row.params is None:
                reason = f"`{row.name}` is not built: its weights come with its first call"
                row.unknown = Unknown(reason, row.span)
    short = short_names(model)
    if short:
        for row in _flat(table):
            row.output_sum = renamed(row.output_sum, short)
            row.read = tuple(_short(size, short) for size in row.read)
            row.unread = tuple(_short(size, short) for size in row.unread)
            row.macs = None if row.macs is None else _short(row.macs, short)
    return table


def measure(model: Model, table: Sequence[Row]) -> None:
    """Give the rows of a model their receptive fields, which `rows` leaves out."""
    from .keras.receptive import of_layers

    _measure(table, model, of_layers(model))


def _measure(table: Sequence[Row], layer: Layer, fields: Mapping[int, tuple[int, ...]]) -> None:
    for row, part in zip(table, listed(layer), strict=True):
        row.receptive_field = fields.get(id(part))
        if row.nested:
            _measure(row.nested, part, fields)


def row(layer: Layer) -> Row:
    """The row of a layer by itself, whether or not it is in a model."""
    return row_of(layer, set(), (layer,))


def _short(size: Size, short: dict[str, str]) -> Size:
    if not isinstance(size, Dim):
        return size
    return rename(size, {name: short[name] for name in symbols(size) if name in short})


def totals(model: Model, table: Sequence[Row] | None = None) -> Totals:
    """What stands below the table; `table` saves working out the rows again."""
    table = rows(model) if table is None else table
    result = Totals()
    trained: list[Weight] = []
    fixed: list[Weight] = []
    for weight, trains in model.all_weights():
        (trained if trains else fixed).append(weight)
    trainable, constant = count(trained), count(fixed)
    whole = added((trainable, constant))
    if trainable is not None and constant is not None and whole is not None:
        result.trainable_params, result.non_trainable_params = trainable, constant
        result.params = whole
    else:
        result.trainable_params, result.non_trainable_params = _at_least(trained), _at_least(fixed)
        result.params = result.trainable_params + result.non_trainable_params
    result.trainable_bytes = _bytes(trained)
    result.non_trainable_bytes = _bytes(fixed)
    if result.trainable_bytes is None or result.non_trainable_bytes is None:
        result.bytes = None
    else:
        result.bytes = result.trainable_bytes + result.non_trainable_bytes
    result.macs = added(row.macs for row in table)
    counted = whole is not None and not unknowns(model, table)
    result.complete = counted and not any(map(_missing, table))
    return result


def unknowns(model: Model, table: Sequence[Row]) -> list[Unknown]:
    """Why something about the model is not known: each cause once, in the order it is met."""
    found: dict[object, Unknown] = {}
    for row in _flat(table):
        if row.unknown is not None and _missing(row):
            found.setdefault(cause(row.unknown), row.unknown)
    for unknown in model.unknowns:
        found.setdefault(cause(unknown), unknown)
    return list(found.values())


def helps(model: Model, table: Sequence[Row]) -> dict[object, str]:
    """What the user can add to the code, by the cause of what is not known."""
    alike: dict[object, list[Unknown]] = {}
    layers = {cause(row.unknown) for row in _flat(table) if row.unknown and row.class_name == "?"}
    missing = [row.unknown for row in _flat(table) if _missing(row)]
    for unknown in (*missing, *model.unknowns):
        if unknown is not None:
            alike.setdefault(cause(unknown), []).append(unknown)
    return {key: LAYER if key in layers else advice(each) for key, each in alike.items()}


def renamed(text: str, short: dict[str, str]) -> str:
    """A sum with the free sizes called as `short` says."""
    for name, stem in short.items():
        pieces = text.split(name)
        text = pieces[0]
        for piece in pieces[1:]:
            whole = not (text[-1:].isalnum() or piece[:1].isalnum())
            text += (stem if whole else name) + piece
    return text


def readable_bytes(count: float) -> str:
    """A size in memory as Keras prints it."""
    for unit in UNITS[:-1]:
        if count / 1024 < 1:
            return f"{count:.2f} {unit}"
        count /= 1024
    return f"{count:.2f} {UNITS[-1]}"


def _at_least(weights: Iterable[Weight]) -> int:
    """The number of those values that are counted at all."""
    sizes = [weight.size for weight in weights]
    return sum(size for size in sizes if isinstance(size, int))


def _bytes(weights: Iterable[Weight]) -> float | None:
    """What those values take; None where that is no number, or one that no float holds."""
    total = 0
    for weight in weights:
        size, bits = weight.size, _bits(weight.dtype)
        if not isinstance(size, int) or bits is None:
            return None
        total += size * bits
    return total / 8 if total.bit_length() < MOST_BITS else None


def _bits(dtype: str) -> int | None:
    """The size of a number of this type; Keras counts a bool as one bit."""
    if dtype in ("float32", "bool"):
        return 32 if dtype == "float32" else 1
    digits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdecimal() else None


def _missing(row: Row) -> bool:
    return row.shapes is None or row.params is None


def _flat(table: Iterable[Row]) -> Iterable[Row]:
    for row in table:
        yield row
        if row.nested:
            yield from _flat(row.nested)


def cause(unknown: Unknown) -> object:
    """The same reason at the same place is the same cause."""
    return (unknown.reason, unknown.span.key if unknown.span is not None else None)
