"""`collections`."""

from __future__ import annotations

import sys

from ...diagnostics import Unknown
from ...interpreter import containers, merging, mutation, operators, storing
from ...interpreter.kinds import TYPES, fill
from ...interpreter.operators import MOST_ITEMS, held
from ...interpreter.text import text_of
from ...interpreter.values import (
    OBJECT,
    Class,
    Instance,
    Native,
)
from .kit import functions, module, plain_class
from .tuples import named_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...interpreter.values import Module

DICT, LIST, TUPLE = TYPES["dict"], TYPES["list"], TYPES["tuple"]


def _holding(held: Any) -> Any:
    def new(interpreter: Interpreter, cls: Class, args: Any, keywords: Any, unknown: Any) -> Any:
        instance = Instance(cls, interpreter.span())
        instance.held = held()
        return instance

    return Native("__new__", new)


# defaultdict, OrderedDict, Counter ------------------------------------------------------------


def _default_init(
    interpreter: Interpreter, args: Any, keywords: Any, unknown: Unknown | None
) -> None:
    self, *rest = args
    self.attributes["default_factory"] = rest[0] if rest else None
    fill(interpreter, self, tuple(rest[1:]), keywords, unknown)


def _default_missing(interpreter: Interpreter, self: Any, key: Any) -> Any:
    factory = self.attributes.get("default_factory")
    if factory is None:
        raise interpreter.raised("KeyError", "", args=(key,))
    value = interpreter.call(factory, (), {})
    storing.store(interpreter, self.held, key, value)
    return value


def _default_repr(interpreter: Interpreter, self: Any) -> Any:
    factory = text_of(interpreter, self.attributes.get("default_factory"), "r")
    inside = text_of(interpreter, self.held, "r")
    if type(factory) is Unknown or type(inside) is Unknown:
        return factory if type(factory) is Unknown else inside
    return f"defaultdict({factory}, {inside})"


DEFAULT_DICT = Class("defaultdict", (DICT,), {"__new__": _holding(dict)})
DEFAULT_DICT.namespace["__init__"] = Native("__init__", _default_init, open=True)
DEFAULT_DICT.namespace.update(functions(__missing__=_default_missing, __repr__=_default_repr))


def _dict_init(interpreter: Interpreter, args: Any, keywords: Any, unknown: Unknown | None) -> None:
    fill(interpreter, args[0], args[1:], keywords, unknown)


def _ordered_repr(interpreter: Interpreter, self: Any) -> Any:
    if not self.held:
        return f"{self.cls.name}()"
    old = sys.version_info < (3, 12)
    inside = text_of(interpreter, list(self.held.items()) if old else self.held, "r")
    return inside if type(inside) is Unknown else f"{self.cls.name}({inside})"


def _move_to_end(interpreter: Interpreter, self: Any, key: Any, last: Any = True) -> None:
    value = storing.take_out(interpreter, self.held, key)
    if last is False:
        rest = dict(self.held)
        self.held.clear()
        self.held[key] = value
        self.held.update(rest)
    else:
        storing.store(interpreter, self.held, key, value)


def _pop_item(interpreter: Interpreter, self: Any, last: Any = True) -> Any:
    if last is False and self.held and containers.ANYTHING not in self.held:
        key = next(iter(self.held))
        return key, self.held.pop(key)
    return mutation.METHODS[dict]["popitem"](interpreter, self.held, (), {})


ORDERED_DICT = Class("OrderedDict", (DICT,), {"__new__": _holding(dict)})
ORDERED_DICT.namespace["__init__"] = Native("__init__", _dict_init, open=True)
ORDERED_DICT.namespace.update(
    functions(__repr__=_ordered_repr, move_to_end=_move_to_end, popitem=_pop_item)
)


def _counted(interpreter: Interpreter, self: Any, args: Any, keywords: Any, sign: int) -> None:
    for arg in args:
        value = held(arg)
        if type(value) is dict:
            pairs = list(value.items())
        else:
            items = interpreter.iterate(arg)
            if type(items) is Unknown:
                containers.loosen(interpreter, self.held, items)
                return
            pairs = [(item, 1) for item in items]
        for key, times in pairs:
            before = mutation.METHODS[dict]["get"](interpreter, self.held, (key, 0), {})
            total = operators.binary(interpreter, "+" if sign > 0 else "-", before, times)
            storing.store(interpreter, self.held, key, total)
    if keywords:
        _counted(interpreter, self, (dict(keywords),), {}, sign)


