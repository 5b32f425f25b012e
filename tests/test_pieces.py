"""A text that is typed: what is lowered from its pieces is what the whole gives."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cnnlint.syntax import Module, SyntaxProblem, lower
from cnnlint.syntax.outline import cuts, recut
from cnnlint.syntax.pieces import Pieces
from tests.test_lowering import EVERYTHING

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {
    "everything": EVERYTHING,
    **{each.stem: each.read_text() for each in sorted((ROOT / "fixtures/models").glob("*.py"))[:6]},
    "table": (ROOT / "cnnlint/table.py").read_text(encoding="utf-8"),
}
BITS = (
    "",
    "(",
    ")",
    "\n",
    "\r\n",
    "x = 1\n",
    "  ",
    "😀",
    "'",
    '"""',
    "# a\n",
    "def f():\n",
    "\\\n",
)


def tried(text: str, pieces: Pieces | None) -> Module | tuple[str, int]:
    try:
        return lower(text, pieces)
    except SyntaxProblem as problem:
        return problem.message, problem.offset


def both(text: str, pieces: Pieces) -> Module | None:
    """The tree, which is the same with and without pieces."""
    whole, found = tried(text, None), tried(text, pieces)
    if not isinstance(whole, Module) or not isinstance(found, Module):
        assert found == whole
        return None
    assert repr(found.statements) == repr(whole.statements)
    assert found.comments == whole.comments
    assert found.problems == whole.problems
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_after_random_edits_the_tree_is_that_of_the_whole(name: str) -> None:
    random = Random(name)
    pieces = Pieces()
    text = TEXTS[name]
    for _ in range(40):
        at = random.randrange(len(text) + 1)
        edited = text[:at] + random.choice(BITS) + text[at + random.choice((0, 0, 1, 5)) :]
        if both(edited, pieces) is not None:
            text = edited
        both(TEXTS[name], pieces)


def test_only_what_changed_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnlint.syntax import lowering

    parsed: list[str] = []
    original = lowering._piece
    monkeypatch.setattr(
        lowering, "_piece", lambda text, *with_: [parsed.append(text), original(text, *with_)][1]
    )
    pieces = Pieces()
    lower("a = 1\ndef f():\n    return 2\n\nb = 3\n", pieces)
    parsed.clear()
    tree = lower("a = 10\ndef f():\n    return 2\n\nb = 3\n", pieces)
    assert parsed == ["a = 10\n"]
    assert tree.statements[2][1:3] == (30, 35)
    parsed.clear()
    lower("def f():\n    return 2\n\nb = 3\n", pieces)
    assert parsed == []


def test_directives_are_attached_to_the_whole() -> None:
    pieces = Pieces()
    for head in ("", "y = 2\n"):
        found = both(f"{head}x = load()  # cnnlint: x: (None, 28, 28)\n", pieces)
        assert found is not None
        assert found.statements[-1][0] == "Directive"


@pytest.mark.parametrize("name", TEXTS)
def test_an_edited_text_is_cut_where_it_would_be_by_itself(name: str) -> None:
    random = Random(name)
    text, bits = TEXTS[name], (*BITS, "@a\n", "else:\n", "if a:\n    b\n", "\\", "#", "'''", "[")
    edges = cuts(text)
    for turn in range(400):
        edited = TEXTS[name]
        for _ in range(turn % 3):
            at = random.randrange(len(edited) + 1)
            edited = edited[:at] + random.choice(bits) + edited[at + random.choice((0, 1, 30)) :]
        found = recut(edited, text, edges)
        assert found == cuts(edited)
        text, edges = edited, found


def test_of_a_long_function_only_what_is_near_an_edit_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cnnlint.syntax import lowering

    body = "".join(f"    x{at} = f({'x' * (at % 7)}1)\n" for at in range(600))
    text = f"def g():\n{body}\n\nb = 3\n"
    pieces = Pieces()
    lower(text, pieces)
    parsed: list[str] = []
    parse = next(lowering.parsers())

    def noted(text: str) -> object:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(lowering, "parsers", lambda: iter([noted]))
    for old, new in (("f(xx1)", "f(xx2)"), ("x300 =", "y = 1\n    x300 ="), ("x400 =", "x4 =")):
        lower(text, pieces)
        lower(text.replace(old, new, 1), pieces)
        parsed.clear()
        lower(text, pieces)
        assert sum(map(len, parsed)) < len(text) / 4
        both(text.replace(old, new, 1), pieces)
