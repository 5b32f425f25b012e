"""`operator`."""

from __future__ import annotations

from ...interpreter import calls, comparison, containers, operators, storing
from ...interpreter.values import Native
from .kit import functions, module, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _binary(op: str) -> Native:
    def apply(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
        return operators.binary(interpreter, op, a, b)

    return calls.native(apply, op)


def _in_place(op: str) -> Native:
    def apply(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
        from ...interpreter.statements import operated

        return operated(interpreter, op, a, b)

    return calls.native(apply, op)


def _compared(op: str) -> Native:
    def apply(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
        return comparison.compare(interpreter, op, a, b)

    return calls.native(apply, op)


def _unary(op: str) -> Native:
    def apply(interpreter: Interpreter, a: Any, /) -> Any:
        return operators.unary(interpreter, op, a)

    return calls.native(apply, op)


def contains(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
    return comparison.contains(interpreter, a, b)


def truth(interpreter: Interpreter, a: Any, /) -> Any:
    return interpreter.truth(a)


def get_item(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
    return containers.item(interpreter, a, b)


def set_item(interpreter: Interpreter, a: Any, b: Any, c: Any, /) -> None:
    storing.set_item(interpreter, a, b, c)


def del_item(interpreter: Interpreter, a: Any, b: Any, /) -> None:
    storing.delete(interpreter, a, b)


def item_getter(interpreter: Interpreter, *items: Any) -> Any:
    def get(machine: Interpreter, args: Any, keywords: Any) -> Any:
        found = tuple(containers.item(machine, args[0], item) for item in items)
        return found[0] if len(found) == 1 else found

    return Native("itemgetter", get)


def attribute_getter(interpreter: Interpreter, *names: Any) -> Any:
    if not all(type(name) is str for name in names):
        return interpreter.unknown("an attribute whose name is not known", of=list(names))

    def get_one(machine: Interpreter, value: Any, dotted: str) -> Any:
        for name in dotted.split("."):
            value = machine.get(value, name)
        return value

    def get(machine: Interpreter, args: Any, keywords: Any) -> Any:
        found = tuple(get_one(machine, args[0], name) for name in names)
        return found[0] if len(found) == 1 else found

    return Native("attrgetter", get)


def method_caller(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    if unknown is not None or not args or type(args[0]) is not str:
        return interpreter.unknown("a method whose name is not known", of=[unknown, *args])
    name, *rest = args

    def call(machine: Interpreter, given: Any, named: Any) -> Any:
        return machine.call(machine.get(given[0], name), tuple(rest), keywords)

    return Native("methodcaller", call)


def operator() -> Module:
    names = {
        **{name.rstrip("_"): op for op, name in operators.METHODS.items()},
        "and_": "&",
        "or_": "|",
        "concat": "+",
    }
    binaries = {name: _binary(op) for name, op in names.items() if name not in ("and", "or")}
    in_place = {f"i{name}": _in_place(op) for op, name in operators.METHODS.items()}
    compared = {name.strip("_"): _compared(op) for op, name in comparison.METHODS.items()}
    others = {
        "is_": _compared("is"),
        "is_not": _compared("is not"),
        "neg": _unary("-"),
        "pos": _unary("+"),
        "inv": _unary("~"),
        "invert": _unary("~"),
        "not_": _unary("not"),
    }
    given = {**binaries, **in_place, **compared, **others}
    return module(
        "operator",
        given,
        {f"__{name.rstrip('_')}__": function for name, function in given.items()},
        functions(
            contains=contains,
            truth=truth,
            getitem=get_item,
            setitem=set_item,
            delitem=del_item,
            itemgetter=item_getter,
            attrgetter=attribute_getter,
        ),
        opened(methodcaller=method_caller),
    )
