"""Runtime mode: a program is run under real Keras in a child process, and the answers compared.

What was worked out without running stays as it is; a run that fails takes nothing of it away.
"""

from __future__ import annotations

import os

from ..resources import Resources
from ..table import totals
from .comparison import ModelCheck, place, unbuilt
from .confined import Ended, Limits, readable, run
from .costs import PHASES, cost, out_of_memory
from .devices import CPU, memory
from .frameworks import legacy, renames
from .matching import made_at, matched
from .outcome import (
    BUILT,
    FAILS,
    NOT_RAISED,
    NOT_REACHED,
    NOT_TRIED,
    RAISED,
    STOPPED,
    UNBUILDABLE,
    Failure,
    Verification,
)
from .searching import largest
from .trials import MOST_MODELS, judge, short_of_memory, trials

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..source import Source, Span
    from .trials import Trial

    Object = dict[str, Any]

__all__ = [
    "BUILT",
    "FAILS",
    "NOT_RAISED",
    "NOT_REACHED",
    "NOT_TRIED",
    "RAISED",
    "STOPPED",
    "UNBUILDABLE",
    "Failure",
    "Limits",
    "Verification",
    "Wish",
    "verify",
]

#: What Keras raises where it refuses a program.
REFUSALS = ("ValueError", "TypeError")


class Wish:
    """What is asked for besides building: `data` through the models, that `fit` trains `steps` of
    them, and, with a `batch`, what that costs.

    `search` asks for the largest batch that goes. `jit` is whether XLA compiles, None for what the
    code says, and `policy` a dtype policy to start with, which the analysis is made for as well.
    """

    __slots__ = ("batch", "data", "jit", "only", "policy", "search", "steps")

    def __init__(self, *, data: bool = True, steps: int = 0) -> None:
        self.data = data
        self.steps = steps
        self.batch = 0
        self.search = False
        self.jit: bool | None = None
        self.policy = ""
        #: Number and batch of the one model that is only asked whether it goes.
        self.only: tuple[int, int] | None = None


def verify(
    analysis: Analysis, target: str, limits: Limits, backend: str, wish: Wish | None = None
) -> Verification:
    """Run the file of an analysis, and hold the one against the other.

    `target` is the expression that the analysis was made for; "" for the whole file.
    """
    found = Verification(analysis, backend)
    wish = wish or Wish()
    request = {**_request(analysis, target), "steps": wish.steps, "policy": wish.policy}
    tried: list[Trial] = []
    priced: list[tuple[ModelCheck, Trial]] = []

    def ask(answer: Object) -> list[Object]:
        """While the process lives: what to put through the models that it has built."""
        found.models = matched(analysis, answer, target)
        number = {id(each): place for place, each in enumerate(answer["models"])}
        built = [check for check in found.models if check.built is not None and _whole(check)]
        for check in built[:MOST_MODELS]:
            place = number[id(check.built)]
            if wish.only is not None and wish.only[0] != place:
                continue
            if wish.data:
                check.trials = trials(check, place)
                tried.extend(check.trials)
            if wish.batch:
                batch = wish.batch if wish.only is None else wish.only[1]
                priced.append((check, trials(check, place, batch)[0]))
        more = {"kind": "cost", "jit": wish.jit, "once": wish.only is not None}
        costs = [{**trial.question, **more, "phase": n} for _, trial in priced for n in PHASES]
        return [*(each.question for each in tried), *costs]

    ended = run(request, limits, backend, ask if wish.data or wish.batch else None)
    first = len(tried)
    judge(tried, ended.replies[:first], ended.cause if len(ended.replies) < first else "")
    rest = iter(ended.replies[first:])
    for check, trial in priced:
        replies = {name: next(rest, None) for name in PHASES}
        why = ended.cause or "not come to"
        check.cost = cost(check.model, trial.sizes, trial.question["batch"], replies, why)
        check.cost.number = trial.question["model"]
        if limits.device != CPU and check.cost.device.startswith("CPU"):
            check.cost.device += f", as {backend} sees no GPU"
    _fill(found, ended, request, limits, target)
    if wish.search and wish.only is None:
        _search(found, target, limits, wish)
    return found


def _search(found: Verification, target: str, limits: Limits, wish: Wish) -> None:
    """Look for the largest batch of the first model that is trained, or else of the first."""
    priced = [check for check in found.models if check.cost is not None]
    trained = [
        check for check in priced if any(t.kind == "train" and t.reply for t in check.trials)
    ]
    check = next((c for c in trained if "skipped" not in c.trials[-1].reply), None)
    check = check or next(iter(priced), None)
    if check is None or check.cost is None:
        return
    costs = check.cost
    device = memory(limits.device)
    if check.model is not None:
        costs.estimated_batch = Resources(check.model).largest_batch(device or limits.memory)

    def fits(batch: int) -> bool:
        again = Wish(data=False, steps=wish.steps)
        again.batch, again.only = batch, (costs.number, batch)
        again.jit, again.policy = wish.jit, wish.policy
        run = verify(found.analysis, target, limits, found.backend, again)
        prices = [each.cost for each in run.models if each.cost is not None]
        if not prices:
            raise _Ended(str(run.failure or "the model was not built again"))
        (price,) = prices
        phase = price.phases[-1 if costs.trains else 0]
        why = phase.why or price.why
        if why and not out_of_memory(why):
            raise _Ended(f"a batch of {batch:,}: {why}")
        return not why

    costs.searched = True
    try:
        largest(fits, costs.estimated_batch, costs.tries)
    except _Ended as reason:
        costs.search_ended = str(reason)


class _Ended(Exception):
    """Why a search cannot go on."""


def _fill(found: Verification, ended: Ended, request: Object, limits: Limits, target: str) -> None:
    """Set what the program itself came to."""
    analysis = found.analysis
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
        return
    found.keras = answer["keras"]
    found.backend = answer["backend"]
    if answer["error"] is not None:
        found.failure = _failure(answer["error"])
        found.failure.stand_ins = [(path, line, name) for path, line, name in answer["skipped"]]
        if short_of_memory(str(found.failure)):
            found.failure.message += f" (the run has {readable(limits.memory)}: `--memory`)"
    found.failures = [_failure(error) for error in answer["failures"]]
    if not found.models:
        found.models = matched(analysis, answer, target)
    for failure in (found.failure, *found.failures):
        if failure is not None:
            _judge_failure(found, failure)
    found.errors = [(each, _error(each, found, answer)) for each in _proved(analysis)]


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
    besides = {m.variable: made_at(m) for m in analysis.models if _is_closed(m.variable)}
    watch = {
        (os.path.abspath(each.span.path), line)
        for each in _proved(analysis)
        for line in _lines(each.span)
    }
    return {
        "path": path,
        "pieces": list(_pieces(source)),
        "places": [place for place in (*finder.places, *finder.beyond) if os.path.isdir(place)],
        "package": package,
        "target": target,
        "besides": [] if target else list(besides.items()),
        "legacy": bool(legacy(analysis)),
        "alone": renames(analysis),
        "watch": sorted(watch),
    }


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
