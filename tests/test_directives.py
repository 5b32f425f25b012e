"""What the user says in comments: how it is read, where it counts, and what contradicts it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cnnlint import table
from cnnlint.analysis import Analysis, analyse
from cnnlint.source import Source
from cnnlint.syntax import lower, notebook

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\nfrom mine import outside\n"


def found(text: str) -> Analysis:
    return analyse(Source("example.py", HEAD + text))


def total(text: str) -> str:
    """What the last model of a program comes to, as its table says."""
    model = found(text).models[-1]
    sums = table.totals(model)
    return f"{'' if sums.complete else '>= '}{sums.params}"


def said(text: str) -> list[str]:
    return [f"{each.code}: {each.message}" for each in found(text).diagnostics]


def directives(text: str) -> list[tuple[str, object, object, object]]:
    """The directives of a program in the order in which they are met: name, sign, and the rest."""
    module = lower(text)
    assert module.problems == ()
    nodes: list[Any] = []

    pending: list[Any] = [module.statements]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            if part and part[0] == "Directive":
                nodes.append(part)
            else:
                pending.extend(reversed(part))
    return [(text[node[1] : node[2]], node[4], node[5], node[6]) for node in nodes]


def problems(text: str) -> list[str]:
    return [message for _, _, message, _ in lower(text).problems]


class TestReading:
    @pytest.mark.parametrize(
        ("comment", "shape", "dtype"),
        [
            ("x: (None, 28, 28, 1)", (None, 28, 28, 1), None),
            ("x: (3,)", (3,), None),
            ("x: (3)", (3,), None),
            ("x: ()", (), None),
            ("x: (n, 2) float32", ("n", 2), "float32"),
            ("x: int", None, "int"),
            ("x:(1,2)int8", (1, 2), "int8"),
        ],
    )
    def test_shapes(self, comment: str, shape: object, dtype: object) -> None:
        assert directives(f"x = f()  # cnnlint: {comment}\n") == [(comment, ":", shape, dtype)]

    @pytest.mark.parametrize(
        "value",
        ["20000", "-1", "0.5", "'a, b'", "None", "(1, 2)", "[1]", "{'a': 1}", "28 * 28", '"#"'],
    )
    def test_values(self, value: str) -> None:
        ((text, sign, node, dtype),) = directives(f"x = f()  # cnnlint: x = {value}\n")
        assert (text, sign, dtype) == (f"x = {value}", "=", None)
        assert isinstance(node, tuple)

    def test_several_and_what_follows(self) -> None:
        text = "x, y = f()  # noqa  # cnnlint: x: (1, 2), y = (3, 4)  # and a note\n"
        assert [each[0] for each in directives(text)] == ["x: (1, 2)", "y = (3, 4)"]

    @pytest.mark.parametrize(
        "comment",
        [
            "# cnnlint: ignore",
            "# cnnlint: ignore[CNN101]",
            "# cnnlint: ignore[CNN101, CNN102] because it is so",
            "# cnnlint: ignore-file",
            "# cnnlint: off",
            "# cnnlint: on",
            "# see cnnlint: it is none",
            "# cnnlint is a tool",
        ],
    )
    def test_comments_that_are_none(self, comment: str) -> None:
        assert directives(f"x = f()  {comment}\n{comment}\n") == []

    def test_variables_may_have_the_names_of_other_comments(self) -> None:
        assert [each[0] for each in directives("on = f()  # cnnlint: on = 3\n")] == ["on = 3"]

    @pytest.mark.parametrize(
        ("comment", "message"),
        [
            ("", "says nothing"),
            ("x", "`x` says nothing"),
            ("x: ", "a shape is missing"),
            ("x = ", "a value is missing"),
            ("= 3", "a variable is missing"),
            ("x: (3,, 4)", "a size is missing"),
            ("x: (-1,)", "`-1` is not a size"),
            ("x: (3, 4", "neither a shape nor a dtype"),
            ("x: (3,) words", "`words` is not a dtype"),
            ("x = y", "`y` is not a literal"),
            ("x = f()", "`f()` is not a literal"),
            ("f(x) = 3", "`f(x)` is not the name of a variable"),
            ("z = 3", "`z` is not bound by the statement this is about, which binds `x`"),
            ("x = 'a", "is not a literal"),
            ("x = 1, 2, 3", "`2` says nothing"),
            ("x = (" + "1," * 2000 + ")", "too long"),
            ("x = " + "(" * 90, "is not a literal"),
            ("x" + ".a" * 900 + " = 1", None),
        ],
    )
    def test_what_cannot_be_read(self, comment: str, message: str | None) -> None:
        told = problems(f"x = f()  # cnnlint: {comment}\n")
        assert len(told) == (message is not None)
        assert message is None or message in told[0]

    def test_the_tree_without_directives_is_not_touched(self) -> None:
        assert problems("x = 3  # a comment\n") == []

    def test_many_branches(self) -> None:
        branches = "".join(f"elif x == {i}:\n    y = {i}\n" for i in range(800))
        text = f"if x:\n    y = 0\n{branches}else:\n    y = 1  # cnnlint: y = 1\n"
        assert len(directives(text)) == 1

    def test_many_directives(self) -> None:
        assert len(directives("x = f()  # cnnlint: x = 3\n" * 3000)) == 3000


class TestPlaces:
    @pytest.mark.parametrize(
        "text",
        [
            "n = outside()  # cnnlint: n = 3",
            "# cnnlint: n = 3\nn = outside()",
            "# cnnlint: n = 3\n\n# a note\nn = outside()",
            "n = outside(  # cnnlint: n = 3\n    1,\n)",
            "n = outside(\n    1,\n)  # cnnlint: n = 3",
            "n = outside(\n    # cnnlint: n = 3\n    1,\n)",
            "m = 1; n = outside()  # cnnlint: n = 3",
            "n: int = outside()  # cnnlint: n = 3",
            "n = 0\nn += outside()  # cnnlint: n = 3",
            "(m, [n, *_]) = outside()  # cnnlint: n = 3",
            "print(n := outside())  # cnnlint: n = 3",
            "from elsewhere import n  # cnnlint: n = 3",
            "import n  # cnnlint: n = 3",
            "with outside() as n:  # cnnlint: n = 3\n    pass",
            "if True:\n    n = outside()  # cnnlint: n = 3",
            "try:\n    n = outside()  # cnnlint: n = 3\nfinally:\n    pass",
            "class C:\n    n = outside()  # cnnlint: n = 3\nn = C.n",
            "def f():\n    n = outside()  # cnnlint: n = 3\n    return n\nn = f()",
            "def f(n): return n  # cnnlint: n = 3\nn = f(outside())",
            "def f(m, *, n):  # cnnlint: n = 3\n    return n\nn = f(1, n=outside())",
            "def f(\n    m,\n    n,  # cnnlint: n = 3\n):\n    return n\nn = f(1, outside())",
            "# cnnlint: n = 3\n@outside\ndef f(n):\n    return n\nn = f(outside())",
            "def f():\n    n = outside()  # cnnlint: n = 3\n    yield n\nn, = f()",
        ],
    )
    def test_a_value_is_there_from_the_statement_on(self, text: str) -> None:
        program = f"{text}\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense(n)])\n"
        assert total(program) == "15"
        assert said(program) == []

    def test_in_every_turn_of_a_loop(self) -> None:
        program = """
