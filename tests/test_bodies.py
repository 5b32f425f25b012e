"""Bodies of functions that are left for later: they are read when somebody asks for one, and what
is found is what it would be if everything was read at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cnnlint import syntax
from cnnlint.analysis import analyse
from cnnlint.cache.passing import Passing
from cnnlint.modules import Finder
from cnnlint.source import Source
from cnnlint.syntax import SyntaxProblem, bodies, lower, lowering
from cnnlint.syntax.refusal import is_python
from tests.test_flattened import NESTED, STRANGE
from tests.test_lowering import EVERYTHING

LONG = "    '''Says much, " + "and more, " * 100 + "and nothing that is followed.'''\n"

PROGRAM = f"""
import keras

def used(units):
{LONG}    return keras.layers.Dense(units)

class Builder:
    def __init__(self):
    {LONG}        self.units = 4

    def unused(self):
    {LONG}        return self.units

def generator():
{LONG}    yield 1

def test_unused(
    units,
):  # said
    # and more
{LONG}    return units

x = keras.Input((3,))
model = keras.Model(x, used(2)(x))
units = next(generator())
"""


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No tree is kept, in this process or elsewhere."""
    for name, nowhere in (("_directory", ""), ("_shelf", None), ("_passing", None)):
        monkeypatch.setattr(syntax, name, nowhere)
    syntax._trees.clear()
    yield
    syntax._trees.clear()


