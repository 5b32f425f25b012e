"""The text of a Python file, lowered to the small tree that `tree` describes."""

from __future__ import annotations

from cnnlint.syntax.tree import Module, SyntaxProblem

__all__ = ["Module", "SyntaxProblem", "lower"]


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
