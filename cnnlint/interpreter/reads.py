"""Which names a statement at the top of a file may read, as far as its text tells.

Rather too many than too few: a name that the statement itself is sure to bind first is left out,
and so are the names that belong to a function. Those that a function reads when it is called are
among the names of its definition.
"""

from __future__ import annotations

from .uncertainty import bound_in, targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..syntax.tree import Node

#: What can reach any name, or any value, without saying so.
REFLECTING = frozenset(
    "globals locals vars dir exec eval compile __import__ importlib inspect __main__".split()
)
#: Kinds of nodes whose code may run later than where it stands.
LATER = frozenset(("FunctionDef", "ClassDef", "Lambda", "GeneratorExp"))
COMPREHENSIONS = frozenset(("ListComp", "SetComp", "GeneratorExp", "DictComp"))


def names_read(body: Iterable[Node]) -> frozenset[str]:
    """The names that statements may read from the scope they stand in, or from one further out."""
    found: set[str] = set()
    _block(tuple(body), found, set())
    return frozenset(found)


def kinds_in(body: Iterable[Node]) -> frozenset[str]:
    """The kinds of all nodes."""
    kinds: set[str] = set()
    pending: list[Any] = list(body)
    while pending:
        part = pending.pop()
        if len(part) >= 3 and type(part[0]) is str and type(part[1]) is int:
            kinds.add(part[0])
            if part[0] == "Name" or part[0] == "Constant":
                continue
        pending += [each for each in part if type(each) is tuple]
    return frozenset(kinds)


def _block(body: tuple[Node, ...], found: set[str], bound: set[str]) -> None:
    """Statements one after the other; `bound` are the names that are bound where they begin."""
    for node in body:
        _statement(node, found, bound)


def _statement(node: Node, found: set[str], bound: set[str]) -> None:
    kind = node[0]
    if kind == "Assign":
        _part(node[4], found, bound)
        for target in node[3]:
            _target(target, found, bound)
        for target in node[3]:
            bound.update(targets(target))
    elif kind == "AnnAssign":
        _part(node[4], found, bound)
        _part(node[5], found, bound)
        _target(node[3], found, bound)
        if node[5] is not None:
            bound.update(targets(node[3]))
    elif kind == "For":
        _part(node[4], found, bound)
        _target(node[3], found, bound)
        _block(node[5], found, bound | set(targets(node[3])))
        _block(node[6], found, set(bound))
    elif kind in ("If", "While"):
        _part(node[3], found, bound)
        _block(node[4], found, set(bound))
        _block(node[5], found, set(bound))
    elif kind == "With":
        for context, target in node[3]:
            _part(context, found, bound)
            if target:
                _target(target, found, bound)
                bound = bound | set(targets(target))
        _block(node[4], found, bound)
    elif kind == "FunctionDef":
        _function(node, found, bound)
    elif kind in ("Import", "ImportFrom"):
        pass
    else:
        _part(node, found, bound)


def _target(target: Node, found: set[str], bound: set[str]) -> None:
    """What is read to bind a target: nothing for a name."""
    kind = target[0]
    if kind in ("Tuple", "List"):
        for each in target[3]:
            _target(each, found, bound)
    elif kind == "Starred":
        _target(target[3], found, bound)
    elif kind != "Name":
        _part(target, found, bound)


def _function(node: Node, found: set[str], bound: set[str]) -> None:
    _, _, _, _, params, body, decorators, returns, _ = node
    for part in (decorators, returns):
        _part(part, found, bound)
    _parameters(params, found, bound)
    inner: set[str] = set()
    for statement in body:
        _statement(statement, inner, set())
    inner.discard("locals")  # which are the function's own
    found |= inner - bound_in(body, [param[1] for param in params])


def _parameters(params: tuple[Any, ...], found: set[str], bound: set[str]) -> None:
    for param in params:
        _part(param[2], found, bound)
        _part(param[3], found, bound)


def _part(part: Any, found: set[str], bound: set[str]) -> None:
    if type(part) is not tuple or not part:
        return
    kind = part[0]
    if type(kind) is str and len(part) >= 3 and type(part[1]) is int:
        if kind == "Name":
            if part[3] not in bound:
                found.add(part[3])
            return
        if kind == "Constant":
            return
        if kind == "Lambda":
            _parameters(part[3], found, bound)
            inner: set[str] = set()
            _part(part[4], inner, set())
            found |= inner - {param[1] for param in part[3]}
            return
        if kind in COMPREHENSIONS:
            clauses = part[-1]
            _part(clauses[0][1], found, bound)
            inner = set()
            for each in part[3:-1]:
                _part(each, inner, bound)
            own: set[str] = set()
            for target, items, tests, _ in clauses:
                own.update(targets(target))
                _target(target, inner, bound)
                _part(items, inner, bound)
                _part(tests, inner, bound)
            found |= inner - own
            return
        if kind == "NamedExpr":
            _target(part[3], found, bound)
            _part(part[4], found, bound)
            return
        if kind in ("FunctionDef", "Assign", "AnnAssign", "For", "If", "While", "With"):
            _statement(part, found, set(bound))
            return
        if kind in ("Import", "ImportFrom", "Global", "Nonlocal"):
            return
    for each in part:
        if type(each) is tuple:
            _part(each, found, bound)
