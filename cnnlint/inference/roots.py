"""What a file defines and never uses itself: functions, classes and methods that make models.

Each is a root: it is used as somebody might, with its defaults, and a free parameter for the rest.
"""

from __future__ import annotations

from itertools import pairwise

from ..diagnostics import Unknown
from ..interpreter.values import Class, ClassMethod, Function, Instance, Method, StaticMethod
from ..keras.classes import LAYER
from ..keras.events import ModelMade
from .unsettled import unsettle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.signature import Signature
    from ..interpreter.values import Scope
    from ..source import Source, Span

#: What makes a model says one of these words, or the name of a function that does.
MAKING = frozenset(("Model", "Sequential", "Input", "Functional"))

#: Methods of a layer that Keras calls: they are no way to ask for a model. Keras gives `build`
#: a shape; one that needs none is the program's own.
OWN = frozenset(("call", "build"))


class Step:
    """One call on the way: of a function or a class, of a method of what came before, or of the
    layer that came before, on tensors. `skip` parameters are given by Python itself; with `open`
    there are more that cannot be seen here."""

    __slots__ = ("kind", "name", "open", "signature", "skip")

    def __init__(
        self, kind: str, name: str, signature: Signature | None, skip: int, open: bool = False
    ) -> None:
        self.kind = kind  # "call", "method" or "layer"
        self.name = name
        self.signature = signature
        self.skip = skip
        self.open = open

    @property
    def names(self) -> tuple[str, ...]:
        signature = self.signature
        return () if signature is None else (*signature.names[self.skip :], *signature.keyword_only)

    @property
    def required(self) -> tuple[str, ...]:
        signature = self.signature
        if signature is None:
            return ()
        return tuple(n for n in self.names if n not in signature.defaults or n in signature.stated)

    @property
    def takes_more(self) -> bool:
        """Whether there may be arguments besides those that have names."""
        signature = self.signature
        return self.open or bool(signature and (signature.rest or signature.rest_keywords))


class Parameter:
    """A parameter without a value: `free` stands for it.

    It may be tried as a tuple of so many sizes, or as a tensor of so many axes (`is_tensor`).
    """

    __slots__ = ("free", "is_tensor")

    def __init__(self, free: Unknown, is_tensor: bool) -> None:
        self.free = free
        self.is_tensor = is_tensor


class Root:
    """A way to use something that the file only defines. `title` is the expression for it.

    `makes` tells what seems to make models from what only helps to.
    """

    __slots__ = ("callee", "makes", "span", "steps", "title")

    def __init__(self, callee: Any, title: str, span: Span, steps: tuple[Step, ...]) -> None:
        self.callee = callee
        self.span = span
        self.steps = steps
        self.title = title
        self.makes = True

    @property
    def needs(self) -> bool:
        """Whether it needs a value that only its caller knows, or may be given any other."""
        return any(step.required or step.takes_more for step in self.steps)

    @property
    def takes(self) -> bool:
        """Whether it can be used in more than one way."""
        return any(step.names or step.takes_more for step in self.steps)

    def parameters(self, everything: bool) -> dict[tuple[int, str], Parameter]:
        """Those without a value; with `everything`, those with a default as well."""
        found: dict[tuple[int, str], Parameter] = {}
        taken: set[str] = set()
        for place, step in enumerate(self.steps):
            first = True
            for name in step.names:
                if not everything and name not in step.required:
                    continue
                is_tensor = step.kind == "layer"
                reason = f"parameter `{name}` of `{step.name}` has no value here"
                if is_tensor and first:
                    reason = f"the input shape of `{step.name}` is not known: no call in this file"
                    first = False
                known_as = name if name not in taken else f"{step.name}.{name}"
                taken.add(name)
                key = ("parameter", self.title, place, name)
                free = Unknown(reason, self.span, key, name=known_as, parameter=True)
                found[place, name] = Parameter(free, is_tensor)
        return found

    def begin(self, interpreter: Interpreter) -> Any:
        """What the first step is taken from."""
        return self.callee

    def use(
        self, interpreter: Interpreter, values: dict[tuple[int, str], Any], everything: bool
    ) -> Any:
        """Go through the steps; the last object or model that came out."""
        value = self.begin(interpreter)
        for place, step in enumerate(self.steps):
            if step.kind == "method":
                # What its construction makes is told of that.
                events = interpreter.events
                events[:] = [event for event in events if not isinstance(event, ModelMade)]
                last = step.name.rpartition(".")[2]
                method = self.callee.find(last)[0]
                if isinstance(value, Instance) and isinstance(method, Function):
                    unsettle(interpreter, value, method)
                value = interpreter.get(value, last)
                if not everything:
                    values = {**values, **self._hyperparameters(interpreter, place, step)}
            elif step.kind == "layer" and isinstance(value, Instance):
                method = value.cls.find("call")[0]
                if isinstance(method, Function):
                    unsettle(interpreter, value, method)
            args, keywords, more = _arguments(place, step, values, everything, self.span)
            result = interpreter.call(value, args, keywords, more)
            if step.kind != "layer":
                value = result
        return value

    def _hyperparameters(
        self, interpreter: Interpreter, place: int, step: Step
    ) -> dict[tuple[int, str], Any]:
        """What a tuner gives `HyperModel.build` at first: the default of each hyperparameter."""
        if not step.name.endswith(".build") or len(step.required) != 1:
            return {}
        tuned = next(
            (c for c in self.callee.mro if c.span is None and c.name == "HyperModel"), None
        )
        if tuned is None:
            return {}
        from ..libraries.tuners import HYPERPARAMETERS

        return {(place, step.required[0]): interpreter.call(HYPERPARAMETERS, (), {})}


