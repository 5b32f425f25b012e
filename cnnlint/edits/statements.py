"""Statements as lines: one more of them, at the indentation of those around it."""

from __future__ import annotations

from .finding import walk
from .trivia import begins_line, indent, line_above, line_end, line_start, next_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..syntax.tree import Node

    Edit = tuple[int, int, str]


def before(text: str, node: Node, statement: str) -> list[Edit]:
    """A statement on the line before another; [] where that shares its line."""
    if not begins_line(text, node[1]):
        return []
    start = line_start(text, node[1])
    return [(start, start, f"{indent(text, node[1])}{statement}\n")]


def behind(text: str, node: Node, statement: str) -> list[Edit]:
    """A statement on the line behind another; [] where that shares its line."""
    end = line_end(text, node[2])
    rest = text[node[2] : end].strip()
    if not begins_line(text, node[1]) or (rest and not rest.startswith("#")):
        return []
    return [(end, end, f"\n{indent(text, node[1])}{statement}")]


def without(text: str, node: Node) -> list[Edit]:
    """No such statement; [] where that shares its line, or has a comment there."""
    if not begins_line(text, node[1]) or text[node[2] : line_end(text, node[2])].strip():
        return []
    return [(line_start(text, node[1]), next_line(text, node[2]), "")]


def first_in(text: str, function: Node, statement: str) -> list[Edit]:
    """A statement at the beginning of a function, behind its docstring."""
    body = function[5]
    first = body[0]
    if first[0] == "Expr" and first[3][0] == "Constant" and type(first[3][3]) is str:
        if len(body) == 1:
            return []
        first = body[1]
    if not begins_line(text, first[1]):
        return []
    start = line_start(text, first[1])
    # A comment above belongs to what follows it.
    while start and text[line_above(text, start) : start].lstrip().startswith("#"):
        start = line_above(text, start)
    return [(start, start, f"{indent(text, first[1])}{statement}\n")]


def super_init(function: Node) -> str:
    """The call of `__init__` that this `__init__` lacks: it hands on the keywords it has no use
    for itself."""
    rest = next((name for how, name, *_ in function[4] if how == "**"), "")
    used = any(node[0] == "Name" and node[3] == rest for node in walk(function[5]))
    return f"super().__init__({f'**{rest}' if rest and not used else ''})"
