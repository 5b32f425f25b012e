"""Notebooks: what is Python in a cell, where it stands, and what is said of it."""

from __future__ import annotations

import ast
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cnnlint.analysis import Analysis, analyse
from cnnlint.cli import main
from cnnlint.report.frame import frame
from cnnlint.report.summary import report
from cnnlint.source import Source
from cnnlint.syntax import lower_source, magics, notebook
from cnnlint.table import rows, totals

HEAD = "import keras\nfrom keras import layers"
TOO_SMALL = "image = keras.Input((2, 2, 3))\nx = layers.Conv2D(8, 3)(image)"
MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])"


def cell(source: str | list[str], *tags: str, kind: str = "code") -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": kind, "metadata": metadata, "source": source, "outputs": []}


def document(*cells: Any, **metadata: Any) -> bytes:
    """A notebook; a text stands for a code cell."""
    listed = [cell(each) if isinstance(each, str) else each for each in cells]
    content = {"cells": listed, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def source_of(*cells: Any) -> Source:
    return notebook.read("n.ipynb", document(*cells))


def of(*cells: Any) -> Analysis:
    return analyse(source_of(*cells))


def said(analysis: Analysis) -> list[str]:
    return [f"{each.span.place} {each.code}" for each in analysis.diagnostics]


# What is Python in a cell; the code is what IPython makes of it, or a `0` ----------------------

CELLS = [
    ("x = 1\n", "x = 1\n"),
    ("%matplotlib inline", "0                 "),
    ("!ls", "0  "),
    ("!!ls", "0   "),
    ("!", "0"),
    ("?help", "0    "),
    ("help?", "0    "),
    ("model.fit??", "0          "),
    ("%who?", "0    "),
    ("x[0]?", "0    "),
    ("a.b*?", "0    "),
    (",f a b", "0     "),
    ("/f a", "0   "),
    ("if x:\n    !ls\n    %cd ..\n", "if x:\n    0  \n    0     \n"),
    ("!pip install \\\n  keras\nx = 1", "0             \n       \nx = 1"),
    ("x = !ls", "x = 0  "),
    ("x=!ls", "x=0  "),
    ("a, b = !ls", "a, b = 0  "),
    ("x: int = !ls", "x: int = 0  "),
    ("x = \\\n  !ls", "x = \\\n  0  "),
    ("x = !echo \"it's\ny = 1", "x = 0          \ny = 1"),
    ("x = %pwd", "x = 0   "),
    ("x = %time f(1)", "x =       f(1)"),
    ("x = %timeit -o f(1)", "x = 0              "),
    ("%time x = f(1)", "0;    x = f(1)"),
    ("if y:\n  %time x = f(1)", "if y:\n  0;    x = f(1)"),
    ("%time", "0    "),
    ("%timeit f(1)", "0           "),
    ("%time for i in x: f(i)", "0                     "),
    ("%%time\nx = 1", "      \nx = 1"),
    ("\n%%time\n\n%%capture out\nx = 1", "\n      \n\n             \nx = 1"),
    ("# first\n%%time\nx = 1", "# first\n0     \nx = 1"),
    ("%%bash\nls\nx = (", "      \n  \n     "),
    ("%%writefile a.py\nx = 1", "                \n     "),
    ("    %%time\n    x = 1", "          \n    x = 1"),
    # None of these is a magic.
    ("x = a % b", "x = a % b"),
    ("x = a \\\n  % b", "x = a \\\n  % b"),
    ("f(a,\n  '%d'\n  % b)", "f(a,\n  '%d'\n  % b)"),
    ("s = '''\n%time\n!ls\nwhy?\n'''", "s = '''\n%time\n!ls\nwhy?\n'''"),
    ("x != y", "x != y"),
    ("print('why?')", "print('why?')"),
    ("# why?\n# !ls", "# why?\n# !ls"),
    ("x == !ls", "x == !ls"),
    ("f(x=!ls)", "f(x=!ls)"),
    ("x = y = !ls", "x = y = !ls"),
    ("3?", "3?"),
    ("// no", "// no"),
]


@pytest.mark.parametrize(("text", "code"), CELLS)
def test_what_is_python(text: str, code: str) -> None:
    assert magics.read(text).code == code


@pytest.mark.parametrize("text", [text for text, _ in CELLS])
def test_every_offset_stays_what_it_was(text: str) -> None:
    code = magics.read(text).code
    assert [len(line) for line in code.split("\n")] == [len(line) for line in text.split("\n")]


def test_many_magics_take_no_time() -> None:
    text = "!a\n%b\nx = !c\n" * 20_000
    assert magics.read(text).code.count("0") == 60_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x = ___ +", ["x"]),
        ("a, b = 1, f(c=2", ["a", "b"]),
        ("def f(x:\n    y = 3", ["f"]),
        ("import a.b, c as d\nfrom e import (f, g as h)\n)", ["a", "d", "f", "h"]),
        ("class A(\nfor i, j in x:\nwith f() as g:", ["A", "i", "j", "g"]),
        ("x == 3 )\nx.y = (", []),
        ("total += (", ["total"]),
    ],
)
def test_names_that_broken_code_would_bind(text: str, names: list[str]) -> None:
    assert sorted(magics.bound_names(text)) == sorted(names)