@pytest.fixture
def everything_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnlint.syntax.outline.BODY", 0)
    monkeypatch.setattr(lowering, "WORTH", 10**9)
    monkeypatch.setattr(syntax, "SHORT", 0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies that are read from here on."""
    found: list[str] = []
    plain = lowering.body

    def noted(text: str, start: int, end: int) -> Any:
        found.append(text[start:end])
        return plain(text, start, end)

    monkeypatch.setattr(lowering, "body", noted)
    return found


def with_bodies(nodes: Any, text: str) -> Any:
    """The statements with every body read."""
    made = []
    for node in nodes:
        if node[0] == "ClassDef":
            node = (*node[:5], with_bodies(node[5], text), *node[6:])
        elif node[0] == "FunctionDef" and type(node[5]) is list:
            node = (*node[:5], bodies.read(node[5], text), *node[6:])
            assert type(bodies.read(list(node[5:6]), text)) is tuple
        made.append(node)
    return tuple(made)


def left_in(nodes: Any) -> list[str]:
    """The functions whose bodies are left."""
    found = []
    for node in nodes:
        if node[0] == "ClassDef":
            found += left_in(node[5])
        elif node[0] == "FunctionDef" and type(node[5]) is list and len(node[5]) > 1:
            found.append(node[3])
    return found


@pytest.mark.usefixtures("everything_left")
@pytest.mark.parametrize("text", [*NESTED, *STRANGE, EVERYTHING, PROGRAM])
def test_read_one_by_one_they_are_as_if_read_at_once(text: str) -> None:
    program = lowering.program(text)
    if program is not None:
        assert repr(with_bodies(program, text)) == repr(lower(text).statements)


@pytest.mark.usefixtures("everything_left")
@pytest.mark.parametrize("text", [*NESTED, EVERYTHING])
def test_a_body_that_does_not_stand_by_itself_is_that_of_the_whole(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lowering, "body", lambda *_: 1 // 0)
    program = lowering.program(text)
    if program is not None:
        assert repr(with_bodies(program, text)) == repr(lower(text).statements)


@pytest.mark.usefixtures("everything_left")
def test_it_is_the_bodies_of_functions_in_modules_and_classes_that_are_left() -> None:
    text = (
        "def f():\n    def g():\n        a\n    class A:\n        def h(self):\n            b\n"
        "class B:\n    class C:\n        def i(self):\n            c\n    def j(self): d\n"
        "def k():\n    def l():\n        e\n    yield\ndef m():\n    f\n"
        "if f:\n    def n():\n        g\nclass D:\n    @g\n    async def o(self):\n        h\n"
    )
    program = lowering.program(text)
    assert left_in(program) == ["f", "i", "m", "o"]
    assert next(each for each in program or () if each[3] == "k")[-1] == "g"


def test_what_is_never_called_is_never_read(read: list[str]) -> None:
    analysis = analyse(Source("model.py", PROGRAM))
    assert len(analysis.models) == 1
    assert not analysis.unknowns
    assert [each.split()[-1] for each in read] == ["keras.layers.Dense(units)"]


def test_what_is_imported_is_read_where_it_is_called(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "blocks.py").write_text(PROGRAM)
    path = tmp_path / "model.py"
    path.write_text("import blocks\nbuilder = blocks.Builder()\nmodel = blocks.model\n")
    analysis = analyse(Source(str(path), path.read_text()), find=Finder(str(path)))
    assert not analysis.unknowns
    assert [each.split()[-1] for each in read] == ["keras.layers.Dense(units)", "4"]


@pytest.mark.parametrize("wrong", ["return return", "x = = 1", "(", "'", "  x = 1"])
def test_a_mistake_in_a_body_that_is_never_called_is_told(wrong: str, tmp_path: Path) -> None:
    text = PROGRAM.replace("    return units\n", f"    {wrong}\n")
    with pytest.raises(SyntaxProblem) as whole:
        lower(text)
    with pytest.raises(SyntaxProblem) as told:
        analyse(Source("model.py", text))
    assert (told.value.message, told.value.offset) == (whole.value.message, whole.value.offset)
    (tmp_path / "blocks.py").write_text(text)
    assert Finder(str(tmp_path / "model.py"))("blocks") is None


def test_what_only_another_python_takes_is_read_as_a_whole() -> None:
    text = PROGRAM.replace("return units\n", "return t'{units}'\n")
    if not is_python(text):
        assert lowering.program(text) is None
    assert len(analyse(Source("model.py", text)).models) == 1


def test_what_only_python_takes_is_not_followed() -> None:
    strange = "    (y): int = 1\n"
    with pytest.raises(SyntaxProblem):
        lower(strange.strip())
    text = PROGRAM.replace("    return units\n", strange)
    assert len(analyse(Source("model.py", text)).models) == 1
    called = analyse(Source("model.py", f"{text}layer = test_unused(3)\n"))
    assert len(called.models) == 1
    assert any("LibCST does not know" in each.reason for each in called.unknowns)


@pytest.mark.parametrize("comment", ["# noqa: KER101", "# cnnlint: units = 3"])
def test_a_text_whose_comments_mean_something_is_read_as_a_whole(
    comment: str, read: list[str]
) -> None:
    text = PROGRAM.replace("units,\n", f"units,  {comment}\n")
    assert len(analyse(Source("model.py", text)).models) == 1
    assert not read


def test_whoever_asks_for_the_whole_gets_it(read: list[str]) -> None:
    tree = syntax.lower_source(Source("model.py", PROGRAM))
    assert left_in(tree.program) == ["used", "__init__", "unused", "test_unused"]
    plain = lower(PROGRAM)
    assert (tree.statements, tree.comments) == (plain.statements, plain.comments)
    assert not read
    assert not hasattr(tree, "nothing")


def test_a_tree_that_is_kept_for_other_runs_is_whole(tmp_path: Path) -> None:
    syntax.keep_in(str(tmp_path / "kept"))
    try:
        for _ in range(2):
            tree = syntax.lower_source(Source("model.py", PROGRAM))
            assert not left_in(tree.program)
            syntax._trees.clear()
    finally:
        syntax.keep_in("")


def test_a_body_that_one_process_has_read_another_finds(
    monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    passing = Passing()
    monkeypatch.setattr(syntax, "_passing", passing)
    found = []
    for _ in range(2):  # with nothing known but what was passed
        tree = syntax.lower_source(Source("model.py", PROGRAM))
        assert left_in(tree.program)
        found.append(with_bodies(tree.program, PROGRAM))
        syntax._trees.clear()
    assert found == [lower(PROGRAM).statements] * 2
    assert len(read) == 4
    passing.close()