for x, y in outside():  # cnnlint: x: (32, 10), y: (32, 2)
    model = keras.Sequential([keras.Input(x.shape[1:]), layers.Dense(y.shape[1])])
"""
        assert total(program) == "22"

    def test_after_a_loop_it_is_unknown_again(self) -> None:
        program = """
for n in outside():  # cnnlint: n = 3
    pass
model = keras.Sequential([keras.Input((4,)), layers.Dense(n)])
"""
        assert total(program).startswith(">= ")

    def test_parts_of_what_is_not_known(self) -> None:
        program = """
config = outside()  # cnnlint: config["model"]["units"] = 3, config.rate = 0.5
units = config["model"]["units"]
model = keras.Sequential([keras.Input((4,)), layers.Dense(units), layers.Dropout(config.rate)])
"""
        assert total(program) == "15"

    def test_attributes(self) -> None:
        program = """
class Net:
    def __init__(self):
        self.units = outside()  # cnnlint: self.units = 3
model = keras.Sequential([keras.Input((4,)), layers.Dense(Net().units)])
"""
        assert total(program) == "15"

    def test_a_function_that_nobody_calls(self) -> None:
        program = """
def build(shape, units=8):  # cnnlint: shape = (4,), units = 3
    return keras.Sequential([keras.Input(shape), layers.Dense(units)])
