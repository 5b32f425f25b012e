"""Runtime mode: a program is run under real Keras in a child process, and the answers compared.

What was worked out without running stays as it is; a run that fails takes nothing of it away.
"""

from __future__ import annotations

import os

from ..table import totals
from .comparison import CONTRADICTED, NOT_BUILT, ModelCheck, compare, place, unbuilt, unfound
from .confined import Limits, readable, run
from .trials import FAILED, MOST_MODELS, judge, trials

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..network import Model
    from ..source import Source, Span
    from .trials import Trial

    Object = dict[str, Any]

#: What Keras raises where it refuses a program.
REFUSALS = ("ValueError", "TypeError")

BUILT, STOPPED, UNBUILDABLE = "confirmed", "stopped", "not buildable"
FAILS = "fails on data"
RAISED, NOT_RAISED, NOT_REACHED, NOT_TRIED = "confirmed", "contradicted", "not reached", "not tried"


class Failure:
    """Why a run ended early: Python's own error, or the cause where there is none.

    `lines` are (path, first line, last line) in the text of the user's files, innermost first;
    `said` are cnnlint's errors on one of them. Where Keras refused and cnnlint had nothing to say,
    `blames` is a model that cnnlint knows to the end and that holds that line.
    """

    __slots__ = ("blames", "expression", "from_keras", "lines", "message", "said", "type")

    def __init__(self, type: str, message: str, lines: list[tuple[str, int, int]]) -> None:
        self.type = type
        self.message = message
        self.lines = lines
        self.said: list[Diagnostic] = []
        self.blames: Model | None = None
        self.expression = ""
        self.from_keras = False

    def __str__(self) -> str:
        message = " ".join(self.message.split())
        return f"{self.type}: {message}" if self.type else message


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


class Wish:
    """What is asked for besides building: `data` through the models, and that `fit` trains
    `steps` of them."""

    __slots__ = ("data", "steps")

    def __init__(self, *, data: bool = True, steps: int = 0) -> None:
        self.data = data
        self.steps = steps


def verify(
    analysis: Analysis, target: str, limits: Limits, backend: str, wish: Wish | None = None
) -> Verification:
    """Run the file of an analysis, and hold the one against the other.

    `target` is the expression that the analysis was made for; "" for the whole file.
    """
    found = Verification(analysis, backend)
    wish = wish or Wish()
    request = {**_request(analysis, target), "steps": wish.steps}
    tried: list[Trial] = []

    def ask(answer: Object) -> list[Object]:
        """While the process lives: what to put through the models that it has built."""
        found.models = _matched(analysis, answer, target)
        number = {id(each): place for place, each in enumerate(answer["models"])}
        built = [check for check in found.models if check.built is not None and _whole(check)]
        for check in built[:MOST_MODELS]:
            check.trials = trials(check, number[id(check.built)])
            tried.extend(check.trials)
        return [each.question for each in tried]

    ended = run(request, limits, backend, ask if wish.data else None)
    judge(tried, ended.replies, ended.cause)
    found.seconds, found.output, found.orphans = ended.seconds, ended.output, ended.orphans
    answer = ended.answer
    if answer is None or "trouble" in answer or "missing" in answer:
        users = [
            (path, line, line)
            for path, line in ended.lines
            if _is_users(path, request["path"], request["places"])
        ]
        trouble = ended.cause
        if answer is not None:
            lines = (answer.get("trouble") or answer.get("missing") or "").strip().splitlines()
            what = "Keras could not be imported" if "missing" in answer else "the run failed"
            trouble = f"{what}: {lines[-1] if lines else ''}"
        found.failure = Failure("", trouble, users)
        found.models = [unbuilt(model) for model in analysis.models]
        found.errors = [(each, NOT_REACHED) for each in _proved(analysis)]
        _judge_failure(found, found.failure)
        return found
    found.keras = answer["keras"]
    found.backend = answer["backend"]
    if answer["error"] is not None:
        found.failure = _failure(answer["error"])
        if found.failure.type == "MemoryError":
            found.failure.message += f" (the run has {readable(limits.memory)}: `--memory`)"
    found.failures = [_failure(error) for error in answer["failures"]]
    if not found.models:
        found.models = _matched(analysis, answer, target)
    for failure in (found.failure, *found.failures):
        if failure is not None:
            _judge_failure(found, failure)
    found.errors = [(each, _error(each, found, answer)) for each in _proved(analysis)]
    return found


