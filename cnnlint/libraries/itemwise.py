"""What operations that go through arrays item by item have in common."""

from __future__ import annotations

from ..dims import Dim
from .arrays import MOST_KEPT
from .dtypes import KINDS, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .operations import Call


#: What NumPy makes of truth values where it is not one of the rules; "" where it refuses.
TRUTHS = {
    "square": "int8",
    "conjugate": "int8",
    "reciprocal": "int8",
    "round": "float16",
    "negative": "",
    "positive": "",
    "sign": "",
}


def shifted(value: int, places: int) -> int:
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


def no_loop(call: Call) -> Exception:
    return call.interpreter.raised(
        "TypeError", f"ufunc '{call.name}' is not supported for operands of this type"
    )
