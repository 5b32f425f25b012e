"""`cnnlint PATH --runtime`: the report, with what real Keras builds beside it."""

from __future__ import annotations

from .delivery import FOUND, OK, WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..project import Outcome
    from ..runtime import Verification

FORMATS = ("full", "json")


class Built:
    """The files of a report with models in them, each run under real Keras."""

    def __init__(self, options: Namespace, outcomes: Sequence[Outcome]) -> None:
        from ..runtime import Limits, verify
        from ..runtime.frameworks import readied

        if options.output_format not in FORMATS:
            raise WrongUse(f"--runtime is for {' and '.join(FORMATS)}")
        self.runs: list[Verification] = []
        for outcome in outcomes:
            analysis = outcome.analysis
            if analysis is None or not analysis.models:
                continue
            if analysis.source.path == options.stdin_filename or outcome.path == "<stdin>":
                raise WrongUse("--runtime: standard input cannot be built, only a file")
            backend, obstacle = readied("", analysis)
            if obstacle:
                raise WrongUse(obstacle)
            self.runs.append(verify(analysis, "", Limits(), backend))

    def blocks(self, analyses: Sequence[Analysis]) -> list[str]:
        """The table of each model with its column, and below those of a file what the run says."""
        from ..report.built import blocks
        from ..report.summary import report

        known = {id(run.analysis): run for run in self.runs}
        return [
            block
            for analysis in analyses
            for run in [known.get(id(analysis))]
            for block in (report(analysis) if run is None else blocks(run))
        ]

    def document(self, analyses: Sequence[Analysis], diagnostics: Sequence[Diagnostic]) -> str:
        """The same as JSON."""
        from ..output.verified import document

        return document([(r.analysis.source.path, r) for r in self.runs], diagnostics)

    def status(self, status: int, options: Namespace) -> int:
        """The exit status of the report, or 1 where a run has more to say than it."""
        wrong = any(run.verdict != "confirmed" for run in self.runs)
        return FOUND if status == OK and wrong and not options.exit_zero else status
