"""What a name can stand for, beside Python's own values.

Numbers, strings, tuples, lists, dicts, sets, slices and ranges are themselves. Everything else
is one of the classes below, an `Unknown`, or a value that a library brings with a `Behaviour`.
"""

from __future__ import annotations

from ..diagnostics import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ..diagnostics import Refused
    from ..source import Source, Span
    from ..syntax.tree import Node
    from .machine import Interpreter
    from .signature import Signature


class Scope:
    """The names of one module, function, class body or comprehension.

    `parent` is the scope that encloses it in the text; class bodies are skipped over when a
    function inside them looks a name up. `outer` maps the names declared `global` or `nonlocal`
    to the scope they belong to. `bound` are the names that a function's own text binds: they are
    never looked up further out. `sent` is what was sent into the yields of a generator.
    """

    __slots__ = ("bound", "function", "is_class", "module", "names", "outer", "parent", "sent")

    def __init__(
        self,
        module: ModuleScope | None,
        parent: Scope | None,
        names: dict[str, Any] | None = None,
        *,
        function: Function | None = None,
        is_class: bool = False,
    ) -> None:
        self.names: dict[str, Any] = {} if names is None else names
        self.parent = parent
        self.module: ModuleScope = self if module is None else module  # type: ignore[assignment]
        self.function = function
        self.is_class = is_class
        self.outer: dict[str, Scope] | None = None
        self.bound: frozenset[str] | None = None
        self.sent: dict[int, Any] | None = None

    def assign(self, name: str, value: Any) -> None:
        if self.outer is not None and name in self.outer:
            self.outer[name].names[name] = value
        else:
            self.names[name] = value


class ModuleScope(Scope):
    """The global names of one file, and the file itself."""

    __slots__ = ("__weakref__", "dotted", "is_package", "source")

    def __init__(self, source: Source, dotted: str, is_package: bool = False) -> None:
        super().__init__(None, None)
        self.source = source
        self.dotted = dotted
        self.is_package = is_package


class Function:
    """A function of the user's: its signature holds the evaluated defaults."""

    __slots__ = (
        "_body",
        "attributes",
        "calls",
        "flags",
        "name",
        "owner",
        "scope",
        "signature",
        "span",
    )

    def __init__(
        self,
        name: str,
        signature: Signature,
        body: Node,
        scope: Scope,
        span: Span,
        flags: str = "",
    ) -> None:
        self.name = name
        self.signature = signature
        self._body: Any = body
        self.scope = scope
        self.span = span
        self.flags = flags  # "a" async, "g" generator, "l" lambda
        self.owner: Class | None = None
        self.attributes: dict[str, Any] = {}
        self.calls = 0

    @property
    def body(self) -> Node:
        """Statements, or for a lambda one expression; they are read when they are asked for."""
        body = self._body
        if type(body) is list:
            from ..syntax.bodies import read

            body = self._body = read(body, self.scope.module.source.text)
        return body  # type: ignore[no-any-return]

    @property
    def is_read(self) -> bool:
        return type(self._body) is tuple or len(self._body) == 1

    @property
    def extent(self) -> tuple[int, int]:
        """Where the body starts and ends; one that is not read, with the comments behind it."""
        if not self.is_read:
            start, end = self._body
            return start, end
        body = self.body
        if "l" in self.flags:
            return body[1], body[2]
        return (body[0][1], body[-1][2]) if body else (0, 0)


class Native:
    """A function that cnnlint knows: plain Python of ours, first parameter the interpreter.

    Without a `signature` it binds for itself: `function(interpreter, args, keywords)`; one that is
    `open` is also told what stands for arguments that cannot be seen. A `__new__` of ours is
    `function(interpreter, cls, args, keywords, unknown)`.
    """

    __slots__ = ("attributes", "function", "name", "open", "signature")

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        signature: Signature | None = None,
        *,
        open: bool = False,
    ) -> None:
        self.name = name
        self.function = function
        self.signature = signature
        self.open = open
        self.attributes: dict[str, Any] | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether it stands for something of a library's, which need not be a function there."""
        return getattr(self.function, "__module__", "").startswith("cnnlint.libraries.")


