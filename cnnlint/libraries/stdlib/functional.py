"""`functools`."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import attributes, calls, comparison, containers
from ...interpreter.reflection import is_instance
from ...interpreter.values import (
    MISSING,
    Class,
    Function,
    Instance,
    Lost,
    Method,
    Native,
)
from .kit import functions, module, partial_class, plain_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module


def _partial_new(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Any:
    if not args:
        raise interpreter.raised("TypeError", "type 'partial' takes at least one argument")
    instance = Instance(cls, interpreter.span())
    function, *rest = args
    if type(function) is Instance and function.cls is PARTIAL:
        inner = function.attributes
        rest = [*inner["args"], *rest]
        keywords = {**inner["keywords"], **keywords}
        function = inner["func"]
    instance.attributes.update(func=function, args=tuple(rest), keywords=dict(keywords))
    instance.held = MISSING
    if unknown is not None:
        instance.attributes["?"] = unknown
    return instance


def _partial_call(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    instance, *rest = args
    given = instance.attributes
    return interpreter.call(
        given["func"],
        (*given["args"], *rest),
        {**given["keywords"], **keywords},
        unknown or given.get("?"),
    )


PARTIAL = partial_class("partial", __new__=Native("__new__", _partial_new))
PARTIAL.namespace["__call__"] = Native("__call__", _partial_call, open=True)
PARTIAL_METHOD = partial_class("partialmethod", __new__=Native("__new__", _partial_new))


def _partial_get(interpreter: Interpreter, self: Any, instance: Any, owner: Any = None) -> Any:
    given = self.attributes
    function = given["func"] if instance is None else Method(given["func"], instance, owner)
    return _partial_new(
        interpreter, PARTIAL, (function, *given["args"]), given["keywords"], given.get("?")
    )


PARTIAL_METHOD.namespace["__get__"] = calls.native(_partial_get, "__get__")


def reduce(interpreter: Interpreter, function: Any, iterable: Any, /, *initial: Any) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    items = [*initial[:1], *items]
    if not items:
        raise interpreter.raised("TypeError", "reduce() of empty iterable with no initial value")
    total = items[0]
    for item in items[1:]:
        interpreter.step()
        total = interpreter.call(function, (total, item), {})
    return total


_COPIED = ("__name__", "__qualname__", "__doc__", "__module__")


def update_wrapper(
    interpreter: Interpreter, wrapper: Any, wrapped: Any, *args: Any, **keywords: Any
) -> Any:
    if type(wrapper) is Function:
        if type(wrapped) is Function:
            wrapper.attributes.update(wrapped.attributes)
        for name in _COPIED:
            found = attributes.find(interpreter, wrapped, name)
            if found is not MISSING:
                wrapper.attributes[name] = found
        wrapper.attributes["__wrapped__"] = wrapped
    elif type(wrapper) is Instance and type(wrapped) is Function:
        wrapper.attributes.update(wrapped.attributes)
        wrapper.attributes.update(__name__=wrapped.name, __wrapped__=wrapped)
    return wrapper


def wraps(interpreter: Interpreter, wrapped: Any, *args: Any, **keywords: Any) -> Any:
    return Native("wraps", lambda machine, given, named: update_wrapper(machine, given[0], wrapped))


def lru_cache(interpreter: Interpreter, maxsize: Any = 128, typed: Any = False) -> Any:
    if type(maxsize) in (Function, Class, Native):
        return _cached(maxsize)
    return Native("lru_cache", lambda machine, given, named: _cached(given[0]))


def cache(interpreter: Interpreter, user_function: Any, /) -> Any:
    return _cached(user_function)


def _cached(function: Any) -> Native:
    """The function, called once for every set of arguments."""
    known: dict[Any, Any] = {}

    def call(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        key = (args, tuple(keywords.items()), tuple(map(type, args)))
        if unknown is not None or containers.unnamed(args) or containers.unnamed(key[1]):
            return interpreter.call(function, args, keywords, unknown)
        try:
            found = known.get(key, MISSING)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
        except Lost as lost:
            return lost.unknown
        if found is MISSING:
            found = known[key] = interpreter.call(function, args, keywords)
        return found

    made = Native(getattr(function, "name", "cached"), call, open=True)
    made.attributes = {
        "__wrapped__": function,
        "cache_clear": Native("cache_clear", lambda machine, args, keywords: known.clear()),
    }
    return made


def _property_new(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Any:
    instance = Instance(cls, interpreter.span())
    instance.state = args[0] if args else keywords.get("func")
    instance.attributes["attrname"] = getattr(instance.state, "name", "")
    return instance


def _property_named(interpreter: Interpreter, self: Any, owner: Any, name: Any) -> None:
    self.attributes["attrname"] = name


def _property_get(interpreter: Interpreter, self: Any, instance: Any, owner: Any = None) -> Any:
    if type(instance) is not Instance:
        return self
    value = interpreter.call(self.state, (instance,), {})
    instance.attributes[self.attributes["attrname"]] = value
    return value


CACHED_PROPERTY = partial_class("cached_property", __new__=Native("__new__", _property_new))
CACHED_PROPERTY.namespace.update(functions(__set_name__=_property_named, __get__=_property_get))


def _key_less(interpreter: Interpreter, self: Any, other: Any) -> Any:
    compare, left = self.state
    result = interpreter.call(compare, (left, other.state[1]), {})
    return comparison.compare(interpreter, "<", result, 0)


def _key_equal(interpreter: Interpreter, self: Any, other: Any) -> Any:
    compare, left = self.state
    result = interpreter.call(compare, (left, other.state[1]), {})
    return comparison.compare(interpreter, "==", result, 0)


_KEY = plain_class("K", **functions(__lt__=_key_less, __eq__=_key_equal))


def cmp_to_key(interpreter: Interpreter, mycmp: Any) -> Any:
    def key(machine: Interpreter, args: Any, keywords: Any) -> Instance:
        made = Instance(_KEY, machine.span())
        made.state = mycmp, args[0]
        return made

    return Native("K", key)


def total_ordering(interpreter: Interpreter, cls: Any) -> Any:
    """The orderings that a class does not define, from the one it does."""
    if type(cls) is not Class:
        return cls
    root = next((n for n in ("__lt__", "__le__", "__gt__", "__ge__") if n in cls.namespace), None)
    if root is None:
        raise interpreter.raised(
            "ValueError", "must define at least one ordering operation: < > <= >="
        )

    def make(name: str) -> Native:
        def order(machine: Interpreter, self: Any, other: Any) -> Any:
            found = machine.call(Method(cls.namespace[root], self, cls), (other,), {})
            if found is NotImplemented:
                return found
            answer = machine.truth(found)
            same = comparison.equal(machine, self, other)
            for each in (answer, same):
                if type(each) is Unknown:
                    return each
            less = answer if root in ("__lt__", "__le__") else not answer
            if root in ("__le__", "__gt__"):
                less = less and not same
            elif root == "__ge__":
                less = not answer
            return {
                "__lt__": less and not same,
                "__le__": less or same,
                "__gt__": not less and not same,
                "__ge__": not less or same,
            }[name]

        return calls.native(order, name)

    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        if name not in cls.namespace:
            cls.namespace[name] = make(name)
    return cls


def single_dispatch(interpreter: Interpreter, func: Any) -> Any:
    """A function that goes by the type of its first argument."""
    registered: list[tuple[Any, Any]] = []

    def call(machine: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        best: tuple[Any, Any] | None = None
        for cls, function in registered:
            answer = is_instance(machine, args[0], cls) if args else False
            if type(answer) is Unknown:
                return answer
            if answer and (best is None or (type(cls) is Class and cls.derives_from(best[0]))):
                best = cls, function
        return machine.call(func if best is None else best[1], args, keywords, unknown)

    def register(machine: Interpreter, cls: Any, function: Any = None) -> Any:
        if function is not None:
            registered.append((cls, function))
            return function
        if type(cls) is Function:
            # What it is for is not known, and so is whether any other call is for it.
            why = machine.unknown("a `register` by annotation is not followed")
            registered.append((why, cls))
            return cls
        return Native("register", lambda m, given, named: register(m, cls, given[0]))

    made = Native(getattr(func, "name", "dispatch"), call, open=True)
    made.attributes = {"register": calls.native(register, "register")}
    return made


def functools() -> Module:
    return module(
        "functools",
        {
            "partial": PARTIAL,
            "partialmethod": PARTIAL_METHOD,
            "cached_property": CACHED_PROPERTY,
            "WRAPPER_ASSIGNMENTS": _COPIED,
        },
        functions(
            reduce=reduce,
            update_wrapper=update_wrapper,
            wraps=wraps,
            lru_cache=lru_cache,
            cache=cache,
            cmp_to_key=cmp_to_key,
            total_ordering=total_ordering,
            singledispatch=single_dispatch,
        ),
    )
