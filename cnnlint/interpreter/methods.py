"""Methods of Python's own types: which there are, and who works them out.

Most are called on the real value. What would need an item that is not known gives an unknown.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import (
    comparison,
    containers,
    merging,
    mutation,
    operators,
    sets,
    storing,
    templates,
    uncertainty,
)
from .operators import MOST_ITEMS, held, plain
from .values import MISSING, Lost, Native, Raised, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


#: Methods that Python itself runs, once every argument is known to be plain.
_PURE: dict[type, frozenset[str]] = {
    str: frozenset(
        "capitalize casefold center count encode endswith expandtabs find index "
        "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable "
        "isspace istitle isupper ljust lower lstrip maketrans partition removeprefix "
        "removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines "
        "startswith strip swapcase title translate upper zfill".split()
    ),
    bytes: frozenset(
        "decode hex startswith endswith split strip lstrip rstrip count find replace join upper "
        "lower index isdigit".split()
    ),
    int: frozenset("bit_length bit_count conjugate to_bytes as_integer_ratio".split()),
    float: frozenset("is_integer conjugate hex as_integer_ratio".split()),
    complex: frozenset(("conjugate",)),
    set: frozenset(
        "copy union intersection difference symmetric_difference issubset issuperset "
        "isdisjoint".split()
    ),
    frozenset: frozenset(
        "copy union intersection difference symmetric_difference issubset issuperset "
        "isdisjoint".split()
    ),
    range: frozenset(("count", "index")),
}
_PURE[bool] = _PURE[int]
#: Attributes that are plain values.
_FIELDS: dict[type, frozenset[str]] = {
    int: frozenset(("real", "imag", "numerator", "denominator")),
    bool: frozenset(("real", "imag", "numerator", "denominator")),
    float: frozenset(("real", "imag")),
    complex: frozenset(("real", "imag")),
    range: frozenset(("start", "stop", "step")),
    slice: frozenset(("start", "stop", "step")),
}
#: The types whose attributes are all known.
TYPES = frozenset(
    (int, bool, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice)
) | {type(None), type(...)}
_WIDENING = frozenset(("center", "ljust", "rjust", "zfill", "expandtabs", "to_bytes"))


def _own(kind: type) -> dict[str, Any]:
    return sets.METHODS if kind is set else _OWN.get(kind, {})


def find(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name` for a value of Python's own, or MISSING."""
    kind = type(value)
    own = _own(kind).get(name)
    if own is not None:
        return Native(name, lambda machine, args, keywords: own(machine, value, args, keywords))
    if name in _PURE.get(kind, ()):
        return Native(
            name, lambda machine, args, keywords: _pure(machine, value, name, args, keywords)
        )
    if name in _FIELDS.get(kind, ()):
        return getattr(value, name)
    if kind is tuple and name == "as_list":
        # TensorFlow's shapes are tuples here, and have this beside what tuples have.
        return Native(name, lambda machine, args, keywords: list(value))
    if kind is Dim or kind is operators.Fraction:
        return interpreter.unknown(f"`.{name}` of a number that is not known")
    if name == "__class__":
        from .reflection import type_of

        return type_of(interpreter, value)
    if kind in TYPES and name in SPECIAL and hasattr(kind, name):
        special = SPECIAL[name]
        return Native(name, lambda machine, args, keywords: special(machine, value, *args))
    if name == "__doc__" and kind in TYPES:
        return interpreter.unknown("the text of a docstring")
    if kind is dict and name == "fromkeys":
        return Native(name, mutation.from_keys)
    return MISSING


