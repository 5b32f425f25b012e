"""The names that every program has: built-in functions, types and exceptions."""

from __future__ import annotations

import builtins as python

from . import calls
from .exceptions import EXCEPTIONS
from .functions import FUNCTIONS, ordered
from .reflection import is_instance, type_of
from .text import text_of
from .kinds import OBJECT, TYPES
from .values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter
    from .values import Scope

__all__ = [
    "EXCEPTIONS",
    "OBJECT",
    "TYPES",
    "find",
    "is_instance",
    "ordered",
    "text_of",
    "type_of",
]


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


BUILTINS: dict[str, Any] = {
    **{name: cls for name, cls in TYPES.items() if hasattr(python, name)},
    **EXCEPTIONS,
    "NotImplemented": NotImplemented,
    "Ellipsis": ...,
    "__debug__": True,
    "__doc__": None,
    "__package__": None,
    "__spec__": None,
    "globals": ScopeReader(True),
    "locals": ScopeReader(False),
    "vars": ScopeReader(False, FUNCTIONS["vars"]),
}


def find(name: str) -> Any:
    """The built-in of this name, or MISSING."""
    value = BUILTINS.get(name, MISSING)
    if value is MISSING:
        function = FUNCTIONS.get(name)
        if function is not None:
            value = BUILTINS[name] = calls.native(function, name)
    return value
