"""Comparing values: equality, order, identity and membership."""

from __future__ import annotations

import _operator as operator

from .. import dims
from ..diagnostics import Unknown
from . import containers
from .operators import ATOMS, MIRRORED, held, key_of, plain, size_of
from .values import MISSING, Class, Function, Identity, Instance, Lost, Method, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from .machine import Interpreter

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
METHODS = {
    "<": "__lt__",
    ">": "__gt__",
    "<=": "__le__",
    ">=": "__ge__",
    "==": "__eq__",
    "!=": "__ne__",
}


def number(value: Any) -> dims.Size | None:
    """The whole number that a value certainly is: a parameter that nobody gave may be anything."""
    return None if type(value) is Unknown and value.parameter else size_of(value)


def compare(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """One comparison: a bool, an Unknown, or what a library's `<` or `==` returns."""
    kind, other = type(left), type(right)
    if kind in ATOMS and other in ATOMS and op in ORDER:
        try:
            return ORDER[op](left, right)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    if op in ("is", "is not"):
        return _sided(interpreter, identical(interpreter, left, right), op == "is")
    if op in ("in", "not in"):
        return _sided(interpreter, contains(interpreter, right, left), op == "in")
    if kind is not Unknown or other is not Unknown:
        for value in (left, right):
            behaviour = interpreter.behaviours.get(type(value))
            if behaviour is not None:
                result = behaviour.compare(interpreter, op, left, right)
                if result is not MISSING:
                    return result
    if op in ("==", "!="):
        if kind is Instance or other is Instance:
            result = _asked(interpreter, op, left, right)
            if result is not MISSING:
                return result
        return _sided(interpreter, equal(interpreter, left, right), op == "==")
    return _order(interpreter, op, left, right)


def _sided(interpreter: Interpreter, answer: bool | Unknown, positive: bool) -> bool | Unknown:
    if positive:
        return answer
    return interpreter.derive(answer, "not") if type(answer) is Unknown else not answer


def _asked(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """What the objects themselves say to a comparison, or MISSING."""
    turns = [(left, right, op), (right, left, MIRRORED[op])]
    if type(right) is type(left) is Instance and right.cls is not left.cls:
        if right.cls.derives_from(left.cls):
            turns.reverse()
    for value, against, sign in turns:
        if type(value) is Instance:
            method = interpreter.special(value, METHODS[sign])
            if method is not MISSING and method is not None:
                result = interpreter.call(method, (against,), {})
                if result is not NotImplemented:
                    return result
            elif sign == "!=":
                method = interpreter.special(value, "__eq__")
                if method is not MISSING:
                    result = interpreter.call(method, (against,), {})
                    if result is not NotImplemented:
                        return _sided(interpreter, interpreter.truth(result), False)
    return MISSING


def _order(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    kind, other = type(left), type(right)
    a, b = number(left), number(right)
    if a is not None and b is not None and not (type(a) is int and type(b) is int):
        low, high = (a, b) if op in ("<", "<=") else (b, a)
        try:
            answer = dims.at_least(high - low, 0 if op in ("<=", ">=") else 1)
        except dims.TooComplex:
            answer = None
        if answer is dims.ALWAYS:
            return True
        if answer is dims.NEVER:
            return False
        return interpreter.derive(_of_sizes(interpreter, left, right), op, key_of(a), key_of(b))
    if kind is Unknown or other is Unknown:
        unknown = left if kind is Unknown else right
        return interpreter.derive(unknown, op, key_of(left), key_of(right))
    if kind is Instance or other is Instance:
        result = _asked(interpreter, op, left, right)
        if result is not MISSING:
            return result
        for value in (left, right):
            if type(value) is Instance and value.cls.unknown_base is not None:
                return interpreter.derive(value.cls.unknown_base, op, Identity(value))
        plain_left, plain_right = held(left), held(right)
        if plain_left is not left or plain_right is not right:
            return compare(interpreter, op, plain_left, plain_right)
    elif plain(left) and plain(right):
        try:
            return ORDER[op](left, right)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    elif kind is other and kind in (list, tuple):
        return _order_of_sequences(interpreter, op, left, right)
    if any(
        type(value) in interpreter.behaviours or value.__class__ is dims.Dim
        for value in (left, right)
    ):
        return interpreter.unknown(f"`{op}` of {interpreter.type_name(left)} is not followed")
    names = [interpreter.type_name(value) for value in (left, right)]
    raise interpreter.raised(
        "TypeError",
        f"'{op}' not supported between instances of '{names[0]}' and '{names[1]}'",
    )


def _of_sizes(interpreter: Interpreter, left: Any, right: Any) -> Unknown:
    unknown = next((value for value in (left, right) if type(value) is Unknown), None)
    return unknown or interpreter.unknown("a comparison of sizes that are not known")


def _order_of_sequences(interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
    """The first items that differ decide."""
    for value in (left, right):
        unknown = containers.loose(interpreter, value)
        if unknown is not None:
            return interpreter.derive(unknown, op, key_of(left), key_of(right))
    for a, b in zip(left, right, strict=False):
        same = equal(interpreter, a, b)
        if type(same) is Unknown:
            return same
        if not same:
            return compare(interpreter, op, a, b)
    return ORDER[op](len(left), len(right))


def identical(interpreter: Interpreter, left: Any, right: Any) -> bool | Unknown:
    """`left is right`."""
    if left is right:
        return True
    for value, other in ((left, right), (right, left)):
        if type(value) is Unknown:
            whole = value.size is not None and not value.parameter
            if whole and (other is None or isinstance(other, (bool, str))):
                return False
            if _is_collection(other) and value.key in interpreter.state.get("foreign", ()):
                return False
            keys = sorted((key_of(left), key_of(right)), key=repr)
            return interpreter.derive(value, "is", *keys)
    kind = type(left)
    if kind is not type(right):
        return False
    if kind is tuple and left == right == ():
        return True
    if kind in (int, float, str, bytes, complex, tuple) and left == right:
        if kind is int and -5 <= left <= 256:
            return True
        # Whether Python keeps one object for both depends on how they came about.
        return interpreter.unknown("whether two equal values are one object")
    if kind is dims.Dim and left == right:
        return interpreter.unknown("whether two sizes are one object")
    return False


def _is_collection(value: Any) -> bool:
    """Whether this is a class that the type of a tensor or an array, whatever it is, is not."""
    return type(value) is Class and value.native in (list, tuple, dict, set, str)


def equal(interpreter: Interpreter, left: Any, right: Any, depth: int = 0) -> bool | Unknown:
    """Whether two values are equal, item by item where they are collections."""
    kind, other = type(left), type(right)
    if kind in ATOMS and other in ATOMS:
        return bool(left == right)
    if left is right and kind is not Unknown and depth:
        return True  # inside collections, Python asks for identity first
    if depth > 40:
        return interpreter.unknown("a comparison nested too deeply")
    a, b = number(left), number(right)
    if a is not None and b is not None:
        return _equal_sizes(interpreter, left, right, a, b)
    if kind is Unknown or other is Unknown:
        unknown = left if kind is Unknown else right
        if _is_collection(left if unknown is right else right):
            if unknown.key in interpreter.state.get("foreign", ()):
                return False
        # In this order, `a == b` and `b == a` are the same question.
        keys = sorted((key_of(left), key_of(right)), key=repr)
        return interpreter.derive(unknown, "==", *keys)
    if depth:
        for value in (left, right):
            behaviour = interpreter.behaviours.get(type(value))
            if behaviour is not None:
                result = behaviour.compare(interpreter, "==", left, right)
                if result is not MISSING:
                    return interpreter.truth(result)
    if kind is Instance or other is Instance:
        return _equal_objects(interpreter, left, right, depth)
    interpreter.step()
    if kind in _COLLECTIONS and other in _COLLECTIONS:
        return _equal_collections(interpreter, left, right, depth)
    if kind is Method and other is Method:
        return left.function is right.function and left.receiver is right.receiver
    if kind is Native and other is Native:
        return left is right or interpreter.unknown("whether two functions are the same")
    if kind in (Function, Class, Native) or other in (Function, Class, Native):
        return left is right
    return left is right or bool(kind is other and left == right)


def _equal_sizes(
    interpreter: Interpreter, left: Any, right: Any, a: dims.Size, b: dims.Size
) -> bool | Unknown:
    try:
        answer = dims.equal(a, b)
    except dims.TooComplex:
        answer = None
    if answer is dims.ALWAYS:
        return True
    if answer is dims.NEVER:
        return False
    return interpreter.derive(_of_sizes(interpreter, left, right), "==", key_of(a), key_of(b))


def _equal_objects(interpreter: Interpreter, left: Any, right: Any, depth: int) -> bool | Unknown:
    result = _asked(interpreter, "==", left, right)
    if result is not MISSING:
        return interpreter.truth(result)
    for value in (left, right):
        if type(value) is Instance and value.cls.unknown_base is not None:
            if left is right:
                return True
            return interpreter.derive(value.cls.unknown_base, "==", Identity(value))
    plain_left, plain_right = held(left), held(right)
    if plain_left is left and plain_right is right:
        return left is right
    return equal(interpreter, plain_left, plain_right, depth)


def _equal_collections(
    interpreter: Interpreter, left: Any, right: Any, depth: int
) -> bool | Unknown:
    for value in (left, right):
        unknown = containers.loose(interpreter, value)
        if unknown is not None:
            return interpreter.derive(unknown, "==", key_of(left), key_of(right))
    kind = type(left)
    if kind in (set, frozenset) and type(right) in (set, frozenset):
        try:
            return bool(left == right)
        except Lost as lost:
            return lost.unknown
    if kind is not type(right):
        return False
    if kind is range or kind is slice:
        return bool(left == right) if plain(left) and plain(right) else _uneven(interpreter)
    if len(left) != len(right):
        return False
    if kind is dict:
        if any(key not in right for key in left):
            return False
        return _all(equal(interpreter, left[key], right[key], depth + 1) for key in left)
    return _all(equal(interpreter, x, y, depth + 1) for x, y in zip(left, right, strict=True))


def _uneven(interpreter: Interpreter) -> Unknown:
    return interpreter.unknown("a comparison of slices with bounds that are not known")


_COLLECTIONS = frozenset({list, tuple, dict, set, frozenset, range, slice})


def _all(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    unknown: Unknown | None = None
    for answer in answers:
        if type(answer) is Unknown:
            unknown = unknown or answer
        elif not answer:
            return False
    return True if unknown is None else unknown


def contains(interpreter: Interpreter, container: Any, item: Any) -> bool | Unknown:
    """`item in container`."""
    kind = type(container)
    if kind is Unknown:
        return interpreter.derive(container, "in", key_of(item))
    if kind is str and type(held(item)) is str:
        return held(item) in container
    if kind is str and type(item) is not Unknown and item.__class__ is not dims.Dim:
        if type(item) is not Instance or item.cls.unknown_base is None:
            name = interpreter.type_name(item)
            raise interpreter.raised(
                "TypeError", f"'in <string>' requires string as left operand, not {name}"
            )
    if kind is bytes and plain(item):
        try:
            return item in container
        except (TypeError, ValueError) as error:
            raise containers.refused(interpreter, error) from None
    if kind in (dict, set, frozenset):
        why = containers.unnamed(item)
        if why is not None and container:
            return interpreter.unknown("whether an unknown item is in there", of=[why])
        try:
            if item in container:
                return True
        except TypeError as error:
            raise containers.refused(interpreter, error) from None
        except Lost as lost:
            return lost.unknown
        unknown = containers.loose(interpreter, container)
        return False if unknown is None else interpreter.derive(unknown, "in", key_of(item))
    if kind is range and type(item) is int:
        return item in container
    if kind is Instance:
        method = interpreter.special(container, "__contains__")
        if method is not MISSING:
            return interpreter.truth(interpreter.call(method, (item,), {}))
        if container.held is not MISSING:
            return contains(interpreter, container.held, item)
    hook = containers.hook(container, "__class_contains__")
    if hook is not MISSING:
        return hook.function(interpreter, container, item)  # type: ignore[no-any-return]
    found = interpreter.iterator(container)
    if type(found) is Unknown:
        return found
    unknown = None
    try:
        for candidate in found:
            interpreter.step()
            same = candidate is item or equal(interpreter, candidate, item)
            if type(same) is Unknown:
                unknown = unknown or same
            elif same:
                return True
    except Lost as lost:
        return lost.unknown
    return False if unknown is None else unknown
