"""What happens while a program runs that is worth judging afterwards."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.values import Raised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..network import Layer, Model, Tensor
    from ..source import Span


class Refusal:
    """Keras would raise here. `inputs` are the tensors it was about, `calls` the way there.

    `world` is the answer to unknown conditions under which it was seen. `certainty` is "proved"
    unless some run that gets there may not raise.
    """

    __slots__ = ("calls", "certainty", "inputs", "layer", "refused", "span", "world")

    def __init__(
        self,
        refused: Refused,
        span: Span,
        calls: tuple[Span, ...],
        layer: Layer | None,
        inputs: tuple[Tensor, ...],
        world: int,
    ) -> None:
        self.refused = refused
        self.certainty = "likely" if refused.late else "proved"
        self.world = world
        self.span = span
        self.calls = calls
        self.layer = layer
        self.inputs = inputs


class ModelMade:
    """A model was made, under these calls of the user's own functions, in the last of them."""

    __slots__ = ("builder", "calls", "model")

    def __init__(self, model: Model, calls: tuple[Span, ...], builder: str) -> None:
        self.model = model
        self.calls = calls
        self.builder = builder


def refuse(
    interpreter: Interpreter,
    refused: Refused,
    layer: Layer | None = None,
    inputs: tuple[Tensor, ...] = (),
    span: Span | None = None,
) -> Unknown:
    """Note a refusal, and go on with an unknown in place of the result.

    Raises:
        Raised: when the program itself catches the exception that Keras raises.
    """
    if not refused.late and interpreter.catches(refused.exception):
        raised = interpreter.raised(refused.exception, refused.message)
        raise Raised(raised.cls, raised.value, raised.span)
    span = span or interpreter.span()
    reach(interpreter, span)
    world = interpreter.state.get("world", 0)
    calls = tuple(interpreter.chain())
    interpreter.events.append(Refusal(refused, span, calls, layer, inputs or refused.inputs, world))
    return Unknown(f"Keras refuses this: {refused.message}", span)


def reach(interpreter: Interpreter, span: Span) -> None:
    """Note that this world comes to this place: what is refused there is held against it."""
    sites: dict[int, set[tuple[str, int, int]]] = interpreter.state.setdefault("sites", {})
    sites.setdefault(interpreter.state.get("world", 0), set()).add(span.key)


def made(interpreter: Interpreter, record: Model) -> None:
    known: list[Model] = interpreter.state.setdefault("models", [])
    if not any(record is model for model in known):
        known.append(record)
        frames = interpreter.frames
        builder = f"{frames[-1].function.name}()" if frames else ""
        interpreter.events.append(ModelMade(record, tuple(interpreter.chain()), builder))


def leaf_name(value: Any) -> str:
    """What a value is, for a message about a value that is not a tensor."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return f'the text "{value[:20]}"'
    return f"{value!r}"[:40]
