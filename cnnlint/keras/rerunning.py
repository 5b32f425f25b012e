"""A model's layers worked out again for inputs of another shape."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..network import Model, Node, Tensor
from . import fitting, structures
from .layers import building
from .layers.kit import NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..network import Layer

    Refusal = tuple[Layer, Any]  # and what it was given


def rerun(
    interpreter: Interpreter,
    record: Model,
    leaves: tuple[Tensor, ...],
    refusals: list[Refusal] | None = None,
) -> list[Tensor]:
    """The outputs of a model for other inputs than those it was made of.

    The layers that refuse what they are given are added to `refusals`.
    """
    refusals = [] if refusals is None else refusals
    same = len(leaves) == len(record.inputs) and all(
        leaf.shape is not None
        and wanted.shape is not None
        and len(fitting.fitted(leaf.shape, wanted.shape)) == len(wanted.shape)
        and all(
            dims.equal(a, b) is dims.ALWAYS
            for a, b in zip(
                fitting.fitted(leaf.shape, wanted.shape)[1:], wanted.shape[1:], strict=True
            )
        )
        and (dims.hidden(wanted.shape[0]) or leaf.shape[0] == wanted.shape[0])
        for leaf, wanted in zip(leaves, record.inputs, strict=True)
    )
    if same:
        batch = leaves[0].shape[0] if leaves and leaves[0].shape else None
        return [_with_batch(tensor, batch) for tensor in record.outputs]
    values: dict[int, Any] = {
        id(wanted): leaf.shape if leaf.shape is not None else leaf.unknown
        for wanted, leaf in zip(record.inputs, leaves, strict=False)
    }
    for node in record.graph:
        if node.layer.kind != "input":
            _rerun_node(interpreter, node, values, refusals)
    outputs = []
    for tensor in record.outputs:
        value = values.get(id(tensor))
        if isinstance(value, tuple):
            outputs.append(Tensor(value, tensor.dtype))
        else:
            why = value if isinstance(value, Unknown) else tensor.unknown
            outputs.append(
                Tensor(None, tensor.dtype, unknown=why or interpreter.unknown("a nested model"))
            )
    return outputs


def _with_batch(tensor: Tensor, batch: Any) -> Tensor:
    shape = tensor.shape
    if shape and batch is not None and dims.hidden(shape[0]):
        shape = (batch, *shape[1:])
    return Tensor(shape, tensor.dtype, unknown=tensor.unknown)


def _rerun_node(
    interpreter: Interpreter, node: Node, values: dict[int, Any], refusals: list[Refusal]
) -> None:
    declaration = node.layer.declaration
    alone = declaration is not None and not declaration.many  # a mask or states change no shape
    fed = [values.get(id(tensor)) for tensor in node.inputs[: 1 if alone else None]]
    missing = [value for value in fed if not isinstance(value, tuple)]
    unknown = missing[0] if missing else None  # None for an input that the call left out
    shapes: list[Any] | None = None
    layer = node.layer
    if fed and not missing:
        if isinstance(layer, Model) and layer.outputs:
            inner = tuple(Tensor(shape) for shape in fed)
            shapes = [tensor.shape for tensor in rerun(interpreter, layer, inner, refusals)]
        elif layer.declaration is not None and layer.built:
            x = fed if layer.declaration.many else fed[0]
            try:
                shape = building.apply(layer.declaration, x, built=True).shape
            except (NotKnown, dims.TooComplex):
                shape = None
            except Refused:
                refusals.append((layer, x))
                shape = None
            shapes = structures.flatten([shape]) if not isinstance(shape, tuple) else [shape]
        elif layer.rule is not None:
            try:
                shapes = layer.rule(fed)
            except dims.TooComplex:
                shapes = None
            except Refused:
                refusals.append((layer, fed))
    why = unknown or interpreter.unknown("a nested model called on another shape")
    for place, tensor in enumerate(node.outputs):
        known = shapes[place] if shapes is not None and place < len(shapes) else None
        values[id(tensor)] = known if isinstance(known, tuple) else why
