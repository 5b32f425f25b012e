"""Python's built-in functions that take and make iterables."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import comparison, operators, uncertainty
from .iteration import Items, known_of, layered
from .values import MISSING, Instance, Lost, Native, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .machine import Interpreter


def drawn(interpreter: Interpreter, iterable: Any) -> Iterator[Any]:
    """The items of a value as they are asked for.

    Raises:
        Lost: where they are not known.
    """
    found = interpreter.iterator(iterable)
    if type(found) is Unknown:
        raise Lost(found)
    return found


def enumerate_(interpreter: Interpreter, iterable: Any, start: Any = 0) -> Any:
    start = operators.held(start)
    if type(start) is not int:
        if type(start) not in (Unknown, Dim):
            raise interpreter.raised("TypeError", "'start' must be an integer")
        return interpreter.unknown("a start that is not known", of=start)
    try:
        items = drawn(interpreter, iterable)
    except Lost as lost:
        made = interpreter.derive(lost.unknown, "enumerate", start, object())
        known = known_of(interpreter, iterable) or Items(interpreter.derive(lost.unknown, "item"))
        another: Any = known.another
        if another is not MISSING:
            another = interpreter.derive(lost.unknown, "place"), another
        interpreter.beginnings[made.key] = Items((start, known.first), another)
        return made
    return layered(interpreter, enumerate(items, start), "enumerate", iterable)


def zip_(interpreter: Interpreter, *iterables: Any, strict: Any = False) -> Any:
    columns = [drawn(interpreter, each) for each in iterables]

    def rows() -> Iterator[Any]:
        try:
            yield from zip(*columns, strict=strict is True)
        except ValueError as error:
            raise interpreter.raised("ValueError", str(error)) from None

    return layered(interpreter, rows(), "zip", *iterables)


def map_(interpreter: Interpreter, function: Any, iterable: Any, /, *more: Any) -> Any:
    columns = [drawn(interpreter, each) for each in (iterable, *more)]
    made = (interpreter.call(function, row, {}) for row in zip(*columns, strict=False))
    return layered(interpreter, made, "map", iterable, *more)


def filter_(interpreter: Interpreter, function: Any, iterable: Any, /) -> Any:
    items = drawn(interpreter, iterable)

    def kept() -> Iterator[Any]:
        for item in items:
            value = item if function is None else interpreter.call(function, (item,), {})
            truth = interpreter.truth(value)
            if type(truth) is Unknown:
                raise Lost(truth)
            if truth:
                yield item

    return layered(interpreter, kept(), "filter", iterable)


def reversed_(interpreter: Interpreter, sequence: Any, /) -> Any:
    if type(sequence) is Instance:
        method = interpreter.special(sequence, "__reversed__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    if type(sequence) in (set, frozenset, Stream):
        raise interpreter.raised(
            "TypeError", f"'{interpreter.type_name(sequence)}' object is not reversible"
        )
    if type(sequence) is range:
        return Stream(reversed(sequence), "reversed")
    items = interpreter.iterate(sequence)
    return items if type(items) is Unknown else Stream(items[::-1], "reversed")


def iter_(interpreter: Interpreter, iterable: Any, /, *sentinel: Any) -> Any:
    if sentinel:
        return Stream(_until(interpreter, iterable, sentinel[0]), "callable_iterator")
    if type(iterable) is Stream:
        return iterable
    if type(iterable) is Instance:
        method = interpreter.special(iterable, "__iter__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    found = interpreter.iterator(iterable)
    return found if type(found) is Unknown else Stream(found)


def _until(interpreter: Interpreter, function: Any, sentinel: Any) -> Iterator[Any]:
    while True:
        item = interpreter.call(function, (), {})
        same = comparison.equal(interpreter, item, sentinel)
        if type(same) is Unknown:
            raise Lost(same)
        if same:
            return
        yield item


def next_(interpreter: Interpreter, iterator: Any, /, *default: Any) -> Any:
    if type(iterator) is Stream:
        uncertainty.note(interpreter, iterator)
        try:
            return next(iterator)
        except StopIteration as end:
            if default:
                return default[0]
            raise interpreter.raised(
                "StopIteration", "", args=() if end.value is None else (end.value,)
            ) from None
        except Lost as lost:
            return interpreter.derive(lost.unknown, "next", object())
    if type(iterator) is Instance:
        method = interpreter.special(iterator, "__next__")
        if method is not MISSING:
            return _following(interpreter, method, default)
    if type(iterator) in (list, tuple, dict, str, set, range, int, type(None)):
        raise interpreter.raised(
            "TypeError", f"'{interpreter.type_name(iterator)}' object is not an iterator"
        )
    behaviour = interpreter.behaviours.get(type(iterator))
    following = (
        MISSING if behaviour is None else behaviour.attribute(interpreter, iterator, "__next__")
    )
    if type(following) is Native:
        return interpreter.call(following, (), {})
    return interpreter.derive(
        interpreter.unknown("the next item is not known", of=iterator), "next", object()
    )


def _following(interpreter: Interpreter, method: Any, default: tuple[Any, ...]) -> Any:
    from .values import Raised

    try:
        return interpreter.call(method, (), {})
    except Raised as raised:
        if raised.cls.name != "StopIteration" or not default:
            raise
        return default[0]


def any_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, True)


def all_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, False)


def _quantified(interpreter: Interpreter, iterable: Any, stop_at: bool) -> Any:
    unknown: Unknown | None = None
    for item in drawn(interpreter, iterable):
        interpreter.step()
        truth = interpreter.truth(item)
        if type(truth) is Unknown:
            unknown = unknown or truth
        elif truth is stop_at:
            return stop_at
    return (not stop_at) if unknown is None else unknown


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "all": all_,
    "any": any_,
    "enumerate": enumerate_,
    "filter": filter_,
    "iter": iter_,
    "map": map_,
    "next": next_,
    "reversed": reversed_,
    "zip": zip_,
}
