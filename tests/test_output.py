"""What machines read, held to the document's description."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_table import Building, batch, broken, small

from cnnlint.diagnostics import Diagnostic, Fix, Note
from cnnlint.dims import symbol
from cnnlint.network import Model, Node, Tensor
from cnnlint.output.concise import diagnostic_line, model_line
from cnnlint.output.json import document
from cnnlint.source import Source

# A schema in Python: a type, a tuple of choices, {key: schema} with exactly these keys, [schema].
SIZE = (int, str, None)
SHAPE = [SIZE]
CELL: dict[str, Any] = {"cell": (int, None)}
PLACE: dict[str, Any] = {"path": (str, None), **CELL, "line": (int, None), "column": (int, None)}
STRETCH: dict[str, Any] = {
    **CELL,
    "line": int,
    "column": int,
    "end_line": int,
    "end_column": int,
}
LAYER = {
    "name": str,
    "class": str,
    "output_shape": (SHAPE, [SHAPE], None),
    "params": SIZE,
    "trainable_params": SIZE,
    "macs": SIZE,
    "receptive_field": ([int], None),
    "derivation": {"output": (str, None), "params": (str, None)},
    "connected_to": [str],
    "cell": (int, None),
    "line": (int, None),
    "column": (int, None),
}
MODEL = {
    "name": str,
    "keras_name": str,
    "class": str,
    **PLACE,
    "input_shapes": ([(SHAPE, None)], None),
    "output_shapes": ([(SHAPE, None)], None),
    "layers": [LAYER],
    "total_params": SIZE,
    "trainable_params": SIZE,
    "non_trainable_params": SIZE,
    "memory": {
        "weights": SIZE,
        "gradients": SIZE,
        "optimizer": ({"name": str, "values": SIZE, "bytes": SIZE}, None),
        "training": {"fixed": (int, None), "per_sample": (int, None)},
        "inference": {"fixed": (int, None), "per_sample": (int, None)},
        "batch": (int, None),
        "complete": bool,
    },
    "requires": [str],
    "complete": bool,
    "unknowns": [
        {
            "path": (str, None),
            "cell": (int, None),
            "line": (int, None),
            "reason": str,
            "help": (str, None),
        }
    ],
}
DIAGNOSTIC = {
    "code": str,
    "name": str,
    "severity": ("error", "warning", "info"),
    "certainty": ("proved", "likely"),
    "message": str,
    "help": (str, None),
    "path": str,
    **STRETCH,
    "because": [{"message": str, **PLACE}],
    "fix": ({"description": str, "safe": bool, "edits": [{**STRETCH, "text": str}]}, None),
    "url": (str, None),
}
DOCUMENT = {"version": 1, "models": [MODEL], "diagnostics": [DIAGNOSTIC]}


def problem(value: Any, schema: Any, at: str = "$") -> str:
    """What is wrong with a value; "" where it is as the schema says."""
    if isinstance(schema, tuple):
        found = [problem(value, choice, at) for choice in schema]
        return "" if "" in found else " / ".join(found)
    if isinstance(schema, dict):
        if not isinstance(value, dict) or list(value) != list(schema):
            return f"{at}: {value!r} has not the keys {list(schema)}"
        parts = [problem(value[key], schema[key], f"{at}.{key}") for key in schema]
        return next(filter(None, parts), "")
    if isinstance(schema, list):
        if not isinstance(value, list):
            return f"{at}: {value!r} is no list"
        parts = [problem(each, schema[0], f"{at}[{i}]") for i, each in enumerate(value)]
        return next(filter(None, parts), "")
    if isinstance(schema, type):
        fits = type(value) is schema
        return "" if fits else f"{at}: {value!r} is no {schema.__name__}"
    return "" if value == schema else f"{at}: {value!r} is not {schema!r}"


def valid(text: str) -> Any:
    content = json.loads(text)
    assert problem(content, DOCUMENT) == ""
    return content


def test_a_model() -> None:
    (model,) = valid(document([small()], []))["models"]
    assert model["name"] == "model"
    assert model["keras_name"] == "functional"
    assert (model["path"], model["line"], model["column"]) == ("model.py", 9, 9)
    assert model["input_shapes"] == [[None, 32, 32, 3]]
    assert model["output_shapes"] == [[None, 10]]
    assert model["layers"][1] == {
        "name": "conv2d_1",
        "class": "Conv2D",
        "output_shape": [None, 32, 32, 64],
        "params": 1792,
        "trainable_params": 1792,
        "macs": 1769472,
        "receptive_field": [3, 3],
        "derivation": {"output": "(32 + 2·1 − 3)/1 + 1 = 32", "params": "3·3·3·64 + 64"},
        "connected_to": ["input_layer"],
        "cell": None,
        "line": 4,
        "column": 5,
    }
    assert model["total_params"] == 66058
    assert model["complete"] is True
    assert model["requires"] == []


def test_what_is_missing_is_null_and_never_0() -> None:
    (model,) = valid(document([broken()], []))["models"]
    conv = model["layers"][1]
    assert conv["output_shape"] is conv["params"] is conv["macs"] is None
    assert model["complete"] is False
    assert model["unknowns"] == [
        {"path": "model.py", "cell": None, "line": 4, "reason": "3×3 on 2×2", "help": None}
    ]


def test_a_model_without_ends() -> None:
    (model,) = valid(document([Model("Sequential", "sequential", None)], []))["models"]
    assert model["input_shapes"] is model["output_shapes"] is model["line"] is None


def test_symbolic_sizes_are_expressions() -> None:
    it = Building()
    height, units = symbol("height", hidden=True), symbol("units")
    image = it.input(height, 512)
    x = it.call(it.layer("Dense", units, line=8), image)
    (model,) = valid(document([it.model([image], [x], line=9)], []))["models"]
    dense = model["layers"][1]
    assert dense["output_shape"] == [None, None, "units"]
    assert dense["params"] == "513*units"
    assert dense["macs"] == "512*height*units"


def test_several_outputs() -> None:
    it = Building()
    image = it.input(8)
    outputs = (Tensor((batch, 3)), Tensor((batch, 4)))
    layer = it.layer("Dense", 3, line=8)
    it._called(layer, Node(layer, (image,), outputs, layer.span))
    (model,) = valid(document([it.model([image], [*outputs], line=9)], []))["models"]
    assert model["layers"][1]["output_shape"] == [[None, 3], [None, 4]]


def test_a_diagnostic() -> None:
    source = Source("model.py", '"한🙂"; f(\n  x\n)\n')
    span = source.span(6, 14)
    diagnostic = Diagnostic(
        "CNN101",
        "window-larger-than-input",
        "error",
        span,
        "message",
        because=(Note(source.span(0, 4), "first"),),
        fix=Fix("mend it", ((source.span(6, 7), "g"),), safe=True),
    )
    (found,) = valid(document([], [diagnostic]))["diagnostics"]
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (1, 7, 3, 2)
    place = {"path": "model.py", "cell": None, "line": 1, "column": 1}
    assert found["because"] == [{"message": "first", **place}]
    assert found["fix"]["edits"][0]["text"] == "g"
    assert found["help"] is None
    assert diagnostic_line(diagnostic) == "model.py:1:7: CNN101 [*] message"


def test_nothing() -> None:
    assert valid(document([], [])) == {"version": 1, "models": [], "diagnostics": []}


def test_concise_models() -> None:
    line = "model.py:9:9: model (Functional)"
    assert model_line(small()) == f"{line} (None, 32, 32, 3) → (None, 10), 66,058 params"
    assert model_line(broken()) == f"{line} (None, 2, 2, 3) → ?, ≥ 0 params"


@pytest.mark.parametrize(
    "damage", [{"version": 2}, {"models": None}, {"more": 1}, {"models": [{"name": "m"}]}]
)
def test_the_schema_notices(damage: dict[str, Any]) -> None:
    content = {**json.loads(document([small()], [])), **damage}
    assert problem(content, DOCUMENT)
