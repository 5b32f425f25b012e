"""Reading and writing items: `value[index]`, dicts with keys that are not known, sets."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from .operators import key_of
from .values import MISSING, Class, Instance, Method, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


class Anything:
    """The key under which a dict keeps what was stored at a key that is not known."""

    __slots__ = ()


ANYTHING = Anything()


def blur(interpreter: Interpreter, value: list[Any], why: Unknown) -> None:
    """From here on, how many items this list has is not known."""
    if id(value) not in interpreter.fresh:
        # The list is kept, so that its id stays its own.
        interpreter.blurred.setdefault(id(value), (value, why))


def open_ended(interpreter: Interpreter, value: Any) -> Unknown | None:
    """Why the number of items of a list is not known; None where it is."""
    entry = interpreter.blurred.get(id(value)) if interpreter.blurred else None
    return None if entry is None else interpreter.derive(entry[1], "items", id(value))


def item(interpreter: Interpreter, value: Any, index: Any) -> Any:
    """`value[index]`."""
    kind = type(value)
    if kind is dict:
        return _of_dict(interpreter, value, index)
    if kind is Unknown:
        return interpreter.derive(value, "[]", key_of(index))
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.item(interpreter, value, index)
        if found is not MISSING:
            return found
    if kind in (list, tuple, str, bytes, range):
        return _of_sequence(interpreter, value, index)
    if kind is Instance:
        method = interpreter.special(value, "__getitem__")
        if method is not MISSING:
            return interpreter.call(method, (index,), {})
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "[]", id(value), key_of(index))
    if kind is Class:
        found, owner = value.find("__class_getitem__")
        if found is not MISSING:
            return interpreter.call(Method(getattr(found, "function", found), value, owner), (index,), {})
        return value  # `list[int]`, `Generic[T]`
    raise interpreter.raised(
        "TypeError", f"'{interpreter.type_name(value)}' object is not subscriptable"
    )


def _of_dict(interpreter: Interpreter, value: dict[Any, Any], index: Any) -> Any:
    if type(index) is Unknown:
        return interpreter.derive(index, "key of", id(value))
    try:
        found = value.get(index, MISSING)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    if found is MISSING:
        if ANYTHING in value:
            return interpreter.unknown("an item of a dict with unknown keys", of=value[ANYTHING])
        raise interpreter.raised("KeyError", repr(index) if isinstance(index, str) else "this key")
    return found


def _of_sequence(interpreter: Interpreter, value: Any, index: Any) -> Any:
    kind = type(index)
    unknown = open_ended(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, "[]", key_of(index))
    if kind is slice:
        for part in (index.start, index.stop, index.step):
            if type(part) is Unknown or type(part) is Dim:
                return interpreter.unknown("a slice with bounds that are not known", of=part)
    elif kind is Unknown or kind is Dim:
        return interpreter.unknown("an item at a position that is not known", of=index)
    elif kind is Instance:
        method = interpreter.special(index, "__index__")
        if method is not MISSING:
            return _of_sequence(interpreter, value, interpreter.call(method, (), {}))
    try:
        return value[index]
    except (IndexError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def set_item(interpreter: Interpreter, value: Any, index: Any, new: Any) -> None:
    """`value[index] = new`."""
    kind = type(value)
    if kind is dict:
        store(interpreter, value, index, new)
        return
    if kind is list:
        _set_in_list(interpreter, value, index, new)
        return
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        behaviour.set_item(interpreter, value, index, new)
        return
    if kind is Instance:
        method = interpreter.special(value, "__setitem__")
        if method is not MISSING:
            interpreter.call(method, (index, new), {})
            return
    if kind in (tuple, str, int, range):
        raise interpreter.raised(
            "TypeError", f"'{kind.__name__}' object does not support item assignment"
        )


def _set_in_list(interpreter: Interpreter, value: list[Any], index: Any, new: Any) -> None:
    if type(index) is Unknown or type(index) is Dim:
        # Any item may be the one that was replaced.
        unknown = interpreter.unknown("an item set at a position that is not known", of=index)
        value[:] = [interpreter.derive(unknown, "item", place) for place in range(len(value))]
        return
    if type(index) is slice:
        new = interpreter.iterate(new)
        if type(new) is Unknown:
            return
    try:
        value[index] = new
    except (IndexError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def store(interpreter: Interpreter, made: dict[Any, Any], key: Any, value: Any) -> None:
    """`made[key] = value`; an unknown key leaves the dict with items nobody can name."""
    if type(key) is Unknown:
        made[ANYTHING] = interpreter.unknown("an item at a key that is not known", of=key)
        return
    try:
        made[key] = value
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None


def delete(interpreter: Interpreter, value: Any, index: Any) -> None:
    """`del value[index]`."""
    kind = type(value)
    if kind in (list, dict) and type(index) not in (Unknown, Dim):
        try:
            del value[index]
        except (IndexError, KeyError, TypeError) as error:
            raise interpreter.raised(type(error).__name__, str(error)) from None
    elif kind is Instance:
        method = interpreter.special(value, "__delitem__")
        if method is not MISSING:
            interpreter.call(method, (index,), {})


def mapping(interpreter: Interpreter, value: Any) -> dict[Any, Any] | Unknown:
    """The pairs of a mapping, for `**value` and `dict(value)`."""
    kind = type(value)
    if kind is dict:
        return value[ANYTHING] if ANYTHING in value else value
    if kind is Unknown:
        return interpreter.derive(value, "pairs")
    if kind is Instance:
        method = interpreter.special(value, "keys")
        if method is not MISSING:
            keys = interpreter.iterate(interpreter.call(method, (), {}))
            if type(keys) is Unknown:
                return keys
            return {key: item(interpreter, value, key) for key in keys}
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "pairs", id(value))
    if kind is Stream or kind in (list, tuple):
        return _pairs(interpreter, value)
    raise interpreter.raised(
        "TypeError", f"'{interpreter.type_name(value)}' object is not a mapping"
    )


def _pairs(interpreter: Interpreter, value: Any) -> dict[Any, Any] | Unknown:
    items = interpreter.iterate(value)
    if type(items) is Unknown:
        return items
    made: dict[Any, Any] = {}
    for pair in items:
        both = interpreter.iterate(pair)
        if type(both) is Unknown:
            return both
        if len(both) != 2:
            raise interpreter.raised("ValueError", "dictionary update sequence needs pairs")
        store(interpreter, made, *both)
    return made


def make_set(interpreter: Interpreter, items: Any) -> Any:
    """A set of items, or an Unknown where one of them is not known."""
    if type(items) is Unknown:
        return items
    unknown = next((one for one in items if type(one) is Unknown), None)
    if unknown is not None:
        return interpreter.derive(unknown, "set")
    try:
        return set(items)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
