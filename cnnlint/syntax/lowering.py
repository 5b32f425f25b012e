"""From text to tree: parse with LibCST piece by piece, and read the text along its nodes."""

from __future__ import annotations

import gc
import sys
from _thread import allocate_lock

from cnnlint.syntax.cursor import Cursor, Lost
from cnnlint.syntax.expressions import EXPRESSIONS
from cnnlint.syntax.outline import MAX_LENGTH, PIECE, flattened
from cnnlint.syntax.parser import parsers
from cnnlint.syntax.statements import following
from cnnlint.syntax.tree import Module, SyntaxProblem, TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias, TypeVar

    from cnnlint.syntax.parser import Parse
    from cnnlint.syntax.pieces import Piece, Pieces
    from cnnlint.syntax.tree import Node

    Reading: TypeAlias = Callable[[Parse], Module]
    Outline = TypeVar("Outline")

# Frames above the caller's that the deepest text `cuts` lets through may need.
FRAMES = 20_000

# What a tree that is not what we take it for leads to. Every token of the text is looked for
# where the tree says it is, so a part that is missing or misplaced does not go unnoticed.
DISAGREEMENT = (Lost, LookupError, AttributeError, TypeError)


# What is switched while a text is read is switched for the whole process.
_alone = allocate_lock()

#: Bodies of functions are left for later where they are at least one part of so many of a text:
#: Python's parser, which then has to look at all of it, takes a tenth of the time.
WORTH = 4


def lower(text: str, pieces: Pieces | None = None) -> Module:
    """Lower the text of one file, whose byte order mark has been taken away.

    `pieces` are those of the text as it was before, which need not be parsed again.
    """
    if "\0" in text:
        raise SyntaxProblem("a null character", text.index("\0"))
    read = _whole(text) if pieces is None else _changed(text, pieces)

    def lowered() -> Module:
        try:
            return _agreed(lambda parse: _in_pieces(text, read, parse))
        except (SyntaxProblem, ImportError):
            raise
        except Exception as error:
            raise _problem(text, error) from error

    return _undisturbed(lowered)


def program(text: str) -> tuple[Node, ...] | None:
    """The statements of a text with the bodies of its functions left for later.

    None where that spares little, and where Python does not take the text, for whatever reason:
    then the whole has to be read, which tells what is wrong.
    """
    from cnnlint.syntax.refusal import is_python

    left: dict[int, int] = {}
    try:
        pieces, ends = flattened(text, left=left)
        spared = sum(left.values()) - sum(left)
        if pieces[0] is text or spared * WORTH < len(text) or not is_python(text):
            return None
        read = _undisturbed(
            lambda: _agreed(lambda parse: _read(text, pieces, ends, parse, left=left))
        )
    except Exception:
        return None
    return read.statements


def body(text: str, start: int, end: int) -> tuple[Node, ...]:
    """The statements of a function's body that was left: where it starts and ends in the text."""
    text = text[:end]
    pieces, ends = flattened(text, start)
    read = _undisturbed(lambda: _agreed(lambda parse: _read(text, pieces, ends, parse, start)))
    return read.statements


def _undisturbed(read: Callable[[], Module]) -> Module:
    with _alone:
        limit = sys.getrecursionlimit()
        collecting = gc.isenabled()
        sys.setrecursionlimit(limit + FRAMES)
        # A tree has no cycles; looking for some takes a tenth of the time.
        gc.disable()
        try:
            return read()
        finally:
            sys.setrecursionlimit(limit)
            if collecting:
                gc.enable()


def _whole(text: str) -> Reading:
    flat = _outlined(text, flattened)
    return lambda parse: _read(text, *flat, parse)


def _changed(text: str, pieces: Pieces) -> Reading:
    edges = _outlined(text, pieces.cut)

    def read(parse: Parse) -> Module:
        again = pieces.again(parse)
        try:
            return pieces.read(text, edges, lambda piece: _piece(piece, parse, again))
        except (SyntaxProblem, RecursionError):
            raise
        except Exception:
            if pieces.reached:
                _readable(text, pieces.reached, parse)
            raise

    return read


def _outlined(text: str, look: Callable[[str], Outline]) -> Outline:
    """Where to cut; a bracket left open can look like a statement that is too long."""
    try:
        return look(text)
    except TooMuch:
        if len(text) > MAX_LENGTH:
            raise  # Python would take long as well
        from cnnlint.syntax.refusal import python_problem

        problem = python_problem(text)
        if problem is None:
            raise
        raise problem from None


def _agreed(read: Reading) -> Module:
    """With the first parser whose tree and the text agree."""
    problem: Exception | None = None
    for parse in parsers():
        try:
            return read(parse)
        except DISAGREEMENT as error:
            problem = error
    raise problem or ImportError("no parser")


def _in_pieces(text: str, read: Reading, parse: Parse) -> Module:
    """Parse each piece by itself; if one does not stand by itself, parse the whole."""
    try:
        return read(parse)
    except (SyntaxProblem, RecursionError):
        raise
    except Exception:
        return _read(text, [text], {}, parse)


def _readable(text: str, start: int, parse: Parse) -> None:
    """Raise SyntaxProblem where a text cannot be read from a place on, up to which it can: what
    the parser says of the rest, it would say of the whole."""
    try:
        parse(text[start:])
    except Exception as error:
        if type(error).__name__ == "ParserSyntaxError":
            from cnnlint.syntax.refusal import refusal

            raise refusal(text, str(getattr(error, "message", "")), start) from error


def _piece(text: str, parse: Parse, again: Parse) -> Piece:
    """What one piece holds, with offsets from its own beginning; `again` is for long ones."""
    if len(text) > PIECE:
        module = _read(text, *flattened(text, small=True), again)
    else:
        module = _read(text, *flattened(text), parse)
    return module.statements, list(module.comments)


def _read(
    text: str,
    pieces: list[str],
    ends: dict[int, int],
    parse: Parse,
    start: int = 0,
    left: dict[int, int] | None = None,
) -> Module:
    nodes = (node for piece in pieces for node in parse(piece).body)
    read = Cursor(text, EXPRESSIONS, nodes, ends, start, left or {})
    found = following(read, len(text))
    if next(nodes, None) is not None:
        raise read.lost("the end of the text")
    return Module(found, tuple(read.comments))


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
