"""Executing statements: one small function for every kind of node.

A statement returns None and the next one follows, or a signal that ends what is around it.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from . import attributes, containers, imports, operators, patterns
from .signature import Signature
from .values import (
    MISSING,
    Class,
    Function,
    Instance,
    Raised,
    Scope,
    Super,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter


class Return:
    """The signal of `return`."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class Endless(Exception):
    """A generator that yields without end."""


BREAK = "break"
CONTINUE = "continue"


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


# Names --------------------------------------------------------------------------------------


def assign(interpreter: Interpreter, target: Node, value: Any, scope: Scope) -> None:
    """Bind a target: a name, an attribute, an item, or a pattern of those."""
    kind = target[0]
    if kind == "Name":
        name = target[3]
        if type(value) is Unknown and not value.name:
            value.name = name
        if scope.outer is not None:
            scope.assign(name, value)
        else:
            scope.names[name] = value
    elif kind == "Attribute":
        holder = interpreter.evaluate(target[3], scope)
        interpreter.node = target
        if type(value) is Unknown and not value.name:
            value.name = target[4]
        attributes.put(interpreter, holder, target[4], value)
    elif kind == "Subscript":
        holder = interpreter.evaluate(target[3], scope)
        index = interpreter.evaluate(target[4], scope)
        interpreter.node = target
        containers.set_item(interpreter, holder, index, value)
    elif kind in ("Tuple", "List"):
        unpack(interpreter, target, value, scope)
    elif kind == "Starred":
        assign(interpreter, target[3], value, scope)


def unpack(interpreter: Interpreter, target: Node, value: Any, scope: Scope) -> None:
    interpreter.node = target
    targets = target[3]
    items = interpreter.iterate(value)
    if type(items) is Unknown:
        for position, each in enumerate(targets):
            assign(interpreter, each, interpreter.derive(items, "item", position), scope)
        return
    star = next((i for i, each in enumerate(targets) if each[0] == "Starred"), None)
    if star is None:
        if len(items) != len(targets):
            few = len(items) < len(targets)
            raise interpreter.raised(
                "ValueError",
                f"not enough values to unpack (expected {len(targets)}, got {len(items)})"
                if few
                else f"too many values to unpack (expected {len(targets)})",
            )
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


def assigned(body: Iterable[Node]) -> list[str]:
    """The names that statements bind, in the order of the text; not those of inner functions."""
    names: dict[str, None] = {}
    _collect(tuple(body), names)
    return list(names)


def _collect(part: Any, names: dict[str, None]) -> None:
    if type(part) is not tuple or not part:
        return
    kind = part[0]
    if type(kind) is not str:  # statements in a row, a handler, a case, an item of `with`
        for inner in part:
            _collect(inner, names)
        return
    if kind not in STATEMENTS:
        return
    bound: Iterable[str] = ()
    if kind in ("FunctionDef", "ClassDef"):
        bound = (part[3],)
    elif kind == "Assign":
        bound = (name for target in part[3] for name in _targets(target))
    elif kind in ("AnnAssign", "For"):
        bound = _targets(part[3])
    elif kind == "AugAssign":
        bound = _targets(part[4])
    elif kind == "Import":
        bound = (asname or dotted.split(".")[0] for dotted, asname in part[3])
    elif kind == "ImportFrom":
        bound = (asname or name for name, asname in part[5] if name != "*")
    elif kind == "With":
        bound = (name for _, target in part[3] if target for name in _targets(target))
    names.update(dict.fromkeys(bound))
    if kind in ("If", "For", "While", "With", "Try", "Match"):
        for inner in part[3:]:
            _collect(inner, names)


def _targets(target: Node) -> list[str]:
    kind = target[0]
    if kind == "Name":
        return [target[3]]
    if kind in ("Tuple", "List"):
        return [name for each in target[3] for name in _targets(each)]
    if kind == "Starred":
        return _targets(target[3])
    return []


def forget(interpreter: Interpreter, body: tuple[Node, ...], scope: Scope, why: Unknown) -> None:
    """What a body that may or may not have run has bound is not known."""
    for name in assigned(body):
        old = scope.names.get(name)
        if isinstance(old, (Function, Class)):
            continue
        unknown = interpreter.derive(why, "after", name)
        unknown.name = name
        scope.assign(name, unknown)


# Simple statements --------------------------------------------------------------------------


