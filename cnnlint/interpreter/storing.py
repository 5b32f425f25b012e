"""Putting values into containers, and taking them out."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import uncertainty
from .containers import (
    ANYTHING,
    Anything,
    anything_in,
    blur,
    bounds,
    disturb,
    loosen,
    open_ended,
    position_of,
    refused,
    unnamed,
)
from .operators import MOST_ITEMS, key_of
from .values import MISSING, Instance, Lost, Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def set_item(interpreter: Interpreter, value: Any, index: Any, new: Any) -> None:
    """`value[index] = new`."""
    kind = type(value)
    if kind is dict:
        store(interpreter, value, index, new)
    elif kind is list:
        _set_in_list(interpreter, value, index, new)
    elif kind is Instance:
        method = interpreter.special(value, "__setitem__")
        if method is not MISSING:
            interpreter.call(method, (index, new), {})
        elif value.held is not MISSING:
            set_item(interpreter, value.held, index, new)
        elif value.cls.unknown_base is None and not any(each.partial for each in value.cls.mro):
            raise _unsettable(interpreter, value)
    elif kind is not Unknown:
        behaviour = interpreter.behaviours.get(kind)
        if behaviour is None:
            raise _unsettable(interpreter, value)
        behaviour.set_item(interpreter, value, index, new)


def _unsettable(interpreter: Interpreter, value: Any) -> Raised:
    name = interpreter.type_name(value)
    return interpreter.raised("TypeError", f"'{name}' object does not support item assignment")


def _set_in_list(interpreter: Interpreter, value: list[Any], index: Any, new: Any) -> None:
    if type(index) is Instance or type(index) in interpreter.behaviours:
        index = position_of(interpreter, index)
    if type(index) is Unknown or type(index) is Dim:
        # Any item may be the one that was replaced.
        unknown = interpreter.unknown("an item set at a position that is not known", of=index)
        value[:] = [interpreter.derive(unknown, "item", object()) for _ in value]
        return
    if open_ended(interpreter, value) is not None:
        disturb(value)
        return
    uncertainty.note(interpreter, value, index if type(index) is int and index >= 0 else None)
    if type(index) is slice:
        index = bounds(interpreter, index)
        items = index if type(index) is Unknown else interpreter.iterate(new)
        if type(items) is Unknown:
            blur(interpreter, value, items)
            return
        if len(items) + len(value) > MOST_ITEMS:
            blur(interpreter, value, interpreter.unknown("a sequence too long to keep"))
            return
        new = items
    try:
        value[index] = new
    except (IndexError, TypeError, ValueError) as error:
        message = str(error)
        raise interpreter.raised(type(error).__name__, message) from None


def store(interpreter: Interpreter, made: dict[Any, Any], key: Any, value: Any) -> None:
    """`made[key] = value`; an unknown key leaves the dict with items nobody can name."""
    why = unnamed(key)
    if why is not None or type(key) is Anything:
        loosen(interpreter, made, interpreter.unknown("an item at a key that is not known", of=why))
        return
    if len(made) >= MOST_ITEMS:
        loosen(interpreter, made, interpreter.unknown("a dict too large to keep"))
        return
    try:
        if interpreter.journal is not None:
            uncertainty.note(interpreter, made, key if key in made else None)
        made[key] = value
    except TypeError as error:
        raise refused(interpreter, error) from None
    except Lost as lost:
        loosen(interpreter, made, lost.unknown)


def delete(interpreter: Interpreter, value: Any, index: Any) -> None:
    """`del value[index]`."""
    kind = type(value)
    if kind is Instance:
        method = interpreter.special(value, "__delitem__")
        if method is not MISSING:
            interpreter.call(method, (index,), {})
        elif value.held is not MISSING:
            delete(interpreter, value.held, index)
    elif kind is list:
        why = bounds(interpreter, index) if type(index) is slice else index
        if type(why) in interpreter.behaviours:
            why = position_of(interpreter, why)
        if type(why) in (Unknown, Dim) or open_ended(interpreter, value) is not None:
            blur(
                interpreter,
                value,
                interpreter.unknown("an item taken away that is not known", of=why),
            )
            return
        uncertainty.note(interpreter, value)
        try:
            del value[why]
        except (IndexError, TypeError, ValueError) as error:
            raise refused(interpreter, error) from None
    elif kind is dict:
        take_out(interpreter, value, index)


def take_out(interpreter: Interpreter, value: dict[Any, Any], key: Any) -> Any:
    """Remove a key of a dict; what stood there.

    Raises:
        Raised: KeyError, where the key is certainly not there.
    """
    why = unnamed(key)
    if why is not None:
        # Any of them may be gone.
        unknown = interpreter.unknown("an item taken away that is not known", of=why)
        value.clear()
        value[ANYTHING] = unknown
        return interpreter.derive(unknown, "item", object())
    uncertainty.note(interpreter, value)
    try:
        if key in value:
            return value.pop(key)
    except TypeError as error:
        raise refused(interpreter, error) from None
    other = anything_in(interpreter, value)
    if other is not None:
        return interpreter.derive(other, "[]", key_of(key))
    raise interpreter.raised("KeyError", "", args=(key,))
