"""What is worth saying about a program besides what Keras refuses."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Note
    from ..source import Span


class Remark:
    """An event that the rule of this name explains; `certainty` as a diagnostic has it."""

    __slots__ = ("because", "certainty", "help", "message", "rule", "span")

    def __init__(
        self,
        rule: str,
        span: Span,
        message: str,
        *,
        because: tuple[Note, ...] = (),
        help: str = "",
        certainty: str = "proved",
    ) -> None:
        self.rule = rule
        self.span = span
        self.message = message
        self.because = because
        self.help = help
        self.certainty = certainty
