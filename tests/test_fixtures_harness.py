"""The harness itself: what is missing, unexpected, unknown or unread makes a fixture fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from judges import expectations, static
from judges.expectations import ExpectationError, read
from judges.findings import Findings, Result, Said, Total, from_data
from judges.verdict import disagreements, problems

HEAD = "import keras\nfrom keras import layers\n\nimage = keras.Input((8, 8, 3))\n"


def of_cnnlint(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "model.py"
    path.write_text(text, encoding="utf-8")
    return problems(read(text), static.judge(path), keras=False)


def test_several_expectations_on_a_line() -> None:
    text = (
        "x = 1  # shape: (None, 4, 4, 64)  params: 1_792  sum: (4 + 2·1 − 3)/1 + 1 = 4 # total: 7\n"
    )
    shape, params, sum_, total = read(text)
    assert (shape.kind, shape.values) == ("shape", ["(None,4,4,64)"])
    assert (params.kind, params.values) == ("params", ["1792"])
    assert (sum_.kind, sum_.text) == ("sum", "(4 + 2·1 − 3)/1 + 1 = 4")
    assert (total.kind, total.values) == ("total", ["7"])


def test_errors_alternatives_and_tries() -> None:
    text = 'x = 1  # error: [CNN101] "as it is"  # error: [CNN102]\ny = 2  # shape: (1,) | (2,)\n'
    first, second, shape = read(text)
    assert (first.code, first.text) == ("CNN101", "as it is")
    assert (second.code, second.text) == ("CNN102", "")
    assert shape.values == ["(1,)", "(2,)"]
    (tries,) = read("m = 1  # try: (48, 48) ok, (50, 50) fails\n")
    assert tries.tries == [((48, 48), True), ((50, 50), False)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # shap: (1,)\n",
        "x = 1  # error: CNN101\n",
        "x = 1  # unknown:\n",
        "# shape: (1,)\nx = 1\n",
        "x = 1  # try: 48\n",
    ],
)
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(ExpectationError):
        read(text)


def test_other_comments_are_left_alone() -> None:
    assert read("# What this is: a model\nx = 1  # the first one\n") == []


def test_a_fixture_that_holds(tmp_path: Path) -> None:
    text = HEAD + (
        "x = layers.Conv2D(4, 3)(image)  # shape: (None, 6, 6, 4)  params: 112\n"
        "model = keras.Model(image, x)  # total: 112  trainable: 112\n"
        "model.summary()  # total: 112\n"
    )
    assert of_cnnlint(tmp_path, text) == []


def test_nothing_expected(tmp_path: Path) -> None:
    assert of_cnnlint(tmp_path, HEAD) == ["this fixture expects nothing"]


def test_wrong_values_and_missing_layers(tmp_path: Path) -> None:
    text = HEAD + (
        "x = layers.Conv2D(4, 3)(image)  # shape: (None, 6, 6, 5)  params: 113\n"
        "y = 1  # shape: (1,)\n"
        "model = keras.Model(image, x)  # total: 1\n"
    )
    shape, params, nothing, total = of_cnnlint(tmp_path, text)
    assert "(None,6,6,4)" in shape
    assert "112" in params
    assert "no layer" in nothing
    assert "112" in total


def test_missing_and_unexpected_diagnostics(tmp_path: Path) -> None:
    text = HEAD + (
        'x = layers.Conv2D(4, 9)(image)\ny = layers.Conv2D(4, 3)(image)  # error: [CNN101] "9"\n'
    )
    missing, unexpected = of_cnnlint(tmp_path, text)
    assert "not said" in missing
    assert "line 5: not expected: [CNN101]" in unexpected


def test_the_code_and_the_text_of_a_diagnostic_count(tmp_path: Path) -> None:
    line = 'x = layers.Conv2D(4, 9)(image)  # error: [%s] "%s"\n'
    assert of_cnnlint(tmp_path, HEAD + line % ("CNN101", "9")) == []
    assert of_cnnlint(tmp_path, HEAD + line % ("CNN102", "9")) != []
    assert of_cnnlint(tmp_path, HEAD + line % ("CNN101", "no such words")) != []


def test_an_unknown_must_be_expected(tmp_path: Path) -> None:
    text = HEAD.replace("import keras\n", "import keras, os\n", 1) + (
        "n = int(os.environ['N'])\n"
        "x = layers.Dense(n)(image)\n"
        "x = layers.Flatten()(x)%s\n"
        "model = keras.Model(image, x)%s\n"
    )
    expected = "  # shape: (None, 1)"
    assert any("not known" in each for each in of_cnnlint(tmp_path, text % (expected, "")))
    assert of_cnnlint(tmp_path, text % ("", "  # unknown: no such reason")) != []


def test_the_outermost_call_of_a_line_is_meant() -> None:
    text = (
        HEAD
        + "x = layers.ReLU()(layers.Conv2D(4, 3)(image))  # shape: (None, 6, 6, 4)  params: 0\n"
    )
    text += "model = keras.Model(image, x)\n"
    assert problems(read(text), _static(text), keras=False) == []


def _static(text: str) -> Findings:
    from cnnlint.analysis import analyse
    from cnnlint.source import Source

    return static.findings(analyse(Source(__file__, text)), __file__)


def test_keras_is_held_to_lines_only() -> None:
    (error,) = read('x = 1  # error: [CNN101] "text"\n')
    raised = Findings(errors=[Said([1], "ValueError: other words")])
    assert problems([error], raised, keras=True) == []
    assert problems([error], raised, keras=False) != []
    assert problems([error], Findings(errors=[Said([2], "")]), keras=True) != []


def test_rows_are_compared() -> None:
    rows = [("dense", "Dense", "(None, 3)", 9)]
    theirs = Findings(totals=[Total(1, "functional", "Functional", 9, 9, rows)])
    assert disagreements(theirs, theirs) == []
    other = Findings(totals=[Total(1, "model", "Functional", 9, 9, [(*rows[0][:3], 8)])])
    assert len(disagreements(other, theirs)) == 1
    assert disagreements(Findings(), theirs) == ["line 1: Functional functional was not found"]


def test_findings_survive_the_way_between_processes() -> None:
    import json

    found = Findings(
        [Result(1, 2, (1, 9), "call", "Dense dense", "(None, 3)", 9)],
        [Total(1, "m", "Functional", 9, 9, [("dense", "Dense", "(None, 3)", 9)])],
        [Said([1, 2], "no")],
        tried=[(1, [48, 48], True, "")],
    )
    assert from_data(json.loads(json.dumps(found.as_data()))) == found


def test_there_are_fixtures() -> None:
    assert len(expectations.fixtures()) > 60
