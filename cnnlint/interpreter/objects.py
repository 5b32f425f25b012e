"""What every object, class and function has: the attributes that Python itself gives them."""

from __future__ import annotations

from ..diagnostics import Unknown
from .values import (
    MISSING,
    Class,
    Function,
    Identity,
    Instance,
    Method,
    Native,
    Property,
    Super,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter


# Objects --------------------------------------------------------------------------------------


def of_object(interpreter: Interpreter, value: Instance, name: str) -> Any:
    """`value.name` where neither the object nor its class says anything else, or MISSING."""
    from . import methods

    if name == "__class__":
        return value.cls
    if name == "__dict__":
        return value.attributes
    if type(value.held) is Property:
        found = of_property(value.held, name, value.cls)
        if found is not MISSING:
            return found
    elif value.held is not MISSING:
        found = methods.find(interpreter, value.held, name)
        if found is not MISSING:
            return found
    if name in OF_OBJECT and value.cls.unknown_base is None:
        return Method(OF_OBJECT[name], value, None)
    if name in ("__doc__", "__module__"):
        return value.cls.namespace.get(name)
    return MISSING


def has_more(cls: Class) -> bool:
    """Whether a class has members that are not known here."""
    return cls.unknown_base is not None or any(each.partial for each in cls.mro)


def of_super(interpreter: Interpreter, value: Super, name: str) -> Any:
    """`super().name`."""
    from . import attributes, methods

    cls = value.receiver_class
    receiver = value.receiver
    if type(receiver) is Class and value.owner not in receiver.mro:
        cls = receiver
    found, owner = cls.find(name, after=value.owner)
    if found is not MISSING:
        return attributes.bind(interpreter, found, receiver, owner)
    if type(receiver) is Instance and receiver.held is not MISSING and name != "__init__":
        found = methods.find(interpreter, receiver.held, name)
        if found is not MISSING:
            return found
    if cls.unknown_base is not None and name != "__new__":
        return interpreter.derive(cls.unknown_base, ".", name)
    plain = OF_OBJECT.get(name)
    if plain is None:
        return MISSING
    return plain if name == "__new__" else Method(plain, receiver, None)


def _set_attribute(interpreter: Interpreter, self: Any, name: Any, value: Any, /) -> None:
    from . import attributes, storing

    if type(self) is Instance and type(name) is str:
        attributes.put_plainly(interpreter, self, name, value)
    elif type(self) is Instance:
        storing.store(interpreter, self.attributes, name, value)


def _get_attribute(interpreter: Interpreter, self: Any, name: Any, /) -> Any:
    from . import attributes

    if type(self) is not Instance or type(name) is not str:
        return interpreter.unknown("an attribute whose name is not known", of=[self, name])
    if name in self.attributes:
        return self.attributes[name]
    found, owner = self.cls.find(name)
    if found is MISSING:
        found = of_object(interpreter, self, name)
        if found is not MISSING:
            return found
        raise interpreter.raised(
            "AttributeError", f"'{self.cls.name}' object has no attribute '{name}'"
        )
    return attributes.bind(interpreter, found, self, owner)


def _del_attribute(interpreter: Interpreter, self: Any, name: Any, /) -> None:
    if type(self) is Instance and type(name) is str:
        if name not in self.attributes:
            raise interpreter.raised("AttributeError", name)
        del self.attributes[name]


def _new(
    interpreter: Interpreter,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> Any:
    """`object.__new__(cls)`; what derives from a type of Python's own holds a value of it."""
    from . import kinds

    if not args or type(args[0]) is not Class:
        return interpreter.unknown("an object of a class that is not known", of=list(args))
    return kinds.made_of(interpreter, args[0], args[1:], keywords, unknown)


def _init(
    interpreter: Interpreter,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> None:
    """`object.__init__`; a list or a dict that is derived from takes its items here."""
    from . import kinds

    if args and type(args[0]) is Instance and args[0].held is not MISSING:
        kinds.fill(interpreter, args[0], args[1:], keywords, unknown)


def _nothing(interpreter: Interpreter, *args: Any, **keywords: Any) -> None:
    return None


def _text(interpreter: Interpreter, self: Any, /) -> Any:
    from .text import plainly

    return plainly(interpreter, self, "s")


def _repr(interpreter: Interpreter, self: Any, /) -> Any:
    from .text import plainly

    return plainly(interpreter, self, "r")


def _same(interpreter: Interpreter, self: Any, other: Any, /) -> Any:
    return True if self is other else NotImplemented


def _different(interpreter: Interpreter, self: Any, other: Any, /) -> Any:
    return False if self is other else NotImplemented


def _hash(interpreter: Interpreter, self: Any, /) -> Any:
    return interpreter.unknown("an address in memory")


def _format(interpreter: Interpreter, self: Any, how: Any, /) -> Any:
    from .text import text_of

    return text_of(interpreter, self, "s")


def _native(name: str, function: Callable[..., Any]) -> Native:
    from .signature import Signature

    return Native(name, function, Signature.of(function, name, skip=1))


#: The methods of `object`: what is found when no class says otherwise.
OF_OBJECT: dict[str, Native] = {
    "__new__": Native("__new__", _new, open=True),
    "__init__": Native("__init__", _init, open=True),
    "__init_subclass__": _native("__init_subclass__", _nothing),
    "__setattr__": _native("__setattr__", _set_attribute),
    "__getattribute__": _native("__getattribute__", _get_attribute),
    "__delattr__": _native("__delattr__", _del_attribute),
    "__str__": _native("__str__", _text),
    "__repr__": _native("__repr__", _repr),
    "__eq__": _native("__eq__", _same),
    "__ne__": _native("__ne__", _different),
    "__hash__": _native("__hash__", _hash),
    "__format__": _native("__format__", _format),
}


# Classes --------------------------------------------------------------------------------------


def of_class(interpreter: Interpreter, value: Class, name: str) -> Any:
    """`cls.name` where none of its bases says anything else, or MISSING."""
    from . import kinds, methods

    if name in ("__name__", "__qualname__"):
        return value.name
    if name == "__mro__":
        return value.mro
    if name == "mro":
        return Native("mro", lambda machine, args, keywords: list(value.mro))
    if name == "__bases__":
        return value.bases
    if name == "__base__":
        return value.bases[0] if value.bases else None
    if name == "__dict__":
        return dict(value.namespace)
    if name == "__class__":
        return kinds.TYPES["type"]
    if name == "__subclasses__":
        return Native(name, lambda machine, args, keywords: subclasses(machine, value))
    if name == "__module__":
        return "builtins"
    if name == "__doc__":
        return None if value.span is not None else interpreter.unknown("the text of a docstring")
    if name == "__annotations__":
        return {}
    for cls in value.mro:
        if isinstance(cls.native, type) and cls.native in methods.TYPES:
            found = methods.unbound(interpreter, cls.native, name, value)
            if found is not MISSING:
                return found
    if value.unknown_base is not None:
        return interpreter.derive(value.unknown_base, ".", name)
    return OF_OBJECT.get(name, MISSING)


def subclasses(interpreter: Interpreter, cls: Class) -> list[Class]:
    interpreter.wide = True
    return [each for each in interpreter.defined if type(each) is Class and cls in each.bases]


def of_property(value: Property, name: str, cls: Class | None = None) -> Any:
    """`prop.setter` and its like: decorators that give a new property, of the same class."""
    parts = [value.getter, value.setter, value.deleter]
    if name in ("fget", "fset", "fdel"):
        return parts[("fget", "fset", "fdel").index(name)]
    if name not in ("getter", "setter", "deleter"):
        return MISSING
    place = ("getter", "setter", "deleter").index(name)

    def renewed(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        new = (*parts[:place], args[0], *parts[place + 1 :])
        return Property(*new) if cls is None else interpreter.call(cls, new, {})

    return Native(name, renewed)


def get_of(interpreter: Interpreter, self: Any, instance: Any, owner: Any = None, /) -> Any:
    """`property.__get__`."""
    if instance is None:
        return self
    return _part(interpreter, self, "getter")(instance)


def set_of(interpreter: Interpreter, self: Any, instance: Any, value: Any, /) -> None:
    """`property.__set__`."""
    _part(interpreter, self, "setter")(instance, value)


def delete_of(interpreter: Interpreter, self: Any, instance: Any, /) -> None:
    """`property.__delete__`."""
    _part(interpreter, self, "deleter")(instance)


def _part(interpreter: Interpreter, self: Any, name: str) -> Callable[..., Any]:
    """One of the functions of a property, or of an object whose class derives from it.

    Raises: the program's AttributeError, where the property has none.
    """
    function = getattr(getattr(self, "held", self), name, None)
    if function is None:
        raise interpreter.raised("AttributeError", f"property has no {name}")
    return lambda *args: interpreter.call(function, args, {})


# Functions ------------------------------------------------------------------------------------


def of_function(interpreter: Interpreter, value: Function, name: str) -> Any:
    """`function.name` for what Python itself keeps with a function, or MISSING."""
    from .definitions import docstring, qualified

    if name == "__name__":
        return value.name
    if name == "__qualname__":
        return qualified(value.scope, value.name)
    if name == "__doc__":
        return None if "l" in value.flags else docstring(value.body)
    if name == "__module__":
        return value.scope.module.names.get("__name__")
    if name == "__dict__":
        return value.attributes
    if name == "__defaults__":
        names = value.signature.names
        found = tuple(value.signature.defaults[n] for n in names if n in value.signature.defaults)
        return found or None
    if name == "__get__":
        return Native(name, lambda _, args, __: Method(value, args[0], value.owner))
    if name == "__call__":
        return value
    if name in ("__code__", "__globals__", "__closure__", "__annotations__", "__kwdefaults__"):
        return interpreter.unknown(f"`{name}` of a function is not followed")
    return MISSING


def identity_of(interpreter: Interpreter, value: Any) -> Unknown:
    """`id(value)`: not known, but the same for the same object."""
    unknown = interpreter.unknown("an address in memory")
    return interpreter.derive(Unknown(unknown.reason, unknown.span, ("id", Identity(value))), "id")
