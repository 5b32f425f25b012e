"""What `model.summary()` would say, as data that every face shares: rows and totals.

A value that is not known is None here, and never 0; what stands in the way is kept beside it.
"""

from __future__ import annotations

from .advice import LAYER, advice
from .diagnostics import Unknown
from .dims import Dim, TooComplex, rename, substitute, symbols
from .keras.conditions import requirements as requirements
from .keras.conditions import short_names as short_names
from .keras.layers.building import params_sum, weightless
from .network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from .dims import Size
    from .network import Layer, Node, Tensor, Weight
    from .shapes import Shape
    from .source import Span

#: Longer sums explain nothing any more.
MAX_SUMMANDS = 12

UNITS = ("B", "KB", "MB", "GB", "TB", "PB")


class Row:
    """One line of the summary: a layer, an operation, or an inner model with `nested` rows.

    `shapes` and `dtypes` are the outputs of the layer's last call, as Keras shows them. `read`
    are the sizes of the axes that windows slide along, and `unread` how much at their ends no
    window looks at. `receptive_field` is how much of the model's input, along each axis of places,
    one value of the output comes from; None where there are no places, or it is not known.
    `unknown` says why something here is None, and `broken` that it is this layer where it began.
    """

    __slots__ = (
        "broken",
        "class_name",
        "connected_to",
        "dtypes",
        "folded",
        "macs",
        "name",
        "nested",
        "output_sum",
        "params",
        "params_sum",
        "read",
        "receptive_field",
        "shapes",
        "span",
        "times",
        "trainable_params",
        "unknown",
        "unread",
    )

    def __init__(self, layer: Layer) -> None:
        self.name = layer.name
        self.class_name = layer.class_name
        self.span: Span | None = layer.span
        self.shapes: tuple[Shape, ...] | None = None
        self.dtypes: tuple[str, ...] | None = None
        self.params: Size | None = None
        self.trainable_params: Size | None = None
        self.macs: Size | None = None
        self.params_sum = ""
        self.output_sum = ""
        self.unread: tuple[Size, ...] = ()
        self.read: tuple[Size, ...] = ()
        self.receptive_field: tuple[int, ...] | None = None
        self.connected_to: list[str] = []
        self.nested: list[Row] = []
        #: Its nested rows are nobody's code: those of an architecture that Keras brings.
        self.folded = bool(layer.origin and layer.parts)
        self.unknown: Unknown | None = None
        self.broken = False
        #: How many rows, or groups of rows, this one stands for where repetitions are folded.
        self.times = 1


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
    table = _rows(model, (model,))
    for row in _flat(table):
        if row.unknown is None and _missing(row):
            if model.unknowns:
                row.unknown = model.unknowns[0]  # it waits for what the model waits for
            elif not row.nested:
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
    return _row(layer, set(), (layer,))


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
    trainable, constant = _count(trained), _count(fixed)
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


def _rows(model: Layer, path: tuple[Layer, ...]) -> list[Row]:
    graph = set(model.graph) if isinstance(model, Model) else set()
    return [_row(layer, graph, path) for layer in listed(model)]


def listed(layer: Layer) -> Sequence[Layer]:
    """The parts that have rows. Where a layer of the user's was called, one that was not and that
    never has weights takes no part: a `Dropout` whose rate is 0."""
    if isinstance(layer, Model) or not layer.nodes:
        return layer.parts
    return [
        part
        for part in layer.parts
        if part.nodes or part.parts or part.broken is not None or not weightless(part)
    ]


def _row(layer: Layer, graph: set[Node], path: tuple[Layer, ...]) -> Row:
    row = Row(layer)
    if layer.parts and layer not in path:
        row.nested = _rows(layer, (*path, layer))
    row.unknown = layer.broken
    row.broken = layer.broken is not None
    calls = [node for node in layer.nodes if node in graph] or layer.nodes
    for node in calls:
        for tensor in node.inputs:
            if tensor.node is not None and (not graph or node in graph):
                row.connected_to.append(tensor.node.layer.name)
    made_of_tensors = isinstance(layer, Model) and bool(layer.outputs and layer.graph)
    if made_of_tensors and not any(map(_on_tensors, layer.nodes)):
        _fill_shapes(row, layer.outputs)  # type: ignore[attr-defined]  # called on data only
    elif layer.nodes:
        last = _told(layer.nodes, bool(graph))
        # A later call that failed belongs to another model: here the layer did its work.
        failed = any(tensor.shape is None for tensor in last.outputs)
        _fill_outputs(row, _told(calls, bool(graph)) if failed else last)
    _fill_params(row, layer)
    row.macs = _macs(layer, calls, row)
    if row.span is None and layer.nodes:
        row.span = layer.nodes[-1].span
    return row


def _told(calls: Sequence[Node], in_graph: bool) -> Node:
    """The call that Keras's own summary tells of: in a graph of tensors the last one on those,
    elsewhere, as in a `call` of the user's own, the one that built the layer."""
    if len(calls) == 1:
        return calls[0]
    if in_graph:
        on_tensors = next((node for node in reversed(calls) if _on_tensors(node)), None)
        if on_tensors is not None:
            return on_tensors
    known = (node for node in calls if all(t.shape is not None for t in node.outputs))
    return next(known, calls[-1])


