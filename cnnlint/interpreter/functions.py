"""Python's built-in functions, those of numbers, of iterables and of reflection apart."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import containers
from .text import formatted, text_of
from .values import MISSING, Identity, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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


def byte_array(interpreter: Interpreter, *args: Any) -> Any:
    return interpreter.unknown("a bytearray is not followed")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ascii": ascii_,
    "bytearray": byte_array,
    "compile": eval_,
    "eval": eval_,
    "exec": eval_,
    "exit": exit_,
    "format": format_,
    "help": print_,
    "input": input_,
    "len": len_,
    "memoryview": byte_array,
    "open": open_,
    "print": print_,
    "quit": exit_,
    "repr": repr_,
    "__import__": eval_,
}
