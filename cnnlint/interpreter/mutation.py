"""Methods of lists, tuples and dicts, with Python's own mutation."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import comparison, containers, merging, operators, storing, uncertainty
from .operators import MOST_ITEMS, held
from .values import MISSING, Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def arity(interpreter: Interpreter, name: str, args: Any, least: int, most: int) -> None:
    """Refuse a wrong number of arguments, as Python does."""
    if not least <= len(args) <= most:
        raise interpreter.raised(
            "TypeError", f"{name} expected {least} argument{'s' * (least != 1)}, got {len(args)}"
        )


def _unsteady(interpreter: Interpreter, value: list[Any]) -> bool:
    """Whether this is done in a body that may run any number of times: the list is blurred."""
    if interpreter.uncertain is not None:
        containers.blur(interpreter, value, interpreter.uncertain)
    if not interpreter.blurred or id(value) not in interpreter.blurred:
        return False
    containers.disturb(value)
    return True


# Lists ----------------------------------------------------------------------------------------


def _append(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "append", args, 1, 1)
    if interpreter.uncertain is not None:
        # Inside a body that may run any number of times: how many there will be is not known.
        containers.blur(interpreter, value, interpreter.uncertain)
    if len(value) < MOST_ITEMS:
        value.append(args[0])
    else:
        containers.blur(interpreter, value, interpreter.unknown("a list too long to keep"))


def _extend(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "extend", args, 1, 1)
    items = interpreter.iterate(args[0])
    if type(items) is Unknown:
        containers.blur(interpreter, value, items)
    elif len(value) + len(items) > MOST_ITEMS:
        containers.blur(interpreter, value, interpreter.unknown("a list too long to keep"))
    else:
        if items:
            _unsteady(interpreter, value)
        value.extend(items)


def _insert(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "insert", args, 2, 2)
    place = held(args[0])
    if _unsteady(interpreter, value):
        value.append(args[1])
    elif type(place) in (int, bool) and len(value) < MOST_ITEMS:
        value.insert(place, args[1])
    elif type(place) in (int, bool, Unknown) or type(place) in interpreter.behaviours:
        why = interpreter.unknown("an item inserted at a position that is not known", of=place)
        containers.blur(interpreter, value, why)
    else:
        raise interpreter.raised(
            "TypeError",
            f"'{interpreter.type_name(place)}' object cannot be interpreted as an integer",
        )


def _pop(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "pop", args, 0, 1)
    place = held(args[0]) if args else -1
    if _unsteady(interpreter, value):
        unknown = containers.open_ended(interpreter, value)
        return interpreter.derive(unknown, "pop", object()) if unknown is not None else None
    if type(place) is not int:
        why = interpreter.unknown("an item at a position that is not known", of=place)
        containers.blur(interpreter, value, why)
        return why
    try:
        return value.pop(place)
    except IndexError as error:
        raise interpreter.raised("IndexError", str(error)) from None


def _remove(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "remove", args, 1, 1)
    if _unsteady(interpreter, value):
        return
    place = _position(interpreter, value, args[0], "list.remove(x): x not in list")
    if type(place) is Unknown:
        containers.blur(interpreter, value, place)
    else:
        del value[place]


def _index(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    arity(interpreter, "index", args, 1, 3)
    unknown = containers.loose(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, "index", object())
    text = interpreter.type_name(value)
    from .text import text_of

    shown = text_of(interpreter, args[0], "r")
    message = (
        "tuple.index(x): x not in tuple"
        if text == "tuple"
        else f"{shown if type(shown) is str else 'that item'} is not in list"
    )
    bounds = [held(bound) for bound in args[1:]]
    if any(type(bound) is not int for bound in bounds):
        return interpreter.unknown("a position in a part that is not known", of=bounds)
    start, stop = (*bounds, None, None)[:2]
    for place in range(len(value))[start:stop]:
        same = comparison.equal(interpreter, value[place], args[0])
        if type(same) is Unknown:
            return interpreter.derive(same, "index", object())
        if same or value[place] is args[0]:
            return place
    raise interpreter.raised("ValueError", message)


def _position(interpreter: Interpreter, value: Any, wanted: Any, message: str) -> Any:
    for place, candidate in enumerate(value):
        same = candidate is wanted or comparison.equal(interpreter, candidate, wanted)
        if same is True:
            return place
        if type(same) is Unknown:
            return same
    raise interpreter.raised("ValueError", message)


def _count(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    arity(interpreter, "count", args, 1, 1)
    unknown = containers.loose(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, "count", object())
    found = 0
    for candidate in value:
        same = candidate is args[0] or comparison.equal(interpreter, candidate, args[0])
        if type(same) is Unknown:
            return interpreter.derive(same, "count", object())
        found += same
    return found


def _sort(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    from .ordering import ordered

    if _unsteady(interpreter, value):
        return
    result = ordered(
        interpreter, value, keywords.get("key"), keywords.get("reverse", False), in_place=True
    )
    if type(result) is Unknown:
        value[:] = [interpreter.derive(result, "item", object()) for _ in value]


def _reverse(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    if not _unsteady(interpreter, value):
        value.reverse()


def _clear_list(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    if interpreter.uncertain is None:
        interpreter.blurred.pop(id(value), None)
    if not _unsteady(interpreter, value):
        value.clear()


def _copy_list(interpreter: Interpreter, value: list[Any], args: Any, keywords: Any) -> Any:
    return interpreter.iterate(value)


# Dicts ----------------------------------------------------------------------------------------


def _get(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "get", args, 1, 2)
    why = containers.unnamed(args[0])
    if why is not None:
        return interpreter.unknown("an item at a key that is not known", of=why)
    try:
        found = value.get(args[0], MISSING)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    except Lost as lost:
        return lost.unknown
    if found is MISSING:
        unknown = containers.anything_in(interpreter, value)
        if unknown is not None:
            return interpreter.derive(unknown, "[]", operators.key_of(args[0]))
        return args[1] if len(args) > 1 else None
    return found


def _keys(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value)


def _values(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value.values())


def _items(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return _open(interpreter, value) or list(value.items())


def _open(interpreter: Interpreter, value: dict[Any, Any]) -> Unknown | None:
    unknown = containers.loose(interpreter, value)
    return None if unknown is None else interpreter.derive(unknown, "items", object())


def _update(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "update", args, 0, 1)
    for arg in args:
        merging.merge(interpreter, value, arg)
    for name, item in keywords.items():
        storing.store(interpreter, value, name, item)


def _setdefault(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "setdefault", args, 1, 2)
    default = args[1] if len(args) > 1 else None
    if containers.unnamed(args[0]) is not None:
        storing.store(interpreter, value, args[0], default)
        return value[containers.ANYTHING]
    try:
        if args[0] in value:
            return value[args[0]]
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    unknown = containers.anything_in(interpreter, value)
    if unknown is not None:
        default = interpreter.derive(unknown, "[]", operators.key_of(args[0]))
    storing.store(interpreter, value, args[0], default)
    return default


def _pop_key(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "pop", args, 1, 2)
    if len(args) > 1 and containers.unnamed(args[0]) is None:
        try:
            absent = args[0] not in value and containers.ANYTHING not in value
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
        if absent:
            return args[1]
    return storing.take_out(interpreter, value, args[0])


def _popitem(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    unknown = _open(interpreter, value)
    if unknown is not None:
        return unknown
    if not value:
        raise interpreter.raised("KeyError", "", args=("popitem(): dictionary is empty",))
    uncertainty.note(interpreter, value)
    return value.popitem()


def _clear_dict(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    uncertainty.note(interpreter, value)
    value.clear()


def _copy_dict(interpreter: Interpreter, value: dict[Any, Any], args: Any, keywords: Any) -> Any:
    return value.copy()


def from_keys(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    """`dict.fromkeys(keys, value)`."""
    arity(interpreter, "fromkeys", args, 1, 2)
    keys = interpreter.iterate(args[0])
    if type(keys) is Unknown:
        return keys
    made: dict[Any, Any] = {}
    for key in keys:
        storing.store(interpreter, made, key, args[1] if len(args) > 1 else None)
    return made


METHODS: dict[type, dict[str, Any]] = {
    list: {
        "append": _append,
        "extend": _extend,
        "insert": _insert,
        "pop": _pop,
        "remove": _remove,
        "index": _index,
        "count": _count,
        "sort": _sort,
        "reverse": _reverse,
        "clear": _clear_list,
        "copy": _copy_list,
    },
    tuple: {"index": _index, "count": _count},
    dict: {
        "get": _get,
        "keys": _keys,
        "values": _values,
        "items": _items,
        "update": _update,
        "setdefault": _setdefault,
        "pop": _pop_key,
        "popitem": _popitem,
        "clear": _clear_dict,
        "copy": _copy_dict,
    },
}
