"""Using what nobody uses: every root is run in its worlds, and unknown shapes are tried out.

A parameter that is used as a shape says nothing about how many sizes it has, until a layer
demands a number of axes. So it is put on trial: as a tuple of one, two, three ... symbols. Where
exactly one of these is not refused, that is the number; otherwise it stays unknown. What a trial
is refused is no error of the program: another argument would do. Only where the parameter itself
is the shape of an input, and each number of sizes is refused, there is none that would.
"""

from __future__ import annotations

from time import monotonic

from ..diagnostics import Unknown
from ..dims import symbol
from ..interpreter import containers
from ..interpreter.operators import symbol_for
from ..interpreter.values import GaveUp, Instance, Lost, Raised, TooDeep
from ..keras.events import ModelMade, Refusal, Refuted, Trial
from ..keras.parts import refresh_parts
from ..keras.structures import flatten
from ..network import Layer, Model, Tensor
from .outcomes import Ended, World, mark, together, weigh
from .roots import Root, find_roots, unused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.budget import Budget
    from ..interpreter.machine import Interpreter
    from ..source import Source
    from .reuse import Past
    from .roots import Parameter

    #: How many sizes, or axes, some parameters have.
    Counts = dict[tuple[int, str], int]

#: What is counted while a program runs: automatic names, free sizes, symbols.
COUNTED = ("names", "miscounted", "free sizes", "symbols", "sizes")

#: How many sizes a shape may have, and how many axes a tensor: the likely ones first.
SIZES = (3, 1, 2, 4, 5)
#: What it may have besides, though nobody uses it: more axes than any layer counts.
UNLIKELY = (0, 6, 7, 8)
AXES = (4, 2, 3, 5)

#: What is refused in every world that comes there is proved: so many times as many are tried.
WORLDS_OF_DOUBT = 4

#: What Python raises where a sequence has the wrong length.
UNFIT = frozenset(("IndexError", "ValueError", "AssertionError"))


def try_roots(
    interpreter: Interpreter, source: Source, budget: Budget, past: Past | None = None
) -> bool:
    """Use what the file never uses: with its defaults, and symbols for the rest.

    What is refused that way may be due to arguments that nobody would pass: it is proved only if
    it happens whatever the arguments are. What makes models comes first, and of that the last
    definitions, as they use the others. False when the budget did not last for all of them. What
    the `past` knows of a root is not found out again.
    """
    end = min(interpreter.end, monotonic() + budget.root_seconds)
    most = min(budget.steps, interpreter.steps + budget.root_steps)
    found: list[tuple[int, list[Any]]] = []
    lasted = True
    roots = find_roots(interpreter, source)[::-1]
    for root in sorted(roots, key=lambda root: not root.makes):
        if not unused(root):
            continue
        now = monotonic()
        interpreter.end = interpreter.deadline = now + max(0.0, end - now) / 2
        interpreter.most_steps = interpreter.steps + (most - interpreter.steps) // 2
        known = None
        if past is not None:
            known = past.explored(interpreter, root, interpreter.most_steps - interpreter.steps)
        if known is not None:
            found.append((root.span.start, known.events))
            continue
        noted = past.note(interpreter) if past is not None else None
        exploration = Exploration(interpreter, root, budget)
        try:
            exploration.explore()
        except GaveUp:
            lasted, noted = False, None
        found.append((root.span.start, exploration.events))
        if past is not None and noted is not None:
            past.keep(interpreter, root, noted, exploration.events)
    found.sort(key=lambda each: each[0])
    interpreter.events += [event for _, events in found for event in events]
    return lasted


