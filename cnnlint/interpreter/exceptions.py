"""Python's exceptions as classes of the interpreted program."""

from __future__ import annotations

import builtins as python

from .signature import Signature
from .values import OBJECT, Class, Instance, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter

EXCEPTIONS: dict[str, Class] = {}


def _define(kind: type[BaseException]) -> Class:
    known = EXCEPTIONS.get(kind.__name__)
    if known is None:
        bases = tuple(
            _define(base) if issubclass(base, BaseException) else OBJECT for base in kind.__bases__
        )
        known = EXCEPTIONS[kind.__name__] = Class(kind.__name__, bases)
    return known


for _value in list(vars(python).values()):
    if isinstance(_value, type) and issubclass(_value, BaseException):
        _define(_value)
EXCEPTIONS["IOError"] = EXCEPTIONS["EnvironmentError"] = EXCEPTIONS["OSError"]


def _new(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
    """Every exception remembers what it was made with, whatever its own `__init__` does."""
    made = Instance(cls, interpreter.span())
    made.attributes["args"] = tuple(args) if unknown is None else (*args, unknown)
    return made


def _init(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    self.attributes["args"] = args
    if self.cls.derives_from(EXCEPTIONS["StopIteration"]):
        self.attributes["value"] = args[0] if args else None
    elif self.cls.derives_from(EXCEPTIONS["SystemExit"]):
        self.attributes["code"] = args[0] if args else None
    elif self.cls.derives_from(EXCEPTIONS["OSError"]) and len(args) >= 2:
        self.attributes.update(errno=args[0], strerror=args[1])
    for name in ("name", "path", "obj"):
        if name in keywords:
            self.attributes[name] = keywords[name]


def _attribute(interpreter: Interpreter, self: Any, name: str) -> Any:
    """What every exception has, where nobody has set it."""
    if name in ("__cause__", "__context__"):
        return None
    if name in ("__traceback__", "__notes__"):
        return interpreter.unknown(f"`{name}` is not followed")
    if name in ("errno", "strerror", "filename", "name", "path", "value", "code"):
        return None
    if name == "with_traceback":
        return Native(name, lambda machine, args, keywords: self)
    if name == "add_note":
        return Native(name, lambda machine, args, keywords: None)
    if self.cls.unknown_base is not None:
        return interpreter.derive(self.cls.unknown_base, ".", name)
    raise interpreter.raised(
        "AttributeError", f"'{self.cls.name}' object has no attribute '{name}'"
    )


def _native(name: str, function: Any) -> Native:
    return Native(name, function, Signature.of(function, name, skip=1))


EXCEPTIONS["BaseException"].namespace.update(
    {
        "__new__": Native("__new__", _new),
        "__init__": _native("__init__", _init),
        "__getattr__": _native("__getattr__", _attribute),
    }
)
