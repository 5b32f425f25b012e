"""Operations value by value: one operand keeps its shape, several broadcast."""

from __future__ import annotations

import _operator as operator
import math

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import Dim
from ..network import Tensor
from .arrays import MOST_KEPT, Array, folded
from .dtypes import KINDS, floated, is_float, keras_meet, kind_of, meet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .operations import Call

#: How known values are worked out, where that is of use to a model.
_ONE: dict[str, Callable[[Any], Any]] = {
    **{
        name: getattr(math, name)
        for name in [
            "sqrt",
            "exp",
            "expm1",
            "log",
            "log10",
            "log1p",
            "log2",
            "sin",
            "cos",
            "tan",
            "sinh",
            "cosh",
            "tanh",
        ]
    },
    "absolute": abs,
    "fabs": abs,
    "negative": operator.neg,
    "positive": operator.pos,
    "square": lambda value: value * value,
    "floor": lambda value: float(math.floor(value)),
    "ceil": lambda value: float(math.ceil(value)),
    "trunc": lambda value: float(math.trunc(value)),
    "fix": lambda value: float(math.trunc(value)),
    "rint": lambda value: float(round(value)),
    "round": lambda value: float(round(value)),
    "sign": lambda value: (value > 0) - (value < 0),
    "logical_not": operator.not_,
    "isnan": lambda value: value != value,
    "copy": lambda value: value,
    "stop_gradient": lambda value: value,
    "identity": lambda value: value,
}
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
    "left_shift": lambda a, b: _shifted(a, b),
    "right_shift": lambda a, b: a >> min(b, 64),
    "gcd": math.gcd,
    "lcm": math.lcm,
}
_KEEPS_VALUES = frozenset({"copy", "stop_gradient", "identity", "positive"})
#: Functions that give whole numbers back as they are, in NumPy from 2.1 on and in Keras.
_WHOLE = frozenset({"floor", "ceil", "trunc", "fix", "rint", "round"})
_KERAS_FLOATS = frozenset({"ceil", "floor"})
#: What NumPy makes of truth values where it is not one of the rules; "" where it refuses.
_TRUTHS = {
    "square": "int8",
    "conjugate": "int8",
    "reciprocal": "int8",
    "round": "float16",
    "negative": "",
    "positive": "",
    "sign": "",
}
#: Functions of NumPy's own making, which always work in float64.
_DOUBLE = frozenset({"sinc", "i0", "angle"})
#: Functions along one axis, which must be there.
_ALONG = frozenset({"sort", "argsort", "flip", "argpartition"})


def _shifted(value: int, places: int) -> int:
    if places > 64:
        raise OverflowError("more places than a number of NumPy's has")
    return value << places


