"""Attributes: reading, writing, and the order in which Python looks for them."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import methods, objects, uncertainty
from .containers import ANYTHING
from .values import (
    MISSING,
    Class,
    ClassMethod,
    Function,
    Identity,
    Instance,
    Method,
    Module,
    Native,
    Property,
    StaticMethod,
    Super,
    lend,
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
        from .unlisted import unlisted

        found = unlisted(interpreter, value, name)
        if found is not MISSING:
            return found
        owner = interpreter.type_name(value)
        if type(value) is Class:
            raise interpreter.raised(
                "AttributeError", f"type object '{value.name}' has no attribute '{name}'"
            )
        if type(value) is Super:
            owner = "super"
        if type(value) is Module:
            raise interpreter.raised(
                "AttributeError", f"module '{value.name}' has no attribute '{name}'"
            )
        raise interpreter.raised("AttributeError", f"'{owner}' object has no attribute '{name}'")
    return found


#: Who has these is a model.
OF_MODELS = frozenset(("compile", "fit", "summary", "evaluate", "predict"))


def find(interpreter: Interpreter, value: Any, name: str) -> Any:
    """`value.name`, or MISSING."""
    kind = type(value)
    if kind is Instance:
        return _of_instance(interpreter, value, name)
    if kind is Unknown:
        if name in OF_MODELS and not value.parameter:
            interpreter.unknowns.append(value)  # a model that is not known, in all likelihood
        derived = interpreter.derive(value, ".", name)
        if name in interpreter.telling and derived.key not in interpreter.stated:
            return interpreter.telling[name](value, derived)
        return interpreter.stated.get(derived.key, derived)
    if kind is Module:
        member = _of_module(interpreter, value, name)
        if type(member) is Unknown and member.span is None:
            # It is the same for every program: it begins where this one asks for it.
            return Unknown(member.reason, interpreter.span(), member.key, name=member.name)
        return member
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        return behaviour.attribute(interpreter, value, name)
    if kind is Class:
        return _of_class(interpreter, value, name)
    if kind is Super:
        return objects.of_super(interpreter, value, name)
    if kind is Function:
        if name in value.attributes:
            return value.attributes[name]
        return objects.of_function(interpreter, value, name)
    if kind is Method:
        if name == "__self__":
            return value.receiver
        if name == "__func__":
            return value.function
        return find(interpreter, value.function, name)
    if kind is Native:
        if value.attributes is not None and name in value.attributes:
            return value.attributes[name]
        if name in ("__name__", "__qualname__"):
            return value.name
        return None if name == "__doc__" else MISSING
    if kind in (StaticMethod, ClassMethod):
        return value.function if name in ("__func__", "__wrapped__") else MISSING
    if kind is Property:
        return objects.of_property(value, name)
    return methods.find(interpreter, value, name)


def _of_module(interpreter: Interpreter, value: Module, name: str) -> Any:
    if value.gone is not None and name not in value.kept:
        refused = value.gone(name)
        if refused is None:
            value.kept.add(name)
        elif not refused.late or not interpreter.catches(refused.exception):
            interpreter.refused(interpreter, refused)
    member = value.member(name)
    if member is not MISSING:
        return placed(interpreter, member)
    if name == "__name__":
        return value.name
    if name == "__dict__":
        return value.names
    if value.complete and "__file__" in value.names and name[:2] != "__":
        return MISSING  # a file of the user's, followed to its end
    # A library has more than cnnlint knows of: that is no AttributeError.
    return interpreter.unknown(f"`{value.name}.{name}` is not known to cnnlint")


def placed(interpreter: Interpreter, value: Any) -> Any:
    """A name that a library knows, and nothing more: unknown from where it is used."""
    if type(value) is Unknown and value.span is None:
        return interpreter.unknown(value.reason)
    return value


def bind(interpreter: Interpreter, found: Any, receiver: Any, owner: Class | None) -> Any:
    """What a class attribute becomes when it is read through an object (or, for `super()` in a
    class method, through a class)."""
    kind = type(found)
    if kind is Function or kind is Native:
        if type(receiver) is Class or (kind is Native and _unbound(found, owner)):
            return found
        return Method(found, receiver, owner)
    if kind is Property:
        return _read(interpreter, found, receiver)
    if kind is StaticMethod:
        return found.function
    if kind is ClassMethod:
        cls = receiver if type(receiver) is Class else receiver.cls
        if type(found.function) is Property:
            return _read(interpreter, found.function, cls)
        return Method(found.function, cls, owner)
    if kind is Instance and type(receiver) is Instance:
        getter = special(interpreter, found, "__get__")
        if getter is not MISSING:
            return interpreter.call(getter, (receiver, receiver.cls), {})
    return found


def _unbound(found: Native, owner: Class | None) -> bool:
    """Whether this is a function of Python's own, as `round`, that a class of the user's keeps."""
    if owner is None or owner.span is None:
        return False
    module = getattr(found.function, "__module__", "")
    return module.startswith(f"{__package__}.") or module.endswith(".stdlib.mathematics")


def _read(interpreter: Interpreter, found: Property, receiver: Any) -> Any:
    if found.getter is None:
        raise interpreter.raised("AttributeError", "property has no getter")
    return interpreter.call(found.getter, (receiver,), {})


def _of_instance(interpreter: Interpreter, value: Instance, name: str) -> Any:
    cls = value.cls
    attributes: dict[Any, Any] = value.attributes
    if name[:2] != "__":
        reader, whose = cls.find("__getattribute__")
        if type(reader) is Function:
            return interpreter.call(Method(reader, value, whose), (name,), {})
    found, owner = cls.find(name)
    kind = type(found)
    if kind is Property:
        return _read(interpreter, found, value)
    if kind is Instance and special(interpreter, found, "__set__") is not MISSING:
        return bind(interpreter, found, value, owner)  # a data descriptor comes first
    if name in attributes:
        return attributes[name]
    if found is not MISSING:
        return bind(interpreter, found, value, owner)
    plain = objects.of_object(interpreter, value, name)
    if plain is not MISSING:
        return plain
    getter, owner = cls.find("__getattr__")
    if getter is not MISSING:
        return interpreter.call(Method(getter, value, owner), (name,), {})
    if ANYTHING in attributes:
        return interpreter.derive(attributes[ANYTHING], ".", name)
    if cls.unknown_base is not None:
        return interpreter.derive(cls.unknown_base, ".", Identity(value), name)
    return MISSING


def _of_class(interpreter: Interpreter, value: Class, name: str) -> Any:
    found, owner = value.find(name)
    if found is MISSING:
        return objects.of_class(interpreter, value, name)
    kind = type(found)
    if kind is ClassMethod:
        return bind(interpreter, found, value, owner)
    if kind is StaticMethod:
        return found.function
    if kind is Instance:
        getter = special(interpreter, found, "__get__")
        if getter is not MISSING:
            return interpreter.call(getter, (None, value), {})
    return found


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
        _put_in_instance(interpreter, value, name, new)
        return
    interpreter.altered |= name != "__doc__" and kind in (Class, Module, Function, Native, Method)
    if kind is Class:
        uncertainty.note(interpreter, value.namespace, name)
        lend(value, name)
        value.namespace[name] = new
    elif kind is Module:
        uncertainty.note(interpreter, value.names, name)
        value.names[name] = new
    elif kind is Function:
        value.attributes[name] = new
    elif kind is Native:
        value.attributes = {**(value.attributes or {}), name: new}
    elif kind is Method and type(value.function) is Function:
        value.function.attributes[name] = new
    else:
        behaviour = interpreter.behaviours.get(kind)
        if behaviour is not None:
            behaviour.set_attribute(interpreter, value, name, new)
        elif kind in methods.TYPES:
            raise interpreter.raised(
                "AttributeError", f"'{kind.__name__}' object has no attribute '{name}'"
            )


def _put_in_instance(interpreter: Interpreter, value: Instance, name: str, new: Any) -> None:
    found, owner = value.cls.find(name)
    if type(found) is Property:
        if found.setter is not None:
            interpreter.call(found.setter, (value, new), {})
            return
        raise interpreter.raised(
            "AttributeError", f"property '{name}' of '{value.cls.name}' object has no setter"
        )
    if type(found) is Instance:
        setter = special(interpreter, found, "__set__")
        if setter is not MISSING:
            interpreter.call(setter, (value, new), {})
            return
    setter, owner = value.cls.find("__setattr__")
    if setter is not MISSING:
        interpreter.call(Method(setter, value, owner), (name, new), {})
    else:
        put_plainly(interpreter, value, name, new)


def put_plainly(interpreter: Interpreter, value: Instance, name: str, new: Any) -> None:
    """`object.__setattr__(value, name, new)`."""
    if interpreter.journal is not None:
        uncertainty.note(interpreter, value.attributes, name)
    if name == "__class__" and type(new) is Class:
        value.cls = new
    elif name == "__dict__" and type(new) is dict:
        value.attributes = new
    else:
        value.attributes[name] = new


def delete(interpreter: Interpreter, value: Any, name: str) -> None:
    """`del value.name`."""
    kind = type(value)
    if kind is Instance:
        _delete_in_instance(interpreter, value, name)
        return
    interpreter.altered = True
    if kind is Class:
        lend(value, name)
        value.namespace.pop(name, None)
    elif kind is Function:
        value.attributes.pop(name, None)


def _delete_in_instance(interpreter: Interpreter, value: Instance, name: str) -> None:
    found, _ = value.cls.find(name)
    if type(found) is Property:
        if found.deleter is None:
            raise interpreter.raised("AttributeError", f"property '{name}' has no deleter")
        interpreter.call(found.deleter, (value,), {})
        return
    method = special(interpreter, value, "__delattr__")
    if method is not MISSING:
        interpreter.call(method, (name,), {})
        return
    known = value.cls.unknown_base is None and value.state is None
    attributes: dict[Any, Any] = value.attributes
    if name not in attributes and known and ANYTHING not in attributes:
        raise interpreter.raised(
            "AttributeError", f"'{value.cls.name}' object has no attribute '{name}'"
        )
    if interpreter.journal is not None:
        uncertainty.note(interpreter, value.attributes, name)
    value.attributes.pop(name, None)
