"""Following one file: the worlds it is run in, and the models that come out."""

from __future__ import annotations

import sys
from time import monotonic

from . import libraries, syntax
from .diagnostics import Unknown
from .interpreter.machine import Budget, Interpreter
from .interpreter.values import (
    Class,
    Function,
    GaveUp,
    Instance,
    Lost,
    Module,
    ModuleScope,
    Raised,
    TooDeep,
)
from .keras.events import ModelMade, Refusal
from .keras.members import refresh_parts
from .keras.structures import flatten
from .network import Model
from .source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .interpreter.signature import Signature
    from .modules import Finder
    from .network import Tensor


class Inference:
    """What following a file has shown: its models, and the events the rules judge."""

    __slots__ = ("gave_up", "models", "refusals", "source", "unknowns")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.models: list[Model] = []
        self.refusals: list[Refusal] = []
        self.unknowns: list[Unknown] = []
        self.gave_up = ""


def infer(
    source: Source,
    *,
    targets: tuple[str, ...] = (),
    roots: bool = True,
    find: Finder | None = None,
    budget: Budget | None = None,
) -> Inference:
    """Follow a file in every world its unknown conditions allow, up to a cap.

    `targets` are expressions, each a name or a call with literal arguments, that are evaluated
    where the file ends: the models they give are the ones reported. With `roots`, functions that
    the file itself never calls are tried with their defaults.

    Raises:
        SyntaxProblem: the text, or that of a target, is not Python.
    """
    tree = syntax.lower(source.text)
    wanted = [(text, Source(f"{source.path}:{text}", text), syntax.lower(text)) for text in targets]
    inference = Inference(source)
    # Deep recursion of the program is bounded by a budget; ours only has to be deeper.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 40_000))
    budget = budget or Budget()
    try:
        if wanted:
            worlds = [
                world
                for _, text, expression in wanted
                for world in _worlds(source, tree, find, budget, inference, (text, expression))
            ]
        else:
            worlds = _worlds(source, tree, find, budget, inference)
            if roots and worlds:
                _try_roots(worlds[0], source, budget, inference)
    finally:
        sys.setrecursionlimit(limit)
    _collect(inference, worlds)
    return inference


def _nowhere(dotted: str) -> None:
    return None


def _worlds(
    source: Source,
    tree: Any,
    find: Finder | None,
    budget: Budget,
    inference: Inference,
    target: tuple[Source, Any] | None = None,
) -> list[Interpreter]:
    """Run the program once for every way its unknown conditions can be answered, up to a cap.

    Where another answer to a question changed nothing, it is not combined with others.
    """
    pending: list[tuple[tuple[bool, ...], Any]] = [((), None)]
    runs: list[Interpreter] = []
    deadline = monotonic() + budget.seconds
    while pending and len(runs) < budget.worlds:
        answers, before = pending.pop(0)
        interpreter = Interpreter(_no_library, find or _nowhere, budget, answers, deadline=deadline)
        if runs:
            # Modules whose import asked nothing and built nothing are the same in every world.
            interpreter.modules.update(runs[0].settled)
        interpreter.library = Library(interpreter)
        runs.append(interpreter)
        try:
            if find is None:
                scope = interpreter.run(source, tree.statements)
            else:
                scope = interpreter.run(source, tree.statements, find.dotted, find.is_package)
            name_models(interpreter, scope)
            if target is not None:
                _evaluate(interpreter, scope, *target)
        except GaveUp as gave_up:
            inference.gave_up = gave_up.reason
            break
        asked = interpreter.asked
        outcome = _outcome(interpreter) if asked else None
        if asked and outcome != before:
            # The other answer to each question that was new in this world is a world of its own.
            pending.extend(
                ((*asked[:turn], not asked[turn]), outcome)
                for turn in range(len(answers), len(asked))
            )
    for interpreter in runs:
        _weigh(interpreter.events, [(run, 0) for run in runs])
    return runs


def _outcome(interpreter: Interpreter) -> Any:
    """What can be seen of a world: two worlds with the same outcome need not be told apart."""
    seen = []
    for event in interpreter.events:
        if isinstance(event, ModelMade):
            refresh_parts(event.model)
            seen.append(_identity(event.model))
        elif isinstance(event, Refusal):
            seen.append(_mark(event))
    return seen


def _evaluate(interpreter: Interpreter, scope: ModuleScope, text: Source, tree: Any) -> None:
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


