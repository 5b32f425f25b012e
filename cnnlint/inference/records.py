"""What running a piece of a text has shown, and what can be told from the piece alone."""

from __future__ import annotations

from ..interpreter.reads import LATER, REFLECTING, kinds_in, names_read
from ..interpreter.uncertainty import assigned
from ..interpreter.values import (
    MISSING,
    Class,
    ClassMethod,
    Function,
    Module,
    Native,
    Property,
    StaticMethod,
)
from .dependence import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Unknown
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import ModuleScope
    from ..keras.events import ModelMade
    from ..network import Model
    from ..syntax.pieces import Piece
    from ..syntax.tree import Node
    from .placing import Place, Spans

    Counted = tuple[str, str]

#: What a program sets for all that follows, and what goes on where nothing does at its top.
SETTINGS = tuple(
    (
        "keras 2,dtype policy,image_data_format,floatx,custom objects,inside,building,trial,"
        "traced,print"
    ).split(",")
)
#: What is counted while a program runs, a name at a time.
COUNTS = ("names", "free sizes", "miscounted", "symbols")
#: What is kept for one run besides, of which each object finds its own, or nothing.
OWN = frozenset(
    (
        "names,miscounted,symbols,free sizes,sizes,bound,models,input shapes,world,batch shapes,"
        "scalars,made in call,let go,libraries,waiting,shapes,renamed,trained,steps run,"
        "called in training"
    ).split(",")
).union(SETTINGS)
#: Statements that are always run again: they cost little, and what they bind knows its scope.
AGAIN = frozenset(("FunctionDef", "ClassDef", "Import", "ImportFrom"))
#: Statements that bind their names whatever happens.
SURE = frozenset(("Assign", "AnnAssign", "AugAssign", "Import", "ImportFrom"))
#: In a text that says one of these, names are reached in ways that it does not show.
HIDDEN = ("__dict__", "__globals__", "__closure__", "import *")
ATOMS = (type(None), bool, int, float, complex, str, bytes, type(Ellipsis))


