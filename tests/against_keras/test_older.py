"""Where Keras 2 is in force: programs written for it, beside what `tf_keras` says of them."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

from cnnlint.analysis import Analysis, analyse
from cnnlint.dims import hidden
from cnnlint.keras.events import HELD
from cnnlint.modules import Finder
from cnnlint.requirements import Demand
from cnnlint.rules import all_rules
from cnnlint.source import Source
from cnnlint.table import rows, totals

from .older_programs import FACTS, PROGRAMS, text_of

KNOWN: dict[str, Any] = json.loads(FACTS.read_text())


def judged(text: str, keras: int) -> Analysis:
    find = Finder("program.py")
    find.demand = Demand(keras, "requirements.txt:1: tensorflow<2.16")
    return analyse(Source("program.py", text), find=find)


def plain(shape: Any) -> Any:
    return None if shape is None else [None if hidden(size) else size for size in shape]


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_rows_are_those_of_keras_2(name: str) -> None:
    analysis = judged(text_of(name), 2)
    assert not [d.message for d in analysis.diagnostics if d.severity == "error"]
    assert analysis.older == "requirements.txt:1: tensorflow<2.16"
    (model,) = (m for m in analysis.models if m.variable == "m")
    known = KNOWN[name]
    assert model.name == known["name"]
    ours = [
        [row.name, row.class_name, plain(row.shapes[0]) if row.shapes else None]
        for row in rows(model)
    ]
    theirs = [row[:3] for row in known["rows"]]
    print(ours)
    print(theirs)
    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    for mine, real in zip(ours, theirs, strict=True):
        assert real[2] is None or mine[2] == real[2]
    counted = totals(model)
    assert (counted.params, counted.trainable_params) == (known["params"], known["trained"])


@pytest.mark.parametrize(("keras", "dtypes"), [(2, ["uint8", "float32"]), (3, ["float32"] * 2)])
def test_the_dtype_of_what_data_built(keras: int, dtypes: list[str]) -> None:
    """In Keras 2 it is that of the data, in Keras 3 that in which the first layer computes."""
    text = "import keras\nimport numpy as np\n"
    text += "m = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3)])\n"
    text += "m(np.zeros((4, 5, 5, 1), 'uint8'))\n"
    (model,) = judged(text, keras).models
    assert [dtype for row in rows(model) for dtype in row.dtypes or ()] == dtypes


def test_keras_3_refuses_some_of_them() -> None:
    """What this is for: by Keras 3 the same programs have errors."""
    refused = [
        name
        for name in PROGRAMS
        if any(d.severity == "error" for d in judged(text_of(name), 3).diagnostics)
    ]
    assert {"sequential", "slash in a name", "backend functions", "numbers of NumPy"} <= {*refused}


def bad_example(rule: Any) -> str:
    page: str = inspect.cleandoc(rule.__doc__)
    return page.split("## Bad", 1)[1].split("```python\n", 1)[1].split("```", 1)[0]


JUDGED = {r.name: r for r in all_rules() if r.severity == "error" and r.name != "syntax-error"}


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_what_keras_2_refuses_is_still_refused(name: str) -> None:
    """`tf_keras` 2.21 raises on the bad examples of these rules, and on those of others not."""
    analysis = judged(bad_example(JUDGED[name]), 2)
    found = {d.name for d in analysis.diagnostics if d.severity == "error"}
    if name in HELD - {"program-raises"}:  # that one is about any Python at all
        assert found == {name}
    else:
        assert name not in found