# The tree --------------------------------------------------------------------------------------


def test_spans_are_those_of_the_cells_own_text() -> None:
    source = source_of("%cd\nif 1:\n    !ls\n    y = f(2)", cell("# prose", kind="markdown"), "z")
    first, second, third = lower_source(source).statements
    assert source.text[first[1] : first[2]] == "%"
    inner = second[4][1]
    assert source.text[inner[1] : inner[2]] == "y = f(2)"
    span = source.span(inner[1], inner[2])
    assert (span.cell, span.line, span.column, span.end_line, span.end_column) == (1, 4, 5, 4, 13)
    assert span.place == "n.ipynb:cell 1:4:5"
    assert source.span(third[1], third[2]).place == "n.ipynb:cell 3:1:1"


def test_an_indented_cell() -> None:
    source = source_of("  # why?\n  x = 1\n  if x:\n    y = 2", "z = 3")
    kinds = [(node[0], source.span(*node[1:3]).line) for node in lower_source(source).statements]
    assert kinds == [("Assign", 2), ("If", 3), ("Assign", 1)]


def test_a_cell_of_comments_alone() -> None:
    assert lower_source(source_of("    # later", "x = 1")).statements[0][0] == "Assign"


@pytest.mark.parametrize(
    "cells",
    [
        ["x = (1,", "2)"],
        ["x = 1 + \\", "2"],
        ["s = '''", "'''"],
        ["if x:", "    y = 1"],
        ["@f", "def g(): pass"],
        ["try:\n    pass", "except E:\n    pass"],
    ],
)
def test_two_cells_are_never_one(cells: list[str]) -> None:
    tree = lower_source(source_of(*cells))
    assert tree.unread
    assert any(node[3][0] == "Opaque" for node in tree.statements if node[0] == "Expr")


def test_what_a_shell_command_gives_is_unknown_on_its_line() -> None:
    analysis = of(
        HEAD, "\nfiles = !ls -l\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense(files)])"
    )
    (model,) = analysis.models
    (unknown,) = {(each.reason, each.span.place) for each in model.unknowns if each.span}
    assert unknown == ("what `!ls -l` gives is not known", "n.ipynb:cell 2:2:9")


def test_timeit_runs_its_cell_in_a_function() -> None:
    analysis = of(HEAD, "units = 3", "%%timeit\nunits = 5\n" + MODEL, MODEL.replace("3", "units"))
    shapes = [model.outputs[0].shape or () for model in analysis.models]
    assert [shape[-1] for shape in shapes] == [3, 3]


def test_capture_binds_a_name() -> None:
    analysis = of(HEAD, "%%capture out\n" + MODEL, "layers.Dense(out)")
    assert [model.variable for model in analysis.models] == ["model"]
    assert analysis.diagnostics == []


# Cells that are not Python ---------------------------------------------------------------------


