"""`Lambda`, whose function is followed like the `call` of any other layer, and `Wrapper`, which the
user's own wrappers derive from."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import named, native
from ..interpreter.values import Class, Instance
from ..network import Layer, Tensor
from . import configurations, output_shapes, structures
from .classes import LAYER
from .events import refuse
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


def call(
    interpreter: Interpreter,
    self: Any,
    inputs: Any,
    mask: Any = None,
    training: Any = None,
    **context: Any,
) -> Any:
    """The function's own result, or what `output_shape` says: Keras believes it unseen."""
    record: Layer = self.state
    record.built = True
    return result(interpreter, self, inputs)


def result(interpreter: Interpreter, self: Any, inputs: Any) -> Any:
    """What a `Lambda` gives for these tensors."""
    attributes = self.attributes
    declared = attributes["_self_output_shape"]
    if declared is not None:
        leaves = [leaf for leaf in structures.flatten(inputs) if isinstance(leaf, Tensor)]
        return _declared(interpreter, declared, inputs, leaves)
    arguments = attributes["_self_arguments"]
    keywords = dict(arguments) if isinstance(arguments, dict) else {}
    return interpreter.call(attributes["_self_function"], (inputs,), keywords)


def get_config(interpreter: Interpreter, self: Any) -> Any:
    """Its arguments as they were given: the function is one that Keras finds again."""
    config = configurations.get_config(interpreter, self)
    if isinstance(config, dict):
        for name in ("function", "output_shape", "arguments"):
            config[name] = self.attributes[f"_self_{name}"]
    return config


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
        "compute_output_shape": named(output_shapes, "of_lambda", "compute_output_shape"),
        "get_config": native(get_config),
        "__traced__": True,
    },
)


def init_wrapper(interpreter: Interpreter, self: Any, layer: Any, **common: Any) -> None:
    if not (isinstance(layer, Instance) and isinstance(layer.state, Layer)):
        if not isinstance(layer, Unknown):
            what = f"`{self.state.class_name}` wraps a layer, and this is none"
            refuse(interpreter, Refused("not-a-layer", what, help="give it a layer"), self.state)
    self.attributes["layer"] = layer
    init_layer(interpreter, (self,), common, None)


def build_wrapper(interpreter: Interpreter, self: Any, input_shape: Any = None) -> None:
    layer = self.attributes["layer"]
    if isinstance(layer, Instance) and not layer.state.built:
        interpreter.call(interpreter.get(layer, "build"), (input_shape,), {})
    self.state.built = True


WRAPPER = Class(
    "Wrapper",
    (LAYER,),
    {
        "__init__": native(init_wrapper, "__init__"),
        "build": native(build_wrapper, "build"),
    },
)
