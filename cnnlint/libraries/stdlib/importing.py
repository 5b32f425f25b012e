"""`importlib`: a module by its name, as an `import` gives it."""

from __future__ import annotations

from ...interpreter import imports
from .kit import functions, module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def import_module(interpreter: Interpreter, name: Any, package: Any = None) -> Any:
    if type(name) is not str or name[:1] in ("", "."):
        return interpreter.unknown("a module whose name is not known", of=name)
    return imports.load(interpreter, name)


def reload(interpreter: Interpreter, module: Any) -> Any:
    return module


def importlib() -> Module:
    """`importlib`."""
    return module("importlib", functions(import_module=import_module, reload=reload))
