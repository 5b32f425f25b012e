"""`match` statements: whether a value fits a pattern, binding names on the way."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import attributes, comparison, containers
from .operators import held
from .values import MISSING, Class, Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter


def fits(interpreter: Interpreter, pattern: Node, value: Any, scope: Scope) -> bool | Unknown:
    kind = pattern[0]
    if kind in ("MatchValue", "MatchSingleton"):
        wanted = interpreter.evaluate(pattern[3], scope)
        return comparison.equal(interpreter, value, wanted)
    if kind == "MatchAs":
        _, _, _, inner, name = pattern
        answer = True if inner is None else fits(interpreter, inner, value, scope)
        if answer is not False and name is not None:
            scope.assign(name, value)
        return answer
    if kind == "MatchOr":
        unknown: Unknown | None = None
        for each in pattern[3]:
            answer = fits(interpreter, each, value, scope)
            if answer is True:
                return True
            if isinstance(answer, Unknown):
                unknown = unknown or answer
        return False if unknown is None else unknown
    if kind == "MatchSequence":
        return _sequence(interpreter, pattern, value, scope)
    if kind == "MatchMapping":
        return _mapping(interpreter, pattern, value, scope)
    if kind == "MatchClass":
        return _class(interpreter, pattern, value, scope)
    return interpreter.unknown("a pattern that is not followed", pattern)


def _all(interpreter: Interpreter, pairs: Any, scope: Scope) -> bool | Unknown:
    unknown: Unknown | None = None
    for pattern, value in pairs:
        answer = fits(interpreter, pattern, value, scope)
        if answer is False:
            return False
        if isinstance(answer, Unknown):
            unknown = unknown or answer
    return True if unknown is None else unknown


def _sequence(interpreter: Interpreter, pattern: Node, value: Any, scope: Scope) -> bool | Unknown:
    if type(value) is Unknown:
        return value
    value = held(value)
    if type(value) not in (list, tuple, range):
        return False
    unknown = containers.loose(interpreter, value)
    if unknown is not None:
        return interpreter.derive(unknown, "matches", pattern[1])
    items, patterns = list(value), pattern[3]
    star = next((i for i, each in enumerate(patterns) if each[0] == "MatchStar"), None)
    if star is None:
        if len(items) != len(patterns):
            return False
        return _all(interpreter, zip(patterns, items, strict=True), scope)
    after = len(patterns) - star - 1
    if len(items) < star + after:
        return False
    end = len(items) - after
    if patterns[star][3] is not None:
        scope.assign(patterns[star][3], items[star:end])
    pairs = [*zip(patterns[:star], items[:star], strict=True)]
    pairs += zip(patterns[star + 1 :], items[end:], strict=True)
    return _all(interpreter, pairs, scope)


def _mapping(interpreter: Interpreter, pattern: Node, value: Any, scope: Scope) -> bool | Unknown:
    if type(value) is Unknown:
        return value
    value = held(value)
    if type(value) is not dict:
        return False
    pairs, used = [], []
    for key_node, inner in pattern[3]:
        key = interpreter.evaluate(key_node, scope)
        if type(key) is Unknown:
            return key
        if key not in value:
            unknown = containers.anything_in(interpreter, value)
            return False if unknown is None else interpreter.derive(unknown, "matches", pattern[1])
        used.append(key)
        pairs.append((inner, value[key]))
    if pattern[4] is not None:
        scope.assign(pattern[4], {key: item for key, item in value.items() if key not in used})
    return _all(interpreter, pairs, scope)


def _class(interpreter: Interpreter, pattern: Node, value: Any, scope: Scope) -> bool | Unknown:
    from .reflection import is_instance

    cls = interpreter.evaluate(pattern[3], scope)
    answer = is_instance(interpreter, value, cls)
    if answer is not True:
        return answer
    positional, named = pattern[4], pattern[5]
    pairs: list[Any] = []
    if positional:
        names: Any = cls.find("__match_args__")[0] if type(cls) is Class else MISSING
        if names is MISSING:
            if len(positional) > 1:
                return interpreter.unknown("a class pattern that is not followed", pattern)
            pairs.append((positional[0], value))  # `int(x)`, `str(x)`
        else:
            pairs += [
                (each, attributes.get(interpreter, value, name))
                for each, name in zip(positional, names, strict=False)
            ]
    for name, each in named:
        found = attributes.find(interpreter, value, name)
        if found is MISSING:
            return False
        pairs.append((each, found))
    return _all(interpreter, pairs, scope)
