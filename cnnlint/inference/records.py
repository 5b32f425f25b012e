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
from .counting import SETTINGS
from .dependence import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Unknown
    from ..interpreter.values import ModuleScope
    from ..keras.events import ModelMade
    from ..network import Model
    from ..syntax.pieces import Piece
    from ..syntax.tree import Node
    from .counting import Counted
    from .placing import Place, Spans

#: What is kept for one run besides, of which each object finds its own, or nothing.
OWN = frozenset(
    (
        "names,miscounted,symbols,said,free sizes,sizes,bound,models,input shapes,world,"
        "batch shapes,scalars,made in call,let go,libraries,waiting,shapes,renamed,trained,"
        "steps run,called in training,shapes of tensors,in callbacks,handled,from data,kept"
    ).split(",")
).union(SETTINGS)
#: Statements that are always run again: they cost little, and what they bind knows its scope.
AGAIN = frozenset(("FunctionDef", "ClassDef", "Import", "ImportFrom"))
#: Statements that bind their names whatever happens.
SURE = frozenset(("Assign", "AnnAssign", "AugAssign", "Import", "ImportFrom"))
#: In a text that says one of these, names are reached in ways that it does not show.
HIDDEN = ("__dict__", "__globals__", "__closure__", "import *")
#: Where these words stand, the environment is read or set: it is a name like others.
SURROUNDING = ("environ", "getenv", "putenv")
ENVIRONMENT = "os.environ"
ATOMS = (type(None), bool, int, float, complex, str, bytes, type(Ellipsis))


class Shown:
    """What came of running a statement, or of exploring a root."""

    __slots__ = (
        "after",
        "before",
        "calls",
        "common",
        "counts",
        "events",
        "left",
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
        #: What it bound; and names that it might have bound, which are what they were before.
        self.names: dict[str, Any] = {}
        self.left: dict[str, Any] = {}
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
        self.carries = self.binds if self.defines else frozenset()
        self.later = not kinds.isdisjoint(LATER)
        documents = "__doc__" in text  # which may have changed where nothing else did
        around = any(word in text for word in SURROUNDING)
        if around:
            self.reads |= {ENVIRONMENT}
            self.binds |= {ENVIRONMENT}
        self.again = documents or around or not first.isdisjoint(AGAIN)
        self.hidden = (
            not kinds.isdisjoint(("Directive", "Global", "Opaque"))
            or not self.reads.isdisjoint(REFLECTING)
            or any(word in text for word in HIDDEN)
            or (around and self.defines and "environ[" in text)
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
    if node[0] == "AnnAssign":
        return node[5] is not None
    return node[0] in SURE


def _is_constant(node: Node | None) -> bool:
    if node is None or node[0] == "Constant":
        return True
    return node[0] in ("Tuple", "List") and all(map(_is_constant, node[3]))


def told(unknown: Unknown) -> Any:
    """What is learnt of an unknown when it is used."""
    return unknown.name, unknown.variable, unknown.size, unknown.origin


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
