"""What may or may not have happened: bodies that run any number of times, and what they leave."""

from __future__ import annotations

from ..diagnostics import Unknown
from .values import Class, Function, Instance, Raised, Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope


def perhaps(
    interpreter: Interpreter,
    why: Unknown,
    action: Callable[[], Any],
    places: set[tuple[int, object]] | None = None,
) -> Any:
    """Do something that may happen any number of times, or not at all, because of `why`.

    What it changes in place is not known afterwards; `places` is told where that was. What it
    raises ends it, and nothing more: nobody knows whether it came that far.
    """
    outer, journal, fresh = interpreter.uncertain, interpreter.journal, interpreter.fresh
    interpreter.uncertain = outer or why
    interpreter.journal = []
    interpreter.fresh = {}
    try:
        return action()
    except Raised:
        return None
    finally:
        interpreter.uncertain = outer
        changed, interpreter.journal = interpreter.journal, journal
        for holder, key in changed:
            if id(holder) in interpreter.fresh and type(holder) is dict:
                continue  # what is made and filled in here is not known from elsewhere
            _forget_in(interpreter, holder, key, why)
            if places is not None and id(holder) not in interpreter.fresh:
                places.add((id(holder), key))
            if journal is not None:
                journal.append((holder, key))
        if outer is not None:
            fresh.update(interpreter.fresh)  # made inside the outer body as well
        interpreter.fresh = fresh


def _forget_in(interpreter: Interpreter, holder: Any, key: Any, why: Unknown) -> None:
    from . import containers

    if type(holder) is Stream:
        holder.lost = why
    elif type(holder) is list:
        if type(key) is int and key < len(holder):
            holder[key] = interpreter.derive(why, "after", object())
        elif id(holder) not in interpreter.fresh:
            containers.blur(interpreter, holder, why)
    elif type(holder) is set:
        holder.add(interpreter.derive(why, "after", object()))
    elif type(holder) is dict:
        if key is None:
            containers.loosen(interpreter, holder, why)
        elif not isinstance(holder.get(key), (Function, Class)):
            holder[key] = interpreter.derive(why, "after", object())


def note(interpreter: Interpreter, holder: Any, key: Any = None) -> None:
    """A value is about to change in place; `key` says where, None anywhere in it."""
    if interpreter.journal is not None:
        interpreter.journal.append((holder, key))


def forget(interpreter: Interpreter, names: Iterable[str], scope: Scope, why: Unknown) -> None:
    """What a body that may or may not have run has bound to these names is not known."""
    for name in names:
        if isinstance(scope.names.get(name), (Function, Class)):
            continue
        unknown = interpreter.derive(why, "after", object())
        unknown.name = name
        scope.assign(name, unknown)


#: Methods of lists, dicts and sets that put something in.
_FILLING = frozenset("add append appendleft extend insert setdefault update".split())


def forget_filled(
    interpreter: Interpreter, body: Iterable[Node], scope: Scope, why: Unknown
) -> None:
    """What a turn behind the first one may fill: `if before is not None: found.append(x)`."""
    from . import containers

    for holder in _filled(body):
        value = scope.names.get(holder[3]) if holder[0] == "Name" else None
        if holder[0] == "Attribute" and holder[3][0] == "Name":
            owner = scope.names.get(holder[3][3])
            value = owner.attributes.get(holder[4]) if type(owner) is Instance else None
        if type(value) in (list, dict, set) and containers.loose(interpreter, value) is None:
            _forget_in(interpreter, value, None, why)


def _filled(part: Any) -> Iterator[Any]:
    """The expressions for what is filled, in these statements and not in inner functions."""
    if type(part) is not tuple or not part or part[0] in ("FunctionDef", "ClassDef", "Lambda"):
        return
    if part[0] == "Call" and len(part) == 5:
        function = part[3]
        if function[0] == "Attribute" and function[4] in _FILLING:
            yield function[3]
    elif part[0] == "Assign" and len(part) == 5:
        yield from (target[3] for target in part[3] if target[0] == "Subscript")
    for each in part:
        if type(each) is tuple:
            yield from _filled(each)


def assigned(body: Iterable[Node]) -> list[str]:
    """The names that statements bind, in the order of the text; not those of inner functions."""
    names: dict[str, None] = {}
    _statements(tuple(body), names)
    return list(names)


