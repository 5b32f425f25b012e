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

    `certain` is false where it was seen only for arguments that cnnlint itself has chosen.
    """

    __slots__ = ("calls", "certain", "inputs", "layer", "refused", "span")

    def __init__(
        self,
        refused: Refused,
        span: Span,
        calls: tuple[Span, ...],
        layer: Layer | None,
        inputs: tuple[Tensor, ...],
    ) -> None:
        self.refused = refused
        self.certain = True
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
    if interpreter.catches(refused.exception):
        raised = interpreter.raised(refused.exception, refused.message)
        raise Raised(raised.cls, raised.value, raised.span)
    span = span or interpreter.span()
    interpreter.events.append(Refusal(refused, span, tuple(interpreter.chain()), layer, inputs))
    return Unknown(f"Keras refuses this: {refused.message}", span)


def leaf_name(value: Any) -> str:
    """What a value is, for a message about a value that is not a tensor."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return f'the text "{value[:20]}"'
    return f"{value!r}"[:40]
