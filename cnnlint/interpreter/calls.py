"""Calling: functions of the user's, functions we know, classes, methods, callable objects."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import definitions, objects, statements
from .containers import ANYTHING
from .operators import key_of
from .signals import Return
from .signature import BadCall, Signature
from .values import (
    MISSING,
    Class,
    ClassMethod,
    Function,
    Identity,
    Instance,
    Lost,
    Method,
    Module,
    Native,
    Scope,
    StaticMethod,
    TooDeep,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from .machine import Frame, Interpreter


def call(
    interpreter: Interpreter,
    function: Any,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None = None,
) -> Any:
    """`function(*args, **keywords)`; `unknown` stands for more arguments that cannot be seen."""
    kind = type(function)
    if kind is Native:
        return call_native(interpreter, function, args, keywords, unknown)
    if kind is Method:
        receiver = function.receiver
        return call(interpreter, function.function, (receiver, *args), keywords, unknown)
    if kind is Function:
        return call_function(interpreter, function, args, keywords, unknown)
    if kind is Class:
        return instantiate(interpreter, function, args, keywords, unknown)
    if kind is Instance:
        known, owner = function.cls.find("__call__")
        if type(known) is Native and owner is not None and owner.span is None:
            return call_native(interpreter, known, (function, *args), keywords, unknown)
        method = interpreter.special(function, "__call__")
        if method is not MISSING:
            return call(interpreter, method, args, keywords, unknown)
        if function.cls.unknown_base is not None:
            return interpreter.derive(function.cls.unknown_base, "call", Identity(function))
        raise interpreter.raised("TypeError", f"'{function.cls.name}' object is not callable")
    if kind is Unknown:
        _let_go(interpreter, (*args, *keywords.values()))
        return interpreter.derive(
            function,
            "call",
            tuple(key_of(arg) for arg in args),
            tuple((name, key_of(value)) for name, value in keywords.items()),
        )
    if kind is StaticMethod or kind is ClassMethod:
        return call(interpreter, function.function, args, keywords, unknown)
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        result = behaviour.call(interpreter, function, args, keywords)
        if result is not MISSING:
            return result
    if kind is Module:
        raise interpreter.raised("TypeError", "'module' object is not callable")
    raise interpreter.raised(
        "TypeError", f"'{interpreter.type_name(function)}' object is not callable"
    )


def _let_go(interpreter: Interpreter, values: tuple[Any, ...]) -> None:
    """Code that cannot be seen may do anything with the objects it is given."""
    pending, seen = list(values), set[int]()
    while pending:
        value = pending.pop()
        if type(value) is Instance and value.state is not None:
            interpreter.state.setdefault("let go", set()).add(id(value.state))
        elif type(value) in (list, tuple) and len(value) <= 20 and id(value) not in seen:
            seen.add(id(value))  # a list may hold itself, or the same one many times over
            pending += value
        elif type(value) is dict and "__name__" in value and "*" not in value:
            # `globals()`: names that are not found later may have been put there.
            value["*"] = interpreter.unknown("names that other code may set")


def call_native(
    interpreter: Interpreter,
    native: Native,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> Any:
    signature = native.signature
    interpreter.step()
    if native.open:
        try:
            return native.function(interpreter, args, keywords, unknown)
        except Lost as lost:
            return interpreter.derive(lost.unknown, "call", object())
    if native.name == "__new__" and args and type(args[0]) is Class:
        return native.function(interpreter, args[0], args[1:], keywords, unknown)
    if signature is None:
        if unknown is not None:
            return interpreter.derive(unknown, "call", native.name)
        return native.function(interpreter, args, keywords)
    if unknown is None and signature.fits(args, keywords):
        try:
            return native.function(interpreter, *args, **keywords)
        except Lost as lost:
            return interpreter.derive(lost.unknown, "call", object())
    try:
        bound = signature.bind(args, keywords, unknown)
    except BadCall as bad:
        raise interpreter.raised("TypeError", str(bad)) from None
    positional = [bound[name] for name in signature.names]
    if signature.rest is not None:
        rest = bound[signature.rest]
        if isinstance(rest, Unknown):
            return interpreter.derive(rest, "call", native.name)
        positional.extend(rest)
    named = {name: bound[name] for name in signature.keyword_only}
    if signature.rest_keywords is not None:
        named.update(bound[signature.rest_keywords])
    try:
        return native.function(interpreter, *positional, **named)
    except Lost as lost:
        return interpreter.derive(lost.unknown, "call", object())


def native(function: Any, name: str = "") -> Native:
    """A function of ours as a value: its own parameters after `interpreter` are its signature."""
    name = name or function.__name__.rstrip("_")
    return Native(name, function, Signature.of(function, name, skip=1))


def quiet(name: str) -> Native:
    """A function whose effects make no difference to any shape."""
    return Native(name, lambda interpreter, args, keywords: None)


def named(module: ModuleType, function: str, name: str = "", *, binds: bool = False) -> Native:
    """A function in a module that is read when it is first called.

    One that `binds` for itself takes `(interpreter, args, keywords, unknown)`.
    """

    def first(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        made.function = getattr(module, function)
        if not binds:
            made.open = False
            made.signature = Signature.of(made.function, made.name, skip=1)
        return interpreter.call(made, args, keywords, unknown)

    first.__module__ = module.__name__
    made = Native(name or function.rstrip("_"), first, open=True)
    return made


def call_function(
    interpreter: Interpreter,
    function: Function,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None = None,
) -> Any:
    from .machine import Frame

    try:
        bound = function.signature.bind(args, keywords, unknown)
    except BadCall as bad:
        if "u" in function.flags:
            return interpreter.unknown(f"a decorator of `{function.name}` is not read")
        raise interpreter.raised("TypeError", str(bad)) from None
    options = function.signature.rest_keywords
    if unknown is not None and options is not None:
        bound[options][ANYTHING] = unknown  # `**options` may hold what cannot be seen
    interpreter.step()
    frames = interpreter.frames
    if interpreter.uncertain is not None and _recurs(frames, function):
        return interpreter.derive(interpreter.uncertain, "recursion", object())
    if len(frames) >= interpreter.budget.depth:
        raise TooDeep(f"calls of `{function.name}` are nested too deeply")
    function.calls += 1
    scope = Scope(function.scope.module, function.scope, bound, function=function)
    if "l" not in function.flags:
        scope.bound = definitions.bound_names(interpreter, function)
    caller_source, caller_node = interpreter.source, interpreter.node
    frame = Frame(function, caller_source, caller_node)
    flags = function.flags
    if "g" in flags:
        if "a" in flags:
            return interpreter.unknown("what an asynchronous generator gives")
        from .generators import generate

        return generate(interpreter, frame, scope)
    frames.append(frame)
    interpreter.source = scope.module.source
    try:
        if "l" in flags:
            return interpreter.evaluate(function.body, scope)
        signal = statements.run(interpreter, function.body, scope)
    finally:
        frames.pop()
        interpreter.source, interpreter.node = caller_source, caller_node
    value = signal.value if type(signal) is Return else None
    if frame.perhaps is not None:
        from .branches import one_of

        value = one_of(interpreter, frame.perhaps, [*frame.returned, value], "returns")
    return Awaited(value) if "a" in flags else value


#: Calls of one function inside each other that are followed where a loop runs any number of times.
MOST_RECURRING = 3


def _recurs(frames: list[Frame], function: Function) -> bool:
    """Whether a function is called inside itself time and again."""
    return sum(frame.function is function for frame in frames) >= MOST_RECURRING


class Awaited:
    """What a call of an async function returns: `await` gives the value."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def instantiate(
    interpreter: Interpreter,
    cls: Class,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None = None,
) -> Any:
    """`cls(*args, **keywords)`."""
    cls.calls += 1
    made, _ = cls.find("__class_call__")
    if made is not MISSING:  # what a metaclass does when the class is called
        found = made.function(interpreter, cls, args, keywords, unknown)
        if found is not MISSING:
            return found
    new, owner = cls.find("__new__")
    if type(new) is StaticMethod:
        new = new.function
    if type(new) is Native and not new.open:
        made = new.function(interpreter, cls, args, keywords, unknown)
    elif new is not MISSING and owner is not None:
        made = call(interpreter, new, (cls, *args), keywords, unknown)
    else:
        made = None
    if new is MISSING:
        instance = Instance(cls, interpreter.span())
    elif type(made) is Instance and made.cls.derives_from(cls):
        instance = made
    else:
        return made
    if interpreter.uncertain is not None and (new is MISSING or type(new) is Native):
        interpreter.fresh[id(instance.attributes)] = instance.attributes
    init, owner = cls.find("__init__")
    if init is not MISSING:
        call(interpreter, init, (instance, *args), keywords, unknown)
        after, owner = cls.find("__post_construct__")
        if after is not MISSING:
            call(interpreter, Method(after, instance, owner), (), {})
    elif (args or keywords) and new is MISSING and not objects.has_more(cls):
        raise interpreter.raised("TypeError", f"{cls.name}() takes no arguments")
    return instance
