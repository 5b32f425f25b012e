"""Directives: what a comment says about the program, put into the tree behind what it speaks of.

That is after the statement that binds its path, or where the body of a `for`, a `with` or a
function begins, for what their head binds. A comment at the end of a line speaks of the statement
it stands in; one on a line of its own, of the statement below it.
"""

from __future__ import annotations

import sys
from _bisect import bisect_right

from cnnlint.syntax.comments import Malformed, placed, said_in, statement
from cnnlint.syntax.tree import Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    from cnnlint.syntax.tree import Node, Problem

    Placed: TypeAlias = dict[int, list[Node]]  # directives, by the id of what they speak of

#: A chain of `elif` is one If in another.
FRAMES = 20_000


def attach(module: Module, text: str) -> Module:
    """The module with what its comments say among its statements."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + FRAMES)
    try:
        return _attach(module, text)
    finally:
        sys.setrecursionlimit(limit)


def _attach(module: Module, text: str) -> Module:
    after: Placed = {}
    inside: Placed = {}
    problems: list[Problem] = []
    places: _Places | None = None
    for start, end, comment in module.comments:
        for first, last in said_in(comment):
            if places is None:
                places = _Places(module.statements, text)
            here, there = start + first, start + last
            try:
                node = statement(text[here:there], here, there)
                target = places.of(node, start, end)
            except Malformed as bad:
                problems.append((here, there, bad.message, bad.help))
                if bad.stop:
                    break
                continue
            within = target[0] in ("For", "With", "FunctionDef")
            (inside if within else after).setdefault(id(target), []).append(node)
    if not after and not inside and not problems:
        return module
    statements = _with(module.statements, after, inside)
    return Module(statements, module.comments, tuple(problems))


# What a comment speaks of -------------------------------------------------------------------


class _Places:
    """The statements of a file, by where they stand."""

    def __init__(self, statements: tuple[Node, ...], text: str) -> None:
        self.text = text
        self.all = sorted(every(statements), key=lambda node: node[1])
        self.starts = [node[1] for node in self.all]

    def of(self, said: Node, start: int, end: int) -> Node:
        """The statement that binds what is spoken of in the comment from `start` to `end`.

        Raises:
            Malformed: there is none.
        """
        path = said[3]
        near = self._around(start) or self._below(start)
        for node in reversed(near):
            if any(_is_prefix(bound, path) for bound in _bound(node)):
                return node
        what = self.text[said[1] : said[2]].partition("=" if said[4] == "=" else ":")[0].strip()
        if not near:
            raise Malformed(
                f"no statement follows that could bind `{what}`",
                "put it at the end of the line that binds it, or on the line above",
            )
        names = sorted({name for node in near for bound in _bound(node) if (name := _root(bound))})
        binds = f"which binds {', '.join(map('`{}`'.format, names))}" if names else ""
        raise Malformed(
            f"`{what}` is not bound by the statement this is about"
            + (f", {binds}" if binds else ""),
            "put it at the end of the line that binds it, or on the line above",
        )

    def _around(self, at: int) -> list[Node]:
        """The statements whose lines a comment stands in; for compound ones, those of the head."""
        text = self.text
        begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        alone = not text[begin:at].strip()
        found = []
        # Heads do not overlap: in the order of their starts, their ends are in order too.
        for place in range(bisect_right(self.starts, at) - 1, -1, -1):
            end = _head_end(self.all[place])
            if end <= (at if alone else begin):
                break
            found.append(self.all[place])
        return found[::-1]

    def _below(self, at: int) -> list[Node]:
        """The statements that begin on the next line of code."""
        place = bisect_right(self.starts, at)
        if place == len(self.all):
            return []
        first = self.starts[place]
        ends = (self.text.find("\n", first), self.text.find("\r", first))
        line_end = min((end for end in ends if end >= 0), default=len(self.text))
        return self.all[place : bisect_right(self.starts, line_end)]


def every(statements: tuple[Node, ...]) -> Iterator[Node]:
    """All statements, those in others too."""
    pending = [*reversed(statements)]
    while pending:
        node = pending.pop()
        yield node
        for body in _blocks(node):
            pending.extend(body)


def _blocks(node: Node) -> Iterator[tuple[Node, ...]]:
    """The blocks of statements in a statement."""
    kind = node[0]
    if kind in ("If", "While"):
        yield from node[4:6]
    elif kind == "For":
        yield from node[5:7]
    elif kind in ("FunctionDef", "ClassDef"):
        yield node[5]
    elif kind == "With":
        yield node[4]
    elif kind == "Try":
        yield from (node[3], *(handler[2] for handler in node[4]), *node[5:7])
    elif kind == "Match":
        yield from (case[2] for case in node[4])


def _head_end(node: Node) -> int:
    """Where a statement ends, without the blocks in it."""
    kind = node[0]
    if kind in ("If", "While", "Match"):
        return node[3][2]  # type: ignore[no-any-return]
    if kind == "For":
        return node[4][2]  # type: ignore[no-any-return]
    if kind == "With":
        context, target = node[3][-1]
        return (target or context)[2]  # type: ignore[no-any-return]
    if kind == "Try":
        return node[1] + len("try")  # type: ignore[no-any-return]
    return node[2]  # type: ignore[no-any-return]


def _bound(node: Node) -> Iterator[Node]:
    """What a statement binds, as names, attributes and items; of a compound one, its head."""
    kind = node[0]
    if kind == "Assign":
        for target in node[3]:
            yield from _targets(target)
    elif kind in ("AnnAssign", "For"):
        yield from _targets(node[3])
    elif kind == "AugAssign":
        yield node[4]
    elif kind == "With":
        for _, target in node[3]:
            if target is not None:
                yield from _targets(target)
    elif kind == "FunctionDef":
        for param in node[4]:
            yield ("Name", 0, 0, param[1])
    elif kind == "Import":
        for dotted, asname in node[3]:
            yield ("Name", 0, 0, asname or dotted.partition(".")[0])
    elif kind == "ImportFrom":
        for name, asname in node[5]:
            yield ("Name", 0, 0, asname or name)
    if kind in ("Expr", "Assign", "AnnAssign", "AugAssign", "Assert"):
        yield from _walruses(node[3:])


def _targets(target: Node) -> Iterator[Node]:
    if target[0] in ("Tuple", "List"):
        for each in target[3]:
            yield from _targets(each)
    else:
        yield target[3] if target[0] == "Starred" else target


def _walruses(part: Any) -> Iterator[Node]:
    if type(part) is not tuple or not part or part[0] == "Lambda":
        return
    if part[0] == "NamedExpr" and len(part) == 5:
        yield part[3]
    for inner in part:
        yield from _walruses(inner)


def _is_prefix(bound: Node, path: Node) -> bool:
    """Whether `path` is what is bound, or something of it."""
    while True:
        if _same(bound, path):
            return True
        if path[0] not in ("Attribute", "Subscript"):
            return False
        path = path[3]


def _same(one: Any, other: Any) -> bool:
    """Whether two expressions are the same but for where they stand."""
    return bool(placed(one, 0, 0) == placed(other, 0, 0))


def _root(node: Node) -> str:
    while node[0] in ("Attribute", "Subscript"):
        node = node[3]
    return node[3] if node[0] == "Name" else ""


# The tree with them -------------------------------------------------------------------------


def _with(body: tuple[Node, ...], after: Placed, inside: Placed) -> tuple[Node, ...]:
    """A block with the directives that belong in it."""
    made: list[Node] = []
    for node in body:
        made.append(_whole(node, after, inside))
        made += after.get(id(node), ())
    return tuple(made)


def _whole(node: Node, after: Placed, inside: Placed) -> Node:
    def block(body: tuple[Node, ...]) -> tuple[Node, ...]:
        return _with(body, after, inside)

    kind = node[0]
    first = tuple(inside.get(id(node), ()))
    if kind in ("If", "While"):
        return (*node[:4], block(node[4]), block(node[5]))
    if kind == "For":
        return (*node[:5], (*first, *block(node[5])), block(node[6]), *node[7:])
    if kind == "FunctionDef":
        body = block(node[5])
        lead = 1 if _is_text(node[5]) else 0
        return (*node[:5], (*body[:lead], *first, *body[lead:]), *node[6:])
    if kind == "ClassDef":
        return (*node[:5], block(node[5]), *node[6:])
    if kind == "With":
        return (*node[:4], (*first, *block(node[4])), *node[5:])
    if kind == "Try":
        handlers = tuple([(*each[:2], block(each[2]), *each[3:]) for each in node[4]])
        return (*node[:3], block(node[3]), handlers, block(node[5]), block(node[6]))
    if kind == "Match":
        return (*node[:4], tuple([(*case[:2], block(case[2])) for case in node[4]]))
    return node


def _is_text(body: tuple[Node, ...]) -> bool:
    """Whether a body begins with its documentation."""
    return bool(body) and body[0][0] == "Expr" and body[0][3][0] == "Constant"
