"""Evaluating expressions: one small function for every kind of node."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import (
    attributes,
    builtins,
    calls,
    comparison,
    containers,
    definitions,
    merging,
    operators,
    storing,
    text,
    uncertainty,
)
from .operators import MOST_ITEMS
from .values import MISSING, Function, Lost, Raised, Scope, TooDeep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import partial
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
else:
    from _functools import partial  # the same, without `collections` and four more


def lookup(interpreter: Interpreter, name: str, scope: Scope) -> Any:
    """The value of a name, by Python's scoping rules; MISSING where there is none."""
    if scope.outer is not None and name in scope.outer:
        holder = scope.outer[name]
        value = holder.names.get(name, MISSING)
        return builtins.find(name) if value is MISSING and holder is scope.module else value
    value = scope.names.get(name, MISSING)
    if value is not MISSING:
        return value
    if scope.bound is not None and name in scope.bound:
        return MISSING
    parent = scope.parent
    while parent is not None:
        if not parent.is_class:
            value = parent.names.get(name, MISSING)
            if value is not MISSING:
                return value
            if parent.bound is not None and name in parent.bound:
                return MISSING
            if parent.outer is not None and name in parent.outer:
                return lookup(interpreter, name, parent)
        parent = parent.parent
    return builtins.find(name)


