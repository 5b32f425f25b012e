"""What running a text has shown, kept for when it is edited: only what an edit can change is run
again.

A statement is taken as it was when neither it nor anything that it may read has changed
(`dependence`), and when the program comes to it in the same state: the same automatic names are
taken, the same settings hold. Whatever cannot be told apart like that is run again; where that
shows only afterwards, everything is (`Unsure`).
"""

from __future__ import annotations

from _bisect import bisect_right
from weakref import WeakSet

from .. import libraries
from ..diagnostics import Unknown
from ..interpreter.values import MISSING, Function
from ..keras.events import ModelMade
from ..syntax.pieces import Pieces
from .counting import Ahead, State, asked_for, count_on, miscounted, settings
from .dependence import Unit
from .edit import Edit
from .placing import Spans
from .records import OWN, Record, Shown, equal, is_defined, is_plain, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import ModuleScope
    from ..network import Model
    from ..source import Source, Span
    from ..syntax import Module as Tree
    from ..syntax.pieces import Part
    from .counting import Counted
    from .roots import Root


class Unsure(Exception):
    """Something else happened than was foreseen: nothing that is kept can be relied on."""


class Past:
    """The last text of one file, and what running it has shown.

    A text is begun (`begin`), run (`run`), its roots are explored (`explored`, `keep`), and then
    what was taken from the past is put where it stands now (`settle`).
    """

    def __init__(self) -> None:
        self.pieces = Pieces()
        self.source: Source | None = None  # where everything that is kept stands
        self.reading: Any = None  # what was made of it, for whoever asks
        self.records: list[Record] = []
        self.roots: dict[tuple[Record, str], Shown | None] = {}
        #: What older runs were made with, as far as something that is kept still holds it.
        self._runs: WeakSet[Interpreter] = WeakSet()
        self._scopes: WeakSet[ModuleScope] = WeakSet()
        self.forget()

    def forget(self) -> None:
        """Nothing that was shown counts any more."""
        self.records, self.roots = [], {}
        self._ended = Unit(frozenset())
        self._off = True
        self._open = False
        self._common = Spans([])
        self.taken: list[Shown] = []

    # One text -----------------------------------------------------------------------------

    def begin(self, source: Source, tree: Tree) -> bool:
        """Find out what of the past a text has; False where it cannot be told from its parts."""
        parts = self.pieces.parts
        if self._open:  # nobody waited for the end of the last one
            self.forget()
        self._off = parts is None or getattr(tree, "parts", None) is not parts
        self.taken = []
        if parts is None or self._off:
            return False
        edit = Edit(self.records, self._ended, parts, source)
        if any(record.hidden for record in edit.records):
            return False
        self._edit = edit
        edit.follow()
        self._open = True
        self._made: list[Span] = []
        source.made = self._made
        self._common = Spans(self._made)
        self._used: set[int] = set()
        self._doubtful: set[Counted] = set()
        for record in edit.gone:
            self._doubtful |= record.shown.counting if record.shown is not None else set()
        self._wrong: set[Counted] = set()
        self._ahead: Ahead | None = None
        self._set: Any = None  # the settings, until something is run
        self._roots: dict[tuple[Record, str], Shown | None] = {}
        self._fresh: dict[int, tuple[Record, int]] = {}
        return True

    def watch(self, interpreter: Interpreter) -> None:
        """Follow what a run asks for, from its beginning."""
        # What is taken may hold arrays, though nothing that is run imports what they are of.
        libraries.install(interpreter)
        interpreter.state = self._state = State(interpreter.state)

    # The statements -----------------------------------------------------------------------

    @property
    def turns(self) -> range:
        """The parts of the file, in the place of its statements."""
        return range(len(self._edit.parts))

    def guarded(self, interpreter: Interpreter, turn: int, scope: ModuleScope) -> bool:
        """Run one part of the file, or take what it has shown before; whether the program goes on
        after it."""
        record, part = self._edit.records[turn], self._edit.parts[turn]
        shown = record.shown
        if not part.own[0]:
            record.shown = shown or Shown(Spans([]), self._common)
            return True
        if self._doubtful and turn >= self._edit.settled:
            self._foresee(turn)
        if self._edit.stays[turn] and shown is not None:
            wrong = miscounted(self._state, shown)
            if not wrong and self._fits(interpreter, scope, shown):
                self._take(interpreter, scope, shown)
                self._used.add(self._edit.groups[turn])
                return True
            self._let_go(turn, wrong, not wrong)
        if self._edit.groups[turn] in self._used:
            raise Unsure
        noted = self._noted(interpreter, scope, record)
        goes_on = True
        for statement in part.nodes:
            if goes_on:
                goes_on = interpreter.guarded(statement, scope)
        self._off |= not goes_on
        for kind, names in self._state.counted.items():
            self._doubtful.update([(kind, name) for name in names])
        if shown is not None:  # what it counted before
            self._doubtful |= shown.counting
        self._end(interpreter, scope, record, self._edit.changed[turn], noted)
        return goes_on

    def _fits(self, interpreter: Interpreter, scope: ModuleScope, shown: Shown) -> bool:
        steps = interpreter.budget.steps - interpreter.steps
        if self._set is None:
            self._set = settings(interpreter)
        if 2 * shown.steps > steps or shown.before != self._set:
            return False
        # Whether it bound these at all cannot be told.
        left = {name: scope.names.get(name, MISSING) for name in shown.left}
        return equal(shown.left, left)

    def _foresee(self, turn: int) -> None:
        """Whether what was run again was counted as it was before: else what rests on that must be
        run again as well, and nothing that shares an object with it may be taken."""
        if self._ahead is None:
            self._ahead = Ahead([record.shown for record in self._edit.records], turn)
        wrong = self._ahead.wrong(self._state, self._doubtful - self._wrong, turn)
        self._doubtful.clear()
        if wrong:
            self._let_go(turn, wrong)

    def _let_go(self, turn: int, wrong: set[Counted], everything: bool = False) -> None:
        """From here on these are counted otherwise: what rests on that is not taken."""
        self._wrong |= wrong
        groups: set[int] = set()
        for at in range(turn, len(self._edit.stays)):
            shown = self._edit.records[at].shown
            if self._edit.stays[at] and shown is not None:
                if everything or not wrong.isdisjoint(shown.counting):
                    groups.add(self._edit.groups[at])
        if groups & self._used:
            raise Unsure
        for at, group in enumerate(self._edit.groups):
            self._edit.stays[at] &= group not in groups

    def _take(self, interpreter: Interpreter, scope: ModuleScope, shown: Shown) -> None:
        for name, value in shown.names.items():
            if value is MISSING:
                scope.names.pop(name, None)
            else:
                scope.names[name] = value
        self._add(interpreter, shown)
        count_on(self._state, shown)
        symbols = self._state.raw("symbols")
        for event in shown.models:
            event.symbols = symbols
            event.model.variable = ""  # what holds it is told where the file ends
        interpreter.events += shown.events

    def _add(self, interpreter: Interpreter, shown: Shown) -> None:
        interpreter.unknowns += shown.unknowns
        interpreter.steps += shown.steps
        interpreter.made += shown.made
        for record, at, count in shown.calls:
            if at >= len(record.defs):
                raise Unsure
            record.defs[at].calls += count
        self.taken.append(shown)

    def _noted(
        self,
        interpreter: Interpreter,
        scope: ModuleScope | None = None,
        record: Record | None = None,
    ) -> Any:
        """How things are before a root is explored, or the piece of a record is run."""
        self._state.ask_anew()
        interpreter.wide = False
        self._set = None
        again = record is not None and record.again
        bound = {}
        if scope is not None and record is not None:
            bound = {name: scope.names.get(name, MISSING) for name in record.binds}
        return (
            None if again else settings(interpreter),
            bound,
            len(interpreter.events),
            len(interpreter.unknowns),
            interpreter.steps,
            interpreter.made,
            [each.calls for each in interpreter.defined],
            len(self._made),
        )

    def _seen(self, interpreter: Interpreter, noted: Any) -> Shown | None:
        """What was shown since; None where that cannot be taken another time."""
        before, _, events, unknowns, steps, made, calls, _ = noted
        shown = Shown(Spans([]), self._common)
        shown.before, shown.after = before, settings(interpreter)
        shown.counts = asked_for(self._state)
        shown.events = interpreter.events[events:]
        shown.models = [each for each in shown.events if type(each) is ModelMade]
        shown.unknowns = interpreter.unknowns[unknowns:]
        shown.steps = interpreter.steps - steps
        shown.made = interpreter.made - made
        for each, count in zip(interpreter.defined, calls, strict=False):
            if each.calls != count:
                known = self._fresh.get(id(each))
                if known is None:
                    return None
                shown.calls.append((*known, each.calls - count))
        made_here = interpreter.defined[len(calls) :]
        own = all(type(each) is Function and each.scope.parent is not None for each in made_here)
        fine = own and not interpreter.wide and self._state.asked.keys() <= OWN
        return shown if fine and before[0] == shown.after[0] else None

    def _end(
        self,
        interpreter: Interpreter,
        scope: ModuleScope,
        record: Record,
        changed: bool,
        noted: Any,
    ) -> None:
        """Keep what running a part has shown."""
        shown = None if record.again else self._seen(interpreter, noted)
        record.defs = interpreter.defined[len(noted[6]) :]
        for at, each in enumerate(record.defs):
            self._fresh[id(each)] = record, at
        values = {name: scope.names.get(name, MISSING) for name in record.binds}
        plain = {n: value for n, value in values.items() if is_plain(value, scope)}
        shares = frozenset(values.keys() - plain.keys())
        if not changed and (shares != record.shares or not equal(plain, record.plain)):
            raise Unsure  # it was to end as it did before
        record.shares, record.plain = shares, plain
        code = frozenset([name for name, value in plain.items() if is_defined(value)])
        record.carries = record.binds if record.defines else code
        record.vague = frozenset([name for name in shares if type(values[name]) is Unknown])
        if shown is not None:
            same = {n for n, value in values.items() if value is noted[1][n]} - record.sure
            shown.names = {n: value for n, value in values.items() if n not in same}
            shown.left = {name: values[name] for name in same if values[name] is not MISSING}
        record.shown = None if code else shown
        if record.shown is not None:
            self._part(record.shown, noted)

    def _part(self, shown: Shown, noted: Any) -> None:
        """What was made for what is kept belongs to that alone."""
        shown.spans.made = self._made[noted[7] :]
        del self._made[noted[7] :]

    # The roots ----------------------------------------------------------------------------

    def run_out(self, interpreter: Interpreter, gave_up: bool) -> None:
        """Where the file ends: whether all went as it was foreseen."""
        self._off |= gave_up or interpreter.budget.hurried
        if interpreter.asked or interpreter.choices or interpreter.altered:
            self._off = True
        if self._off and self.taken:
            raise Unsure

    def explored(self, interpreter: Interpreter, root: Root, steps: int) -> Shown | None:
        """What exploring a root has shown, if that would be the same again in so many steps."""
        record = self._record(root)
        shown = self.roots.get((record, root.title)) if record is not None else None
        if record is None or shown is None or self._off or shown.steps > steps:
            return None
        if shown.before != settings(interpreter) or miscounted(self._state, shown):
            return None
        if not self._edit.at_end(record) or not self._edit.stand([shown]):
            return None
        self._add(interpreter, shown)
        self._named(record, root, shown)
        return shown

    def note(self, interpreter: Interpreter) -> Any:
        """How things are before a root is explored."""
        if self._off:
            return None
        state: Any = interpreter.state
        names: dict[str, Any] = dict.__getitem__(state, "main").names
        vague = [each for each in names.values() if type(each) is Unknown]
        return self._noted(interpreter), [(each, told(each)) for each in vague]

    def keep(self, interpreter: Interpreter, root: Root, noted: Any, events: list[Any]) -> None:
        """What exploring a root has shown, since it was noted how things were."""
        record = self._record(root)
        if record is None:
            return
        noted, vague = noted
        shown = self._seen(interpreter, noted)
        if interpreter.altered and self.taken:
            raise Unsure
        if shown is not None and all(told(each) == before for each, before in vague):
            shown.events = events
            shown.models = [each for each in events if type(each) is ModelMade]
            self._part(shown, noted)
            self._named(record, root, shown)

    def _named(self, record: Record, root: Root, shown: Shown) -> None:
        """Keep it under the name of the root, unless there is another one of that name."""
        key = record, root.title
        self._roots[key] = None if key in self._roots else shown

    def _record(self, root: Root) -> Record | None:
        if self._off:
            return None
        at = bisect_right(self._edit.parts, root.span.start, key=_start)
        return self._edit.records[at - 1]

    # The end ------------------------------------------------------------------------------

    def settle(self, interpreter: Interpreter, source: Source) -> None:
        """Put what was taken where it stands now."""
        if interpreter.altered and self.taken:
            raise Unsure
        moving = {spans for shown in self.taken for spans in (shown.spans, shown.common)}
        for spans in moving:
            spans.hold(self._edit.places)
        for record, part in zip(self._edit.records, self._edit.parts, strict=True):
            record.own = part.own
            record.place.start, record.place.length = part.start, part.end - part.start
            if record.place in self._edit.shifts:
                record.text = source.text[part.start : part.end]
        for spans in moving:
            spans.put(source, self._edit.living, self._edit.shifts)
        self._inherit(interpreter)
        self.source = source
        self._open = False
        if self._off or interpreter.altered:
            self.forget()
        else:
            self.records, self.roots, self._ended = (
                self._edit.records,
                self._roots,
                self._edit.ended,
            )

    def _inherit(self, interpreter: Interpreter) -> None:
        """Functions and layers that are kept hold on to the run that made them: from now on that
        has what this one has, and not also all that it has shown in its time."""
        for older in self._runs:
            vars(older).update(vars(interpreter))
        scope: ModuleScope = self._state["main"]
        for each in self._scopes:
            each.names = scope.names
        self._runs.add(interpreter)
        self._scopes.add(scope)

    def remarks(self) -> dict[int, tuple[Model, list[Any]]]:
        """What the rules have said of models that are taken as they were."""
        return {key: said for shown in self.taken for key, said in shown.remarks.items()}

    def judged(self, said: dict[int, tuple[Model, list[Any]]]) -> None:
        """Keep what the rules say of each model: with that a text has been read."""
        if self.source is not None:
            self.source.made = None
        for shown in (*(record.shown for record in self.records), *self.roots.values()):
            if shown is not None and shown.common is self._common:
                for event in shown.models:
                    if id(event.model) in said:
                        shown.remarks[id(event.model)] = said[id(event.model)]


def _start(part: Part) -> int:
    return part.start
