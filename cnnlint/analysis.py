"""One file in, what is known about it out: models, diagnostics, and what is not known and why."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .diagnostics import Diagnostic, Unknown
    from .network import Model
    from .source import Source


class Analysis:
    """What there is to say about one file.

    `unknowns` are the reasons that stood in the way of a model or of finding one, in the order of
    the text. `gave_up` says which budget ended the analysis early; "" where none did.
    """

    __slots__ = ("diagnostics", "gave_up", "models", "source", "unknowns")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.models: list[Model] = []
        self.diagnostics: list[Diagnostic] = []
        self.unknowns: list[Unknown] = []
        self.gave_up = ""
