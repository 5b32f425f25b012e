"""Following one file: the worlds it is run in, and the models that come out."""

from __future__ import annotations

import sys
from time import monotonic

from .. import syntax
from ..diagnostics import Unknown
from ..interpreter.budget import Budget
from ..interpreter.machine import Interpreter
from ..interpreter.remarks import Remark
from ..interpreter.targets import Bound
from ..interpreter.values import GaveUp
from ..keras.events import NEWER, ModelMade, Refusal
from ..network import Model, Node
from ..source import Source
from .library import Library, directive, no_library
from .outcomes import (
    Ended,
    World,
    mark,
    name_models,
    nested,
    outcome,
    together,
    told_apart,
    weigh,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..modules import Finder
    from ..syntax.tree import Problem
    from .reuse import Past


class Inference:
    """What following a file has shown: its models, and the events the rules judge.

    `tree` is the file as it was read. `problems` are directives of the file that cannot be read:
    `(start, end, message, help)`; `unread` are the cells of a notebook that are not Python.
    `calls` are those of layers and operations, whether or not a model came of them, and `bound`
    the names that were given an array or a tensor. `older` says why it was judged by Keras 2.
    """

    __slots__ = (
        "bound",
        "calls",
        "failed",
        "gave_up",
        "models",
        "older",
        "problems",
        "refusals",
        "remarks",
        "source",
        "tree",
        "unknowns",
        "unread",
    )

    def __init__(self, source: Source, tree: syntax.Module) -> None:
        self.source = source
        self.tree = tree
        self.models: list[Model] = []
        self.calls: list[Node] = []
        self.bound: list[Bound] = []
        self.refusals: list[Refusal] = []
        self.remarks: list[Remark] = []
        self.problems: tuple[Problem, ...] = ()
        self.unknowns: list[Unknown] = []
        self.unread: tuple[syntax.SyntaxProblem, ...] = ()
        self.failed: list[tuple[str, str]] = []
        self.gave_up = ""
        self.older = ""


def infer(
    source: Source,
    *,
    targets: tuple[str, ...] = (),
    besides: tuple[str, ...] = (),
    roots: bool = True,
    find: Finder | None = None,
    budget: Budget | None = None,
    past: Past | None = None,
) -> Inference:
    """Follow a file in every world its unknown conditions allow, up to a cap.

    `targets` are expressions, each a name or a call with literal arguments, that are evaluated
    where the file ends: the models they give are the ones reported. Those `besides` add theirs to
    the file's own. With `roots`, what the file itself never uses is tried with its defaults. The
    `past` knows what the file was before, and what that has shown.

    Raises:
        SyntaxProblem: the text, or that of a target, is not Python.
    """
    tree = syntax.lower_source(source)
    wanted = _lowered(source, targets)
    inference = Inference(source, tree)
    inference.problems, inference.unread = tree.problems, tree.unread
    # Deep recursion of the program is bounded by a budget; ours only has to be deeper.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 40_000))
    budget = budget or Budget()
    try:
        if wanted:
            worlds = [
                world
                for _, text, expression in wanted
                for world in _worlds(source, tree, find, budget, inference, (text, expression))
            ]
        elif past is not None and not besides and roots and past.begin(source, tree):
            from .reuse import Unsure

            try:
                worlds = _with(past, source, tree, find, budget, inference)
            except Unsure:
                past.forget()
                past.begin(source, tree)
                inference.gave_up = ""
                worlds = _with(past, source, tree, find, budget, inference)
        else:
            if past is not None:
                past.forget()
            worlds = _worlds(source, tree, find, budget, inference)
            if besides and "main" in worlds[0].state:
                wanted = _lowered(source, besides)
                from .targets import try_targets

                inference.failed = try_targets(worlds[0], worlds[0].state["main"], wanted, budget)
            if roots:
                _try_roots(worlds, source, budget, inference)
    finally:
        sys.setrecursionlimit(limit)
    _collect(inference, worlds)
    return inference


def _with(
    past: Past,
    source: Source,
    tree: Any,
    find: Finder | None,
    budget: Budget,
    inference: Inference,
) -> list[Interpreter]:
    """The same for what was edited: only what an edit can change is run again.

    Raises:
        Unsure: everything must be.
    """
    worlds = _worlds(source, tree, find, budget, inference, past=past)
    past.run_out(worlds[0], bool(inference.gave_up))
    _try_roots(worlds, source, budget, inference, past)
    if not budget.stopped:  # else nobody waits for it, and things stay where they are
        past.settle(worlds[0], source)
    return worlds


def _try_roots(
    worlds: list[Interpreter],
    source: Source,
    budget: Budget,
    inference: Inference,
    past: Past | None = None,
) -> None:
    if worlds and worlds[0].defined:
        from .exploring import try_roots

        tried = try_roots(worlds[0], source, budget, past)
        if not tried and not inference.gave_up:
            inference.gave_up = "not every function that the file never calls was tried"


def _lowered(source: Source, targets: tuple[str, ...]) -> list[tuple[str, Source, Any]]:
    return [(text, Source(f"{source.path}:{text}", text), syntax.lower(text)) for text in targets]


def _nowhere(dotted: str) -> None:
    return None


def _worlds(
    source: Source,
    tree: Any,
    find: Finder | None,
    budget: Budget,
    inference: Inference,
    target: tuple[Source, Any] | None = None,
    past: Past | None = None,
) -> list[Interpreter]:
    """Run the program once for every way its unknown conditions can be answered, up to a cap.

    Where another answer to a question changed nothing, it is not combined with others.
    """
    pending: list[tuple[tuple[bool, ...], Any, int]] = [((), None, 0)]
    runs: list[Interpreter] = []
    deadline = monotonic() + budget.seconds
    while pending and len(runs) < budget.worlds:
        alone = [answers for answers, _, origin in pending if origin == 0]
        if runs and len(runs) == budget.worlds - 1 and len(alone) > 1:
            # The last world there is tries all the answers at once that were not tried alone.
            answers, before, origin = together(runs[0].asked, alone), None, 0
        else:
            answers, before, origin = pending.pop(0)
        interpreter = Interpreter(no_library, find or _nowhere, budget, answers, deadline=deadline)
        if runs:
            from .sharing import shared

            interpreter.modules.update(shared(runs[0]))
        interpreter.library = Library(interpreter)
        interpreter.directive = directive
        body: Any = tree.program if past is None or runs else past.turns
        guarded = None
        if past is not None and not runs:
            past.watch(interpreter)
            guarded = past.guarded
        runs.append(interpreter)
        try:
            dotted, is_package = ("__main__", False)
            if find is not None:
                dotted, is_package = find.dotted, find.is_package
            scope = interpreter.run(source, body, dotted, is_package, name_models, guarded)
            interpreter.state["main"] = scope
            interpreter.events.append(Ended(interpreter.state.get("symbols", {})))
            if target is not None:
                from .targets import evaluate

                evaluate(interpreter, scope, *target)
        except GaveUp as gave_up:
            inference.gave_up = gave_up.reason
            # How this world ends is not known, nor what its questions lead to.
            if answers:
                pending.append((answers, None, origin))
            pending.extend(_others(interpreter.asked, answers, None, len(runs) - 1))
            break
        asked = interpreter.asked
        seen = outcome(interpreter) if asked else None
        if asked and seen != before:
            pending.extend(_others(asked, answers, seen, len(runs) - 1))
    if pending and len(runs) >= budget.worlds:
        ways = f"only {len(runs)} of the ways that its unknown conditions can go were followed"
        inference.gave_up = inference.gave_up or ways
    worlds = [World(run.events, run.visited, run.questions, run.asked) for run in runs]
    untried = [(worlds[origin], len(answers) - 1) for answers, _, origin in pending]
    for interpreter in runs:
        weigh(interpreter.events, worlds, untried)
    return runs


def _others(
    asked: list[bool], answers: tuple[bool, ...], seen: Any, origin: int
) -> list[tuple[tuple[bool, ...], Any, int]]:
    """The other answer to each question that was new in a world: each is a world of its own."""
    return [
        ((*asked[:turn], not asked[turn]), seen, origin) for turn in range(len(answers), len(asked))
    ]


def _collect(inference: Inference, worlds: list[Interpreter]) -> None:
    seen: set[Any] = set()
    for interpreter in worlds:
        inner = nested(interpreter)
        inference.older = inference.older or interpreter.state.get("keras 2", "")
        newer = NEWER if "keras 2" in interpreter.state else ()
        symbols: dict[str, Unknown] = {}
        for event in reversed(interpreter.events):
            if isinstance(event, Ended):
                symbols = event.symbols
            elif isinstance(event, Node):
                event.symbols = symbols
        for event in interpreter.events:
            if isinstance(event, Node):
                inference.calls.append(event)
            elif isinstance(event, Bound):
                inference.bound.append(event)
            elif isinstance(event, ModelMade):
                model = event.model
                if id(model) in inner and not model.variable:
                    continue
                model.variable = model.variable or event.builder
                key = told_apart(event)
                if key not in seen:
                    seen.add(key)
                    inference.models.append(model)
            elif isinstance(event, Refusal):
                refused = mark(event)
                if refused not in seen:
                    seen.add(refused)
                    inference.refusals.append(event)
            elif isinstance(event, Remark) and event.rule not in newer:
                remarked = (event.rule, event.span.key)
                if remarked not in seen:
                    seen.add(remarked)
                    inference.remarks.append(event)
        for unknown in interpreter.unknowns:
            place = (unknown.reason, unknown.span.key if unknown.span else None)
            if place not in seen:
                seen.add(place)
                inference.unknowns.append(unknown)