def _whole(check: ModelCheck) -> bool:
    """Whether a model stands alone: what is inside of another is tried with it."""
    built = check.built
    return built is not None and built["built"] and (built["wanted"] or not built["nested"])


def _request(analysis: Analysis, target: str) -> Object:
    from ..modules import Finder

    source = analysis.source
    finder = Finder(source.path)
    path = os.path.abspath(source.path)
    package = finder.dotted if finder.is_package else finder.dotted.rpartition(".")[0]
    besides = {m.variable: _place(m) for m in analysis.models if _is_closed(m.variable)}
    watch = {
        (os.path.abspath(each.span.path), line)
        for each in _proved(analysis)
        for line in _lines(each.span)
    }
    return {
        "path": path,
        "pieces": list(_pieces(source)),
        "places": [place for place in finder.places if os.path.isdir(place)],
        "package": package,
        "target": target,
        "besides": [] if target else list(besides.items()),
        "watch": sorted(watch),
    }


def _place(model: Model) -> tuple[str, int] | None:
    """The absolute path and the line where a model is made."""
    at = place(model.span)
    return None if at is None else (os.path.abspath(at[0]), at[1])


def _pieces(source: Source) -> Any:
    """The text of a file, or the cells of a notebook: lines above, Python, whether it may raise."""
    if not source.path.endswith(".ipynb"):
        yield 0, source.text, False
        return
    from textwrap import dedent

    from ..syntax import magics

    for cell in source.cells:
        code = magics.read(source.text[cell.start : cell.end]).code
        yield source.line_of(cell.start) - 1, dedent(code), cell.may_raise


def _is_closed(expression: str) -> bool:
    """Whether this calls a builder with nothing but what is written out."""
    if "(" not in expression:
        return False
    import ast

    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return False
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    allowed = (ast.Constant, ast.Call, ast.Tuple, ast.List, ast.UnaryOp, ast.keyword)
    for node in ast.walk(tree.body):
        if isinstance(node, (ast.expr, ast.keyword)) and not isinstance(node, allowed):
            if id(node) not in called and not isinstance(node, (ast.Name, ast.Attribute)):
                return False
            if isinstance(node, ast.Name) and id(node) not in called and not _of(tree, node):
                return False
    return True


def _of(tree: Any, name: Any) -> bool:
    """Whether a name stands before a dot: it is called, not passed."""
    import ast

    return any(isinstance(node, ast.Attribute) and node.value is name for node in ast.walk(tree))


def _is_users(path: str, file: str, places: list[str]) -> bool:
    inside = any(path.startswith(os.path.join(place, "")) for place in places)
    return path == file or (inside and f"{os.sep}site-packages{os.sep}" not in path)


def _proved(analysis: Analysis) -> list[Diagnostic]:
    return [d for d in analysis.diagnostics if d.severity == "error" and d.certainty == "proved"]


def _failure(error: Object) -> Failure:
    lines = [(path, first, last) for path, first, last in error["lines"]]
    failure = Failure(error["type"], error["message"], lines)
    failure.expression = error.get("expression", "")
    failure.from_keras = error["from_keras"]
    return failure


def _lines(span: Span) -> range:
    first = span.source.line_of(span.start)
    return range(first, span.source.line_of(max(span.start, span.end - 1)) + 1)


