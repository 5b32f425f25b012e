"""Operators on values: Python's own where everything is known, unknown where it is not."""

from __future__ import annotations

import _operator as operator  # the same functions; `operator` is a module of Python's around it

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from . import shaped
from .values import MISSING, Class, Function, Identity, Instance, Lost, Method, Native, Stream
from .whole import Whole

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
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
UNARY: dict[str, Callable[[Any], Any]] = {"-": operator.neg, "+": operator.pos, "~": operator.inv}
UNARY_METHODS = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}

#: The largest whole number, the longest collection or string, and the most values one inside
#: the other, that a program may make.
MOST_BITS = 20_000
MOST_ITEMS = 200_000
MOST_NESTED = 50
#: Types whose values hold no others.
ATOMS = frozenset({int, float, bool, complex, str, bytes, range, type(None), type(...), Whole})
_GROWING = frozenset(("*", "**", "<<"))
_NUMBERS = frozenset({int, float, bool, complex})
_SIZED = frozenset({str, bytes, tuple, list, dict, set, frozenset})
_LOOSE = frozenset({list, dict, set, frozenset})
_PLAIN = frozenset(
    {int, float, bool, complex, str, bytes, tuple, list, dict, set, frozenset, range, slice}
    | {type(None), type(...), Whole}
)