def _statements(body: tuple[Node, ...], names: dict[str, None], walruses: bool = True) -> None:
    for node in body:
        kind = node[0]
        find = _BOUND.get(kind)
        if find is not None:
            names.update(dict.fromkeys(find(node)))
        if kind in ("If", "While"):
            _statements(node[4], names, walruses)
            _statements(node[5], names, walruses)
        elif kind == "For":
            _statements(node[5], names, walruses)
            _statements(node[6], names, walruses)
        elif kind == "With":
            _statements(node[4], names, walruses)
        elif kind == "Try":
            for part in (node[3], node[5], node[6]):
                _statements(part, names, walruses)
            for handler in node[4]:
                if handler[1]:
                    names[handler[1]] = None
                _statements(handler[2], names, walruses)
        elif kind == "Match":
            for pattern, _, inner in node[4]:
                _captured(pattern, names)
                _statements(inner, names, walruses)
        for part in node[3:] if walruses else ():
            _walruses(part, names)


def _walruses(part: Any, names: dict[str, None]) -> None:
    """Names bound by `:=` inside the expressions of a statement."""
    if type(part) is not tuple or not part:
        return
    kind = part[0]
    if type(kind) is str and (kind in _STATEMENT_KINDS or kind == "Lambda"):
        return  # the hash of a whole statement would take long
    if kind == "NamedExpr" and len(part) == 5:
        names[part[3][3]] = None
    for inner in part:
        if type(inner) is tuple:
            _walruses(inner, names)


def _captured(pattern: Any, names: dict[str, None]) -> None:
    if type(pattern) is not tuple or not pattern:
        return
    kind = pattern[0]
    name = (
        pattern[4]
        if kind in ("MatchAs", "MatchMapping")
        else pattern[3]
        if kind == "MatchStar"
        else None
    )
    if isinstance(name, str):
        names[name] = None
    for inner in pattern:
        _captured(inner, names)


def targets(target: Node) -> list[str]:
    """The names that an assignment target binds."""
    kind = target[0]
    if kind == "Name":
        return [target[3]]
    if kind in ("Tuple", "List"):
        return [name for each in target[3] for name in targets(each)]
    if kind == "Starred":
        return targets(target[3])
    return []


_BOUND: dict[str, Callable[[Node], Iterable[str]]] = {
    "FunctionDef": lambda node: (node[3],),
    "ClassDef": lambda node: (node[3],),
    "TypeAlias": lambda node: (node[3],) if type(node[3]) is str else targets(node[3]),
    "Assign": lambda node: [name for target in node[3] for name in targets(target)],
    "AnnAssign": lambda node: targets(node[3]),
    "AugAssign": lambda node: targets(node[4]),
    "For": lambda node: targets(node[3]),
    "Delete": lambda node: [name for target in node[3] for name in targets(target)],
    "Import": lambda node: [asname or dotted.split(".")[0] for dotted, asname in node[3]],
    "ImportFrom": lambda node: [asname or name for name, asname in node[5] if name != "*"],
    "With": lambda node: [name for _, target in node[3] if target for name in targets(target)],
}
_STATEMENT_KINDS = frozenset(_BOUND) | frozenset(
    "Expr Return If While Raise Try Assert Global Nonlocal Match Pass Break Continue".split()
)


def bound_in(
    body: tuple[Node, ...], params: Iterable[str], walruses: bool = True
) -> frozenset[str]:
    """The names that belong to a function itself: its parameters, and what its text binds; it may
    do so inside of expressions where there are `walruses`."""
    names = dict.fromkeys(params)
    _statements(body, names, walruses)
    elsewhere: set[str] = set()
    _declared(body, elsewhere)
    return frozenset(names) - elsewhere


def _declared(body: Any, names: set[str]) -> None:
    """Names declared `global` or `nonlocal`."""
    for node in body:
        if type(node) is not tuple or not node:
            continue
        kind = node[0]
        if kind in ("Global", "Nonlocal"):
            names.update(node[3])
        elif kind in ("If", "While"):
            _declared(node[4], names)
            _declared(node[5], names)
        elif kind == "For":
            _declared(node[5], names)
            _declared(node[6], names)
        elif kind == "With":
            _declared(node[4], names)
        elif kind == "Try":
            for part in (node[3], node[5], node[6]):
                _declared(part, names)
            for handler in node[4]:
                _declared(handler[2], names)
        elif kind == "Match":
            for _, _, inner in node[4]:
                _declared(inner, names)
