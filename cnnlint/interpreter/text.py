"""Values as text: `str`, `repr`, `format`, f-strings."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import percent, writing
from .operators import held, plain
from .values import MISSING, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def text_of(interpreter: Interpreter, value: Any, how: str = "s") -> Any:
    """`str(value)` (for how "s"), `repr(value)` ("r") or `ascii(value)` ("a"), or an Unknown."""
    kind = type(value)
    if kind is str and how == "s":
        return value
    if plain(value) and (kind not in writing.NESTING or not interpreter.writing):
        return of_plain(interpreter, value, how)
    if kind is Unknown:
        return interpreter.derive(value, "text")
    if kind in (list, tuple, dict, set, frozenset, slice):
        return writing.Writer(interpreter).write(value)
    if kind is Instance:
        return _of_object(interpreter, value, how)
    return writing.of_definition(interpreter, value)


def of_plain(interpreter: Interpreter, value: Any, how: str) -> Any:
    if type(value) in (set, frozenset) and any(type(item) is not int for item in value):
        if len(value) > 1:
            return interpreter.unknown("the order of a set")
    try:
        return str(value) if how == "s" else ascii(value) if how == "a" else repr(value)
    except ValueError as error:  # a whole number of too many digits
        raise interpreter.raised("ValueError", str(error)) from None


def _of_object(interpreter: Interpreter, value: Instance, how: str) -> Any:
    for name in ("__str__", "__repr__") if how == "s" else ("__repr__",):
        method = interpreter.special(value, name)
        if method is not MISSING:
            text = interpreter.call(method, (), {})
            text = held(text)
            if type(text) not in (str, Unknown):
                raise interpreter.raised(
                    "TypeError",
                    f"{name} returned non-string (type {interpreter.type_name(text)})",
                )
            return text
    return plainly(interpreter, value, how)


def plainly(interpreter: Interpreter, value: Any, how: str) -> Any:
    """The text of an object as `object` or its exception class writes it."""
    from .exceptions import EXCEPTIONS

    if type(value) is not Instance:
        return text_of(interpreter, value, how)
    if value.held is not MISSING:
        return text_of(interpreter, value.held, how)
    if value.cls.derives_from(EXCEPTIONS["BaseException"]):
        args = value.attributes.get("args", ())
        if how == "s":
            if not args:
                return ""
            if len(args) > 1:
                return text_of(interpreter, args)
            key = value.cls.derives_from(EXCEPTIONS["KeyError"])
            return text_of(interpreter, args[0], "r" if key else "s")
        inner = [text_of(interpreter, arg, "r") for arg in args]
        unknown = next((text for text in inner if type(text) is Unknown), None)
        return unknown or f"{value.cls.name}({', '.join(inner)})"
    return interpreter.unknown(f"the text of {value.cls.name}, with its address in memory")


# Formats --------------------------------------------------------------------------------------


def formatted(interpreter: Interpreter, value: Any, how: Any = "") -> Any:
    """`format(value, how)`, or an Unknown."""
    if type(value) is Unknown or type(how) is Unknown:
        return interpreter.unknown("text with a value in it that is not known", of=[value, how])
    if type(how) is not str:
        raise interpreter.raised("TypeError", "format() argument 2 must be str")
    if how and percent.too_wide(how):
        return interpreter.unknown("a text too long to keep")
    if type(value) is Instance:
        method = interpreter.special(value, "__format__")
        if method is not MISSING:
            return interpreter.call(method, (how,), {})
        if value.held is not MISSING and type(value.held) in (int, float):
            if not _writes_itself(interpreter, value):
                value = value.held
    if not plain(value):
        text = text_of(interpreter, value, "s")
        if type(text) is Unknown:
            return text
        if how and not (type(value) is Instance and value.held is not MISSING):
            raise interpreter.raised(
                "TypeError",
                f"unsupported format string passed to {interpreter.type_name(value)}.__format__",
            )
        value = text
    if type(value) in (set, frozenset):
        return text_of(interpreter, value)
    try:
        return format(value, how)
    except (TypeError, ValueError, OverflowError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def _writes_itself(interpreter: Interpreter, value: Instance) -> bool:
    return interpreter.special(value, "__str__") is not MISSING
