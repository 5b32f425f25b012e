"""What two ways of a program have in common, where both may have been taken.

Two states of a program, before a turn of a loop and after it, or at the ends of two branches, give
one that stands for both: what is the same stays, and what differs is not known any more. It keeps
of a tensor what both have: its rank and the sizes they share. Two places that differ in the same
way are the same unknown, so `height == width` outlives a loop that halves both.

This is the least general generalization of two terms (Plotkin, 1970). A state *covers* another one
where putting values for its unknowns gives that; a loop's state that covers what one more turn
makes of it covers every number of turns.
"""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from ..network import Tensor
from .operators import key_of, symbol_for
from .values import MISSING, Class, Function, Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ..dims import Size
    from .machine import Interpreter
    from .values import Scope

    State = dict[str, Any]

#: Types whose values stand for themselves, however often they are met.
PLAIN = frozenset((int, float, bool, str, bytes, type(None)))
#: Values inside one another are looked into so deeply.
DEEPEST = 6
#: Collections of more items are not followed.
LONGEST = 100


class Joint:
    """Joins states. `tensors` are those it made, each with the two that it stands for; `place`
    puts each of them in the graph."""

    def __init__(
        self,
        interpreter: Interpreter,
        why: Unknown,
        place: Callable[[Joint, Tensor], None],
        earlier: Joint | None = None,
    ) -> None:
        self.interpreter = interpreter
        self.why = why
        self.place = place
        self.tensors: list[tuple[Tensor, Any, Any]] = []
        #: What was made for which pair of values.
        self.pairs: dict[object, Any] = {}
        self.kept: list[Any] = []  # values whose ids are keys above
        #: The unknowns made here, and by the joints whose states this one goes on with.
        self.made: set[object] = set() if earlier is None else earlier.made
        self.taken: set[object] = set()

    def again(self) -> Joint:
        """Another one, whose states are joined with what this one made."""
        return Joint(self.interpreter, self.why, self.place, self)

    def states(self, one: State, other: State) -> State:
        """Both states in one. What only one of them binds has that value wherever it has any."""
        joined: State = {}
        for name in (*one, *(name for name in other if name not in one)):
            first, second = one.get(name, MISSING), other.get(name, MISSING)
            if first is MISSING or second is MISSING:
                joined[name] = second if first is MISSING else first
            else:
                joined[name] = self.values(first, second, name)
        return joined

    def values(self, one: Any, other: Any, name: str = "", depth: int = 0) -> Any:
        if one is other and type(one) in PLAIN:
            return one
        pair = id(one), id(other)
        found = self.pairs.get(pair, MISSING)
        if found is MISSING:
            self.kept += (one, other)
            found = self.pairs[pair] = self._joined(one, other, name, depth)
        return found

    def _joined(self, one: Any, other: Any, name: str, depth: int) -> Any:
        kind = type(one)
        if kind is not type(other):
            return self.unknown(one, other, name)
        if kind is Tensor:
            return self._tensors(one, other, name)
        if kind in (list, tuple, dict):
            joined = self._items(one, other, name, depth)
            return self.unknown(one, other, name) if joined is MISSING else joined
        if kind is Function and one.span.key == other.span.key:
            return other  # a function that each turn defines
        if kind is Unknown and one.key in self.made:
            return self.unknown(one, other, name)
        if one is other or (kind is not set and key_of(one) == key_of(other)):
            return one
        return self.unknown(one, other, name)

    def _items(self, one: Any, other: Any, name: str, depth: int) -> Any:
        """A list, a tuple or a dict of what both hold; MISSING where they do not match."""
        if not self._followed(one, depth) or not self._followed(other, depth):
            return one if one is other else MISSING
        if type(one) is dict:
            if one.keys() != other.keys():
                return MISSING
            named = {key: self.values(one[key], other[key], name, depth + 1) for key in one}
            return one if all(named[key] is one[key] for key in one) else named
        if len(one) != len(other):
            return MISSING
        items = [
            self.values(a, b, f"{name}[{place}]", depth + 1)
            for place, (a, b) in enumerate(zip(one, other, strict=True))
        ]
        if all(a is b for a, b in zip(items, one, strict=True)):
            return one
        return items if type(one) is list else tuple(items)

    def _followed(self, value: Any, depth: int) -> bool:
        open_ended = type(value) is list and id(value) in self.interpreter.blurred
        return len(value) <= LONGEST and depth < DEEPEST and not open_ended

    def _tensors(self, one: Tensor, other: Tensor, name: str) -> Tensor:
        a, b = one.shape, other.shape
        if one.dtype != other.dtype or one.sparse != other.sparse:
            made = Tensor(None, unknown=self.interpreter.derive(self.why, "dtype", object()))
        elif a is None or b is None or len(a) != len(b):
            why = (one.unknown if a is None else None) or (other.unknown if b is None else None)
            made = Tensor(None, unknown=why or self.interpreter.derive(self.why, "rank", object()))
        else:
            shape = tuple(
                self.size(m, n, f"{name}.shape[{axis}]")
                for axis, (m, n) in enumerate(zip(a, b, strict=True))
            )
            made = Tensor(shape, one.dtype, sparse=one.sparse)
        if one is other and made.shape == one.shape:
            return one
        self._note(made, one, other)
        return made

    def _note(self, made: Tensor, one: Any, other: Any) -> None:
        self.tensors.append((made, one, other))
        self.place(self, made)

    def anew(self, value: Any, name: str, depth: int = 0) -> Any:
        """What stands for a value that each turn of a loop makes anew."""
        kind = type(value)
        if kind is Tensor:
            made = Tensor(value.shape, value.dtype, unknown=value.unknown, sparse=value.sparse)
            self._note(made, None, value)
            return made
        if kind in (list, tuple) and self._followed(value, depth):
            items = [self.anew(item, f"{name}[{i}]", depth + 1) for i, item in enumerate(value)]
            return items if kind is list else tuple(items)
        if kind in PLAIN or kind is Dim or kind in (Function, Class, Module):
            return value
        return self.unknown(value, MISSING, name)

    def size(self, one: Size, other: Size, name: str) -> Size:
        """The size of an axis that is one or the other: a symbol where they differ."""
        if type(one) is int or type(other) is int:
            if one == other:
                return one
        elif dims.hidden(one) and dims.hidden(other):
            if one == other and one not in self.made:
                return one
            pair = "hidden", key_of(one), key_of(other)
            found = self.pairs.get(pair)
            if found is None:
                found = self.pairs[pair] = self._hidden(one)
            return found
        elif one == other and self._before(one) is None:
            return one
        return symbol_for(self.interpreter, self.unknown(one, other, name))

    def _before(self, one: Any) -> Unknown | None:
        """What stood for several values before, and now for a size or a number."""
        if type(one) is Dim:
            one = self.interpreter.state.get("symbols", {}).get(str(one))
        return one if type(one) is Unknown and one.key in self.made else None

    def _hidden(self, one: Size) -> Size:
        """A size that Keras shows as None whichever it is."""
        if one in self.made and one not in self.taken:
            self.taken.add(one)
            return one
        state = self.interpreter.state
        number = state["joined sizes"] = state.get("joined sizes", 0) + 1
        made = dims.symbol(f"_any{number}", hidden=True)
        self.made.add(made)
        self.taken.add(made)
        return made

    def unknown(self, one: Any, other: Any, name: str) -> Unknown:
        """What is one value or the other. The same two are the same unknown wherever they stand."""
        pair = key_of(one), key_of(other)
        found = self.pairs.get(pair)
        if found is None:
            found = self.pairs[pair] = self._unknown(one, name)
            self.kept += (one, other)
        return found

    def _unknown(self, one: Any, name: str) -> Unknown:
        # What stood for several values before may go on to stand for one more.
        before = self._before(one)
        if before is not None and before.key not in self.taken:
            self.taken.add(before.key)
            return before
        made = self.interpreter.derive(self.why, "joined", object())
        made.name = name
        self.made.add(made.key)
        self.taken.add(made.key)
        return made


