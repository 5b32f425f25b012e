"""Operations of two arrays, item by item, which are spread against each other."""

from __future__ import annotations

import _operator as operator

from .. import dims, shapes
from ..loading import module
from ..network import Tensor
from .arrays import Array
from .dtypes import floated, keras_meet, kind_of
from .itemwise import keras_float, no_loop, ranked, shifted, worked_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .operations import Call


_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "true_divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "mod": operator.mod,
    "remainder": operator.mod,
    "power": operator.pow,
    "maximum": max,
    "minimum": min,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "logical_and": lambda a, b: bool(a) and bool(b),
    "logical_or": lambda a, b: bool(a) or bool(b),
    "bitwise_and": operator.and_,
    "bitwise_or": operator.or_,
    "bitwise_xor": operator.xor,
    "left_shift": lambda a, b: shifted(a, b),
    "right_shift": lambda a, b: a >> min(b, 64),
    "gcd": lambda a, b: module("math").gcd(a, b),
    "lcm": lambda a, b: module("math").lcm(a, b),
}


def searchsorted(call: Call, x: Array, sorted_sequence: Any = None, **rest: Any) -> Array:
    """Where each value would stand in a sequence; Keras counts far in one of unknown length."""
    made = call.made(x.shape, "int64" if call.dialect == "numpy" else "int32", unknown=x.unknown)
    if call.noted and type(sorted_sequence) is Tensor and sorted_sequence.shape:
        made.dtype = "int64" if dims.hidden(sorted_sequence.shape[0]) else "int32"
    return made


def type_kept(x: Array) -> bool:
    """Whether an operand is a tensor with a dtype of its own, and no number of Python's."""
    return x.library == "tensor" or x.dtype not in ("int", "float", "bool")


def binary(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """A function of two values, broadcast."""
    rule, numpy = call.options["rule"], call.dialect == "numpy"
    dtype = call.meet([x1, x2])
    if call.noted and call.name in _SETTLED:
        dtype = keras_meet([_KERAS_NUMBERS.get(x.dtype or "", x.dtype) for x in (x1, x2)])
    if rule == "bool":
        dtype = "bool"
    elif rule in ("divide", "float"):
        if not numpy:
            weak = call.name == "arctan2" and not (type_kept(x1) and type_kept(x2))
            kept = call.name == "hypot" and dtype == "bool"
            kept = kept or (call.name == "heaviside" and dtype == "bool")
            dtype = "float32" if weak else dtype if kept else keras_float(dtype)
        elif rule == "divide":
            dtype = "float64" if kind_of(dtype) in "iub" else dtype
        else:
            dtype = floated(dtype)
    elif rule == "bits" and numpy:
        if kind_of(dtype) in "fc":
            raise no_loop(call)
        dtype = "int8" if dtype == "bool" and "shift" in call.name else dtype
    elif rule == "second":
        dtype = x2.dtype
    elif not numpy and dtype == "bool" and call.name in ("mod", "fmod"):
        dtype = "int32"
    elif numpy and dtype == "bool" and call.name in _NOT_FOR_BOOL:
        if call.name == "subtract":
            raise call.interpreter.raised(
                "TypeError",
                "numpy boolean subtract, the `-` operator, is not supported, use the "
                "bitwise_xor, the `^` operator, or the logical_xor function instead.",
            )
        dtype = "int8"
    shape = shapes.broadcast([call.shape(x1), call.shape(x2)], call.needs)
    if rule == "bits" and call.noted and shape != x1.shape:
        raise call.lost(f"`{call.name}` that stretches: Keras says one shape and computes another")
    if rule == "bits" and call.noted and "shift" in call.name and x2.dtype == "int":
        dtype = x1.dtype
    items = None
    function = _TWO.get(call.name)
    if function is not None and x1.items is not None and x2.items is not None:
        items = _paired(function, x1, x2, shape)
        items = ranked(dtype, items) if items is not None else None
    unknown = None
    if shape == () and items is None:
        unknown = x1.unknown or x2.unknown
    made = call.made(shape, dtype, items=items, unknown=unknown)
    if call.name in ("add", "subtract") and items is None and dtype in ("int32", "int64"):
        made.low, made.high = _moved(x1, x2, 1 if call.name == "add" else -1)
    return made


def _moved(x: Array, by: Array, sign: int) -> tuple[Any, Any]:
    """The bounds of whole numbers to which one number is added: of class numbers too."""
    if by.shape != () or by.items is None or type(by.items[0]) is not int:
        return None, None
    step = sign * by.items[0]
    low, high = x.low, x.high
    if isinstance(x.classes, int):
        low, high = 0, x.classes - 1
    return (
        low + step if isinstance(low, int) else None,
        high + step if isinstance(high, int) else None,
    )


#: Functions for which Keras takes the dtype of a plain number as it stands.
_SETTLED = frozenset({"gcd", "lcm", "ldexp", "nextafter"})


_KERAS_NUMBERS = {"int": "int32", "float": "float32"}


_NOT_FOR_BOOL = frozenset({"subtract", "mod", "remainder", "floor_divide", "power", "fmod"})


def _paired(
    function: Callable[..., Any], x1: Array, x2: Array, shape: Any
) -> tuple[Any, ...] | None:
    """Known values worked out, for equal shapes or one single number."""
    a, b = x1.items or (), x2.items or ()
    if x1.shape != x2.shape:
        if x1.shape == ():
            a = a * len(b)
        elif x2.shape == ():
            b = b * len(a)
        else:
            return None
    if function is operator.pow and any(abs(each) > 64 for each in b if type(each) is int):
        return None
    return worked_out(function, a, b)


def where(call: Call, condition: Array, x1: Array | None = None, x2: Array | None = None) -> Any:
    """Values of one or the other; with a condition alone, the places where it holds."""
    if x1 is None or x2 is None:
        from .gathering import nonzero

        return nonzero(call, condition)
    operands = [call.shape(each) for each in (condition, x1, x2)]
    return call.made(shapes.broadcast(operands, call.needs), call.meet([x1, x2]))


def isin(call: Call, x1: Array, **rest: Any) -> Array:
    """For each value, whether it is one of some others."""
    return call.made(x1.shape, "bool", unknown=x1.unknown)


def add_n(call: Call, xs: list[Array], **rest: Any) -> Array:
    """The sum of arrays that all have one shape."""
    shape = shapes.broadcast([call.shape(x) for x in xs], call.needs)
    return call.made(shape, call.meet(xs))
