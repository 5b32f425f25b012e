"""Where an analysis begins besides the top of a file: targets, and functions nobody calls."""

from __future__ import annotations

from time import monotonic

from ..diagnostics import Unknown
from ..interpreter.machine import Budget, Interpreter
from ..interpreter.values import (
    Class,
    Function,
    GaveUp,
    Instance,
    Lost,
    ModuleScope,
    Raised,
    TooDeep,
)
from ..keras.events import ModelMade, Refusal
from ..keras.structures import flatten
from ..network import Model
from ..source import Source
from .outcomes import mark, weigh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.signature import Signature


def evaluate(interpreter: Interpreter, scope: ModuleScope, text: Source, tree: Any) -> None:
    """Evaluate a target; only what it gives, or what it makes on the way, is reported."""
    before = interpreter.events
    interpreter.events = []
    interpreter.source = text
    value: Any = None
    try:
        for statement in tree.statements:
            if statement[0] == "Expr":
                interpreter.node = statement[3]
                value = interpreter.evaluate(statement[3], scope)
                if isinstance(value, (Function, Class)):
                    value = _call_root(interpreter, value)
    except (Lost, RecursionError, TooDeep):
        value = interpreter.unknown(f"`{text.text}` could not be followed")
    except Raised as raised:
        reason = f"`{text.text}` raises {raised.message}"
        interpreter.unknowns.append(Unknown(reason, raised.span or text.span(0, len(text.text))))
    models = [
        leaf.state
        for leaf in flatten(value)
        if isinstance(leaf, Instance) and isinstance(leaf.state, Model)
    ]
    for model in models:
        model.variable = text.text
    if models:
        kept = [
            event
            for event in (*before, *interpreter.events)
            if isinstance(event, ModelMade) and any(event.model is model for model in models)
        ]
        refusals = [
            event for event in (*before, *interpreter.events) if not isinstance(event, ModelMade)
        ]
        interpreter.events = [*kept, *refusals]
    elif isinstance(value, Unknown):
        interpreter.unknowns.append(value)


def try_roots(interpreter: Interpreter, source: Source, budget: Budget) -> bool:
    """Call the functions that the file never calls: with their defaults, and symbols for the rest.

    What is refused that way may be due to arguments that nobody would pass: it is proved only if
    it happens whatever the arguments are. False when the budget did not last for all of them.
    """
    interpreter.end = interpreter.deadline = min(interpreter.end, monotonic() + budget.root_seconds)
    for function in [each for each in interpreter.defined if isinstance(each, Function)]:
        if (
            function.calls
            or function.scope.parent is not None
            or function.span.source is not source
        ):
            continue
        if function.name.startswith("test_") or "a" in function.flags or "g" in function.flags:
            continue
        try:
            _explore(interpreter, function, budget)
        except GaveUp:
            return False
    return True


#: What is counted while a program runs: automatic names, free sizes, symbols.
COUNTED = ("names", "free sizes", "symbols", "sizes")


def _explore(interpreter: Interpreter, function: Function, budget: Budget) -> None:
    answered = dict(interpreter.choices)
    # Every attempt starts with the names and symbols that were free where the file ends.
    counted = {key: dict(interpreter.state.get(key, {})) for key in COUNTED}
    asked_before, answers_before = interpreter.asked, interpreter.answers
    pending: list[tuple[bool, ...]] = [()]
    runs = 0
    symbols: dict[str, Unknown] = {}
    worlds: list[int] = []
    first = len(interpreter.events)
    while pending and runs < budget.root_worlds:
        runs += 1
        interpreter.choices, interpreter.asked = dict(answered), []
        interpreter.answers = pending.pop(0)
        interpreter.state.update({key: dict(kept) for key, kept in counted.items()})
        worlds.append(_new_world(interpreter))
        _attempt(interpreter, function, everything=False)
        symbols |= interpreter.state.get("symbols", {})
        asked = interpreter.asked
        pending.extend(
            (*asked[:turn], not asked[turn]) for turn in range(len(interpreter.answers), len(asked))
        )
    weigh(interpreter.events[first:], [(interpreter, world) for world in worlds])
    _doubt(interpreter, function, first, answered, counted)
    interpreter.choices, interpreter.asked = answered, asked_before
    interpreter.answers = answers_before
    counted["symbols"] = symbols | counted["symbols"]
    interpreter.state.update(counted)


def _new_world(interpreter: Interpreter) -> int:
    world: int = interpreter.state.get("world", 0) + 1
    interpreter.state["world"] = world
    return world


def _doubt(
    interpreter: Interpreter,
    function: Function,
    first: int,
    answered: dict[object, bool],
    counted: dict[str, Any],
) -> None:
    """What is refused with the defaults is proved only if it is refused for any arguments."""
    signature = function.signature
    refused = [event for event in interpreter.events[first:] if isinstance(event, Refusal)]
    if not refused or not (signature.names or signature.keyword_only):
        return
    events, interpreter.events = interpreter.events, []
    interpreter.choices = dict(answered)
    interpreter.state.update({key: dict(kept) for key, kept in counted.items()})
    _new_world(interpreter)
    _attempt(interpreter, function, everything=True)
    always = {mark(event) for event in interpreter.events if isinstance(event, Refusal)}
    interpreter.events = events
    doubtful = [event for event in refused if mark(event) not in always]
    # With a value of our own for a parameter, or none for `**options`, nothing is said at all.
    needed = any(n not in signature.defaults for n in (*signature.names, *signature.keyword_only))
    if needed or signature.rest_keywords:
        gone = set(map(id, doubtful))
        interpreter.events = [event for event in events if id(event) not in gone]
    for event in doubtful:
        event.certainty = "likely"


def _attempt(interpreter: Interpreter, function: Function, *, everything: bool) -> None:
    interpreter.source = function.span.source
    interpreter.node = ("Call", function.span.start, function.span.end)
    try:
        _call_root(interpreter, function, everything=everything)
    except (Raised, Lost, TooDeep, RecursionError):
        pass
    except GaveUp:
        raise
    except Exception:
        if not interpreter.net:
            raise
    finally:
        interpreter.frames.clear()
        interpreter.handlers.clear()
        interpreter.uncertain = None


def _call_root(
    interpreter: Interpreter, root: Function | Class, *, everything: bool = False
) -> Any:
    """Call a function or a class with its defaults, and a free parameter for all the rest."""
    signature = _signature_of(root)
    if signature is None:
        return interpreter.call(root, (), {})
    given = {}
    first = 1 if isinstance(root, Class) else 0
    for name in (*signature.names[first:], *signature.keyword_only):
        if everything or name not in signature.defaults or name in signature.stated:
            given[name] = Unknown(
                f"parameter `{name}` of `{root.name}` has no value here",
                root.span,
                name=name,
                parameter=True,
            )
    positional = tuple(
        given.pop(name)
        for name in signature.names[first : max(first, signature.positional_only)]
        if name in given
    )
    more = None
    if everything and (signature.rest or signature.rest_keywords):
        more = Unknown(f"more arguments of `{root.name}`", root.span, parameter=True)
    return interpreter.call(root, positional, given, more)


def _signature_of(root: Function | Class) -> Signature | None:
    if isinstance(root, Function):
        return root.signature
    init, _ = root.find("__init__")
    return init.signature if isinstance(init, Function) else None
