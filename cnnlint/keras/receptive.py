"""Receptive fields: how much of the input one value of a feature map is worked out from.

Along each axis, with `r` the field, `j` the distance in the input between neighbours (the jump) and
`f` the row where the first window begins, a window of `k` at stride `s` and dilation `d` gives

    r' = r + (k − 1)·d·j        j' = j·s        f' = f − padding·j

and where branches meet, the field is that of the larger one (Araujo, Norris and Sim, "Computing
Receptive Fields of Convolutional Neural Networks", Distill 2019). Rows that padding adds count:
near the border a field reaches beyond the input.
"""

from __future__ import annotations

from ..network import Model
from ..shapes.windows import slide
from .training.endings import title

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..network import Layer, Node, Tensor

#: Layers that work on each place by itself.
PLACEWISE = frozenset(
    """
    Activation ReLU LeakyReLU ELU PReLU Softmax BatchNormalization Dropout SpatialDropout1D
    SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout Rescaling Identity
    Normalization Add Subtract Multiply Average Maximum Minimum Concatenate Dense
    ActivityRegularization
    """.split()
)
#: And operations, by the class that Keras shows for them.
OPERATIONS = frozenset(
    """
    Add Subtract Multiply Divide TrueDivide Relu Relu6 Sigmoid HardSigmoid Silu HardSilu Gelu Elu
    LeakyRelu Tanh Softplus Maximum Minimum Square Power Negative Absolute Concatenate Cast
    """.split()
)
CONVOLUTIONS = frozenset(
    f"{kind}Conv{rank}D" for kind in ("", "Separable", "Depthwise") for rank in (1, 2, 3)
)
POOLS = frozenset(f"{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3))


class Field:
    """The receptive field along one axis: its `size`, the `jump` from one to the next, and the
    `first` and `last` row of the input that any of them looks at, `last` None where the number of
    rows is not known."""

    __slots__ = ("first", "jump", "last", "size")

    def __init__(self, size: int = 1, jump: int = 1, first: int = 0, last: int | None = None):
        self.size = size
        self.jump = jump
        self.first = first
        self.last = last


if TYPE_CHECKING:
    Fields = dict[int, tuple[Field, ...]]


def fields(model: Model) -> Fields:
    """The fields of the tensors in a model, by their id; for those that have places, and where
    all that leads to them is known."""
    found: Fields = {}
    first = "channels_first" in map(_order, model.graph)
    for tensor in model.inputs:
        _begin(tensor, found, first)
    _follow(model, found)
    return found


def of_layers(model: Model) -> dict[int, tuple[int, ...]]:
    """The sizes of the fields of what layers give, by the id of the layer: at its last call."""
    found = fields(model)
    sizes: dict[int, tuple[int, ...]] = {}
    stack = list(model.graph)
    while stack:
        node = stack.pop()
        field = found.get(id(node.outputs[0])) if len(node.outputs) == 1 else None
        if field is not None:
            sizes.setdefault(id(node.layer), tuple(each.size for each in field))
        if isinstance(node.layer, Model):
            stack += node.layer.graph
    return sizes


def spans(model: Model, tensor: Tensor, size: int) -> bool:
    """Whether one value of a tensor surely comes from so many rows, and as many columns.

    Seen from the end, `r` rows come from `(r − 1)·s + (k − 1)·d + 1` rows before a window. Only as
    much of the model is looked at as tells it.
    """
    reached = {id(tensor): (1,) * (len(tensor.shape or ()) - 2)}
    for node in reversed(model.graph):
        reach = reached.get(id(node.outputs[0])) if len(node.outputs) == 1 else None
        if reach is None:
            continue
        if min(reach, default=0) >= size:
            return True
        layer = node.layer
        name = title(layer)
        if name in CONVOLUTIONS or name in POOLS:
            slides = _slides(layer, len(reach))
            if slides is None:
                return False
            kernel, strides, dilation, _ = slides
            along = zip(reach, kernel, strides, dilation, strict=True)
            reach = tuple([(r - 1) * s + (k - 1) * d + 1 for r, k, s, d in along])
        elif not (_is_placewise(layer, name) or name.startswith("ZeroPadding")):
            return False
        for each in node.inputs:
            known = reached.get(id(each), reach)
            reached[id(each)] = tuple(map(max, known, reach)) if known is not reach else reach
    return False


def _begin(tensor: Tensor, found: Fields, first: bool = False) -> None:
    """A tensor whose places are those of the input itself; its channels may come `first`."""
    shape = tensor.shape or ()
    if 3 <= len(shape) <= 5:
        places = shape[2:] if first else shape[1:-1]
        found[id(tensor)] = tuple(
            Field(last=size - 1 if isinstance(size, int) else None) for size in places
        )


def _order(node: Node) -> object:
    declaration = node.layer.declaration
    return None if declaration is None else vars(declaration).get("data_format")


def _follow(model: Model, found: Fields) -> None:
    for node in model.graph:
        layer = node.layer
        if len(node.outputs) != 1 or not node.inputs or layer.kind == "input":
            continue
        name = title(layer)
        if isinstance(layer, Model):
            before = [found.get(id(tensor)) for tensor in node.inputs]
            for own, given in zip(layer.inputs, before, strict=False):
                found.pop(id(own), None)
                if given is not None:
                    found[id(own)] = given
            _follow(layer, found)
            after = found.get(id(layer.outputs[0])) if len(layer.outputs) == 1 else None
        elif name == "Embedding":
            _begin(node.outputs[0], found)
            continue
        else:
            after = _after(node, name, found)
        found.pop(id(node.outputs[0]), None)
        if after is not None:
            found[id(node.outputs[0])] = after


def _after(node: Node, name: str, found: Fields) -> tuple[Field, ...] | None:
    """The fields after one call of a layer of this name; None where they are not known, or there
    are no places left."""
    layer = node.layer
    before = []
    for tensor in node.inputs:
        if id(tensor) not in found:
            return None
        before.append(found[id(tensor)])
    shape = node.outputs[0].shape or ()
    if len(shape) != len(before[0]) + 2:
        return None
    if _is_placewise(layer, name):
        return _joined(before)
    if name in CONVOLUTIONS or name in POOLS:
        return _slid(layer, before[0], node)
    if name.startswith("ZeroPadding"):
        return _padded(layer, before[0])
    return None


def _is_placewise(layer: Layer, name: str) -> bool:
    return layer.class_name in OPERATIONS if layer.kind == "operation" else name in PLACEWISE


def _joined(before: list[tuple[Field, ...]]) -> tuple[Field, ...] | None:
    """Where branches meet: the larger field of each axis. Their jumps must be the same."""
    if len(before) == 1:
        return before[0]
    joined = []
    for axis in zip(*before, strict=False):
        if len({field.jump for field in axis}) > 1 or len({len(each) for each in before}) > 1:
            return None
        ends = [field.last for field in axis]
        known = [end for end in ends if end is not None]
        joined.append(
            Field(
                max(field.size for field in axis),
                axis[0].jump,
                min(field.first for field in axis),
                max(known) if len(known) == len(ends) else None,
            )
        )
    return tuple(joined)


def _slid(layer: Layer, before: tuple[Field, ...], node: Node) -> tuple[Field, ...] | None:
    slides = _slides(layer, len(before))
    if slides is None:
        return None
    kernel, strides, dilation, padding = slides
    x = node.inputs[0].shape or ()
    sizes = x[2:] if _order(node) == "channels_first" else x[1:-1]
    after = []
    for field, size, k, s, d in zip(before, sizes, kernel, strides, dilation, strict=True):
        reach = field.size + (k - 1) * d * field.jump
        jump = field.jump * s
        if not isinstance(size, int):
            after.append(Field(reach, jump, field.first))
            continue
        count, padded, _, _ = slide(size, k, s, padding, d)
        if not isinstance(count, int) or not isinstance(padded, int):
            return None
        first = field.first - padded * field.jump
        last = first + (count - 1) * jump + reach - 1
        after.append(Field(reach, jump, first, last))
    return tuple(after)


def _slides(layer: Layer, rank: int) -> tuple[Any, Any, Any, str] | None:
    """Kernel, strides and dilation along each axis, and the padding; None if not all are known."""
    given = vars(layer.declaration)
    kernel = given.get("kernel_size", given.get("pool_size"))
    strides = given.get("strides")
    dilation = given.get("dilation_rate", (1,) * rank)
    padding = given.get("padding")
    for each in (kernel, strides, dilation):
        if not isinstance(each, tuple) or len(each) != rank:
            return None
        if not all(type(value) is int for value in each):
            return None
    return (kernel, strides, dilation, padding.lower()) if isinstance(padding, str) else None


def _padded(layer: Layer, before: tuple[Field, ...]) -> tuple[Field, ...] | None:
    padding = vars(layer.declaration).get("padding")
    if not isinstance(padding, (tuple, list)):
        return None
    pairs = (padding,) if len(before) == 1 else tuple(padding)
    after = []
    for field, pair in zip(before, pairs, strict=False):
        if not isinstance(pair, (tuple, list)) or not all(type(side) is int for side in pair):
            return None
        left, right = pair
        last = None if field.last is None else field.last + right * field.jump
        after.append(Field(field.size, field.jump, field.first - left * field.jump, last))
    return tuple(after) if len(after) == len(before) else None
