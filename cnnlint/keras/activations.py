"""`keras.activations`: functions that are given to layers by name, or called on tensors."""

from __future__ import annotations

from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module
from ..libraries import operations
from .classes import layer_class
from .identifiers import ACTIVATIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Signature -> names; `name:operation` where the operation is called otherwise.
_FUNCTIONS: dict[str, str] = {
    "x": (
        "exponential:exp hard_sigmoid hard_silu hard_swish:hard_silu hard_tanh log_sigmoid relu6 "
        "selu sigmoid silu swish:silu softplus softsign sparse_plus sparse_sigmoid tanh "
        "tanh_shrink"
    ),
    "x, alpha=1.0": "celu elu",
    "x, approximate=False": "gelu",
    "x, axis=-1": "glu log_softmax softmax sparsemax",
    "x, threshold=0.5": "hard_shrink soft_shrink",
    "x, negative_slope=0.2": "leaky_relu",
    "x, b=4": "squareplus",
    "x, threshold, default_value": "threshold",
}


def linear(interpreter: Interpreter, x: Any) -> Any:
    return x


def mish(interpreter: Interpreter, x: Any) -> Any:
    return operations.apply(interpreter, "tanh", {"x": x})


def relu(
    interpreter: Interpreter,
    x: Any,
    negative_slope: Any = 0.0,
    max_value: Any = None,
    threshold: Any = 0.0,
) -> Any:
    """On a symbolic tensor Keras makes an operation `ReLU` of it, which is no layer."""
    layer = interpreter.call(layer_class("ReLU"), (), {})
    result = interpreter.call(layer, (x,), {})
    layer.state.kind = "operation"
    return result


def deserialize(interpreter: Interpreter, config: Any, custom_objects: Any = None) -> Any:
    """An activation by its name, among those of one's own too."""
    if isinstance(config, str) and custom_objects is not None and config not in ACTIVATIONS:
        return interpreter.unknown(f'an activation "{config}" of one\'s own')
    return get(interpreter, config)


def get(interpreter: Interpreter, identifier: Any) -> Any:
    """An activation by its name; what is no name is taken as it is."""
    if identifier is None:
        return module().member("linear")
    if isinstance(identifier, str):
        found = module().member(identifier)
        if found is not MISSING:
            return found
        if identifier not in ACTIVATIONS:
            return interpreter.unknown(f'an activation "{identifier}" that is not Keras\'s own')
    return identifier


_OWN = {"linear": linear, "mish": mish, "relu": relu, "get": get, "deserialize": deserialize}


def module() -> Module:
    find = operations.members([_FUNCTIONS], "keras")

    def load(name: str) -> Any:
        own = _OWN.get(name)
        return find(name) if own is None else native(own, name)

    return Module("keras.activations", {}, load)
