"""What a world has shown: its models, complete or not, and how sure its refusals are."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim, symbols
from ..interpreter.machine import Interpreter
from ..interpreter.values import Function, Instance, ModuleScope
from ..keras.events import ModelMade, Refusal
from ..keras.members import refresh_parts
from ..network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..network import Tensor


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
    span = model.span
    rows = tuple(
        (part.class_name, part.name, tuple(weight.shape for weight in part.weights))
        for part in model.parts
    )
    return "model", span.key if span else None, model.variable, rows, _shapes(model.outputs)


def _shapes(tensors: tuple[Tensor, ...]) -> tuple[Any, ...]:
    return tuple(tensor.shape for tensor in tensors)


def weigh(events: list[Any], worlds: list[tuple[Interpreter, int]]) -> None:
    """A refusal is proved when every world that comes to its place sees it there."""
    if len(worlds) < 2:
        return
    seen: dict[Any, set[tuple[int, int]]] = {}
    for interpreter, world in worlds:
        for event in interpreter.events:
            if isinstance(event, Refusal) and event.world == world:
                seen.setdefault(mark(event), set()).add((id(interpreter), world))
    for event in events:
        if isinstance(event, Refusal):
            reaching = sum(
                event.span.key in interpreter.state.get("sites", {}).get(world, ())
                for interpreter, world in worlds
            )
            if len(seen.get(mark(event), ())) < reaching:
                event.certainty = "likely"


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

    def note(unknown: Unknown | None) -> None:
        if unknown is not None:
            place = unknown.span.key if unknown.span is not None else None
            found.setdefault((unknown.reason, place), unknown)

    def sizes(shape: tuple[Any, ...]) -> None:
        for size in shape:
            if isinstance(size, Dim):
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


def nested(interpreter: Interpreter) -> set[int]:
    """Models that are a part of another one."""
    for event in interpreter.events:
        if isinstance(event, ModelMade):
            refresh_parts(event.model)
    return {
        id(part)
        for event in interpreter.events
        if isinstance(event, ModelMade)
        for part in event.model.all_parts()
    }