def _arguments(
    place: int, step: Step, values: dict[tuple[int, str], Any], everything: bool, span: Span
) -> tuple[tuple[Any, ...], dict[str, Any], Unknown | None]:
    signature = step.signature
    more = None
    if step.open or (everything and step.takes_more):
        more = Unknown(f"more arguments of `{step.name}`", span, parameter=True)
    if signature is None:
        return (), {}, more
    given = {name: values[place, name] for name in step.names if (place, name) in values}
    by_position = max(step.skip, signature.positional_only)
    if step.kind == "layer":
        by_position = max(by_position, step.skip + 1)  # a layer is called on its input
    positional = tuple(
        given.pop(name) for name in signature.names[step.skip : by_position] if name in given
    )
    return positional, given, more


# Which there are ------------------------------------------------------------------------------


def find_roots(interpreter: Interpreter, source: Source) -> list[Root]:
    """What the file defines and has not used so far.

    They are to be tried from the last one on: a function is used by those that follow it, and the
    construction of a class, which stands last, uses its methods.
    """
    roots: list[Root] = []
    used: set[Class] = set()
    latest: dict[object, Function | Class] = {}  # what a loop defines again and again
    for each in interpreter.defined:
        if each.span is not None and each.span.source is source:
            latest[each.span.key] = each
        if isinstance(each, Class) and each.calls:
            used.update(each.mro)
    words = _making(latest.values(), source)
    for each in latest.values():
        if isinstance(each, Function):
            if each.owner is None and each.scope.parent is None and _plain(each):
                roots.append(_of_function(each))
                roots[-1].makes = _says(each, words)
        elif not _inside_function(each):
            roots.extend(_of_class(each, each in used, words))
    return roots


def unused(root: Root) -> bool:
    """Whether nothing has called it yet; other roots may have."""
    last = root.steps[-1]
    if last.kind == "method":
        function = root.callee.find(last.name.rpartition(".")[2])[0]
        return not (isinstance(function, Function) and function.calls)
    callee = root.callee
    return not (callee.function if isinstance(callee, Method) else callee).calls


def _plain(function: Function) -> bool:
    return not (function.name.startswith("test_") or set(function.flags) & {"a", "g"})


def _inside_function(cls: Class) -> bool:
    """Whether the class statement stands in a function: only that can make it."""
    for member in cls.namespace.values():
        if isinstance(member, Function):
            scope: Scope | None = member.scope
            while scope is not None and scope.is_class:
                scope = scope.parent
            return scope is not None and scope.parent is not None
    return False


def _of_function(function: Function, name: str = "", cls: Class | None = None) -> Root:
    """To call it; with `cls`, a method of this class, on the class."""
    step = Step("call", name or function.name, function.signature, 0 if cls is None else 1)
    callee = function if cls is None else Method(function, cls, cls)
    return Root(callee, _title((step,)), function.span, (step,))


def root_of(value: Function | Class) -> Root:
    """What it is to call this function, or to make an object of this class and call that."""
    if isinstance(value, Function):
        return _of_function(value)
    construct = _construction(value)
    assert value.span is not None
    return Root(value, _title((construct,)), value.span, (construct, *layer_call(value)))


def layer_call(cls: Class) -> tuple[Step, ...]:
    """The call of a layer that the user defines."""
    call, _ = cls.find("call")
    if cls.derives_from(LAYER) and isinstance(call, Function) and len(call.signature.names) > 1:
        return (Step("layer", cls.name, call.signature, 1),)
    return ()


