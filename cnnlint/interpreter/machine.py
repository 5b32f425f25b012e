"""The interpreter: what it knows while a program runs, and the questions every part asks it."""

from __future__ import annotations

from time import monotonic

from .. import loading
from ..diagnostics import Refused, Unknown
from ..dims import TooComplex
from ..source import Span
from . import (
    attributes,
    calls,
    effects,
    exceptions,
    expressions,
    iteration,
    questions,
    statements,
    uncertainty,
)
from .budget import Budget
from .origins import Origins, first_unknown
from .values import (
    MISSING,
    Class,
    Function,
    GaveUp,
    Instance,
    Lost,
    Module,
    ModuleScope,
    Raised,
    Scope,
    TooDeep,
    restore,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..dims import Size
    from ..source import Source
    from ..syntax.tree import Node
    from .iteration import Items
    from .turns import Attempt, Leaving
    from .values import Behaviour


#: Whether an exception of our own while a statement is followed becomes an unknown there. Tests
#: take the net away, so that such bugs are seen.
NET = True


#: Questions that one world may ask; from there on, each is answered with yes.
MOST_ASKED = 100


#: These add their kinds of statements and expressions to the tables of all when a program has one.
LATER = {
    "imports": (statements.EXECUTE, "Import ImportFrom"),
    "definitions": (statements.EXECUTE, "AnnAssign FunctionDef ClassDef Unreadable"),
    "comprehensions": (expressions.EVALUATE, "ListComp SetComp GeneratorExp DictComp"),
    "handling": (statements.EXECUTE, "Raise Try With Match"),
    "branches": (statements.EXECUTE, "If"),
    "loops": (statements.EXECUTE, "For While"),
}


def _later(module: str, table: dict[str, Callable[..., Any]], kind: str) -> None:
    def load(interpreter: Interpreter, node: Node, scope: Scope) -> Any:
        loading.module(f"{__package__}.{module}")  # which puts its own in the place of this
        return table[kind](interpreter, node, scope)

    table.setdefault(kind, load)


for _module, (_table, _kinds) in LATER.items():
    for _kind in _kinds.split():
        _later(_module, _table, _kind)


class Frame:
    """One call that is going on: the function, and where it was called."""

    __slots__ = ("function", "node", "perhaps", "returned", "source", "yields")

    def __init__(self, function: Function, source: Source, node: Node) -> None:
        self.function = function
        self.source = source
        self.node = node
        self.yields: list[Any] = []
        self.perhaps: Unknown | None = None  # why it may have returned something else before
        self.returned: list[Any] = []  # what that is


class Interpreter:
    """Runs one program, in one world: unknown conditions are answered by `answers`, in order.

    `library(name)` gives the modules that cnnlint knows, `find(name)` the user's own files.
    `refused` is told what a library refuses, and gives the value to go on with. `builds` tells
    whether a value is one that a library builds with, or what it has built.
    """

    def __init__(
        self,
        library: Callable[[str], Module | None],
        find: Callable[[str], tuple[Source, Any, bool] | None],
        budget: Budget,
        answers: tuple[bool, ...] = (),
        *,
        net: bool | None = None,
        deadline: float | None = None,
    ) -> None:
        restore()  # another program may have put something into the classes of Keras
        self.library = library
        self.find = find
        self.budget = budget
        self.answers = answers
        self.net = NET if net is None else net
        self.asked: list[bool] = []  # the answers given in this world, in order
        self.choices: dict[object, bool] = {}
        # The same for each of `asked`, in words that hold in any world: where, and about what.
        self.questions: list[object] = []
        # Calls, operators and subscripts that this world has come to.
        self.visited: set[tuple[str, int, int]] = set()
        self.behaviours: dict[type, Behaviour] = {}
        #: Methods of values that are not known, whose arguments say what they give.
        self.telling: dict[str, Callable[[Unknown, Unknown], Any]] = {}
        self.modules: dict[str, Module] = {}
        self.frames: list[Frame] = []
        self.handlers: list[tuple[Class | Unknown, ...]] = []
        self.unknowns: list[Unknown] = []
        self.events: list[Any] = []
        self.blurred: dict[int, tuple[list[Any], Unknown]] = {}  # lists of unknown length
        self.fresh: dict[int, Any] = {}  # what was made inside the body that is uncertain
        self.uncertain: Unknown | None = None  # set inside a body that may run any number of times
        self.journal: list[tuple[Any, Any]] | None = None  # what such a body changes in place
        self.attempt: Attempt | None = None  # set while a turn of a loop is only tried
        self.tried = 0  # steps of turns that were only tried
        self.leaving: Leaving | None = None  # where turns of the innermost loop end early
        self.beginnings: dict[object, Items] = {}  # what is known of the items of an unknown
        self.positive: list[Size] = []  # at least 1 where we are: in a turn over so many items
        self.writing: list[int] = []  # collections whose text is being made, by their ids
        self.hashing = 0  # hashes that a dict of ours asks for
        self.closing = 0  # generators that are being closed
        self.bindings: dict[int, tuple[Node, frozenset[str]]] = {}  # names bound, by definition
        self.named: dict[int, tuple[Any, list[tuple[Node, int]]]] = {}  # names in parts of it
        self.yielding: dict[int, tuple[Node, bool]] = {}  # nodes that hold a `yield`
        self.state: dict[str, Any] = {}  # what libraries keep for one run
        self.stated: dict[object, Any] = {}  # parts of unknowns that a directive speaks of
        self.defined: list[Function | Class] = []
        self.steps = 0
        self.made = 0  # what a library has built so far
        self.started = monotonic()
        self.most_steps = budget.steps
        #: When the time for this file is over; each statement at its top gets half of the rest.
        self.end = self.started + budget.seconds if deadline is None else deadline
        self.deadline = self.end
        self.settled: dict[str, Module] = {}  # the user's modules that any world may share
        self.origins = Origins()
        self.refused: Callable[[Interpreter, Refused], Any] = _unexplained
        self.uncaught: Callable[[Interpreter, Raised, Node, Scope, int], None] = _unheard
        self.discarded: Callable[[Interpreter, Node, Any], None] = _unseen
        #: Takes one statement of a directive for what it speaks of.
        self.directive: Callable[[Interpreter, Node, Scope], None] = _ignored
        self.builds: Callable[..., bool] = _builds_nothing
        self.aside = False  # in a loop that has nothing to do with what the library builds
        self._building: dict[int, tuple[Any, bool]] = {}
        self.wide = False  # something was found that the code does not name: by the whole text
        self.altered = False  # a module, a class or a function was changed in place
        self.source: Source
        self.node: Node = ("Pass", 0, 0)
        #: While code of cnnlint's own is followed for a call of the user's: where that call
        #: stands, how many of the frames are the user's, and what is made for it.
        self.behalf: tuple[Span, int, str] | None = None

    # Running ------------------------------------------------------------------------------

    def run(
        self,
        source: Source,
        body: Iterable[Any],
        dotted: str = "__main__",
        is_package: bool = False,
        ended: Callable[[Interpreter, ModuleScope], None] | None = None,
        guarded: Callable[[Interpreter, Any, ModuleScope], bool] | None = None,
    ) -> ModuleScope:
        """Run a file as a script: a statement that fails is left behind, the rest goes on.

        `dotted` is its full name as a module, which relative imports start from. `ended` is called
        where the file ends, in a notebook where each of its cells does. What ends a program ends
        only its cell there. `guarded` runs a statement, or what stands for some, in place of our
        own.
        """
        guarded = guarded or Interpreter.guarded
        scope = ModuleScope(source, dotted, is_package)
        scope.names["__name__"] = "__main__"
        if source.cells:
            from . import kernel

            scope.names.update(kernel.names())
        else:
            scope.names["__file__"] = source.path
            if is_package:
                scope.names["__path__"] = [source.path.rpartition("/")[0]]
        self.source = source
        for cell in source.by_cell(body):
            for statement in cell:
                if not guarded(self, statement, scope):
                    break
            if ended is not None:
                ended(self, scope)
        return scope

    def guarded(self, statement: Node, scope: ModuleScope) -> bool:
        """Run one statement at the top of a file; whether the program goes on after it."""
        depth, handlers = len(self.frames), len(self.handlers)
        uncertain, journal, before = self.uncertain, self.journal, len(self.events)
        attempt, leaving = self.attempt, self.leaving  # of a loop that imports this file
        outer = self.most_steps, self.deadline
        self._ration()
        try:
            statements.execute(self, statement, scope)
        except Raised as raised:
            if raised.cls.name == "SystemExit" and depth == 0:
                return False
            self.uncaught(self, raised, statement, scope, before)
            self.left_behind(statement, scope, f"this raises {raised.message}", raised.span)
        except Lost as lost:
            self.left_behind(statement, scope, lost.unknown.reason, lost.unknown.span)
        except TooDeep as deep:
            self.left_behind(statement, scope, f"gave up here: {deep.reason}", None)
        except RecursionError:
            self.left_behind(statement, scope, "the code is nested too deeply to follow", None)
        except GaveUp as gave_up:
            self.left_behind(statement, scope, f"gave up here: {gave_up.reason}", None)
            if self.steps >= self.budget.steps * 0.95 or self._late():
                raise
        except Exception:
            # The last safety net: whatever goes wrong here is ours, not the program's.
            if not self.net:
                raise
            self.left_behind(statement, scope, "cnnlint could not follow this", None)
        finally:
            del self.frames[depth:]
            del self.handlers[handlers:]
            self.source = scope.source
            self.uncertain, self.journal = uncertain, journal
            self.attempt, self.leaving = attempt, leaving
            self.writing.clear()
            self.most_steps, self.deadline = outer
        return True

    def _ration(self) -> None:
        """A statement at the top of a file gets half of what is left: others follow it."""
        if not self.frames:
            # What one statement found out about the code it ran holds for that statement.
            self.forget_bodies()
            self.state.pop("bound", None)
            now = monotonic()
            self.most_steps = self.steps + (self.budget.steps - self.steps) // 2
            self.deadline = now + max(0.0, self.end - now) / 2

    def _late(self) -> bool:
        late = self.budget.stopped or monotonic() > self.end - self.budget.seconds * 0.05
        self.budget.hurried |= late
        return late

    def left_behind(self, statement: Node, scope: Scope, reason: str, span: Span | None) -> None:
        """A statement that could not be finished: what it would have set is unknown."""
        self.source = scope.module.source
        unknown = Unknown(reason, span or self.span(statement))
        self.unknowns.append(unknown)
        for name in uncertainty.assigned((statement,)):
            if name not in scope.names or statement[0] not in ("FunctionDef", "ClassDef"):
                scope.assign(name, unknown)

    def evaluate(self, node: Node, scope: Scope) -> Any:
        if node[0] == "Name" and scope.outer is None:
            value = scope.names.get(node[3], MISSING)
            if value is not MISSING:
                return value
        try:
            return expressions.EVALUATE[node[0]](self, node, scope)
        except Refused as refused:
            return self.refused(self, refused)
        except TooComplex:
            return self.unknown("the sizes are too complex to work out")

    def call(
        self,
        function: Any,
        args: tuple[Any, ...],
        keywords: dict[str, Any],
        unknown: Unknown | None = None,
    ) -> Any:
        return calls.call(self, function, args, keywords, unknown)

    def get(self, value: Any, name: str) -> Any:
        """`value.name`."""
        return attributes.get(self, value, name)

    def special(self, value: Instance, name: str) -> Any:
        """A special method of an object, bound to it, or MISSING."""
        return attributes.special(self, value, name)

    def step(self) -> None:
        self.steps += 1
        if self.steps > self.most_steps:
            raise GaveUp("this takes too many steps")
        if not self.steps & 1023 and (self.budget.stopped or monotonic() > self.deadline):
            self.budget.hurried = True
            raise GaveUp("this takes too long to follow")

    def spend(self, count: int) -> None:
        """Something of `count` items is made at once: that takes time and memory as well."""
        if count > 1_000:
            self.steps += count >> 3
            self.step()

    def building(self, body: tuple[Any, ...], scope: Scope) -> bool:
        """Whether code has to do with what the library builds, as it looked the first time."""
        known = self._building.get(id(body))
        if known is None:
            known = self._building[id(body)] = (body, effects.builds(self, body, scope))
        return known[1]

    def forget_bodies(self) -> None:
        """What was found out by `building` need not hold any more."""
        self._building.clear()

    # Places and reasons -------------------------------------------------------------------

    def visit(self, node: Node) -> None:
        """Go to a place where something may be refused."""
        self.node = node
        self.visited.add((self.source.path, node[1], node[2]))

    def span(self, node: Node | None = None) -> Span:
        """Where `node` stands; without it, the call that is going on."""
        if self.behalf is not None:
            return self.behalf[0]
        node = self.node if node is None else node
        return Span(self.source, node[1], node[2])

    def unknown(
        self, reason: str, node: Node | None = None, *, of: Any = None, size: Size | None = None
    ) -> Unknown:
        """A new unknown that begins here, unless `of` is or holds one: then that reason stays."""
        inner = first_unknown(of)
        if inner is not None:
            return self.derive(inner, reason, size=size)
        return Unknown(reason, self.span(node), size=size)

    def derive(self, unknown: Unknown, *how: object, size: Size | None = None) -> Unknown:
        """What is computed from an unknown: the same reason; the same `how` is the same value."""
        return self.origins.derive(unknown, *how, size=size)

    def raised(self, name: str, message: str, *, args: tuple[Any, ...] | None = None) -> Raised:
        """A Python exception of the interpreted program, to be raised by the caller."""
        cls = exceptions.EXCEPTIONS.get(name) or exceptions.EXCEPTIONS["Exception"]
        value = Instance(cls, self.span())
        value.attributes["args"] = (message,) if args is None else args
        if name == "StopIteration":
            value.attributes["value"] = args[0] if args else None
        elif name == "SystemExit":
            value.attributes["code"] = args[0] if args else None
        raised = Raised(cls, value, self.span())
        raised.calls = tuple(self.chain())
        return raised

    def catches(self, exception: str) -> bool:
        """Whether a handler that is in force would catch an exception of this name."""
        if not self.handlers:
            return False
        cls = exceptions.EXCEPTIONS.get(exception, exceptions.EXCEPTIONS["ValueError"])
        return any(
            isinstance(handler, Unknown) or cls.derives_from(handler)
            for handlers in self.handlers
            for handler in handlers
        )

    def chain(self) -> list[Span]:
        """The calls of the user's own functions that are going on, outermost first."""
        return [Span(frame.source, frame.node[1], frame.node[2]) for frame in self.users_frames()]

    def users_frames(self) -> list[Frame]:
        """The calls that are going on, without those inside code of cnnlint's own."""
        return self.frames if self.behalf is None else self.frames[: self.behalf[1]]

    # Questions about values ---------------------------------------------------------------

    def truth(self, value: Any) -> bool | Unknown:
        """Whether a value is true, or why that is not known."""
        return questions.truth(self, value)

    def decide(self, value: Any) -> bool:
        """The truth of a value; where it is not known, the answer of this world.

        The same question gets the same answer again. A question that is new to this world is
        answered with yes; the other answer is another world's.
        """
        truth = self.truth(value)
        if type(truth) is not Unknown:
            return truth
        key, yes = truth.key, True
        if type(key) is tuple and key[0] == "not":
            key, yes = key[1], False
        known = self.choices.get(key)
        if known is None and self.attempt is not None:
            self.attempt.lost = known = True  # what is only tried makes no worlds
        elif known is None and len(self.asked) >= MOST_ASKED:
            known = self.choices[key] = True  # there are too many: this one makes no world
        elif known is None:
            turn = len(self.asked)
            answer = self.answers[turn] if turn < len(self.answers) else yes
            self.asked.append(answer)
            began = truth.span.key if truth.span is not None else truth.reason
            self.questions.append((self.source.path, self.node[1], began))
            # `answers` speak of the question as it stands in the code.
            known = answer if yes else not answer
            self.choices[key] = known
        return known if yes else not known

    def wavers(self, truth: Unknown) -> bool:
        """Whether a turn that is tried stands for several, in which this may go either way."""
        key = truth.key
        if type(key) is tuple and key[0] == "not":
            key = key[1]
        return self.attempt is not None and key not in self.choices

    def type_name(self, value: Any) -> str:
        """The name of a value's type, as `type(value).__name__` is."""
        return questions.type_name(self, value)

    def iterate(self, value: Any) -> list[Any] | Unknown:
        """The items of a value, or why they are not known."""
        return iteration.items(self, value)

    def iterator(self, value: Any) -> Iterator[Any] | Unknown:
        """What gives the items of a value one by one; it raises `Lost` at one not known."""
        return iteration.iterator(self, value)


def _ignored(interpreter: Interpreter, node: Node, scope: Scope) -> None:
    """A directive, where nobody takes it."""


def _builds_nothing(value: Any, attribute: str = "") -> bool:
    return False


def _unheard(
    interpreter: Interpreter, raised: Raised, statement: Node, scope: Scope, before: int
) -> None:
    """Without Keras nobody asks what ends a program."""


def _unseen(interpreter: Interpreter, node: Node, value: Any) -> None:
    """Without Keras a result that nobody takes is nothing to speak of."""


def _unexplained(interpreter: Interpreter, refused: Refused) -> Unknown:
    return interpreter.unknown(refused.message)
