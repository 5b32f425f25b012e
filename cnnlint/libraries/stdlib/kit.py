"""What the modules of this package are made with."""

from __future__ import annotations

from ...interpreter.calls import native
from ...interpreter.operators import held
from ...interpreter.values import Class, Module, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ...interpreter.machine import Interpreter


def functions(**given: Callable[..., Any]) -> dict[str, Native]:
    """Functions of ours as values, under the names that the program knows them by."""
    return {name: native(function, name) for name, function in given.items()}


def opened(**given: Callable[..., Any]) -> dict[str, Native]:
    """Functions that bind for themselves: `function(interpreter, args, keywords, unknown)`."""
    return {name: Native(name, function, open=True) for name, function in given.items()}


def module(name: str, *tables: dict[str, Any]) -> Module:
    """A module of these members."""
    names: dict[str, Any] = {}
    for table in tables:
        names.update(table)
    return Module(name, names)


def unknowns(reason: str, names: str) -> dict[str, Native]:
    """Functions of which only is known why their values are not."""

    def make(name: str) -> Native:
        def give(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
            return interpreter.unknown(reason.format(name))

        return Native(name, give, open=True)

    return {name: make(name) for name in names.split()}


def silent(names: str) -> dict[str, Native]:
    """Functions that do nothing a model depends on, and return None."""
    return {
        name: Native(name, lambda interpreter, args, keywords, unknown: None, open=True)
        for name in names.split()
    }


def transparent(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    """A decorator that changes nothing here, with or without arguments of its own."""
    if len(args) == 1 and not keywords:
        return args[0]
    return Native("decorator", lambda machine, given, named, more: given[0], open=True)


def first(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    """A function that gives back what it is called on."""
    return args[0] if args else unknown


def text(value: Any) -> str | None:
    """A value as text: a text, an object that holds one, or None."""
    value = held(value)
    return value if type(value) is str else None


def plain_class(name: str, bases: tuple[Class, ...] = (), /, **namespace: Any) -> Class:
    """A class that derives from `object` and has these members."""
    from ...interpreter.values import OBJECT

    return Class(name, bases or (OBJECT,), namespace)


def partial_class(name: str, /, **namespace: Any) -> Class:
    """A class that derives from `object` and has these members, and more of them in Python."""
    from ...interpreter.values import OBJECT

    return Class(name, (OBJECT,), namespace, partial=True)
