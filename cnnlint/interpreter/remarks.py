"""What is worth saying about a program besides what Keras refuses."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Note
    from ..network import Layer
    from ..source import Span


class Remark:
    """An event that the rule of this name explains; `certainty` as a diagnostic has it.

    `about` is what the rule's fix is told, and `layer` the layer that it is about.
    """

    __slots__ = ("about", "because", "certainty", "help", "layer", "message", "rule", "span")

    def __init__(
        self,
        rule: str,
        span: Span,
        message: str,
        *,
        because: tuple[Note, ...] = (),
        help: str = "",
        certainty: str = "proved",
        about: tuple[Any, ...] = (),
        layer: Layer | None = None,
    ) -> None:
        self.rule = rule
        self.span = span
        self.message = message
        self.because = because
        self.help = help
        self.certainty = certainty
        self.about = about
        self.layer = layer
