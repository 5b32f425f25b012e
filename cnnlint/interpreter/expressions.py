"""Evaluating expressions: one small function for every kind of node."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import attributes, builtins, containers, operators, statements
from .operators import MOST_ITEMS, plain
from .values import MISSING, Function, Raised, Scope, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter


def lookup(interpreter: Interpreter, name: str, scope: Scope) -> Any:
    """The value of a name, by Python's scoping rules; MISSING where there is none."""
    if scope.outer is not None and name in scope.outer:
        return scope.outer[name].names.get(name, MISSING)
    value = scope.names.get(name, MISSING)
    if value is not MISSING:
        return value
    parent = scope.parent
    while parent is not None:
        if not parent.is_class:
            value = parent.names.get(name, MISSING)
            if value is not MISSING:
                return value
        parent = parent.parent
    return builtins.find(name)


def name(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = lookup(interpreter, node[3], scope)
    if value is MISSING:
        star = scope.module.names.get("*")
        if star is not None:  # `from unread import *` may have brought it
            return interpreter.derive(star, ".", node[3])
        raise interpreter.raised("NameError", f"name '{node[3]}' is not defined")
    return value


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
    return "".join(parts) if unknown is None else unknown


def formatted(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, expression, conversion, spec = node
    value = interpreter.evaluate(expression, scope)
    how = "" if spec is None else interpreter.evaluate(spec, scope)
    if conversion:
        value = builtins.text_of(interpreter, value, conversion)
    if type(value) is Unknown or type(how) is Unknown:
        return interpreter.unknown("text with a value in it that is not known", of=[value, how])
    if not plain(value):
        value = builtins.text_of(interpreter, value, "s")
        if type(value) is Unknown:
            return value
    if any(len(digits) > 5 for digits in "".join(c if c.isdigit() else " " for c in how).split()):
        return interpreter.unknown("a text too long to keep")
    try:
        return format(value, how)
    except (TypeError, ValueError, OverflowError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def attribute(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    interpreter.node = node
    return attributes.get(interpreter, value, node[4])


def subscript(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = interpreter.evaluate(node[3], scope)
    index = interpreter.evaluate(node[4], scope)
    interpreter.node = node
    return containers.item(interpreter, value, index)


def slice_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    parts = [None if part is None else interpreter.evaluate(part, scope) for part in node[3:6]]
    return slice(*parts)


def arguments(
    interpreter: Interpreter, given: tuple[Any, ...], scope: Scope
) -> tuple[tuple[Any, ...], dict[str, Any], Unknown | None]:
    """The arguments of a call, and what stands for those that cannot be seen."""
    args: list[Any] = []
    keywords: dict[str, Any] = {}
    unknown: Unknown | None = None
    for how, key, expression in given:
        value = interpreter.evaluate(expression, scope)
        if how == "":
            args.append(value)
        elif how == "=":
            keywords[key] = value
        elif how == "*":
            items = interpreter.iterate(value)
            if type(items) is Unknown:
                unknown = unknown or items
            else:
                args.extend(items)
        else:
            pairs = containers.mapping(interpreter, value)
            if type(pairs) is Unknown:
                unknown = unknown or pairs
            else:
                for name, item in pairs.items():
                    if type(name) is str:
                        keywords[name] = item
                    else:
                        unknown = unknown or interpreter.unknown("keywords that are not known")
    return tuple(args), keywords, unknown


def call(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    function_node = node[3]
    if function_node[0] == "Name" and function_node[3] == "super" and not node[4]:
        return statements.super_of(interpreter, scope)
    function = interpreter.evaluate(function_node, scope)
    args, keywords, unknown = arguments(interpreter, node[4], scope)
    before = interpreter.node
    interpreter.node = node
    if type(function) is builtins.ScopeReader:
        return function.read(interpreter, scope)
    value = interpreter.call(function, args, keywords, unknown)
    interpreter.node = before
    return value


def binary(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    left = interpreter.evaluate(node[4], scope)
    right = interpreter.evaluate(node[5], scope)
    interpreter.node = node
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
    for operand in node[4]:
        try:
            value = interpreter.evaluate(operand, scope)
        except Raised:
            if not unknowns:
                raise
            break  # it may never get here
        truth = interpreter.truth(value)
        if type(truth) is Unknown:
            unknowns.append(truth)
        elif truth is stop_at:
            if not unknowns or type(value) is bool:
                return value
            break
    if not unknowns:
        return value
    if len(unknowns) == 1 and value is not None and len(node[4]) == 2 and type(value) is bool:
        return unknowns[0]  # `unknown and True`: the same question
    return interpreter.derive(unknowns[0], node[3], *(unknown.key for unknown in unknowns[1:]))


def comparison(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    left = interpreter.evaluate(node[3], scope)
    result: Any = True
    for op, expression in node[4]:
        right = interpreter.evaluate(expression, scope)
        interpreter.node = node
        answer = operators.compare(interpreter, op, left, right)
        if len(node[4]) == 1:
            return answer
        truth = interpreter.truth(answer)
        if truth is False:
            return answer
        if type(truth) is Unknown:
            result = truth if result is True else interpreter.derive(truth, "and", result.key)
        left = right
    return result


def conditional(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    test = interpreter.truth(interpreter.evaluate(node[3], scope))
    if type(test) is Unknown:
        same = _both(interpreter, node, scope)
        if same is not MISSING:
            return same
        test = interpreter.decide(test)
    return interpreter.evaluate(node[4] if test else node[5], scope)


def _both(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    """The value of both branches where they are equal constants: then the test does not matter."""
    yes, no = node[4], node[5]
    if yes[0] == no[0] == "Constant" and type(yes[3]) is type(no[3]) and yes[3] == no[3]:
        return yes[3]
    return MISSING


def lambda_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    signature = statements.signature_of(interpreter, "<lambda>", node[3], scope)
    return Function(
        "<lambda>", signature, node[4], scope, interpreter.span(node), statements.lambda_flags(node)
    )


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
    return containers.make_set(interpreter, sequence(interpreter, node[3], scope))


def dict_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made: dict[Any, Any] = {}
    for key, value in node[3]:
        if key is None:
            more = containers.mapping(interpreter, interpreter.evaluate(value, scope))
            if type(more) is Unknown:
                made[containers.ANYTHING] = more
            else:
                made.update(more)
        else:
            containers.store(
                interpreter, made, interpreter.evaluate(key, scope), interpreter.evaluate(value, scope)
            )
    return made


def comprehend(
    interpreter: Interpreter,
    clauses: tuple[Any, ...],
    scope: Scope,
    take: Callable[[Scope], None],
) -> Unknown | None:
    """Run the clauses of a comprehension; an Unknown where one of its iterables is not known."""
    inner = Scope(scope.module, scope, function=scope.function)

    def turn(depth: int) -> Unknown | None:
        if depth == len(clauses):
            take(inner)
            return None
        target, iterable, tests, _ = clauses[depth]
        items = interpreter.iterate(
            interpreter.evaluate(iterable, scope if depth == 0 else inner)
        )
        if type(items) is Unknown:
            return items
        for item in items:
            interpreter.step()
            statements.assign(interpreter, target, item, inner)
            for test in tests:
                truth = interpreter.truth(interpreter.evaluate(test, inner))
                if type(truth) is Unknown:
                    return truth
                if not truth:
                    break
            else:
                stopped = turn(depth + 1)
                if stopped is not None:
                    return stopped
        return None

    return turn(0)


def list_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made: list[Any] = []
    unknown = comprehend(
        interpreter,
        node[4],
        scope,
        lambda inner: made.append(interpreter.evaluate(node[3], inner)),
    )
    return made if unknown is None else interpreter.derive(unknown, "collected", node[1])


def set_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made = list_comprehension(interpreter, node, scope)
    return containers.make_set(interpreter, made)


def generator(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made = list_comprehension(interpreter, node, scope)
    return made if type(made) is Unknown else Stream(made, "generator")


def dict_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made: dict[Any, Any] = {}

    def take(inner: Scope) -> None:
        key = interpreter.evaluate(node[3], inner)
        containers.store(interpreter, made, key, interpreter.evaluate(node[4], inner))

    unknown = comprehend(interpreter, node[5], scope, take)
    return made if unknown is None else interpreter.derive(unknown, "collected", node[1])


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
    return interpreter.evaluate(node[3], scope)


def yield_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    value = None if node[3] is None else interpreter.evaluate(node[3], scope)
    if interpreter.frames:
        yields = interpreter.frames[-1].yields
        yields.append(value)
        if len(yields) > 2_000:
            raise statements.Endless
    return None


def yield_from(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    items = interpreter.iterate(interpreter.evaluate(node[3], scope))
    if interpreter.frames and type(items) is not Unknown:
        interpreter.frames[-1].yields.extend(items)
    return None


def starred(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    return interpreter.evaluate(node[3], scope)


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
    "Compare": comparison,
    "IfExp": conditional,
    "Lambda": lambda_,
    "Tuple": tuple_,
    "List": list_,
    "Set": set_,
    "Dict": dict_,
    "ListComp": list_comprehension,
    "SetComp": set_comprehension,
    "GeneratorExp": generator,
    "DictComp": dict_comprehension,
    "NamedExpr": walrus,
    "Await": await_,
    "Yield": yield_,
    "YieldFrom": yield_from,
    "Starred": starred,
}

