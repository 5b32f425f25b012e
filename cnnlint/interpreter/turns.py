"""Loops of unknown length: what is known after any number of turns.

The first turn is followed as it would run: what is refused there is refused on every run that gets
there. Then a state is sought that stands for the program at the head of every turn: before the
first one, and whatever a turn makes of that state again. The turns on the way there are tried, and
leave no trace: there are no rows for them, nor is anything reported of them.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..network import LOOP, Layer, Node, Tensor
from . import joining, statements, uncertainty
from .iteration import Items, with_one
from .joining import Cover, Joint, bind, current
from .signals import BREAK, Return
from .targets import assign
from .values import MISSING, Lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node as Tree
    from .joining import State
    from .machine import Interpreter
    from .values import Scope

#: So many turns are tried before what a loop binds is given up.
MOST_TURNS = 4
#: Turns are tried for so many steps, and for one step more for so many of all others: what most
#: programs need, and little where a program takes long anyway.
MOST_TRIED, OTHERS = 2_000, 16


class Leaving:
    """Where the turns of a loop may end early: what names stood for there.

    `scope` tells whose loop it is; what leaves another one is not noted here.
    """

    __slots__ = ("breaks", "continues", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.breaks: list[State] = []
        self.continues: list[State] = []


class Attempt:
    """Turns that are tried: whatever a library notes of them is taken back.

    `lost` is set where a question was met that only a world of its own could answer.
    """

    __slots__ = ("began", "interpreter", "layers", "lengths", "lost", "names", "outer")

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.lost = False
        self.layers: dict[int, tuple[Layer, dict[str, Any]]] = {}

    def __enter__(self) -> Attempt:
        interpreter = self.interpreter
        self.outer, interpreter.attempt = interpreter.attempt, self
        self.began = interpreter.steps
        self.lengths = len(interpreter.events), len(interpreter.unknowns), len(interpreter.defined)
        self.names = dict(interpreter.state.get("names", {}))
        return self

    def __exit__(self, *error: object) -> None:
        interpreter = self.interpreter
        interpreter.attempt = self.outer
        if self.outer is None:
            interpreter.tried += interpreter.steps - self.began
        events, unknowns, defined = self.lengths
        del interpreter.events[events:]
        del interpreter.unknowns[unknowns:]
        del interpreter.defined[defined:]
        interpreter.state["names"] = self.names
        for layer, kept in self.layers.values():
            for slot, value in kept.items():
                setattr(layer, slot, value)

    def keep(self, layer: Layer) -> None:
        """A layer is about to be called or changed: afterwards it will be as it is now."""
        for each in (layer, *layer.all_parts()):
            if id(each) not in self.layers:
                kept = {}
                for cls in type(each).__mro__[:-1]:
                    for slot in cls.__dict__["__slots__"]:
                        value = getattr(each, slot)
                        kept[slot] = list(value) if type(value) is list else value
                self.layers[id(each)] = each, kept


def affordable(interpreter: Interpreter) -> bool:
    """Whether there are steps left for trying another turn."""
    most = MOST_TRIED + (interpreter.steps - interpreter.tried) // OTHERS
    return interpreter.attempt is not None or interpreter.tried < most


def cause(interpreter: Interpreter, why: Unknown, node: Tree) -> Unknown:
    """Why it is not known what a loop, or a comprehension, leaves."""
    span = interpreter.span(node)
    found = Unknown(
        f"the loop on line {span.line} runs an unknown number of times: {why.reason}",
        why.span,
        ("loop", why.key, span.key),
        parameter=why.parameter,
        help=why.help,
    )
    found.variable = why.variable
    return found


class Loop:
    """One loop, of which nobody knows how often it runs, because of `why`."""

    def __init__(
        self,
        interpreter: Interpreter,
        node: Tree,
        scope: Scope,
        why: Unknown,
        target: Tree | None,
        body: tuple[Tree, ...],
    ) -> None:
        self.interpreter = interpreter
        self.node = node
        self.scope = scope
        self.why = why
        self.target = target
        self.body = body
        self.names = uncertainty.assigned((node,))
        self.leaving = Leaving(scope)
        self.ended = False  # whether the last turn came to its end
        #: Whether the first turn is one like all others, as far as that can be told before.
        self.alike = interpreter.attempt is not None or not _mentions(body, target)
        self.began = len(interpreter.asked), len(interpreter.blurred)
        self.changed: set[tuple[int, object]] = set()  # what turns have changed in place
        self.another: Any = MISSING  # stands for an item of any turn but the first one
        self.items: Items | None = None
        self.row: Layer | None = None  # stands for what the turns call
        #: For tensors that stand for those of any turn: the one before the loop.
        self.origins: dict[int, tuple[Tensor, Tensor | None]] = {}

    def begin(self, known: Items | None) -> Any:
        """The first turn; its signal. `known` is what is known of the items."""
        if known is not None:
            self.another, self.items = known.another, known
        if self.interpreter.attempt is not None:
            return self.turn(self._item())
        if known is None:
            return self.turn(self.interpreter.derive(self.why, "item", self.node[1]))
        return self.turn(known.first)

    def _item(self) -> Any:
        """An item of which nobody knows whose turn it is."""
        if self.another is not MISSING:
            return self.another
        return self.interpreter.derive(self.why, "item", "later", self.node[1])

    def turn(self, item: Any) -> Any:
        """One turn; its signal."""
        interpreter = self.interpreter

        def follow() -> Any:
            if self.target is not None:
                assign(interpreter, self.target, item, self.scope)
            signal = statements.run(interpreter, self.body, self.scope)
            self.ended = True
            return signal

        self.ended = False
        outer, interpreter.leaving = interpreter.leaving, self.leaving
        counts = dict(interpreter.state.get("names", {}))
        try:
            return with_one(
                interpreter,
                self.items,
                lambda: uncertainty.perhaps(interpreter, self.why, follow, self.changed),
            )
        finally:
            interpreter.leaving = outer
            for name, count in interpreter.state.get("names", counts).items():
                if count != counts.get(name):
                    interpreter.state.setdefault("miscounted", {})[name] = True

    def after(self, before: State, signal: Any) -> State | None:
        """What its names stand for after the loop, whose first turn ended with this signal.

        None where that is not known, and for a loop that carries no tensors from turn to turn.
        """
        first = current(self.scope, self.names)
        if not self.ended or type(signal) is Return:
            return None
        if signal is not BREAK and self.interpreter.attempt is None:
            self._collect()
        if not any(map(joining.tensors_in, first.values())):
            return None
        why = cause(self.interpreter, self.why, self.node)
        joint = Joint(self.interpreter, why, self._stand_in)
        if signal is BREAK:
            head, ends = before, [first, *self.leaving.breaks]
        else:
            found = self._head(joint, before, first)
            if found is None:
                return None
            head, ends = found, self.leaving.breaks
        for end in ends:
            head, joint = self._meet(joint, head, {n: end[n] for n in self.names if n in end})
        return head

    def _collect(self) -> None:
        """Note what the items are of lists that each turn adds one to."""
        interpreter = self.interpreter
        grown = [
            value
            for value, _ in list(interpreter.blurred.values())[self.began[1] :]
            if len(value) == 2 and interpreter.builds(value[1])
        ]
        if not grown or not affordable(interpreter):
            return
        with Attempt(interpreter) as attempt:
            self.turn(self._item())
        for value in grown:
            known = self.ended and not attempt.lost and len(value) == 3
            first, another = value[1:] if known else (MISSING, MISSING)
            why = cause(interpreter, self.why, self.node)
            value[0].items = Items(first, another, why, interpreter.span(self.node))
            del value[1:]

    def _head(self, joint: Joint, before: State, end: State) -> State | None:
        """A state that stands for the program at the head of every turn."""
        interpreter = self.interpreter
        head = before
        if self._is_steady(joint, before, end):
            return self._meet(joint, before, end)[0]
        for _ in range(MOST_TURNS):
            if not affordable(interpreter):
                return None
            for each in self._continued():
                joint = joint.again()
                end = joint.states(each, end)
            head, joint = self._meet(joint, head, end)
            bind(self.scope, head)
            changed, blurred = len(self.changed), len(interpreter.blurred)
            try:
                with Attempt(interpreter) as attempt:
                    signal = self.turn(self._item())
            except Lost:
                return None
            if not self.ended or attempt.lost or type(signal) is Return:
                return None
            end = current(self.scope, self.names)
            if changed != len(self.changed) or blurred != len(interpreter.blurred):
                continue  # what it has changed in place may lead elsewhere the next time
            if signal is BREAK:
                self.leaving.breaks.append(end)
                ends = self._continued()
            else:
                ends = [end, *self._continued()]
            covers = [Cover(joint) for _ in ends]
            if all(map(Cover.states, covers, [head] * len(ends), ends)):
                self._lead([pair for cover in covers for pair in cover.tensors])
                return head
            self.leaving.continues += ends[1:] if signal is not BREAK else ends
            if signal is BREAK:
                return None
        return None

    def _is_steady(self, joint: Joint, before: State, end: State) -> bool:
        """Whether the first turn has left everything as it was, and so any other one does."""
        began = len(self.interpreter.asked), len(self.interpreter.blurred)
        if not self.alike or self.changed or self.leaving.continues or began != self.began:
            return False
        return Cover(joint).states(before, {n: v for n, v in end.items() if n in before})

    def _meet(self, joint: Joint, head: State, end: State) -> tuple[State, Joint]:
        """What stands for the state at the head of a turn and for that at its end."""
        joint = joint.again()
        new = {name: joint.anew(value, name) for name, value in end.items() if name not in head}
        met = {**joint.states(head, {n: v for n, v in end.items() if n in head}), **new}
        self._trace(joint)
        self._lead([(made, other) for made, _, other in joint.tensors])
        return met, joint

    def _continued(self) -> list[State]:
        found = [
            {name: state[name] for name in self.names if name in state}
            for state in self.leaving.continues
        ]
        self.leaving.continues.clear()
        return found

    # What stands for the tensors of any turn ----------------------------------------------

    def _stand_in(self, joint: Joint, made: Tensor) -> None:
        """A tensor that stands for several comes out of a row that stands for all turns."""
        if self.row is None:
            self.row = Layer(LOOP, "?", self.interpreter.span(self.node))
            self.row.broken = joint.why
            inside: list[Layer] = self.interpreter.state.get("inside") or []
            for outer in inside[-1:]:
                outer.broken = outer.broken or joint.why
        Node(self.row, (), (made,), self.row.span)

    def _trace(self, joint: Joint) -> None:
        for made, one, _ in joint.tensors:
            before = self.origins.get(id(one), (one, one))[1] if type(one) is Tensor else None
            self.origins[id(made)] = made, before

    def _lead(self, turned: list[tuple[Tensor, Tensor]]) -> None:
        """Connect each tensor that stands for several with the one before the loop it is made of.

        `turned` are pairs of such a tensor and what a turn makes of it. A turn need not use it:
        then nobody knows what it is made of.
        """
        uses = {id(made): self._sources(end) for made, end in turned if id(made) in self.origins}
        for made, end in turned:
            if id(made) in uses:
                uses[id(made)] &= self._sources(end)
        certain = {key for key in uses if self.origins[key][1] is not None}
        while True:
            lost = {
                key
                for key in certain
                if not any(
                    each in certain and self.origins[each][1] is self.origins[key][1]
                    for each in uses[key]
                )
                and id(self.origins[key][1]) not in uses[key]
            }
            if not lost:
                break
            certain -= lost
        assert self.row is not None or not uses
        for key, used in uses.items():
            made, before = self.origins[key]
            if key in certain:
                found = [before]
            else:
                found = [self.origins[each][1] for each in used if each in certain]
                if before is not None:
                    found = []
            node = made.node
            if node is not None and node.layer is self.row:
                node.inputs = tuple({id(each): each for each in found if each is not None}.values())

    def _sources(self, tensor: Tensor) -> set[int]:
        """Those that stand for several, or stood before the loop, that a tensor is made of."""
        wanted = {*self.origins}
        wanted.update(id(before) for _, before in self.origins.values() if before is not None)
        return joining.sources(tensor, wanted)


def _mentions(body: tuple[Tree, ...], target: Tree | None) -> bool:
    """Whether a body asks for what the target of its loop binds."""
    names = frozenset(() if target is None else uncertainty.targets(target))
    if target is not None and not names:
        return True
    pending: list[Any] = list(body)
    while pending:
        part = pending.pop()
        if type(part) is tuple and part:
            if part[0] == "Name" and len(part) == 4 and part[3] in names:
                return True
            pending += part
    return False
