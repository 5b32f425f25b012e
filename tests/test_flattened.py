"""A text without the indentation of its definitions: bodies that are parsed behind their headers
come back into them, and what is no Python stays none."""

from __future__ import annotations

import pytest

from cnnlint.syntax import SyntaxProblem, lower
from cnnlint.syntax.outline import PIECE, flattened
from tests.test_lowering import EVERYTHING, same

#: Definitions inside of one another, and what can stand around them.
NESTED = [
    "class A:\n    def f(self):\n        x = 1\n\n        # said\n        return\n    y = 2\nz = 3",
    "class A(B):  # said\n\n    # more\n    '''Doc\nstring'''\n    a = 1\n    # still\n\n",
    "class A:\n    @b(\nc)\n    async def f(self, x={\n}) -> int:  # :\n        yield\n\n  # a\n",
    "def f():\n\tdef g():\n\t\tif a:\n\t\t\tpass\n\t\telse:\n\t\t  yield\n\treturn g\n",
    "if a:\n    def f():\n        return 1\nelse:\n    class B: x = 1; y = 2\n",
    "def f(): a\ndef g():\n  try:\n    a\n  except B:\n    def h():\n      b\n  finally: c\n",
    "def f():\r\n    x = '''\r\ndef g():\r\n'''\r\n    \r\n\r\n    return x\r\ny = 1\r\n",
    "def f():\n    match x:\n        case [1, *_]:\n            def g():\n                pass\n",
    "class A:\n    if a:\n        x = 1\n    elif b:\n        x = 2\n    def f(self): pass\n",
    "def f():\n    a; b\n    class C:\n        c; d;\n    e",
    "@a\nclass A:\n    '''Doc'''\n@b\ndef f():\n    ...\n    # end\n# end",
    "def f(): return [\n]\nclass A: x = 1\nclass B(\nA\n):\n\n\n x = 1\n\n\n y = 2",
]

#: What is parsed as a whole.
STRANGE = [
    "def f():\r    x = 1\r    return x\ry = 1\r",
    "def f(): \\\n  return 1\nclass A: \\\n  x = 1\n",
    "def f():\n    x = \\\n1\n    \\\n  \n    y\n",
    "\fdef f():\n    a\n\f\ndef g():\n    \f\n    b\n",
    "def f():\n    a\n\f    b\n",
    "class A:\n    def f(self):\n        a\n    \\\n    y = 2\nz = 3",
]

#: No Python, because of where something stands.
MISPLACED = [
    "class A:\n\t    def f():\n        a\n\t",
    "def f():\n    a\n    class A:\n\f    b\n",
    "def f():\n    if a:\n      b\n  c\n",
    "def f():\n    a\n  b\n",
    "def f():\n    a\n      b\n",
    "def f():\na\n",
    "def f():\n",
    "class A:\n    def f():\n    a\n",
    "class A:\n  def f():\n      a\n    b\n  c\n",
    "def f():\n\ta\n        b\n",
    "def f():\n    a\n\tb\n",
    "    a\ndef f():\n    b\n",
    "def f():\n    a\nelse:\n    b\n",
    "def f():\n    a\n    else:\n        b\n",
    "if a:\n    b\ndef f():\n    a\nelse:\n    b\n",
    "if a:\n    b\n@c\nelse:\n    b\n",
    "def f():\n    if a:\n    b\n",
    "@a\nx = 1\ndef f():\n    b\n",
    "def f():\n    @a\n    x = 1\n",
    "def f():\n    @a\ndef g():\n    b\n",
    "for a in b:\n    c\ndef f():\n    if d:\n        e\nelse:\n    g\n",
    "def f():\n    try:\n        e\nexcept A:\n    g\n",
    "def f(:\n    a\n",
    "x = 1\n  def f():\n    a\n",
    "class A:\n    x = 1\n    def f(self):\n        (\n    y = 2\n",
]


def as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnlint.syntax.lowering.flattened", lambda text: ([text], {}))


@pytest.mark.parametrize("text", [*NESTED, *STRANGE, EVERYTHING])
def test_it_is_as_if_the_whole_was_parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lower(text)
    as_a_whole(monkeypatch)
    assert same(found, lower(text))


@pytest.mark.parametrize("text", MISPLACED)
def test_what_is_misplaced_is_refused_alike(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for _ in range(2):
        with pytest.raises(SyntaxProblem) as caught:
            lower(text)
        found.append((caught.value.message, caught.value.offset))
        as_a_whole(monkeypatch)
    assert found[0] == found[1]


@pytest.mark.parametrize("text", [*NESTED, EVERYTHING])
def test_the_tree_is_that_of_the_pieces(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What parses the whole where pieces fail has nothing to do."""
    monkeypatch.setattr("cnnlint.syntax.lowering._in_pieces", lambda _, read, parse: read(parse))
    lower(text)


def test_pieces_are_short_and_flat() -> None:
    text = "class A:\n" + "    def f(self):\n        if a:\n            b()\n" * 2_000
    pieces, ends = flattened(text)
    assert len(ends) == 2_001
    assert max(map(len, pieces)) < PIECE + 100
    assert "\n    def" not in "".join(pieces)
    assert len(lower(text).statements[0][5]) == 2_000


def test_bodies_end_where_what_follows_begins() -> None:
    text = "class A:\n  # said\n  def f(self):\n    a\n    # more\n\n  b\n# end\nc\n"
    ends = flattened(text)[1]
    assert {text[start]: text[end:].strip()[0] for start, end in ends.items()} == {
        "d": "c",
        "a": "b",
    }