class Cover:
    """Whether a state covers another one: the same values for its unknowns everywhere."""

    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self.given: dict[object, object] = {}
        self.tensors: list[tuple[Tensor, Tensor]] = []

    def states(self, general: State, other: State) -> bool:
        return all(
            name in general and self.values(general[name], value) for name, value in other.items()
        )

    def values(self, general: Any, other: Any, depth: int = 0) -> bool:
        kind = type(general)
        if kind is Unknown:
            return self._takes(general, other)
        if kind is not type(other):
            return False
        if kind is Tensor:
            return self._tensors(general, other)
        if kind in (list, tuple, dict) and len(general) <= LONGEST and depth < DEEPEST:
            return self._items(general, other, depth)
        if kind is Function:
            return bool(general.span.key == other.span.key)
        return general is other or key_of(general) == key_of(other)

    def _items(self, general: Any, other: Any, depth: int) -> bool:
        blurred = self.joint.interpreter.blurred
        if id(general) in blurred or id(other) in blurred:
            return general is other
        if type(general) is dict:
            return general.keys() == other.keys() and all(
                self.values(general[key], other[key], depth + 1) for key in general
            )
        return len(general) == len(other) and all(
            self.values(a, b, depth + 1) for a, b in zip(general, other, strict=True)
        )

    def _is_free(self, general: Any) -> object | None:
        if type(general) is Unknown and general.key in self.joint.made:
            return general.key
        return None

    def _takes(self, general: Unknown, other: Any) -> bool:
        free = self._is_free(general)
        if free is None:
            return type(other) is Unknown and other.key == general.key
        return self.given.setdefault(free, key_of(other)) == key_of(other)

    def _tensors(self, general: Tensor, other: Tensor) -> bool:
        self.tensors.append((general, other))
        if general.shape is None:
            return True
        return (
            other.shape is not None
            and len(general.shape) == len(other.shape)
            and general.dtype == other.dtype
            and general.sparse == other.sparse
            and all(self._sizes(a, b) for a, b in zip(general.shape, other.shape, strict=True))
        )

    def _sizes(self, general: Size, other: Size) -> bool:
        if type(general) is Dim:
            if general in self.joint.made:
                free: object = general
                if not dims.hidden(other):
                    return False
            else:
                unknown = self.joint.interpreter.state.get("symbols", {}).get(str(general))
                free = self._is_free(unknown)
            if free is not None:
                return self.given.setdefault(free, key_of(other)) == key_of(other)
        return general == other