def test_a_cell_that_is_not_python_leaves_the_others() -> None:
    analysis = of(HEAD, "units = ___ +", TOO_SMALL, MODEL)
    assert said(analysis) == ["n.ipynb:cell 2:1:14 CNN001", "n.ipynb:cell 3:2:5 CNN101"]
    assert [model.variable for model in analysis.models] == ["model"]


def test_what_it_would_define_is_unknown() -> None:
    broken = "units = ___ +\nmake(units"
    analysis = of(HEAD, "units = 7", broken, MODEL.replace("3", "units"), "make(units).add(1)")
    (model,) = analysis.models
    assert [each.span.place for each in model.unknowns if each.span] == ["n.ipynb:cell 3:1:1"]
    assert "this cell is not Python" in model.unknowns[0].reason
    assert not any("not defined" in each.reason for each in analysis.unknowns)


@pytest.mark.parametrize("text", ["pip install keras", "ls *.png", "cd ..  "])
def test_a_magic_without_its_sign_alone_in_a_cell(text: str) -> None:
    assert of(text, HEAD, MODEL).diagnostics == []
    assert said(of(text + "\nx = 1", HEAD)) != []


def test_cells_that_are_meant_to_raise() -> None:
    build = "def build():\n    return layers.Conv2D(8, 3)(keras.Input((2, 2, 3)))"
    tag = "raises-exception"
    assert said(of(HEAD, build, cell(TOO_SMALL, tag), cell("build()", tag))) == []
    assert said(of(HEAD, cell("x = (", tag))) == []
    assert len(said(of(HEAD, build, "build()"))) == 1
    fit = MODEL + "\nmodel.fit([1], [2])"
    assert said(of(HEAD, cell(fit, tag))) == []
    assert said(of(HEAD, fit)) != []


# What a kernel does ----------------------------------------------------------------------------


def test_every_rebuilt_model_is_its_own() -> None:
    analysis = of(HEAD, MODEL, "model", MODEL.replace("3", "5"), "best = model")
    names = [(m.variable, m.name, m.span.cell if m.span else 0) for m in analysis.models]
    assert names == [("model", "sequential", 2), ("best", "sequential_1", 4)]


def test_an_exit_ends_its_cell_only() -> None:
    analysis = of(HEAD, "import sys\nsys.exit()\n" + MODEL, MODEL.replace("model", "second"))
    assert [model.variable for model in analysis.models] == ["second"]


def test_what_is_legal_in_a_cell() -> None:
    names = "display(model)\nget_ipython().system('ls')\nIn[1], Out[1], _"
    analysis = of(HEAD, MODEL + "\nmodel", names, "await model\nasync with model: pass", "model;")
    assert analysis.diagnostics == []
    assert analysis.unknowns == []


def test_no_file_has_the_names_of_a_kernel() -> None:
    analysis = analyse(Source("m.py", "display(1)\n"))
    assert "name 'display' is not defined" in analysis.unknowns[0].reason


# What is said ----------------------------------------------------------------------------------


def test_a_frame_shows_the_lines_of_the_cells() -> None:
    analysis = of(
        HEAD, "image = keras.Input((2, 2, 3))", "\n# here\nx = layers.Conv2D(8, 3)(image)"
    )
    (diagnostic,) = analysis.diagnostics
    assert frame(diagnostic).splitlines()[1:7] == [
        "  --> n.ipynb:cell 3:3:5",
        "cell 2",
        "   1 | image = keras.Input((2, 2, 3))      (None, 2, 2, 3)",
        "cell 3",
        "   3 | x = layers.Conv2D(8, 3)(image)",
        "     |     ^^^^^^^^^^^^^^^^^^^^^^^^^^ (2 − 3)/1 + 1 = 0",
    ]


def test_a_frame_in_one_cell() -> None:
    (diagnostic,) = of(HEAD, "%cd x\n" + TOO_SMALL).diagnostics
    assert frame(diagnostic).splitlines()[1:4] == [
        "  --> n.ipynb:cell 2:3:5",
        "   2 | image = keras.Input((2, 2, 3))      (None, 2, 2, 3)",
        "   3 | x = layers.Conv2D(8, 3)(image)",
    ]