class Class:
    """A class, the user's or a library's. `native` is what a library keeps with its own.

    `keyed` says how objects with an `__eq__` of their own take part as keys of a dict: two
    functions, of an object and of two. `calls` counts the objects made of it. A `partial` one has
    more members than are followed here, and so have the classes that derive from it.
    """

    __slots__ = (
        "bases",
        "calls",
        "keyed",
        "mro",
        "name",
        "namespace",
        "native",
        "partial",
        "span",
        "unknown_base",
    )

    def __init__(
        self,
        name: str,
        bases: tuple[Class, ...] = (),
        namespace: dict[str, Any] | None = None,
        *,
        span: Span | None = None,
        native: Any = None,
        partial: bool = False,
        unknown_base: Unknown | None = None,
    ) -> None:
        self.name = name
        self.partial = partial
        self.bases = bases
        self.namespace: dict[str, Any] = {} if namespace is None else namespace
        self.span = span
        self.native = native
        self.calls = 0
        self.unknown_base: Unknown | None = unknown_base or next(
            (base.unknown_base for base in bases if base.unknown_base is not None), None
        )
        self.keyed: tuple[Callable[[Any], int], Callable[[Any, Any], bool]] | None = next(
            (base.keyed for base in bases if base.keyed is not None), None
        )
        self.mro: tuple[Class, ...] = (self, *_merge([list(b.mro) for b in bases], list(bases)))

    def find(self, name: str, after: Class | None = None) -> tuple[Any, Class | None]:
        """The first definition of `name` along the MRO (after one of its classes), and whose."""
        mro = self.mro
        if after is not None:
            mro = mro[mro.index(after) + 1 :] if after in mro else ()
        for cls in mro:
            if name in cls.namespace:
                return cls.namespace[name], cls
        return MISSING, None

    def derives_from(self, other: Class) -> bool:
        return other in self.mro

    def __repr__(self) -> str:
        return f"<class {self.name}>"


#: What stood in classes that all programs share, before one put something else there:
#: `keras.layers.Dense.call = call`. Namespace, name, value.
_REPLACED: list[tuple[dict[str, Any], str, Any]] = []


def lend(cls: Class, name: str) -> None:
    """Remember what a name of a library's class stands for, before a program changes that."""
    if cls.span is None:
        _REPLACED.append((cls.namespace, name, cls.namespace.get(name, MISSING)))


def restore() -> None:
    """Give the classes of libraries what they had before any program ran."""
    while _REPLACED:
        namespace, name, before = _REPLACED.pop()
        if before is MISSING:
            namespace.pop(name, None)
        else:
            namespace[name] = before


def _merge(orders: list[list[Class]], bases: list[Class]) -> list[Class]:
    """C3 linearization; an order that Python would refuse falls back to depth first."""
    pending = [order for order in (*orders, bases) if order]
    merged: list[Class] = []
    while pending:
        for order in pending:
            head = order[0]
            if not any(head in other[1:] for other in pending):
                break
        else:
            head = pending[0][0]
        merged.append(head)
        pending = [rest for order in pending if (rest := [cls for cls in order if cls is not head])]
    return merged


#: What every class derives from.
OBJECT = Class("object")


class Instance:
    """An object. `state` is what a library keeps with it (for a layer: its record).

    `held` is the value of Python's own that it is, where its class derives from `dict`, `int` or
    the like: a named tuple holds a tuple.
    """

    __slots__ = ("attributes", "cls", "held", "span", "state")

    def __init__(self, cls: Class, span: Span | None = None) -> None:
        self.cls = cls
        self.attributes: dict[str, Any] = {}
        self.state: Any = None
        self.held: Any = MISSING
        self.span = span

    def __hash__(self) -> int:
        keyed = self.cls.keyed
        if keyed is not None:
            return keyed[0](self)
        return id(self) >> 4 if self.held is MISSING else hash(self.held)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if self.cls.keyed is not None:
            return self.cls.keyed[1](self, other)
        if self.held is MISSING:
            return False
        return bool(self.held == (other.held if type(other) is Instance else other))

    def __repr__(self) -> str:
        return f"<{self.cls.name} object>"


class Method:
    """A function bound to its object; `owner` is the class it was found in."""

    __slots__ = ("function", "owner", "receiver")

    def __init__(self, function: Any, receiver: Any, owner: Class | None) -> None:
        self.function = function
        self.receiver = receiver
        self.owner = owner


class Property:
    """A property: the functions that read, write and delete it."""

    __slots__ = ("deleter", "getter", "setter")

    def __init__(self, getter: Any, setter: Any = None, deleter: Any = None) -> None:
        self.getter = getter
        self.setter = setter
        self.deleter = deleter