#: The kind of a layer whose output is one or the other of its inputs.
EITHER = "either"


def sources(tensor: Tensor, wanted: set[int]) -> set[int]:
    """Which of the wanted tensors, by their ids, one is certainly made from."""
    found: dict[int, set[int]] = {}  # by node
    pending = [tensor]
    while pending:
        node = pending[-1].node
        inputs = node.inputs if node is not None and id(pending[-1]) not in wanted else ()
        if node is None or not inputs or id(node) in found:
            pending.pop()
            continue
        open_ = [
            each
            for each in inputs
            if each.node is not None
            and id(each.node) not in found
            and id(each) not in wanted
            and each.node.inputs
        ]
        if open_:
            pending += open_
            continue
        parts = [_source(each, wanted, found) for each in inputs]
        joined = set.intersection(*parts) if node.layer.kind == EITHER else set().union(*parts)
        found[id(node)] = joined
        pending.pop()
    return _source(tensor, wanted, found)


def _source(tensor: Tensor, wanted: set[int], found: dict[int, set[int]]) -> set[int]:
    if id(tensor) in wanted:
        return {id(tensor)}
    return set() if tensor.node is None else found.get(id(tensor.node), set())


def tensors_in(value: Any, depth: int = 0) -> bool:
    """Whether a value is, or holds, a tensor."""
    kind = type(value)
    if kind is Tensor:
        return True
    if kind in (list, tuple) and depth < 2 and len(value) <= LONGEST:
        return any(tensors_in(item, depth + 1) for item in value)
    return kind is dict and depth < 2 and any(tensors_in(v, depth + 1) for v in value.values())


def current(scope: Scope, names: Iterable[str]) -> State:
    """What names stand for at this moment, those that are bound."""
    found: State = {}
    for name in names:
        holder = scope.outer.get(name, scope) if scope.outer is not None else scope
        if name in holder.names:
            found[name] = holder.names[name]
    return found


def bind(scope: Scope, state: State) -> None:
    for name, value in state.items():
        scope.assign(name, value)


def unbind(scope: Scope, names: Iterable[str]) -> None:
    for name in names:
        holder = scope.outer.get(name, scope) if scope.outer is not None else scope
        holder.names.pop(name, None)