"""
        assert total(program) == "15"

    def test_it_does_not_stand_for_what_is_passed(self) -> None:
        program = """
def build(units):  # cnnlint: units = 3
    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])
model = build(5)
"""
        assert total(program) == "25"
        assert said(program) == ["CNN002: `units` is 5, and this directive says 3"]

    def test_tensors_that_are_passed_to_a_block(self) -> None:
        program = """
def block(x, filters):  # cnnlint: x: (None, 16, 16, 8), filters = 8
    y = layers.Conv2D(filters, 3)(x)
    return layers.Add()([x, y])
"""
        assert [each.split(":")[0] for each in said(program)] == ["CNN104"]

    def test_in_a_notebook(self) -> None:
        def cell(*lines: str) -> dict[str, object]:
            return {"cell_type": "code", "metadata": {}, "source": "\n".join(lines)}

        cells = [
            cell(HEAD),
            cell("!pip install mine", "n = outside()  # cnnlint: n = 3", "m = 1  # cnnlint: k = 2"),
            cell("model = keras.Sequential([keras.Input((4,)), layers.Dense(n)])"),
        ]
        document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        notebook_source = notebook.read("example.ipynb", json.dumps(document).encode())
        analysis = analyse(notebook_source)
        assert table.totals(analysis.models[-1]).params == 15
        (diagnostic,) = analysis.diagnostics
        assert (diagnostic.span.cell, diagnostic.span.line, diagnostic.span.text) == (2, 3, "k = 2")


class TestMeaning:
    def test_data(self) -> None:
        program = """
x, y = outside()  # cnnlint: x: (None, 28, 28, 1), y: (None,) int
model = keras.Sequential([keras.Input(x.shape[1:]), layers.Flatten(), layers.Dense(10)])
"""
        assert total(program) == "7850"

    def test_what_follows_is_proved(self) -> None:
        program = """
x = outside()  # cnnlint: x: (None, 2, 2, 1)
model = keras.Sequential([keras.Input(x.shape[1:]), layers.Conv2D(8, 3)])
"""
        (diagnostic,) = found(program).diagnostics
        assert (diagnostic.code, diagnostic.certainty) == ("CNN101", "proved")

    def test_a_name_is_the_same_size_everywhere(self) -> None:
        program = """
a, b = outside()  # cnnlint: a: (n, 4), b: (n, 5)
c = np.concatenate([a, b], axis=1)  # cnnlint: c: (n, 9)
d = np.concatenate([a, a], axis=0)  # cnnlint: d: (n, 5)
"""
        assert [each.split(":")[0] for each in said(program)] == ["CNN002"]

    def test_a_name_is_bound_by_what_is_known(self) -> None:
        program = """
a = np.zeros((7, 4))  # cnnlint: a: (n, 4)
b = outside()  # cnnlint: b: (n, 3)
model = keras.Sequential([keras.Input((4,)), layers.Dense(len(b))])
c = np.zeros((8,))  # cnnlint: c: (n,)
"""
        assert total(program) == "35"
        assert said(program) == [
            "CNN002: `c` has shape (8,), and this directive says (n,) with n = 7"
        ]

    def test_each_call_has_names_of_its_own(self) -> None:
        program = """
def f(x):  # cnnlint: x: (n, 4)
    return x
f(np.zeros((3, 4)))
f(np.zeros((5, 4)))
"""
        assert said(program) == []

    def test_the_result_of_a_layer_that_is_not_followed(self) -> None:
        program = """
