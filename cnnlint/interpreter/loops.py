"""Loops, also where it is not known how often they run."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import effects, statements, uncertainty
from .branches import meet
from .iteration import known_of
from .joining import bind, current
from .signals import BREAK, CONTINUE, Return
from .targets import assign
from .turns import Leaving, Loop
from .values import Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..syntax.tree import Node
    from .iteration import Items
    from .machine import Interpreter
    from .values import Scope


#: Steps that a loop may take in which it makes nothing that a library builds.
MOST_IDLE = 10_000


def for_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, target, iterable, body, _, _ = node
    value = interpreter.evaluate(iterable, scope)
    interpreter.node = iterable
    items = interpreter.iterator(value)
    if type(items) is Unknown:
        return once(interpreter, node, scope, items, target, body, known_of(interpreter, value))
    if not interpreter.frames and not interpreter.aside:
        interpreter.aside = not effects.builds(interpreter, body, scope)
        try:
            return turns_of(interpreter, node, scope, items)
        finally:
            interpreter.aside = False
    return turns_of(interpreter, node, scope, items)


def turns_of(interpreter: Interpreter, node: Node, scope: Scope, items: Iterator[Any]) -> Any:
    """The turns of a `for` loop over items that are given one by one."""
    leaving = Leaving(scope)
    outer, interpreter.leaving = interpreter.leaving, leaving
    try:
        signal = _turns_of(interpreter, node, scope, items, leaving)
        if leaving.breaks:
            meet(interpreter, scope, leaving.breaks)
        return signal
    finally:
        interpreter.leaving = outer


def _turns_of(
    interpreter: Interpreter, node: Node, scope: Scope, items: Iterator[Any], leaving: Leaving
) -> Any:
    _, _, _, target, _, body, orelse, _ = node
    turns, most = 0, interpreter.budget.turns
    last = interpreter.steps + MOST_IDLE
    made = interpreter.made
    simple = target[3] if target[0] == "Name" and scope.outer is None else None
    while True:
        try:
            item = next(items)
        except StopIteration:
            return statements.run(interpreter, orelse, scope)
        except Lost as lost:
            return once(interpreter, node, scope, lost.unknown, target, body)
        turns += 1
        interpreter.step()
        if turns > most or interpreter.steps > last:
            idle = interpreter.made == made
            if turns > most or idle:
                forget_loop(interpreter, node, scope, turns, idle)
                return None
            last, made = interpreter.steps + MOST_IDLE, interpreter.made
        if simple is not None and type(item) is not Unknown:
            scope.names[simple] = item
        else:
            assign(interpreter, target, item, scope)
        signal = statements.run(interpreter, body, scope)
        if leaving.continues:
            meet(interpreter, scope, leaving.continues)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal


def forget_loop(interpreter: Interpreter, node: Node, scope: Scope, turns: int, idle: bool) -> None:
    """A loop goes on for too long: whatever it changes is not known."""
    most = interpreter.budget.turns
    after = f"{most:,} turns" if turns > most else f"{MOST_IDLE:,} steps"
    why = interpreter.unknown(f"gave up on this loop after {after}", node)
    if not idle:
        interpreter.unknowns.append(why)
    outer = interpreter.node

    def another_turn() -> None:
        statements.run(interpreter, node[5] if node[0] == "For" else node[4], scope)

    # One more turn shows which lists, dicts and attributes the body changes.
    uncertainty.perhaps(interpreter, why, another_turn)
    interpreter.node = outer
    uncertainty.forget(interpreter, uncertainty.assigned((node,)), scope, why)


def once(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    why: Unknown,
    target: Node | None,
    body: tuple[Node, ...],
    known: Items | None = None,
) -> Any:
    """A loop over something unknown; `known` is what is known of its items.

    Its first turn is followed. What it binds is then known as far as any further turn leaves it.
    """
    loop = Loop(interpreter, node, scope, why, target, body)
    before = current(scope, loop.names)
    signal = loop.begin(known)
    state = loop.after(before, signal)
    if state is None:
        uncertainty.forget(interpreter, loop.names, scope, why)
        uncertainty.forget_filled(interpreter, body, scope, why)
    else:
        bind(scope, state)
    if type(signal) is Return:
        # Whether the loop comes that far is a question of its own.
        if interpreter.decide(interpreter.derive(why, "returns", node[1])):
            return signal
    elif signal is None or signal is CONTINUE:
        if _certain_to_follow(node):
            return statements.run(interpreter, _orelse(node), scope)
    return None


def _orelse(node: Node) -> tuple[Node, ...]:
    return node[6] if node[0] == "For" else node[5]  # type: ignore[no-any-return]


def _certain_to_follow(node: Node) -> bool:
    """Whether the `else` of a loop runs whatever the loop does: it has no `break`."""
    return bool(_orelse(node)) and not _breaks(node[5] if node[0] == "For" else node[4])


def _breaks(body: Iterable[Any]) -> bool:
    return any(
        type(node) is tuple
        and node
        and (
            node[0] == "Break"
            or (node[0] not in ("For", "While", "FunctionDef", "ClassDef") and _breaks(node))
        )
        for node in body
    )


def while_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    leaving = Leaving(scope)
    outer, interpreter.leaving = interpreter.leaving, leaving
    try:
        signal = _while(interpreter, node, scope, leaving)
        if leaving.breaks:
            meet(interpreter, scope, leaving.breaks)
        return signal
    finally:
        interpreter.leaving = outer


def _while(interpreter: Interpreter, node: Node, scope: Scope, leaving: Leaving) -> Any:
    _, _, _, test, body, orelse = node
    turns = 0
    last, made = interpreter.steps + MOST_IDLE, interpreter.made
    while True:
        truth = interpreter.truth(interpreter.evaluate(test, scope))
        if type(truth) is Unknown:
            return once(interpreter, node, scope, truth, None, body)
        if not truth:
            return statements.run(interpreter, orelse, scope)
        turns += 1
        interpreter.step()
        if turns > interpreter.budget.turns or interpreter.steps > last:
            idle = interpreter.made == made
            if turns > interpreter.budget.turns or idle:
                forget_loop(interpreter, node, scope, turns, idle)
                return None
            last, made = interpreter.steps + MOST_IDLE, interpreter.made
        signal = statements.run(interpreter, body, scope)
        if leaving.continues:
            meet(interpreter, scope, leaving.continues)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal


statements.EXECUTE.update({"For": for_, "While": while_})
