"""`raise`, `try`, `with` and `match`.

`try`, `with` and `match` are written as Python generators: in the body of a generator of the
program's, whatever they hold may yield. Elsewhere they never do, and `whole` runs them.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from . import generators, patterns, statements
from .operators import plain
from .targets import assign
from .values import MISSING, Class, Instance, Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope

    Steps = Generator[Any, Any, Any]


def whole(steps: Callable[..., Steps]) -> Callable[..., Any]:
    """Run a statement that does not yield to its end."""

    def run(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
        try:
            next(steps(interpreter, node, scope, _run))
        except StopIteration as end:
            return end.value
        raise AssertionError("a statement outside of a generator cannot yield")

    return run


def _run(interpreter: Interpreter, body: tuple[Node, ...], scope: Scope) -> Steps:
    return statements.run(interpreter, body, scope)
    yield  # which makes it a generator, as `steps` wants


def raise_(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
    if node[3] is None:
        current = interpreter.state.get("handled")
        raise (
            current
            if current is not None
            else interpreter.raised("RuntimeError", "No active exception to reraise")
        )
    value = interpreter.evaluate(node[3], scope)
    interpreter.node = node
    if type(value) is Class:
        value = interpreter.call(value, (), {})
    if type(value) is Instance:
        if node[4] is not None:
            value.attributes["__cause__"] = interpreter.evaluate(node[4], scope)
        current = interpreter.state.get("handled")
        if current is not None and current.value is not value:
            value.attributes.setdefault("__context__", current.value)
        raise Raised(value.cls, value, interpreter.span(node))
    if type(value) is Unknown:
        raise interpreter.raised("Exception", "an exception that is not known")
    raise interpreter.raised("TypeError", "exceptions must derive from BaseException")


def try_(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    run: Callable[..., Steps] = generators.run,
) -> Steps:
    _, _, _, body, handlers, orelse, final = node
    entry = _Catching(interpreter, handlers, scope)
    interpreter.handlers.append(entry.classes)
    signal: Any = None
    pending: Raised | None = None
    try:
        try:
            signal = yield from run(interpreter, body, scope)
        finally:
            entry.leave()
    except Raised as raised:
        interpreter.source = scope.module.source
        try:
            found, signal = yield from _handled(interpreter, handlers, raised, scope, run)
            if not found:
                pending = raised
        except Raised as again:
            pending = again
        except GeneratorExit:
            _close(interpreter, final, scope)
            raise
    except GeneratorExit:
        _close(interpreter, final, scope)
        raise
    else:
        if signal is None and orelse:
            try:
                signal = yield from run(interpreter, orelse, scope)
            except Raised as raised:
                pending = raised
    if final:
        ended = yield from run(interpreter, final, scope)
        if ended is not None:
            return ended
    if pending is not None:
        raise pending
    return signal


class _Catching:
    """The handlers of one `try`, in force while its body runs."""

    __slots__ = ("classes", "interpreter")

    def __init__(self, interpreter: Interpreter, handlers: Any, scope: Scope) -> None:
        self.interpreter = interpreter
        self.classes: tuple[Any, ...] = tuple(
            cls for handler in handlers for cls in _declared(interpreter, handler[0], scope)
        )

    def leave(self) -> None:
        handlers = self.interpreter.handlers
        for place in range(len(handlers) - 1, -1, -1):
            if handlers[place] is self.classes:
                del handlers[place:]
                break


def _declared(interpreter: Interpreter, node: Node | None, scope: Scope) -> tuple[Any, ...]:
    """The classes an `except` clause names, as far as looking at it shows them.

    Python works them out only once something is raised.
    """
    try:
        return _caught(interpreter, node, scope)
    except Raised:
        return ()


def _caught(interpreter: Interpreter, node: Node | None, scope: Scope) -> tuple[Any, ...]:
    """The classes an `except` clause names."""
    from .exceptions import EXCEPTIONS

    if node is None:
        return (EXCEPTIONS["BaseException"],)
    value = interpreter.evaluate(node, scope)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(each for each in values if type(each) in (Class, Unknown))


def _handled(
    interpreter: Interpreter,
    handlers: Any,
    raised: Raised,
    scope: Scope,
    run: Callable[..., Steps],
) -> Generator[Any, Any, tuple[bool, Any]]:
    for handler in handlers:
        node, name, body = handler[:3]
        caught = _caught(interpreter, node, scope)
        if not any(_catches(interpreter, each, raised) for each in caught):
            continue
        outer = interpreter.state.get("handled")
        interpreter.state["handled"] = raised
        if name:
            scope.assign(name, raised.value)
        try:
            signal = yield from run(interpreter, body, scope)
        finally:
            interpreter.state["handled"] = outer
            if name:  # Python takes the name away again
                scope.names.pop(name, None)
        return True, signal
    return False, None


def _catches(interpreter: Interpreter, cls: Class | Unknown, raised: Raised) -> bool:
    if type(cls) is Unknown:
        return interpreter.decide(interpreter.derive(cls, "catches", raised.cls.name))
    if raised.cls.derives_from(cls):
        return True
    unknown = raised.cls.unknown_base
    return unknown is not None and interpreter.decide(
        interpreter.derive(unknown, "caught by", cls.name)
    )


def _close(interpreter: Interpreter, final: tuple[Node, ...], scope: Scope) -> None:
    """A generator is closed inside a `try`: what stands under `finally` still runs."""
    if interpreter.closing:
        statements.run(interpreter, final, scope)


def with_(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    run: Callable[..., Steps] = generators.run,
) -> Steps:
    return (yield from _entered(interpreter, node[3], node[4], scope, run))


def _entered(
    interpreter: Interpreter,
    items: tuple[Any, ...],
    body: tuple[Node, ...],
    scope: Scope,
    run: Callable[..., Steps],
) -> Steps:
    """Enter the managers one inside the other, run the body, and leave them."""
    if not items:
        return (yield from run(interpreter, body, scope))
    expression, target = items[0]
    manager = interpreter.evaluate(expression, scope)
    interpreter.node = expression
    entered, leave = _enter(interpreter, manager)
    try:
        if target is not None:
            assign(interpreter, target, entered, scope)
        signal = yield from _entered(interpreter, items[1:], body, scope, run)
    except Raised as raised:
        if leave is MISSING:
            raise
        outer = interpreter.state.get("handled")
        interpreter.state["handled"] = raised
        try:
            swallowed = interpreter.call(leave, (raised.cls, raised.value, None), {})
        finally:
            interpreter.state["handled"] = outer
        truth = interpreter.truth(swallowed)
        if truth is True or (type(truth) is Unknown and interpreter.decide(truth)):
            return None
        raise
    except GeneratorExit:
        if interpreter.closing and leave is not MISSING:
            interpreter.call(leave, (None, None, None), {})
        raise
    if leave is not MISSING:
        interpreter.call(leave, (None, None, None), {})
    return signal


def _enter(interpreter: Interpreter, manager: Any) -> tuple[Any, Any]:
    """What `as` names, and how the manager is left."""
    if type(manager) is Unknown:
        return interpreter.derive(manager, "enter"), MISSING
    if type(manager) is not Instance:
        if plain(manager):
            raise interpreter.raised(
                "TypeError",
                f"'{interpreter.type_name(manager)}' object does not support the context manager "
                "protocol",
            )
        return manager, MISSING
    enter = interpreter.special(manager, "__enter__")
    leave = interpreter.special(manager, "__exit__")
    if enter is MISSING:
        if manager.cls.unknown_base is not None:
            return interpreter.derive(manager.cls.unknown_base, "enter"), MISSING
        if manager.state is not None:
            return manager, MISSING
        raise interpreter.raised(
            "TypeError",
            f"'{manager.cls.name}' object does not support the context manager protocol",
        )
    return interpreter.call(enter, (), {}), leave


def match(
    interpreter: Interpreter,
    node: Node,
    scope: Scope,
    run: Callable[..., Steps] = generators.run,
) -> Steps:
    _, _, _, subject, cases = node
    value = interpreter.evaluate(subject, scope)
    for pattern, guard, body in cases:
        fits = patterns.fits(interpreter, pattern, value, scope)
        if type(fits) is Unknown:
            fits = interpreter.decide(fits)
        if fits and guard is not None:
            fits = interpreter.decide(interpreter.evaluate(guard, scope))
        if fits:
            return (yield from run(interpreter, body, scope))
    return None


statements.EXECUTE.update(
    {"Raise": raise_, "Try": whole(try_), "With": whole(with_), "Match": whole(match)}
)
