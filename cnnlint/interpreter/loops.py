"""Branches and loops, also where their condition or their items are not known."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import effects, statements, uncertainty
from .signals import BREAK, CONTINUE, Return
from .targets import assign
from .values import MISSING, Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope


#: Steps that a loop may take in which it makes nothing that a library builds.
MOST_IDLE = 10_000


def if_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, test, body, orelse = node
    truth = interpreter.truth(interpreter.evaluate(test, scope))
    if type(truth) is Unknown:
        if inert(interpreter, body, scope) and inert(interpreter, orelse, scope):
            return None
        if not ends_the_run(body) and not ends_the_run(orelse):
            if joins(interpreter, node, scope):
                return either(interpreter, truth, (body, orelse), scope)
        truth = chosen(interpreter, truth, body, orelse)
    return statements.run(interpreter, body if truth else orelse, scope)


def chosen(
    interpreter: Interpreter, truth: Unknown, body: tuple[Node, ...], orelse: tuple[Node, ...]
) -> bool:
    """Which branch of an unknown condition this world follows."""
    # A branch that only raises is not where a run goes on.
    if ends_the_run(body):
        return False
    if ends_the_run(orelse):
        return True
    return interpreter.decide(truth)


def joins(interpreter: Interpreter, node: Node, scope: Scope) -> bool:
    """Whether the branches of an unknown condition are followed both, and no world is made of it.

    So it is where each turn of a loop may take another one, and in code that only prepares data;
    there a setting, one constant or another, is still a question that matters.
    """
    if interpreter.uncertain is None:
        function = scope.function
        if function is None and not interpreter.aside:
            return False
        if function is not None and interpreter.building(function.body, function.scope):
            return False
        if _sets(node):
            return False
    return not (interpreter.building(node[4], scope) or interpreter.building(node[5], scope))


def _sets(node: Node) -> bool:
    """Whether a statement returns a constant or what a name stands for, or binds a name to it."""
    kind = node[0]
    if kind in ("Assign", "Return"):
        value = node[4] if kind == "Assign" else node[3]
        if kind == "Assign" and all(_is_place(target) for target in node[3]):
            return False
        return value is not None and (
            value[0] in ("Name", "Tuple", "List", "Dict", "Attribute")
            or (value[0] == "Constant" and type(value[3]) is not bool)
        )
    if kind in ("If", "While"):
        return any(_sets(each) for each in (*node[4], *node[5]))
    if kind == "For":
        return any(_sets(each) for each in (*node[5], *node[6]))
    if kind == "With":
        return any(_sets(each) for each in node[4])
    return kind in ("Try", "Match")


def _is_place(target: Node) -> bool:
    """Whether a target is a place in data, `x[i]`, and no named setting such as `x["size"]`."""
    if target[0] != "Subscript":
        return False
    index = target[4]
    return not (index[0] == "Constant" and type(index[3]) is str)


def either(
    interpreter: Interpreter, why: Unknown, branches: tuple[tuple[Node, ...], ...], scope: Scope
) -> Any:
    """Both branches, one after the other, where each turn of a loop may take another one.

    What they bind and change is not known afterwards. What follows is followed unless both of
    them leave it.
    """
    names = uncertainty.assigned((*branches[0], *branches[1]))
    before = {name: scope.names[name] for name in names if name in scope.names}
    signals = []
    for body in branches:

        def follow(body: tuple[Node, ...] = body) -> Any:
            return statements.run(interpreter, body, scope)

        signals.append(uncertainty.perhaps(interpreter, why, follow))
        for name, value in before.items():
            scope.assign(name, value)
    uncertainty.forget(interpreter, (*branches[0], *branches[1]), scope, why)
    returned = [signal for signal in signals if type(signal) is Return]
    if None not in signals:
        if len(returned) == len(signals):
            return Return(interpreter.derive(why, "returns", object()))
        return next(signal for signal in signals if type(signal) is not Return)
    if returned and interpreter.frames:
        interpreter.frames[-1].perhaps = why
    return None


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
    return all(_inert(interpreter, node, scope) for node in body)


def _inert(interpreter: Interpreter, node: Node, scope: Scope) -> bool:
    from .expressions import lookup

    kind = node[0]
    if kind in ("Pass", "Directive"):
        return True
    if kind == "With":
        return inert(interpreter, node[4], scope)
    if kind in ("If", "While"):
        return inert(interpreter, node[4], scope) and inert(interpreter, node[5], scope)
    if kind == "For":
        return inert(interpreter, node[5], scope) and inert(interpreter, node[6], scope)
    if kind != "Expr":
        return False
    value = node[3]
    if value[0] == "Constant":
        return True
    if value[0] != "Call":
        return False
    root = value[3]
    while root[0] in ("Attribute", "Call", "Subscript"):
        root = root[3]
    if root[0] != "Name":
        return False
    found = lookup(interpreter, root[3], scope)
    return (
        type(found) is Unknown
        or found is MISSING
        or root[3] in ("print", "warnings", "logging", "logger")
    )


def for_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, target, iterable, body, _, _ = node
    value = interpreter.evaluate(iterable, scope)
    interpreter.node = iterable
    items = interpreter.iterator(value)
    if type(items) is Unknown:
        return once(interpreter, node, scope, items, target, body)
    if not interpreter.frames and not interpreter.aside:
        interpreter.aside = not effects.builds(interpreter, body, scope)
        try:
            return turns_of(interpreter, node, scope, items)
        finally:
            interpreter.aside = False
    return turns_of(interpreter, node, scope, items)


def turns_of(interpreter: Interpreter, node: Node, scope: Scope, items: Iterator[Any]) -> Any:
    """The turns of a `for` loop over items that are given one by one."""
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
    uncertainty.forget(interpreter, (node,), scope, why)


def once(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    why: Unknown,
    target: Node | None,
    body: tuple[Node, ...],
) -> Any:
    """A loop over something unknown: its body runs once, and what it binds is then unknown."""

    def turn() -> Any:
        if target is not None:
            item = interpreter.derive(why, "item", node[1])
            assign(interpreter, target, item, scope)
        return statements.run(interpreter, body, scope)

    signal = uncertainty.perhaps(interpreter, why, turn)
    uncertainty.forget(interpreter, (node,), scope, why)
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
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal


statements.EXECUTE.update({"If": if_, "For": for_, "While": while_})
