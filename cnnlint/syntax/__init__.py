"""The text of a Python file or a notebook, lowered to the small tree that `tree` describes."""

from __future__ import annotations

from cnnlint.syntax.tree import Module, SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cnnlint.cache.passing import Passing
    from cnnlint.cache.trees import Trees
    from cnnlint.source import Source
    from cnnlint.syntax.pieces import Pieces

__all__ = [
    "Module",
    "SyntaxProblem",
    "keep_in",
    "lower",
    "lower_source",
    "pass_no_more",
    "pass_on",
]


#: The trees of so many characters are kept, for a module that many files import: a tree is some
#: twenty times as large as its text.
KEPT = 3_000_000
#: A text of fewer characters is read as a whole.
SHORT = 2_000

#: The byte order mark, which some editors take for a part of the text.
MARK = "\ufeff"

_trees: dict[str, Module] = {}  # by their texts, the last used at the end
_directory = ""
_shelf: Trees | None = None
_passing: Passing | None = None


def lower(text: str, pieces: Pieces | None = None) -> Module:
    """Lower the text of one file.

    `pieces` know the text as it was before: only the statements that changed are parsed.

    Raises SyntaxProblem, and nothing else, where the text is not Python or is too large or too
    deeply nested to be read.
    """
    from cnnlint.syntax.lowering import lower as lower_text

    if text.startswith(MARK):
        # Which stands where it is, for whoever counts; at the start of a line this means nothing.
        text = f"\f{text[1:]}"
    module = lower_text(text, pieces)
    if "cnnlint:" in text:
        from cnnlint.syntax.directives import attach

        return attach(module, text)
    return module


def lower_source(source: Source, pieces: Pieces | None = None) -> Module:
    """Lower one file, or give the tree that this text got before.

    `pieces` may know the file as it was before.

    A cell of a notebook that is not Python is told in the tree's `unread`.

    Raises SyntaxProblem for a file that is not Python, and for too much of it.
    """
    if source.cells:
        from cnnlint.syntax.notebook import lower_cells

        return lower_cells(source)
    text = source.text
    if pieces is not None:
        if pieces.text != text:
            _trees.pop(pieces.text, None)  # nobody wants that again
        pieces.text = text
    tree = _trees.pop(text, None)
    if tree is not None:
        _trees[text] = tree
        return tree
    tree = _trees[text] = _from_shelf(text) if pieces is None else lower(text, pieces)
    if len(_trees) > 1:
        size = sum(map(len, _trees))
        for oldest in list(_trees):
            if size <= KEPT:
                break
            size -= len(oldest)
            _trees.pop(oldest, None)
    return tree


def keep_in(directory: str) -> None:
    """Keep trees in this directory from here on, for other runs; nowhere if it is empty."""
    global _directory, _shelf
    _directory, _shelf = directory, None


def _kept() -> Trees | None:
    """The trees of other runs, where there is a place for them."""
    global _shelf
    if _shelf is None and _directory:
        from cnnlint.cache.trees import Trees

        _shelf = Trees(_directory)
    return _shelf


def pass_on() -> None:
    """Have the processes that are forked from here on pass trees to one another, where none are
    kept."""
    global _passing
    shelf = _kept()
    if shelf is not None and shelf.usable:
        return
    from cnnlint.cache.passing import Passing

    try:
        _passing = Passing()
    except OSError:  # there is no place for them: each parses for itself
        return


def pass_no_more() -> None:
    """Forget what was passed."""
    global _passing
    if _passing is not None:
        _passing.close()
        _passing = None


def _from_shelf(text: str) -> Module:
    """The tree of a text: as another run or another process read it, or lowered here."""
    shelf = _kept()
    if shelf is not None and shelf.usable and len(text) >= shelf.least:
        kept = shelf.find(text)
        if kept is None:
            kept = whole(text)
            shelf.keep(text, kept)  # other runs may ask for any of it
        return Module(*kept)
    if len(text) < SHORT or text[0] == MARK or "cnnlint:" in text or "noqa" in text.lower():
        return Module(*passed(text, whole))
    from cnnlint.syntax.bodies import partly

    return partly(text)


def whole(text: str) -> tuple[Any, ...]:
    """What there is to keep of a text."""
    module = lower(text)
    return module.statements, module.comments, module.problems


def passed(text: str, read: Callable[[str], tuple[Any, ...]]) -> tuple[Any, ...]:
    """What another process has read of a text, or is read here, and passed on."""
    if _passing is None or len(text) < _passing.least:
        return read(text)
    found = _passing.find(text)
    if found is None:
        found = read(text)
        _passing.keep(text, found)
    return found
