"""A text that changes while it is typed: the statements that stay are not parsed again.

Every top-level statement is kept under its own text, as it would be if nothing stood before it.
"""

from __future__ import annotations

import sys
from _bisect import bisect_left, bisect_right
from itertools import pairwise

from cnnlint.syntax.outline import recut
from cnnlint.syntax.tree import Module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cnnlint.syntax.parser import Parse
    from cnnlint.syntax.tree import Node

    Comments = list[tuple[int, int, str]]
    Piece = tuple[tuple[Node, ...], Comments]

#: Frames that the deepest statement may take.
FRAMES = 20_000


class Part:
    """A piece of a text, from `start` to `end`. `own` is what it holds as that would be if nothing
    stood before it, `nodes` are the statements as they stand."""

    __slots__ = ("_nodes", "end", "own", "start")

    def __init__(self, own: Piece, start: int, end: int) -> None:
        self.own = own
        self.start = start
        self.end = end
        self._nodes: tuple[Node, ...] | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        if self._nodes is None:
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(max(limit, FRAMES))
            try:
                self._nodes = tuple([moved(node, self.start) for node in self.own[0]])
            finally:
                sys.setrecursionlimit(limit)
        return self._nodes


class Typed(Module):
    """A file in its parts; its statements and comments are put together where somebody asks."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.problems = ()
        self.unread = ()

    def __getattr__(self, name: str) -> Any:
        if name == "statements":
            self.statements = tuple([node for part in self.parts for node in part.nodes])
            return self.statements
        if name == "comments":
            self.comments = tuple(
                [
                    (start + part.start, end + part.start, text)
                    for part in self.parts
                    for start, end, text in part.own[1]
                ]
            )
            return self.comments
        raise AttributeError(name)


class Pieces:
    """The statements of the last text, by their own texts.

    `parts` are those of the text that was read last; None where that did not fall apart, and then
    `reached` is where the first one begins that cannot be read by itself.
    One text may be read at a time.
    """

    __slots__ = ("_cut", "_known", "_parsed", "parts", "reached", "text")

    def __init__(self) -> None:
        self.text = ""  # the last one
        self._cut = "", [0, 0]  # the last that fell apart, and where
        self.parts: list[Part] | None = None
        self.reached = 0
        self._known: dict[str, Part] = {}
        self._parsed: dict[tuple[Parse, str], Any] = {}

    def cut(self, text: str) -> list[int]:
        """The offsets at which a text falls apart, both ends too.

        Raises TooMuch where there is too much to parse.
        """
        self._cut = text, recut(text, *self._cut)
        return self._cut[1]

    def again(self, parse: Parse) -> Parse:
        """A parser that knows what it has parsed for the text that was read before."""
        known: dict[tuple[Parse, str], Any] = {}
        before = self._parsed

        def parsed(text: str) -> Any:
            key = parse, text
            found = known[key] = before.get(key) or parse(text)
            self._parsed = known
            return found

        return parsed

    def read(self, text: str, edges: list[int], lower: Callable[[str], Piece]) -> Module:
        """A text that falls apart at these edges; `lower` is asked for what the last text did not
        have."""
        kept: dict[str, Part] = {}
        parts: list[Part] = []
        self.parts = None
        for start, end in pairwise(edges):
            self.reached = start
            piece = text[start:end]
            part = self._known.get(piece) or kept.get(piece)
            if part is None:
                part = Part(lower(piece), start, end)
            elif part.start != start:
                part = Part(part.own, start, end)
            kept[piece] = part
            parts.append(part)
        self._known = kept
        self.parts = parts
        return Typed(parts)


def moved(part: tuple[Any, ...], by: int) -> tuple[Any, ...]:
    """A node of the tree, or what one consists of, with every offset in it so much larger."""
    if not by:
        return part
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


class Shift:
    """How one piece lies in another that says the same, in other lines, with other comments or
    another docstring."""

    __slots__ = ("_ends", "_new", "_old", "_starts", "_stretches")

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new
        #: What stands in both word for word: where it begins and ends in the old one, and how much
        #: further on it stands in the new one.
        self._stretches: list[tuple[int, int, int]] = []
        self._starts: dict[int, int] = {}  # of what is not the same word for word
        self._ends: dict[int, int] = {}

    def start(self, offset: int) -> int | None:
        """Where a node of the old piece begins in the new one."""
        if offset not in self._starts:
            at = bisect_right(self._stretches, offset, key=_begin) - 1
            if at >= 0 and offset < self._stretches[at][1]:
                return offset + self._stretches[at][2]
        return self._starts.get(offset)

    def end(self, offset: int) -> int | None:
        """Where a node of the old piece ends in the new one."""
        if offset not in self._ends:
            at = bisect_left(self._stretches, offset, key=_begin) - 1
            if at >= 0 and offset <= self._stretches[at][1]:
                return offset + self._stretches[at][2]
        return self._ends.get(offset)

    def follow(self, old: tuple[Node, ...], new: tuple[Node, ...]) -> bool:
        """Find where everything lies; whether the one says what the other does."""
        same = self._leads(old, new)
        self._stretches.sort()
        return same

    def _leads(self, old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
        if len(old) != len(new):
            return False
        if len(old) >= 3 and type(old[1]) is int and type(old[0]) is str:
            return self._node(old, new)
        if len(old) == 5 and type(old[3]) is int and type(new[3]) is int:  # an exception's handler
            return (
                old[1] == new[1]
                and self._alike(old[0], new[0])
                and self._alike(old[2], new[2])
                and self._set(old[3], old[4], new[3], new[4])
            )
        return all(self._alike(a, b) for a, b in zip(old, new, strict=True))

    def _node(self, old: Node, new: Node) -> bool:
        kind, start, end = old[:3]
        if kind != new[0] or type(new[1]) is not int:
            return False
        if kind not in COMPOUND:
            self._stretches.append((start, end, new[1] - start))
            return self._old[start:end] == self._new[new[1] : new[2]]
        if not self._set(start, end, new[1], new[2]):
            return False
        ours, theirs = old[3:], new[3:]
        if kind == "FunctionDef" and _documents(old[5]) and _documents(new[5]):
            ours = (*old[3:5], old[5][1:], *old[6:])
            theirs = (*new[3:5], new[5][1:], *new[6:])
        return all(self._alike(a, b) for a, b in zip(ours, theirs, strict=True))

    def _alike(self, old: Any, new: Any) -> bool:
        if type(old) is not type(new):
            return False
        return self._leads(old, new) if type(old) is tuple else repr(old) == repr(new)

    def _set(self, start: int, end: int, new_start: int, new_end: int) -> bool:
        return (
            self._starts.setdefault(start, new_start) == new_start
            and self._ends.setdefault(end, new_end) == new_end
        )


def _begin(stretch: tuple[int, int, int]) -> int:
    return stretch[0]


def shift(old: tuple[Node, ...], new: tuple[Node, ...], before: str, after: str) -> Shift | None:
    """The way from one piece to another, with their texts; None where they say not the same."""
    found = Shift(before, after)
    return found if found.follow(old, new) else None


#: These are of several lines: between those stand comments, and spaces that mean nothing.
COMPOUND = frozenset("FunctionDef ClassDef If For While With Try Match".split())


def _documents(body: tuple[Node, ...]) -> bool:
    """Whether a docstring comes first."""
    if not body or body[0][0] != "Expr":
        return False
    node = body[0][3]
    return bool(node[0] == "Constant") and type(node[3]) is str
