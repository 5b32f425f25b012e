"""Bodies of functions that are not read before somebody asks for them.

Most functions of most files are never followed, and half of the time goes into parsing. In the
`program` of a text that was read partly, a list stands where the body of a function would: of where
it starts and ends, and once it was read, of its statements alone. Python's own parser has taken the
text before, in a tenth of the time, so that a mistake in a body is told at once.
"""

from __future__ import annotations

from cnnlint.syntax import lower, lowering, passed, whole
from cnnlint.syntax.tree import Module, SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cnnlint.syntax.tree import Node


class Partly(Module):
    """A file whose functions are read one by one; all of it is where somebody asks for that."""

    __slots__ = ("_program", "_text")

    def __init__(self, text: str, program: tuple[Node, ...]) -> None:
        self._text = text
        self._program = program
        self.problems = ()
        self.unread = ()

    @property
    def program(self) -> tuple[Node, ...]:
        return self._program

    def __getattr__(self, name: str) -> Any:
        if name not in ("statements", "comments"):
            raise AttributeError(name)
        whole = lower(self._text)
        self.statements, self.comments = whole.statements, whole.comments
        return getattr(self, name)


def partly(text: str) -> Module:
    """A text, with its functions left for later where that can be and is worth it."""
    parts = passed(text, _parts)
    return Partly(text, *parts) if len(parts) == 1 else Module(*parts)


def _parts(text: str) -> tuple[Any, ...]:
    program = lowering.program(text)
    return whole(text) if program is None else (program,)


def read(left: list[Any], text: str) -> tuple[Node, ...]:
    """The statements of a body in this text."""
    held = tuple(left)
    if len(held) > 1:
        start, end = held
        found = passed(f"{start}\0{text[start:end]}", lambda _: _read(text, start, end))
        left[:] = [found]
        return found
    return held[0]  # type: ignore[no-any-return]


def _read(text: str, start: int, end: int) -> tuple[Node, ...]:
    try:
        return lowering.body(text, start, end)
    except Exception:
        # It does not stand by itself.
        return _in_whole(text, start, end)


def _in_whole(text: str, start: int, end: int) -> tuple[Node, ...]:
    """The same from the tree of the whole text."""
    try:
        pending = [*lower(text).statements]
    except SyntaxProblem as problem:
        return (("Unreadable", start, end, problem.message),)
    functions = []
    while pending:
        node = pending.pop()
        if node[0] == "ClassDef":
            pending += node[5]
        elif node[0] == "FunctionDef" and node[2] <= start:
            functions.append(node)
    found: tuple[Node, ...] = max(functions, key=lambda node: node[2])[5]
    return found
