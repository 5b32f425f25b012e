"""Operations that take axes away, or run along them."""

from __future__ import annotations

from .. import dims, shapes
from ..dims import Dim, hidden
from .arrays import Array, array_of, symbol_for
from .dtypes import KINDS, keras_meet, kind_of
from .itemwise import keras_float, ranked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..dims import Size
    from .operations import Call

_OF_ITEMS: dict[str, Callable[..., Any]] = {
    "sum": sum,
    "max": max,
    "min": min,
    "amax": max,
    "amin": min,
    "ptp": lambda items: max(items) - min(items),
    "all": all,
    "any": any,
    "mean": lambda items: sum(items) / len(items),
}


def _product(items: tuple[Any, ...]) -> Any:
    return dims.product(items) if all(type(i) in (int, Dim) for i in items) else _floats(items)


def _floats(items: tuple[Any, ...]) -> Any:
    result = 1
    for item in items:
        result = result * item
    return result


_OF_ITEMS["prod"] = _product


_IN_PYTHON = frozenset(
    {
        "mean",
        "std",
        "var",
        "median",
        "nanmedian",
        "count_nonzero",
        "average",
        "nanmean",
        "nanstd",
        "nanvar",
    }
)


def reduce(call: Call, x: Array, axis: Any = None, keepdims: Any = False, **rest: Any) -> Array:
    """A sum, mean, maximum over some axes, or over all of them."""
    places = call.axes(axis)
    keep = False if type(keepdims).__name__ == "NoValue" else call.flag(keepdims or False)
    dtype = _reduced(call, x)
    if rest.get("dtype") is not None:
        dtype = call.dtype(rest["dtype"], dtype)
    if places is None and not keep and x.shape is None:
        return call.made((), dtype, unknown=x.unknown)
    shape = call.shape(x)
    if shape == () and places in (0, -1) and call.dialect == "numpy":
        # NumPy lets a single number have a first axis, but not in what it writes in Python.
        if call.name in _IN_PYTHON:
            raise call.lost("an axis of a single number")
        places = None
    if call.name == "ptp" and x.dtype == "bool" and call.dialect == "numpy":
        raise call.interpreter.raised("TypeError", "numpy boolean subtract is not supported")
    twice = isinstance(places, tuple) and len(places) > len(
        {place % max(1, len(shape)) for place in places}
    )
    if twice and call.dialect == "numpy":
        raise call.interpreter.raised("ValueError", "duplicate value in 'axis'")
    result = shapes.reduce(shape, places, keep)
    items = None
    if x.items is not None and result == () and call.name in _OF_ITEMS:
        items = _value(call, x, dtype)
    made = call.made(result, dtype, items=items)
    if result == () and items is None:
        _unvalued(call, x, made)
    if call.name in ("max", "min", "amax", "amin", "mean", "median"):
        made.low, made.high = x.low, x.high
    return made


def _value(call: Call, x: Array, dtype: str | None) -> tuple[Any, ...] | None:
    try:
        value = _OF_ITEMS[call.name](x.items)
    except (ArithmeticError, TypeError, ValueError):
        return None
    if isinstance(value, int) and value.bit_length() > 63:
        return None
    return ranked(dtype, (value,))


def _unvalued(call: Call, x: Array, made: Array) -> None:
    """What a single number is: the largest label is known, else there is a reason."""
    if x.classes is not None and call.name in ("max", "amax", "min", "amin"):
        made.items = (x.classes - 1,) if call.name in ("max", "amax") else (0,)
        return
    made.unknown = x.unknown or call.interpreter.unknown(
        f"the {_WORDS.get(call.name, call.name)} of values that are not known"
    )


_WORDS = {"max": "maximum", "amax": "maximum", "min": "minimum", "amin": "minimum"}


def _reduced(call: Call, x: Array) -> str | None:
    rule, numpy = call.options["rule"], call.dialect == "numpy"
    dtype = call.made((), x.dtype).dtype
    kind = kind_of(dtype)
    if rule == "bool":
        return "bool"
    if rule == "count":
        return "int32" if call.dialect == "keras" else "int64"
    if call.dialect == "tensorflow" and rule != "float":
        return dtype
    if rule == "sum":
        if numpy:
            return {"b": "int64", "i": "int64", "u": "uint64"}.get(kind, dtype)
        bits = KINDS.get(dtype or "", ("", 0))[1]
        if kind == "b" or (kind == "i" and bits < 32):
            return "int32"
        return "uint32" if kind == "u" and bits < 32 and call.name != "trapezoid" else dtype
    if rule == "float":
        if call.name in ("nanmax", "nanmin"):
            return dtype
        if call.name == "logsumexp" and not numpy:
            return "float32"
        if not numpy:
            return keras_float(dtype)
        if call.name in ("std", "var") and kind == "c":
            return "float64" if dtype == "complex128" else "float32"
        return "float64" if kind in "iub" else dtype
    return dtype


def average(call: Call, x: Array, weights: Any = None, **rest: Any) -> Array:
    """A mean in which some values count for more; it has a dtype that holds the weights too."""
    made = reduce(call, x, **rest)
    given = None if weights is None else array_of(call.interpreter, weights)
    if call.noted and isinstance(given, Array):
        made.dtype = keras_meet([made.dtype, given.dtype])
    return made


def place(call: Call, x: Array, axis: Any = None, keepdims: Any = False, **rest: Any) -> Array:
    """Where the largest or smallest value is."""
    places = call.axes(axis)
    dtype = "int64" if call.dialect in ("numpy", "tensorflow") else "int32"
    if rest.get("output_type") is not None:
        dtype = call.dtype(rest["output_type"], dtype) or dtype
    shape = call.shape(x)
    if shape == () and places in (0, -1) and call.dialect == "numpy":
        places = None
    result = shapes.reduce(shape, places, call.flag(keepdims))
    made = call.made(result, dtype)
    if places is not None and isinstance(places, int) and result != ():
        made.low, made.high = 0, shape[places] - 1
    if result == ():
        made.unknown = call.interpreter.unknown("where the largest or smallest value is")
    return made