def _try_roots(
    interpreter: Interpreter, source: Source, budget: Budget, inference: Inference
) -> None:
    """Call the functions that the file never calls: with their defaults, and symbols for the rest.

    What is refused that way may be due to arguments that nobody would pass: it is proved only if
    it happens whatever the arguments are.
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
            inference.gave_up = "not every function that the file never calls could be tried"
            return


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
    _weigh(interpreter.events[first:], [(interpreter, world) for world in worlds])
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
    always = {_mark(event) for event in interpreter.events if isinstance(event, Refusal)}
    interpreter.events = events
    doubtful = [event for event in refused if _mark(event) not in always]
    # With a value of our own for a parameter, or none for `**options`, nothing is said at all.
    needed = any(n not in signature.defaults for n in (*signature.names, *signature.keyword_only))
    if needed or signature.rest_keywords:
        gone = set(map(id, doubtful))
        interpreter.events = [event for event in events if id(event) not in gone]
    for event in doubtful:
        event.certainty = "likely"


def _weigh(events: list[Any], worlds: list[tuple[Interpreter, int]]) -> None:
    """A refusal is proved when every world that comes to its place sees it there."""
    if len(worlds) < 2:
        return
    seen: dict[Any, set[tuple[int, int]]] = {}
    for interpreter, world in worlds:
        for event in interpreter.events:
            if isinstance(event, Refusal) and event.world == world:
                seen.setdefault(_mark(event), set()).add((id(interpreter), world))
    for event in events:
        if isinstance(event, Refusal):
            reaching = sum(
                event.span.key in interpreter.state.get("sites", {}).get(world, ())
                for interpreter, world in worlds
            )
            if len(seen.get(_mark(event), ())) < reaching:
                event.certainty = "likely"


def _mark(event: Refusal) -> Any:
    return event.refused.rule, event.span.key


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
        if everything or name not in signature.defaults:
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


def _no_library(name: str) -> Module | None:
    return None


class Library:
    """The modules that cnnlint knows, for one run."""

    __slots__ = ("interpreter", "keras")

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.keras: Any = None

    def __call__(self, dotted: str) -> Module | None:
        head, *rest = dotted.split(".")
        module = self.top(head)
        for place, name in enumerate(rest):
            if module is None:
                return None
            member = module.member(name)
            if not isinstance(member, Module):
                # Keras's own files lie elsewhere than its public names: what is public there is
                # what they define. Its applications are read like anybody's code.
                private = rest[0] == "src" and place > 1 and rest[1] != "applications"
                return module if private else None
            module = member
        return module

    def top(self, name: str) -> Module | None:
        if name in ("keras", "tf_keras"):
            if self.keras is None:
                from .keras.namespace import Keras

                self.keras = Keras(self.interpreter)
                libraries.install(self.interpreter)
            return self.keras.module("")  # type: ignore[no-any-return]
        # Apart from `modules`, which holds the user's own packages as well.
        tops: dict[str, Module] = self.interpreter.state.setdefault("libraries", {})
        if name in tops:
            return tops[name]
        found = libraries.find(name)
        if found is not None:
            libraries.install(self.interpreter)
            if name == "tensorflow":
                found.names["keras"] = self.top("keras")
            tops[name] = found
        return found


def name_models(interpreter: Interpreter, scope: ModuleScope) -> None:
    """Give every model the name it is known by: the last variable or attribute that holds it."""
    for name, value in scope.names.items():
        if isinstance(value, Instance):
            if isinstance(value.state, Model):
                value.state.variable = name
            elif value.state is None:
                for attribute, held in value.attributes.items():
                    if isinstance(held, Instance) and isinstance(held.state, Model):
                        held.state.variable = held.state.variable or f"{name}.{attribute}"


def _collect(inference: Inference, worlds: list[Interpreter]) -> None:
    seen: set[Any] = set()
    for interpreter in worlds:
        nested = _nested(interpreter)
        for event in interpreter.events:
            if isinstance(event, ModelMade):
                model = event.model
                refresh_parts(model)
                if id(model) in nested and not model.variable:
                    continue
                model.variable = model.variable or event.builder
                _complete(interpreter, model)
                key = _identity(model)
                if key not in seen:
                    seen.add(key)
                    inference.models.append(model)
            elif isinstance(event, Refusal):
                mark = _mark(event)
                if mark not in seen:
                    seen.add(mark)
                    inference.refusals.append(event)
        for unknown in interpreter.unknowns:
            place = (unknown.reason, unknown.span.key if unknown.span else None)
            if place not in seen:
                seen.add(place)
                inference.unknowns.append(unknown)


def _nested(interpreter: Interpreter) -> set[int]:
    """Models that are a part of another one."""
    return {
        id(part)
        for event in interpreter.events
        if isinstance(event, ModelMade)
        for part in event.model.all_parts()
    }


def _complete(interpreter: Interpreter, model: Model) -> None:
    """Write down with a model everything about it that is not known."""
    from .dims import Dim, symbols

    named: dict[str, Unknown] = interpreter.state.get("symbols", {})
    found: dict[Any, Unknown] = {}

    def note(unknown: Unknown | None) -> None:
        if unknown is not None and not unknown.parameter:
            place = unknown.span.key if unknown.span is not None else None
            found.setdefault((unknown.reason, place), unknown)

    def sizes(shape: tuple[Any, ...]) -> None:
        for size in shape:
            if isinstance(size, Dim):
                for name in symbols(size):
                    note(named.get(name))

    for unknown in model.unknowns:
        note(unknown)
    if not found and not model.built:
        reason = "the shape of its input is not known: it is built by its first call"
        note(Unknown(reason, model.span))
    for layer in (model, *model.all_parts()):
        note(layer.broken)
        for weight in layer.weights:
            sizes(weight.shape)
    for node in model.graph:
        for tensor in node.outputs:
            note(tensor.unknown)
            sizes(tensor.shape or ())
    model.unknowns = list(found.values())


def _identity(model: Model) -> Any:
    """What makes two models of different worlds the same row in a report."""
    span = model.span
    rows = tuple(
        (part.class_name, part.name, tuple(weight.shape for weight in part.weights))
        for part in model.parts
    )
    return "model", span.key if span else None, model.variable, rows, _shapes(model.outputs)


def _shapes(tensors: tuple[Tensor, ...]) -> tuple[Any, ...]:
    return tuple(tensor.shape for tensor in tensors)
