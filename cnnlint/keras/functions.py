"""`Lambda`: a layer made of a function, which is followed like the `call` of any other."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Class
from ..network import Layer, Tensor
from . import structures
from .classes import LAYER
from .inputs import checked_shape
from .members import init_layer
from .promised import shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def init(
    interpreter: Interpreter,
    self: Any,
    function: Any,
    output_shape: Any = None,
    mask: Any = None,
    arguments: Any = None,
    **common: Any,
) -> None:
    self.attributes["_self_function"] = function
    self.attributes["_self_output_shape"] = output_shape
    self.attributes["_self_arguments"] = arguments
    init_layer(interpreter, (self,), common, None)


def call(interpreter: Interpreter, self: Any, inputs: Any, **context: Any) -> Any:
    """The function's own result, or what `output_shape` says: Keras believes it unseen."""
    record: Layer = self.state
    record.built = True
    attributes = self.attributes
    declared = attributes["_self_output_shape"]
    if declared is not None:
        leaves = [leaf for leaf in structures.flatten(inputs) if isinstance(leaf, Tensor)]
        return _declared(interpreter, declared, inputs, leaves)
    arguments = attributes["_self_arguments"]
    keywords = dict(arguments) if isinstance(arguments, dict) else {}
    return interpreter.call(attributes["_self_function"], (inputs,), keywords)


def _declared(interpreter: Interpreter, declared: Any, inputs: Any, leaves: list[Tensor]) -> Any:
    dtype = leaves[0].dtype if leaves else "float32"
    if isinstance(declared, (tuple, list)):
        first = leaves[0].shape if leaves else None
        if not first:
            return interpreter.unknown("the batch size is not known")
        shape = checked_shape(interpreter, (None, *declared), declared)
        if isinstance(shape, Unknown):
            return Tensor(None, unknown=shape)
        return Tensor((first[0], *shape[1:]), dtype)
    found = interpreter.call(declared, (structures.replace(inputs, shape_of),), {})
    if isinstance(found, (tuple, list)):
        shape = checked_shape(interpreter, tuple(found), found)
        return Tensor(None, unknown=shape) if isinstance(shape, Unknown) else Tensor(shape, dtype)
    return interpreter.unknown("the output shape of a `Lambda` is not known", of=found)


LAMBDA = Class(
    "Lambda",
    (LAYER,),
    {
        "__init__": native(init, "__init__"),
        "call": native(call),
        "__traced__": True,
    },
)
