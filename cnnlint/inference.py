"""Following one file: the worlds it is run in, and the models that come out."""

from __future__ import annotations

import sys

from . import syntax
from .diagnostics import Unknown
from .interpreter.machine import Budget, Interpreter
from .interpreter.values import GaveUp, Instance, Module, ModuleScope
from .keras.classes import refresh_parts
from .keras.events import ModelMade, Refusal
from .network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .network import Tensor
    from .source import Source

    Find = Callable[[str], "tuple[Source, Any, bool] | None"]


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
    find: Find | None = None,
    budget: Budget | None = None,
) -> Inference:
    """Follow a file in every world its unknown conditions allow, up to a cap.

    Raises:
        SyntaxProblem: the text is not Python.
    """
    tree = syntax.lower(source.text)
    inference = Inference(source)
    # Deep recursion of the program is bounded by a budget; ours only has to be deeper.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 40_000))
    try:
        worlds = _worlds(source, tree, find or _nowhere, budget or Budget(), inference)
    finally:
        sys.setrecursionlimit(limit)
    _collect(inference, worlds)
    return inference


def _nowhere(dotted: str) -> None:
    return None


def _worlds(
    source: Source, tree: Any, find: Find, budget: Budget, inference: Inference
) -> list[Interpreter]:
    """Run the program once for every way its unknown conditions can be answered, up to a cap."""
    pending: list[tuple[bool, ...]] = [()]
    runs: list[Interpreter] = []
    while pending and len(runs) < budget.worlds:
        answers = pending.pop(0)
        interpreter = Interpreter(_no_library, find, budget, answers)
        interpreter.library = Library(interpreter)
        runs.append(interpreter)
        try:
            scope = interpreter.run(source, tree.statements)
            name_models(interpreter, scope)
        except GaveUp as gave_up:
            inference.gave_up = gave_up.reason
            break
        asked = interpreter.asked
        # The other answer to each question that was new in this world is a world of its own.
        pending.extend(
            (*asked[:turn], not asked[turn]) for turn in range(len(answers), len(asked))
        )
    return runs


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
        for name in rest:
            if module is None:
                return None
            member = module.member(name)
            module = member if isinstance(member, Module) else None
        return module

    def top(self, name: str) -> Module | None:
        if name in ("keras", "tf_keras"):
            if self.keras is None:
                from .keras.namespace import Keras

                self.keras = Keras(self.interpreter)
                self.install()
            return self.keras.module("")  # type: ignore[no-any-return]
        known = self.interpreter.modules.get(name)
        if known is not None:
            return known
        from . import libraries

        found = libraries.find(name)
        if found is not None:
            self.install()
            if name == "tensorflow":
                found.names["keras"] = self.top("keras")
            self.interpreter.modules[name] = found
        return found


    def install(self) -> None:
        """Teach the interpreter how arrays and tensors take part in Python."""
        from .libraries.arrays import Array, ArrayBehaviour
        from .libraries.operations import TensorBehaviour
        from .network import Tensor

        self.interpreter.behaviours.setdefault(Array, ArrayBehaviour())
        self.interpreter.behaviours.setdefault(Tensor, TensorBehaviour())


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
                mark = (event.refused.rule, event.span.key, event.refused.message)
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