class StaticMethod:
    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function


class ClassMethod:
    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function


class Super:
    """`super()`: attributes of `receiver` found after `owner` in its class's order."""

    __slots__ = ("owner", "receiver")

    def __init__(self, owner: Class, receiver: Instance | Class) -> None:
        self.owner = owner
        self.receiver = receiver

    @property
    def receiver_class(self) -> Class:
        return self.receiver if isinstance(self.receiver, Class) else self.receiver.cls


class Module:
    """A module as a value. `load` finds a member the first time it is asked for.

    `load` returns `MISSING` for what the module does not have, as far as cnnlint knows. `gone`
    tells of names that only older versions had; the names in `kept` are none of these.
    """

    __slots__ = ("complete", "gone", "kept", "load", "name", "names")

    def __init__(
        self,
        name: str,
        names: dict[str, Any] | None = None,
        load: Callable[[str], Any] | None = None,
    ) -> None:
        self.name = name
        self.names: dict[str, Any] = {} if names is None else names
        self.load = load
        self.complete = False  # what is not found here is certainly not there
        self.gone: Callable[[str], Refused | None] | None = None
        self.kept: set[str] = set()

    def member(self, name: str) -> Any:
        value = self.names.get(name, MISSING)
        if value is MISSING and self.load is not None:
            value = self.load(name)
            if value is not MISSING:
                self.names[name] = value
        return value

    def __repr__(self) -> str:
        return f"<module {self.name}>"


class Lost(Exception):
    """The next item of an iterator, or an answer that Python itself asked for, is not known."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Stream:
    """An iterator: what `zip`, `map`, `iter`, a generator return. Items are made when asked for.

    From the first item that is not known on, every further one is lost. `depth` counts the
    iterators that this one draws from, one behind the other.
    """

    __slots__ = ("depth", "iterator", "kind", "lost")

    def __init__(self, items: Iterable[Any], kind: str = "iterator", depth: int = 0) -> None:
        self.iterator = iter(items)
        self.kind = kind
        self.depth = depth
        self.lost: Unknown | None = None

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Any:
        if self.lost is not None:
            raise Lost(self.lost)
        try:
            return next(self.iterator)
        except Lost as lost:
            self.lost = lost.unknown
            raise


class Missing:
    """The type of `MISSING`: no such name, no such member."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


class Behaviour:
    """How values of a type that a library brings take part in Python.

    Every method may return `MISSING` for "there is no such thing", which the interpreter turns
    into the Python error or an unknown. Attributes that the values have `besides` are not followed.
    """

    besides: frozenset[str] = frozenset()

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        return MISSING

    def set_attribute(self, interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
        pass

    def call(
        self, interpreter: Interpreter, value: Any, args: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        return MISSING

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return MISSING

    def set_item(self, interpreter: Interpreter, value: Any, index: Any, new: Any) -> None:
        pass

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        return MISSING

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        return MISSING

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        return True

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        return MISSING

    def binary(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        """`left op right`, where at least one of them is of this type."""
        return MISSING

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        """`left op right` for an ordering or equality, where one of them is of this type."""
        return MISSING

    def instance(self, interpreter: Interpreter, value: Any, obj: Any) -> Any:
        """`isinstance(obj, value)`."""
        return MISSING

    def type_name(self, value: Any) -> str:
        return type(value).__name__


class Raised(Exception):
    """An exception of the interpreted program, on its way to a handler.

    `calls` are those of the user's functions that were going on; None where the program raises it
    of its own will, by `raise`.
    """

    def __init__(self, cls: Class, value: Any, span: Span | None) -> None:
        super().__init__(cls.name)
        self.cls = cls
        self.value = value
        self.span = span
        self.calls: tuple[Span, ...] | None = None

    @property
    def message(self) -> str:
        value = self.value
        args: Any = value.attributes.get("args", ()) if isinstance(value, Instance) else ()
        text = str(args[0]) if len(args) == 1 and isinstance(args[0], str) else ""
        return f"{self.cls.name}: {text}" if text else self.cls.name


class GaveUp(Exception):
    """A budget is spent: the analysis of this file ends here and keeps what it has."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooDeep(GaveUp):
    """Calls are nested more deeply than is followed: the statement is left behind."""


class Identity:
    """The object itself as a part of a key: the same only for the same object, which it keeps."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value) >> 4

    def __eq__(self, other: object) -> bool:
        return type(other) is Identity and other.value is self.value
