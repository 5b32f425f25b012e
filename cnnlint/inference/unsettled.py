"""What an object still waits for: attributes that its other methods fill in.

A method that makes a model is tried on an object that was only just made, and its caller may have
called others before. What the constructor leaves empty, and another method sets, is not known then:
`self.image_size = None`, which `load_data` replaces.
"""

from __future__ import annotations

from ..interpreter.values import Class, Function, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..interpreter.machine import Interpreter

#: How far objects are looked into, each held by the one before.
DEEP = 3
#: What Keras calls itself, once a layer or a model is called.
_CALLED = ("build", "call")
#: Methods of containers that put something in.
_FILLING = frozenset("add append extend insert setdefault update".split())


def unsettle(interpreter: Interpreter, value: Any, method: Function) -> None:
    """Forget what `value` and the objects it holds have not been given yet, before `method`."""
    pending = [(value, 0)]
    seen: set[int] = set()
    while pending:
        each, depth = pending.pop()
        if type(each) is not Instance or id(each) in seen:
            continue
        if each.state is not None and each.cls.span is None:
            continue  # a layer of Keras
        seen.add(id(each))
        filled: set[str] | None = None
        for name, held in list(each.attributes.items()):
            if type(held) is Instance and depth < DEEP:
                pending.append((held, depth + 1))
            elif _empty(held):
                if filled is None:
                    filled = _filled(each.cls, method)
                if name in filled:
                    why = (
                        f"`{name}` of `{each.cls.name}` is set by a method that nothing calls here"
                    )
                    each.attributes[name] = interpreter.unknown(why)


def _empty(value: Any) -> bool:
    return value is None or (type(value) in (int, str, tuple, list, dict, set) and not value)


def _filled(cls: Class, method: Function) -> set[str]:
    """The attributes that are set, or given items, by methods that `method` does not call itself:
    neither in construction nor on its own way."""
    methods = {
        name: member
        for each in reversed(cls.mro)
        for name, member in each.namespace.items()
        if type(member) is Function and name != "__init__"
    }
    pending = [method, *(methods.pop(name) for name in _CALLED if name in methods)]
    while pending:
        for name in _names(pending.pop().body) & methods.keys():
            pending.append(methods.pop(name))
    others = (each for each in methods.values() if each is not method)
    return {name for each in others for name in _stored(each.body)}


def _stored(body: Iterable[Any]) -> Iterable[str]:
    for node in _nodes(body):
        targets: Iterable[Any] = ()
        if node[0] == "Assign":
            targets = node[3]
        elif node[0] in ("AugAssign", "AnnAssign"):
            targets = node[4:5] if node[0] == "AugAssign" else node[3:4]
        elif node[0] == "Call" and node[3][0] == "Attribute" and node[3][4] in _FILLING:
            targets = (node[3][3],)
        for target in _nodes(targets):
            if target[0] == "Attribute":
                yield target[4]


def _names(body: Iterable[Any]) -> set[str]:
    return {node[4] for node in _nodes(body) if node[0] == "Attribute"}


def _nodes(body: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """Every node below these."""
    pending: list[Any] = list(body)
    while pending:
        node = pending.pop()
        if type(node) is tuple and node:
            if type(node[0]) is str and len(node) > 3:
                yield node
            pending.extend(part for part in node if type(part) is tuple)
