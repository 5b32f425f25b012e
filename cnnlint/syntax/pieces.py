"""A text that changes while it is typed: the statements that stay are not parsed again.

Every top-level statement is kept under its own text, as it would be if nothing stood before it.
"""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cnnlint.syntax.tree import Node

    Comments = list[tuple[int, int, str]]
    Piece = tuple[tuple[Node, ...], Comments]


class Pieces:
    """The statements of the last text, by their own texts, where they are and where they were.

    One text may be read at a time.
    """

    __slots__ = ("_known", "text")

    def __init__(self) -> None:
        self.text = ""  # the last one
        self._known: dict[str, tuple[Piece, int, Piece]] = {}

    def read(
        self, text: str, edges: list[int], lower: Callable[[str], Piece]
    ) -> tuple[list[Node], Comments]:
        """The statements and the comments of a text that falls apart at these edges; `lower` is
        asked for what the last text did not have."""
        kept: dict[str, tuple[Piece, int, Piece]] = {}
        statements: list[Node] = []
        comments: Comments = []
        for start, end in pairwise(edges):
            piece = text[start:end]
            known = self._known.get(piece)
            if known is None:
                own = lower(piece)
                known = (own, start, moved_piece(own, start))
            elif known[1] != start:
                known = (known[0], start, moved_piece(known[0], start))
            kept[piece] = known
            statements += known[2][0]
            comments += known[2][1]
        self._known = kept
        return statements, comments


def moved_piece(piece: Piece, by: int) -> Piece:
    """A piece as it is where so many characters stand before it."""
    if not by:
        return piece
    nodes, comments = piece
    return (
        tuple([moved(node, by) for node in nodes]),
        [(start + by, end + by, text) for start, end, text in comments],
    )


def moved(part: tuple[Any, ...], by: int) -> tuple[Any, ...]:
    """A node of the tree, or what one consists of, with every offset in it so much larger."""
    if len(part) >= 3 and type(part[1]) is int and type(part[0]) is str:
        kind, start, end, *rest = part
        if kind == "Name" or kind == "Constant":
            return (kind, start + by, end + by, *rest)
        return (
            kind,
            start + by,
            end + by,
            *[moved(each, by) if type(each) is tuple else each for each in rest],
        )
    if len(part) == 5 and type(part[3]) is int:  # the handler of an exception
        error, name, body, start, end = part
        caught = moved(error, by) if error is not None else None
        return (caught, name, moved(body, by), start + by, end + by)
    return tuple([moved(each, by) if type(each) is tuple else each for each in part])