def worked_out(function: Callable[..., Any], *operands: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """The values of a function of known values; None where Python cannot tell."""
    if len(operands[0]) > MOST_KEPT:
        return None
    try:
        values = tuple(map(function, *operands))
    except (ArithmeticError, TypeError, ValueError):
        return None
    if any(isinstance(value, int) and value.bit_length() > 63 for value in values):
        return None
    return values


def ranked(dtype: str | None, items: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """Known values as Python numbers of the dtype's kind."""
    if items is None or dtype is None or any(type(item) is Dim for item in items):
        return items if dtype is None or kind_of(dtype) in "iu" else None
    kind = kind_of(dtype)
    convert = {"f": float, "i": int, "u": int, "b": bool}.get(kind)
    if convert is None:
        return items
    try:
        values = tuple(convert(item) for item in items)
    except (TypeError, ValueError, OverflowError):
        return None
    if kind in "iu":
        bits = KINDS[dtype][1] - (kind == "i")
        least, most = (-(1 << bits) if kind == "i" else 0), (1 << bits) - 1
        if any(not least <= value <= most for value in values):
            return None  # it would wrap around
    return values


def keras_float(dtype: str | None) -> str | None:
    """What Keras makes of a function that needs floats: whole numbers become float32."""
    kind = kind_of(dtype)
    return dtype if kind in "fc" or dtype == "float" else None if dtype is None else "float32"


def unary(call: Call, x: Array, **rest: Any) -> Array:
    """A function of each value; other arguments make no difference to the shape."""
    rule = call.options["rule"]
    dtype, numpy = x.dtype, call.dialect == "numpy"
    weak = {"int": "int64" if numpy else "int32", "float": "float64" if numpy else "float32"}
    dtype = weak.get(dtype or "", dtype)
    shape = _along(call, x, rest) if call.name in _ALONG else x.shape
    if call.name in ("softmax", "log_softmax", "sparsemax", "normalize") and x.shape is not None:
        for place in _listed(call.axes(rest.get("axis", -1))):
            shapes.canonical_axis(place, len(x.shape))
    if numpy and call.name in ("tril", "triu"):
        shape = _triangle(call, x)
    if numpy and dtype == "bool" and call.name in _TRUTHS:
        dtype = _TRUTHS[call.name]
        if not dtype:
            raise _no_loop(call)
    elif numpy and call.name in _DOUBLE:
        whole = kind_of(dtype) in ("b" if call.name == "angle" else "biu")
        dtype = "float64" if whole else floated(dtype)
        dtype = {"complex64": "float32", "complex128": "float64"}.get(dtype or "", dtype)
    elif numpy and call.name == "reciprocal":
        pass
    elif numpy and call.name == "bitwise_invert" and kind_of(dtype) in "fc":
        raise _no_loop(call)
    elif rule == "float":
        dtype = floated(dtype) if numpy else keras_float(dtype)
    elif rule == "bool":
        dtype = "bool"
    elif rule == "int":
        dtype = "int64" if numpy else "int32"
    elif rule == "real" or call.name in ("absolute", "fabs"):
        dtype = {"complex64": "float32", "complex128": "float64"}.get(dtype or "", dtype)
        if call.name == "angle" or (call.name == "fabs" and not numpy):
            dtype = floated(dtype) if numpy else keras_float(dtype)
    elif dtype == "bool" and call.name == "square":
        dtype = "int32"
    elif call.name in ("reciprocal", "normalize") and not numpy:
        dtype = "float32" if call.dialect == "keras" else dtype
    elif call.name in _KERAS_FLOATS and not numpy:
        dtype = keras_float(dtype)
    elif call.name == "rint" or (call.name == "fabs" and numpy):
        dtype = floated(dtype)
    if rest.get("dtype") is not None:
        dtype = call.dtype(rest["dtype"], dtype)
    items = None
    whole = call.name != "round" or folded(rest.get("decimals", 0)) == 0
    if x.items is not None and call.name in _ONE and whole:
        items = ranked(dtype, worked_out(_ONE[call.name], x.items))
    made = call.made(shape, dtype, items=items, unknown=x.unknown)
    if call.name in _KEEPS_VALUES:
        made.classes, made.low, made.high = x.classes, x.low, x.high
    return made


def searchsorted(call: Call, x: Array, sorted_sequence: Any = None, **rest: Any) -> Array:
    """Where each value would stand in a sequence; Keras counts far in one of unknown length."""
    made = call.made(x.shape, "int64" if call.dialect == "numpy" else "int32", unknown=x.unknown)
    if call.noted and type(sorted_sequence) is Tensor and sorted_sequence.shape:
        made.dtype = "int64" if dims.hidden(sorted_sequence.shape[0]) else "int32"
    return made


def _no_loop(call: Call) -> Exception:
    return call.interpreter.raised(
        "TypeError", f"ufunc '{call.name}' is not supported for operands of this type"
    )


def type_kept(x: Array) -> bool:
    """Whether an operand is a tensor with a dtype of its own, and no number of Python's."""
    return x.library == "tensor" or x.dtype not in ("int", "float", "bool")


def _listed(places: int | tuple[int, ...] | None) -> tuple[int, ...]:
    return (places,) if isinstance(places, int) else places or ()


def _along(call: Call, x: Array, rest: Any) -> Any:
    """The shape of what runs along an axis, once the axis is known to be there."""
    given = rest.get("axis")
    if x.shape is None:
        return None
    places = call.axes(given)
    single = x.shape == () and call.dialect == "numpy"
    if single and call.name == "argsort" and places in (0, -1, None):
        return (1,)
    for place in _listed(places):
        shapes.canonical_axis(place, len(x.shape))
    if places is None and call.name != "flip":
        return (dims.product(x.shape),)
    return x.shape


def _triangle(call: Call, x: Array) -> Any:
    """NumPy's `tril` stretches a single row to a square."""
    shape = call.shape(x)
    if not shape:
        raise Refused("rank-mismatch", f"{call.name} needs an array of one axis or more")
    return shape * 2 if len(shape) == 1 else shape


def cast(call: Call, x: Array, dtype: Any, **rest: Any) -> Array:
    """The same values in another dtype."""
    name = call.dtype(dtype, None)
    made = call.made(x.shape, name, items=ranked(name, x.items), unknown=x.unknown)
    made.classes, made.low, made.high = x.classes, x.low, x.high
    if not is_float(name) and is_float(x.dtype):
        made.low = made.high = None
    return made


def convert(call: Call, x: Array, dtype: Any = None, **rest: Any) -> Array:
    """`np.array`, `tf.convert_to_tensor`: the values as an array of this library."""
    if dtype is not None:
        return cast(call, x, dtype)
    if call.dialect == "numpy":
        name = meet([x.dtype]) if x.dtype in ("int", "float") else x.dtype
    else:
        name = {"int": "int32", "float": "float32"}.get(x.dtype or "", x.dtype)
    made = call.made(x.shape, name, items=x.items, unknown=x.unknown)
    made.classes, made.low, made.high = x.classes, x.low, x.high
    return made


def clip(call: Call, x: Array, x_min: Array | None, x_max: Array | None, **rest: Any) -> Array:
    """Values kept between two bounds."""
    others = [bound for bound in (x_min, x_max) if bound is not None and bound.dtype != "object"]
    if call.dialect != "numpy":
        dtype = "int32" if x.dtype == "bool" else x.dtype
        return call.made(x.shape, dtype, unknown=x.unknown)
    shape = shapes.broadcast([call.shape(each) for each in (x, *others)], call.needs)
    return call.made(shape, call.meet([x, *others]))


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
            raise _no_loop(call)
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
    return call.made(shape, dtype, items=items, unknown=unknown)


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
