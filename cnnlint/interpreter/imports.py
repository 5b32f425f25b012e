"""Imports: libraries that cnnlint knows, the user's own files, and everything else unknown."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import statements
from .attributes import placed
from .containers import ANYTHING
from .values import MISSING, Module, ModuleScope, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..source import Source
    from ..syntax.tree import Node
    from .machine import Interpreter


#: Names in a module that may stand for any other: an `import *` of what is not known, a
#: `__getattr__` of its own, a name that is not known.
OPEN = ("*", "__getattr__", ANYTHING)


def load(interpreter: Interpreter, dotted: str) -> Module | Unknown:
    """The module of this full name. The user's own files are interpreted, never executed."""
    found = interpreter.modules.get(dotted)
    if found is not None:
        return found
    library = interpreter.library(dotted)
    if library is not None:
        interpreter.modules[dotted] = library
        return library
    file = interpreter.find(dotted)
    if file is None:
        head, _, tail = dotted.rpartition(".")
        if head:
            parent = load(interpreter, head)
            if isinstance(parent, Unknown):
                return parent
            member = parent.member(tail)
            if isinstance(member, (Module, Unknown)):
                return member
        return interpreter.unknown(f"module `{dotted}` is not read")
    return follow(interpreter, dotted, *file)


def follow(
    interpreter: Interpreter, dotted: str, source: Source, tree: Any, is_package: bool = False
) -> Module:
    """Interpret a file as the module of this full name."""
    scope = ModuleScope(source, dotted, is_package)
    scope.names["__name__"] = dotted
    scope.names["__file__"] = source.path
    if is_package:
        scope.names["__path__"] = [source.path.rpartition("/")[0]]
    module = Module(dotted, scope.names, submodules(interpreter, dotted) if is_package else None)
    # Registered first: modules that import each other see what is there so far, as in Python.
    interpreter.modules[dotted] = module
    before = len(interpreter.asked), len(interpreter.events)
    here, under = interpreter.span(), len(interpreter.chain())
    caller_source, caller_node, uncertain = (
        interpreter.source,
        interpreter.node,
        interpreter.uncertain,
    )
    interpreter.source = source
    try:
        for statement in tree.program:
            if not interpreter.guarded(statement, scope):
                break
        else:
            # What Python may not find, it may find elsewhere: another module of the same name.
            elsewhere = dotted in getattr(interpreter.find, "guessed", ())
            module.complete = not elsewhere and not any(name in scope.names for name in OPEN)
    finally:
        interpreter.source, interpreter.node = caller_source, caller_node
        interpreter.uncertain = uncertain
    if before == (len(interpreter.asked), len(interpreter.events)):
        interpreter.settled[dotted] = module
    for event in interpreter.events[before[1] :]:
        if hasattr(event, "refused"):
            # What is refused there is told to whoever reads the file that imports it.
            event.calls = (*event.calls[:under], here, *event.calls[under:])
    head, _, tail = dotted.rpartition(".")
    parent_module = interpreter.modules.get(head)
    if parent_module is not None:
        parent_module.names.setdefault(tail, module)
    return module


def submodules(interpreter: Interpreter, dotted: str) -> Any:
    def find(name: str) -> Any:
        full = f"{dotted}.{name}"
        if interpreter.library(full) is None and interpreter.find(full) is None:
            return MISSING
        return load(interpreter, full)

    return find


def import_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    interpreter.node = node
    for dotted, asname in node[3]:
        present(interpreter, dotted)
        module = load(interpreter, dotted)
        if asname:
            scope.assign(asname, module)
            continue
        top = dotted.split(".")[0]
        scope.assign(top, module if top == dotted else load(interpreter, top))


def import_from(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, name, level, names = node
    interpreter.node = node
    dotted = absolute(scope.module, name, level)
    there = level > 0 or present(interpreter, dotted)
    module = load(interpreter, dotted)
    for member, asname in names:
        if member == "*":
            star(interpreter, module, scope, dotted)
            continue
        if there and isinstance(module, Module) and module.gone is not None:
            _still_has(interpreter, module, member, "ImportError")
        value = take(interpreter, module, member, dotted)
        scope.assign(asname or member, value)


def present(interpreter: Interpreter, dotted: str) -> bool:
    """Whether a library still has the module of this name; it is refused where it has not."""
    head, *rest = dotted.split(".")
    module: Any = interpreter.library(head) if rest else None
    for name in rest:
        if not isinstance(module, Module):
            return True
        if module.gone is not None and not _still_has(interpreter, module, name):
            return False
        module = module.member(name)
    return True


def _still_has(
    interpreter: Interpreter, module: Module, name: str, exception: str = "ModuleNotFoundError"
) -> bool:
    refused = module.gone(name) if module.gone is not None else None
    if refused is None:
        return True
    refused.exception = exception
    if not refused.late or not interpreter.catches(exception):
        interpreter.refused(interpreter, refused)
    return False


def absolute(scope: ModuleScope, name: str, level: int) -> str:
    """The full name of what `from ..name import` refers to."""
    if not level:
        return name
    parts = scope.dotted.split(".")
    drop = level - 1 if scope.is_package else level
    base = parts[: len(parts) - drop] if drop else parts
    return ".".join([*base, name] if name else base)


def take(interpreter: Interpreter, module: Any, name: str, dotted: str) -> Any:
    """`from module import name`, where the module was asked for as `dotted`."""
    if not isinstance(module, Module):
        return interpreter.derive(module, ".", name)
    value = module.member(name)
    if value is MISSING:
        full = f"{dotted}.{name}"
        known = interpreter.library(full)
        if (known is not None and known is not module) or interpreter.find(full) is not None:
            return load(interpreter, full)
        if module.complete and interpreter.catches("ImportError"):
            raise interpreter.raised(
                "ImportError", f"cannot import name '{name}' from '{module.name}'"
            )
        return interpreter.unknown(f"`{name}` is not found in `{module.name}`")
    return placed(interpreter, value)


def star(interpreter: Interpreter, module: Any, scope: Scope, dotted: str) -> None:
    if not isinstance(module, Module):
        # Names that are not found later may have come from here.
        scope.names["*"] = module
        return
    listed = module.names.get("__all__", MISSING)
    if isinstance(listed, (list, tuple)):
        for name in listed:
            if isinstance(name, str):
                scope.assign(name, take(interpreter, module, name, dotted))
        return
    public = module.load("*") if module.load is not None else MISSING
    if isinstance(public, (list, tuple, frozenset)):
        for name in public:
            scope.assign(name, take(interpreter, module, name, dotted))
        return
    if not module.complete and module.names.get("__name__") == module.name:
        # A file that is not followed to its end, as one that is still being imported.
        scope.names.setdefault("*", interpreter.unknown(f"not all of `{dotted}` is followed"))
    for name, value in list(module.names.items()):
        if type(name) is str and name[:1] != "_":
            scope.assign(name, value)


statements.EXECUTE.update({"Import": import_, "ImportFrom": import_from})