def binary(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """`left op right`."""
    kind, other = type(left), type(right)
    if kind in _NUMBERS and other in _NUMBERS:
        return _arithmetic(interpreter, op, left, right)
    for value in (left, right):
        behaviour = interpreter.behaviours.get(type(value))
        if behaviour is not None:
            result = behaviour.binary(interpreter, op, left, right)
            if result is not MISSING:
                return result
    if kind is Unknown or other is Unknown:
        return _with_unknown(interpreter, op, left, right)
    if kind is Dim or other is Dim:
        return _with_dim(interpreter, op, left, right)
    if op == "%" and kind in (str, bytes):
        return _collections(interpreter, op, left, right)
    if kind is Instance or other is Instance:
        return _with_instance(interpreter, op, left, right)
    if kind in _PLAIN and other in _PLAIN:
        return _collections(interpreter, op, left, right)
    return _unsupported(interpreter, op, left, right)


def _arithmetic(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    if op in _GROWING and isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() + right.bit_length()
        if op == "**":
            bits = left.bit_length() * abs(right)
        elif op == "<<":
            bits = left.bit_length() + right
        if bits > MOST_BITS:
            return interpreter.unknown(f"the result of `{op}` is too large to work out")
    try:
        return BINARY[op](left, right)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _with_unknown(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    unknown = left if type(left) is Unknown else right
    size = None
    if op in "+-*//%" and op != "/":
        a, b = _operand(interpreter, left), _operand(interpreter, right)
        if a is not None and b is not None:
            size = _size(op, a, b)
    return interpreter.derive(unknown, op, key_of(left), key_of(right), size=size)


def _operand(interpreter: Interpreter, value: Any) -> dims.Size | None:
    """The whole number that a value is; for what a parameter without a value gives, a symbol."""
    if type(value) is Unknown and value.size is None and value.parameter and value.name:
        value.size = symbol_for(interpreter, value)
    return size_of(value)


def symbol_for(interpreter: Interpreter, unknown: Unknown, hint: str = "n") -> Dim:
    """The symbol that stands for an unknown whole number."""
    by_key = interpreter.state.setdefault("sizes", {})
    known = by_key.get(unknown.key)
    if known is None:
        symbols = interpreter.state.setdefault("symbols", {})
        stem = unknown.name or unknown.origin or hint
        stem = "".join(c if c.isalnum() or c in "[]().-" else "_" for c in stem) or "n"
        stem = f"n{stem}" if stem[0].isdigit() else stem
        name, number = stem, 1
        while name in symbols:
            number += 1
            name = f"{stem}_{number}"
        symbols[name] = unknown
        known = by_key[unknown.key] = dims.symbol(name)
        if unknown.size is None and not unknown.parameter:
            unknown.size = known
    return known  # type: ignore[no-any-return]


def size_of(value: Any) -> dims.Size | None:
    """The whole number, perhaps symbolic, that a value is."""
    if type(value) is Unknown:
        return value.size
    if type(value) is int or type(value) is Dim:
        return value
    return int(value) if type(value) is Whole else None


def _size(op: str, left: dims.Size, right: dims.Size) -> dims.Size | None:
    try:
        return BINARY[op](left, right)  # type: ignore[no-any-return]
    except (dims.TooComplex, ZeroDivisionError, TypeError, ValueError):
        return None


def key_of(value: Any, depth: int = 0) -> object:
    """A hashable stand-in for a value, equal only where the values are the same."""
    kind = type(value)
    if kind is Unknown:
        return "unknown", value.key
    if kind in _NUMBERS or kind is str or kind is Dim or value is None:
        return kind.__name__, value
    if kind is Whole:
        return value.dtype, int(value)
    if kind is tuple and len(value) < 8 and depth < 3:
        return tuple(key_of(item, depth + 1) for item in value)
    return Identity(value)


def _with_dim(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    numbers = (int, bool, Dim)
    if isinstance(left, numbers) and isinstance(right, numbers):
        if op == "/":
            exact = dims.exact_div(left, right) if right != 0 else None
            floor = exact if exact is not None else _size("//", left, right)
            # `int(n / 2)` and `n / 2` are followed as the whole number they round down to.
            return (
                Fraction(floor, exact is not None) if floor is not None else _lost(interpreter, op)
            )
        if op == "**" and not (type(right) is int and 0 <= right <= 8):
            return _lost(interpreter, op)
        size = _size(op, left, right) if op in METHODS and op not in ("@", "<<", ">>") else None
        return _lost(interpreter, op) if size is None else size
    if isinstance(left, (tuple, list, str)) or isinstance(right, (tuple, list, str)):
        if op == "+" and _SHAPES in interpreter.state:
            made = shaped.joined(interpreter, left, right)
            if made is not MISSING:
                return made
        if op == "*":
            return interpreter.unknown("a sequence repeated an unknown number of times")
        if op == "%" and isinstance(left, str):
            return interpreter.unknown("text with a number in it that is not known")
        return _unsupported(interpreter, op, left, right)
    return _lost(interpreter, op)


#: Kept for a run once it has asked for the shape of a tensor of TensorFlow's.
_SHAPES = "shapes of tensors"


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
    turns = [(left, right, f"__{name}__"), (right, left, f"__r{name}__")]
    if (
        type(left) is type(right) is Instance
        and right.cls is not left.cls
        and right.cls.derives_from(left.cls)
    ):
        turns.reverse()  # the more special class is asked first
    for value, other, method in turns:
        if type(value) is Instance:
            found = interpreter.special(value, method)
            if found is not MISSING and found is not None:
                result = interpreter.call(found, (other,), {})
                if result is not NotImplemented:
                    return result
            elif value.cls.unknown_base is not None:
                return interpreter.derive(value.cls.unknown_base, op, Identity(value))
    plain_left, plain_right = held(left), held(right)
    if plain_left is not left or plain_right is not right:
        return binary(interpreter, op, plain_left, plain_right)
    return _unsupported(interpreter, op, left, right)


def held(value: Any) -> Any:
    """The value of Python's own that an object or a number of NumPy's holds; any other itself."""
    if type(value) is Instance and value.held is not MISSING:
        return value.held
    return int(value) if type(value) is Whole else value


def _collections(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    from . import containers

    if op == "%" and isinstance(left, (str, bytes)):
        from .percent import percent

        return percent(interpreter, left, right)
    for value in (left, right):
        if type(value) in _LOOSE:
            unknown = containers.loose(interpreter, value)
            if unknown is not None:
                return interpreter.derive(unknown, op, key_of(left), key_of(right))
    if op == "*":
        times, items = (left, right) if isinstance(left, int) else (right, left)
        if (
            isinstance(times, int)
            and type(items) in _SIZED
            and len(items) > 0
            and times > MOST_ITEMS // len(items)
        ):
            return interpreter.unknown("a sequence too long to keep")
    elif op in ("+", "|") and type(left) in _SIZED and type(right) in _SIZED:
        if len(left) + len(right) > MOST_ITEMS:
            return interpreter.unknown("a sequence too long to keep")
    if op == "+" and _SHAPES in interpreter.state:
        made = shaped.joined(interpreter, left, right)
        if made is not MISSING:
            return made
    try:
        made = BINARY[op](left, right)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None
    except Lost as lost:
        return lost.unknown
    if type(made) in _SIZED:
        interpreter.spend(len(made))
    return made


def plain(value: Any) -> bool:
    """Whether a value is one of Python's own all the way down, so that Python may print it.

    What is nested too deeply, or would take too long to go through, is not.
    """
    kind = type(value)
    if kind in ATOMS:
        return True
    if kind not in _PLAIN:
        return False
    level, count = [value], 0
    for _ in range(MOST_NESTED):
        inner: list[Any] = []
        for each in level:
            kind = type(each)
            if kind in (tuple, list, set, frozenset):
                inner += each
            elif kind is dict:
                inner += each
                inner += each.values()
            elif kind is slice:
                inner += (each.start, each.stop, each.step)
            elif kind not in _PLAIN:
                return False
        count += len(inner)
        if not inner:
            return True
        if count > MOST_ITEMS:
            return False
        level = [each for each in inner if type(each) not in ATOMS]
    return not level


def _union(left: Any, right: Any) -> Any:
    """`int | None`: a class that stands for any of several, or MISSING."""
    members: list[Any] = []
    for each in (left, right):
        if each is None:
            members.append(type(None))
        elif type(each) is not Class:
            return MISSING
        else:
            members.extend(each.namespace.get("__union__", (each,)))
    return Class("Union", (), {"__union__": tuple(members)})


def _unsupported(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    if op == "|" and Class in (type(left), type(right)):
        union = _union(left, right)
        if union is not MISSING:
            return union
    kinds = [interpreter.type_name(value) for value in (left, right)]
    if all(_ours(value) for value in (left, right)):
        sign = "** or pow()" if op == "**" else op
        raise interpreter.raised(
            "TypeError", f"unsupported operand type(s) for {sign}: '{kinds[0]}' and '{kinds[1]}'"
        )
    return interpreter.unknown(f"`{op}` between {kinds[0]} and {kinds[1]} is not followed")


def _ours(value: Any) -> bool:
    """Whether all that a value can do is known."""
    kind = type(value)
    if kind is Instance:
        return value.cls.unknown_base is None and value.state is None
    if kind is Class:
        return value.unknown_base is None
    return kind in _PLAIN or kind in (Function, Method, Native, Stream)


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
        if value.held is not MISSING:
            return unary(interpreter, op, value.held)
        if value.cls.unknown_base is None:
            raise interpreter.raised(
                "TypeError", f"bad operand type for unary {op}: '{value.cls.name}'"
            )
    if _ours(value):
        raise interpreter.raised(
            "TypeError", f"bad operand type for unary {op}: '{interpreter.type_name(value)}'"
        )
    return interpreter.unknown(f"unary `{op}` of {interpreter.type_name(value)} is not followed")
