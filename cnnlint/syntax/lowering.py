"""From text to tree: parse with LibCST, then read the text along its nodes."""

from __future__ import annotations

from cnnlint.syntax.compounds import statements
from cnnlint.syntax.cursor import Cursor
from cnnlint.syntax.expressions import EXPRESSIONS
from cnnlint.syntax.tree import Module, SyntaxProblem


def lower(text: str) -> Module:
    import libcst

    try:
        tree = libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        raise SyntaxProblem(error.message, 0) from None
    read = Cursor(text, EXPRESSIONS)
    found = statements(read, tree.body)
    if read.next() != len(text):
        raise read.lost("the end of the text")
    return Module(found, tuple(read.comments))