def expression(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    interpreter.evaluate(node[3], scope)


def assignment(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[4], scope)
    for target in node[3]:
        assign(interpreter, target, value, scope)


def augmented(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, op, target, expression = node
    old = interpreter.evaluate(target, scope)
    value = interpreter.evaluate(expression, scope)
    interpreter.node = node
    if op == "+" and type(old) is list:
        items = interpreter.iterate(value)
        if type(items) is not Unknown:
            if len(old) + len(items) <= operators.MOST_ITEMS:
                old.extend(items)  # in place: other names for this list see it
            new: Any = old
        else:
            new = items
    elif type(old) is Instance and (
        method := interpreter.special(old, f"__i{operators.METHODS[op]}__")
    ) is not MISSING:
        new = interpreter.call(method, (value,), {})
    elif type(old) in (set, dict) and type(value) is type(old) and op == "|":
        old |= value
        new = old
    else:
        new = operators.binary(interpreter, op, old, value)
    assign(interpreter, target, new, scope)


def annotated(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if node[5] is not None:
        assign(interpreter, node[3], interpreter.evaluate(node[5], scope), scope)
    if scope.is_class and node[3][0] == "Name":
        # Dataclasses and NamedTuples are made of their annotations.
        scope.names.setdefault("__annotations__", {})[node[3][3]] = node[4]


def return_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return Return(None if node[3] is None else interpreter.evaluate(node[3], scope))


def pass_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return None


def break_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return BREAK


def continue_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return CONTINUE


def raise_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if node[3] is None:
        current = interpreter.state.get("handled")
        raise current if current is not None else interpreter.raised(
            "RuntimeError", "No active exception to reraise"
        )
    value = interpreter.evaluate(node[3], scope)
    interpreter.node = node
    if type(value) is Class:
        value = interpreter.call(value, (), {})
    if type(value) is Instance:
        raise Raised(value.cls, value, interpreter.span(node))
    raise interpreter.raised("Exception", "an exception that is not known")


def assert_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if interpreter.truth(interpreter.evaluate(node[3], scope)) is False:
        raise interpreter.raised("AssertionError", "")


def delete(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    for target in node[3]:
        if target[0] == "Name":
            scope.names.pop(target[3], None)
        elif target[0] == "Attribute":
            attributes.delete(interpreter, interpreter.evaluate(target[3], scope), target[4])
        elif target[0] == "Subscript":
            holder = interpreter.evaluate(target[3], scope)
            containers.delete(interpreter, holder, interpreter.evaluate(target[4], scope))


def global_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if scope is not scope.module:
        scope.outer = scope.outer or {}
        scope.outer.update(dict.fromkeys(node[3], scope.module))


def nonlocal_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    scope.outer = scope.outer or {}
    for name in node[3]:
        parent = scope.parent
        while parent is not None and (parent.is_class or name not in parent.names):
            parent = parent.parent
        if parent is not None:
            scope.outer[name] = parent


def type_alias(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    scope.assign(node[3], interpreter.unknown("a type", node))


# Definitions --------------------------------------------------------------------------------


def signature_of(
    interpreter: Interpreter, name: str, params: tuple[Any, ...], scope: Scope
) -> Signature:
    names: list[str] = []
    keyword_only: list[str] = []
    defaults: dict[str, Any] = {}
    positional_only = 0
    rest = rest_keywords = None
    for how, param, default, _ in params:
        if how == "*":
            rest = param
        elif how == "**":
            rest_keywords = param
        elif how == "=":
            keyword_only.append(param)
        else:
            names.append(param)
            positional_only += how == "/"
        if default is not None:
            defaults[param] = interpreter.evaluate(default, scope)
    return Signature(
        name,
        tuple(names),
        defaults,
        keyword_only=tuple(keyword_only),
        positional_only=positional_only,
        rest=rest,
        rest_keywords=rest_keywords,
    )


def lambda_flags(node: Node) -> str:
    return "l"


def function(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, name, params, body, decorators, _, flags = node
    signature = signature_of(interpreter, name, params, scope)
    made = Function(name, signature, body, scope, interpreter.span(node), flags)
    interpreter.defined.append(made)
    scope.assign(name, decorate(interpreter, made, decorators, scope))


def decorate(
    interpreter: Interpreter, value: Any, decorators: tuple[Node, ...], scope: Scope
) -> Any:
    """Apply decorators, innermost first. One that is not known is taken to be transparent."""
    for decorator in reversed(decorators):
        wrapper = interpreter.evaluate(decorator, scope)
        if type(wrapper) is Unknown:
            continue
        interpreter.node = decorator
        result = interpreter.call(wrapper, (value,), {})
        if type(result) is not Unknown:
            value = result
    return value


def class_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    from .expressions import arguments

    _, _, _, name, given, body, decorators = node
    args, keywords, more = arguments(interpreter, given, scope)
    bases: list[Class] = []
    unknown = more
    for base in args:
        if type(base) is Class:
            bases.append(base)
        elif type(base) is Unknown:
            unknown = unknown or base
        elif not (base is None or isinstance(base, (tuple, str))):
            made = interpreter.derive(
                interpreter.unknown(f"`{name}` has a base that is not a class known here"), "base"
            )
            unknown = unknown or made
    inner = Scope(scope.module, scope, function=None, is_class=True)
    run(interpreter, body, inner)
    span = interpreter.span(node)
    cls = Class(name, tuple(bases), inner.names, span=span, unknown_base=unknown)
    for member in inner.names.values():
        claim(member, cls)
    interpreter.defined.append(cls)
    hook, owner = cls.find("__class_made__")
    if hook is not MISSING:
        interpreter.node = node
        hook.function(interpreter, cls, keywords)
    scope.assign(name, decorate(interpreter, cls, decorators, scope))


def claim(member: Any, cls: Class) -> None:
    """Tell a method, and the functions behind a property, whose they are: for `super()`."""
    if type(member) is Function:
        if member.owner is None:
            member.owner = cls
    else:
        for slot in ("function", "getter", "setter"):
            inner = getattr(member, slot, None)
            if type(inner) is Function and inner.owner is None:
                inner.owner = cls


def super_of(interpreter: Interpreter, scope: Scope) -> Any:
    """`super()` without arguments: the class the method stands in, and its first parameter."""
    inner: Scope | None = scope
    while inner is not None:
        function = inner.function
        if function is not None and function.owner is not None and function.signature.names:
            holder: Scope | None = inner
            first = function.signature.names[0]
            while holder is not None and first not in holder.names:
                holder = holder.parent
            if holder is not None:
                receiver = holder.names[first]
                if type(receiver) in (Instance, Class):
                    return Super(function.owner, receiver)
                return interpreter.unknown("`super()` of something that is not known", of=receiver)
        inner = inner.parent
    raise interpreter.raised("RuntimeError", "super(): no arguments")


# Control flow -------------------------------------------------------------------------------


def if_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, test, body, orelse = node
    truth = interpreter.truth(interpreter.evaluate(test, scope))
    if type(truth) is Unknown:
        if inert(interpreter, body, scope) and inert(interpreter, orelse, scope):
            return None
        # A branch that only raises is not where a run goes on.
        if ends_the_run(body):
            truth = False
        elif ends_the_run(orelse):
            truth = True
        else:
            truth = interpreter.decide(truth)
    return run(interpreter, body if truth else orelse, scope)


def ends_the_run(body: tuple[Node, ...]) -> bool:
    """Whether a branch certainly ends in an exception or an exit."""
    if not body:
        return False
    last = body[-1]
    if last[0] == "Raise":
        return True
    if last[0] == "Expr" and last[3][0] == "Call":
        function = last[3][3]
        return (function[0] == "Name" and function[3] in ("exit", "quit")) or (
            function[0] == "Attribute"
            and function[4] in ("exit", "_exit")
            and function[3][0] == "Name"
            and function[3][3] in ("sys", "os")
        )
    return False


def inert(interpreter: Interpreter, body: tuple[Node, ...], scope: Scope) -> bool:
    """Whether a branch only prints, plots or says something, so that it need not be followed."""
    from .expressions import lookup

    for node in body:
        kind = node[0]
        if kind == "Pass":
            continue
        if kind in ("If", "For", "With", "While"):
            parts = [part for part in node[3:] if type(part) is tuple and part and type(part[0]) is tuple]
            if kind == "With":
                parts = [node[4]]
            if all(inert(interpreter, part, scope) for part in parts):
                continue
            return False
        if kind != "Expr":
            return False
        value = node[3]
        if value[0] == "Constant":
            continue
        if value[0] != "Call":
            return False
        root = value[3]
        while root[0] in ("Attribute", "Call", "Subscript"):
            root = root[3]
        if root[0] != "Name":
            return False
        found = lookup(interpreter, root[3], scope)
        if not (type(found) is Unknown or found is MISSING or root[3] in ("print", "warnings", "logging")):
            return False
    return True


def for_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, target, iterable, body, orelse, _ = node
    value = interpreter.evaluate(iterable, scope)
    interpreter.node = iterable
    items = interpreter.iterate(value)
    if type(items) is Unknown:
        return once(interpreter, node, scope, items, target, body)
    for turn, item in enumerate(items):
        interpreter.step()
        if turn > interpreter.budget.turns:
            return once(
                interpreter, node, scope, interpreter.unknown("a loop of too many turns"), None, ()
            )
        assign(interpreter, target, item, scope)
        signal = run(interpreter, body, scope)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal
    return run(interpreter, orelse, scope)


def once(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    why: Unknown,
    target: Node | None,
    body: tuple[Node, ...],
) -> Any:
    """A loop over something unknown: its body runs once, and what it binds is then unknown."""
    outer = interpreter.uncertain
    interpreter.uncertain = outer or why
    try:
        if target is not None:
            assign(interpreter, target, interpreter.derive(why, "item", node[1]), scope)
        signal = run(interpreter, body, scope)
    finally:
        interpreter.uncertain = outer
        if outer is None:
            interpreter.fresh.clear()
    forget(interpreter, (node,), scope, why)
    return signal if type(signal) is Return else None


def while_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, test, body, orelse = node
    turns = 0
    while True:
        truth = interpreter.truth(interpreter.evaluate(test, scope))
        if type(truth) is Unknown:
            return once(interpreter, node, scope, truth, None, body)
        if not truth:
            return run(interpreter, orelse, scope)
        turns += 1
        interpreter.step()
        if turns > interpreter.budget.turns:
            why = interpreter.unknown("a loop of too many turns", node)
            forget(interpreter, (node,), scope, why)
            return None
        signal = run(interpreter, body, scope)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal


def with_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, items, body, _ = node
    managers = []
    for expression, target in items:
        manager = interpreter.evaluate(expression, scope)
        entered = manager
        if type(manager) is Instance:
            enter = interpreter.special(manager, "__enter__")
            if enter is not MISSING:
                entered = interpreter.call(enter, (), {})
            managers.append(manager)
        elif type(manager) is Unknown:
            entered = interpreter.derive(manager, "enter")
        if target is not None:
            assign(interpreter, target, entered, scope)
    signal = run(interpreter, body, scope)
    for manager in reversed(managers):
        leave = interpreter.special(manager, "__exit__")
        if leave is not MISSING:
            interpreter.call(leave, (None, None, None), {})
    return signal


def try_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, body, handlers, orelse, final = node
    catching = [_caught(interpreter, handler[0], scope) for handler in handlers]
    depth, frames = len(interpreter.handlers), len(interpreter.frames)
    interpreter.handlers.append(tuple(cls for classes in catching for cls in classes))
    signal: Any = None
    try:
        try:
            signal = run(interpreter, body, scope)
        except Raised as raised:
            del interpreter.handlers[depth:]
            del interpreter.frames[frames:]
            interpreter.source = scope.module.source
            for classes, handler in zip(catching, handlers, strict=True):
                if any(isinstance(c, Unknown) or raised.cls.derives_from(c) for c in classes):
                    signal = _handle(interpreter, handler, raised, scope)
                    break
            else:
                raise
        else:
            del interpreter.handlers[depth:]
            if signal is None:
                signal = run(interpreter, orelse, scope)
    except Raised:
        del interpreter.handlers[depth:]
        ended = run(interpreter, final, scope)
        if ended is not None:
            return ended
        raise
    ended = run(interpreter, final, scope)
    return signal if ended is None else ended


def _caught(interpreter: Interpreter, node: Node | None, scope: Scope) -> tuple[Any, ...]:
    """The classes an `except` clause names."""
    from .builtins import EXCEPTIONS

    if node is None:
        return (EXCEPTIONS["BaseException"],)
    value = interpreter.evaluate(node, scope)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(each for each in values if type(each) in (Class, Unknown))


def _handle(interpreter: Interpreter, handler: Any, raised: Raised, scope: Scope) -> Any:
    _, name, body = handler[:3]
    outer = interpreter.state.get("handled")
    interpreter.state["handled"] = raised
    try:
        if name:
            scope.assign(name, raised.value)
        return run(interpreter, body, scope)
    finally:
        interpreter.state["handled"] = outer


def match(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, subject, cases = node
    value = interpreter.evaluate(subject, scope)
    for pattern, guard, body in cases:
        fits = patterns.fits(interpreter, pattern, value, scope)
        if fits is True and guard is not None:
            fits = interpreter.truth(interpreter.evaluate(guard, scope))
        if type(fits) is Unknown:
            fits = interpreter.decide(fits)
        if fits:
            return run(interpreter, body, scope)
    return None


EXECUTE: dict[str, Callable[[Interpreter, Node, Scope], Any]] = {
    "Expr": expression,
    "Assign": assignment,
    "AugAssign": augmented,
    "AnnAssign": annotated,
    "Return": return_,
    "If": if_,
    "For": for_,
    "While": while_,
    "FunctionDef": function,
    "ClassDef": class_,
    "Import": imports.import_,
    "ImportFrom": imports.import_from,
    "Raise": raise_,
    "Try": try_,
    "With": with_,
    "Assert": assert_,
    "Delete": delete,
    "Global": global_,
    "Nonlocal": nonlocal_,
    "Match": match,
    "TypeAlias": type_alias,
    "Pass": pass_,
    "Break": break_,
    "Continue": continue_,
}
STATEMENTS = frozenset(EXECUTE)
