"""`copy`."""

from __future__ import annotations

from ...interpreter import containers
from ...interpreter.values import MISSING, Instance
from .kit import functions, module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def copy_of(interpreter: Interpreter, x: Any) -> Any:
    kind = type(x)
    if kind is list:
        return interpreter.iterate(x)
    if kind in (dict, set):
        return x.copy()
    if kind is not Instance:
        return _same(interpreter, x)
    method = interpreter.special(x, "__copy__")
    if method is not MISSING:
        return interpreter.call(method, (), {})
    if x.state is not None:
        return interpreter.unknown(f"a copy of {x.cls.name} is not followed")
    made = Instance(x.cls, interpreter.span())
    made.attributes = dict(x.attributes)
    made.held = x.held.copy() if type(x.held) in (list, dict, set) else x.held
    return made


def _same(interpreter: Interpreter, x: Any) -> Any:
    if type(x) in interpreter.behaviours:
        return x
    return x


def deep_copy(interpreter: Interpreter, x: Any, memo: Any = None) -> Any:
    return _Copying(interpreter).of(x)


class _Copying:
    """One deep copy: what occurs twice is copied once."""

    __slots__ = ("interpreter", "made")

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.made: dict[int, Any] = {}

    def of(self, x: Any) -> Any:
        kind = type(x)
        if kind not in (list, dict, set, tuple, Instance):
            return x
        if id(x) in self.made:
            return self.made[id(x)]
        self.interpreter.step()
        if kind is tuple:
            parts = [self.of(item) for item in x]
            same = all(a is b for a, b in zip(parts, x, strict=True))
            made: Any = x if same else tuple(parts)
            self.made[id(x)] = made
            return made
        unknown = containers.loose(self.interpreter, x)
        if unknown is not None and kind is list:
            return unknown
        if kind is list:
            made = self.made[id(x)] = []
            made.extend(self.of(item) for item in x)
        elif kind is dict:
            made = self.made[id(x)] = {}
            for key, value in list(x.items()):
                made[self.of(key)] = self.of(value)
        elif kind is set:
            made = self.made[id(x)] = {self.of(item) for item in x}
        else:
            made = self.object(x)
        return made

    def object(self, x: Instance) -> Any:
        from .enumerations import ENUM

        method = self.interpreter.special(x, "__deepcopy__")
        if method is not MISSING:
            return self.interpreter.call(method, ({},), {})
        if x.cls.derives_from(ENUM):
            return x
        if x.state is not None:
            return self.interpreter.unknown(f"a copy of {x.cls.name} is not followed")
        made = self.made[id(x)] = Instance(x.cls, self.interpreter.span())
        made.attributes = {name: self.of(value) for name, value in list(x.attributes.items())}
        made.held = x.held if x.held is MISSING else self.of(x.held)
        return made


def copy() -> Module:
    """`copy`."""
    return module("copy", functions(copy=copy_of, deepcopy=deep_copy))
