"""The text of a Python file or a notebook, lowered to the small tree that `tree` describes."""

from __future__ import annotations

from cnnlint.syntax.tree import Module, SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cnnlint.source import Source

__all__ = ["Module", "SyntaxProblem", "lower", "lower_source"]


def lower(text: str) -> Module:
    """Lower the text of one file, whose byte order mark has been taken away.

    Raises SyntaxProblem, and nothing else, where the text is not Python or is too large or too
    deeply nested to be read.
    """
    from cnnlint.syntax.lowering import lower as lower_text

    module = lower_text(text)
    if "cnnlint:" in text:
        from cnnlint.syntax.directives import attach

        return attach(module, text)
    return module


def lower_source(source: Source) -> Module:
    """Lower one file. A cell of a notebook that is not Python is told in the tree's `unread`.

    Raises SyntaxProblem for a file that is not Python, and for too much of it.
    """
    if not source.cells:
        return lower(source.text)
    from cnnlint.syntax.notebook import lower_cells

    return lower_cells(source)
