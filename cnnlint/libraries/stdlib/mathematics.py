"""`math`: worked out by Python itself where every number is known."""

from __future__ import annotations

import math as python

from ...diagnostics import Unknown
from ...dims import Dim
from ...interpreter import operators
from ...interpreter.kinds import converted, plainly
from ...interpreter.operators import MOST_BITS, Fraction
from ...interpreter.values import MISSING, Native
from .kit import functions, module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module

#: Functions of numbers whose results cannot outgrow their arguments by much.
_SMALL = (
    "acos acosh asin asinh atan atan2 atanh cbrt copysign cos cosh degrees erf erfc exp exp2 expm1 "
    "fabs fmod frexp gamma gcd isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p "
    "log2 modf nextafter pow radians remainder sin sinh sqrt tan tanh ulp hypot"
)
#: Functions of a sequence of numbers.
_OF_ITEMS = "fsum dist sumprod"


def _pure(name: str) -> Native:
    function = getattr(python, name)

    def call(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        given = []
        for arg in args:
            found = converted(interpreter, arg, "__float__", "__index__")
            given.append(arg if found is MISSING else found)
        if keywords and name in ("isclose",):
            return plainly(interpreter, lambda *each: function(*each, **keywords), *given)
        return plainly(interpreter, function, *given)

    return Native(name, call)


def _of_items(name: str) -> Native:
    function = getattr(python, name, None)

    def call(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        lists = [interpreter.iterate(arg) for arg in args]
        unknown = next((each for each in lists if type(each) is Unknown), None)
        if unknown is not None or function is None:
            return unknown or interpreter.unknown(f"`math.{name}` is not followed")
        return plainly(interpreter, function, *lists)

    return Native(name, call)


def _rounded(interpreter: Interpreter, name: str, x: Any) -> Any:
    if type(x) is Dim or (type(x) is Unknown and x.size is not None and not x.parameter):
        return x
    if type(x) is Fraction and (x.exact or name == "floor"):
        return x.floor
    if type(x) is Fraction:
        return interpreter.unknown("a fraction of a size, rounded up")
    found = converted(interpreter, x, f"__{name}__")
    return plainly(interpreter, getattr(python, name), x) if found is MISSING else found


def floor(interpreter: Interpreter, x: Any, /) -> Any:
    return _rounded(interpreter, "floor", x)


def ceil(interpreter: Interpreter, x: Any, /) -> Any:
    return _rounded(interpreter, "ceil", x)


def trunc(interpreter: Interpreter, x: Any, /) -> Any:
    return _rounded(interpreter, "trunc", x)


def prod(interpreter: Interpreter, iterable: Any, /, *, start: Any = 1) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    total = start
    for item in items:
        total = operators.binary(interpreter, "*", total, item)
    return total


def factorial(interpreter: Interpreter, x: Any, /) -> Any:
    if type(x) is int and x > MOST_BITS // 10:
        return interpreter.unknown("a factorial too large to work out")
    return plainly(interpreter, python.factorial, x)


def comb(interpreter: Interpreter, n: Any, k: Any, /) -> Any:
    return _counted(interpreter, python.comb, n, k)


def perm(interpreter: Interpreter, n: Any, k: Any = None, /) -> Any:
    return _counted(interpreter, python.perm, n, k)


def _counted(interpreter: Interpreter, function: Any, n: Any, k: Any) -> Any:
    if any(type(each) is int and each > MOST_BITS // 10 for each in (n, k)):
        return interpreter.unknown("a number of choices too large to work out")
    return plainly(interpreter, function, n, k)


def math() -> Module:
    """`math`."""
    return module(
        "math",
        {name: _pure(name) for name in _SMALL.split() if hasattr(python, name)},
        {name: _of_items(name) for name in _OF_ITEMS.split()},
        functions(
            floor=floor,
            ceil=ceil,
            trunc=trunc,
            prod=prod,
            factorial=factorial,
            comb=comb,
            perm=perm,
        ),
        {"pi": python.pi, "e": python.e, "tau": python.tau, "inf": python.inf, "nan": python.nan},
    )
