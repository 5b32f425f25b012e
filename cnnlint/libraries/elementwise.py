"""Operations value by value: one operand keeps its shape, several broadcast."""

from __future__ import annotations

import _operator as operator
import math

from .. import dims, shapes
from ..diagnostics import Refused
from .arrays import Array, folded
from .dtypes import floated, is_float, kind_of, meet
from .itemwise import TRUTHS, keras_float, no_loop, ranked, worked_out

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
_KEEPS_VALUES = frozenset({"copy", "stop_gradient", "identity", "positive"})
_KERAS_FLOATS = frozenset({"ceil", "floor"})
#: Functions of NumPy's own making, which always work in float64.
_DOUBLE = frozenset({"sinc", "i0", "angle"})
#: Functions along one axis, which must be there.
_ALONG = frozenset({"sort", "argsort", "flip", "argpartition"})


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
    if numpy and dtype == "bool" and call.name in TRUTHS:
        dtype = TRUTHS[call.name]
        if not dtype:
            raise no_loop(call)
    elif numpy and call.name in _DOUBLE:
        whole = kind_of(dtype) in ("b" if call.name == "angle" else "biu")
        dtype = "float64" if whole else floated(dtype)
        dtype = {"complex64": "float32", "complex128": "float64"}.get(dtype or "", dtype)
    elif numpy and call.name == "reciprocal":
        pass
    elif numpy and call.name == "bitwise_invert" and kind_of(dtype) in "fc":
        raise no_loop(call)
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
