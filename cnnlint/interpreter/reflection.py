"""Asking values what they are: `type`, `isinstance`, `getattr` and their like."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import attributes, containers, kinds, objects, shaped, storing
from .exceptions import EXCEPTIONS
from .operators import key_of
from .values import (
    MISSING,
    OBJECT,
    Class,
    Function,
    Identity,
    Instance,
    Method,
    Module,
    Native,
    Raised,
    Super,
)
from .whole import Whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter


def type_of(interpreter: Interpreter, value: Any) -> Any:
    """The class of a value."""
    kind = type(value)
    if kind is Instance:
        return value.cls
    if kind is Unknown:
        return interpreter.derive(value, "type")
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.attribute(interpreter, value, "__class__")
        if type(found) is Unknown and behaviour.type_name(value) not in kinds.TYPES:
            interpreter.state.setdefault("foreign", set()).add(found.key)
        return found
    return kinds.TYPES.get(kinds.KINDS.get(kind, kind.__name__), OBJECT)


def is_instance(interpreter: Interpreter, obj: Any, cls: Any, /) -> bool | Unknown:
    """`isinstance(obj, cls)`."""
    if type(cls) is tuple:
        answers = [is_instance(interpreter, obj, each) for each in cls]
        if any(answer is True for answer in answers):
            return True
        return next((answer for answer in answers if type(answer) is Unknown), False)
    if type(cls) is Unknown:
        return interpreter.derive(cls, "isinstance", key_of(obj))
    if type(cls) is Class and "__union__" in cls.namespace:
        return is_instance(interpreter, obj, cls.namespace["__union__"])
    if cls is type(None):
        cls = kinds.TYPES["NoneType"]
    if type(obj) is Unknown:
        if obj.size is not None and not obj.parameter and type(cls) is Class:
            return kinds.TYPES["int"].derives_from(cls)
        return interpreter.derive(obj, "isinstance", Identity(cls))
    if type(cls) is not Class:
        behaviour = interpreter.behaviours.get(type(cls))
        if behaviour is not None:
            answer = behaviour.instance(interpreter, cls, obj)
            if answer is not MISSING:
                return answer  # type: ignore[no-any-return]
        if cls is None:
            raise interpreter.raised(
                "TypeError",
                "isinstance() arg 2 must be a type, a tuple of types, or a union",
            )
        return interpreter.unknown("an `isinstance` that is not followed")
    if "shapes of tensors" in interpreter.state and cls is not OBJECT and obj != ():
        if shaped.noted(interpreter, obj):
            return False  # a `tf.TensorShape` is no tuple
    own = type_of(interpreter, obj)
    if type(own) is not Class:
        return own if type(own) is Unknown else interpreter.unknown("a type that is not known")
    if own.derives_from(cls) or cls is OBJECT:
        return True
    hook = cls.namespace.get("__instancecheck__")
    if type(hook) is Native:
        return hook.function(interpreter, obj)  # type: ignore[no-any-return]
    if own.unknown_base is not None:
        return interpreter.derive(own.unknown_base, "isinstance", Identity(cls))
    return False


def is_subclass(interpreter: Interpreter, cls: Any, classinfo: Any, /) -> Any:
    infos = classinfo if isinstance(classinfo, tuple) else (classinfo,)
    if type(cls) is Class and all(type(info) is Class for info in infos):
        if any(cls.derives_from(info) or info is OBJECT for info in infos):
            return True
        if cls.unknown_base is None:
            return False
        return interpreter.derive(cls.unknown_base, "subclass", *map(Identity, infos))
    if type(cls) not in (Class, Unknown):
        raise interpreter.raised("TypeError", "issubclass() arg 1 must be a class")
    return interpreter.unknown("an `issubclass` that is not followed", of=[cls, classinfo])


def has_attribute(interpreter: Interpreter, obj: Any, name: Any, /) -> Any:
    if type(obj) is Unknown or type(name) is not str:
        return interpreter.unknown("whether it has that attribute", of=[obj, name])
    refused = obj.gone(name) if type(obj) is Module and obj.gone is not None else None
    if refused is not None and not refused.late:
        return False
    if refused is not None:
        obj.kept.add(name)  # where the program asks for it there may be one
    try:
        found = _sought(interpreter, obj, name)
    except Raised as raised:
        if raised.cls.name != "AttributeError":
            raise
        return False
    if type(found) is Unknown and not _holds(obj, name):
        if _lacks(interpreter, obj, name):
            return False
        return interpreter.derive(found, "hasattr", name)
    return found is not MISSING


def _sought(interpreter: Interpreter, obj: Any, name: str) -> Any:
    """An attribute that may be missing: an AttributeError on the way to it is waited for."""
    interpreter.handlers.append((EXCEPTIONS["AttributeError"],))
    try:
        found = attributes.find(interpreter, obj, name)
        if found is MISSING and type(obj) in (Instance, Class):
            from .unlisted import unlisted

            return unlisted(interpreter, obj, name)
        return found
    finally:
        interpreter.handlers.pop()


def _holds(obj: Any, name: str) -> bool:
    return type(obj) is Instance and (
        name in obj.attributes or obj.cls.find(name)[0] is not MISSING
    )


def _lacks(interpreter: Interpreter, obj: Any, name: str) -> bool:
    """Whether a library says that its object certainly has no attribute of this name."""
    if type(obj) is not Instance:
        return False
    hook, _ = obj.cls.find("__lacks__")
    return hook is not MISSING and interpreter.call(hook, (obj, name), {}) is True


def get_attribute(interpreter: Interpreter, obj: Any, name: Any, /, *default: Any) -> Any:
    if type(name) is not str:
        return interpreter.unknown("an attribute whose name is not known", of=[name, obj])
    if not default:
        return attributes.get(interpreter, obj, name)
    try:
        found = _sought(interpreter, obj, name)
    except Raised as raised:
        if raised.cls.name != "AttributeError":
            raise
        return default[0]
    if found is MISSING or (
        type(found) is Unknown and not _holds(obj, name) and _lacks(interpreter, obj, name)
    ):
        return default[0]
    return found


def set_attribute(interpreter: Interpreter, obj: Any, name: Any, value: Any, /) -> None:
    if type(name) is str:
        attributes.put(interpreter, obj, name, value)
    elif type(obj) is Instance:
        storing.store(interpreter, obj.attributes, name, value)


def delete_attribute(interpreter: Interpreter, obj: Any, name: Any, /) -> None:
    if type(name) is str:
        attributes.delete(interpreter, obj, name)
    elif type(obj) is Instance:
        storing.take_out(interpreter, obj.attributes, name)


def callable_(interpreter: Interpreter, obj: Any, /) -> Any:
    kind = type(obj)
    if kind is Unknown:
        return interpreter.derive(obj, "callable")
    if kind is Instance:
        if interpreter.special(obj, "__call__") is not MISSING:
            return True
        unknown = obj.cls.unknown_base
        return False if unknown is None else interpreter.derive(unknown, "callable")
    if kind in interpreter.behaviours:
        return interpreter.unknown("whether this can be called")
    return kind in (Function, Native, Method, Class)


def vars_(interpreter: Interpreter, obj: Any, /) -> Any:
    if type(obj) is Instance:
        return obj.attributes
    if type(obj) is Class:
        return dict(obj.namespace)
    if type(obj) is Module:
        return obj.names
    return interpreter.unknown("the names of an object", of=obj)


def dir_(interpreter: Interpreter, *obj: Any) -> Any:
    return interpreter.unknown("the names of an object")


def id_(interpreter: Interpreter, obj: Any, /) -> Any:
    return objects.identity_of(interpreter, obj)


def hash_(interpreter: Interpreter, obj: Any, /) -> Any:
    if type(obj) in (int, float, bool, Whole):
        return hash(obj)
    if interpreter.hashing and containers.unnamed(obj) is None and type(obj) is not Unknown:
        try:
            return hash(obj)
        except TypeError as error:
            raise interpreter.raised("TypeError", str(error)) from None
    if type(obj) in (list, dict, set):
        raise interpreter.raised("TypeError", f"unhashable type: '{type(obj).__name__}'")
    if type(obj) is Instance:
        method = interpreter.special(obj, "__hash__")
        if method is not MISSING and method is not None:
            return interpreter.call(method, (), {})
        if obj.held is not MISSING:
            return hash_(interpreter, obj.held)
    if type(obj) is tuple and len(obj) < 100 and not any(type(part) is tuple for part in obj):
        parts = [hash_(interpreter, part) for part in obj]
        if all(type(part) is int for part in parts) and all(
            type(part) in (int, float, bool) for part in obj
        ):
            return hash(obj)
    try:
        key: Any = Identity(obj) if type(obj) is not str else obj
        same = Unknown("a hash, which is different in every run", interpreter.span(), ("hash", key))
        return interpreter.derive(same, "hash")
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None


def _init_super(interpreter: Interpreter, args: Any, keywords: Any) -> None:
    """`super(cls).__init__(...)`: that of `super` itself, which begins nothing of the object."""
    if keywords:
        raise interpreter.raised("TypeError", "super() takes no keyword arguments")
    if len(args) > 1 and type(args[1]) not in (Class, Unknown):
        name = getattr(type_of(interpreter, args[1]), "name", "object")
        raise interpreter.raised("TypeError", f"super() argument 1 must be type, not {name}")


#: What `super(cls)` makes: bound to no object, it has none of the methods of the classes behind it.
UNBOUND = Class("super", (OBJECT,), {"__init__": Native("__init__", _init_super)})


def super_(interpreter: Interpreter, *args: Any) -> Any:
    """`super(cls, self)`."""
    if len(args) == 2 and type(args[0]) is Class and type(args[1]) in (Instance, Class):
        return Super(args[0], args[1])
    if len(args) == 1 and type(args[0]) is Class:
        return Instance(UNBOUND, interpreter.span())
    return interpreter.unknown("`super` of something that is not known", of=list(args))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "callable": callable_,
    "delattr": delete_attribute,
    "dir": dir_,
    "getattr": get_attribute,
    "hasattr": has_attribute,
    "hash": hash_,
    "id": id_,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "setattr": set_attribute,
    "super": super_,
    "vars": vars_,
}
