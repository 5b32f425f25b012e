"""Where something stands in a tree, and in what."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..syntax.tree import Node

#: The span of these is their header; what they hold lies behind it.
HEADS = frozenset(("FunctionDef", "ClassDef"))
STATEMENTS = frozenset(
    """
    Expr Assign AugAssign AnnAssign Return If For While FunctionDef ClassDef Import ImportFrom
    Raise Try With Assert Delete Global Nonlocal Match TypeAlias Pass Break Continue
    """.split()
)


def is_node(part: Any) -> bool:
    return (
        type(part) is tuple
        and len(part) >= 3
        and type(part[0]) is str
        and type(part[1]) is int
        and type(part[2]) is int
    )


def path_to(nodes: tuple[Any, ...], start: int, end: int, kind: str = "") -> list[Node]:
    """The node of this span (and kind), after all it lies in, the outermost first; [] for none.

    Of several the innermost, such as the call that is a statement.
    """
    for part in nodes:
        if type(part) is not tuple:
            continue
        if is_node(part):
            if (part[1], part[2]) == (start, end) and kind == part[0]:
                return [part]
            if (part[1], part[2]) == (start, end) and not kind:
                return [part, *path_to(part[3:], start, end)]
            if part[0] not in HEADS and not (part[1] <= start and end <= part[2]):
                continue
            inside = path_to(part[3:], start, end, kind)
            if inside:
                return [part, *inside]
        else:
            inside = path_to(part, start, end, kind)
            if inside:
                return inside
    return []


def walk(nodes: tuple[Any, ...]) -> Iterator[Node]:
    """Every node, in the order of the text."""
    for part in nodes:
        if type(part) is not tuple:
            continue
        if is_node(part):
            yield part
            yield from walk(part[3:])
        else:
            yield from walk(part)


def blocks(node: Node) -> Iterator[tuple[Node, ...]]:
    """The runs of statements that a node holds itself."""
    for part in node[3:]:
        if type(part) is tuple and part:
            if is_node(part[0]) and part[0][0] in STATEMENTS:
                yield part
            elif type(part[0]) is tuple:  # handlers, cases
                for each in part:
                    yield from blocks(("", 0, 0, *each) if type(each) is tuple else ("", 0, 0))
