"""The names that every program has: built-in functions, types and exceptions."""

from __future__ import annotations

import builtins as python

from ..diagnostics import Unknown
from . import (
    arithmetic,
    calls,
    exceptions,
    functions,
    iterables,
    kinds,
    ordering,
    reflection,
)
from .values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter
    from .values import Scope


class ScopeReader:
    """`globals()`, `locals()` and `vars()`: what they return depends on where they stand."""

    __slots__ = ("everywhere", "function")

    def __init__(self, everywhere: bool, function: Any = None) -> None:
        self.everywhere = everywhere
        self.function = function

    def read(self, interpreter: Interpreter, scope: Scope, args: tuple[Any, ...]) -> Any:
        if args and self.function is not None:
            return self.function(interpreter, *args[:1])
        if self.everywhere or scope is scope.module:
            return scope.module.names
        return dict(scope.names)


class TextReader:
    """`eval(text)`: an expression in a text that is known is followed like any other.

    `exec` may bind any name: plain values of the file are not known behind it.
    """

    __slots__ = ("executes",)

    def __init__(self, executes: bool = False) -> None:
        self.executes = executes

    def read(self, interpreter: Interpreter, scope: Scope, args: tuple[Any, ...]) -> Any:
        from .. import syntax

        text = args[0] if args else None
        if self.executes:
            if len(args) == 1 and scope is scope.module:
                self.forget(interpreter, scope)
            return None
        if type(text) is str and len(args) == 1 and len(text) < 2_000:
            try:
                statements = syntax.lower(text).statements
            except syntax.tree.SyntaxProblem as problem:
                raise interpreter.raised("SyntaxError", problem.message) from None
            if len(statements) == 1 and statements[0][0] == "Expr":
                here, depth = interpreter.node, interpreter.state.get("texts", 0)
                if depth < 20:
                    interpreter.state["texts"] = depth + 1
                    try:
                        return interpreter.evaluate(_placed(statements[0][3], here), scope)
                    finally:
                        interpreter.state["texts"] = depth
                        interpreter.node = here
        return interpreter.unknown("code in a text is not followed", of=text)

    def forget(self, interpreter: Interpreter, scope: Scope) -> None:
        """Code that is not followed has run among these names."""
        why = Unknown("code in a text is not followed", interpreter.span())
        for name, value in scope.names.items():
            if type(value) in PLAIN and not name.startswith("__"):
                scope.names[name] = interpreter.derive(why, ".", name)
        scope.names["*"] = why


#: What `exec` may well bind anew: settings, not functions and models.
PLAIN = frozenset((int, float, str, bool, tuple, list, dict, type(None)))


def _placed(node: Any, here: Any) -> Any:
    """A tree whose every node stands where the text is evaluated."""
    if type(node) is not tuple or not node:
        return node
    if type(node[0]) is str and len(node) > 2 and type(node[1]) is int and type(node[2]) is int:
        return (node[0], here[1], here[2], *(_placed(part, here) for part in node[3:]))
    return tuple(_placed(part, here) for part in node)


BUILTINS: dict[str, Any] = {
    "eval": TextReader(),
    "exec": TextReader(executes=True),
    "NotImplemented": NotImplemented,
    "Ellipsis": ...,
    "__debug__": True,
    "__doc__": None,
    "__package__": None,
    "__spec__": None,
    "globals": ScopeReader(True),
    "locals": ScopeReader(False),
}
#: Which modules define the functions, by the functions' names; each is read when one is named.
_PLACES = {
    "ascii bytearray compile exit format help input len memoryview open print quit repr": functions,
    "all any enumerate filter iter map next reversed zip": iterables,
    "abs bin chr divmod hex oct ord pow round sum": arithmetic,
    "max min sorted": ordering,
    "callable delattr dir getattr hasattr hash id isinstance issubclass setattr super": reflection,
}
_PLACE = {name: module for names, module in _PLACES.items() for name in names.split()}
_PLACE["__import__"] = functions


def find(name: str) -> Any:
    """The built-in of this name, or MISSING."""
    value = BUILTINS.get(name, MISSING)
    if value is MISSING:
        value = _made(name)
        if value is not MISSING:
            BUILTINS[name] = value
    return value


def _made(name: str) -> Any:
    if name in _PLACE:
        return calls.native(_PLACE[name].FUNCTIONS[name], name)
    if name == "vars":
        return ScopeReader(False, reflection.vars_)
    value = getattr(python, name, None)
    if isinstance(value, type):
        among = exceptions.EXCEPTIONS if issubclass(value, BaseException) else kinds.TYPES
        return among.get(name, MISSING)
    return MISSING
