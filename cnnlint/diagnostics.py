"""What is said: refusals while a model is built, and the diagnostics a person reads."""

from __future__ import annotations

from itertools import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, final

    from .dims import Size
    from .network import Tensor
    from .source import Span

else:

    def final(cls: type) -> type:
        """Nothing derives from a final class: `type(x) is not C` then tells the type checker."""
        return cls


class Refused(Exception):
    """Keras would refuse this: raised where a layer, an operation or an argument is judged.

    `rule` is the kebab-case name of the rule whose page explains it. `message` says what is,
    `sum` is the arithmetic that shows it (it stands under the source line), `help` says what to do.
    `exception` names the Python exception that Keras itself raises, for `try`/`except` in the
    user's code. `late` is set where it raises only when the model runs on data. `about` is what
    the rule's fix is told: names, values and places, in an order that the rule knows.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        sum: str = "",
        help: str = "",
        exception: str = "ValueError",
        late: bool = False,
        about: tuple[Any, ...] = (),
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.sum = sum
        self.help = help
        self.exception = exception
        self.late = late
        self.about = about
        self.inputs: tuple[Tensor, ...] = ()  # what it is about, where the place does not tell
        self.because: tuple[Note, ...] = ()  # how that came about, before anything else


class Note:
    """One step of how it came about: a place, and what was so there."""

    __slots__ = ("message", "span")

    def __init__(self, span: Span, message: str) -> None:
        self.span = span
        self.message = message


class Fix:
    """An edit that mends a diagnostic; `safe` when it cannot change what correct code does."""

    __slots__ = ("description", "edits", "safe")

    def __init__(self, description: str, edits: tuple[tuple[Span, str], ...], safe: bool) -> None:
        self.description = description
        self.edits = edits
        self.safe = safe


class Diagnostic:
    """One thing worth saying. `because` is oldest first; every `error` is `proved`.

    Its fix is worked out when somebody asks for it.
    """

    __slots__ = (
        "_fix",
        "because",
        "certainty",
        "code",
        "help",
        "message",
        "name",
        "severity",
        "span",
        "sum",
    )

    def __init__(
        self,
        code: str,
        name: str,
        severity: str,
        span: Span,
        message: str,
        *,
        certainty: str = "proved",
        because: tuple[Note, ...] = (),
        help: str = "",
        sum: str = "",
        fix: Fix | Callable[[], Fix | None] | None = None,
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.span = span
        self.message = message
        self.certainty = certainty
        self.because = because
        self.help = help
        self.sum = sum
        self._fix = fix

    @property
    def fix(self) -> Fix | None:
        """What mends it; None where that is not for a program to say."""
        if self._fix is not None and not isinstance(self._fix, Fix):
            self._fix = self._fix()
        return self._fix


_numbers = count()


@final
class Unknown:
    """A value that cannot be known, with why, and the place where that began.

    What is computed from it is unknown for the same reason, so that one cause is told once. `key`
    tells unknowns apart: two with the same key are the same value. `name` is what the code calls
    it; `size` is the symbol that stands for it where it turns out to be a whole number.
    `parameter` marks a parameter of a builder that nobody called: free by intent, not by
    ignorance. `variable` is where the code binds a variable to it, and which part of that it is:
    `["units"]`. `help` is what to do where no directive helps. `origin` is how the code came to
    it, for what has no name of its own: `len(words)`. `items` tells what is known of the items of
    a list of unknown length, which it then stands for.
    """

    __slots__ = (
        "help",
        "items",
        "key",
        "name",
        "origin",
        "parameter",
        "reason",
        "size",
        "span",
        "variable",
    )

    def __init__(
        self,
        reason: str,
        span: Span | None,
        key: object = None,
        *,
        name: str = "",
        size: Size | None = None,
        parameter: bool = False,
        origin: str = "",
        help: str = "",
    ) -> None:
        self.reason = reason
        self.help = help
        self.span = span
        # An id would be another unknown's as soon as this one is gone.
        self.key = next(_numbers) if key is None else key
        self.name = name
        self.size = size
        self.parameter = parameter
        self.origin = origin
        self.variable: tuple[Span, str] | None = None
        self.items: Any = None

    def __repr__(self) -> str:
        return f"Unknown({self.reason!r})"
