"""What a world has shown: its models, complete or not, and how sure its refusals are."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim, symbols
from ..interpreter.machine import Interpreter
from ..interpreter.values import Function, Instance, ModuleScope
from ..keras.events import ModelMade, Refusal
from ..keras.parts import refresh_parts
from ..network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


#: How a model that waits for its first call is built before.
BUILD = "begin it with `keras.Input(shape)`, or `build` it on a shape"


def outcome(interpreter: Interpreter) -> Any:
    """What can be seen of a world: two worlds with the same outcome need not be told apart."""
    seen = []
    for event in interpreter.events:
        if isinstance(event, ModelMade):
            refresh_parts(event.model)
            seen.append(identity(event.model))
        elif isinstance(event, Refusal):
            seen.append(mark(event))
    return seen


def identity(model: Model) -> Any:
    """What makes two models of different worlds the same row in a report."""
    return *known_by(model), _rows(model)


def known_by(model: Model) -> tuple[Any, ...]:
    """Where a model was made, and its name there."""
    return model.span.key if model.span else None, model.variable


def _rows(model: Model) -> Any:
    rows = tuple(
        [
            (part.class_name, part.name, tuple([weight.shape for weight in part.weights]))
            for part in model.parts
        ]
    )
    return "model", rows, tuple([tensor.shape for tensor in model.outputs])


class Ended:
    """An event: a run ends here. `symbols` says what those in it stand for."""

    __slots__ = ("symbols",)

    def __init__(self, symbols: dict[str, Unknown]) -> None:
        self.symbols = symbols


class World:
    """One run of a program, or of a part of it: how the questions were answered, in their order.

    `refused` says for what was refused how many questions had been asked before.
    """

    __slots__ = ("answers", "refused", "visited")

    def __init__(
        self,
        events: Iterable[Any],
        visited: set[tuple[str, int, int]],
        questions: Iterable[object],
        asked: Iterable[bool],
    ) -> None:
        self.answers = tuple(zip(questions, asked, strict=False))
        self.visited = visited
        self.refused: dict[Any, int] = {}
        for event in events:
            if isinstance(event, Refusal):
                self.refused.setdefault(mark(event), event.asked)


def weigh(
    events: Iterable[Any], worlds: list[World], untried: Iterable[tuple[World, int]] = ()
) -> None:
    """A refusal is proved when every world that comes to its place sees it there.

    `untried` are the worlds that were not run: each parts from one that was at one question. It is
    taken to see the refusal if that comes before they part, or if the other answer to this
    question led to it in another world.
    """
    untried = tuple(untried)
    for event in events:
        if isinstance(event, Refusal) and not (
            all(mark(event) in world.refused for world in worlds if event.span.key in world.visited)
            and all(_sees(event, worlds, *parting) for parting in untried)
        ):
            event.certainty = "likely"


def _sees(event: Refusal, worlds: list[World], world: World, turn: int) -> bool:
    """Whether what parts from this world at this question is refused the same."""
    before = world.refused.get(mark(event))
    if before is not None and before <= turn:
        return True
    question, answer = world.answers[turn]
    return any(
        (question, not answer) in other.answers
        for other in worlds
        if event.span.key in other.visited
    )


def together(asked: list[bool], untried: Iterable[tuple[bool, ...]]) -> tuple[bool, ...]:
    """The answers of a world, but for the last one of each of these that part from it."""
    turns = {len(answers) - 1 for answers in untried}
    return tuple(answer != (turn in turns) for turn, answer in enumerate(asked))


def mark(event: Refusal) -> Any:
    return event.refused.rule, event.span.key


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


def complete(model: Model, named: dict[str, Unknown]) -> None:
    """Write down with a model everything about it that is not known.

    `named` says what its symbols stand for.
    """
    found: dict[Any, Unknown] = {}
    seen: set[int] = set()  # sizes that were looked at

    def note(unknown: Unknown | None) -> None:
        if unknown is not None:
            place = unknown.span.key if unknown.span is not None else None
            found.setdefault((unknown.reason, place), unknown)

    def sizes(shape: tuple[Any, ...]) -> None:
        for size in shape:
            if type(size) is Dim and id(size) not in seen:
                seen.add(id(size))
                for name in symbols(size):
                    why = named.get(name)
                    if why is not None and not why.parameter:
                        note(why)  # a parameter is a size that anybody may choose

    for unknown in model.unknowns:
        note(unknown)
    for part in model.parts:
        if part.class_name == "?":  # what stands in the place of a layer is not known
            note(part.broken)
    # A class of the user's that was built by hand, and never called: so are the layers in it.
    waiting = not (model.graph or model.nodes) and any(
        part.kind in ("layer", "model") and not (part.built or part.broken or part.nodes)
        for part in model.parts
    )
    if not found and (not model.built or waiting) and not _holds_built(model):
        reason = "the shape of its input is not known: it is built by its first call"
        note(model.waiting or Unknown(reason, model.span, help=BUILD))
    for layer in (model, *model.all_parts()):
        note(layer.broken)
        for weight in layer.weights:
            sizes(weight.shape)
    for node in model.graph:
        for tensor in node.outputs:
            note(tensor.unknown)
            sizes(tensor.shape or ())
    model.unknowns = list(found.values())


def _holds_built(model: Model) -> bool:
    """A class without a `call` of its own that holds layers, each built: no call is awaited."""
    value = model.value
    return (
        isinstance(value, Instance)
        and value.cls.span is not None
        and value.cls.unknown_base is None
        and type(value.cls.find("call")[0]) is not Function
        and bool(model.parts)
        and all(part.built for part in model.all_parts())
    )


def told_apart(event: ModelMade) -> Any:
    """The identity of a model of which everything is written down that is not known.

    What was made in an earlier run, and is taken from it, is what it was.
    """
    model = event.model
    if event.rows is None:
        complete(model, event.symbols)
        event.rows = _rows(model)
    return *known_by(model), event.rows


def nested(interpreter: Interpreter) -> set[int]:
    """Models that are a part of another one; all of them are brought up to date."""
    made = [event for event in interpreter.events if isinstance(event, ModelMade)]
    fresh = [event for event in made if event.inside is None]
    for event in fresh:
        refresh_parts(event.model)
    for event in fresh:
        parts = event.model.all_parts()
        event.inside = tuple([part for part in parts if isinstance(part, Model)])
    return {id(part) for event in made for part in event.inside or ()}