class Run:
    """One use of a root: what happened, and how it ended.

    `end` is "done", "refused" (a trial that met a refusal), "raised" or "lost".
    """

    __slots__ = (
        "asked",
        "choices",
        "counts",
        "end",
        "events",
        "questions",
        "shapes",
        "steps",
        "visited",
        "waiting",
    )

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.end = "done"
        self.events: list[Any] = []
        self.asked: list[bool] = []
        self.questions: list[object] = []
        self.choices: dict[object, bool] = {}
        self.waiting: dict[str, Any] = {}
        self.shapes: dict[object, Unknown] = {}  # what was taken for a shape
        self.steps = 0
        self.visited: set[tuple[str, int, int]] = set()

    @property
    def refused(self) -> set[Any]:
        return {mark(event) for event in self.events if isinstance(event, Refusal)}


class Exploration:
    """All uses of one root that are tried. `events` are what is left to report."""

    def __init__(
        self, interpreter: Interpreter, root: Root, budget: Budget, everything: bool = False
    ) -> None:
        self.interpreter = interpreter
        self.root = root
        self.budget = budget
        self.everything = everything
        self.parameters = root.parameters(everything)
        self.events: list[Any] = []
        self.answered = dict(interpreter.choices)
        # Every use starts with the names and symbols that were free where the file ends.
        self.counted = {key: dict(interpreter.state.get(key, {})) for key in COUNTED}

    def explore(self) -> None:
        """Run the root in its worlds, and doubt what it was refused."""
        interpreter = self.interpreter
        asked, answers, questions = interpreter.asked, interpreter.answers, interpreter.questions
        events = interpreter.events
        runs: list[Run] = []
        try:
            self.events = self._worlds(runs)
            if not self.everything:
                self._doubt()
        except GaveUp:
            # What was refused is not weighed yet: it may be due to what nobody passes.
            self.events = [e for run in runs for e in run.events if isinstance(e, ModelMade)]
            raise
        finally:
            interpreter.choices, interpreter.asked = self.answered, asked
            interpreter.questions = questions
            interpreter.answers, interpreter.events = answers, events
            for kept in ("shapes", "trial", "waiting"):
                interpreter.state.pop(kept, None)
            interpreter.state.update(self.counted)
        for event in self.events:
            if isinstance(event, Refusal):
                # Nobody calls the root: there is no line to show for it.
                event.calls = tuple(span for span in event.calls if span != self.root.span)

    def _worlds(self, runs: list[Run]) -> list[Any]:
        pending: list[tuple[tuple[bool, ...], int]] = [((), 0)]
        counts: Counts = {}
        most = self.budget.root_worlds * (WORLDS_OF_DOUBT if self.everything else 1)
        while pending and len(runs) < most:
            alone = [answers for answers, origin in pending if origin == 0]
            if self.everything and len(runs) == most - 1 and len(alone) > 1:
                answers = together(runs[0].asked, alone)
            else:
                answers, _ = pending.pop(0)
            run = self._run(answers, counts)
            if counts and run.refused:
                run = self._run(answers, {})  # in this world there may be another number of sizes
            found = self._determine(run)
            if found:
                counts = {**run.counts, **found}
                run = self._run(answers, counts)
            runs.append(run)
            pending.extend(
                ((*run.asked[:turn], not run.asked[turn]), len(runs) - 1)
                for turn in range(len(answers), len(run.asked))
            )
        worlds = [World(run.events, run.visited, run.questions, run.asked) for run in runs]
        untried = [(worlds[origin], len(answers) - 1) for answers, origin in pending]
        events = [event for run in runs for event in run.events]
        weigh(events, worlds, untried)
        return events

    # One use ------------------------------------------------------------------------------

    def _run(
        self,
        answers: tuple[bool, ...],
        counts: Counts,
        choices: dict[object, bool] | None = None,
        trial: Trial | None = None,
        opened: tuple[int, str] | None = None,
    ) -> Run:
        interpreter, root = self.interpreter, self.root
        state = interpreter.state
        run = Run(counts)
        interpreter.choices = dict(self.answered if choices is None else choices)
        interpreter.asked, interpreter.answers = [], answers
        interpreter.questions = []
        interpreter.events, interpreter.visited = run.events, run.visited
        interpreter.source = root.span.source
        interpreter.node = ("Call", root.span.start, root.span.end)
        state.update({key: dict(kept) for key, kept in self.counted.items()})
        state["world"] = state.get("world", 0) + 1
        state["waiting"], state["shapes"] = run.waiting, run.shapes
        state.pop("bound", None)
        interpreter.forget_bodies()
        state["trial"] = trial
        started = interpreter.steps
        values = self._values(counts)
        if opened is not None:
            values[opened] = (*[None] * (len(values[opened]) - 1), *values[opened][-1:])
        try:
            value = root.use(interpreter, values, self.everything)
            self._name(run, value)
        except Refuted as refuted:
            # Where an argument must not be a tuple, what is on trial was never a shape.
            wrong_kind = refuted.refused.rule == "invalid-argument"
            run.end = "lost" if wrong_kind else "refused"
        except Raised as raised:
            run.end = "raised" if raised.cls.name in UNFIT else "lost"
        except (Lost, TooDeep, RecursionError):
            run.end = "lost"
        except GaveUp:
            raise
        except Exception:
            if not interpreter.net:
                raise
            run.end = "lost"
        finally:
            interpreter.frames.clear()
            interpreter.handlers.clear()
            interpreter.writing.clear()
            interpreter.uncertain = interpreter.journal = None
            interpreter.attempt = interpreter.leaving = None
            state.pop("inside", None)
        run.events.append(Ended(state.get("symbols", {})))
        run.steps = interpreter.steps - started
        run.asked, run.choices = interpreter.asked, interpreter.choices
        run.questions = interpreter.questions
        if trial is not None and run.end != "done" and (trial.doubtful or run.asked):
            run.end = "lost"  # another answer may have led elsewhere
        return run

    def _values(self, counts: Counts) -> dict[tuple[int, str], Any]:
        """What is given for each parameter: a symbol for a size, or a shape on trial."""
        interpreter = self.interpreter
        values: dict[tuple[int, str], Any] = {}
        for key, parameter in self.parameters.items():
            free = parameter.free
            count = counts.get(key)
            if count is None:
                free.size = symbol_for(interpreter, free)
                values[key] = free
            elif parameter.is_tensor:
                sizes = (symbol(f"{free.name}.shape[{axis}]") for axis in range(1, count))
                values[key] = Tensor((symbol("N", hidden=True), *sizes))
            else:
                values[key] = tuple(
                    containers.item(interpreter, free, place) for place in range(count)
                )
        return values

    def _name(self, run: Run, value: Any) -> None:
        """The models that came out are known by the expression for the root."""
        title = self.root.title
        made = [event for event in run.events if isinstance(event, ModelMade)]
        inside: set[int] = set()  # parts of what came out
        for leaf in flatten(value):
            if not isinstance(leaf, Instance):
                continue
            if isinstance(leaf.state, Layer):
                refresh_parts(leaf.state)
                inside.update(map(id, leaf.state.all_parts()))
            if isinstance(leaf.state, Model):
                leaf.state.variable = leaf.state.variable or title
            elif isinstance(leaf.state, Layer):
                # A layer is no model: neither are those it is made of.
                made = [event for event in made if id(event.model) not in inside]
            elif leaf.state is None:
                for name, held in leaf.attributes.items():
                    if isinstance(held, Instance) and isinstance(held.state, Model):
                        held.state.variable = held.state.variable or f"{title}.{name}"
        kept: set[int] = set()
        for event in made:
            model = event.model
            refresh_parts(model)
            if not model.parts and model.unknowns:
                # Made of nothing but what its caller gives: there is no row to show.
                self.interpreter.unknowns.append(model.unknowns[0])
                continue
            kept.add(id(event))
            if len(event.calls) == 1 and id(model) not in inside and not model.variable:
                model.variable = title
        run.events[:] = [e for e in run.events if not isinstance(e, ModelMade) or id(e) in kept]

    # Shapes on trial ----------------------------------------------------------------------

    def _determine(self, run: Run) -> Counts:
        """How many sizes the parameters have that layers of this run wait for."""
        found: Counts = {}
        known = run.refused
        for key, parameter in self.parameters.items():
            if parameter.free.reason in run.waiting and key not in run.counts:
                if parameter.is_tensor:
                    if self._taken_apart(parameter):
                        continue
                elif not self._is_shape(run, parameter):
                    continue
                count = self._tried(run, {**run.counts, **found}, key, parameter, known)
                if count is not None:
                    found[key] = count
        return found

    def _tried(
        self,
        run: Run,
        counts: Counts,
        key: tuple[int, str],
        parameter: Parameter,
        known: set[object],
    ) -> int | None:
        """The only number of sizes that is not refused.

        If each of them is, whatever the sizes are, it is the one that leads furthest: the program
        cannot go on from there.
        """
        fits: list[int] = []
        refused: dict[int, int] = {}
        for count in AXES if parameter.is_tensor else SIZES:
            trial = self._run((), {**counts, key: count}, run.choices, Trial(known))
            if trial.end == "lost":
                return None
            if trial.end == "done":
                fits.append(count)
            elif trial.end == "refused":
                refused[count] = trial.steps
            if len(fits) > 1:
                return None
        if fits:
            return fits[0]
        if not refused or not self._must_be_shape(run, parameter):
            return None
        for count in (*SIZES, *UNLIKELY):
            for opened in (None, key):  # a size may be None as well
                if opened is None and count in refused:
                    continue
                given = {**counts, key: count}
                trial = self._run((), given, run.choices, Trial(known), opened)
                if trial.end not in ("refused", "raised"):
                    return None
        return max(refused, key=lambda count: refused[count])

    def _must_be_shape(self, run: Run, parameter: Parameter) -> bool:
        """Whether nothing but a shape can be passed, and no question is asked about it."""
        return parameter.free.key in run.shapes and not any(
            self._made_of(question, parameter) for question in run.choices
        )

    def _is_shape(self, run: Run, parameter: Parameter) -> bool:
        """Whether a shape is this parameter, or made of it."""
        return any(self._made_of(shape, parameter) for shape in run.shapes)

    def _made_of(self, key: object, parameter: Parameter) -> bool:
        """Whether what has this key is the parameter, or was derived from it."""
        free: Any = parameter.free.key
        return {*free} <= {*self.interpreter.origins.made_of(Unknown("", None, key))}

    def _taken_apart(self, parameter: Parameter) -> bool:
        """Whether the code asks for items of it: then it may be several tensors."""
        return self.interpreter.origins.is_asked(parameter.free, ("[]", "items"))

    # Certainty ----------------------------------------------------------------------------

    def _doubt(self) -> None:
        """What is refused with the defaults is proved only if it is refused for any arguments."""
        refused = [event for event in self.events if isinstance(event, Refusal)]
        if not refused or not self.root.takes:
            return
        interpreter = self.interpreter
        interpreter.choices = dict(self.answered)
        interpreter.state.update(self.counted)
        doubt = Exploration(interpreter, self.root, self.budget, everything=True)
        doubt.explore()
        always = {
            mark(event)
            for event in doubt.events
            if isinstance(event, Refusal) and event.certainty == "proved"
        }
        for event in refused:
            if mark(event) in always and not event.refused.late:
                event.certainty = "proved"  # its worlds are among those of doubt
        doubtful = [event for event in refused if mark(event) not in always]
        # With a value of our own for a parameter, or none for `**options`, nothing is said at all.
        if self.root.needs:
            gone = set(map(id, doubtful))
            self.events = [event for event in self.events if id(event) not in gone]
        for event in doubtful:
            event.certainty = "likely"
