"""One file in, what is known about it out: models, diagnostics, and what is not known and why."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .diagnostics import Diagnostic, Unknown
    from .inference.reuse import Past
    from .interpreter.budget import Budget
    from .interpreter.targets import Bound
    from .modules import Finder
    from .network import Model, Node
    from .resources.limits import Budgets
    from .source import Source


class Analysis:
    """What there is to say about one file.

    `unknowns` are the reasons that stood in the way of a model or of finding one, in the order of
    the text. `failed` are targets that give no model, each with the reason. `gave_up` says which
    budget ended the analysis early; "" where none did. `calls` are those of layers and operations
    in this file and in what it imports, whether or not a model came of them; `bound` are the names
    that were given an array or a tensor there.
    """

    __slots__ = (
        "bound",
        "budgets",
        "calls",
        "diagnostics",
        "failed",
        "gave_up",
        "models",
        "older",
        "source",
        "unknowns",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.models: list[Model] = []
        self.calls: list[Node] = []
        self.bound: list[Bound] = []
        self.diagnostics: list[Diagnostic] = []
        self.unknowns: list[Unknown] = []
        self.failed: list[tuple[str, str]] = []
        self.budgets: Budgets | None = None
        self.gave_up = ""
        self.older = ""


def analyse(
    source: Source,
    *,
    targets: tuple[str, ...] = (),
    besides: tuple[str, ...] = (),
    roots: bool = True,
    find: Finder | None = None,
    budget: Budget | None = None,
    budgets: Budgets | None = None,
    past: Past | None = None,
) -> Analysis:
    """Interpret a file, never run it, and say what is known.

    `find` gives the user's own modules by their full name. `targets` are names of objects, or
    calls of builders with literal arguments, that the report is limited to; those `besides` are
    analysed as well as the file. With `roots`, what the file itself never uses is tried too.
    `budget` is that of the analysis itself, `budgets` are those of the models. The `past` knows
    what the file was before it was edited.

    Raises:
        SyntaxProblem: the text is not Python.
    """
    from . import inference
    from .rules import judge

    found = inference.infer(
        source,
        targets=targets,
        besides=besides,
        roots=roots,
        find=find,
        budget=budget,
        past=past,
    )
    analysis = Analysis(source)
    analysis.models = found.models
    analysis.calls = found.calls
    analysis.bound = found.bound
    analysis.unknowns = found.unknowns
    analysis.failed = found.failed
    analysis.gave_up = found.gave_up
    analysis.older = found.older
    said = past.remarks() if past is not None else None
    analysis.diagnostics = judge.judge(found, said)
    if past is not None and said is not None:
        past.judged(said)
    if budgets is not None:
        analysis.budgets = budgets
        analysis.diagnostics = judge.with_budgets(analysis.diagnostics, found.models, budgets)
    texts = {source.text, *(each.span.source.text for each in analysis.diagnostics)}
    if any("cnnlint:" in text or "noqa" in text.lower() for text in texts):
        from .suppress import suppress

        whole = roots and not targets and not found.gave_up
        analysis.diagnostics = suppress(analysis.diagnostics, found.tree, source, unused=whole)
    return analysis
