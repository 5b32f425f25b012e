"""Methods of Python's own types, with Python's own mutation.

Most are called on the real value. What would need an item that is not known gives an unknown.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import containers, operators
from .operators import MOST_ITEMS, plain
from .values import MISSING, Native, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter


#: Methods that Python itself runs, once every argument is known to be plain.
_PURE: dict[type, frozenset[str]] = {
    str: frozenset(
        "capitalize casefold center count encode endswith expandtabs find format format_map index "
        "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable "
        "isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix "
        "removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines "
        "startswith strip swapcase title translate upper zfill".split()
    ),
    bytes: frozenset("decode hex startswith endswith split strip count find".split()),
    int: frozenset("bit_length bit_count conjugate to_bytes is_integer as_integer_ratio".split()),
    float: frozenset("is_integer conjugate hex as_integer_ratio".split()),
    bool: frozenset(),
    complex: frozenset(("conjugate",)),
    set: frozenset(
        "copy union intersection difference symmetric_difference issubset issuperset isdisjoint "
        "add discard remove update pop clear difference_update intersection_update".split()
    ),
    frozenset: frozenset(
        "copy union intersection difference symmetric_difference issubset issuperset "
        "isdisjoint".split()
    ),
    range: frozenset(("count", "index")),
}
#: Attributes that are plain values.
_FIELDS: dict[type, frozenset[str]] = {
    int: frozenset(("real", "imag", "numerator", "denominator")),
    float: frozenset(("real", "imag")),
    complex: frozenset(("real", "imag")),
    range: frozenset(("start", "stop", "step")),
    slice: frozenset(("start", "stop", "step")),
    bool: frozenset(("real", "imag")),
}


def find(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name` for a value of Python's own, or MISSING."""
    kind = type(value)
    own = _OWN.get(kind, {}).get(name)
    if own is not None:
        return Native(name, lambda machine, args, keywords: own(machine, value, args, keywords))
    if name in _PURE.get(kind, ()):
        return Native(name, lambda machine, args, keywords: _pure(machine, value, name, args, keywords))
    if name in _FIELDS.get(kind, ()):
        return getattr(value, name)
    if kind is Dim or kind is operators.Fraction:
        return interpreter.unknown(f"`.{name}` of a number that is not known")
    if name == "__class__":
        from .builtins import type_of

        return type_of(interpreter, value)
    if name == "__len__" and kind in (list, tuple, dict, str, set):
        return Native(name, lambda machine, args, keywords: len(value))
    if name == "__getitem__" and kind in (list, tuple, dict, str):
        return Native(name, lambda machine, args, keywords: containers.item(machine, value, args[0]))
    return MISSING


