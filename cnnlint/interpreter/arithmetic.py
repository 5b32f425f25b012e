"""Python's built-in functions of numbers."""

from __future__ import annotations

import builtins as python

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from . import kinds, operators
from .operators import MOST_BITS, Fraction, plain
from .values import MISSING, Instance
from .whole import Whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter


def sum_(interpreter: Interpreter, iterable: Any, /, start: Any = 0) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    if type(start) is str:
        raise interpreter.raised("TypeError", "sum() can't sum strings [use ''.join(seq) instead]")
    if all(type(item) in (int, float, bool) for item in items) and type(start) in (int, float):
        return sum(items, start)
    total = start
    for item in items:
        interpreter.step()
        total = operators.binary(interpreter, "+", total, item)
    return total


def abs_(interpreter: Interpreter, x: Any, /) -> Any:
    if type(x) is Instance:
        method = interpreter.special(x, "__abs__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    if type(x) is Dim and (dims.lower(x) or -1) >= 0:
        return x
    behaviour = interpreter.behaviours.get(type(x))
    made = MISSING if behaviour is None else behaviour.unary(interpreter, "abs", x)
    if made is not MISSING:
        return made
    return kinds.plainly(interpreter, abs, x)


def round_(interpreter: Interpreter, number: Any, ndigits: Any = None) -> Any:
    if type(number) is Dim:
        return number
    if type(number) is Fraction and number.exact:
        return number.floor
    if type(number) is Instance:
        method = interpreter.special(number, "__round__")
        if method is not MISSING:
            return interpreter.call(method, () if ndigits is None else (ndigits,), {})
    if ndigits is None:
        return kinds.plainly(interpreter, round, number)
    if type(ndigits) is int and abs(ndigits) > MOST_BITS:
        return interpreter.unknown("a number rounded to too many digits")
    return kinds.plainly(interpreter, round, number, ndigits)


def divmod_(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
    if plain(a) and plain(b) and Whole not in (type(a), type(b)):
        return kinds.plainly(interpreter, divmod, a, b)
    return (
        operators.binary(interpreter, "//", a, b),
        operators.binary(interpreter, "%", a, b),
    )


def pow_(interpreter: Interpreter, base: Any, exp: Any, mod: Any = None) -> Any:
    if mod is not None and all(type(each) is int for each in (base, exp, mod)):
        if max(base.bit_length(), exp.bit_length(), mod.bit_length()) < MOST_BITS // 10:
            return kinds.plainly(interpreter, pow, base, exp, mod)
    power = operators.binary(interpreter, "**", base, exp)
    return power if mod is None else operators.binary(interpreter, "%", power, mod)


def _number(name: str) -> Callable[..., Any]:
    function = getattr(python, name)

    def convert(interpreter: Interpreter, value: Any, /) -> Any:
        if type(value) is Instance:
            method = interpreter.special(value, "__index__")
            if method is not MISSING:
                value = interpreter.call(method, (), {})
        return kinds.plainly(interpreter, function, value)

    return convert


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs_,
    "bin": _number("bin"),
    "chr": _number("chr"),
    "divmod": divmod_,
    "hex": _number("hex"),
    "oct": _number("oct"),
    "ord": _number("ord"),
    "pow": pow_,
    "round": round_,
    "sum": sum_,
}
