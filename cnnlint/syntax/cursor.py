"""Where the lowering stands in the text.

LibCST's tree keeps the order of the text but no offsets, and computing them from its whitespace
nodes is slow and, after `except X :`, wrong. So the functions that lower a node also read it: they
take its tokens one by one from the text, and what lies between two tokens can only be blanks,
comments, line ends and backslashes. A token that is not where the tree says stops everything.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TypeAlias

    from cnnlint.syntax.tree import Node

    Lowering: TypeAlias = Callable[["Cursor", Any], Node]

# A character that no token begins with, so that looking ahead never runs off the text.
END = "\0"
INDENTATION = "    "
BETWEEN_TOKENS = " \t\f\n\r\\#"


class Lost(Exception):
    """The parser's tree and the text disagree."""


class Cursor:
    """A place in the text that moves from token to token.

    `end` is where the last token taken ended, which is also where a node made of the tokens so far
    ends. `yields` says whether the function body being read has a `yield` of its own. `nodes` are
    the statements that were parsed; those of the bodies that `ends` names stand behind the
    definition, not in it, and those of the bodies that are `left` nowhere.
    """

    __slots__ = ("_at", "comments", "end", "ends", "expressions", "left", "nodes", "text", "yields")

    def __init__(
        self,
        text: str,
        expressions: Mapping[str, Lowering],
        nodes: Iterator[Any],
        ends: Mapping[int, int],
        start: int,
        left: Mapping[int, int],
    ) -> None:
        self.text = text + END
        self.expressions = expressions
        self.nodes = nodes
        self.ends = ends
        self.left = left
        self.comments: list[tuple[int, int, str]] = []
        self.end = 0
        self.yields = False
        self._at = start

    def next(self) -> int:
        """The offset of the token that comes next."""
        text = self.text
        at = self._at
        while (character := text[at]) in BETWEEN_TOKENS:
            at = self._comment(at) if character == "#" else at + 1
            while text.startswith(INDENTATION, at):
                at += 4
        self._at = at
        return at

    def take(self, token: str) -> int:
        """Go past `token`, which comes next, and say where it starts."""
        text, start = self.text, self._at
        if text[start] in BETWEEN_TOKENS:
            start = self.next()
        if not text.startswith(token, start):
            raise self.lost(token)
        self._at = self.end = start + len(token)
        return start

    def take_exactly(self, characters: str) -> int:
        """Go past `characters`, which stand right here: inside a string, blanks count."""
        start = self._at
        if not self.text.startswith(characters, start):
            raise self.lost(characters)
        self._at = self.end = start + len(characters)
        return start

    def sees(self, token: str) -> bool:
        """Go past `token` if it comes next, and say whether it did."""
        text, start = self.text, self._at
        if text[start] in BETWEEN_TOKENS:
            start = self.next()
        if not text.startswith(token, start):
            return False
        self._at = self.end = start + len(token)
        return True

    def skip(self, end: int) -> int:
        """Go to where another statement begins, or the text ends."""
        self._at = end
        return end

    def open(self, parentheses: tuple[Any, ...]) -> int:
        """Go past the parentheses around an expression; where the expression itself starts."""
        for _ in parentheses:
            self.take("(")
        return self.next()

    def close(self, parentheses: tuple[Any, ...]) -> int:
        """Go past the parentheses after an expression; where the expression itself ended."""
        end = self.end
        for _ in parentheses:
            self.take(")")
        return end

    def expression(self, node: Any) -> Node:
        """The expression `node`, lowered."""
        return self.expressions[type(node).__name__](self, node)

    def lost(self, token: str) -> Lost:
        return Lost(f"{token[:20]!r} expected at offset {self._at}")

    def _comment(self, start: int) -> int:
        """Keep the comment that starts here; where it ends."""
        text = self.text
        end = start
        while text[end] not in "\n\r\0":
            end += 1
        self.comments.append((start, end, text[start:end]))
        return end
