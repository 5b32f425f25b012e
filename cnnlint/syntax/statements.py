"""Statements: those that fit on a line, and the blocks they stand in."""

from __future__ import annotations

from cnnlint.syntax import compounds
from cnnlint.syntax.names import bare, dotted
from cnnlint.syntax.parameters import type_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor, Lowering
    from cnnlint.syntax.tree import Node

AUGMENTED = {
    "AddAssign": "+",
    "SubtractAssign": "-",
    "MultiplyAssign": "*",
    "MatrixMultiplyAssign": "@",
    "DivideAssign": "/",
    "ModuloAssign": "%",
    "PowerAssign": "**",
    "FloorDivideAssign": "//",
    "LeftShiftAssign": "<<",
    "RightShiftAssign": ">>",
    "BitOrAssign": "|",
    "BitXorAssign": "^",
    "BitAndAssign": "&",
}


def expression(read: Cursor, node: Any) -> Node:
    start = read.next()
    value = read.expression(node.value)
    return ("Expr", start, read.end, value)


def assign(read: Cursor, node: Any) -> Node:
    start = read.next()
    targets = []
    for each in node.targets:
        targets.append(read.expression(each.target))
        read.take("=")
    value = read.expression(node.value)
    return ("Assign", start, read.end, tuple(targets), value)


def augmented_assign(read: Cursor, node: Any) -> Node:
    start = read.next()
    target = read.expression(node.target)
    operator = AUGMENTED[type(node.operator).__name__]
    read.take(operator + "=")
    value = read.expression(node.value)
    return ("AugAssign", start, read.end, operator, target, value)


def annotated_assign(read: Cursor, node: Any) -> Node:
    start = read.next()
    target = read.expression(node.target)
    read.take(":")
    annotation = read.expression(node.annotation.annotation)
    value = None
    if node.value is not None:
        read.take("=")
        value = read.expression(node.value)
    return ("AnnAssign", start, read.end, target, annotation, value)


def return_(read: Cursor, node: Any) -> Node:
    start = read.take("return")
    value = None if node.value is None else read.expression(node.value)
    return ("Return", start, read.end, value)


def raise_(read: Cursor, node: Any) -> Node:
    start = read.take("raise")
    raised = None if node.exc is None else read.expression(node.exc)
    cause = None
    if node.cause is not None:
        read.take("from")
        cause = read.expression(node.cause.item)
    return ("Raise", start, read.end, raised, cause)


def assert_(read: Cursor, node: Any) -> Node:
    start = read.take("assert")
    test = read.expression(node.test)
    message = None
    if node.msg is not None:
        read.take(",")
        message = read.expression(node.msg)
    return ("Assert", start, read.end, test, message)


def delete(read: Cursor, node: Any) -> Node:
    start = read.take("del")
    target = read.expression(node.target)
    several = target[0] == "Tuple" and not node.target.lpar
    return ("Delete", start, read.end, target[3] if several else (target,))


def global_(read: Cursor, node: Any) -> Node:
    return _declaration(read, node, "Global", "global")


def nonlocal_(read: Cursor, node: Any) -> Node:
    return _declaration(read, node, "Nonlocal", "nonlocal")


def _declaration(read: Cursor, node: Any, kind: str, word: str) -> Node:
    start = read.take(word)
    names: list[str] = []
    for each in node.names:
        if names:
            read.take(",")
        names.append(bare(read, each.name))
    return (kind, start, read.end, tuple(names))


def import_(read: Cursor, node: Any) -> Node:
    start = read.take("import")
    names = _aliases(read, node.names)
    return ("Import", start, read.end, names)


def import_from(read: Cursor, node: Any) -> Node:
    start = read.take("from")
    level = len(node.relative)
    for _ in range(level):
        read.take(".")
    module = "" if node.module is None else dotted(read, node.module)
    read.take("import")
    return ("ImportFrom", start, *_imported(read, node, module, level))


def _imported(read: Cursor, node: Any, module: str, level: int) -> tuple[Any, ...]:
    """Where the statement ends, and what it says."""
    if type(node.names).__name__ == "ImportStar":
        read.take("*")
        return read.end, module, level, (("*", None),)
    parenthesized = read.sees("(")
    names = _aliases(read, node.names)
    if parenthesized:
        read.take(")")
    return read.end, module, level, names


def _aliases(read: Cursor, nodes: Any) -> tuple[tuple[str, str | None], ...]:
    names = []
    for each in nodes:
        name = dotted(read, each.name)
        alias = None
        if each.asname is not None:
            read.take("as")
            alias = bare(read, each.asname.name)
        names.append((name, alias))
        read.sees(",")
    return tuple(names)


def type_alias(read: Cursor, node: Any) -> Node:
    start = read.take("type")
    name = bare(read, node.name)
    type_parameters(read, node.type_parameters)
    read.take("=")
    value = read.expression(node.value)
    return ("TypeAlias", start, read.end, name, value)


def _word(kind: str) -> Lowering:
    """A statement that is a single word."""
    word = kind.lower()

    def lower(read: Cursor, _node: Any) -> Node:
        return (kind, read.take(word), read.end)

    return lower


STATEMENTS: dict[str, Lowering] = {
    "AnnAssign": annotated_assign,
    "Assert": assert_,
    "Assign": assign,
    "AugAssign": augmented_assign,
    "Break": _word("Break"),
    "Continue": _word("Continue"),
    "Del": delete,
    "Expr": expression,
    "Global": global_,
    "Import": import_,
    "ImportFrom": import_from,
    "Nonlocal": nonlocal_,
    "Pass": _word("Pass"),
    "Raise": raise_,
    "Return": return_,
    "TypeAlias": type_alias,
}


def following(read: Cursor, end: int) -> tuple[Node, ...]:
    """The statements that come next, up to the offset `end`."""
    found: list[Node] = []
    while read.next() < end:
        node = next(read.nodes, None)
        if node is None:
            raise read.lost("another statement")
        statement(read, node, found)
    return tuple(found)


def statement(read: Cursor, node: Any, found: list[Node]) -> None:
    """A statement, or those that a line holds."""
    kind = type(node).__name__
    if kind == "SimpleStatementLine":
        line(read, node.body, found)
    else:
        found.append(compounds.COMPOUNDS[kind](read, node))


def line(read: Cursor, nodes: Any, found: list[Node]) -> None:
    """Statements parted by semicolons."""
    for node in nodes:
        found.append(STATEMENTS[type(node).__name__](read, node))
        read.sees(";")