def _counter_init(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    self.held.clear()
    _counted(interpreter, self, [arg for arg in args if arg is not None], keywords, 1)


def _counter_update(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    _counted(interpreter, self, args, keywords, 1)


def _counter_subtract(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    _counted(interpreter, self, args, keywords, -1)


def _zero(interpreter: Interpreter, self: Any, key: Any) -> int:
    return 0


def _most_common(interpreter: Interpreter, self: Any, n: Any = None) -> Any:
    from ...interpreter.ordering import ordered

    if containers.ANYTHING in self.held:
        return interpreter.derive(self.held[containers.ANYTHING], "most common", object())
    key = Native("key", lambda machine, args, keywords: args[0][1])
    found = ordered(interpreter, list(self.held.items()), key, True)
    return found if type(found) is Unknown or n is None else found[:n]


def _elements(interpreter: Interpreter, self: Any) -> Any:
    return [key for key, times in self.held.items() for _ in range(min(times, MOST_ITEMS))]


def _total(interpreter: Interpreter, self: Any) -> Any:
    from ...interpreter.arithmetic import sum_

    return sum_(interpreter, list(self.held.values()))


def _counter_repr(interpreter: Interpreter, self: Any) -> Any:
    if not self.held:
        return "Counter()"
    pairs = _most_common(interpreter, self)
    inside = pairs if type(pairs) is Unknown else text_of(interpreter, dict(pairs), "r")
    return inside if type(inside) is Unknown else f"Counter({inside})"


def _counters(op: str) -> Any:
    def combine(interpreter: Interpreter, self: Any, other: Any) -> Any:
        if type(held(other)) is not dict:
            return NotImplemented
        made = Instance(COUNTER, interpreter.span())
        made.held = {}
        for key in dict.fromkeys((*self.held, *held(other))):
            a, b = self.held.get(key, 0), held(other).get(key, 0)
            if type(a) is not int or type(b) is not int:
                return interpreter.unknown("counts that are not known", of=[a, b])
            total = {"+": a + b, "-": a - b, "&": min(a, b), "|": max(a, b)}[op]
            if total > 0:
                made.held[key] = total
        return made

    return combine


COUNTER = Class("Counter", (DICT,), {"__new__": _holding(dict)})
COUNTER.namespace.update(
    functions(
        __init__=_counter_init,
        __missing__=_zero,
        __repr__=_counter_repr,
        __add__=_counters("+"),
        __sub__=_counters("-"),
        __and__=_counters("&"),
        __or__=_counters("|"),
        update=_counter_update,
        subtract=_counter_subtract,
        most_common=_most_common,
        elements=_elements,
        total=_total,
    )
)


# deque ----------------------------------------------------------------------------------------


def _deque_init(
    interpreter: Interpreter, self: Any, iterable: Any = (), maxlen: Any = None
) -> None:
    self.attributes["maxlen"] = held(maxlen)
    self.held.clear()
    _deque_extend(interpreter, self, iterable)


def _limited(interpreter: Interpreter, self: Any, from_left: bool = True) -> None:
    most = self.attributes.get("maxlen")
    if most is None:
        return
    if type(most) is not int:
        containers.blur(interpreter, self.held, interpreter.unknown("a length", of=most))
    elif len(self.held) > most:
        self.held[:] = self.held[len(self.held) - most :] if from_left else self.held[:most]


def _deque_extend(interpreter: Interpreter, self: Any, iterable: Any) -> None:
    mutation.METHODS[list]["extend"](interpreter, self.held, (iterable,), {})
    _limited(interpreter, self)


def _deque_append(interpreter: Interpreter, self: Any, x: Any) -> None:
    mutation.METHODS[list]["append"](interpreter, self.held, (x,), {})
    _limited(interpreter, self)


def _append_left(interpreter: Interpreter, self: Any, x: Any) -> None:
    mutation.METHODS[list]["insert"](interpreter, self.held, (0, x), {})
    _limited(interpreter, self, False)


def _extend_left(interpreter: Interpreter, self: Any, iterable: Any) -> None:
    items = interpreter.iterate(iterable)
    if type(items) is Unknown:
        containers.blur(interpreter, self.held, items)
    else:
        for item in items:
            _append_left(interpreter, self, item)


def _deque_pop(interpreter: Interpreter, self: Any) -> Any:
    if not self.held:
        raise interpreter.raised("IndexError", "pop from an empty deque")
    return mutation.METHODS[list]["pop"](interpreter, self.held, (), {})


def _pop_left(interpreter: Interpreter, self: Any) -> Any:
    if not self.held:
        raise interpreter.raised("IndexError", "pop from an empty deque")
    return mutation.METHODS[list]["pop"](interpreter, self.held, (0,), {})


def _rotate(interpreter: Interpreter, self: Any, n: Any = 1) -> None:
    items = self.held
    if type(n) is int and items and containers.open_ended(interpreter, items) is None:
        n %= len(items)
        items[:] = items[-n:] + items[:-n] if n else items


def _deque_repr(interpreter: Interpreter, self: Any) -> Any:
    inside = text_of(interpreter, self.held, "r")
    most = self.attributes.get("maxlen")
    if type(inside) is Unknown:
        return inside
    return f"deque({inside})" if most is None else f"deque({inside}, maxlen={most})"


DEQUE = Class("deque", (OBJECT,), {"__new__": _holding(list)})
DEQUE.namespace.update(
    functions(
        __init__=_deque_init,
        __repr__=_deque_repr,
        append=_deque_append,
        appendleft=_append_left,
        extend=_deque_extend,
        extendleft=_extend_left,
        pop=_deque_pop,
        popleft=_pop_left,
        rotate=_rotate,
    )
)


# The others -----------------------------------------------------------------------------------


def _user_init(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    made = interpreter.call(self.cls.find("_data_type")[0], args, keywords)
    self.held = made
    self.attributes["data"] = made


def _user_class(name: str, kind: Class) -> Class:
    cls = plain_class(name, **functions(__init__=_user_init))
    cls.namespace["_data_type"] = kind
    return cls


def chain_map(interpreter: Interpreter, *maps: Any) -> Any:
    made: dict[Any, Any] = {}
    for each in reversed(maps):
        pairs = merging.mapping(interpreter, each)
        if type(pairs) is Unknown:
            return pairs
        made.update(pairs)
    return interpreter.unknown("a ChainMap is not followed") if len(maps) > 1 else made


def collections() -> Module:
    """`collections`."""
    from .annotations import abstract

    return module(
        "collections",
        {
            "OrderedDict": ORDERED_DICT,
            "defaultdict": DEFAULT_DICT,
            "Counter": COUNTER,
            "deque": DEQUE,
            "UserDict": _user_class("UserDict", DICT),
            "UserList": _user_class("UserList", LIST),
            "abc": abstract("collections.abc"),
        },
        functions(namedtuple=named_tuple, ChainMap=chain_map),
    )
