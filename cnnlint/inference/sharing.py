"""Modules of the user's that several worlds share: those that every world would make alike.

A module whose import asked nothing and built nothing is made once. Another, that is made anew in
each world, may have put something of its own into it, as into a registry of classes: then it is
made anew as well, and so is whatever took something from it.
"""

from __future__ import annotations

from ..interpreter.values import Class, Function, Instance, Method, Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: A module that holds more than so many objects is made anew.
MOST_OBJECTS = 5_000
_CONTAINERS = (list, tuple, set, frozenset)


def shared(run: Interpreter) -> dict[str, Module]:
    """The settled modules of a run that hold nothing of one that is not."""
    kept = dict(run.settled)
    files = {_path(module) for module in run.modules.values() if type(module) is Module}
    changing = {*files, run.source.path} - {"", *(_path(module) for module in kept.values())}
    held = {dotted: _held(module) for dotted, module in kept.items()}
    while gone := [name for name in kept if not _alike(held[name], changing)]:
        changing.update(_path(kept.pop(name)) for name in gone)
    return kept


def _alike(sources: set[str] | None, changing: set[str]) -> bool:
    return sources is not None and changing.isdisjoint(sources)


def _path(module: Module) -> str:
    path = module.names.get("__file__")
    return path if type(path) is str else ""


def _held(module: Module) -> set[str] | None:
    """The files of what a module's names lead to; None where that is too much to look through."""
    pending: list[Any] = list(module.names.values())
    seen: set[int] = set()
    sources: set[str] = set()
    while pending:
        value = pending.pop()
        kind = type(value)
        if kind in _CONTAINERS or kind in (dict, Instance, Class, Function, Method):
            if id(value) in seen:
                continue
            seen.add(id(value))
            if len(seen) > MOST_OBJECTS:
                return None
        if kind in _CONTAINERS:
            pending += value
        elif kind is dict:
            pending += value.values()
        elif kind is Instance:
            pending.append(value.cls)
            pending += value.attributes.values()
            pending.append(value.held)
        elif kind is Method:
            pending += (value.function, value.receiver)
        elif kind is Class or kind is Function:
            if value.span is not None:
                sources.add(value.span.source.path)
                pending += (value.namespace if kind is Class else value.attributes).values()
    return sources
