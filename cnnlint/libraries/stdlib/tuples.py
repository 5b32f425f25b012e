"""Named tuples."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...interpreter import calls
from ...interpreter.kinds import TYPES
from ...interpreter.operators import held
from ...interpreter.signature import BadCall, Signature
from ...interpreter.text import text_of
from ...interpreter.values import Class, ClassMethod, Instance, Native, Property
from .kit import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter

TUPLE = TYPES["tuple"]


def tuple_class(
    name: str, fields: tuple[str, ...], defaults: dict[str, Any], bases: tuple[Class, ...] = ()
) -> dict[str, Any]:
    """The members of a class of named tuples."""
    signature = Signature(name, fields, defaults)

    def new(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
        try:
            bound = signature.bind(args, keywords, unknown)
        except BadCall as bad:
            message = str(bad).replace(f"{name}()", f"{name}.__new__()")
            raise interpreter.raised("TypeError", message) from None
        instance = Instance(cls, interpreter.span())
        instance.held = tuple(bound[field] for field in fields)
        return instance

    def reader(place: int) -> Property:
        return Property(Native("field", lambda machine, args, keywords: args[0].held[place]))

    def replace(interpreter: Interpreter, self: Any, **changes: Any) -> Any:
        wrong = [each for each in changes if each not in fields]
        if wrong:
            raise interpreter.raised("ValueError", f"Got unexpected field names: {wrong!r}")
        values = dict(zip(fields, self.held, strict=True))
        return interpreter.call(self.cls, (), {**values, **changes})

    def as_dict(interpreter: Interpreter, self: Any) -> Any:
        return dict(zip(fields, self.held, strict=True))

    def make(interpreter: Interpreter, cls: Any, iterable: Any) -> Any:
        items = interpreter.iterate(iterable)
        if type(items) is Unknown:
            return items
        return interpreter.call(cls, tuple(items), {})

    def shown(interpreter: Interpreter, self: Any) -> Any:
        parts = []
        for field, value in zip(fields, self.held, strict=True):
            inside = text_of(interpreter, value, "r")
            if type(inside) is Unknown:
                return inside
            parts.append(f"{field}={inside}")
        return f"{self.cls.name}({', '.join(parts)})"

    return {
        "__new__": Native("__new__", new),
        **{field: reader(place) for place, field in enumerate(fields)},
        "_fields": fields,
        "_field_defaults": dict(defaults),
        "__match_args__": fields,
        **functions(_replace=replace, _asdict=as_dict, __repr__=shown),
        "_make": ClassMethod(calls.native(make, "_make")),
    }


def named_tuple(
    interpreter: Interpreter,
    typename: Any,
    field_names: Any,
    *,
    rename: Any = False,
    defaults: Any = None,
    module: Any = None,
) -> Any:
    if type(field_names) is str:
        names: Any = field_names.replace(",", " ").split()
    else:
        names = interpreter.iterate(field_names)
    given = [] if defaults is None else interpreter.iterate(defaults)
    if type(typename) is not str or type(names) is Unknown or type(given) is Unknown:
        return interpreter.unknown("a named tuple with fields that are not known", of=names)
    names = [held(name) for name in names]
    if not all(type(name) is str for name in names):
        return interpreter.unknown("a named tuple with fields that are not known", of=names)
    for place, name in enumerate(names):
        if not name.isidentifier() or name.startswith("_") or name in names[:place]:
            if rename is not True:
                raise interpreter.raised("ValueError", f"Encountered a bad field name: {name!r}")
            names[place] = f"_{place}"
    tail = dict(zip(names[len(names) - len(given) :], given, strict=False))
    cls = Class(typename, (TUPLE,), tuple_class(typename, tuple(names), tail))
    cls.span = interpreter.span()
    cls.namespace.update(__module__="__main__", __qualname__=typename)
    return cls
