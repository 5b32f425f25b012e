"""Sorting, and the least and the greatest of several values."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from . import comparison
from .operators import plain
from .values import Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter


def sorted_(
    interpreter: Interpreter, iterable: Any, /, *, key: Any = None, reverse: Any = False
) -> Any:
    items = interpreter.iterate(iterable)
    return items if type(items) is Unknown else ordered(interpreter, items, key, reverse)


class _Sortable:
    """A value that is compared as the program compares it."""

    __slots__ = ("interpreter", "value")

    def __init__(self, interpreter: Interpreter, value: Any) -> None:
        self.interpreter = interpreter
        self.value = value

    def __lt__(self, other: _Sortable) -> bool:
        self.interpreter.step()
        answer = comparison.compare(self.interpreter, "<", self.value, other.value)
        truth = self.interpreter.truth(answer)
        if type(truth) is Unknown:
            raise Lost(truth)
        return truth


def ordered(
    interpreter: Interpreter,
    items: list[Any],
    key: Any,
    reverse: Any,
    *,
    in_place: bool = False,
) -> Any:
    """The items in order, or an Unknown where the order is not known.

    In place, a sorting that fails leaves the list as Python leaves it.
    """
    keys = items if key is None else [interpreter.call(key, (item,), {}) for item in items]
    backwards = interpreter.truth(reverse)
    if type(backwards) is Unknown:
        return interpreter.unknown("the order of items that are not known", of=reverse)
    if len(items) > 1 and not plain(keys):
        unknown = next((one for one in keys if type(one) is Unknown), None)
        if unknown is not None:
            return interpreter.unknown("the order of items that are not known", of=unknown)
        keys = [_Sortable(interpreter, one) for one in keys]
    made = items if in_place else list(items)
    following = iter(list(keys))
    try:
        made.sort(key=lambda _: next(following), reverse=backwards)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    except Lost as lost:
        return interpreter.derive(lost.unknown, "order", object())
    return made


def _extreme(
    interpreter: Interpreter, op: str, values: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    name = "min" if op == "<" else "max"
    if not values:
        raise interpreter.raised("TypeError", f"{name} expected at least 1 argument, got 0")
    items = interpreter.iterate(values[0]) if len(values) == 1 else list(values)
    if type(items) is Unknown:
        return items
    if not items:
        if "default" in keywords:
            return keywords["default"]
        raise interpreter.raised("ValueError", f"{name}() arg is an empty sequence")
    key = keywords.get("key")
    best = items[0]
    best_key = best if key is None else interpreter.call(key, (best,), {})
    unknown: Unknown | None = None
    for item in items[1:]:
        item_key = item if key is None else interpreter.call(key, (item,), {})
        a, b = comparison.number(best_key), comparison.number(item_key)
        truth = interpreter.truth(comparison.compare(interpreter, op, item_key, best_key))
        if type(truth) is Unknown:
            if a is not None and b is not None and key is None:
                try:
                    best = best_key = dims.minimum(a, b) if op == "<" else dims.maximum(a, b)
                    continue
                except dims.TooComplex:
                    pass
            unknown = unknown or truth
        elif truth:
            best, best_key = item, item_key
    return best if unknown is None else interpreter.derive(unknown, name, object())


def min_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    return _extreme(interpreter, "<", values, keywords)


def max_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    return _extreme(interpreter, ">", values, keywords)


FUNCTIONS: dict[str, Callable[..., Any]] = {"max": max_, "min": min_, "sorted": sorted_}
