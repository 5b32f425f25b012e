"""`compute_output_shape` asked for by hand: of a layer, of a model, of a `Lambda`."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.values import Raised
from ..libraries.operations import visible
from ..network import Model, Tensor
from . import members, nesting, structures
from .events import Refusal, refuse
from .layers import building
from .layers.kit import NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..network import Layer


def compute_output_shape(interpreter: Interpreter, self: Any, *given: Any, **named: Any) -> Any:
    """For the shape of an input; a layer of several has a name for each."""
    shapes = (*given, *named.values())
    if len(shapes) != 1:
        return interpreter.unknown("an output shape for the shapes of several inputs")
    (asked,) = shapes
    record: Layer = self.state
    if isinstance(record, Model):
        return _of_model(interpreter, self, asked)
    shape = members.as_shapes(interpreter, asked, _takes_many(record))
    if record.declaration is None or shape is None:
        return interpreter.unknown("an output shape that is not worked out", of=asked)
    try:
        found = building.apply(record.declaration, shape).shape
    except Refused as refused:
        return refuse(interpreter, refused, record)
    except NotKnown as lost:
        return lost.unknown
    return [visible(each) for each in found] if isinstance(found, list) else visible(found)


def of_lambda(interpreter: Interpreter, self: Any, input_shape: Any) -> Any:
    """What `output_shape` says, or what the function gives for a tensor of this shape; it leaves
    no trace. Where the function fails Keras only says that it cannot tell."""
    from .functions import result

    tensors = _tensors(interpreter, input_shape)
    if tensors is None:
        return interpreter.unknown("an output shape that is not worked out", of=input_shape)
    inside = interpreter.state.setdefault("inside", [])
    before = len(interpreter.events)
    inside.append(self.state)
    try:
        made = result(interpreter, self, tensors)
    except Raised:
        made = None
    finally:
        inside.pop()
    failed = any(isinstance(event, Refusal) for event in interpreter.events[before:])
    del interpreter.events[before:]
    if failed:
        made = None
    return _shapes(interpreter, made)


def _takes_many(record: Layer) -> bool:
    return record.declaration is not None and record.declaration.many


def _of_model(interpreter: Interpreter, self: Any, asked: Any) -> Any:
    record: Model = self.state
    if record.outputs:
        tensors = _tensors(interpreter, asked)
        if tensors is not None:
            leaves = tuple(structures.flatten(tensors))
            try:
                nesting.check_inputs(record, leaves)
            except Refused as refused:
                return refuse(interpreter, refused, record)
            return _shapes(interpreter, nesting.outputs_for(interpreter, self, leaves, runs=False))
    shape = members.as_shapes(interpreter, asked)
    if record.steps and type(shape) is tuple:
        try:
            for step in record.steps:
                if step.declaration is None:
                    break
                shape = building.apply(step.declaration, shape).shape
            else:
                return visible(shape)
        except Refused as refused:
            return refuse(interpreter, refused, record)
        except NotKnown as lost:
            return lost.unknown
    return interpreter.unknown("an output shape that is not worked out", of=asked)


def _tensors(interpreter: Interpreter, asked: Any) -> Any:
    """A tensor for a shape, for several of them as many; None where a shape is not known."""
    shapes = members.as_shapes(interpreter, asked)
    if type(shapes) is list:
        return [Tensor(shape) for shape in shapes]
    return None if shapes is None else Tensor(shapes)


def _shapes(interpreter: Interpreter, made: Any) -> Any:
    """The shapes of what a function gives, None where its sizes are not known."""
    leaves = structures.flatten(made)
    lost = next((leaf for leaf in leaves if not isinstance(leaf, Tensor)), None)
    if lost is not None or not leaves or any(leaf.shape is None for leaf in leaves):
        why = lost or next((leaf.unknown for leaf in leaves if isinstance(leaf, Tensor)), None)
        of = why if isinstance(why, Unknown) else None
        return interpreter.unknown("an output shape that is not worked out", of=of)
    return structures.replace(made, lambda leaf: visible(leaf.shape))
