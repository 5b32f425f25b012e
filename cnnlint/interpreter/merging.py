"""Mappings that are laid together: `{**a, **b}` and `f(**options)`."""

from __future__ import annotations

from ..diagnostics import Unknown
from .containers import ANYTHING, anything_in, item, loosen, refused, unnamed
from .operators import held
from .storing import store
from .values import MISSING, Class, Identity, Instance, Lost, Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def mapping(interpreter: Interpreter, value: Any, purpose: str = "**") -> dict[Any, Any] | Unknown:
    """The pairs of a mapping, for `**value`; for other purposes also those in an iterable."""
    kind = type(value)
    if kind is dict:
        return anything_in(interpreter, value) or value
    if kind is Unknown:
        return interpreter.derive(value, "pairs")
    if kind is Instance:
        if type(value.held) is dict:
            return mapping(interpreter, value.held)
        method = interpreter.special(value, "keys")
        if method is not MISSING:
            return _by_keys(interpreter, value, method)
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "pairs", Identity(value))
        if purpose == "**":
            raise _no_mapping(interpreter, value)
        return pairs(interpreter, value)
    behaviour = interpreter.behaviours.get(kind)
    method = MISSING if behaviour is None else behaviour.attribute(interpreter, value, "keys")
    if method is not MISSING:
        return _by_keys(interpreter, value, method)
    if purpose != "**" and kind is not Class:
        return pairs(interpreter, value)
    raise _no_mapping(interpreter, value)


def _by_keys(interpreter: Interpreter, value: Any, method: Any) -> dict[Any, Any] | Unknown:
    keys = interpreter.iterate(interpreter.call(method, (), {}))
    if type(keys) is Unknown:
        return keys
    return {key: item(interpreter, value, key) for key in keys}


def _no_mapping(interpreter: Interpreter, value: Any) -> Raised:
    return interpreter.raised(
        "TypeError", f"'{interpreter.type_name(value)}' object is not a mapping"
    )


def pairs(interpreter: Interpreter, value: Any) -> dict[Any, Any] | Unknown:
    """A dict made of pairs."""
    made: dict[Any, Any] = {}
    merge_pairs(interpreter, made, value)
    return made.get(ANYTHING, made)  # type: ignore[no-any-return]


def merge(interpreter: Interpreter, target: dict[Any, Any], value: Any) -> None:
    """`target.update(value)`: what stands before a pair that is none has been stored."""
    value = held(value)
    if type(value) in (dict, Unknown, Instance) or type(value) in interpreter.behaviours:
        found = mapping(interpreter, value, "update")
        if type(found) is Unknown:
            loosen(interpreter, target, found)
        else:
            for key, item in list(found.items()):
                store(interpreter, target, key, item)
    else:
        merge_pairs(interpreter, target, value)


def merge_pairs(interpreter: Interpreter, target: dict[Any, Any], value: Any) -> None:
    """Store pairs in a dict, in their order."""
    items = interpreter.iterate(value)
    if type(items) is Unknown:
        loosen(interpreter, target, items)
        return
    for place, pair in enumerate(items):
        try:
            both = interpreter.iterate(pair)
        except Raised as raised:
            if raised.cls.name != "TypeError":
                raise
            raise interpreter.raised(
                "TypeError",
                f"cannot convert dictionary update sequence element #{place} to a sequence",
            ) from None
        if type(both) is Unknown:
            loosen(interpreter, target, both)
        elif len(both) != 2:
            raise interpreter.raised(
                "ValueError",
                f"dictionary update sequence element #{place} has length {len(both)}; "
                "2 is required",
            )
        else:
            store(interpreter, target, *both)


def make_set(interpreter: Interpreter, items: Any) -> Any:
    """A set of items, or an Unknown where one of them is not known."""
    if type(items) is Unknown:
        return items
    unknown = next((why for one in items if (why := unnamed(one)) is not None), None)
    if unknown is not None:
        return interpreter.unknown("a set of items that are not known", of=unknown)
    try:
        return set(items)
    except TypeError as error:
        raise refused(interpreter, error) from None
    except Lost as lost:
        return lost.unknown
