"""Python's built-in functions."""

from __future__ import annotations

import builtins as python

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from . import comparison, containers, operators, uncertainty
from .iteration import Items, known_of, layered
from .kinds import plainly
from .operators import MOST_BITS, Fraction, plain
from .ordering import max_, min_, sorted_
from .reflection import (
    callable_,
    delete_attribute,
    dir_,
    get_attribute,
    has_attribute,
    hash_,
    id_,
    is_instance,
    is_subclass,
    set_attribute,
    super_,
    vars_,
)
from .text import formatted, text_of
from .values import MISSING, Identity, Instance, Lost, Native, Stream
from .whole import Whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .machine import Interpreter


def print_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    texts = [text_of(interpreter, value, "s") for value in values]
    if interpreter.state.get("print") is not None and keywords.get("file") is None:
        separator, end = keywords.get("sep"), keywords.get("end")
        interpreter.state["print"](
            (separator if isinstance(separator, str) else " ").join(
                text if isinstance(text, str) else "?" for text in texts
            )
            + (end if isinstance(end, str) else "\n")
        )


def len_(interpreter: Interpreter, obj: Any, /) -> Any:
    kind = type(obj)
    if kind is Unknown:
        return interpreter.derive(obj, "len")
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.length(interpreter, obj)
        if found is not MISSING:
            return found
    if kind is Instance:
        method = interpreter.special(obj, "__len__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
        if obj.held is not MISSING:
            return len_(interpreter, obj.held)
        if obj.cls.unknown_base is not None:
            return interpreter.derive(obj.cls.unknown_base, "len", Identity(obj))
    unknown = containers.loose(interpreter, obj)
    if unknown is not None:
        return interpreter.derive(unknown, "len", Identity(obj))
    hook = containers.hook(obj, "__class_len__")
    if hook is not MISSING:
        return hook.function(interpreter, obj)
    if kind in (list, tuple, dict, set, frozenset, str, bytes, range):
        return plainly_long(interpreter, obj) if kind is range else len(obj)
    raise interpreter.raised(
        "TypeError", f"object of type '{interpreter.type_name(obj)}' has no len()"
    )


def plainly_long(interpreter: Interpreter, obj: range) -> Any:
    try:
        return len(obj)
    except OverflowError as error:
        raise interpreter.raised("OverflowError", str(error)) from None


def _drawn(interpreter: Interpreter, iterable: Any) -> Iterator[Any]:
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
        items = _drawn(interpreter, iterable)
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
    columns = [_drawn(interpreter, each) for each in iterables]

    def rows() -> Iterator[Any]:
        try:
            yield from zip(*columns, strict=strict is True)
        except ValueError as error:
            raise interpreter.raised("ValueError", str(error)) from None

    return layered(interpreter, rows(), "zip", *iterables)


def map_(interpreter: Interpreter, function: Any, iterable: Any, /, *more: Any) -> Any:
    columns = [_drawn(interpreter, each) for each in (iterable, *more)]
    made = (interpreter.call(function, row, {}) for row in zip(*columns, strict=False))
    return layered(interpreter, made, "map", iterable, *more)


def filter_(interpreter: Interpreter, function: Any, iterable: Any, /) -> Any:
    items = _drawn(interpreter, iterable)

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


def sum_(interpreter: Interpreter, iterable: Any, /, start: Any = 0) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    if type(start) is str:
        raise interpreter.raised("TypeError", "sum() can't sum strings [use ''.join(seq) instead]")
    if all(type(item) in (int, float, bool) for item in items) and type(start) in (int, float):
        return sum(items, start)
    total = start
    for item in items:
        interpreter.step()
        total = operators.binary(interpreter, "+", total, item)
    return total


def any_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, True)


def all_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, False)


def _quantified(interpreter: Interpreter, iterable: Any, stop_at: bool) -> Any:
    unknown: Unknown | None = None
    for item in _drawn(interpreter, iterable):
        interpreter.step()
        truth = interpreter.truth(item)
        if type(truth) is Unknown:
            unknown = unknown or truth
        elif truth is stop_at:
            return stop_at
    return (not stop_at) if unknown is None else unknown