def _construction(cls: Class) -> Step:
    init, _ = cls.find("__init__")
    signature = init.signature if isinstance(init, Function) else None
    # Who derives from a layer of Keras without an `__init__` takes the arguments of that layer.
    hidden = signature is None and any(base.native is not None for base in cls.mro)
    return Step("call", cls.name, signature, 1, open=hidden)


def _of_class(cls: Class, used: bool, words: frozenset[str]) -> list[Root]:
    """Its construction and a layer's call, unless it is used, and the methods that make models."""
    roots: list[Root] = []
    whole = not _is_abstract(cls)
    members = cls.namespace.items()
    construct = _construction(cls)
    for name, member in members:
        full = f"{cls.name}.{name}"
        if name.startswith("__") or (name in OWN and _called_by_keras(cls, member)):
            continue
        if isinstance(member, Function) and not (whole and _plain(member)):
            continue  # before its body is read
        if not _makes(member, words):
            continue
        if isinstance(member, StaticMethod):
            roots.append(_of_function(member.function, full))
        elif isinstance(member, ClassMethod):
            roots.append(_of_function(member.function, full, cls))
        elif isinstance(member, Function) and _plain(member) and whole:
            last = Step("method", full, member.signature, 1)
            title = f"{_title((construct,))}.{_title((last,)).partition('.')[2]}"
            roots.append(Root(cls, title, member.span, (construct, last)))
    if used or not whole:
        return roots
    if cls.derives_from(LAYER) or any(_makes(each, words) for _, each in members):
        roots.append(root_of(cls))
    return roots


def _is_abstract(cls: Class) -> bool:
    """Whether methods of it are left to the classes below, so that nobody makes objects of it."""
    names = {name for each in cls.mro for name in each.namespace}
    found = (cls.find(name)[0] for name in names)
    return any(
        isinstance(each, Function) and each.attributes.get("__isabstractmethod__") for each in found
    )


def _called_by_keras(cls: Class, member: Any) -> bool:
    return cls.derives_from(LAYER) and not (
        isinstance(member, Function)
        and member.name == "build"
        and all(name in member.signature.defaults for name in member.signature.names[1:])
    )


def _making(defined: Iterable[Function | Class], source: Source) -> frozenset[str]:
    """The words that make models, with the names of the functions here that say them."""
    words = set(MAKING)
    pending = {
        each.name: each
        for each in defined
        if isinstance(each, Function) and each.name not in OWN and not each.name.startswith("__")
    }
    if source.text.isascii() and any(not each.is_read for each in pending.values()):
        # Where its name stands nowhere else, nothing follows from what it says.
        said = sorted(source.text.translate(APART).split())
        again = {one for one, other in pairwise(said) if one == other}
        pending = {name: each for name, each in pending.items() if each.is_read or name in again}
    for _ in range(DEEP):
        found = [name for name, function in pending.items() if _says(function, words)]
        for name in found:
            del pending[name]
        words.update(found)
    return frozenset(words)


#: What stands between words.
APART = {at: " " for at in range(128) if not (chr(at).isalnum() or chr(at) == "_")}

#: Functions that call functions that make models: so many after each other are seen.
DEEP = 3


def _makes(member: Any, words: frozenset[str]) -> bool:
    """Whether this is a method whose text says a word that makes a model."""
    function = member.function if isinstance(member, (ClassMethod, StaticMethod)) else member
    return isinstance(function, Function) and _says(function, words)


def _says(function: Function, words: frozenset[str] | set[str]) -> bool:
    """Whether one of the words is a name in it. A text without a word has no such name either,
    unless it spells it in letters that Python takes for others."""
    start, end = function.extent
    text = function.scope.module.source.text[start:end]
    if text.isascii() and not any(map(text.__contains__, words)):
        return False
    known = _said.get(text)
    if known is None:
        if sum(map(len, _said)) > MOST_SAID:
            _said.clear()
        known = _said[text] = _words(function.body)
    return not known.isdisjoint(words)


#: The names in the bodies of functions, which are asked for many times, by their text: the bodies
#: are others whenever a text is edited before them.
_said: dict[str, frozenset[str]] = {}
MOST_SAID = 500_000  # characters


def _words(body: tuple[Any, ...]) -> frozenset[str]:
    """All names and attributes in statements, also inside of what they define."""
    found: set[str] = set()
    pending: list[Any] = [body]
    while pending:
        node = pending.pop()
        if not node:
            continue
        kind = node[0]
        if kind == "Name" and len(node) == 4:
            found.add(node[3])
        elif kind != "Constant":
            if kind == "Attribute" and len(node) == 5:
                found.add(node[4])
            pending += [part for part in node if type(part) is tuple]
    return frozenset(found)


def _title(steps: tuple[Step, ...]) -> str:
    return "".join(f"{step.name}({', '.join(step.required)})" for step in steps)
