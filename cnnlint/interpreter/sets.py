"""Methods of sets, with Python's own mutation."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import containers, merging, uncertainty
from .mutation import arity
from .operators import MOST_ITEMS
from .values import Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def _add(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
    arity(interpreter, "add", args, 1, 1)
    _put_in(interpreter, value, [args[0]])


def _put_in(interpreter: Interpreter, value: set[Any], items: list[Any]) -> None:
    uncertainty.note(interpreter, value)
    for item in items:
        why = containers.unnamed(item)
        if why is None and len(value) < MOST_ITEMS:
            try:
                value.add(item)
                continue
            except TypeError as error:
                raise interpreter.raised("TypeError", str(error)) from None
            except Lost as lost:
                why = lost.unknown
        value.add(interpreter.unknown("an item of a set that is not known", of=why))


def _discard(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
    _take(interpreter, value, args, False)


def _remove(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
    _take(interpreter, value, args, True)


def _take(interpreter: Interpreter, value: set[Any], args: Any, must: bool) -> None:
    arity(interpreter, "remove", args, 1, 1)
    uncertainty.note(interpreter, value)
    why = containers.unnamed(args[0])
    if why is not None:
        unknown = interpreter.unknown("an item taken out of a set that is not known", of=why)
        value.clear()
        value.add(unknown)
        return
    try:
        if args[0] in value:
            value.remove(args[0])
        elif must and containers.loose(interpreter, value) is None:
            raise interpreter.raised("KeyError", "", args=args)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None


def _pop(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
    if not value:
        raise interpreter.raised("KeyError", "", args=("pop from an empty set",))
    uncertainty.note(interpreter, value)
    unknown = containers.loose(interpreter, value)
    if len(value) == 1 and unknown is None:
        return value.pop()
    unknown = interpreter.unknown("an item of a set, which has no order", of=unknown)
    value.clear()
    value.add(unknown)
    return unknown


def _merged(name: str) -> Any:
    """Methods that change a set by others."""

    def merge(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
        for arg in args:
            items = interpreter.iterate(arg)
            if name == "update" and type(items) is not Unknown:
                _put_in(interpreter, value, items)
                continue
            other = merging.make_set(interpreter, items)
            uncertainty.note(interpreter, value)
            unknown = other if type(other) is Unknown else containers.loose(interpreter, value)
            if unknown is not None:
                value.clear()
                value.add(interpreter.derive(unknown, name, object()))
            else:
                getattr(value, name)(other)

    return merge


def _clear(interpreter: Interpreter, value: set[Any], args: Any, keywords: Any) -> Any:
    uncertainty.note(interpreter, value)
    value.clear()


METHODS: dict[str, Any] = {
    "add": _add,
    "discard": _discard,
    "remove": _remove,
    "pop": _pop,
    "clear": _clear,
    **{
        name: _merged(name)
        for name in (
            "update",
            "difference_update",
            "intersection_update",
            "symmetric_difference_update",
        )
    },
}
