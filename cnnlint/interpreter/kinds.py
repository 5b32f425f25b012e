"""Python's own types as classes of the interpreted program."""

from __future__ import annotations

import builtins as python

from ..diagnostics import Unknown
from ..dims import Dim
from . import calls, containers, merging, objects
from .iteration import Items
from .operators import MOST_ITEMS, Fraction, held, key_of, plain
from .text import text_of
from .values import (
    MISSING,
    OBJECT,
    Class,
    ClassMethod,
    Function,
    Instance,
    Method,
    Module,
    Native,
    Property,
    StaticMethod,
    Stream,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter

#: Types of values that no function of numbers takes.
_NO_NUMBERS = frozenset(
    (list, tuple, dict, set, frozenset, slice, Class, Function, Method, Native, Stream)
)


def plainly(interpreter: Interpreter, function: Callable[..., Any], *args: Any) -> Any:
    """Let Python work out a function of plain values."""
    args = tuple(held(arg) for arg in args)
    for arg in args:
        if plain(arg):
            continue
        known = type(arg) is Instance and arg.cls.unknown_base is None and arg.state is None
        if known or (type(arg) in _NO_NUMBERS and function is not bytes):
            raise interpreter.raised(
                "TypeError",
                f"{function.__name__}() does not take '{interpreter.type_name(arg)}' objects",
            )
        return interpreter.unknown(f"`{function.__name__}` of a value that is not known", of=arg)
    try:
        return function(*args)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def converted(interpreter: Interpreter, value: Any, *names: str) -> Any:
    """What an object's own `__int__` or the like gives, or MISSING."""
    if type(value) is Instance:
        for name in names:
            method = interpreter.special(value, name)
            if method is not MISSING:
                return interpreter.call(method, (), {})
    return MISSING


def _int(interpreter: Interpreter, value: Any = 0, /, base: Any = None) -> Any:
    if type(value) is Dim:
        return value
    if type(value) is Fraction:
        return value.floor
    if type(value) is Unknown:
        # `int(32 * alpha)` need not be 32 times a whole number.
        return interpreter.derive(value, "int", size=None if value.parameter else value.size)
    found = converted(interpreter, value, "__int__", "__index__", "__trunc__")
    if found is not MISSING:
        return found
    behaviour = interpreter.behaviours.get(type(value))
    if behaviour is not None:
        found = behaviour.attribute(interpreter, value, "__int__")
        if found is not MISSING:
            return found
    if type(value) is str and len(value) > 4000:
        return interpreter.unknown("a number too long to keep")
    return (
        plainly(interpreter, int, value) if base is None else plainly(interpreter, int, value, base)
    )


def _float(interpreter: Interpreter, value: Any = 0.0, /) -> Any:
    if type(value) is Fraction:
        return value
    found = converted(interpreter, value, "__float__", "__index__")
    return plainly(interpreter, float, value) if found is MISSING else found


def _bool(interpreter: Interpreter, value: Any = False, /) -> Any:
    return interpreter.truth(value)


def _str(interpreter: Interpreter, value: Any = "", *encoding: Any) -> Any:
    if type(value) is bytes and encoding:
        return plainly(interpreter, str, value, *encoding)
    return text_of(interpreter, value, "s")


def _list(interpreter: Interpreter, iterable: Any = (), /) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is not Unknown and interpreter.uncertain is not None:
        interpreter.fresh[id(items)] = items
    return items


def _tuple(interpreter: Interpreter, iterable: Any = (), /) -> Any:
    items = interpreter.iterate(iterable)
    return items if type(items) is Unknown else tuple(items)


def _set(interpreter: Interpreter, iterable: Any = (), /) -> Any:
    return merging.make_set(interpreter, interpreter.iterate(iterable))


def _frozenset(interpreter: Interpreter, iterable: Any = (), /) -> Any:
    made = _set(interpreter, iterable)
    return made if type(made) is Unknown else frozenset(made)


def _dict(interpreter: Interpreter, *pairs: Any, **keywords: Any) -> Any:
    if len(pairs) > 1:
        raise interpreter.raised("TypeError", "dict expected at most 1 argument")
    made: dict[Any, Any] = {}
    for each in pairs:
        merging.merge(interpreter, made, each)
    made.update(keywords)
    return made


def _range(interpreter: Interpreter, *bounds: Any) -> Any:
    given = []
    for bound in bounds:
        found = converted(interpreter, bound, "__index__")
        bound = held(bound) if found is MISSING else found
        if type(bound) in (Unknown, Dim, Fraction):
            return _open_range(interpreter, bound, bounds)
        if type(bound) not in (int, bool) and type(bound) not in interpreter.behaviours:
            raise interpreter.raised(
                "TypeError",
                f"'{interpreter.type_name(bound)}' object cannot be interpreted as an integer",
            )
        given.append(bound)
    return plainly(interpreter, range, *given)


def _open_range(interpreter: Interpreter, bound: Any, bounds: tuple[Any, ...]) -> Unknown:
    """A range whose end is not known may still begin with a number that is."""
    unknown = interpreter.unknown("a range whose end is not known", of=bound)
    unknown = interpreter.derive(unknown, "range", *map(key_of, bounds))
    start = held(bounds[0]) if len(bounds) > 1 else 0
    if type(start) in (int, Dim):
        known = interpreter.beginnings[unknown.key] = Items(start)
        end = held(bounds[min(1, len(bounds) - 1)])
        if type(end) in (int, Dim) and (len(bounds) < 3 or _is_forward(bounds[2])):
            known.count = end - start
    return unknown


def _is_forward(step: Any) -> bool:
    return type(step) is int and step > 0


def _slice(interpreter: Interpreter, *parts: Any) -> Any:
    if not 1 <= len(parts) <= 3:
        raise interpreter.raised("TypeError", "slice expected 1 to 3 arguments")
    return slice(*parts)


def _bytes(interpreter: Interpreter, *args: Any) -> Any:
    if args and type(args[0]) is int and args[0] > MOST_ITEMS:
        return interpreter.unknown("bytes too long to keep")
    return plainly(interpreter, bytes, *args)


def _complex(interpreter: Interpreter, *args: Any) -> Any:
    return plainly(interpreter, complex, *args)


def _type(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    from .definitions import class_bases, finish
    from .reflection import type_of

    if len(args) == 1:
        return type_of(interpreter, args[0])
    if len(args) == 3 and type(args[0]) is str and type(args[2]) is dict:
        items = interpreter.iterate(args[1])
        if type(items) is not Unknown and containers.ANYTHING not in args[2]:
            bases, unknown = class_bases(interpreter, args[0], tuple(items))
            names = {"__module__": "__main__", "__qualname__": args[0], **args[2]}
            return finish(
                interpreter, args[0], bases, names, keywords, interpreter.node, unknown=unknown
            )
    return interpreter.unknown("a class made while the program runs", of=list(args))


def _property(
    interpreter: Interpreter, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None
) -> Any:
    return Property(fget, fset, fdel)


def _static(interpreter: Interpreter, function: Any, /) -> Any:
    return StaticMethod(function)


def _class_method(interpreter: Interpreter, function: Any, /) -> Any:
    return ClassMethod(function)


_MAKERS: dict[str, Callable[..., Any]] = {
    "int": _int,
    "float": _float,
    "complex": _complex,
    "str": _str,
    "bytes": _bytes,
    "list": _list,
    "tuple": _tuple,
    "set": _set,
    "frozenset": _frozenset,
    "dict": _dict,
    "range": _range,
    "slice": _slice,
    "type": _type,
    "property": _property,
    "staticmethod": _static,
    "classmethod": _class_method,
    "bool": _bool,
}
#: Types whose objects are filled by `__init__`, and not when they are made.
_FILLED = frozenset((list, dict, set))


def _made(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
    """`cls(...)` of a type of Python's own, or of a class that derives from one."""
    if cls.namespace.get("__new__") is _NEW:
        return interpreter.call(_native(cls.name), args, keywords, unknown)
    return made_of(interpreter, cls, args, keywords, unknown)


def _native(name: str) -> Native:
    known = _natives.get(name)
    if known is None:
        known = _natives[name] = calls.native(_MAKERS[name], name)
    return known


_natives: dict[str, Native] = {}
_NEW = Native("__new__", _made)


def made_of(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Instance | Unknown:
    """A new object of a class; one that derives from a type of Python's own holds a value."""
    instance = Instance(cls, interpreter.span())
    base = next((each for each in cls.mro if isinstance(each.native, type)), None)
    if base is None or base.native is type:
        return instance
    if base.native in _FILLED:
        instance.held = base.native()
        if cls.find("__init__")[0] is MISSING:
            fill(interpreter, instance, args, keywords, unknown)
        return instance
    if base.native is property and cls.find("__init__")[0] is not MISSING:
        args, keywords = (), {}  # its `__init__` says what becomes of them
    value = interpreter.call(_native(base.name), args, keywords, unknown)
    if type(value) is Unknown:
        return value
    instance.held = value
    return instance


def fill(
    interpreter: Interpreter, instance: Instance, args: Any, keywords: Any, unknown: Any
) -> None:
    """`list.__init__` and its like: the items an object starts with."""
    kind = type(instance.held)
    if kind is Property:
        instance.held = interpreter.call(_native("property"), args, keywords, unknown)
    if kind not in _FILLED:
        return
    value = interpreter.call(_native(kind.__name__), args, keywords, unknown)
    instance.held.clear()
    if type(value) is Unknown:
        if kind is dict:
            containers.loosen(interpreter, instance.held, value)
        elif kind is list:
            containers.blur(interpreter, instance.held, value)
        else:
            instance.held.add(value)
    elif kind is list:
        instance.held.extend(value)
    else:
        instance.held.update(value)


TYPES: dict[str, Class] = {"object": OBJECT}
for _name in _MAKERS:
    if _name != "bool":
        TYPES[_name] = Class(_name, (OBJECT,), {"__new__": _NEW}, native=getattr(python, _name))
# What derives from `property` is one: `super().__get__(owner)` may be asked of it.
for _name in ("__get__", "__set__", "__delete__"):
    TYPES["property"].namespace[_name] = calls.named(objects, f"{_name[2:-2]}_of", _name)
TYPES["bool"] = Class("bool", (TYPES["int"],), {"__new__": _NEW}, native=bool)
for _name in ("NoneType", "function", "module", "ellipsis", "generator", "method"):
    TYPES[_name] = Class(_name, (OBJECT,))
TYPES["NotImplementedType"] = Class("NotImplementedType", (OBJECT,))
#: The class of a value of ours, by its Python type.
KINDS: dict[type, str] = {
    Function: "function",
    Native: "function",
    Method: "method",
    Module: "module",
    Class: "type",
    Stream: "generator",
    Property: "property",
    StaticMethod: "staticmethod",
    ClassMethod: "classmethod",
    Dim: "int",
    Fraction: "float",
}