def _pure(
    interpreter: Interpreter, value: Any, name: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    if name == "join" and len(args) == 1 and type(args[0]) is Stream:
        args = (args[0].rest(),)
    if not plain(args) or not plain(keywords) or not plain(value):
        if type(value) is str and name == "format":
            return _format(interpreter, value, args, keywords)
        unknown = interpreter.unknown(f"`.{name}` of something that is not known", of=[*args, *keywords.values()])
        if type(value) is set and name in ("add", "update"):
            value.add(unknown)
        return unknown
    numbers = [arg for arg in args if type(arg) is int]
    if numbers and max(numbers) > MOST_ITEMS and name in ("center", "ljust", "rjust", "zfill", "expandtabs", "to_bytes"):
        return interpreter.unknown("a text too long to keep")
    if name == "replace" and len(args) > 1 and len(value) * (len(args[1]) + 1) > MOST_ITEMS * 10:
        return interpreter.unknown("a text too long to keep")
    try:
        return getattr(value, name)(*args, **keywords)
    except Exception as error:  # whatever Python raises here is the program's own exception
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _format(interpreter: Interpreter, value: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    from .builtins import text_of

    known = [arg if plain(arg) else text_of(interpreter, arg, "s") for arg in args]
    named = {k: arg if plain(arg) else text_of(interpreter, arg, "s") for k, arg in keywords.items()}
    unknown = next((a for a in (*known, *named.values()) if type(a) is Unknown), None)
    if unknown is not None:
        return interpreter.derive(unknown, "format", value)
    return _pure(interpreter, value, "format", tuple(known), named)


# Lists ----------------------------------------------------------------------------------------


def _append(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "append", args, 1, 1)
    if interpreter.uncertain is not None:
        # Inside a body that may run any number of times: how many there will be is not known.
        containers.blur(interpreter, value, interpreter.uncertain)
    if len(value) < MOST_ITEMS:
        value.append(args[0])


def _extend(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "extend", args, 1, 1)
    items = interpreter.iterate(args[0])
    if type(items) is Unknown:
        containers.blur(interpreter, value, items)
    elif len(value) + len(items) <= MOST_ITEMS:
        value.extend(items)


def _insert(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "insert", args, 2, 2)
    if type(args[0]) is int and len(value) < MOST_ITEMS:
        value.insert(*args)
    else:
        why = interpreter.unknown("an item inserted at a position that is not known", of=args[0])
        containers.blur(interpreter, value, why)


def _pop(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "pop", args, 0, 1)
    if args and type(args[0]) is not int:
        return interpreter.unknown("an item at a position that is not known", of=args[0])
    try:
        return value.pop(*args)
    except IndexError as error:
        raise interpreter.raised("IndexError", str(error)) from None


def _remove(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "remove", args, 1, 1)
    del value[_position(interpreter, value, args[0], "list.remove(x): x not in list")]


def _index(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    _count(interpreter, "index", args, 1, 3)
    return _position(interpreter, value, args[0], "that item is not in the list")


def _position(interpreter: Interpreter, value: Any, wanted: Any, message: str) -> Any:
    for place, candidate in enumerate(value):
        same = operators.equal(interpreter, candidate, wanted)
        if same is True:
            return place
        if type(same) is Unknown:
            return same
    raise interpreter.raised("ValueError", message)


def _count_items(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    _count(interpreter, "count", args, 1, 1)
    found = 0
    for candidate in value:
        same = operators.equal(interpreter, candidate, args[0])
        if type(same) is Unknown:
            return same
        found += same
    return found


def _sort(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    from .builtins import ordered

    result = ordered(interpreter, value, keywords.get("key"), keywords.get("reverse", False))
    if type(result) is Unknown:
        value[:] = [interpreter.derive(result, "item", place) for place in range(len(value))]
    else:
        value[:] = result


def _reverse(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    value.reverse()


def _clear(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    value.clear()


def _copy(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    return value.copy()


# Dicts ----------------------------------------------------------------------------------------


def _get(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "get", args, 1, 2)
    if type(args[0]) is Unknown:
        return interpreter.derive(args[0], "key of", id(value))
    default = args[1] if len(args) > 1 else None
    try:
        found = value.get(args[0], MISSING)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    if found is MISSING:
        if containers.ANYTHING in value:
            return interpreter.unknown("an item of a dict with unknown keys", of=value[containers.ANYTHING])
        return default
    return found


def _keys(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value)


def _values(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value.values())


def _items(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value.items())


def _open(interpreter: Interpreter, value: dict[Any, Any]) -> Unknown | None:
    if containers.ANYTHING in value:
        return interpreter.unknown("the items of a dict with unknown keys", of=value[containers.ANYTHING])
    return None


def _update(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    for arg in args:
        pairs = containers.mapping(interpreter, arg)
        if type(pairs) is Unknown:
            value[containers.ANYTHING] = pairs
        else:
            value.update(pairs)
    value.update(keywords)


def _setdefault(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "setdefault", args, 1, 2)
    if type(args[0]) is Unknown:
        return interpreter.derive(args[0], "key of", id(value))
    return value.setdefault(args[0], args[1] if len(args) > 1 else None)


def _pop_key(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    _count(interpreter, "pop", args, 1, 2)
    if type(args[0]) is Unknown:
        return interpreter.derive(args[0], "key of", id(value))
    if args[0] in value:
        return value.pop(args[0])
    if containers.ANYTHING in value:
        return interpreter.unknown("an item of a dict with unknown keys", of=value[containers.ANYTHING])
    if len(args) > 1:
        return args[1]
    raise interpreter.raised("KeyError", repr(args[0]) if plain(args[0]) else "this key")


def _popitem(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    if not value:
        raise interpreter.raised("KeyError", "popitem(): dictionary is empty")
    return value.popitem()


def _next(interpreter: Interpreter, value: Stream, args: Any, keywords: Any) -> Any:
    if value.position >= len(value.items):
        raise interpreter.raised("StopIteration", "")
    value.position += 1
    return value.items[value.position - 1]


def _itself(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    return value


def _count(interpreter: Interpreter, name: str, args: Any, least: int, most: int) -> None:
    if not least <= len(args) <= most:
        raise interpreter.raised(
            "TypeError", f"{name} expected {least} argument{'s' * (least != 1)}, got {len(args)}"
        )


_OWN: dict[type, dict[str, Any]] = {
    list: {
        "append": _append,
        "extend": _extend,
        "insert": _insert,
        "pop": _pop,
        "remove": _remove,
        "index": _index,
        "count": _count_items,
        "sort": _sort,
        "reverse": _reverse,
        "clear": _clear,
        "copy": _copy,
    },
    tuple: {"index": _index, "count": _count_items},
    dict: {
        "get": _get,
        "keys": _keys,
        "values": _values,
        "items": _items,
        "update": _update,
        "setdefault": _setdefault,
        "pop": _pop_key,
        "popitem": _popitem,
        "clear": _clear,
        "copy": _copy,
    },
    Stream: {"__next__": _next, "__iter__": _itself, "close": lambda *_: None},
}