image = keras.Input((8, 8, 3))
x = outside(image)  # cnnlint: x: (None, 12)
model = keras.Model(image, layers.Dense(2)(x))
"""
        (model,) = found(program).models
        rows = table.rows(model)
        assert [(row.name, row.params) for row in rows if row.class_name in "?Dense"] == [
            ("?x", None),
            ("dense", 26),
        ]
        assert not table.totals(model).complete  # whatever is in there

    def test_what_is_hidden_in_a_layer_stays_unknown(self) -> None:
        program = """
class Net(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)
    def call(self, x):
        x = outside(x)  # cnnlint: x: (None, 7)
        return self.dense(x)
image = keras.Input((8,))
model = keras.Model(image, Net()(image))
"""
        assert total(program) == ">= 24"

    def test_a_size_left_open_is_a_symbol_and_not_a_number(self) -> None:
        program = """
x = outside()  # cnnlint: x: (None, 4)
model = keras.Sequential([keras.Input((4,)), layers.Dense(len(x))])
"""
        assert total(program) == ">= 5*x_0"

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("x = 3  # cnnlint: x = 4", "`x` is 3, and this directive says 4"),
            ("x = 'a'  # cnnlint: x = 'b'", "`x` is 'a', and this directive says 'b'"),
            ("x = None  # cnnlint: x = 3", "`x` is None, and this directive says 3"),
            ("x = {'a': 1}  # cnnlint: x['a'] = 2", "`x['a']` is 1, and this directive says 2"),
            ("x = (1, outside(), 3)  # cnnlint: x = (1, 2, 4)", "`x` is (1, ?, 3)"),
            ("x = np.zeros((2, 3))  # cnnlint: x: (2, 4)", "has shape (2, 3)"),
            ("x = np.zeros((2, 3))  # cnnlint: x: (2, 3, 1)", "has shape (2, 3)"),
            ("x = np.zeros((2, 3))  # cnnlint: x: int", "has the dtype float64"),
            ("x = np.zeros((2, 3))  # cnnlint: x: (2, 3) float32", "has the dtype float64"),
            ("x = np.zeros((2, 3))  # cnnlint: x = 3", "is an array of shape (2, 3)"),
            ("x = keras.Input((3,))  # cnnlint: x: (None, 4)", "has shape (None, 3)"),
            ("x = [1, 2]  # cnnlint: x: (3,)", "has shape (2,)"),
            ("x = None  # cnnlint: x: (3,)", "`x` is None, and this directive says (3,)"),
            ("x = outside.X\nx = 1  # cnnlint: x.y.z = 3", "CNN003: `x.y.z` cannot be looked up"),
        ],
    )
    def test_contradictions(self, code: str, message: str) -> None:
        (told,) = said(code + "\n")
        assert message in told

    @pytest.mark.parametrize(
        "code",
        [
            "x = 3  # cnnlint: x = 3",
            "x = 3  # cnnlint: x: ()",
            "x = 3.0  # cnnlint: x: () float",
            "x = [1, 2]  # cnnlint: x = (1, 2)",
            "x = np.zeros((2, 3))  # cnnlint: x: (None, 3) float",
            "x = np.zeros((2, 3), 'int32')  # cnnlint: x: (rows, 3) int",
            "x = (1, outside(), 3)  # cnnlint: x = (1, 2, 3)",
            "x = keras.Input((None, 3))  # cnnlint: x: (None, 7, 3)",
            "x: int  # cnnlint: x = 3",
        ],
    )
    def test_agreement(self, code: str) -> None:
        assert said(code + "\n") == []

    def test_a_contradiction_in_one_world_only_is_not_proved(self) -> None:
        program = """
x = 3
if outside():
    x = 4
y = x  # cnnlint: y = 4
model = keras.Sequential([keras.Input((x,)), layers.Dense(2)])
"""
        told = [each for each in found(program).diagnostics if each.code == "CNN002"]
        assert [each.certainty for each in told] == ["likely"]

    def test_where_a_contradiction_comes_from(self) -> None:
        program = """
x = keras.Input((28, 28, 1))
y = layers.Conv2D(8, 3)(x)
z = y  # cnnlint: z: (None, 28, 28, 8)
"""
        (diagnostic,) = found(program).diagnostics
        assert [note.span.text for note in diagnostic.because] == ["layers.Conv2D(8, 3)(x)"]
