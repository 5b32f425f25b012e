"""Whether code has to do with what a library builds, as far as its text and its names tell."""

from __future__ import annotations

from .values import MISSING, Class, ClassMethod, Function, Instance, Module, Property, StaticMethod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope

#: Definitions inside a branch are not looked into: they may be anything.
_OPAQUE = frozenset(("FunctionDef", "ClassDef", "Lambda", "Import", "ImportFrom"))


def builds(interpreter: Interpreter, body: Any, scope: Scope) -> bool:
    """Whether a body names something that the library of this run builds with.

    `interpreter.builds` tells of one value, or of one of its attributes. Functions of the user's
    are followed; a name that is not bound yet, and what is not known, count for nothing.
    """
    return _part(interpreter, body, scope, set())


def _part(interpreter: Interpreter, part: Any, scope: Scope, seen: set[int]) -> bool:
    named = _names(interpreter, part)
    place = 0
    while place < len(named):
        node, behind = named[place]
        place += 1
        kind = node[0]
        if kind in _OPAQUE:
            return True
        value = _named(interpreter, node, scope)
        if value is not MISSING:
            if _value(interpreter, value, seen):
                return True
            place = behind
        elif kind == "Attribute":
            holder = _named(interpreter, node[3], scope)
            if holder is not MISSING:
                if interpreter.builds(holder, node[4]):
                    return True
                place = behind
    return False


def _names(interpreter: Interpreter, part: Any) -> list[tuple[Node, int]]:
    """The names, attributes and definitions in a part of the tree, in the order of the text, each
    with the place behind those inside of it."""
    known = interpreter.named.get(id(part))
    if known is None:
        found: list[tuple[Node, int]] = []
        if type(part) is tuple:
            _gather(part, found)
        # The part is kept, so that its id stays its own.
        known = interpreter.named[id(part)] = part, found
    return known[1]


def _gather(part: tuple[Any, ...], found: list[tuple[Node, int]]) -> None:
    if not part:
        return
    kind = part[0] if type(part[0]) is str else ""  # the hash of a statement takes long
    if kind in _OPAQUE:
        found.append((part, 0))
        return
    place = -1
    if kind == "Name" or kind == "Attribute":
        place = len(found)
        found.append((part, 0))
    for each in part:
        if type(each) is tuple:
            _gather(each, found)
    if place >= 0:
        found[place] = part, len(found)


def _named(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """What a name, or a chain of attributes of one, stands for; MISSING where only a run tells."""
    from .expressions import lookup

    if node[0] == "Name":
        return lookup(interpreter, node[3], scope)
    if node[0] != "Attribute":
        return MISSING
    holder = _named(interpreter, node[3], scope)
    if type(holder) is Module:
        return holder.member(node[4])
    if type(holder) is Instance:
        if interpreter.builds(holder):
            return MISSING
        found = holder.attributes.get(node[4], MISSING)
        return holder.cls.find(node[4])[0] if found is MISSING else found
    if type(holder) is Class:
        return holder.find(node[4])[0]
    return MISSING


def _value(interpreter: Interpreter, value: Any, seen: set[int]) -> bool:
    if interpreter.builds(value):
        return True
    if type(value) in (StaticMethod, ClassMethod):
        value = value.function
    elif type(value) is Property:
        value = value.getter
    elif type(value) is Class:
        value = value.find("__init__")[0]
    if type(value) is not Function or id(value) in seen:
        return False
    seen.add(id(value))
    return _part(interpreter, value.body, value.scope, seen)
