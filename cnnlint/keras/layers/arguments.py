"""What values Keras accepts for the arguments that many layers share.

Each check takes `(declaration, name, value)`, refuses what Keras's constructor refuses, and
returns the value in one form. Only plain Python values are judged.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim
from ...interpreter.whole import Whole
from .kit import INFINITE, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .kit import Check, Declaration

PLAIN = (int, float, str, tuple, list, dict, Dim, type(None))


def shown(value: Any) -> str:
    """A value as the user would write it."""
    if isinstance(value, (tuple, list)) and any(isinstance(v, Dim) for v in value):
        inner = ", ".join(shown(v) for v in value)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    text = str(value) if isinstance(value, Dim) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def invalid(
    declaration: Declaration, name: str, value: Any, wanted: str, exception: str = "ValueError"
) -> Refused:
    """The refusal of one argument: `wanted` says what Keras takes."""
    return Refused(
        "invalid-argument",
        f"`{declaration.title}` does not accept `{name}={shown(value)}`",
        help=f"`{name}` must be {wanted}",
        exception=exception,
    )


def numpy_integer(declaration: Declaration, name: str, value: Whole, exception: str) -> Refused:
    """The refusal of a whole number of NumPy's, where Keras asks for an `int`."""
    from ...diagnostics import Note

    refused = Refused(
        "numpy-integer",
        f"`{declaration.title}` does not accept `{name}={shown(value)}`, an integer of NumPy's",
        help=f"write `int(...)`: `{name}` must be an `int` of Python's",
        exception=exception,
        about=(name,),
    )
    if value.span is not None:
        refused.because = (Note(value.span, f"{shown(value)}, no `int`"),)
    return refused


def of_python(
    declaration: Declaration, name: str, value: Any, exception: str = "ValueError"
) -> None:
    """Refuse a number that Keras takes for none: `isinstance(np.int64(4), int)` is False."""
    if type(value) is Whole:
        raise numpy_integer(declaration, name, value, exception)


def count(declaration: Declaration, name: str, value: Any) -> Any:
    """A whole number above zero, strictly: `Dense(units)`."""
    if isinstance(value, Dim):
        return value
    of_python(declaration, name, value)
    if not isinstance(value, int) or value <= 0:
        raise invalid(declaration, name, value, "a positive integer")
    return int(value)


def count_not_bool(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, bool):
        raise invalid(declaration, name, value, "a positive integer")
    return count(declaration, name, value)


def above_zero(declaration: Declaration, name: str, value: Any) -> Any:
    """What is compared with zero and with nothing else: `LSTM(units)`."""
    if isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    if value <= 0:
        raise invalid(declaration, name, value, "a positive integer")
    return int(value) if isinstance(value, bool) else value


def above_zero_or_none(declaration: Declaration, name: str, value: Any) -> Any:
    """The same where None passes: `Conv2D(filters)`."""
    return None if value is None else above_zero(declaration, name, value)


def count_typed(declaration: Declaration, name: str, value: Any) -> Any:
    """A whole number above zero; another type is a TypeError: `RepeatVector(n)`."""
    if isinstance(value, Dim):
        return value
    of_python(declaration, name, value, "TypeError")
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(declaration, name, value, "an integer", "TypeError")
    if value <= 0:
        raise invalid(declaration, name, value, "a positive integer")
    return value


