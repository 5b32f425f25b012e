"""Attributes: reading, writing, and the order in which Python looks for them."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import methods
from .values import (
    MISSING,
    Class,
    ClassMethod,
    Function,
    Instance,
    Method,
    Module,
    Native,
    Property,
    StaticMethod,
    Super,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter


def get(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name`.

    Raises:
        Raised: AttributeError, where the attribute is certainly not there.
    """
    found = find(interpreter, value, name)
    if found is MISSING:
        owner = interpreter.type_name(value)
        if type(value) is Class:
            raise interpreter.raised(
                "AttributeError", f"type object '{value.name}' has no attribute '{name}'"
            )
        raise interpreter.raised("AttributeError", f"'{owner}' object has no attribute '{name}'")
    return found


def find(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name`, or MISSING."""
    kind = type(value)
    if kind is Instance:
        return _of_instance(interpreter, value, name)
    if kind is Unknown:
        return interpreter.derive(value, ".", name)
    if kind is Module:
        member = value.member(name)
        if member is MISSING:
            # A library has more than cnnlint knows of: that is no AttributeError.
            return interpreter.unknown(f"`{value.name}.{name}` is not known to cnnlint")
        return member
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        return behaviour.attribute(interpreter, value, name)
    if kind is Class:
        return _of_class(interpreter, value, name)
    if kind is Super:
        found, owner = value.receiver_class.find(name, after=value.owner)
        if found is MISSING and name in _OF_OBJECT:
            return Native(name, _OF_OBJECT[name](value.receiver))
        if found is MISSING:
            unknown = value.receiver_class.unknown_base
            return MISSING if unknown is None else interpreter.derive(unknown, ".", name)
        return bind(interpreter, found, value.receiver, owner)
    if kind is Function:
        return _of_function(value, name)
    if kind is Method:
        if name == "__self__":
            return value.receiver
        return find(interpreter, value.function, name)
    if kind is Native:
        return value.name if name in ("__name__", "__qualname__") else MISSING
    if kind is Property and name in ("setter", "getter", "deleter"):
        return Native(name, _SETTERS[name](value))
    return methods.find(interpreter, value, name)


def _setter(old: Property) -> Any:
    return lambda interpreter, args, keywords: Property(old.getter, args[0])


def _getter(old: Property) -> Any:
    return lambda interpreter, args, keywords: Property(args[0], old.setter)


def _deleter(old: Property) -> Any:
    return lambda interpreter, args, keywords: old


_SETTERS = {"setter": _setter, "getter": _getter, "deleter": _deleter}


def _plain_setattr(receiver: Any) -> Any:
    def set_attribute(interpreter: Interpreter, args: Any, keywords: Any) -> None:
        receiver.attributes[args[0]] = args[1]

    return set_attribute


def _plain_new(receiver: Any) -> Any:
    return lambda interpreter, args, keywords: Instance(args[0], interpreter.span())


def _nothing(receiver: Any) -> Any:
    return lambda interpreter, args, keywords: None


#: What `super().name` finds when no base says otherwise: the methods of `object`.
_OF_OBJECT = {
    "__init__": _nothing,
    "__init_subclass__": _nothing,
    "__setattr__": _plain_setattr,
    "__new__": _plain_new,
}


def bind(interpreter: Interpreter, found: Any, receiver: Any, owner: Class | None) -> Any:
    """What a class attribute becomes when it is read through an object (or, for `super()` in a
    class method, through a class)."""
    kind = type(found)
    if kind is Function or kind is Native:
        if type(receiver) is Class:
            return found
        return Method(found, receiver, owner)
    if kind is Property:
        return interpreter.call(found.getter, (receiver,), {})
    if kind is StaticMethod:
        return found.function
    if kind is ClassMethod:
        cls = receiver if type(receiver) is Class else receiver.cls
        return Method(found.function, cls, owner)
    if kind is Instance and type(receiver) is Instance:
        getter = special(interpreter, found, "__get__")
        if getter is not MISSING:
            return interpreter.call(getter, (receiver, receiver.cls), {})
    return found


def _of_instance(interpreter: Interpreter, value: Instance, name: str) -> Any:
    cls = value.cls
    found, owner = cls.find(name)
    if type(found) is Property:
        return interpreter.call(found.getter, (value,), {})
    attributes = value.attributes
    if name in attributes:
        return attributes[name]
    if found is not MISSING:
        return bind(interpreter, found, value, owner)
    if name == "__class__":
        return cls
    if name == "__dict__":
        return attributes
    getter, owner = cls.find("__getattr__")
    if getter is not MISSING:
        return interpreter.call(Method(getter, value, owner), (name,), {})
    if cls.unknown_base is not None:
        return interpreter.derive(cls.unknown_base, ".", id(value), name)
    return MISSING


def _of_class(interpreter: Interpreter, value: Class, name: str) -> Any:
    found, owner = value.find(name)
    if found is not MISSING:
        if type(found) is ClassMethod:
            return Method(found.function, value, owner)
        if type(found) is StaticMethod:
            return found.function
        return found
    if name in ("__name__", "__qualname__"):
        return value.name
    if name == "__mro__":
        return value.mro
    if name == "__bases__":
        return value.bases
    if name == "__dict__":
        return dict(value.namespace)
    if name in ("__doc__", "__module__"):
        return None
    if value.unknown_base is not None:
        return interpreter.derive(value.unknown_base, ".", name)
    return MISSING


def _of_function(value: Function, name: str) -> Any:
    if name in value.attributes:
        return value.attributes[name]
    if name in ("__name__", "__qualname__"):
        return value.name
    if name in ("__doc__", "__module__", "__wrapped__"):
        return None if name != "__wrapped__" else MISSING
    if name == "__dict__":
        return value.attributes
    return MISSING


def special(interpreter: Interpreter, value: Instance, name: str) -> Any:
    """A special method, which Python looks up on the class alone."""
    found, owner = value.cls.find(name)
    if found is MISSING:
        return MISSING
    return bind(interpreter, found, value, owner)


def put(interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
    """`value.name = new`."""
    kind = type(value)
    if kind is Instance:
        found, owner = value.cls.find(name)
        if type(found) is Property:
            if found.setter is not None:
                interpreter.call(found.setter, (value, new), {})
                return
            raise interpreter.raised(
                "AttributeError", f"property '{name}' of '{value.cls.name}' object has no setter"
            )
        setter, owner = value.cls.find("__setattr__")
        if setter is not MISSING:
            interpreter.call(Method(setter, value, owner), (name, new), {})
        else:
            value.attributes[name] = new
    elif kind is Class:
        value.namespace[name] = new
    elif kind is Module:
        value.names[name] = new
    elif kind is Function:
        value.attributes[name] = new
    else:
        behaviour = interpreter.behaviours.get(kind)
        if behaviour is not None:
            behaviour.set_attribute(interpreter, value, name, new)


def delete(interpreter: Interpreter, value: Any, name: str) -> None:
    """`del value.name`."""
    if type(value) is Instance:
        if name not in value.attributes and value.cls.unknown_base is None:
            raise interpreter.raised("AttributeError", name)
        value.attributes.pop(name, None)
    elif type(value) is Class:
        value.namespace.pop(name, None)

