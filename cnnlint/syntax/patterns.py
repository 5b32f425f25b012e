"""Patterns of match statements."""

from __future__ import annotations

from cnnlint.syntax.names import bare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor, Lowering
    from cnnlint.syntax.tree import Node


def pattern(read: Cursor, node: Any) -> Node:
    """The pattern `node`, lowered."""
    return PATTERNS[type(node).__name__](read, node)


def _value(read: Cursor, node: Any) -> Node:
    value = read.expression(node.value)
    return ("MatchValue", value[1], value[2], value)


def _singleton(read: Cursor, node: Any) -> Node:
    value = read.expression(node.value)
    return ("MatchSingleton", value[1], value[2], value)


def _capture(read: Cursor, node: Any) -> Node:
    """`name`, `_`, or `pattern as name`."""
    start = read.open(node.lpar)
    inner = None
    if node.pattern is not None:
        inner = pattern(read, node.pattern)
        read.take("as")
    name = _name_or_wildcard(read, node.name)
    return ("MatchAs", start, read.close(node.rpar), inner, name)


def _name_or_wildcard(read: Cursor, node: Any) -> str | None:
    if node is not None:
        return bare(read, node)
    read.take("_")
    return None


def _alternatives(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    patterns: list[Node] = []
    for each in node.patterns:
        if patterns:
            read.take("|")
        patterns.append(pattern(read, each.pattern))
    return ("MatchOr", start, read.close(node.rpar), tuple(patterns))


def _list(read: Cursor, node: Any) -> Node:
    """`[a, b]`, or `a, b` without brackets."""
    start = read.open(node.lpar)
    if node.lbracket is not None:
        read.take("[")
    patterns, end = _elements(read, node.patterns)
    if node.lbracket is not None:
        read.take("]")
        end = read.end
    read.close(node.rpar)
    return ("MatchSequence", start, end, patterns)


def _tuple(read: Cursor, node: Any) -> Node:
    """`(a, b)`; the innermost of the parentheses belong to it."""
    start = read.open(node.lpar[1:])
    read.take("(")
    patterns, _ = _elements(read, node.patterns)
    read.take(")")
    return ("MatchSequence", start, read.close(node.rpar[1:]), patterns)


def _elements(read: Cursor, nodes: Any) -> tuple[tuple[Node, ...], int]:
    """The elements, and where they end: after the last comma, where there is one."""
    patterns = []
    end = read.end
    for each in nodes:
        starred = type(each).__name__ == "MatchStar"
        patterns.append(_star(read, each) if starred else pattern(read, each.value))
        end = read.end
        if read.sees(","):
            end = read.end
    return tuple(patterns), end


def _star(read: Cursor, node: Any) -> Node:
    start = read.take("*")
    name = _name_or_wildcard(read, node.name)
    return ("MatchStar", start, read.end, name)


def _mapping(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    read.take("{")
    items = []
    for each in node.elements:
        key = read.expression(each.key)
        read.take(":")
        items.append((key, pattern(read, each.pattern)))
        read.sees(",")
    rest = None
    if node.rest is not None:
        read.take("**")
        rest = bare(read, node.rest)
        read.sees(",")
    read.take("}")
    return ("MatchMapping", start, read.close(node.rpar), tuple(items), rest)


def _class(read: Cursor, node: Any) -> Node:
    start = read.open(node.lpar)
    matched = read.expression(node.cls)
    read.take("(")
    patterns, _ = _elements(read, node.patterns)
    keywords = []
    for each in node.kwds:
        name = bare(read, each.key)
        read.take("=")
        keywords.append((name, pattern(read, each.pattern)))
        read.sees(",")
    read.take(")")
    return ("MatchClass", start, read.close(node.rpar), matched, patterns, tuple(keywords))


PATTERNS: dict[str, Lowering] = {
    "MatchAs": _capture,
    "MatchClass": _class,
    "MatchList": _list,
    "MatchMapping": _mapping,
    "MatchOr": _alternatives,
    "MatchSingleton": _singleton,
    "MatchStar": _star,
    "MatchTuple": _tuple,
    "MatchValue": _value,
}
