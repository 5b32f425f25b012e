"""The generators of the program: their bodies run as far as the next item is asked for.

Only statements that hold a `yield` go through here; all others run as everywhere else.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from . import statements
from .signals import BREAK, CONTINUE, Return
from .targets import assign
from .values import GaveUp, Lost, Raised, Stream, TooDeep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Frame, Interpreter
    from .values import Scope

    Steps = Generator[Any, Any, Any]


def generate(interpreter: Interpreter, frame: Frame, scope: Scope) -> Stream:
    """The iterator that a call of a generator function returns."""
    return Stream(_driven(interpreter, frame, scope), "generator")


def _driven(interpreter: Interpreter, frame: Frame, scope: Scope) -> Steps:
    """Between two items the caller goes on: its place is put back each time."""
    scope.sent = {}
    steps = run(interpreter, frame.function.body, scope)
    mine: list[Any] = []  # the handlers in force inside the generator
    sent: Any = None
    thrown: BaseException | None = None
    while True:
        frames, handlers, state = interpreter.frames, interpreter.handlers, interpreter.state
        depth, mark = len(frames), len(handlers)
        if depth >= interpreter.budget.depth:
            raise TooDeep(f"calls of `{frame.function.name}` are nested too deeply")
        source, node, handled = interpreter.source, interpreter.node, state.get("handled")
        frame.source, frame.node = source, node
        frames.append(frame)
        handlers.extend(mine)
        interpreter.source = scope.module.source
        try:
            interpreter.step()
            item = steps.send(sent) if thrown is None else steps.throw(thrown)
        except StopIteration as end:
            return end.value.value if type(end.value) is Return else None
        except GaveUp:
            if isinstance(thrown, GeneratorExit):
                return None  # it is thrown away after the end of all; who goes on meets it again
            raise
        except Raised as raised:
            if raised.cls.name == "StopIteration":
                raise interpreter.raised("RuntimeError", "generator raised StopIteration") from None
            raise
        finally:
            mine = handlers[mark:]
            del handlers[mark:]
            del frames[depth:]
            interpreter.source, interpreter.node = source, node
            state["handled"] = handled
        sent = thrown = None
        try:
            sent = yield item
        except (Raised, GeneratorExit) as error:
            thrown = error


def run(interpreter: Interpreter, body: tuple[Node, ...], scope: Scope) -> Steps:
    """Run statements in order, and yield what they yield; returns the signal that ended them."""
    for node in body:
        interpreter.step()
        steps = _STEPS.get(node[0])
        if steps is not None and yields(interpreter, node):
            signal = yield from steps(interpreter, node, scope)
        else:
            signal = statements.EXECUTE[node[0]](interpreter, node, scope)
        if signal is not None:
            return signal
    return None


def yields(interpreter: Interpreter, node: Node) -> bool:
    """Whether a statement or an expression holds a `yield` of the function it stands in."""
    known = interpreter.yielding.get(id(node))
    if known is None:
        # The node is kept, so that its id stays its own.
        known = interpreter.yielding[id(node)] = node, any(True for _ in _yields_in(node))
    return known[1]


def _yields_in(part: Any) -> Iterator[Node]:
    """The `yield`s in a part of the tree, in the order in which they are worked out."""
    if type(part) is not tuple or not part:
        return
    kind = part[0]
    if kind in _OTHERS:
        return
    for inner in part:
        yield from _yields_in(inner)
    if kind in ("Yield", "YieldFrom") and len(part) == 4:
        yield part


def settle(interpreter: Interpreter, expression: Any, scope: Scope) -> Steps:
    """Yield what an expression yields, so that it can then be evaluated at once."""
    for node in _yields_in(expression):
        if node[0] == "Yield":
            value = None if node[3] is None else interpreter.evaluate(node[3], scope)
            sent = yield value
        else:
            sent = yield from _delegate(interpreter, interpreter.evaluate(node[3], scope))
        if scope.sent is None:
            raise Lost(interpreter.unknown("a `yield` in this place is not followed", node))
        scope.sent[id(node)] = sent


def _delegate(interpreter: Interpreter, value: Any) -> Steps:
    items = interpreter.iterator(value)
    if type(items) is Unknown:
        raise Lost(items)
    if type(items) is Stream and items.kind == "generator":
        return (yield from items.iterator)
    yield from items
    return None


# Statements ---------------------------------------------------------------------------------


def _simple(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    for part in node[3:]:
        yield from settle(interpreter, part, scope)
    return statements.EXECUTE[node[0]](interpreter, node, scope)


def _if(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    from .branches import chosen

    _, _, _, test, body, orelse = node
    yield from settle(interpreter, test, scope)
    truth = interpreter.truth(interpreter.evaluate(test, scope))
    if type(truth) is Unknown:
        truth = chosen(interpreter, truth, body, orelse)
    return (yield from run(interpreter, body if truth else orelse, scope))


def _for(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    _, _, _, target, iterable, body, orelse, _ = node
    yield from settle(interpreter, iterable, scope)
    items = interpreter.iterator(interpreter.evaluate(iterable, scope))
    if type(items) is Unknown:
        raise Lost(items)
    for item in items:
        interpreter.step()
        assign(interpreter, target, item, scope)
        signal = yield from run(interpreter, body, scope)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal
    return (yield from run(interpreter, orelse, scope))


def _while(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    _, _, _, test, body, orelse = node
    while True:
        yield from settle(interpreter, test, scope)
        truth = interpreter.truth(interpreter.evaluate(test, scope))
        if type(truth) is Unknown:
            raise Lost(truth)
        if not truth:
            return (yield from run(interpreter, orelse, scope))
        interpreter.step()
        signal = yield from run(interpreter, body, scope)
        if signal is not None:
            if signal is BREAK:
                return None
            if signal is not CONTINUE:
                return signal


def _try(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    from .handling import try_

    return (yield from try_(interpreter, node, scope))


def _with(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    from .handling import with_

    for expression, _ in node[3]:
        yield from settle(interpreter, expression, scope)
    return (yield from with_(interpreter, node, scope))


def _match(interpreter: Interpreter, node: Node, scope: Scope) -> Steps:
    from .handling import match

    yield from settle(interpreter, node[3], scope)
    return (yield from match(interpreter, node, scope))


_STEPS: dict[str, Callable[[Interpreter, Node, Scope], Steps]] = {
    **dict.fromkeys(("Expr", "Assign", "AugAssign", "AnnAssign", "Return", "Assert"), _simple),
    "If": _if,
    "For": _for,
    "While": _while,
    "Try": _try,
    "With": _with,
    "Match": _match,
}
#: Kinds of nodes whose inside belongs to another function.
_OTHERS = frozenset(("FunctionDef", "ClassDef", "Lambda", "Constant", "Name"))