def numbers(low: int = 1, length: int = 0) -> Check:
    """One number for all axes, or one for each: always a tuple afterwards.

    `length` is the number of spatial axes of the layer unless it is given.
    """

    def check(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
        size = length or declaration.spatial
        bound = "positive" if low == 1 else "non-negative"
        wanted = f"one {bound} integer or a tuple of {size}"
        of_python(declaration, name, value)
        if isinstance(value, (int, Dim)):
            values: tuple[Any, ...] = (value,) * size
        elif isinstance(value, (tuple, list, str)):
            values = tuple(value)
        else:
            raise invalid(declaration, name, value, wanted)
        if len(values) != size:
            raise invalid(declaration, name, value, wanted)
        texts = False
        for one in values:
            if isinstance(one, str) and one.strip().isdecimal():
                texts = True  # passes for a number until it is compared with one
            elif not isinstance(one, Dim) and not (
                isinstance(one, (int, float)) and -INFINITE < one < INFINITE
            ):
                raise invalid(declaration, name, value, wanted)
        if texts:
            raise invalid(declaration, name, value, wanted, "TypeError")
        if any(one < low for one in values if not isinstance(one, Dim)):
            raise invalid(declaration, name, value, wanted)
        return tuple(int(one) if isinstance(one, int) else one for one in values)

    return check


def pairs(count: int, low: int | None = 0) -> Check:
    """How much before and after each of `count` axes: `ZeroPadding2D`, `Cropping2D`.

    A lone number may be negative where `low` is None.
    """
    pair = numbers(low=0, length=2)

    def check(declaration: Declaration, name: str, value: Any) -> tuple[tuple[Any, Any], ...]:
        of_python(declaration, name, value)
        if isinstance(value, (int, Dim)):
            if isinstance(value, int) and low is not None and value < low:
                raise invalid(declaration, name, value, "not negative")
            one = int(value) if isinstance(value, bool) else value
            return ((one, one),) * count
        if not isinstance(value, (tuple, list, str)) or len(value) != count:
            raise invalid(declaration, name, value, f"an integer or {count} pairs of integers")
        return tuple(pair(declaration, name, part) for part in value)

    return check


def data_format(declaration: Declaration, name: str, value: Any) -> str:
    if value is None:
        return "channels_last"
    text = str(value).lower()
    if text not in ("channels_last", "channels_first"):
        raise invalid(declaration, name, value, '"channels_last" or "channels_first"')
    return text


def padding(*allowed: str) -> Check:
    """A padding mode, in any case."""
    listed = " or ".join(f'"{mode}"' for mode in allowed)

    def check(declaration: Declaration, name: str, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return value  # refused when the layer is called
        if not isinstance(value, str):
            raise invalid(declaration, name, value, listed, "AttributeError")
        if value.lower() not in allowed:
            raise invalid(declaration, name, value, listed)
        return value.lower()

    return check


def rate(declaration: Declaration, name: str, value: Any) -> Any:
    """A share between 0 and 1."""
    if isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a number from 0 to 1", "TypeError")
    if not 0 <= value <= 1:
        share = f" ({show_number(value)} % is {value / 100:g})" if 2 <= value <= 100 else ""
        raise invalid(declaration, name, value, f"a number from 0 to 1{share}")
    return value


def seed(declaration: Declaration, name: str, value: Any) -> Any:
    of_python(declaration, name, value)
    if value is not None and not isinstance(value, (int, Dim)):
        raise invalid(declaration, name, value, "an integer or None")
    return value


def not_negative(declaration: Declaration, name: str, value: Any) -> Any:
    """A slope, a threshold: a number that is not below zero; None is refused."""
    if isinstance(value, Dim):
        return value
    if value is None:
        raise invalid(declaration, name, value, "a number that is not negative")
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a number that is not negative", "TypeError")
    if value < 0:
        raise invalid(declaration, name, value, "a number that is not negative")
    return value


def one_of(*allowed: str, exception: str = "ValueError") -> Check:
    listed = ", ".join(f'"{mode}"' for mode in allowed)

    def check(declaration: Declaration, name: str, value: Any) -> Any:
        if value not in allowed:
            raise invalid(declaration, name, value, f"one of {listed}", exception)
        return value

    return check


def lowercase(declaration: Declaration, name: str, value: Any) -> Any:
    """A string whose value is only looked at when the model runs."""
    if not isinstance(value, str):
        raise invalid(declaration, name, value, "a string", "AttributeError")
    return value.lower()


def whole(declaration: Declaration, name: str, value: Any) -> Any:
    """Whatever `int()` takes."""
    if isinstance(value, Dim):
        return value
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise invalid(declaration, name, value, "an integer", type(error).__name__) from None


def number(declaration: Declaration, name: str, value: Any) -> Any:
    """Whatever `float()` takes."""
    if isinstance(value, Dim):
        return value
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise invalid(declaration, name, value, "a number", type(error).__name__) from None


def axes(exception: str = "TypeError") -> Check:
    """One axis, or a list of axes."""

    def check(declaration: Declaration, name: str, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return list(value)
        of_python(declaration, name, value, exception)
        if not isinstance(value, (int, Dim)):
            raise invalid(declaration, name, value, "an integer or a list of integers", exception)
        return value

    return check
