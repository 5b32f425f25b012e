"""Operators on values: Python's own where everything is known, unknown where it is not."""

from __future__ import annotations

import operator

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from .values import MISSING, Class, Function, Instance, Method, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "@": operator.matmul,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "|": operator.or_,
    "^": operator.xor,
    "&": operator.and_,
}
METHODS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "@": "matmul",
    "<<": "lshift",
    ">>": "rshift",
    "|": "or",
    "^": "xor",
    "&": "and",
}
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
ORDER_METHODS = {"<": "lt", ">": "gt", "<=": "le", ">=": "ge", "==": "eq", "!=": "ne"}
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "~": operator.inv}
UNARY_METHODS = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}

#: The largest whole number, and the longest collection or string, that a program may make.
MOST_BITS = 20_000
MOST_ITEMS = 200_000
_NUMBERS = frozenset({int, float, bool, complex})
_PLAIN = frozenset(
    {int, float, bool, complex, str, bytes, tuple, list, dict, set, frozenset, range, slice}
    | {type(None), type(...)}
)


def binary(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """`left op right`."""
    kind, other = type(left), type(right)
    if kind in _NUMBERS and other in _NUMBERS:
        return _arithmetic(interpreter, op, left, right)
    if kind is Unknown or other is Unknown:
        return _with_unknown(interpreter, op, left, right)
    for value in (left, right):
        behaviour = interpreter.behaviours.get(type(value))
        if behaviour is not None:
            result = behaviour.binary(interpreter, op, left, right)
            if result is not MISSING:
                return result
    if kind is Dim or other is Dim:
        return _with_dim(interpreter, op, left, right)
    if kind is Instance or other is Instance:
        return _with_instance(interpreter, op, left, right)
    if kind in _PLAIN and other in _PLAIN:
        return _collections(interpreter, op, left, right)
    return _unsupported(interpreter, op, left, right)


def _arithmetic(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    if (op == "**" and type(right) is int and type(left) is int) or op == "<<":
        bits = abs(right) * (left.bit_length() if op == "**" else 1)
        if bits > MOST_BITS:
            return interpreter.unknown(f"the result of `{op}` is too large to work out")
    elif op == "*" and type(left) is int and left.bit_length() > MOST_BITS:
        return interpreter.unknown("the product is too large to work out")
    try:
        return BINARY[op](left, right)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _with_unknown(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    for value in (left, right):
        behaviour = interpreter.behaviours.get(type(value))
        if behaviour is not None:
            result = behaviour.binary(interpreter, op, left, right)
            if result is not MISSING:
                return result
    unknown = left if type(left) is Unknown else right
    size = None
    if op in "+-*//%" and op != "/":
        a, b = size_of(left), size_of(right)
        if a is not None and b is not None:
            size = _size(op, a, b)
    return interpreter.derive(unknown, op, key_of(left), key_of(right), size=size)


def size_of(value: Any) -> dims.Size | None:
    """The whole number, perhaps symbolic, that a value is."""
    if type(value) is Unknown:
        if value.size is None and value.parameter and value.name.isidentifier():
            value.size = dims.symbol(value.name)
        return value.size
    if type(value) is int or type(value) is Dim:
        return value  # type: ignore[no-any-return]
    return None


def _size(op: str, left: dims.Size, right: dims.Size) -> dims.Size | None:
    try:
        return BINARY[op](left, right)  # type: ignore[no-any-return]
    except (dims.TooComplex, ZeroDivisionError, TypeError, ValueError):
        return None


def key_of(value: Any) -> object:
    """A hashable stand-in for a value, equal only where the values are the same."""
    kind = type(value)
    if kind is Unknown:
        return "unknown", value.key
    if kind in _NUMBERS or kind is str or kind is Dim or value is None:
        return kind.__name__, value
    if kind is tuple and len(value) < 8:
        return tuple(key_of(item) for item in value)
    return id(value)


def _with_dim(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    numbers = (int, bool, Dim)
    if isinstance(left, numbers) and isinstance(right, numbers):
        if op == "/":
            exact = dims.exact_div(left, right) if right != 0 else None
            floor = exact if exact is not None else _size("//", left, right)
            # `int(n / 2)` and `n / 2` are followed as the whole number they round down to.
            return Fraction(floor, exact is not None) if floor is not None else _lost(interpreter, op)
        if op == "**" and not (type(right) is int and 0 <= right <= 8):
            return _lost(interpreter, op)
        size = _size(op, left, right) if op in METHODS and op not in ("@", "<<", ">>") else None
        return _lost(interpreter, op) if size is None else size
    if isinstance(left, (tuple, list, str)) or isinstance(right, (tuple, list, str)):
        if op == "*":
            return interpreter.unknown("a sequence repeated an unknown number of times")
        if op == "%" and isinstance(left, str):
            return interpreter.unknown("text with a number in it that is not known")
        return _unsupported(interpreter, op, left, right)
    return _lost(interpreter, op)


class Fraction:
    """`n / 2` of a symbolic `n`: `floor` is what `int()` makes of it."""

    __slots__ = ("exact", "floor")

    def __init__(self, floor: dims.Size, exact: bool) -> None:
        self.floor = floor
        self.exact = exact


def _lost(interpreter: Interpreter, op: str) -> Unknown:
    return interpreter.unknown(f"`{op}` of a size that is not known")


def _with_instance(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    name = METHODS[op]
    for value, other, method in ((left, right, f"__{name}__"), (right, left, f"__r{name}__")):
        if type(value) is Instance:
            found = interpreter.special(value, method)
            if found is not MISSING:
                result = interpreter.call(found, (other,), {})
                if result is not NotImplemented:
                    return result
            elif value.cls.unknown_base is not None:
                return interpreter.derive(value.cls.unknown_base, op, id(value))
    return _unsupported(interpreter, op, left, right)


def _collections(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    if op == "*":
        times, items = (left, right) if isinstance(left, int) else (right, left)
        if isinstance(times, int) and hasattr(items, "__len__") and times * len(items) > MOST_ITEMS:
            return interpreter.unknown("a sequence too long to keep")
    elif op == "+" and hasattr(left, "__len__") and hasattr(right, "__len__"):
        if len(left) + len(right) > MOST_ITEMS:
            return interpreter.unknown("a sequence too long to keep")
    elif op == "%" and isinstance(left, (str, bytes)):
        return _percent(interpreter, left, right)
    try:
        return BINARY[op](left, right)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _percent(interpreter: Interpreter, template: Any, values: Any) -> Any:
    parts = values if isinstance(values, tuple) else values.values() if isinstance(values, dict) else (values,)
    for part in parts:
        if type(part) not in _PLAIN or (isinstance(part, (list, tuple, dict)) and not plain(part)):
            return interpreter.unknown("text with a value in it that is not known", of=part)
    digits = 0
    for char in template if isinstance(template, str) else "":
        digits = digits * 10 + int(char) if char in "0123456789" and digits < MOST_ITEMS else 0
        if digits >= MOST_ITEMS:
            return interpreter.unknown("a text too long to keep")
    try:
        return template % values
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def plain(value: Any, depth: int = 0) -> bool:
    """Whether a value is one of Python's own all the way down, so that Python may print it."""
    kind = type(value)
    if kind not in _PLAIN or depth > 20:
        return False
    if kind in (tuple, list, set, frozenset):
        return all(plain(item, depth + 1) for item in value)
    if kind is dict:
        return all(plain(k, depth + 1) and plain(v, depth + 1) for k, v in value.items())
    return True


def _unsupported(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    kinds = [interpreter.type_name(value) for value in (left, right)]
    if all(type(value) in _PLAIN for value in (left, right)) or any(
        value is None for value in (left, right)
    ):
        raise interpreter.raised(
            "TypeError", f"unsupported operand type(s) for {op}: '{kinds[0]}' and '{kinds[1]}'"
        )
    return interpreter.unknown(f"`{op}` between {kinds[0]} and {kinds[1]} is not followed")


def unary(interpreter: Interpreter, op: str, value: Any) -> Any:
    kind = type(value)
    if op == "not":
        truth = interpreter.truth(value)
        return interpreter.derive(truth, "not") if type(truth) is Unknown else not truth
    if kind in _NUMBERS:
        try:
            return UNARY[op](value)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    if kind is Unknown:
        size = None if value.size is None or op == "~" else UNARY[op](value.size)
        return interpreter.derive(value, op, size=size)
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        result = behaviour.unary(interpreter, op, value)
        if result is not MISSING:
            return result
    if kind is Dim:
        return UNARY[op](value) if op != "~" else _lost(interpreter, op)
    if kind is Instance:
        method = interpreter.special(value, UNARY_METHODS[op])
        if method is not MISSING:
            return interpreter.call(method, (), {})
    if kind in _PLAIN:
        raise interpreter.raised("TypeError", f"bad operand type for unary {op}: '{kind.__name__}'")
    return interpreter.unknown(f"unary `{op}` of {interpreter.type_name(value)} is not followed")


def compare(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """One comparison: a bool, an Unknown, or what a library's `<` or `==` returns."""
    if op in ("is", "is not"):
        same = identical(interpreter, left, right)
        if type(same) is Unknown:
            return same if op == "is" else interpreter.derive(same, "not")
        return same if op == "is" else not same
    if op in ("in", "not in"):
        found = contains(interpreter, right, left)
        if type(found) is Unknown:
            return found if op == "in" else interpreter.derive(found, "not")
        return found if op == "in" else not found
    kind, other = type(left), type(right)
    if kind is not Unknown or other is not Unknown:
        for value in (left, right):
            behaviour = interpreter.behaviours.get(type(value))
            if behaviour is not None:
                result = behaviour.compare(interpreter, op, left, right)
                if result is not MISSING:
                    return result
    if op in ("==", "!="):
        if kind is Instance:
            method = interpreter.special(left, f"__{ORDER_METHODS[op]}__")
            if method is not MISSING:
                return interpreter.call(method, (right,), {})
        same = equal(interpreter, left, right)
        if type(same) is Unknown:
            return same if op == "==" else interpreter.derive(same, "not")
        return same if op == "==" else not same
    return _order(interpreter, op, left, right)


def _order(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    a, b = size_of(left), size_of(right)
    if a is not None and b is not None and not (type(a) is int and type(b) is int):
        low, high = (a, b) if op in ("<", "<=") else (b, a)
        answer = dims.at_least(high - low, 0 if op in ("<=", ">=") else 1)
        if answer is dims.ALWAYS:
            return True
        if answer is dims.NEVER:
            return False
        unknown = next((v for v in (left, right) if type(v) is Unknown), None)
        if unknown is None:
            unknown = interpreter.unknown("a comparison of sizes that are not known")
        return interpreter.derive(unknown, op, key_of(a), key_of(b))
    if kind is Unknown or other is Unknown:
        unknown = left if kind is Unknown else right
        return interpreter.derive(unknown, op, key_of(left), key_of(right))
    if kind is Instance or other is Instance:
        for value, against, sign in ((left, right, op), (right, left, MIRRORED[op])):
            if type(value) is Instance:
                method = interpreter.special(value, f"__{ORDER_METHODS[sign]}__")
                if method is not MISSING:
                    return interpreter.call(method, (against,), {})
        return interpreter.unknown("a comparison of objects is not followed")
    if kind in _PLAIN and other in _PLAIN:
        if kind in (list, tuple) and not (plain(left) and plain(right)):
            return interpreter.unknown("a comparison of sequences with unknown items")
        try:
            return ORDER[op](left, right)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    return interpreter.unknown(f"`{op}` of {interpreter.type_name(left)} is not followed")


def identical(interpreter: Interpreter, left: Any, right: Any) -> bool | Unknown:
    if left is right:
        return True
    for value, other in ((left, right), (right, left)):
        if type(value) is Unknown:
            if value.size is not None and not value.parameter and (other is None or isinstance(other, (bool, str))):
                return False
            return interpreter.derive(value, "is", key_of(left), key_of(right))
    kind = type(left)
    if kind is not type(right):
        return False
    if kind in (int, float, str, bool, type(None)) or (kind is tuple and left == right == ()):
        return bool(left == right)
    if kind in (Method,):
        return False
    return False


def equal(interpreter: Interpreter, left: Any, right: Any, depth: int = 0) -> bool | Unknown:
    """Whether two values are equal, item by item where they are collections."""
    if left is right and type(left) is not Unknown:
        return True
    kind, other = type(left), type(right)
    if depth > 50:
        return interpreter.unknown("a comparison nested too deeply")
    a, b = size_of(left), size_of(right)
    if a is not None and b is not None:
        answer = dims.equal(a, b)
        if answer is dims.ALWAYS:
            return True
        if answer is dims.NEVER:
            return False
        unknown = next((v for v in (left, right) if type(v) is Unknown), None)
        if unknown is None:
            unknown = interpreter.unknown("a comparison of sizes that are not known")
        return interpreter.derive(unknown, "==", key_of(a), key_of(b))
    if kind is Unknown or other is Unknown:
        unknown = left if kind is Unknown else right
        # The sign keeps `a == b` and `b == a` the same question.
        keys = sorted((key_of(left), key_of(right)), key=repr)
        return interpreter.derive(unknown, "==", *keys)
    if kind in (tuple, list) and kind is other:
        if len(left) != len(right):
            return False
        return _all(equal(interpreter, x, y, depth + 1) for x, y in zip(left, right, strict=True))
    if kind is dict and other is dict:
        if len(left) != len(right) or any(key not in right for key in left):
            return False
        return _all(equal(interpreter, left[key], right[key], depth + 1) for key in left)
    if kind is Instance:
        method = interpreter.special(left, "__eq__")
        if method is not MISSING:
            return interpreter.truth(interpreter.call(method, (right,), {}))
        return False
    if kind in _PLAIN and other in _PLAIN:
        try:
            return bool(left == right)
        except RecursionError:
            return interpreter.unknown("a comparison nested too deeply")
    if kind in (Function, Class, Module, Native) or other in (Function, Class, Module, Native):
        return False
    return False


def _all(answers: Any) -> bool | Unknown:
    unknown: Unknown | None = None
    for answer in answers:
        if type(answer) is Unknown:
            unknown = unknown or answer
        elif not answer:
            return False
    return True if unknown is None else unknown


def contains(interpreter: Interpreter, container: Any, item: Any) -> Any:
    """`item in container`."""
    kind = type(container)
    if kind is Unknown:
        return interpreter.derive(container, "in", key_of(item))
    if kind is str and type(item) is str:
        return item in container
    if kind in (dict, set, frozenset) and type(item) is not Unknown:
        try:
            return item in container
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    if kind is range and type(item) is int:
        return item in container
    if kind is Instance:
        method = interpreter.special(container, "__contains__")
        if method is not MISSING:
            return interpreter.truth(interpreter.call(method, (item,), {}))
    items = interpreter.iterate(container)
    if type(items) is Unknown:
        return items
    unknown: Unknown | None = None
    for candidate in items:
        same = equal(interpreter, candidate, item)
        if same is True:
            return True
        if type(same) is Unknown:
            unknown = unknown or same
    return False if unknown is None else unknown
