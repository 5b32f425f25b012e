"""Comprehensions and generator expressions."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import containers, merging, storing, uncertainty
from .expressions import EVALUATE
from .iteration import Items, known_of, with_one
from .operators import MOST_ITEMS
from .targets import assign
from .values import MISSING, Lost, Scope, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter


def comprehend(
    interpreter: Interpreter,
    clauses: tuple[Any, ...],
    scope: Scope,
    take: Callable[[Scope], Any],
) -> Iterator[Any]:
    """What each turn of a comprehension's clauses gives.

    Raises:
        Lost: where one of its iterables or conditions is not known.
    """
    inner = Scope(scope.module, scope, function=scope.function)
    # The first iterable belongs to the scope around, and is worked out at once.
    first = interpreter.iterator(interpreter.evaluate(clauses[0][1], scope))
    return _turns(interpreter, clauses, 0, first, inner, take)


def _turns(
    interpreter: Interpreter,
    clauses: tuple[Any, ...],
    depth: int,
    items: Any,
    inner: Scope,
    take: Callable[[Scope], Any],
) -> Iterator[Any]:
    if type(items) is Unknown:
        raise Lost(items)
    target, _, tests, _ = clauses[depth]
    last = depth + 1 == len(clauses)
    for item in items:
        interpreter.step()
        assign(interpreter, target, item, inner)
        for test in tests:
            truth = interpreter.truth(interpreter.evaluate(test, inner))
            if type(truth) is Unknown:
                raise Lost(truth)
            if not truth:
                break
        else:
            if last:
                yield take(inner)
            else:
                further = interpreter.iterator(interpreter.evaluate(clauses[depth + 1][1], inner))
                yield from _turns(interpreter, clauses, depth + 1, further, inner, take)


def list_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    element = node[3]
    made: list[Any] = []
    try:
        for item in comprehend(
            interpreter, node[4], scope, lambda inner: interpreter.evaluate(element, inner)
        ):
            made.append(item)
            if len(made) > MOST_ITEMS:
                return interpreter.unknown("a list too long to keep", node)
    except Lost as lost:
        if not made:
            found = _of_unknown_length(interpreter, node, scope, lost.unknown)
            if found is not None:
                return found
        return interpreter.derive(lost.unknown, "collected", object())
    if interpreter.uncertain is not None:
        interpreter.fresh[id(made)] = made
    return made


def _of_unknown_length(
    interpreter: Interpreter, node: Node, scope: Scope, why: Unknown
) -> list[Any] | None:
    """A list that a comprehension makes of something unknown: what its items are like.

    None where that is not known, and they are not what a library builds.
    """
    _, _, _, element, clauses = node[:5]
    target, iterable, tests, _ = clauses[0]
    builds = interpreter.building(element, scope)
    called = iterable[3] if iterable[0] == "Call" else iterable
    counts = called[0] == "Name" and called[3] == "range"
    if not builds and (not counts or called is iterable or len(clauses) > 1 or tests):
        return None
    from .turns import Attempt, affordable, cause

    made: list[Any] = []
    containers.blur(interpreter, made, why)
    items = Items(MISSING, MISSING, cause(interpreter, why, node), interpreter.span(node))
    made[0].items = items
    if len(clauses) > 1 or tests or not affordable(interpreter):
        return made
    known = None
    if called[0] == "Name" and (called is iterable or counts or called[3] == "enumerate"):
        known = known_of(interpreter, interpreter.evaluate(iterable, scope))

    def item(value: Any) -> Any:
        inner = Scope(scope.module, scope, function=scope.function)
        assign(interpreter, target, value, inner)
        return interpreter.evaluate(element, inner)

    later = interpreter.derive(why, "item", "later", node[1])
    first = interpreter.derive(why, "item", node[1]) if known is None else known.first
    found = with_one(
        interpreter, known, lambda: uncertainty.perhaps(interpreter, why, lambda: item(first))
    )
    if not builds:
        made.append(found)
        return made if type(found) in interpreter.behaviours else None
    with Attempt(interpreter) as attempt:
        another = uncertainty.perhaps(interpreter, why, lambda: item(later))
    if interpreter.builds(found) and interpreter.builds(another) and not attempt.lost:
        items.first, items.another = found, another
    return made


def set_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made = list_comprehension(interpreter, node, scope)
    return merging.make_set(interpreter, made)


def generator(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    element = node[3]
    source = interpreter.source

    def take(inner: Scope) -> Any:
        # It may be asked for its items from another file.
        caller, interpreter.source = interpreter.source, source
        try:
            return interpreter.evaluate(element, inner)
        finally:
            interpreter.source = caller

    return Stream(comprehend(interpreter, node[4], scope, take), "generator")


def dict_comprehension(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    made: dict[Any, Any] = {}

    def take(inner: Scope) -> None:
        key = interpreter.evaluate(node[3], inner)
        storing.store(interpreter, made, key, interpreter.evaluate(node[4], inner))

    try:
        for _ in comprehend(interpreter, node[5], scope, take):
            pass
    except Lost as lost:
        return interpreter.derive(lost.unknown, "collected", object())
    return made


EVALUATE.update(
    {
        "ListComp": list_comprehension,
        "SetComp": set_comprehension,
        "GeneratorExp": generator,
        "DictComp": dict_comprehension,
    }
)