def name(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    name = node[3]
    value = scope.names.get(name, MISSING)
    if value is not MISSING and scope.outer is None:
        return value
    value = lookup(interpreter, name, scope)
    if value is MISSING:
        return _unbound(interpreter, node, scope)
    return value


def _unbound(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    name = node[3]
    if name == "__class__":
        inner: Scope | None = scope
        while inner is not None:
            if inner.function is not None and inner.function.owner is not None:
                return inner.function.owner
            inner = inner.parent
    interpreter.node = node
    if scope.bound is not None and name in scope.bound:
        raise interpreter.raised(
            "UnboundLocalError",
            f"cannot access local variable '{name}' where it is not associated with a value",
        )
    parent = scope.parent
    while parent is not None:
        if parent.bound is not None and name in parent.bound:
            raise interpreter.raised(
                "NameError",
                f"cannot access free variable '{name}' where it is not associated with a value "
                "in enclosing scope",
            )
        parent = parent.parent
    star = scope.module.names.get("*")
    if star is not None:  # `from unread import *` may have brought it
        return interpreter.derive(star, ".", name)
    raise interpreter.raised("NameError", f"name '{name}' is not defined")


def constant(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return node[3]


def f_string(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    parts: list[str] = []
    unknown: Unknown | None = None
    for part in node[3]:
        if type(part) is str:
            parts.append(part)
            continue
        text = formatted(interpreter, part, scope)
        if type(text) is Unknown:
            unknown = unknown or text
        else:
            parts.append(text)
    if unknown is not None:
        return unknown
    made = "".join(parts)
    if len(made) > MOST_ITEMS:
        return interpreter.unknown("a text too long to keep", node)
    interpreter.spend(len(made))
    return made


def formatted(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, expression, conversion, spec = node
    value = interpreter.evaluate(expression, scope)
    if spec is None and not conversion and type(value) is str:
        return value
    how = "" if spec is None else interpreter.evaluate(spec, scope)
    interpreter.node = node
    if conversion:
        value = text.text_of(interpreter, value, conversion)
    return text.formatted(interpreter, value, how)


def attribute(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    interpreter.node = node
    return attributes.get(interpreter, value, node[4])


def subscript(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    index = interpreter.evaluate(node[4], scope)
    interpreter.visit(node)
    return containers.item(interpreter, value, index)


def slice_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    parts = [None if part is None else interpreter.evaluate(part, scope) for part in node[3:6]]
    return slice(*parts)


#: A call of more arguments than this is not followed.
MOST_ARGUMENTS = 10_000


def arguments(
    interpreter: Interpreter, given: tuple[Any, ...], scope: Scope
) -> tuple[tuple[Any, ...], dict[str, Any], Unknown | None]:
    """The arguments of a call, and what stands for those that cannot be seen."""
    args: list[Any] = []
    keywords: dict[str, Any] = {}
    unknown: Unknown | None = None
    for how, key, expression in given:
        constant = expression[0] == "Constant"
        value = expression[3] if constant else interpreter.evaluate(expression, scope)
        if how == "":
            args.append(value)
        elif how == "=":
            if key in keywords:
                raise _repeated(interpreter, key)
            keywords[key] = value
        elif how == "*":
            items = interpreter.iterate(value)
            if type(items) is Unknown:
                unknown = unknown or items
            elif len(args) + len(items) > MOST_ARGUMENTS:
                raise TooDeep("a call has too many arguments to follow")
            else:
                args.extend(items)
        else:
            pairs = merging.mapping(interpreter, value)
            if type(pairs) is Unknown:
                unknown = unknown or pairs
                continue
            for name, item in pairs.items():
                if type(name) is not str:
                    raise interpreter.raised("TypeError", "keywords must be strings")
                if name in keywords:
                    raise _repeated(interpreter, name)
                keywords[name] = item
    return tuple(args), keywords, unknown


def _repeated(interpreter: Interpreter, name: str) -> Raised:
    return interpreter.raised("TypeError", f"got multiple values for keyword argument '{name}'")


#: Functions that look at the names around the call, or at its text.
READERS = (builtins.ScopeReader, builtins.TextReader)


def call(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    function_node = node[3]
    if function_node[0] == "Name" and function_node[3] == "super" and not node[4]:
        return definitions.super_of(interpreter, scope)
    function = interpreter.evaluate(function_node, scope)
    args, keywords, unknown = arguments(interpreter, node[4], scope)
    before = interpreter.node
    interpreter.visit(node)
    if type(function) in READERS:
        return function.read(interpreter, scope, args)
    value = calls.call(interpreter, function, args, keywords, unknown)
    interpreter.node = before
    return value


def binary(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    left = interpreter.evaluate(node[4], scope)
    right = interpreter.evaluate(node[5], scope)
    interpreter.visit(node)
    return operators.binary(interpreter, node[3], left, right)


def unary(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[4], scope)
    interpreter.node = node
    return operators.unary(interpreter, node[3], value)


def boolean(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """`a and b`, `a or b`: with an operand that is not known, the whole is not known."""
    stop_at = node[3] == "or"
    value: Any = None
    unknowns: list[Unknown] = []
    for place, operand in enumerate(node[4]):
        if unknowns:
            # Whether it comes this far is not known; nor then is what it does on the way.
            value = uncertainty.perhaps(
                interpreter, unknowns[0], _attempt(interpreter, operand, scope)
            )
            if value is MISSING:
                break
        else:
            value = interpreter.evaluate(operand, scope)
            if place == len(node[4]) - 1:
                return value
        truth = interpreter.truth(value)
        if type(truth) is Unknown:
            unknowns.append(truth)
        elif truth is stop_at:
            if not unknowns or type(value) is bool:
                return value
            break
    if not unknowns:
        return value
    if len(unknowns) == 1 and len(node[4]) == 2 and type(value) is bool and value is not stop_at:
        return unknowns[0]  # `unknown and True`: the same question
    return interpreter.derive(
        unknowns[0], node[3], node[1], *(unknown.key for unknown in unknowns[1:])
    )


def _attempt(interpreter: Interpreter, operand: Node, scope: Scope) -> Callable[[], Any]:
    def attempt() -> Any:
        try:
            return interpreter.evaluate(operand, scope)
        except Raised:
            return MISSING

    return attempt


def compared(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    left = interpreter.evaluate(node[3], scope)
    rest = node[4]
    unknown: Unknown | None = None
    for place, (op, expression) in enumerate(rest):
        right = interpreter.evaluate(expression, scope)
        interpreter.node = node
        answer = comparison.compare(interpreter, op, left, right)
        if len(rest) == 1:
            return answer
        truth = interpreter.truth(answer)
        if truth is False:
            return answer
        if type(truth) is Unknown:
            unknown = truth if unknown is None else interpreter.derive(truth, "and", unknown.key)
        elif place == len(rest) - 1 and unknown is None:
            return answer
        left = right
    return unknown


def conditional(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    test = interpreter.truth(interpreter.evaluate(node[3], scope))
    if type(test) is Unknown:
        same = _both(interpreter, node, scope)
        if same is not MISSING:
            return same
        if interpreter.wavers(test):
            return _either(interpreter, test, node, scope)
        aside = interpreter.uncertain is not None or interpreter.aside
        if aside and not interpreter.building(node, scope):
            # Each turn of a loop may take the other one: that is no world of its own.
            for branch in (node[4], node[5]):
                uncertainty.perhaps(interpreter, test, partial(interpreter.evaluate, branch, scope))
            return interpreter.derive(test, "either", node[1])
        test = interpreter.decide(test)
    return interpreter.evaluate(node[4] if test else node[5], scope)


def _either(interpreter: Interpreter, test: Unknown, node: Node, scope: Scope) -> Any:
    """The value of one branch or the other."""
    from .branches import one_of

    values = [
        uncertainty.perhaps(interpreter, test, _attempt(interpreter, branch, scope))
        for branch in (node[4], node[5])
    ]
    if MISSING in values:
        return interpreter.derive(test, "either", object())
    return one_of(interpreter, test, values, "either")


def _both(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """The value of both branches where they are equal constants: then the test does not matter."""
    yes, no = node[4], node[5]
    if yes[0] == no[0] == "Constant" and type(yes[3]) is type(no[3]) and yes[3] == no[3]:
        return yes[3]
    return MISSING


def lambda_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    signature = definitions.signature_of(interpreter, "<lambda>", node[3], scope)
    return Function("<lambda>", signature, node[4], scope, interpreter.span(node), "l")


def sequence(interpreter: Interpreter, elements: tuple[Node, ...], scope: Scope) -> Any:
    """The items of a display, or an Unknown where `*rest` is not known."""
    items: list[Any] = []
    for element in elements:
        if element[0] == "Starred":
            more = interpreter.iterate(interpreter.evaluate(element[3], scope))
            if type(more) is Unknown:
                return more
            items.extend(more)
            if len(items) > MOST_ITEMS:
                return interpreter.unknown("a sequence too long to keep")
        else:
            items.append(interpreter.evaluate(element, scope))
    return items


def tuple_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    items = sequence(interpreter, node[3], scope)
    return items if type(items) is Unknown else tuple(items)


def list_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    items = sequence(interpreter, node[3], scope)
    if interpreter.uncertain is not None:
        interpreter.fresh[id(items)] = items
    return items


def set_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return merging.make_set(interpreter, sequence(interpreter, node[3], scope))


def dict_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made: dict[Any, Any] = {}
    if interpreter.uncertain is not None:
        interpreter.fresh[id(made)] = made
    for key, value in node[3]:
        if key is None:
            more = merging.mapping(interpreter, interpreter.evaluate(value, scope))
            if type(more) is Unknown:
                containers.loosen(interpreter, made, more)
            else:
                made.update(more)
        else:
            name = interpreter.evaluate(key, scope)
            storing.store(interpreter, made, name, interpreter.evaluate(value, scope))
    return made


def walrus(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[4], scope)
    target = scope
    # A comprehension's own scope is passed over: the name belongs to what encloses it.
    while target.parent is not None and target.function is target.parent.function:
        if target.is_class or target.parent.is_class:
            break
        target = target.parent
    target.assign(node[3][3], value)
    return value


def await_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    return value.value if type(value) is calls.Awaited else value


def yield_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """The value sent in for a `yield` that has been passed on already."""
    inner: Scope | None = scope
    while inner is not None and inner.function is scope.function:
        if inner.sent is not None and id(node) in inner.sent:
            return inner.sent.pop(id(node))
        inner = inner.parent
    raise Lost(interpreter.unknown("a `yield` in this place is not followed", node))


def starred(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return interpreter.evaluate(node[3], scope)


#: How every kind of expression is evaluated; other modules add theirs.
EVALUATE: dict[str, Callable[[Interpreter, Node, Scope], Any]] = {
    "Name": name,
    "Constant": constant,
    "FString": f_string,
    "Format": formatted,
    "Attribute": attribute,
    "Subscript": subscript,
    "Slice": slice_,
    "Call": call,
    "BinOp": binary,
    "UnaryOp": unary,
    "BoolOp": boolean,
    "Compare": compared,
    "IfExp": conditional,
    "Lambda": lambda_,
    "Tuple": tuple_,
    "List": list_,
    "Set": set_,
    "Dict": dict_,
    "NamedExpr": walrus,
    "Await": await_,
    "Yield": yield_,
    "YieldFrom": yield_,
    "Starred": starred,
}
