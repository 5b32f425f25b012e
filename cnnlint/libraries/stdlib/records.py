"""`dataclasses`, and the named tuples of `typing`."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import calls, comparison, containers
from ...interpreter.definitions import Annotation, keys_of
from ...interpreter.exceptions import EXCEPTIONS
from ...interpreter.kinds import TYPES
from ...interpreter.signature import Signature
from ...interpreter.text import text_of
from ...interpreter.values import MISSING, Class, Instance, Native
from .kit import functions, module, plain_class
from .tuples import tuple_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module

FIELDS = "__dataclass_fields__"
FIELD = plain_class("Field")
FROZEN = Class("FrozenInstanceError", (EXCEPTIONS["AttributeError"],))
KW_ONLY = Instance(plain_class("_KW_ONLY_TYPE"))
ABSENT = Instance(plain_class("_MISSING_TYPE"))


def field(
    interpreter: Interpreter,
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    init: Any = True,
    repr: Any = True,
    hash: Any = None,
    compare: Any = True,
    metadata: Any = None,
    kw_only: Any = MISSING,
) -> Any:
    made = Instance(FIELD, interpreter.span())
    made.attributes.update(
        default=ABSENT if default is MISSING else default,
        default_factory=ABSENT if default_factory is MISSING else default_factory,
        init=init,
        repr=repr,
        hash=hash,
        compare=compare,
        metadata={} if metadata is None else metadata,
        kw_only=kw_only,
        initvar=False,
    )
    return made


def dataclass(interpreter: Interpreter, cls: Any = None, /, **options: Any) -> Any:
    """`@dataclass`, with or without options."""
    if cls is None:
        return Native("dataclass", lambda machine, args, keywords: _made(machine, args[0], options))
    return _made(interpreter, cls, options)


def _made(interpreter: Interpreter, cls: Any, options: dict[str, Any]) -> Any:
    if type(cls) is not Class:
        return cls
    fields = _collected(interpreter, cls, options)
    namespace = cls.namespace
    namespace[FIELDS] = fields
    shown = [name for name, each in fields.items() if each.attributes["init"] is True]
    if options.get("init", True) is not False and "__init__" not in namespace:
        namespace["__init__"] = _init_of(interpreter, cls, fields)
    if options.get("repr", True) is not False and "__repr__" not in namespace:
        namespace["__repr__"] = calls.native(_repr, "__repr__")
    frozen = options.get("frozen", False) is True
    if options.get("eq", True) is not False and "__eq__" not in namespace:
        namespace["__eq__"] = calls.native(_equal, "__eq__")
        if "__hash__" not in namespace:
            hashed = frozen or options.get("unsafe_hash", False) is True
            namespace["__hash__"] = calls.native(_hash, "__hash__") if hashed else None
        cls.keyed = keys_of(interpreter, cls)
    if options.get("order", False) is True:
        for op, name in (("<", "__lt__"), ("<=", "__le__"), (">", "__gt__"), (">=", "__ge__")):
            namespace[name] = _ordered(op, name)
    if frozen:
        namespace.update(functions(__setattr__=_frozen_set, __delattr__=_frozen_delete))
    namespace.setdefault("__match_args__", tuple(shown))
    return cls


def _collected(
    interpreter: Interpreter, cls: Class, options: dict[str, Any]
) -> dict[str, Instance]:
    """The fields of a class: those of its bases first, then its own annotations in order."""
    fields: dict[str, Instance] = {}
    for base in reversed(cls.mro[1:]):
        inherited = base.namespace.get(FIELDS)
        if isinstance(inherited, dict):
            fields.update(inherited)
    keyword_only = options.get("kw_only", False) is True
    annotations: dict[str, Any] = cls.namespace.get("__annotations__", {})
    for name, annotation in annotations.items():
        if not isinstance(annotation, Annotation) or annotation.names("ClassVar"):
            continue
        if annotation.names("KW_ONLY"):
            keyword_only = True
            continue
        given = cls.namespace.get(name, MISSING)
        if type(given) is Instance and given.cls is FIELD:
            made = given
            if made.attributes["default"] is not ABSENT:
                cls.namespace[name] = made.attributes["default"]
            else:
                cls.namespace.pop(name)
        else:
            if type(given) in (list, dict, set):
                raise interpreter.raised(
                    "ValueError",
                    f"mutable default <class '{type(given).__name__}'> for field {name} is not "
                    "allowed: use default_factory",
                )
            made = field(interpreter, default=given)
        made.attributes["name"] = name
        made.attributes["type"] = annotation
        made.attributes["initvar"] = annotation.names("InitVar")
        if made.attributes["kw_only"] is MISSING:
            made.attributes["kw_only"] = keyword_only
        fields[name] = made
    return fields


def _init_of(interpreter: Interpreter, cls: Class, fields: dict[str, Instance]) -> Native:
    taken = {name: each for name, each in fields.items() if each.attributes["init"] is True}
    defaults: dict[str, Any] = {}
    for name, each in taken.items():
        if each.attributes["default"] is not ABSENT:
            defaults[name] = each.attributes["default"]
        elif each.attributes["default_factory"] is not ABSENT:
            defaults[name] = ABSENT
    positional = [name for name in taken if taken[name].attributes["kw_only"] is not True]
    optional = ""
    for name in positional:
        if name in defaults:
            optional = name
        elif optional:
            raise interpreter.raised(
                "TypeError", f"non-default argument '{name}' follows default argument"
            )
    signature = Signature(
        f"{cls.name}.__init__",
        ("self", *positional),
        defaults,
        keyword_only=tuple(name for name in taken if name not in positional),
    )

    def init(machine: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
        values = {**dict(zip(positional, args, strict=True)), **keywords}
        extra = []
        for name, each in fields.items():
            value = values.get(name, each.attributes["default"])
            if value is ABSENT:
                factory = each.attributes["default_factory"]
                if factory is ABSENT:
                    continue
                value = machine.call(factory, (), {})
            if each.attributes["initvar"]:
                extra.append(value)
            else:
                self.attributes[name] = value
        after = machine.special(self, "__post_init__")
        if after is not MISSING:
            machine.call(after, tuple(extra), {})

    return Native("__init__", init, signature)


def _own_fields(self: Any) -> dict[str, Instance]:
    found, _ = (self if type(self) is Class else self.cls).find(FIELDS)
    return {name: each for name, each in found.items() if not each.attributes["initvar"]}


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple(
        self.attributes.get(name)
        for name, each in _own_fields(self).items()
        if each.attributes["compare"] is True
    )


def _repr(interpreter: Interpreter, self: Any) -> Any:
    parts = []
    for name, each in _own_fields(self).items():
        if each.attributes["repr"] is not True:
            continue
        inside = text_of(interpreter, interpreter.get(self, name), "r")
        if type(inside) is Unknown:
            return inside
        parts.append(f"{name}={inside}")
    name = self.cls.namespace.get("__qualname__", self.cls.name)
    return f"{name}({', '.join(parts)})"


def _equal(interpreter: Interpreter, self: Any, other: Any) -> Any:
    if type(other) is not Instance or other.cls is not self.cls:
        return NotImplemented
    return comparison.equal(interpreter, _compared(self), _compared(other))


def _hash(interpreter: Interpreter, self: Any) -> Any:
    key = _compared(self)
    why = containers.unnamed(key)
    if why is not None:
        return interpreter.unknown("a hash of a value that is not known", of=[why])
    try:
        return hash(key)
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None


def _ordered(op: str, name: str) -> Native:
    def order(interpreter: Interpreter, self: Any, other: Any) -> Any:
        if type(other) is not Instance or other.cls is not self.cls:
            return NotImplemented
        return comparison.compare(interpreter, op, _compared(self), _compared(other))

    return calls.native(order, name)


def _frozen_set(interpreter: Interpreter, self: Any, name: Any, value: Any) -> None:
    raise _frozen(interpreter, f"cannot assign to field {name!r}")


def _frozen_delete(interpreter: Interpreter, self: Any, name: Any) -> None:
    raise _frozen(interpreter, f"cannot delete field {name!r}")


def _frozen(interpreter: Interpreter, message: str) -> Exception:
    raised = interpreter.raised("AttributeError", message)
    raised.cls = raised.value.cls = FROZEN
    return raised


def fields_of(interpreter: Interpreter, class_or_instance: Any) -> Any:
    found = _of(class_or_instance)
    if found is None:
        raise interpreter.raised("TypeError", "must be called with a dataclass type or instance")
    return tuple(_own_fields(class_or_instance).values())


def _of(value: Any) -> dict[str, Instance] | None:
    cls = value if type(value) is Class else value.cls if type(value) is Instance else None
    found = MISSING if cls is None else cls.find(FIELDS)[0]
    return found if isinstance(found, dict) else None


def is_dataclass(interpreter: Interpreter, obj: Any, /) -> Any:
    if type(obj) is Unknown:
        return interpreter.derive(obj, "is a dataclass")
    return _of(obj) is not None


def as_dict(interpreter: Interpreter, obj: Any, *, dict_factory: Any = None) -> Any:
    return _unpacked(interpreter, obj, lambda pairs: dict(pairs))


def as_tuple(interpreter: Interpreter, obj: Any, *, tuple_factory: Any = None) -> Any:
    return _unpacked(interpreter, obj, lambda pairs: tuple(value for _, value in pairs))


def _unpacked(interpreter: Interpreter, value: Any, make: Any) -> Any:
    kind = type(value)
    if kind is Instance and _of(value) is not None:
        return make(
            [
                (name, _unpacked(interpreter, interpreter.get(value, name), make))
                for name in _own_fields(value)
            ]
        )
    interpreter.step()
    if kind is list:
        return [_unpacked(interpreter, item, make) for item in value]
    if kind is tuple:
        return tuple(_unpacked(interpreter, item, make) for item in value)
    if kind is dict:
        return {key: _unpacked(interpreter, item, make) for key, item in value.items()}
    return value


def replace(interpreter: Interpreter, obj: Any, /, **changes: Any) -> Any:
    if type(obj) is not Instance or _of(obj) is None:
        return interpreter.unknown("a dataclass that is not known", of=obj)
    values = {
        name: obj.attributes.get(name)
        for name, each in _own_fields(obj).items()
        if each.attributes["init"] is True
    }
    return interpreter.call(obj.cls, (), {**values, **changes})


def make_dataclass(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("a dataclass made while the program runs")


def dataclasses() -> Module:
    """`dataclasses`."""
    return module(
        "dataclasses",
        functions(
            dataclass=dataclass,
            field=field,
            fields=fields_of,
            is_dataclass=is_dataclass,
            asdict=as_dict,
            astuple=as_tuple,
            replace=replace,
            make_dataclass=make_dataclass,
        ),
        {
            "KW_ONLY": KW_ONLY,
            "MISSING": ABSENT,
            "FrozenInstanceError": FROZEN,
            "InitVar": plain_class("InitVar"),
            "Field": FIELD,
        },
    )


# typing.NamedTuple ----------------------------------------------------------------------------


def _tuple_made(interpreter: Interpreter, cls: Class, keywords: dict[str, Any]) -> None:
    if NAMED_TUPLE not in cls.bases:
        return
    names = tuple(cls.namespace.get("__annotations__", {}))
    defaults = {name: cls.namespace[name] for name in names if name in cls.namespace}
    own = {name: value for name, value in cls.namespace.items() if name not in names}
    cls.namespace.update(tuple_class(cls.name, names, defaults))
    cls.namespace.update(own)


NAMED_TUPLE = Class("NamedTuple", (TYPES["tuple"],))
NAMED_TUPLE.namespace["__class_made__"] = Native("__class_made__", _tuple_made)


def _tuple_call(
    interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any
) -> Any:
    """`NamedTuple("Point", [("x", int)])`."""
    if cls is not NAMED_TUPLE:
        return MISSING
    from .tuples import named_tuple

    pairs = interpreter.iterate(args[1]) if len(args) > 1 else list(keywords.items())
    if type(pairs) is Unknown or unknown is not None or not args:
        return interpreter.unknown("a named tuple with fields that are not known", of=pairs)
    names = []
    for pair in pairs:
        both = interpreter.iterate(pair)
        if type(both) is Unknown or not both:
            return interpreter.unknown("a named tuple with fields that are not known", of=both)
        names.append(both[0])
    return named_tuple(interpreter, args[0], names)


NAMED_TUPLE.namespace["__class_call__"] = Native("__class_call__", _tuple_call)
