"""Binding targets: names, attributes, items, and patterns of those."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from . import attributes, containers, storing, uncertainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..source import Span
    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope


class Bound:
    """An event: a name is bound to an array or a tensor of this shape."""

    __slots__ = ("name", "value")

    def __init__(self, name: Span, value: Any) -> None:
        self.name = name
        self.value = value


def assign(interpreter: Interpreter, target: Node, value: Any, scope: Scope) -> None:
    """Bind a target: a name, an attribute, an item, or a pattern of those."""
    kind = target[0]
    if kind == "Name":
        name = target[3]
        if type(value) is Unknown and not value.name:
            value.name = name
            value.variable = interpreter.span(target), ""
        elif type(value) is Dim:
            _counted(interpreter, target, value, "")
        elif type(value) in interpreter.behaviours:
            _shaped(interpreter, target, value)
        if scope.outer is not None:
            if interpreter.journal is not None and name in scope.outer:
                uncertainty.note(interpreter, scope.outer[name].names, name)
            scope.assign(name, value)
        else:
            scope.names[name] = value
    elif kind == "Attribute":
        holder = interpreter.evaluate(target[3], scope)
        interpreter.node = target
        if type(value) is Unknown and not value.name:
            value.name = target[4]
            value.variable = interpreter.span(target), ""
        attributes.put(interpreter, holder, target[4], value)
    elif kind == "Subscript":
        holder = interpreter.evaluate(target[3], scope)
        index = interpreter.evaluate(target[4], scope)
        interpreter.node = target
        storing.set_item(interpreter, holder, index, value)
    elif kind in ("Tuple", "List"):
        unpack(interpreter, target, value, scope)
    elif kind == "Starred":
        assign(interpreter, target[3], value, scope)


def _counted(interpreter: Interpreter, target: Node, size: Dim, part: str) -> None:
    """A variable is bound to a size that is not known, or to what has it as a part."""
    symbols = interpreter.state.get("symbols")
    unknown = symbols.get(str(size)) if symbols else None
    if unknown is not None and unknown.variable is None:
        unknown.variable = interpreter.span(target), part


def _shaped(interpreter: Interpreter, target: Node, value: Any) -> None:
    """A variable is bound to an array or a tensor, of which something may not be known."""
    shape = getattr(value, "shape", ())
    if shape is None:
        unknown = value.unknown
        if unknown is not None and unknown.variable is None:
            unknown.variable = interpreter.span(target), ""
    elif type(shape) is tuple:
        for size in shape:
            if type(size) is Dim:
                _counted(interpreter, target, size, ".shape")
        if shape:
            _bound(interpreter, target, value, shape)


def _bound(interpreter: Interpreter, target: Node, value: Any, shape: tuple[Size, ...]) -> None:
    """Note the shape of a variable, where it is not what it was there the last time."""
    last: dict[int, Any] = interpreter.state.setdefault("bound", {})
    events = interpreter.events
    if last.get(id(target)) != (id(events), shape):
        last[id(target)] = (id(events), shape)
        events.append(Bound(interpreter.span(target), value))


def unpack(interpreter: Interpreter, target: Node, value: Any, scope: Scope) -> None:
    interpreter.node = target
    targets = target[3]
    items = interpreter.iterate(value)
    if type(items) is Unknown:
        starred = any(each[0] == "Starred" for each in targets)
        for position, each in enumerate(targets):
            if type(value) is Unknown and value.parameter and not starred:
                part = containers.item(interpreter, value, position)
            else:
                part = interpreter.derive(items, "item", position)
            assign(interpreter, each, part, scope)
        return
    star = next((i for i, each in enumerate(targets) if each[0] == "Starred"), None)
    if star is None:
        if len(items) != len(targets):
            raise _uneven(interpreter, len(targets), items)
        for each, item in zip(targets, items, strict=True):
            assign(interpreter, each, item, scope)
        return
    after = len(targets) - star - 1
    if len(items) < star + after:
        raise interpreter.raised(
            "ValueError",
            f"not enough values to unpack (expected at least {star + after}, got {len(items)})",
        )
    end = len(items) - after
    for each, item in zip(targets[:star], items[:star], strict=True):
        assign(interpreter, each, item, scope)
    assign(interpreter, targets[star][3], items[star:end], scope)
    for each, item in zip(targets[star + 1 :], items[end:], strict=True):
        assign(interpreter, each, item, scope)


def _uneven(interpreter: Interpreter, wanted: int, items: list[Any]) -> Exception:
    return interpreter.raised(
        "ValueError",
        f"not enough values to unpack (expected {wanted}, got {len(items)})"
        if len(items) < wanted
        else f"too many values to unpack (expected {wanted})",
    )
