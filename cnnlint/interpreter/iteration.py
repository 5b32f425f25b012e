"""Going through the items of a value, one by one or all at once."""

from __future__ import annotations

from itertools import islice

from ..diagnostics import Unknown
from . import containers
from .operators import MOST_ITEMS
from .values import (
    MISSING,
    Class,
    Function,
    Identity,
    Instance,
    Lost,
    Method,
    Missing,
    Native,
    Raised,
    Stream,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..dims import Size
    from ..network import Layer
    from ..source import Span
    from .machine import Interpreter

#: Iterators that draw from iterators: more of them than this are not followed.
MOST_LAYERS = 100


class Items:
    """What is known of items of which nobody knows how many there are: the `first` one, if there
    is any, and `another` that stands for any other; both are MISSING where that is not known.

    `count` is a size that is below 1 where there is none."""

    __slots__ = ("another", "count", "first", "row", "span", "why")

    def __init__(
        self,
        first: Any,
        another: Any = MISSING,
        why: Unknown | None = None,
        span: Span | None = None,
    ) -> None:
        self.first = first
        self.another = another
        self.why = why
        self.span = span  # where they are made
        self.row: Layer | None = None  # where they are layers: the row for all of them
        self.count: Size | None = None


def known_of(interpreter: Interpreter, value: Any) -> Items | None:
    """What is known of the items of something, of which nobody knows how many there are."""
    if type(value) is Unknown:
        return interpreter.beginnings.get(value.key)
    if type(value) is list and id(value) in interpreter.blurred and len(value) == 1:
        items: Items | None = getattr(value[0], "items", None)
        return None if items is None or items.first is MISSING else items
    return None


def with_one(interpreter: Interpreter, items: Items | None, action: Callable[[], Any]) -> Any:
    """Do something that is done for an item: there is one then."""
    if items is None or items.count is None:
        return action()
    interpreter.positive.append(items.count)
    try:
        return action()
    finally:
        interpreter.positive.pop()


def iterator(interpreter: Interpreter, value: Any) -> Iterator[Any] | Unknown:
    """What gives the items of a value one after the other, or why they are not known.

    It raises `Lost` where a further item is not known.
    """
    kind = type(value)
    if kind is list:
        unknown = containers.open_ended(interpreter, value)
        return iter(value) if unknown is None else unknown
    if kind in (tuple, str, bytes, range):
        return iter(value)  # type: ignore[no-any-return]
    if kind is Unknown:
        return interpreter.derive(value, "items")
    if kind is Stream:
        return value  # type: ignore[no-any-return]
    if kind in (dict, set, frozenset):
        unknown = containers.loose(interpreter, value)
        if unknown is not None:
            return interpreter.derive(unknown, "items", Identity(value))
        return _watched(interpreter, value)
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.iterate(interpreter, value)
        if not isinstance(found, Missing):
            return found if isinstance(found, Unknown) else iter(found)
    if kind is Instance:
        return _of_instance(interpreter, value)
    hook = containers.hook(value, "__class_iter__")
    if hook is not MISSING:
        return iterator(interpreter, hook.function(interpreter, value))
    if kind is Class and value.unknown_base is not None:
        return interpreter.derive(value.unknown_base, "items", Identity(value))
    if kind in _SINGLE:
        raise interpreter.raised(
            "TypeError", f"'{interpreter.type_name(value)}' object is not iterable"
        )
    return interpreter.unknown(f"the items of {interpreter.type_name(value)} are not known")


#: Types of values that have no items.
_SINGLE = frozenset(
    (int, float, bool, type(None), complex, type(...), slice, Function, Method, Native, Class)
) | {type(NotImplemented)}


def items(interpreter: Interpreter, value: Any) -> list[Any] | Unknown:
    """All items of a value, or why they are not known."""
    kind = type(value)
    if kind is tuple:
        return list(value)
    if kind is range:
        if len(value[: interpreter.budget.turns + 1]) > interpreter.budget.turns:
            return interpreter.unknown("a range too long to follow")
        return list(value)
    found = iterator(interpreter, value)
    if type(found) is Unknown:
        return found
    if kind is list:
        interpreter.spend(len(value))
        return list(value)
    most = MOST_ITEMS if kind in (str, bytes, dict, set) else interpreter.budget.turns
    try:
        made = list(islice(found, most + 1))
    except Lost as lost:
        return lost.unknown
    interpreter.spend(len(made))
    if len(made) > most:
        return interpreter.unknown("an iterator with too many items to follow")
    return made


def layered(interpreter: Interpreter, made: Iterator[Any], kind: str, *sources: Any) -> Any:
    """A new iterator that draws from others."""
    depth = 1 + max((each.depth for each in sources if type(each) is Stream), default=0)
    if depth > MOST_LAYERS:
        return interpreter.unknown("iterators are nested too deeply")
    return Stream(made, kind, depth)


def _watched(interpreter: Interpreter, value: Any) -> Iterator[Any]:
    """The keys of a dict or the items of a set, in an order that is the same in every run."""
    if type(value) is dict or all(type(item) in (int, bool) for item in value):
        source = iter(value)
    else:
        source = iter(sorted(value, key=repr))
    try:
        yield from source
    except RecursionError:
        raise
    except RuntimeError as error:
        raise interpreter.raised("RuntimeError", str(error)) from None


def _of_instance(interpreter: Interpreter, value: Instance) -> Iterator[Any] | Unknown:
    method = interpreter.special(value, "__iter__")
    if method is not MISSING and method is not None:
        result = interpreter.call(method, (), {})
        if type(result) is Instance:
            following = interpreter.special(result, "__next__")
            if following is not MISSING:
                return _following(interpreter, following)
            if result is value:
                return interpreter.unknown("an iterator without `__next__`")
        return iterator(interpreter, result)
    if value.held is not MISSING:
        return iterator(interpreter, value.held)
    if method is MISSING:
        method = interpreter.special(value, "__getitem__")
        if method is not MISSING:
            return _indexed(interpreter, method)
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "items", Identity(value))
    raise interpreter.raised("TypeError", f"'{value.cls.name}' object is not iterable")


def _following(interpreter: Interpreter, following: Any) -> Iterator[Any]:
    while True:
        try:
            interpreter.step()
            item = interpreter.call(following, (), {})
        except Raised as raised:
            if raised.cls.name != "StopIteration":
                raise
            return
        if type(item) is Unknown:
            raise Lost(item)
        yield item


def _indexed(interpreter: Interpreter, method: Any) -> Iterator[Any]:
    place = 0
    while True:
        try:
            item = interpreter.call(method, (place,), {})
        except Raised as raised:
            if raised.cls.name not in ("IndexError", "StopIteration"):
                raise
            return
        if type(item) is Unknown:
            raise Lost(item)
        yield item
        place += 1
