"""What became of a run as a whole: its verdict, and why it ended early."""

from __future__ import annotations

from .comparison import CONTRADICTED, NOT_BUILT, ModelCheck
from .trials import FAILED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..network import Model

BUILT, STOPPED, UNBUILDABLE = "confirmed", "stopped", "not buildable"
FAILS = "fails on data"
RAISED, NOT_RAISED, NOT_REACHED, NOT_TRIED = "confirmed", "contradicted", "not reached", "not tried"


class Failure:
    """Why a run ended early: Python's own error, or the cause where there is none.

    `lines` are (path, first line, last line) in the text of the user's files, innermost first;
    `said` are cnnlint's errors on one of them. Where Keras refused and cnnlint had nothing to say,
    `blames` is a model that cnnlint knows to the end and that holds that line. `stand_ins` are the
    calls before it that the run did not really do, as (path, line, name).
    """

    __slots__ = (
        "blames",
        "expression",
        "from_keras",
        "lines",
        "message",
        "said",
        "stand_ins",
        "type",
    )

    def __init__(self, type: str, message: str, lines: list[tuple[str, int, int]]) -> None:
        self.type = type
        self.message = message
        self.lines = lines
        self.said: list[Diagnostic] = []
        self.stand_ins: list[tuple[str, int, str]] = []
        self.blames: Model | None = None
        self.expression = ""
        self.from_keras = False

    def __str__(self) -> str:
        message = " ".join(self.message.split())
        return ": ".join(filter(None, (self.type, message)))


class Verification:
    """One target: its static analysis, what became of the run, and the two compared.

    `errors` are the proved errors with what the run says of each: `confirmed`, `contradicted`,
    `not reached`, or `not tried` where a stand-in took the place of what would raise.
    """

    __slots__ = (
        "analysis",
        "backend",
        "errors",
        "failure",
        "failures",
        "keras",
        "models",
        "orphans",
        "output",
        "seconds",
    )

    def __init__(self, analysis: Analysis, backend: str) -> None:
        self.analysis = analysis
        self.backend = backend
        self.keras = ""
        self.models: list[ModelCheck] = []
        self.errors: list[tuple[Diagnostic, str]] = []
        self.failure: Failure | None = None
        self.failures: list[Failure] = []
        self.output = ""
        self.seconds = 0.0
        self.orphans = False

    @property
    def contradicted(self) -> bool:
        failures = [self.failure, *self.failures]
        return (
            any(check.verdict == CONTRADICTED for check in self.models)
            or any(verdict == NOT_RAISED for _, verdict in self.errors)
            or any(each is not None and each.blames is not None for each in failures)
        )

    @property
    def verdict(self) -> str:
        """`contradicted`, `not buildable`, `stopped`, `fails on data` or `confirmed`: the exit
        status follows.

        A program has `stopped` where it failed after all models that are known were built.
        """
        if self.contradicted:
            return CONTRADICTED
        if self.failures:
            return UNBUILDABLE
        if self.failure is None:
            failed = any(trial.verdict == FAILED for c in self.models for trial in c.trials)
            return FAILS if failed else BUILT
        missing = any(check.verdict == NOT_BUILT for check in self.models)
        return STOPPED if self.models and not missing and not self.failure.said else UNBUILDABLE