def moments(call: Call, x: Array, axes: Any, keepdims: Any = False, **rest: Any) -> Any:
    """Mean and variance."""
    result = shapes.reduce(call.shape(x), call.axes(axes), call.flag(keepdims))
    return call.made(result, x.dtype), call.made(result, x.dtype)


def quantile(
    call: Call, x: Array, q: Array, axis: Any = None, keepdims: Any = False, **rest: Any
) -> Array:
    """Quantiles: one for each `q`, in front."""
    result = shapes.reduce(call.shape(x), call.axes(axis), call.flag(keepdims))
    made = call.made(x.shape, x.dtype)
    numpy = call.dialect == "numpy"
    dtype = (
        ("float64" if kind_of(made.dtype) in "iub" else made.dtype)
        if numpy
        else keras_float(x.dtype)
    )
    shape = (*call.shape(q), *result)
    unknown = call.interpreter.unknown("a quantile of values that are not known")
    return call.made(shape, dtype, unknown=None if shape else unknown)


def cumulative(call: Call, x: Array, axis: Any = None, dtype: Any = None, **rest: Any) -> Array:
    """Running sums: along an axis, or over all values laid out flat."""
    shape, along = call.shape(x), call.axes(axis)
    name = call.made((), x.dtype).dtype
    if call.dialect == "numpy":
        name = {"b": "int64", "i": "int64", "u": "uint64"}.get(kind_of(name), name)
    elif name == "bool":
        name = "int32"
    name = call.dtype(dtype, name)
    if name == "bool" and call.dialect == "keras":
        name = "int32"
    if along is None or (shape == () and along in (0, -1) and call.dialect == "numpy"):
        items = None
        if x.items is not None and call.name == "cumsum":
            total: Any = 0
            sums = []
            try:
                for item in x.items:
                    total = total + item
                    sums.append(total)
                items = ranked(name, tuple(sums))
            except TypeError:
                items = None
        return call.made((dims.product(shape),), name, items=items)
    unseen = call.noted and call.name.startswith("nan")  # Keras does not look whether it is there
    if isinstance(along, int) and not (unseen and not shape):
        shapes.canonical_axis(along, len(shape))
    return call.made(shape, name)


def norm(
    call: Call, x: Array, ord: Any = None, axis: Any = None, keepdims: Any = False, **rest: Any
) -> Array:
    """Norms of vectors or matrices."""
    result = shapes.reduce(call.shape(x), call.axes(axis), call.flag(keepdims))
    numpy = call.dialect == "numpy"
    name = call.made((), x.dtype).dtype
    dtype = ("float64" if kind_of(name) in "iub" else name) if numpy else keras_float(name)
    dtype = {"complex64": "float32", "complex128": "float64"}.get(dtype or "", dtype)
    unknown = None if result else call.interpreter.unknown("the norm of values not known")
    return call.made(result, dtype, unknown=unknown)


def bincount(
    call: Call, x: Array, weights: Any = None, minlength: Any = 0, sparse: Any = False, **rest: Any
) -> Array:
    """How often each number occurs: as many as the largest one, and one more."""
    if call.noted and weights is None:
        return call.made((*call.shape(x)[:-1], hidden_symbol(call, "counts")), "int32")
    if x.classes is not None:
        least = call.size(minlength)
        return call.made((dims.maximum(x.classes, least),), "int64")
    raise call.lost("how long a count is depends on the values")


def hidden_symbol(call: Call, name: str) -> Size:
    """A size that depends on the values, which Keras shows as None."""
    reason = call.interpreter.unknown(f"how many {name} there are depends on the data")
    return dims.symbol(str(symbol_for(call.interpreter, reason, name)), hidden=True)


def diff(call: Call, a: Array, n: Any = 1, axis: Any = -1, **rest: Any) -> Array:
    """Differences of neighbours: one fewer along the axis."""
    shape = list(call.shape(a))
    place = shapes.canonical_axis(call.whole(axis), len(shape))
    size = shape[place]
    if not hidden(size):
        shape[place] = dims.maximum(size - call.whole(n), 0)
    return call.made(tuple(shape), a.dtype)


def allclose(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """Whether two arrays agree: a single truth value."""
    if call.name == "allclose":
        shapes.broadcast([call.shape(x1), call.shape(x2)], call.needs)
    return call.made((), "bool", unknown=call.interpreter.unknown("a comparison of values"))


def top_k(call: Call, x: Array, k: Any = 1, **rest: Any) -> Any:
    """The k largest along the last axis, and where they are."""
    shape = (*call.shape(x)[:-1], call.size(k))
    return call.made(shape, x.dtype), call.made(shape, "int32")


def in_top_k(call: Call, targets: Array, **rest: Any) -> Array:
    """For each target whether it is among the k most likely."""
    return call.made(targets.shape, "bool", unknown=targets.unknown)


def crossentropy(
    call: Call, target: Array, output: Array, from_logits: Any = False, axis: Any = -1, **rest: Any
) -> Array:
    """A loss for each sample: the class axis is gone."""
    shape = call.shape(output)
    return call.made(shapes.reduce(shape, call.axes(axis), False), output.dtype)


def sparse_crossentropy(
    call: Call, target: Array, output: Array, from_logits: Any = False, axis: Any = -1, **rest: Any
) -> Array:
    """A loss for each label."""
    shape = call.shape(output)
    return call.made(shape[:-1], output.dtype)
