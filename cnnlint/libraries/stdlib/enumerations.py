"""`enum`."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import comparison, containers
from ...interpreter.kinds import TYPES
from ...interpreter.text import text_of
from ...interpreter.values import (
    MISSING,
    Class,
    ClassMethod,
    Function,
    Instance,
    Method,
    Native,
    Property,
    StaticMethod,
)
from .kit import first, functions, module, opened, plain_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module

MEMBERS = "__members__"
AUTO = plain_class("auto")


def _made(interpreter: Interpreter, cls: Class, keywords: dict[str, Any]) -> None:
    """Turn what the body of the class binds into members."""
    members: dict[str, Any] = {}
    if cls.span is None:
        return
    last: Any = MISSING
    for name, value in list(cls.namespace.items()):
        if name.startswith("_") or not _is_value(interpreter, value):
            continue
        if type(value) is Instance and value.cls is AUTO:
            value = _next(interpreter, cls, name, last, list(members.values()))
        last = value
        alias = next(
            (
                member
                for member in members.values()
                if comparison.equal(interpreter, member.attributes["_value_"], value) is True
            ),
            None,
        )
        members[name] = cls.namespace[name] = alias or _member(interpreter, cls, name, value)
    cls.namespace[MEMBERS] = members


def _is_value(interpreter: Interpreter, value: Any) -> bool:
    if type(value) in (Function, Property, StaticMethod, ClassMethod, Native, Class):
        return False
    return not (type(value) is Instance and interpreter.special(value, "__get__") is not MISSING)


def _next(interpreter: Interpreter, cls: Class, name: str, last: Any, members: list[Any]) -> Any:
    """What `auto()` stands for."""
    own, _ = cls.find("_generate_next_value_")
    if own is not MISSING:
        function = getattr(own, "function", own) if type(own) is StaticMethod else own
        values = [member.attributes["_value_"] for member in members]
        return interpreter.call(function, (name, 1, len(members), values), {})
    if cls.derives_from(STR_ENUM):
        return name.lower()
    numbers = [member.attributes["_value_"] for member in members]
    if any(type(number) is not int for number in numbers):
        return interpreter.unknown("what `auto()` gives here is not followed")
    if cls.derives_from(FLAG):
        return 1 << max((number.bit_length() for number in numbers), default=0)
    return max(numbers, default=0) + 1


def _member(interpreter: Interpreter, cls: Class, name: str, value: Any) -> Instance:
    member = Instance(cls, interpreter.span())
    base = next((each for each in cls.mro if isinstance(each.native, type)), None)
    if base is not None and base.native in (int, str, float, tuple):
        member.held = value
        if base.native is not type(value):
            args = value if type(value) is tuple else (value,)
            made = interpreter.call(base, args, {})
            member.held = made
    elif cls.derives_from(FLAG):
        member.attributes["_flag_"] = True
    own, _ = cls.find("__new__")
    if type(own) is Function:
        value = interpreter.unknown("an enum with its own `__new__` is not followed")
        member.held = MISSING
    member.attributes.update(_name_=name, _value_=value)
    init, owner = cls.find("__init__")
    if init is not MISSING:
        args = value if type(value) is tuple else (value,)
        interpreter.call(Method(init, member, owner), args, {})
    return member


def members_of(cls: Class) -> dict[str, Any]:
    found = cls.find(MEMBERS)[0]
    return found if isinstance(found, dict) else {}


def _unique(cls: Class) -> list[Any]:
    return list({id(member): member for member in members_of(cls).values()}.values())


def _iter(interpreter: Interpreter, cls: Class) -> Any:
    return _unique(cls)


def _len(interpreter: Interpreter, cls: Class) -> Any:
    return len(_unique(cls))


def _contains(interpreter: Interpreter, cls: Class, item: Any) -> Any:
    if type(item) is Unknown:
        return interpreter.derive(item, "in", cls.name)
    if type(item) is Instance and item.cls.derives_from(ENUM):
        return item.cls.derives_from(cls)
    return interpreter.unknown("whether a value is one of an enum's")


def _by_name(interpreter: Interpreter, cls: Any, name: Any) -> Any:
    if containers.unnamed(name) is not None:
        return interpreter.unknown("a member whose name is not known", of=[name])
    found = members_of(cls).get(name) if type(name) is str else None
    if found is None:
        raise interpreter.raised("KeyError", "", args=(name,))
    return found


def _call(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
    """`Color(1)`: the member with that value. `Color("Color", "RED GREEN")` makes a class."""
    if not members_of(cls):
        return interpreter.unknown("an enum made by a call is not followed")
    if not args:
        value = keywords.get("value", unknown)
    else:
        value = args[0]
    if type(value) is Instance and value.cls.derives_from(cls):
        return value
    doubt: Unknown | None = None
    for member in _unique(cls):
        same = comparison.equal(interpreter, member.attributes["_value_"], value)
        if same is True:
            return member
        if type(same) is Unknown:
            doubt = doubt or same
    if doubt is not None:
        return interpreter.derive(doubt, "member", cls.name)
    other, owner = cls.find("_missing_")
    if other is not MISSING and owner is not None and owner.span is not None:
        function = getattr(other, "function", other)
        found = interpreter.call(function, (cls, value), {})
        if found is not None:
            return found
    if cls.derives_from(FLAG):
        return interpreter.unknown("a combination of flags is not followed")
    shown = text_of(interpreter, value, "r")
    name = cls.namespace.get("__qualname__", cls.name)
    raise interpreter.raised("ValueError", f"{shown} is not a valid {name}")


def _name(interpreter: Interpreter, self: Any) -> Any:
    return self.attributes.get("_name_")


def _value(interpreter: Interpreter, self: Any) -> Any:
    return self.attributes.get("_value_")


def _repr(interpreter: Interpreter, self: Any) -> Any:
    inside = text_of(interpreter, self.attributes["_value_"], "r")
    if type(inside) is Unknown:
        return inside
    return f"<{self.cls.name}.{self.attributes['_name_']}: {inside}>"


def _str(interpreter: Interpreter, self: Any) -> Any:
    return f"{self.cls.name}.{self.attributes['_name_']}"


def _format(interpreter: Interpreter, self: Any, how: Any) -> Any:
    from ...interpreter.text import formatted

    return formatted(interpreter, text_of(interpreter, self), how)


def _str_of_value(interpreter: Interpreter, self: Any) -> Any:
    return text_of(interpreter, self.attributes["_value_"])


def _format_value(interpreter: Interpreter, self: Any, how: Any) -> Any:
    from ...interpreter.text import formatted

    return formatted(interpreter, self.attributes["_value_"], how)


def _combined(interpreter: Interpreter, self: Any, other: Any) -> Any:
    return interpreter.unknown("a combination of flags is not followed")


ENUM = plain_class(
    "Enum",
    __class_made__=Native("__class_made__", _made),
    __class_iter__=Native("__class_iter__", _iter),
    __class_len__=Native("__class_len__", _len),
    __class_contains__=Native("__class_contains__", _contains),
    __class_call__=Native("__class_call__", _call),
    __class_getitem__=ClassMethod(functions(get=_by_name)["get"]),
    name=Property(functions(name=_name)["name"]),
    value=Property(functions(value=_value)["value"]),
    **functions(__repr__=_repr, __str__=_str, __format__=_format),
)
_PLAINLY = functions(__str__=_str_of_value, __format__=_format_value)
INT_ENUM = Class("IntEnum", (TYPES["int"], ENUM), dict(_PLAINLY))
STR_ENUM = Class("StrEnum", (TYPES["str"], ENUM), dict(_PLAINLY))
FLAG = Class(
    "Flag",
    (ENUM,),
    functions(__or__=_combined, __and__=_combined, __xor__=_combined, __invert__=_combined),
)
INT_FLAG = Class("IntFlag", (TYPES["int"], FLAG), dict(_PLAINLY))


def unique(interpreter: Interpreter, enumeration: Any) -> Any:
    if type(enumeration) is Class:
        twice = [n for n, m in members_of(enumeration).items() if m.attributes["_name_"] != n]
        if twice:
            raise interpreter.raised(
                "ValueError", f"duplicate values found in <enum {enumeration.name!r}>"
            )
    return enumeration


def enum() -> Module:
    """`enum`."""
    return module(
        "enum",
        {
            "Enum": ENUM,
            "IntEnum": INT_ENUM,
            "StrEnum": STR_ENUM,
            "Flag": FLAG,
            "IntFlag": INT_FLAG,
            "auto": AUTO,
            "EnumMeta": TYPES["type"],
            "EnumType": TYPES["type"],
            "property": TYPES["property"],
        },
        functions(unique=unique),
        opened(member=first, nonmember=first),
    )