def test_a_summary_names_cells_and_lines() -> None:
    (block,) = report(
        of(HEAD, "model = keras.Sequential([keras.Input((4,))])", "model.add(layers.Dense(3))")
    )
    lines = block.splitlines()
    assert lines[0] == 'model "sequential"  Sequential  n.ipynb:cell 2:1'
    assert lines[1].startswith("cell:line  layer")
    assert lines[2].startswith("      3:1  dense (Dense)")


# Files -----------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("n.ipynb").write_bytes(document(cell("# A", kind="markdown"), HEAD, MODEL, TOO_SMALL))
    assert main(["n.ipynb", "--output-format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    (model,), (diagnostic,) = found["models"], found["diagnostics"]
    assert (model["cell"], model["line"], model["column"]) == (3, 1, 9)
    assert (model["layers"][0]["cell"], model["layers"][0]["line"]) == (3, 1)
    assert (diagnostic["cell"], diagnostic["line"], diagnostic["end_line"]) == (4, 2, 2)
    assert (diagnostic["because"][0]["cell"], diagnostic["because"][0]["line"]) == (4, 1)


def test_concise_from_standard_input(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.BytesIO(document(HEAD, TOO_SMALL))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data))
    arguments = ["check", "-", "--stdin-filename", "n.ipynb", "--output-format", "concise"]
    assert main(arguments) == 1
    assert capsys.readouterr().out.startswith("n.ipynb:cell 2:2:5: CNN101 ")


def test_targets(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = (
        "def build(units=2):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])"
    )
    Path("n.ipynb").write_bytes(document(HEAD, MODEL, build))
    assert main(["summary", "n.ipynb:model"]) == 0
    assert "Total params: 15 " in capsys.readouterr().out
    assert main(["summary", "n.ipynb:build(units=6)"]) == 0
    assert "Total params: 30 " in capsys.readouterr().out


def test_a_directory_and_its_notebooks(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.ipynb", "lib/b.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(document(HEAD, TOO_SMALL))
    Path("unrelated.ipynb").write_bytes(document("x = ("))
    Path("r.ipynb").write_bytes(document("library(keras)", language_info={"name": "R"}))
    assert main(["check", "--output-format", "concise"]) == 1
    said = capsys.readouterr()
    assert [line.split(":")[0] for line in said.out.splitlines()] == ["a.ipynb", "lib/b.ipynb"]
    assert said.err == ""


def test_modules_beside_a_notebook(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("blocks.py").write_text(
        "from keras import layers\n\ndef head():\n    return layers.Dense(3)\n"
    )
    Path("other.ipynb").write_bytes(document("units = 5"))
    body = "model = keras.Sequential([keras.Input((4,)), blocks.head()])"
    more = "import other\nsecond = keras.Sequential([keras.Input((4,)), layers.Dense(other.units)])"
    Path("n.ipynb").write_bytes(document(HEAD + "\nimport blocks", body, more))
    assert main(["summary", "n.ipynb"]) == 0
    out = capsys.readouterr().out
    assert "Total params: 15 " in out
    assert "Total params: 25 " not in out  # a notebook is no module


@pytest.mark.parametrize("language", ["R", "julia", "javascript"])
def test_other_languages(here: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    for metadata in ({"language_info": {"name": language}}, {"kernelspec": {"language": language}}):
        Path("r.ipynb").write_bytes(document("library(keras)", **metadata))
        assert main(["r.ipynb"]) == 0
        reason = f"the language of this notebook is {language}, not Python"
        assert capsys.readouterr().out.startswith(f"r.ipynb: no model found\n  {reason}\n")


def test_cells_of_another_language() -> None:
    other = cell("library(keras)")
    other["metadata"] = {"vscode": {"languageId": "r"}}
    assert [each.number for each in source_of(other, HEAD).cells] == [2]


def test_format_3() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "A"},
        {"cell_type": "code", "language": "python", "input": [f"{HEAD}\n", "%cd x"]},
        {"cell_type": "code", "language": "python", "input": MODEL, "outputs": []},
    ]
    content = {"worksheets": [{"cells": cells}], "metadata": {"name": ""}, "nbformat": 3}
    source = notebook.read("n.ipynb", json.dumps(content).encode())
    assert [each.number for each in source.cells] == [2, 3]
    assert [model.variable for model in analyse(source).models] == ["model"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "it is not JSON on line 1"),
        (b"version https://git-lfs.github.com/spec/v1\n", "it is not JSON on line 1"),
        (b"[]", "it is no JSON object"),
        (b"{}", "it has no cells"),
        (b'{"cells": 3}', "it has no cells"),
        (b"\xff\xfe{", "it is not UTF-8"),
        (b"[" * 100_000, "it is too deeply nested"),
        (b'{"cells": ' + b"9" * 5_000 + b"}", "it is not JSON"),
    ],
)
def test_what_is_no_notebook(
    here: Path, capsys: pytest.CaptureFixture[str], data: bytes, reason: str
) -> None:
    Path("n.ipynb").write_bytes(data)
    assert main(["check", "n.ipynb"]) == 2
    assert capsys.readouterr().err == f"cnnlint: n.ipynb: is not a notebook: {reason}\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b'\xef\xbb\xbf{"cells": []}',
        b'{"cells": [3, null, {}, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}]}',
        b'{"cells": [{"cell_type": "code", "source": "", "metadata": 3}], "metadata": []}',
        b'{"worksheets": [3, {"cells": 4}]}',
    ],
)
def test_what_holds_no_code(here: Path, data: bytes) -> None:
    Path("n.ipynb").write_bytes(data)
    assert main(["check", "n.ipynb"]) == 0