def unbound(interpreter: Interpreter, kind: type, name: str, cls: Any) -> Any:
    """`str.upper`, `dict.fromkeys`: a method as it is found in the class, or MISSING."""
    if kind is dict and name == "fromkeys":
        return Native(name, mutation.from_keys)
    if (kind, name) in (
        (str, "maketrans"),
        (int, "from_bytes"),
        (float, "fromhex"),
        (bytes, "fromhex"),
    ):
        return Native(
            name, lambda machine, args, keywords: _static(machine, kind, name, args, keywords)
        )
    known = (
        name in _own(kind)
        or name in _PURE.get(kind, ())
        or (name in SPECIAL and hasattr(kind, name) and not hasattr(object, name))
    )
    if not known:
        return MISSING

    def method(machine: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        receiver = held(args[0]) if args else None
        if type(receiver) is Unknown:
            return machine.derive(receiver, ".", name, object())
        if not isinstance(receiver, kind):
            raise machine.raised(
                "TypeError",
                f"descriptor '{name}' for '{kind.__name__}' objects doesn't apply to a "
                f"'{machine.type_name(receiver)}' object",
            )
        return machine.call(find(machine, receiver, name), args[1:], keywords)

    return Native(name, method)


def _static(
    interpreter: Interpreter, kind: type, name: str, args: Any, keywords: dict[str, Any]
) -> Any:
    if not plain(args) or not plain(keywords):
        return interpreter.unknown(f"`.{name}` of something that is not known", of=list(args))
    try:
        return getattr(kind, name)(*args, **keywords)
    except Exception as error:  # whatever Python raises here is the program's own exception
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _pure(
    interpreter: Interpreter, value: Any, name: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    kind = type(value)
    args = tuple(held(arg) for arg in args)
    if kind in (set, frozenset):
        return _of_sets(interpreter, value, name, args)
    if not plain(args) or not plain(keywords):
        return interpreter.unknown(
            f"`.{name}` of something that is not known", of=[*args, *keywords.values()]
        )
    if name in _WIDENING:
        numbers = [arg for arg in (*args, *keywords.values()) if type(arg) is int]
        if (
            numbers
            and max(numbers) * (1 + (len(value) if name == "expandtabs" else 0)) > MOST_ITEMS
        ):
            return interpreter.unknown("a text too long to keep")
    if name in ("replace", "translate") and args:
        longest = max(
            (len(text) for arg in args for text in _texts(arg)),
            default=1,
        )
        if (len(value) + 1) * (longest + 1) > MOST_ITEMS * 10:
            return interpreter.unknown("a text too long to keep")
    try:
        return getattr(value, name)(*args, **keywords)
    except Exception as error:  # whatever Python raises here is the program's own exception
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _texts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [text for text in value.values() if isinstance(text, (str, bytes))]
    return [value] if isinstance(value, (str, bytes)) else []


def _of_sets(interpreter: Interpreter, value: Any, name: str, args: tuple[Any, ...]) -> Any:
    """Methods that compare a set with others, or make a new one."""
    others = []
    for arg in args:
        made = merging.make_set(interpreter, interpreter.iterate(arg))
        if type(made) is Unknown:
            return made
        others.append(made)
    unknown = containers.loose(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, name, object())
    try:
        return getattr(value, name)(*others)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    except Lost as lost:
        return lost.unknown


# Texts ----------------------------------------------------------------------------------------


def _join(interpreter: Interpreter, value: str, args: Any, keywords: Any) -> Any:
    mutation.arity(interpreter, "join", args, 1, 1)
    items = interpreter.iterate(args[0])
    if type(items) is Unknown:
        return interpreter.unknown("`.join` of something that is not known", of=items)
    parts = [held(item) for item in items]
    unknown = next((part for part in parts if type(part) is Unknown), None)
    if unknown is not None:
        return interpreter.unknown("`.join` of something that is not known", of=unknown)
    for place, part in enumerate(parts):
        if type(part) is not str:
            raise interpreter.raised(
                "TypeError",
                f"sequence item {place}: expected str instance, "
                f"{interpreter.type_name(part)} found",
            )
    if sum(map(len, parts)) + len(value) * len(parts) > MOST_ITEMS * 5:
        return interpreter.unknown("a text too long to keep")
    return value.join(parts)


def _format(interpreter: Interpreter, value: str, args: Any, keywords: Any) -> Any:
    return templates.fill_in(interpreter, value, args, keywords)


def _format_map(interpreter: Interpreter, value: str, args: Any, keywords: Any) -> Any:
    mutation.arity(interpreter, "format_map", args, 1, 1)
    pairs = merging.mapping(interpreter, args[0])
    if type(pairs) is Unknown:
        return pairs
    return templates.fill_in(interpreter, value, (), pairs)


# Iterators ------------------------------------------------------------------------------------


def _next(interpreter: Interpreter, value: Stream, args: Any, keywords: Any) -> Any:
    from .iterables import next_

    return next_(interpreter, value)


def _itself(interpreter: Interpreter, value: Any, args: Any, keywords: Any) -> Any:
    return value


def _send(interpreter: Interpreter, value: Stream, args: Any, keywords: Any) -> Any:
    mutation.arity(interpreter, "send", args, 1, 1)
    if value.lost is not None or not hasattr(value.iterator, "send"):
        return interpreter.unknown("the next item is not known", of=value.lost)
    uncertainty.note(interpreter, value)
    return _resumed(interpreter, value, lambda: value.iterator.send(args[0]))


def _throw(interpreter: Interpreter, value: Stream, args: Any, keywords: Any) -> Any:
    from .values import Class, Instance

    mutation.arity(interpreter, "throw", args, 1, 3)
    error = args[0]
    if type(error) is Class:
        error = interpreter.call(error, (), {})
    if (
        value.lost is not None
        or type(error) is not Instance
        or not hasattr(value.iterator, "throw")
    ):
        return interpreter.unknown("the next item is not known", of=[value.lost, error])
    raised = Raised(error.cls, error, interpreter.span())
    return _resumed(interpreter, value, lambda: value.iterator.throw(raised))


def _resumed(interpreter: Interpreter, value: Stream, resume: Any) -> Any:
    try:
        return resume()
    except StopIteration as end:
        args = () if end.value is None else (end.value,)
        raise interpreter.raised("StopIteration", "", args=args) from None
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    except Lost as lost:
        value.lost = lost.unknown
        return lost.unknown


def _close(interpreter: Interpreter, value: Stream, args: Any, keywords: Any) -> Any:
    close = getattr(value.iterator, "close", None)
    if close is not None:
        interpreter.closing += 1
        try:
            close()
        except RuntimeError as error:
            raise interpreter.raised("RuntimeError", str(error)) from None
        finally:
            interpreter.closing -= 1


# Special methods ------------------------------------------------------------------------------


def _operator(op: str) -> Any:
    def apply(interpreter: Interpreter, value: Any, other: Any, *rest: Any) -> Any:
        return operators.binary(interpreter, op, value, other)

    return apply


def _reflected(op: str) -> Any:
    def apply(interpreter: Interpreter, value: Any, other: Any, *rest: Any) -> Any:
        return operators.binary(interpreter, op, other, value)

    return apply


def _compared(op: str) -> Any:
    def apply(interpreter: Interpreter, value: Any, other: Any, *rest: Any) -> Any:
        return comparison.compare(interpreter, op, value, held(other))

    return apply


def _builtin(name: str) -> Any:
    def apply(interpreter: Interpreter, value: Any, *args: Any) -> Any:
        from .builtins import find as find_builtin

        return interpreter.call(find_builtin(name), (value, *args), {})

    return apply


SPECIAL: dict[str, Any] = {
    "__getitem__": lambda machine, value, index: containers.item(machine, value, index),
    "__setitem__": lambda machine, value, index, new: storing.set_item(machine, value, index, new),
    "__delitem__": lambda machine, value, index: storing.delete(machine, value, index),
    "__contains__": lambda machine, value, item: comparison.contains(machine, value, item),
    "__neg__": lambda machine, value: operators.unary(machine, "-", value),
    "__pos__": lambda machine, value: operators.unary(machine, "+", value),
    "__invert__": lambda machine, value: operators.unary(machine, "~", value),
    "__index__": lambda machine, value: value,
    **{f"__{name}__": _operator(op) for op, name in operators.METHODS.items()},
    **{f"__r{name}__": _reflected(op) for op, name in operators.METHODS.items()},
    **{name: _compared(op) for op, name in comparison.METHODS.items()},
    **{
        f"__{name}__": _builtin(name)
        for name in (
            "len",
            "iter",
            "repr",
            "str",
            "int",
            "float",
            "bool",
            "abs",
            "format",
            "hash",
            "round",
            "reversed",
        )
    },
}
_OWN: dict[type, dict[str, Any]] = {
    **mutation.METHODS,
    str: {"join": _join, "format": _format, "format_map": _format_map},
    Stream: {
        "__next__": _next,
        "__iter__": _itself,
        "send": _send,
        "throw": _throw,
        "close": _close,
    },
}