def abs_(interpreter: Interpreter, x: Any, /) -> Any:
    if type(x) is Instance:
        method = interpreter.special(x, "__abs__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    if type(x) is Dim and (dims.lower(x) or -1) >= 0:
        return x
    behaviour = interpreter.behaviours.get(type(x))
    made = MISSING if behaviour is None else behaviour.unary(interpreter, "abs", x)
    if made is not MISSING:
        return made
    return plainly(interpreter, abs, x)


def round_(interpreter: Interpreter, number: Any, ndigits: Any = None) -> Any:
    if type(number) is Dim:
        return number
    if type(number) is Fraction and number.exact:
        return number.floor
    if type(number) is Instance:
        method = interpreter.special(number, "__round__")
        if method is not MISSING:
            return interpreter.call(method, () if ndigits is None else (ndigits,), {})
    if ndigits is None:
        return plainly(interpreter, round, number)
    if type(ndigits) is int and abs(ndigits) > MOST_BITS:
        return interpreter.unknown("a number rounded to too many digits")
    return plainly(interpreter, round, number, ndigits)


def divmod_(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
    if plain(a) and plain(b) and Whole not in (type(a), type(b)):
        return plainly(interpreter, divmod, a, b)
    return (
        operators.binary(interpreter, "//", a, b),
        operators.binary(interpreter, "%", a, b),
    )


def pow_(interpreter: Interpreter, base: Any, exp: Any, mod: Any = None) -> Any:
    if mod is not None and all(type(each) is int for each in (base, exp, mod)):
        if max(base.bit_length(), exp.bit_length(), mod.bit_length()) < MOST_BITS // 10:
            return plainly(interpreter, pow, base, exp, mod)
    power = operators.binary(interpreter, "**", base, exp)
    return power if mod is None else operators.binary(interpreter, "%", power, mod)


def repr_(interpreter: Interpreter, obj: Any, /) -> Any:
    return text_of(interpreter, obj, "r")


def ascii_(interpreter: Interpreter, obj: Any, /) -> Any:
    return text_of(interpreter, obj, "a")


def format_(interpreter: Interpreter, value: Any, format_spec: Any = "", /) -> Any:
    return formatted(interpreter, value, format_spec)


def input_(interpreter: Interpreter, prompt: Any = "", /) -> Any:
    return interpreter.unknown("what the user types")


def open_(interpreter: Interpreter, file: Any, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("what is in a file")


def eval_(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("code in a text is not followed")


def exit_(interpreter: Interpreter, code: Any = None) -> Any:
    raise interpreter.raised("SystemExit", "", args=() if code is None else (code,))


def _number(name: str) -> Callable[..., Any]:
    function = getattr(python, name)

    def convert(interpreter: Interpreter, value: Any, /) -> Any:
        if type(value) is Instance:
            method = interpreter.special(value, "__index__")
            if method is not MISSING:
                value = interpreter.call(method, (), {})
        return plainly(interpreter, function, value)

    return convert


def byte_array(interpreter: Interpreter, *args: Any) -> Any:
    return interpreter.unknown("a bytearray is not followed")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs_,
    "all": all_,
    "any": any_,
    "ascii": ascii_,
    "bin": _number("bin"),
    "bytearray": byte_array,
    "callable": callable_,
    "chr": _number("chr"),
    "compile": eval_,
    "delattr": delete_attribute,
    "dir": dir_,
    "divmod": divmod_,
    "enumerate": enumerate_,
    "eval": eval_,
    "exec": eval_,
    "exit": exit_,
    "filter": filter_,
    "format": format_,
    "getattr": get_attribute,
    "hasattr": has_attribute,
    "hash": hash_,
    "help": print_,
    "hex": _number("hex"),
    "id": id_,
    "input": input_,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "iter": iter_,
    "len": len_,
    "map": map_,
    "max": max_,
    "memoryview": byte_array,
    "min": min_,
    "next": next_,
    "oct": _number("oct"),
    "open": open_,
    "ord": _number("ord"),
    "pow": pow_,
    "print": print_,
    "quit": exit_,
    "repr": repr_,
    "reversed": reversed_,
    "round": round_,
    "setattr": set_attribute,
    "sorted": sorted_,
    "sum": sum_,
    "super": super_,
    "vars": vars_,
    "zip": zip_,
    "__import__": eval_,
}
