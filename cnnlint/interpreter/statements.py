"""Executing statements: one small function for every kind of node.

A statement returns None and the next one follows, or a signal that ends what is around it.
"""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..network import Tensor
from . import attributes, containers, merging, operators, storing, uncertainty
from .signals import BREAK, CONTINUE, Return
from .targets import assign
from .values import MISSING, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope


def execute(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    interpreter.step()
    return EXECUTE[node[0]](interpreter, node, scope)


def run(interpreter: Interpreter, body: tuple[Node, ...], scope: Scope) -> Any:
    """Run statements in order; the signal of the one that ends them early."""
    for node in body:
        interpreter.step()
        signal = EXECUTE[node[0]](interpreter, node, scope)
        if signal is not None:
            return signal
    return None


# Simple statements --------------------------------------------------------------------------


def expression(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    if type(value) is Tensor:
        interpreter.discarded(interpreter, node[3], value)


def assignment(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[4], scope)
    for target in node[3]:
        assign(interpreter, target, value, scope)


def augmented(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """`target op= value`: the parts of the target are worked out once."""
    _, _, _, op, target, expression = node
    kind = target[0]
    if kind == "Name":
        old = interpreter.evaluate(target, scope)
        value = interpreter.evaluate(expression, scope)
        interpreter.node = node
        assign(interpreter, target, operated(interpreter, op, old, value), scope)
        return
    holder = interpreter.evaluate(target[3], scope)
    if kind == "Attribute":
        interpreter.node = target
        old = attributes.get(interpreter, holder, target[4])
        value = interpreter.evaluate(expression, scope)
        interpreter.node = node
        new = operated(interpreter, op, old, value)
        attributes.put(interpreter, holder, target[4], new)
        return
    index = interpreter.evaluate(target[4], scope)
    interpreter.node = target
    old = containers.item(interpreter, holder, index)
    value = interpreter.evaluate(expression, scope)
    interpreter.node = node
    storing.set_item(interpreter, holder, index, operated(interpreter, op, old, value))


def operated(interpreter: Interpreter, op: str, old: Any, value: Any) -> Any:
    """What `old op= value` binds; a list, a set or a dict is changed in place."""
    kind = type(old)
    if kind is Instance:
        method = interpreter.special(old, f"__i{operators.METHODS[op]}__")
        if method is not MISSING:
            result = interpreter.call(method, (value,), {})
            if result is not NotImplemented:
                return result
        elif op == "+" and type(old.held) is list:
            operated(interpreter, op, old.held, value)
            return old
    elif kind is list and op in ("+", "*"):
        if type(value) is Instance and value.cls.find(f"__r{operators.METHODS[op]}__")[1]:
            return operators.binary(interpreter, op, old, value)
        if op == "+" and type(value) not in interpreter.behaviours:
            items = interpreter.iterate(value)
        else:
            items = operators.binary(interpreter, op, old, value)
            if type(items) is list:
                uncertainty.note(interpreter, old)
                old[:] = items
                return old
        if type(items) is Unknown:
            containers.blur(interpreter, old, items)
        elif type(items) is not list:
            return items
        elif len(old) + len(items) > operators.MOST_ITEMS:
            unknown = interpreter.unknown("a sequence too long to keep")
            containers.blur(interpreter, old, unknown)
        else:
            if interpreter.uncertain is not None and items:
                containers.blur(interpreter, old, interpreter.uncertain)
            old.extend(items)
        return old
    elif kind is dict and op == "|":
        merging.merge(interpreter, old, value)
        return old
    elif kind is set and op in ("|", "&", "-", "^"):
        result = operators.binary(interpreter, op, old, value)
        if type(result) is set:
            uncertainty.note(interpreter, old)
            old.clear()
            old.update(result)
            return old
        if type(result) is Unknown:
            old.add(result)
            return old
        return result
    try:
        return operators.binary(interpreter, op, old, value)
    except Refused as refused:
        return interpreter.refused(interpreter, refused)


def return_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return Return(None if node[3] is None else interpreter.evaluate(node[3], scope))


def pass_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return None


def break_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return BREAK


def continue_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return CONTINUE


def assert_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if interpreter.truth(interpreter.evaluate(node[3], scope)) is False:
        args = () if node[4] is None else (interpreter.evaluate(node[4], scope),)
        interpreter.node = node
        raise interpreter.raised("AssertionError", "", args=args)


def delete(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    for target in node[3]:
        _delete(interpreter, target, scope)


def _delete(interpreter: Interpreter, target: Node, scope: Scope) -> None:
    kind = target[0]
    if kind == "Name":
        holder = scope
        if scope.outer is not None:
            holder = scope.outer.get(target[3], scope)
        if holder.names.pop(target[3], MISSING) is MISSING and "*" not in scope.module.names:
            interpreter.node = target
            raise interpreter.raised("NameError", f"name '{target[3]}' is not defined")
    elif kind in ("Tuple", "List"):
        for each in target[3]:
            _delete(interpreter, each, scope)
    else:
        holder = interpreter.evaluate(target[3], scope)
        if kind == "Attribute":
            interpreter.node = target
            attributes.delete(interpreter, holder, target[4])
        else:
            index = interpreter.evaluate(target[4], scope)
            interpreter.node = target
            storing.delete(interpreter, holder, index)


def global_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if scope is not scope.module:
        scope.outer = scope.outer or {}
        scope.outer.update(dict.fromkeys(node[3], scope.module))


def nonlocal_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    scope.outer = scope.outer or {}
    for name in node[3]:
        parent = scope.parent
        while parent is not None:
            if not parent.is_class:
                if parent.outer is not None and name in parent.outer:
                    parent = parent.outer[name]
                    break
                if name in parent.names or name in (parent.bound or ()):
                    break
            parent = parent.parent
        if parent is not None:
            scope.outer[name] = parent


def directive(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    interpreter.directive(interpreter, node, scope)


def type_alias(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    name = node[3][3] if type(node[3]) is tuple else node[3]
    scope.assign(name, interpreter.unknown("a type", node))


#: How every kind of statement is executed; other modules add theirs.
EXECUTE: dict[str, Callable[[Interpreter, Node, Scope], Any]] = {
    "Expr": expression,
    "Assign": assignment,
    "AugAssign": augmented,
    "Return": return_,
    "Assert": assert_,
    "Delete": delete,
    "Global": global_,
    "Nonlocal": nonlocal_,
    "TypeAlias": type_alias,
    "Directive": directive,
    "Pass": pass_,
    "Break": break_,
    "Continue": continue_,
}
