"""How a model ends: the activation of its last layer, and whether it suits the loss."""

from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...interpreter.values import Class, Function, Instance, Native
from ...network import Model
from ...shapes import show
from .. import identifiers
from ..layers.kit import NotKnown
from . import losses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...network import Layer, Tensor
    from ...source import Span
    from ..layers.kit import Declaration

#: Layers that end in an activation of their own choice.
ACTIVATED = frozenset(
    """
    Dense EinsumDense Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose
    SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D Activation
    """.split()
)
#: Layers that are an activation.
ARE = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu"}
#: Operations that are one, by the class Keras shows for them.
OPERATIONS = {
    "Softmax": "softmax",
    "Sigmoid": "sigmoid",
    "Relu": "relu",
    "Tanh": "tanh",
    "LogSoftmax": "log_softmax",
}
#: Layers that put the same numbers elsewhere.
MOVING = frozenset(("Reshape", "Flatten", "Permute", "Identity", "RepeatVector"))
#: Activations that give numbers between 0 and 1.
PROBABILITIES = frozenset(("softmax", "sigmoid"))
#: Those that a crossentropy cannot read as probabilities; others may be a scale of their own.
NO_PROBABILITIES = frozenset(("linear", "relu", "tanh", "leaky_relu", "elu", "selu", "gelu"))


class Ending:
    """The activation that a tensor comes from, `layer` and `span` that apply it."""

    __slots__ = ("activation", "layer", "span")

    def __init__(self, activation: str, layer: Layer, span: Span | None) -> None:
        self.activation = activation
        self.layer = layer
        self.span = span


def title(layer: Layer) -> str:
    """Keras's name for a layer; "" for operations, and for layers with a `call` of the user's."""
    declaration: Declaration | None = layer.declaration
    if declaration is None:
        return ""
    value = layer.value
    if value is not None and type(value.cls.find("call")[0]) is Function:
        return ""
    return declaration.title


def ending(tensor: Tensor) -> Ending | None:
    """The last activation before a tensor; None where it is not known, or has no name."""
    for _ in range(20):
        node = tensor.node
        if node is None:
            return None
        layer = node.layer
        if node.body is not None and layer.broken is None and len(node.body[1]) == 1:
            tensor = node.body[1][0]  # what a `call` of the user's returns
            continue
        if isinstance(layer, Model):
            if len(layer.outputs) != 1 or layer.unknowns:
                return None
            tensor = layer.outputs[0]
            continue
        if title(layer) in MOVING:
            tensor = node.inputs[0]
            continue
        activation = activation_of(layer)
        return Ending(activation, layer, layer.span or node.span) if activation else None
    return None


def activation_of(layer: Layer) -> str | None:
    """The name of the activation that a layer applies last, "linear" for none."""
    if layer.kind == "operation":
        return OPERATIONS.get(layer.class_name)
    name = title(layer)
    if name in ARE:
        return ARE[name]
    if name not in ACTIVATED:
        return None
    try:
        return named(layer.declaration.activation)
    except (NotKnown, AttributeError):
        return None


def named(value: Any) -> str | None:
    """The name of an activation: of a text, one of Keras's functions, or a layer."""
    if value is None:
        return "linear"
    if isinstance(value, str):
        return {"swish": "silu"}.get(value, value) if value in identifiers.ACTIVATIONS else None
    if type(value) is Native:
        return value.name if value.name in identifiers.ACTIVATIONS else None
    if type(value) is Instance and value.cls.span is None:
        return ARE.get(value.cls.name)
    if type(value) is Class and value.span is None:
        return ARE.get(value.name)
    return None


def remarks(loss: losses.Loss, tensor: Tensor, span: Span) -> Iterator[Remark]:
    """What is doubtful about this loss of this output."""
    end = ending(tensor)
    if end is None or tensor.shape is None or loss.from_logits is None:
        return
    because = _at(end, f"`{end.activation}` is applied here")
    binary = loss.name.startswith("binary")
    crossentropy = binary or loss.name == losses.SPARSE or loss.name.startswith("categorical_cross")
    if not crossentropy:
        return
    units = tensor.shape[-1]
    wanted = "sigmoid" if binary else "softmax"
    if loss.from_logits and end.activation in PROBABILITIES:
        yield Remark(
            "from-logits-mismatch",
            span,
            f"{loss.said} with `from_logits=True` applies `{wanted}` itself, and "
            f"`{end.layer.name}` has applied `{end.activation}` before",
            because=because,
            help="leave out `from_logits=True`, or the activation of the last layer",
            layer=end.layer,
        )
    elif loss.from_logits:
        return
    elif end.activation in NO_PROBABILITIES:
        what = "no activation" if end.activation == "linear" else f"`{end.activation}`"
        yield Remark(
            "missing-output-activation",
            span,
            f"{loss.said} reads the output of `{end.layer.name}` as probabilities, and that layer "
            f"has {what}",
            because=_at(end, f"{what} here"),
            help=f'give the last layer `activation="{wanted}"`, or the loss `from_logits=True`',
            about=(wanted,),
            layer=end.layer,
        )
    elif not binary and isinstance(units, int) and units == 1:
        yield Remark(
            "loss-activation-mismatch",
            span,
            f"{loss.said} chooses between classes, and the output {show(tensor.shape)} has one",
            because=because,
            help='for two classes: one unit with "sigmoid" and "binary_crossentropy"',
            about=("sigmoid", "binary_crossentropy"),
            layer=end.layer,
        )
    elif end.activation in PROBABILITIES and end.activation != wanted:
        if binary and isinstance(units, int) and units == 1:
            return  # a softmax over one unit has a rule of its own
        yield Remark(
            "loss-activation-mismatch",
            span,
            f"{loss.said} goes with `{wanted}`, and the output {show(tensor.shape)} comes from "
            f"`{end.activation}`",
            because=because,
            help=f'use `activation="{wanted}"`, or '
            + (
                '"categorical_crossentropy" where exactly one class is right'
                if binary
                else '"binary_crossentropy" where several classes may be right at once'
            ),
            certainty="likely",
            about=(wanted, ""),
            layer=end.layer,
        )


def _at(end: Ending, what: str) -> tuple[Note, ...]:
    return (Note(end.span, what),) if end.span else ()


def is_regression(loss: losses.Loss, tensor: Tensor) -> bool:
    """Whether a number is predicted, and not a class."""
    end = ending(tensor)
    return loss.name in losses.ELEMENTWISE and end is not None and end.activation == "linear"
