"""Branches, also where it is not known which one is taken."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..network import Layer, Tensor
from ..network import Node as Tie
from . import statements, uncertainty
from .joining import EITHER, Joint, bind, current, unbind
from .signals import BREAK, CONTINUE, Return
from .values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node
    from .joining import State
    from .machine import Interpreter
    from .values import Scope


def if_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    _, _, _, test, body, orelse = node
    truth = interpreter.truth(interpreter.evaluate(test, scope))
    if type(truth) is Unknown:
        if inert(interpreter, body, scope) and inert(interpreter, orelse, scope):
            return None
        if not ends_the_run(body) and not ends_the_run(orelse):
            if interpreter.wavers(truth) or joins(interpreter, node, scope):
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
    there a setting, one constant or another, is still a question that matters. A callback builds
    nothing that stays.
    """
    if "in callbacks" in interpreter.state:
        return True
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

    What they change in place is not known afterwards, and what they bind only as far as they
    agree. What follows is followed unless both of them leave it.
    """
    names = uncertainty.assigned((*branches[0], *branches[1]))
    before = current(scope, names)
    ends: list[tuple[Any, dict[str, Any]]] = []
    raised = False
    for body in branches:
        ended = False

        def follow(body: tuple[Node, ...] = body) -> Any:
            nonlocal ended
            signal = statements.run(interpreter, body, scope)
            ended = True
            return signal

        signal = uncertainty.perhaps(interpreter, why, follow)
        raised = raised or not ended
        ends.append((signal, current(scope, (*scope.names, *(scope.outer or ())))))
        unbind(scope, names)
        bind(scope, before)
    return _after(interpreter, why, ends, names, scope, raised)


def _after(
    interpreter: Interpreter,
    why: Unknown,
    ends: list[tuple[Any, dict[str, Any]]],
    names: list[str],
    scope: Scope,
    raised: bool,
) -> Any:
    """What follows branches that ended like this; `raised` tells that one did not come so far."""
    leaving = interpreter.leaving
    signals = [signal for signal, _ in ends]
    returned = [signal.value for signal in signals if type(signal) is Return]
    if len(returned) == len(ends):
        return Return(one_of(interpreter, why, returned, "returns"))
    if returned and interpreter.frames:
        interpreter.frames[-1].perhaps = why
        interpreter.frames[-1].returned += returned
    follows = next(each for each in (None, CONTINUE, BREAK) if each in signals)
    if leaving is None or leaving.scope is not scope:
        if CONTINUE in signals or BREAK in signals:
            raised = True
            if interpreter.attempt is not None:
                interpreter.attempt.lost = True
    else:
        for signal, state in ends:
            if signal is not follows and signal is not None:
                (leaving.breaks if signal is BREAK else leaving.continues).append(state)
    states = [
        {name: state[name] for name in names if name in state}
        for signal, state in ends
        if signal is follows
    ]
    joined = None if raised else agreed(interpreter, why, states)
    if joined is None:
        uncertainty.forget(interpreter, names, scope, why)
    else:
        bind(scope, joined)
    return follows


def agreed(interpreter: Interpreter, why: Unknown, states: list[State]) -> State | None:
    """What names stand for where one of these states came before."""
    joined = states[0]
    for state in states[1:]:
        joint = Joint(interpreter, why, _between)
        joined = joint.states(joined, state)
        if joint.tensors and interpreter.attempt is None:
            return None  # the rows of both would have to be shown
    return joined


def meet(interpreter: Interpreter, scope: Scope, others: list[State]) -> None:
    """Go on from here, or from one of these other states, which are then done with."""
    here = current(scope, (*scope.names, *(scope.outer or ())))
    joined = agreed(interpreter, _why(interpreter), [here, *others])
    if joined is None:
        differ = [name for name in here if any(s.get(name) is not here[name] for s in others)]
        uncertainty.forget(interpreter, differ, scope, _why(interpreter))
    else:
        bind(scope, joined)
    others.clear()


def _why(interpreter: Interpreter) -> Unknown:
    return interpreter.uncertain or interpreter.unknown("what a loop does is not known")


def one_of(interpreter: Interpreter, why: Unknown, values: list[Any], how: str) -> Any:
    """What is one of several values, because of `why`."""
    joined = agreed(interpreter, why, [{how: value} for value in values])
    return interpreter.derive(why, how, object()) if joined is None else joined[how]


def _between(joint: Joint, made: Tensor) -> None:
    """Put a tensor that is one or the other of two in the graph."""
    _, one, other = joint.tensors[-1]
    layer = Layer("?", "?", joint.interpreter.span(), kind=EITHER)
    Tie(layer, tuple(each for each in (one, other) if type(each) is Tensor), (made,), None)


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


statements.EXECUTE["If"] = if_
