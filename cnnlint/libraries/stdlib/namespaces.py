"""`types`."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import comparison, containers
from ...interpreter.kinds import KINDS, TYPES
from ...interpreter.text import text_of
from ...interpreter.values import Function, Instance, Method, Native
from .kit import functions, module, plain_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _namespace_init(
    interpreter: Interpreter, args: Any, keywords: Any, unknown: Unknown | None
) -> None:
    for name, value in keywords.items():
        args[0].attributes[name] = value
    if unknown is not None:
        containers.loosen(interpreter, args[0].attributes, unknown)


def _namespace_repr(interpreter: Interpreter, self: Any) -> Any:
    parts = []
    for name, value in self.attributes.items():
        inside = text_of(interpreter, value, "r")
        if type(inside) is Unknown or type(name) is not str:
            return interpreter.unknown("a text with a value in it that is not known", of=inside)
        parts.append(f"{name}={inside}")
    return f"namespace({', '.join(parts)})"


def _namespace_equal(interpreter: Interpreter, self: Any, other: Any) -> Any:
    if type(other) is not Instance or not other.cls.derives_from(SIMPLE_NAMESPACE):
        return NotImplemented
    return comparison.equal(interpreter, self.attributes, other.attributes)


SIMPLE_NAMESPACE = plain_class(
    "SimpleNamespace",
    __init__=Native("__init__", _namespace_init, open=True),
    **functions(__repr__=_namespace_repr, __eq__=_namespace_equal),
)


def _method(interpreter: Interpreter, function: Any, instance: Any, /) -> Any:
    return Method(function, instance, getattr(function, "owner", None))


def _read_only(interpreter: Interpreter, mapping: Any, /) -> Any:
    return mapping


def types() -> Module:
    named = {
        "FunctionType": KINDS[Function],
        "LambdaType": KINDS[Function],
        "BuiltinFunctionType": KINDS[Function],
        "GeneratorType": "generator",
        "ModuleType": "module",
        "NoneType": "NoneType",
    }
    return module(
        "types",
        {name: TYPES[kind] for name, kind in named.items()},
        {"SimpleNamespace": SIMPLE_NAMESPACE},
        functions(MethodType=_method, MappingProxyType=_read_only),
    )
