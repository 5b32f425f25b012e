"""Names, as Python compares them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.cursor import Cursor
    from cnnlint.syntax.tree import Node

CONSTANTS = {"None": None, "True": True, "False": False}


def identifier(written: str) -> str:
    """The name that `written` stands for: Python folds it to its NFKC form."""
    if written.isascii():
        return written
    from unicodedata import normalize

    return normalize("NFKC", written)


def name(read: Cursor, node: Any) -> Node:
    written = node.value
    if node.lpar:
        read.open(node.lpar)
    start = read.take(written)
    end = read.close(node.rpar) if node.rpar else read.end
    if written in CONSTANTS:
        return ("Constant", start, end, CONSTANTS[written])
    return ("Name", start, end, identifier(written))


def bare(read: Cursor, node: Any) -> str:
    """A name that is no expression: a parameter, a keyword, an imported name."""
    read.take(node.value)
    return identifier(node.value)


def dotted(read: Cursor, node: Any) -> str:
    """The name of a module."""
    if type(node).__name__ == "Name":
        return bare(read, node)
    package = dotted(read, node.value)
    read.take(".")
    return f"{package}.{bare(read, node.attr)}"
