"""From text to tree: parse with LibCST piece by piece, and read the text along its nodes."""

from __future__ import annotations

import gc
import sys
from _thread import allocate_lock
from itertools import pairwise

from cnnlint.syntax.cursor import Cursor, Lost
from cnnlint.syntax.expressions import EXPRESSIONS
from cnnlint.syntax.outline import PIECE, cuts
from cnnlint.syntax.parser import parsers
from cnnlint.syntax.statements import statements
from cnnlint.syntax.tree import Module, SyntaxProblem, TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cnnlint.syntax.parser import Parse
    from cnnlint.syntax.pieces import Piece, Pieces
    from cnnlint.syntax.tree import Node

# Frames above the caller's that the deepest text `cuts` lets through may need.
FRAMES = 20_000

# What a tree that is not what we take it for leads to. Every token of the text is looked for
# where the tree says it is, so a part that is missing or misplaced does not go unnoticed.
DISAGREEMENT = (Lost, LookupError, AttributeError, TypeError)


# What is switched while a text is read is switched for the whole process.
_alone = allocate_lock()


def lower(text: str, pieces: Pieces | None = None) -> Module:
    """Lower the text of one file, whose byte order mark has been taken away.

    `pieces` are those of the text as it was before, which need not be parsed again.
    """
    if "\0" in text:
        raise SyntaxProblem("a null character", text.index("\0"))
    edges = _edges(text, PIECE if pieces is None else 0)
    with _alone:
        limit = sys.getrecursionlimit()
        collecting = gc.isenabled()
        sys.setrecursionlimit(limit + FRAMES)
        # A tree has no cycles; looking for some takes a tenth of the time.
        gc.disable()
        try:
            return _agreed(text, edges, pieces)
        except (SyntaxProblem, ImportError):
            raise
        except Exception as error:
            raise _problem(text, error) from error
        finally:
            sys.setrecursionlimit(limit)
            if collecting:
                gc.enable()


def _edges(text: str, piece: int) -> list[int]:
    """Where to cut; a bracket left open can look like a statement that is too long."""
    try:
        return cuts(text, piece)
    except TooMuch:
        from cnnlint.syntax.refusal import python_problem

        problem = python_problem(text)
        if problem is None:
            raise
        raise problem from None


def _agreed(text: str, edges: list[int], pieces: Pieces | None) -> Module:
    """With the first parser whose tree and the text agree."""
    problem: Exception | None = None
    for parse in parsers():
        try:
            return _in_pieces(text, edges, parse, pieces)
        except DISAGREEMENT as error:
            problem = error
    raise problem or ImportError("no parser")


def _in_pieces(text: str, edges: list[int], parse: Parse, pieces: Pieces | None) -> Module:
    """Parse each piece by itself; if one does not stand by itself, parse the whole."""
    try:
        if pieces is None:
            return _read(text, edges, parse)
        return pieces.read(text, edges, lambda piece: _piece(piece, parse))
    except (SyntaxProblem, RecursionError):
        raise
    except Exception:
        if len(edges) == 2:
            raise
    if pieces is not None and pieces.reached:
        _readable(text, pieces.reached, parse)
    return _read(text, [0, len(text)], parse)


def _readable(text: str, start: int, parse: Parse) -> None:
    """Raise SyntaxProblem where a text cannot be read from a place on, up to which it can: what
    the parser says of the rest, it would say of the whole."""
    try:
        parse(text[start:])
    except Exception as error:
        if type(error).__name__ == "ParserSyntaxError":
            from cnnlint.syntax.refusal import refusal

            raise refusal(text, str(getattr(error, "message", "")), start) from error


def _piece(text: str, parse: Parse) -> Piece:
    """What one piece holds, with offsets from its own beginning."""
    module = _read(text, [0, len(text)], parse)
    return module.statements, list(module.comments)


def _read(text: str, edges: list[int], parse: Parse) -> Module:
    read = Cursor(text, EXPRESSIONS)
    found: list[Node] = []
    for start, end in pairwise(edges):
        found += statements(read, parse(text[start:end]).body)
    if read.next() != len(text):
        raise read.lost("the end of the text")
    return Module(tuple(found), tuple(read.comments))


def _problem(text: str, error: Exception) -> SyntaxProblem:
    """What keeps us from reading `text`, given what went wrong."""
    if type(error).__name__ == "ParserSyntaxError":
        from cnnlint.syntax.refusal import refusal

        return refusal(text, str(getattr(error, "message", "")))
    if isinstance(error, UnicodeEncodeError):
        return SyntaxProblem("half of a surrogate pair", error.start)
    if isinstance(error, RecursionError):
        return TooMuch("too deeply nested", 0)
    return TooMuch(f"this cannot be read: {error}", 0)