def _on_tensors(node: Node) -> bool:
    """Whether this call comes after a `keras.Input`, and not after data."""
    while node.inputs and node.inputs[0].node is not None:
        node = node.inputs[0].node
    return node.layer.kind == "input"


def _fill_outputs(row: Row, node: Node) -> None:
    row.output_sum = node.sum
    _fill_shapes(row, node.outputs)
    if node.unread and node.inputs and node.inputs[0].shape is not None:
        shape = node.inputs[0].shape
        first = getattr(node.layer.declaration, "data_format", "") == "channels_first"
        row.unread = node.unread
        row.read = shape[2:] if first else shape[1:-1]


def _fill_shapes(row: Row, outputs: Sequence[Tensor]) -> None:
    known = [tensor.shape for tensor in outputs if tensor.shape is not None]
    if len(known) == len(outputs):
        row.shapes = tuple(known)
        row.dtypes = tuple(tensor.dtype for tensor in outputs)
    elif row.unknown is None:
        row.unknown = next((t.unknown for t in outputs if t.unknown is not None), None)


def _fill_params(row: Row, layer: Layer) -> None:
    if layer.broken is not None or (layer.kind in ("layer", "model") and not layer.built):
        return
    if any(part.params is None for part in row.nested):
        row.unknown = row.unknown or next(p.unknown for p in row.nested if p.params is None)
        return
    weights = list(layer.all_weights())
    own = [weight for weight, _ in weights]
    trained = [weight for weight, trainable in weights if trainable]
    row.params = _count(own)
    row.trainable_params = row.params if len(trained) == len(own) else _count(trained)
    if not layer.parts:
        row.params_sum = params_sum(own) if len(own) <= MAX_SUMMANDS else ""
    else:
        parts = [str(part.params) for part in row.nested if part.params != 0]
        whole = added(part.params for part in row.nested) == row.params
        if whole and 1 < len(parts) <= MAX_SUMMANDS:
            row.params_sum = " + ".join(parts)


def _macs(layer: Layer, calls: Sequence[Node], row: Row) -> Size | None:
    """What the calls of this layer cost together, for one sample."""
    if not calls or row.broken or any(t.shape is None for node in calls for t in node.outputs):
        return None
    if not row.nested:
        return added(node.macs for node in calls)
    said = added(node.macs for node in calls)
    if said is not None and said != 0:
        return said
    inside = added(part.macs for part in row.nested)
    if isinstance(layer, Model) and layer.graph:
        # Worked out for the model's own input: a number holds for its other calls too.
        return added(_at(inside, layer.inputs, node.inputs) for node in calls)
    return inside


def _at(cost: Size | None, own: tuple[Tensor, ...], given: tuple[Tensor, ...]) -> Size | None:
    """What was worked out for a model's own input, for another that it is called on."""
    if not isinstance(cost, Dim):
        return cost
    if len(own) != 1 or len(given) != 1 or own[0].shape is None or given[0].shape is None:
        return None
    free = {str(size): size for size in own[0].shape if isinstance(size, Dim)}
    sizes = dict(zip(map(str, own[0].shape), given[0].shape, strict=False))
    if any(name not in free for name in symbols(cost)):
        return None
    try:
        return substitute(cost, {name: sizes[name] for name in symbols(cost)})
    except TooComplex:
        return None


def _count(weights: Iterable[Weight]) -> Size | None:
    """The number of values; None where too many unknown sizes are in it to write it down."""
    total: Size = 0
    try:
        for weight in weights:
            total = total + weight.size
    except TooComplex:
        return None
    return total


def _at_least(weights: Iterable[Weight]) -> int:
    """The number of those values that are counted at all."""
    sizes = [weight.size for weight in weights]
    return sum(size for size in sizes if isinstance(size, int))


def added(values: Iterable[Size | None]) -> Size | None:
    """The sum of sizes; None where one is not known, or where there is too much to write down."""
    total: Size = 0
    try:
        for value in values:
            if value is None:
                return None
            total = total + value
    except TooComplex:
        return None
    return total


def _bytes(weights: Iterable[Weight]) -> float | None:
    total = 0
    for weight in weights:
        size, bits = weight.size, _bits(weight.dtype)
        if not isinstance(size, int) or bits is None:
            return None
        total += size * bits
    return total / 8


def _bits(dtype: str) -> int | None:
    """The size of a number of this type; Keras counts a bool as one bit."""
    if dtype == "bool":
        return 1
    digits = dtype.lstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdecimal() else None


def _missing(row: Row) -> bool:
    return row.shapes is None or row.params is None


def _flat(table: Iterable[Row]) -> Iterable[Row]:
    for row in table:
        yield row
        yield from _flat(row.nested)


def cause(unknown: Unknown) -> object:
    """The same reason at the same place is the same cause."""
    return (unknown.reason, unknown.span.key if unknown.span is not None else None)