def test_odd_texts() -> None:
    assert said(of("x = '\udc80'", HEAD, "\0", TOO_SMALL.replace("\n", "\r\n"))) == [
        "n.ipynb:cell 1:1:6 CNN001",
        "n.ipynb:cell 3:1:1 CNN001",
        "n.ipynb:cell 4:2:5 CNN101",
    ]


def test_too_much_code(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("n.ipynb").write_bytes(document("x = 1\n" * 200_000))
    assert main(["check", "n.ipynb"]) == 2
    assert "the code is longer than 1,000,000 characters" in capsys.readouterr().err
    deep = of("x = " + "(" * 100 + ")" * 100, HEAD, MODEL)
    assert [model.variable for model in deep.models] == ["model"]
    assert deep.diagnostics == []


ROOT = Path(__file__).parents[1] / "fixtures"
PROGRAMS = sorted([*ROOT.glob("models/*.py"), *ROOT.glob("legal/*.py")])


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_in_cells_is_the_same_program(path: Path) -> None:
    """Every statement in a cell of its own, with magics around it, at its line there."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    statements = ast.parse(text).body
    tops = [
        min([s.lineno, *(d.lineno for d in getattr(s, "decorator_list", ()))]) for s in statements
    ]
    starts = [1, *tops[1:], len(lines) + 1]
    cells = ["\n".join(lines[a - 1 : b - 1]) for a, b in pairwise(starts)]
    before = "%matplotlib inline\n"
    source = source_of(*(before + each + "\n!ls" for each in cells))
    alone = analyse(Source("m.py", text))
    apart = analyse(source)
    assert [_told(model) for model in apart.models] == [_told(model) for model in alone.models]
    placed = [
        (d.code, d.message, starts[d.span.cell - 1] + d.span.line - 2, d.span.column)
        for d in apart.diagnostics
        if d.span.cell
    ]
    assert placed == [(d.code, d.message, d.span.line, d.span.column) for d in alone.diagnostics]


def _told(model: Any) -> Any:
    table = rows(model)
    sums = totals(model, table)
    return (
        model.name,
        sums.params,
        sums.complete,
        [(row.name, row.shapes, row.params) for row in table],
    )


def test_the_fixture_is_what_its_judges_run() -> None:
    """Its cells, with what is not Python blanked out, are Python but for the one that is not."""
    path = ROOT / "notebooks" / "lesson.ipynb"
    source = notebook.read("lesson.ipynb", path.read_bytes())
    broken = 0
    for each in source.cells:
        reading = magics.read(source.text[each.start : each.end])
        try:
            ast.parse("if 1:\n" + reading.code if reading.indented else reading.code)
        except SyntaxError:
            broken += 1
    assert (len(source.cells), broken) == (8, 1)