class State(dict):  # type: ignore[type-arg]
    """What libraries keep for one run; `asked` is what was asked for, of counts each name."""

    __slots__ = ("asked", "counted")

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__({kind: Counts() for kind in COUNTS})
        self.asked: set[str] = set()
        self.counted: dict[str, set[str]] = {kind: self.raw(kind).asked for kind in COUNTS}
        self.update(given)

    def raw(self, kind: str) -> Counts:
        """Something that is counted, without asking for it."""
        found: Counts = dict.__getitem__(self, kind)
        return found

    def ask_anew(self) -> None:
        """Nothing was asked for yet."""
        self.asked.clear()
        for names in self.counted.values():
            names.clear()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.asked.add(key)
        if key in self.counted:
            old, asked = self.raw(key), self.counted[key]
            names = {*old, *value}
            asked.update([n for n in names if dict.get(old, n) != dict.get(value, n)])
            value = Counts(value)
            value.asked = asked
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self.asked.add(key)  # type: ignore[arg-type]
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().setdefault(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self.asked.add(key)
        return super().pop(key, *default)

    def update(self, given: dict[str, Any]) -> None:  # type: ignore[override]
        for key, value in given.items():
            self[key] = value


class Counts(dict):  # type: ignore[type-arg]
    """Something that is counted by its name; `asked` are the names that were asked for, or set."""

    __slots__ = ("asked",)

    def __init__(self, *given: dict[str, Any]) -> None:
        super().__init__(*given)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.asked.add(key)
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self.asked.add(key)  # type: ignore[arg-type]
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().setdefault(key, default)


class Shown:
    """What came of running a statement, or of exploring a root."""

    __slots__ = (
        "after",
        "before",
        "calls",
        "common",
        "counts",
        "events",
        "made",
        "models",
        "names",
        "remarks",
        "spans",
        "steps",
        "unknowns",
    )

    def __init__(self, spans: Spans, common: Spans) -> None:
        self.spans = spans
        #: What was made in that run besides: by definitions, and by the rules in the end.
        self.common = common
        #: What was set when it began and when it ended; and of what is counted the names that
        #: were asked for, with what they had come to then.
        self.before: Any = None
        self.after: Any = None
        self.counts: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.names: dict[str, Any] = {}
        self.events: list[Any] = []
        self.models: list[ModelMade] = []  # of the events
        self.unknowns: list[Unknown] = []
        #: Which definitions were called, how often.
        self.calls: list[tuple[Record, int, int]] = []
        self.steps = 0
        self.made = 0
        #: What the rules say of its models.
        self.remarks: dict[int, tuple[Model, list[Any]]] = {}

    @property
    def counting(self) -> set[Counted]:
        """The names that it has counted, or asked for."""
        return {(kind, name) for kind, before, _ in self.counts for name in before}


class Record(Unit):
    """A piece of the text, and what running it has shown; None for what is always run again."""

    __slots__ = ("again", "defs", "hidden", "own", "place", "plain", "shown", "text")

    def __init__(self, own: Piece, text: str, place: Place) -> None:
        nodes = own[0]
        super().__init__(names_read(nodes), frozenset(assigned(nodes)))
        kinds = kinds_in(nodes)
        first = {node[0] for node in nodes}
        self.own = own
        self.text = text
        self.place = place
        if all(map(_is_sure, nodes)):
            self.sure = self.binds
        self.defines = bool(first & {"FunctionDef", "ClassDef"})
        self.later = not kinds.isdisjoint(LATER)
        documents = "__doc__" in text  # which may have changed where nothing else did
        self.again = documents or not first.isdisjoint(AGAIN)
        self.hidden = (
            not kinds.isdisjoint(("Directive", "Global", "Opaque"))
            or not self.reads.isdisjoint(REFLECTING)
            or any(word in text for word in HIDDEN)
            or (documents and self.defines)
        )
        self.plain: dict[str, Any] = {}
        self.defs: list[Function | Class] = []
        self.shown: Shown | None = None

    @property
    def rerun(self) -> bool:
        return self.again or self.shown is None


def _is_sure(node: Node) -> bool:
    """Whether a statement binds its names whatever happens."""
    if node[0] == "FunctionDef":
        _, _, _, _, params, _, decorators, _, _ = node
        return not decorators and all(_is_constant(param[2]) for param in params)
    return node[0] in SURE


def _is_constant(node: Node | None) -> bool:
    if node is None or node[0] == "Constant":
        return True
    return node[0] in ("Tuple", "List") and all(map(_is_constant, node[3]))


def told(unknown: Unknown) -> Any:
    """What is learnt of an unknown when it is used."""
    return unknown.name, unknown.variable, unknown.size, unknown.origin


def counts_of(state: State) -> dict[str, dict[str, Any]]:
    """How far everything is counted."""
    return {kind: dict(state.raw(kind)) for kind in COUNTS}


def asked_for(state: State, before: dict[str, dict[str, Any]]) -> Any:
    """What was counted since, or asked for: before, and now. Of symbols, what is new."""
    found = []
    for kind, names in state.counted.items():
        if names:
            old, now = before[kind], state.raw(kind)
            some = [name for name in names if kind != "symbols" or name not in old]
            after = {name: dict.get(now, name, MISSING) for name in some}
            found.append((kind, {name: old.get(name, MISSING) for name in names}, after))
    return found


def miscounted(state: State, shown: Shown) -> set[Counted]:
    """What had come to something else when this was run."""
    return {
        (kind, name)
        for kind, before, _ in shown.counts
        for name, level in before.items()
        if not is_at(state, kind, name, level)
    }


def is_at(state: State, kind: str, name: str, level: Any) -> bool:
    """Whether something is counted up to here, or for a symbol: whether it is one."""
    now = dict.get(state.raw(kind), name, MISSING)
    return bool(now == level) if type(now) is int else (now is MISSING) == (level is MISSING)


def count_on(state: State, shown: Shown) -> None:
    """Count what was counted when this was run."""
    for kind, _, after in shown.counts:
        now = state.raw(kind)
        for name, level in after.items():
            if level is MISSING:
                dict.pop(now, name, None)
            else:
                dict.__setitem__(now, name, level)


def settings(interpreter: Interpreter) -> Any:
    """What is set for the whole program, and how many questions were asked."""
    state: Any = interpreter.state
    return tuple([_setting(dict.get(state, key)) for key in SETTINGS]), len(interpreter.asked)


def _setting(value: Any) -> Any:
    if not value:
        return None
    return value if type(value) in (str, int, bool) else object()


# Values ---------------------------------------------------------------------------------------


def is_plain(value: Any, scope: ModuleScope) -> bool:
    """Whether nothing can happen to a value, so that statements that use it share nothing."""
    kind = type(value)
    if kind in ATOMS or value is MISSING:
        return True
    if kind is tuple or kind is frozenset:
        return all(is_plain(each, scope) for each in value)
    if kind is Native:
        return not value.attributes or value.attributes.keys() <= {"__doc__"}
    if kind is Module:
        return "__file__" not in value.names
    if kind is Function:
        return (
            value.scope is scope
            and value.attributes.keys() <= {"__doc__"}
            and all(is_plain(each, scope) for each in value.signature.defaults.values())
        )
    if kind is Class:
        if value.span is None:
            return True
        if value.span.source is not scope.source:
            return False
        return all(_is_member(each, scope) for each in value.namespace.values())
    return False


def is_defined(value: Any) -> bool:
    """Whether a plain value is a function or a class of the user's: those of this run must be
    used, whose scope is that of this run, and whose code stands where it stands now."""
    if type(value) in (tuple, frozenset):
        return any(map(is_defined, value))
    return type(value) is Function or (type(value) is Class and value.span is not None)


def _is_member(value: Any, scope: ModuleScope) -> bool:
    if type(value) in (StaticMethod, ClassMethod):
        value = value.function
    if type(value) is Property:
        return True
    if type(value) is Function:
        return value.scope.module is scope and all(
            is_plain(each, scope) for each in value.signature.defaults.values()
        )
    return is_plain(value, scope)


def equal(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether names are bound to the same plain values in two runs."""
    return one.keys() == other.keys() and all(
        _same(value, other[name]) for name, value in one.items()
    )


def _same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if type(one) is tuple:
        return len(one) == len(other) and all(map(_same, one, other))
    if type(one) in (Native, Module, Function):
        return bool(one.name == other.name)
    if type(one) is Class:
        return bool(one.name == other.name) and (one.span is None) == (other.span is None)
    return repr(one) == repr(other)
