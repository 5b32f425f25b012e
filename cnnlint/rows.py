"""A layer as a row of a table: its shapes, its parameters with their sums, what it costs.

A value that is not known is None here, and never 0; what stands in the way is kept beside it.
"""

from __future__ import annotations

from .diagnostics import Unknown
from .dims import Dim, TooComplex, substitute, symbols
from .keras.layers.building import params_sum, weightless
from .network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .dims import Size
    from .network import Layer, Node, Tensor, Weight
    from .shapes import Shape
    from .source import Span

#: Longer sums explain nothing any more.
MAX_SUMMANDS = 12


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


def rows_of(model: Layer, path: tuple[Layer, ...]) -> list[Row]:
    graph = set(model.graph) if isinstance(model, Model) else set()
    return [row_of(layer, graph, path) for layer in listed(model)]


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


def row_of(layer: Layer, graph: set[Node], path: tuple[Layer, ...]) -> Row:
    row = Row(layer)
    if layer.parts and layer not in path:
        row.nested = rows_of(layer, (*path, layer))
    row.unknown = layer.broken
    row.broken = layer.broken is not None
    calls = layer.nodes
    if len(calls) > 1:
        calls = [node for node in calls if node in graph] or calls
    for node in calls:
        if not graph or node in graph:
            row.connected_to += [t.node.layer.name for t in node.inputs if t.node is not None]
    made_of_tensors = isinstance(layer, Model) and bool(layer.outputs and layer.graph)
    if made_of_tensors and not any(map(_on_tensors, layer.nodes)):
        _fill_shapes(row, layer.outputs)  # type: ignore[attr-defined]  # called on data only
    elif layer.nodes:
        last = _told(layer.nodes, bool(graph))
        # A later call that failed belongs to another model: here the layer did its work.
        _fill_outputs(row, _told(calls, bool(graph)) if _failed(last) else last)
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
    return next((node for node in calls if not _failed(node)), calls[-1])


def _failed(node: Node) -> bool:
    return None in [tensor.shape for tensor in node.outputs]


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
        row.dtypes = tuple([tensor.dtype for tensor in outputs])
    elif row.unknown is None:
        row.unknown = next((t.unknown for t in outputs if t.unknown is not None), None)


def _fill_params(row: Row, layer: Layer) -> None:
    waits = layer.kind in ("layer", "model") and not layer.built and not weightless(layer)
    if layer.broken is not None or waits:
        return
    if any(part.params is None for part in row.nested):
        row.unknown = row.unknown or next(p.unknown for p in row.nested if p.params is None)
        return
    weights = layer.all_weights()
    if not weights and not row.nested:
        row.params = row.trainable_params = 0
        return
    own = [weight for weight, _ in weights]
    trained = [weight for weight, trainable in weights if trainable]
    row.params = count(own)
    row.trainable_params = row.params if len(trained) == len(own) else count(trained)
    if not layer.parts:
        row.params_sum = params_sum(own) if len(own) <= MAX_SUMMANDS else ""
    else:
        parts = [str(part.params) for part in row.nested if part.params != 0]
        whole = added(part.params for part in row.nested) == row.params
        if whole and 1 < len(parts) <= MAX_SUMMANDS:
            row.params_sum = " + ".join(parts)


def _macs(layer: Layer, calls: Sequence[Node], row: Row) -> Size | None:
    """What the calls of this layer cost together, for one sample."""
    if not calls or row.broken or any(map(_failed, calls)):
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


def count(weights: Iterable[Weight]) -> Size | None:
    """The number of values; None where too many unknown sizes are in it to write it down."""
    total: Size = 0
    try:
        for weight in weights:
            total = total + weight.size
    except TooComplex:
        return None
    return total


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
