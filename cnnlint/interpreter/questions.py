"""What the interpreter asks of values: whether they are true, and of which type they are."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim, lower
from . import containers, operators
from .values import MISSING, Class, Function, Identity, Instance, Method, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def truth(interpreter: Interpreter, value: Any) -> bool | Unknown:
    """Whether a value is true, or why that is not known."""
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[no-any-return]
    if kind is Unknown:
        if value.size is not None and not value.parameter and (lower(value.size) or 0) > 0:
            return True
        return value  # type: ignore[no-any-return]
    if kind is Dim:
        least = lower(value)
        if least is not None and least > 0:
            return True
        return interpreter.unknown("whether a size is zero is not known")
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        return behaviour.truth(interpreter, value)
    if kind is Instance:
        method = interpreter.special(value, "__bool__")
        if method is not MISSING:
            return truth(interpreter, interpreter.call(method, (), {}))
        method = interpreter.special(value, "__len__")
        if method is not MISSING:
            return truth(interpreter, interpreter.call(method, (), {}))
        if value.held is not MISSING:
            return truth(interpreter, value.held)
        if value.cls.unknown_base is not None:
            return interpreter.derive(value.cls.unknown_base, "truth", Identity(value))
        return True
    if kind is operators.Fraction:
        return truth(interpreter, value.floor) is True or interpreter.unknown(
            "whether a size is zero is not known"
        )
    if kind in (list, dict, set, frozenset):
        unknown = containers.loose(interpreter, value)
        if unknown is not None:
            return interpreter.derive(unknown, "truth", Identity(value))
    return bool(value)


def type_name(interpreter: Interpreter, value: Any) -> str:
    kind = type(value)
    if kind is Instance:
        return value.cls.name  # type: ignore[no-any-return]
    if kind is Dim:
        return "int"
    if kind is Class:
        return "type"
    if kind is operators.Fraction:
        return "float"
    if value is NotImplemented or value is None or value is ...:
        return type(value).__name__
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        return behaviour.type_name(value)
    return {Function: "function", Method: "method", Native: "function", Module: "module"}.get(
        kind, kind.__name__
    )
