"""Python's built-in functions, types and exceptions, as values of the interpreted program."""

from __future__ import annotations

import builtins as python

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from . import attributes, calls, containers, operators
from .operators import MOST_ITEMS, Fraction, key_of, plain
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
    Raised,
    StaticMethod,
    Stream,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .machine import Interpreter
    from .values import Scope


def find(name: str) -> Any:
    """The built-in of this name, or MISSING."""
    value = BUILTINS.get(name, MISSING)
    if value is MISSING:
        function = FUNCTIONS.get(name)
        if function is not None:
            value = BUILTINS[name] = calls.native(function, name)
    return value


# Functions ----------------------------------------------------------------------------------


def print_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    if interpreter.state.get("print") is not None:
        texts = [text_of(interpreter, value, "s") for value in values]
        separator, end = keywords.get("sep", " "), keywords.get("end", "\n")
        interpreter.state["print"](
            (separator if isinstance(separator, str) else " ").join(
                text if isinstance(text, str) else "?" for text in texts
            )
            + (end if isinstance(end, str) else "\n")
        )


def len_(interpreter: Interpreter, obj: Any, /) -> Any:
    kind = type(obj)
    if kind is Unknown:
        return interpreter.derive(obj, "len", size=obj.size and None)
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        found = behaviour.length(interpreter, obj)
        if found is not MISSING:
            return found
    if kind is Instance:
        method = interpreter.special(obj, "__len__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
        if obj.cls.unknown_base is not None:
            return interpreter.derive(obj.cls.unknown_base, "len", id(obj))
    if kind is list:
        unknown = containers.open_ended(interpreter, obj)
        if unknown is not None:
            return interpreter.derive(unknown, "len")
    if kind is dict and containers.ANYTHING in obj:
        return interpreter.derive(obj[containers.ANYTHING], "len")
    if kind in (list, tuple, dict, set, frozenset, str, bytes, range):
        return len(obj)
    raise interpreter.raised("TypeError", f"object of type '{interpreter.type_name(obj)}' has no len()")


def enumerate_(interpreter: Interpreter, iterable: Any, start: Any = 0) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    if type(start) is not int:
        return interpreter.unknown("a start that is not known", of=start)
    return Stream([(start + place, item) for place, item in enumerate(items)], "enumerate")


def zip_(interpreter: Interpreter, *iterables: Any, strict: Any = False) -> Any:
    columns = [interpreter.iterate(each) for each in iterables]
    unknown = next((column for column in columns if type(column) is Unknown), None)
    if unknown is not None:
        return unknown
    return Stream(list(zip(*columns, strict=False)), "zip")


def map_(interpreter: Interpreter, function: Any, *iterables: Any) -> Any:
    rows = zip_(interpreter, *iterables)
    if type(rows) is Unknown:
        return rows
    return Stream([interpreter.call(function, row, {}) for row in rows.items], "map")


def filter_(interpreter: Interpreter, function: Any, iterable: Any) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    kept = []
    for item in items:
        truth = interpreter.truth(item if function is None else interpreter.call(function, (item,), {}))
        if type(truth) is Unknown:
            return truth
        if truth:
            kept.append(item)
    return Stream(kept, "filter")


def reversed_(interpreter: Interpreter, sequence: Any) -> Any:
    items = interpreter.iterate(sequence)
    return items if type(items) is Unknown else Stream(items[::-1], "reversed")


def sorted_(interpreter: Interpreter, iterable: Any, /, *, key: Any = None, reverse: Any = False) -> Any:
    items = interpreter.iterate(iterable)
    return items if type(items) is Unknown else ordered(interpreter, items, key, reverse)


def ordered(interpreter: Interpreter, items: list[Any], key: Any, reverse: Any) -> Any:
    """The items in order, or an Unknown where the order is not known."""
    keys = items if key is None else [interpreter.call(key, (item,), {}) for item in items]
    if not all(plain(one) for one in keys) or type(reverse) is Unknown:
        return interpreter.unknown("the order of items that are not known", of=[*keys, reverse])
    try:
        places = sorted(range(len(items)), key=keys.__getitem__, reverse=bool(reverse))
    except TypeError as error:
        raise interpreter.raised("TypeError", str(error)) from None
    return [items[place] for place in places]


def iter_(interpreter: Interpreter, iterable: Any, *sentinel: Any) -> Any:
    if type(iterable) is Stream:
        return iterable
    if type(iterable) is Instance:
        method = interpreter.special(iterable, "__iter__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    items = interpreter.iterate(iterable)
    return items if type(items) is Unknown else Stream(items)


def next_(interpreter: Interpreter, iterator: Any, *default: Any) -> Any:
    if type(iterator) is Stream:
        if iterator.position < len(iterator.items):
            iterator.position += 1
            return iterator.items[iterator.position - 1]
        if default:
            return default[0]
        raise interpreter.raised("StopIteration", "")
    if type(iterator) is Instance:
        method = interpreter.special(iterator, "__next__")
        if method is not MISSING:
            return interpreter.call(method, (), {})
    return interpreter.unknown("the next item is not known", of=iterator)


def sum_(interpreter: Interpreter, iterable: Any, /, start: Any = 0) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    total = start
    for item in items:
        total = operators.binary(interpreter, "+", total, item)
    return total


def _extreme(interpreter: Interpreter, op: str, values: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    items = interpreter.iterate(values[0]) if len(values) == 1 else list(values)
    if type(items) is Unknown:
        return items
    if not items:
        if "default" in keywords:
            return keywords["default"]
        raise interpreter.raised("ValueError", "the iterable argument is empty")
    key = keywords.get("key")
    best = items[0]
    best_key = best if key is None else interpreter.call(key, (best,), {})
    for item in items[1:]:
        item_key = item if key is None else interpreter.call(key, (item,), {})
        a, b = operators.size_of(best_key), operators.size_of(item_key)
        answer = operators.compare(interpreter, op, item_key, best_key)
        truth = interpreter.truth(answer)
        if type(truth) is Unknown:
            if a is not None and b is not None and key is None:
                best = best_key = dims.minimum(a, b) if op == "<" else dims.maximum(a, b)
                continue
            return truth
        if truth:
            best, best_key = item, item_key
    return best


def min_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    return _extreme(interpreter, "<", values, keywords)


def max_(interpreter: Interpreter, *values: Any, **keywords: Any) -> Any:
    return _extreme(interpreter, ">", values, keywords)


def any_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, True)


def all_(interpreter: Interpreter, iterable: Any, /) -> Any:
    return _quantified(interpreter, iterable, False)


def _quantified(interpreter: Interpreter, iterable: Any, stop_at: bool) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        return items
    unknown: Unknown | None = None
    for item in items:
        truth = interpreter.truth(item)
        if type(truth) is Unknown:
            unknown = unknown or truth
        elif truth is stop_at:
            return stop_at
    return (not stop_at) if unknown is None else unknown


def abs_(interpreter: Interpreter, x: Any, /) -> Any:
    return _plainly(interpreter, abs, x)


def round_(interpreter: Interpreter, number: Any, ndigits: Any = None) -> Any:
    if type(number) is Dim:
        return number
    if type(number) is Fraction and number.exact:
        return number.floor
    if ndigits is None:
        return _plainly(interpreter, round, number)
    return _plainly(interpreter, round, number, ndigits)


def divmod_(interpreter: Interpreter, a: Any, b: Any, /) -> Any:
    return (
        operators.binary(interpreter, "//", a, b),
        operators.binary(interpreter, "%", a, b),
    )


def pow_(interpreter: Interpreter, base: Any, exp: Any, mod: Any = None) -> Any:
    power = operators.binary(interpreter, "**", base, exp)
    return power if mod is None else operators.binary(interpreter, "%", power, mod)


def _plainly(interpreter: Interpreter, function: Callable[..., Any], *args: Any) -> Any:
    """Let Python work out a function of plain values."""
    for arg in args:
        if not plain(arg):
            return interpreter.unknown(f"`{function.__name__}` of a value that is not known", of=arg)
    try:
        return function(*args)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise interpreter.raised(type(error).__name__, str(error)) from None


def is_instance(interpreter: Interpreter, obj: Any, cls: Any) -> bool | Unknown:
    """`isinstance(obj, cls)`."""
    if isinstance(cls, tuple):
        answers = [is_instance(interpreter, obj, each) for each in cls]
        if True in [answer for answer in answers if type(answer) is bool]:
            return True
        return next((answer for answer in answers if type(answer) is Unknown), False)
    if type(cls) is Native and cls.name in ("callable",):
        return False
    if type(cls) is Unknown:
        if plain(obj) and not isinstance(obj, (int, float)):
            # Python's own collections and texts are no instances of a class from elsewhere,
            # unless it is an abstract one; that is left open.
            return interpreter.derive(cls, "isinstance", key_of(obj))
        return interpreter.derive(cls, "isinstance", key_of(obj))
    if type(obj) is Unknown:
        if obj.size is not None and not obj.parameter and type(cls) is Class:
            return TYPES["int"].derives_from(cls)
        return interpreter.derive(obj, "isinstance", id(cls))
    if type(cls) is not Class:
        return interpreter.unknown("an `isinstance` that is not followed")
    own = type_of(interpreter, obj)
    if type(own) is not Class:
        return own if type(own) is Unknown else interpreter.unknown("a type that is not known")
    if own.derives_from(cls):
        return True
    hook = cls.namespace.get("__instancecheck__")
    if hook is not None:
        return hook.function(interpreter, obj)  # type: ignore[no-any-return]
    if own.unknown_base is not None:
        return interpreter.derive(own.unknown_base, "isinstance", id(cls))
    return False


def is_subclass(interpreter: Interpreter, cls: Any, classinfo: Any) -> Any:
    infos = classinfo if isinstance(classinfo, tuple) else (classinfo,)
    if type(cls) is Class and all(type(info) is Class for info in infos):
        if any(cls.derives_from(info) for info in infos):
            return True
        return False if cls.unknown_base is None else interpreter.derive(cls.unknown_base, "subclass", id(classinfo))
    return interpreter.unknown("an `issubclass` that is not followed", of=[cls, classinfo])


def type_of(interpreter: Interpreter, value: Any) -> Any:
    """The class of a value."""
    kind = type(value)
    if kind is Instance:
        return value.cls
    if kind is Unknown:
        return interpreter.derive(value, "type")
    if kind is Dim:
        return TYPES["int"]
    if kind is Fraction:
        return TYPES["float"]
    behaviour = interpreter.behaviours.get(kind)
    if behaviour is not None:
        return behaviour.attribute(interpreter, value, "__class__")
    return TYPES.get(_KINDS.get(kind, kind.__name__), TYPES["object"])


def has_attribute(interpreter: Interpreter, obj: Any, name: Any, /) -> Any:
    if type(obj) is Unknown or type(name) is Unknown:
        return interpreter.unknown("whether it has that attribute", of=[obj, name])
    try:
        found = attributes.find(interpreter, obj, name)
    except Raised:
        return False
    if type(found) is Unknown and type(obj) is Module:
        return found
    return found is not MISSING


def get_attribute(interpreter: Interpreter, obj: Any, name: Any, *default: Any) -> Any:
    if type(name) is not str:
        return interpreter.unknown("an attribute whose name is not known", of=[name, obj])
    if default:
        found = attributes.find(interpreter, obj, name)
        return default[0] if found is MISSING else found
    return attributes.get(interpreter, obj, name)


def set_attribute(interpreter: Interpreter, obj: Any, name: Any, value: Any, /) -> Any:
    if type(name) is str:
        attributes.put(interpreter, obj, name, value)


def callable_(interpreter: Interpreter, obj: Any, /) -> Any:
    if type(obj) is Unknown:
        return interpreter.derive(obj, "callable")
    if type(obj) is Instance:
        return interpreter.special(obj, "__call__") is not MISSING
    return type(obj) in (Function, Native, Method, Class)


def repr_(interpreter: Interpreter, obj: Any, /) -> Any:
    return text_of(interpreter, obj, "r")


def format_(interpreter: Interpreter, value: Any, format_spec: Any = "") -> Any:
    return _plainly(interpreter, format, value, format_spec)


def vars_(interpreter: Interpreter, obj: Any = None, /) -> Any:
    if type(obj) is Instance:
        return obj.attributes
    return interpreter.unknown("the names of an object", of=obj)


def id_(interpreter: Interpreter, obj: Any, /) -> Any:
    return interpreter.unknown("an address in memory")


def input_(interpreter: Interpreter, prompt: Any = "", /) -> Any:
    return interpreter.unknown("what the user types")


def open_(interpreter: Interpreter, file: Any, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("what is in a file")


def eval_(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    return interpreter.unknown("code in a text is not followed")


def exit_(interpreter: Interpreter, code: Any = None) -> Any:
    raise interpreter.raised("SystemExit", "")


def dir_(interpreter: Interpreter, *obj: Any) -> Any:
    return interpreter.unknown("the names of an object")


def _pure(name: str) -> Callable[..., Any]:
    function = getattr(python, name)
    return lambda interpreter, *args: _plainly(interpreter, function, *args)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "print": print_,
    "len": len_,
    "enumerate": enumerate_,
    "zip": zip_,
    "map": map_,
    "filter": filter_,
    "reversed": reversed_,
    "sorted": sorted_,
    "iter": iter_,
    "next": next_,
    "sum": sum_,
    "min": min_,
    "max": max_,
    "any": any_,
    "all": all_,
    "abs": abs_,
    "round": round_,
    "divmod": divmod_,
    "pow": pow_,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "hasattr": has_attribute,
    "getattr": get_attribute,
    "setattr": set_attribute,
    "callable": callable_,
    "repr": repr_,
    "ascii": repr_,
    "format": format_,
    "vars": vars_,
    "id": id_,
    "hash": id_,
    "input": input_,
    "open": open_,
    "eval": eval_,
    "exec": eval_,
    "__import__": eval_,
    "exit": exit_,
    "quit": exit_,
    "dir": dir_,
    "ord": _pure("ord"),
    "chr": _pure("chr"),
    "hex": _pure("hex"),
    "bin": _pure("bin"),
    "oct": _pure("oct"),
}


class ScopeReader:
    """`globals()` and `locals()`: what they return depends on where they stand."""

    __slots__ = ("everywhere",)

    def __init__(self, everywhere: bool) -> None:
        self.everywhere = everywhere

    def read(self, interpreter: Interpreter, scope: Scope) -> Any:
        return scope.module.names if self.everywhere else dict(scope.names)


# Text ---------------------------------------------------------------------------------------


def text_of(interpreter: Interpreter, value: Any, how: str = "s") -> Any:
    """`str(value)` (or `repr`, for how "r"), or an Unknown."""
    kind = type(value)
    if plain(value):
        if kind in (list, tuple, dict, set) and len(value) > 10_000:
            return interpreter.unknown("a text too long to keep")
        return str(value) if how == "s" else repr(value)
    if kind is Unknown:
        return interpreter.derive(value, "text")
    if kind is Instance:
        for name in ("__str__", "__repr__") if how == "s" else ("__repr__",):
            method = interpreter.special(value, name)
            if method is not MISSING:
                return interpreter.call(method, (), {})
        if value.cls.derives_from(EXCEPTIONS["BaseException"]):
            args = value.attributes.get("args", ())
            if how == "s":
                return text_of(interpreter, args[0] if len(args) == 1 else args) if args else ""
            inner = ", ".join(str(text_of(interpreter, arg, "r")) for arg in args)
            return f"{value.cls.name}({inner})"
    if kind is Class:
        return f"<class '{value.name}'>"
    if kind in (list, tuple, dict, set, frozenset):
        return _text_of_collection(interpreter, value)
    return interpreter.unknown(f"the text of {interpreter.type_name(value)}", of=value)


def _text_of_collection(interpreter: Interpreter, value: Any) -> Any:
    if type(value) is dict:
        parts = []
        for key, item in value.items():
            texts = [text_of(interpreter, each, "r") for each in (key, item)]
            if any(type(text) is Unknown for text in texts):
                return interpreter.unknown("a text with a value in it that is not known", of=texts)
            parts.append(": ".join(texts))
        return "{" + ", ".join(parts) + "}"
    texts = [text_of(interpreter, each, "r") for each in value]
    unknown = next((text for text in texts if type(text) is Unknown), None)
    if unknown is not None:
        return unknown
    inside = ", ".join(texts)
    if type(value) is tuple:
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return f"[{inside}]" if type(value) is list else "{" + inside + "}"


# Types --------------------------------------------------------------------------------------


def _int(interpreter: Interpreter, value: Any = 0, base: Any = None) -> Any:
    if type(value) is Dim:
        return value
    if type(value) is Fraction:
        return value.floor
    if type(value) is Unknown:
        return interpreter.derive(value, "int", size=value.size)
    if type(value) is Instance:
        for name in ("__int__", "__index__"):
            method = interpreter.special(value, name)
            if method is not MISSING:
                return interpreter.call(method, (), {})
    behaviour = interpreter.behaviours.get(type(value))
    if behaviour is not None:
        found = behaviour.attribute(interpreter, value, "__int__")
        if found is not MISSING:
            return found
    if type(value) is str and len(value) > 4000:
        return interpreter.unknown("a number too long to keep")
    return _plainly(interpreter, int, value) if base is None else _plainly(interpreter, int, value, base)


def _float(interpreter: Interpreter, value: Any = 0.0) -> Any:
    if type(value) is Fraction:
        return value
    return _plainly(interpreter, float, value)


def _bool(interpreter: Interpreter, value: Any = False) -> Any:
    return interpreter.truth(value)


def _str(interpreter: Interpreter, value: Any = "", *encoding: Any) -> Any:
    return text_of(interpreter, value, "s")


def _list(interpreter: Interpreter, iterable: Any = ()) -> Any:
    items = interpreter.iterate(iterable)
    if type(items) is not Unknown and interpreter.uncertain is not None:
        interpreter.fresh[id(items)] = items
    return items


def _tuple(interpreter: Interpreter, iterable: Any = ()) -> Any:
    items = interpreter.iterate(iterable)
    return items if type(items) is Unknown else tuple(items)


def _set(interpreter: Interpreter, iterable: Any = ()) -> Any:
    return containers.make_set(interpreter, interpreter.iterate(iterable))


def _frozenset(interpreter: Interpreter, iterable: Any = ()) -> Any:
    made = _set(interpreter, iterable)
    return made if type(made) is Unknown else frozenset(made)


def _dict(interpreter: Interpreter, *pairs: Any, **keywords: Any) -> Any:
    made: dict[Any, Any] = {}
    for each in pairs:
        found = containers.mapping(interpreter, each)
        if type(found) is Unknown:
            made[containers.ANYTHING] = found
        else:
            made.update(found)
    made.update(keywords)
    return made


def _range(interpreter: Interpreter, *bounds: Any) -> Any:
    for bound in bounds:
        if type(bound) in (Unknown, Dim, Fraction):
            return interpreter.unknown("a range whose end is not known", of=bound)
    return _plainly(interpreter, range, *bounds)


def _slice(interpreter: Interpreter, *parts: Any) -> Any:
    return slice(*parts[:3])


def _bytes(interpreter: Interpreter, *args: Any) -> Any:
    if args and type(args[0]) is int and args[0] > MOST_ITEMS:
        return interpreter.unknown("bytes too long to keep")
    return _plainly(interpreter, bytes, *args)


def _complex(interpreter: Interpreter, *args: Any) -> Any:
    return _plainly(interpreter, complex, *args)


def _type(interpreter: Interpreter, *args: Any) -> Any:
    if len(args) == 1:
        return type_of(interpreter, args[0])
    if len(args) == 3 and isinstance(args[0], str) and isinstance(args[2], dict):
        bases = tuple(base for base in args[1] if type(base) is Class)
        return Class(args[0], bases, dict(args[2]), span=interpreter.span())
    return interpreter.unknown("a class made while the program runs")


def _property(interpreter: Interpreter, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None) -> Any:
    return Property(fget, fset)


def _static(interpreter: Interpreter, function: Any) -> Any:
    return StaticMethod(function)


def _class_method(interpreter: Interpreter, function: Any) -> Any:
    return ClassMethod(function)


def _new(make: Callable[..., Any]) -> Native:
    """`cls(...)` of a type whose values are Python's own; a subclass makes ordinary objects."""
    inner = calls.native(make)

    def new(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
        if cls.span is not None:  # a class of the user's, derived from this one
            return Instance(cls, interpreter.span())
        return interpreter.call(inner, args, keywords, unknown)

    return Native("__new__", new)


def _object(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
    return Instance(cls, interpreter.span())


OBJECT = Class("object")
TYPES: dict[str, Class] = {"object": OBJECT}
for _name, _make in {
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
}.items():
    TYPES[_name] = Class(_name, (OBJECT,), {"__new__": _new(_make)})
TYPES["bool"] = Class("bool", (TYPES["int"],), {"__new__": _new(_bool)})
for _name in ("NoneType", "function", "module", "ellipsis", "generator", "method"):
    TYPES[_name] = Class(_name, (OBJECT,))
_KINDS: dict[type, str] = {
    Function: "function",
    Native: "function",
    Method: "method",
    Module: "module",
    Class: "type",
    Stream: "generator",
}


def _exception(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    self.attributes["args"] = args


EXCEPTIONS: dict[str, Class] = {}


def _define(kind: type[BaseException]) -> Class:
    known = EXCEPTIONS.get(kind.__name__)
    if known is None:
        bases = tuple(
            _define(base) if issubclass(base, BaseException) else OBJECT
            for base in kind.__bases__
        )
        known = EXCEPTIONS[kind.__name__] = Class(kind.__name__, bases)
    return known


for _value in list(vars(python).values()):
    if isinstance(_value, type) and issubclass(_value, BaseException):
        _define(_value)
EXCEPTIONS["BaseException"].namespace["__init__"] = calls.native(_exception, "__init__")
EXCEPTIONS["IOError"] = EXCEPTIONS["EnvironmentError"] = EXCEPTIONS["OSError"]

BUILTINS: dict[str, Any] = {
    **{name: cls for name, cls in TYPES.items() if hasattr(python, name)},
    **EXCEPTIONS,
    "NotImplemented": NotImplemented,
    "Ellipsis": ...,
    "__debug__": True,
    "__doc__": None,
    "globals": ScopeReader(True),
    "locals": ScopeReader(False),
}


def _super(interpreter: Interpreter, *args: Any) -> Any:
    from .values import Super

    if len(args) == 2 and type(args[0]) is Class and type(args[1]) in (Instance, Class):
        return Super(args[0], args[1])
    return interpreter.unknown("`super` of something that is not known", of=list(args))


FUNCTIONS["super"] = _super