def _judge_failure(found: Verification, failure: Failure) -> None:
    """Set cnnlint's own errors beside it: those on a line that was at work."""
    for diagnostic in _proved(found.analysis):
        lines = _lines(diagnostic.span)
        own = os.path.abspath(diagnostic.span.path)
        for path, first, last in failure.lines:
            if path == own and first < lines.stop and last >= lines.start:
                failure.said.append(diagnostic)
                break
    if failure.said or not failure.from_keras or failure.type not in REFUSALS:
        return
    for check in found.models:
        model = check.model
        if check.built is None and model is not None and totals(model).complete:
            spans = [model.span, *(part.span for part in model.all_parts())]
            if any(_holds(span, failure.lines[:1]) for span in spans if span is not None):
                failure.blames = model


def _holds(span: Span, lines: list[tuple[str, int, int]]) -> bool:
    """Whether a span begins on one of these lines."""
    at = place(span)
    return at is not None and any(
        path == os.path.abspath(at[0]) and first <= at[1] <= last for path, first, last in lines
    )


def _error(diagnostic: Diagnostic, found: Verification, answer: Object) -> str:
    """What the run says of a proved error."""
    failures = [each for each in (found.failure, *found.failures) if each is not None]
    if any(diagnostic in failure.said for failure in failures) or _raised(diagnostic, answer):
        return RAISED
    own, lines = os.path.abspath(diagnostic.span.path), _lines(diagnostic.span)
    if any(path == own and line in lines for path, line, _ in answer["skipped"]):
        return NOT_TRIED
    if not any(path == own and line in lines for path, line in answer["reached"]):
        return NOT_REACHED
    return NOT_RAISED


def _raised(diagnostic: Diagnostic, answer: Object) -> bool:
    """Whether an exception passed that line, whoever caught it."""
    own, lines = os.path.abspath(diagnostic.span.path), _lines(diagnostic.span)
    return any(path == own and line in lines for path, line in answer["raised"])


def _matched(analysis: Analysis, answer: Object, target: str) -> list[ModelCheck]:
    """Every model beside one that was made on the same line: the one that is most like it."""
    named = answer["error"] is None
    parts = {id(m): m for model in analysis.models for m in model.all_parts() if m.kind == "model"}
    known: dict[int, Any] = {id(model): model for model in analysis.models}
    known.update(parts)
    made = [each for each in answer["models"] if each["wanted"] or not target]
    checks: list[ModelCheck] = []
    for built in made:
        here = [model for model in known.values() if _made_at(model, built)]
        tried = [compare(model, built, named=named) for model in here]
        best = min(tried, key=lambda check: check.contradictions, default=unfound(built))
        if best.contradictions and len(here) < sum(_alike(built, each) for each in made):
            # The line made more models than are known: this may be one of the others.
            others = [check for check in checks if check.model is best.model]
            if any(not check.contradictions for check in others):
                best = unfound(built)
        if best.model is not None or not built["nested"] or built["wanted"]:
            checks.append(best)
    checks = _once(checks)
    met = {id(check.model) for check in checks}
    return [*checks, *(unbuilt(model) for model in analysis.models if id(model) not in met)]


def _alike(one: Object, other: Object) -> bool:
    """Whether both were made on the same line."""
    return bool((one["path"], one["line"]) == (other["path"], other["line"]))


def _once(checks: list[ModelCheck]) -> list[ModelCheck]:
    """One check for each model: of several that the same line made, the worst counts."""
    found: dict[object, ModelCheck] = {}
    for number, check in enumerate(checks):
        key: object = id(check.model) if check.model is not None else ("built", number)
        if key not in found or check.contradictions > found[key].contradictions:
            found[key] = check
    return list(found.values())


def _made_at(model: Model, built: Object) -> bool:
    at = _place(model)
    if built["path"] == "<target>" or at is None:
        # The target is no place in a file: the class of the model stands for it.
        return bool(built["path"] == "<target>" and model.class_name == built["class"])
    return bool(at == (built["path"], built["line"]))
