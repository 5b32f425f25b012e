"""TensorFlow's functions with a meaning of their own: run when one is named."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import Native
from ..network import Tensor, Weight
from .arrays import Array, array_of, folded, size_from, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def decoded(
    interpreter: Interpreter, contents: Any, channels: Any = 0, *rest: Any, **more: Any
) -> Any:
    """An image from a file: its height and width are in the file."""
    unknown = interpreter.unknown("the size of an image is in its file")
    sizes = [
        symbol_for(interpreter, interpreter.derive(unknown, axis), axis)
        for axis in ("height", "width")
    ]
    given = folded(channels)
    if type(given) is int and given > 0:
        depth: Any = given
    else:
        depth = symbol_for(interpreter, interpreter.derive(unknown, "channels"), "channels")
    return Array((*sizes, depth), "uint8", low=0, high=255, library="tensor")


def read_file(interpreter: Interpreter, filename: Any, name: Any = None) -> Any:
    """The bytes of a file."""
    return Array((), "string", unknown=interpreter.unknown("what is in a file"), library="tensor")


def function(interpreter: Interpreter, func: Any = None, *rest: Any, **keywords: Any) -> Any:
    """`@tf.function`, with and without arguments: the function stays what it is."""
    if func is not None:
        return func
    return Native("function", lambda machine, args, named: args[0])


def cond(
    interpreter: Interpreter, pred: Any, true_fn: Any = None, false_fn: Any = None, name: Any = None
) -> Any:
    """One function or the other: both must give the same shapes, so one is asked."""
    truth = interpreter.truth(pred) if type(pred) is not Tensor else None
    return interpreter.call(false_fn if truth is False else true_fn, (), {})


def while_loop(
    interpreter: Interpreter, cond: Any, body: Any, loop_vars: Any, *rest: Any, **more: Any
) -> Any:
    """A loop keeps the shapes of its variables."""
    return loop_vars


def is_tensor(interpreter: Interpreter, x: Any) -> Any:
    """Whether a value is a tensor, symbolic or not."""
    if type(x) is Unknown:
        return interpreter.derive(x, "is_tensor")
    return type(x) in (Tensor, Weight) or (type(x) is Array and x.library == "tensor")


def tensor_shape(interpreter: Interpreter, dims: Any) -> Any:
    """`tf.TensorShape`."""
    from .tensor_shapes import Sizes, sizes_of

    if type(dims) is Sizes:
        return dims
    if dims is None:
        return interpreter.unknown("a shape of which not even the rank is known")
    items = interpreter.iterate(dims)
    if isinstance(items, Unknown):
        return items
    return sizes_of(
        interpreter,
        tuple(
            None
            if item is None
            else size_from(interpreter, item)
            if type(item) is Unknown
            else item
            for item in items
        ),
    )


def tensor_spec(
    interpreter: Interpreter, shape: Any = None, dtype: Any = "float32", name: Any = None
) -> Any:
    """`tf.TensorSpec`: what is said of a tensor beforehand."""
    from . import sources

    return sources.tensor_spec(interpreter, shape, dtype)


def no_op(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    """What prints, asserts or sets something up."""
    return None


def get_static_value(interpreter: Interpreter, tensor: Any, partial: Any = False) -> Any:
    array = array_of(interpreter, tensor)
    if isinstance(array, Array) and array.shape == () and array.items:
        return array.items[0]
    return interpreter.unknown("whether a tensor's value is known beforehand")


def custom_gradient(interpreter: Interpreter, f: Any) -> Any:
    """`@tf.custom_gradient`: the function returns its result, and how to go back from it."""
    if type(f) is Unknown:
        return interpreter.derive(f, "custom_gradient")

    def forward(machine: Interpreter, args: Any, keywords: Any) -> Any:
        both = machine.call(f, args, keywords)
        if type(both) is Unknown:
            return machine.derive(both, "[]", 0)
        if type(both) in (tuple, list) and len(both) == 2:
            return both[0]
        return machine.unknown("what a function with a gradient of its own returns")

    return Native("custom_gradient", forward)


OWN = {
    "function": function,
    "custom_gradient": custom_gradient,
    "cond": cond,
    "while_loop": while_loop,
    "is_tensor": is_tensor,
    "TensorShape": tensor_shape,
    "TensorSpec": tensor_spec,
    "print": no_op,
    "group": no_op,
    "enable_eager_execution": no_op,
    "disable_eager_execution": no_op,
    "disable_v2_behavior": no_op,
    "set_random_seed": no_op,
    "get_static_value": get_static_value,
}
