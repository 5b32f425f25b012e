"""Data, labels and losses: what cnnlint refuses at `fit`, Keras refuses, and nothing else."""

from __future__ import annotations

import inspect
import json
import os
import random
import subprocess
import sys
from typing import Any

import keras
import pytest

from cnnlint import dims
from cnnlint.analysis import analyse
from cnnlint.diagnostics import Refused
from cnnlint.interpreter import machine
from cnnlint.keras.identifiers import LOSSES
from cnnlint.keras.training import losses, methods
from cnnlint.source import Source

#: How many programs are tried for each 60 examples of the other tests.
COUNT = max(20, int(os.environ.get("CNNLINT_EXAMPLES", "60")))
FIRST = int(os.environ.get("CNNLINT_FIRST", "0"))

SHAPES: list[tuple[int, ...]] = [
    (), (1,), (2,), (10,), (7,), (7, 1), (7, 10), (1, 10), (5, 7, 1), (5, 7, 10), (5, 7),
]  # fmt: skip
#: One of each kind, as Keras names them.
KINDS = ["mse", "binary_crossentropy", "categorical_crossentropy", "kl_divergence", "dice"]
KINDS += ["binary_focal_crossentropy", "sparse_categorical_crossentropy"]

TRACE = """
import json, sys
import tensorflow as tf
from keras.src.losses.losses import LossFunctionWrapper
from keras import losses
verdicts = []
for name, labels, prediction in json.load(sys.stdin):
    loss = LossFunctionWrapper(losses.get(name), name=name)
    dtype = tf.int32 if name.startswith("sparse") else tf.float32
    specs = tf.TensorSpec((None, *labels), dtype), tf.TensorSpec((None, *prediction), tf.float32)
    try:
        tf.function(lambda y, p: loss(y, p)).get_concrete_function(*specs)
        verdicts.append(True)
    except Exception:
        verdicts.append(False)
print(json.dumps(verdicts))
"""


def under_tensorflow(script: str, given: Any) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_labels_fit_a_loss_where_keras_takes_them() -> None:
    questions = [(name, y, p) for name in KINDS for y in SHAPES for p in SHAPES]
    batch = dims.symbol("N", hidden=True)
    for (name, y, p), verdict in zip(questions, under_tensorflow(TRACE, questions), strict=True):
        loss = losses.loss_of(name)
        assert loss is not None
        try:
            losses.check(loss, (batch, *y), (batch, *p), batch, "`y`")
            ours = True
        except Refused:
            ours = False
        assert ours is verdict, (name, y, p)


def test_every_name_of_a_loss_is_known() -> None:
    abstract = {"Loss", "LossFunctionWrapper"}
    assert set(losses.CANONICAL) - {"categorical_generalized_cross_entropy"} >= {
        name
        for name in LOSSES - abstract
        if getattr(keras.losses.get(name), "__name__", name) != "Loss"
    }


@pytest.mark.parametrize("name", methods.ARGUMENTS)
def test_the_arguments_are_those_of_keras(name: str) -> None:
    parameters = list(inspect.signature(getattr(keras.Model, name)).parameters.values())[1:]
    theirs = {each.name: each.default for each in parameters if each.kind is not each.VAR_KEYWORD}
    if name in methods.NEEDS_X:
        assert theirs.pop("x") is inspect.Parameter.empty
    assert list(theirs.items()) == [
        (argument, default)
        for argument, default in methods.ARGUMENTS[name].items()
        if argument in theirs
    ]


RUN = """
import json, sys, warnings
import keras
warnings.simplefilter("ignore")
said = []
for text in json.load(sys.stdin):
    keras.backend.clear_session()
    try:
        exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})
        said.append("")
    except Exception as error:
        said.append(f"{type(error).__name__}: {error}")
print(json.dumps(said))
"""

#: The shape of the input, the layers, and the shapes of data and labels that fit.
MODELS = [
    ("(8,)", ["Dense({units})"], (8,), ("{units}",)),
    ("(6, 5)", ["LSTM({units})"], (6, 5), ("{units}",)),
    ("(6, 5)", ["Dense({units})"], (6, 5), ("6", "{units}")),
    ("(8, 8, 1)", ["Flatten()", "Dense({units})"], (8, 8, 1), ("{units}",)),
    ("(8, 8, 3)", ["Conv2D({units}, 3, padding='same')"], (8, 8, 3), ("8", "8", "{units}")),
    (
        "(None, None, 3)",
        ["Conv2D({units}, 3)", "GlobalMaxPooling2D()"],
        (9, 9, 3),
        ("{units}",),
    ),
]


def program(seed: int) -> str:
    """A model, data and labels; about half of them do not fit."""
    draw = random.Random(seed)
    inputs, body, x, y = draw.choice(MODELS)
    units = draw.choice([1, 1, 2, 3, 10])
    data, labels = list(x), [int(size.format(units=units)) for size in y]
    loss = draw.choice([*KINDS[:3], KINDS[-1], "mae"])
    if loss.startswith("sparse") and draw.random() < 0.8:
        labels.pop()
    if draw.random() < 0.25:
        at = draw.randrange(len(data))
        data[at] = draw.choice([1, 4, data[at] + 1])
    if draw.random() < 0.1:
        data = data[:-1] if len(data) > 1 and draw.random() < 0.5 else [*data, draw.choice([1, 2])]
    if draw.random() < 0.35:
        change = draw.randrange(4)
        if change == 0 and labels:
            labels.pop()
        elif change == 1:
            labels.append(1)
        elif change == 2 and labels:
            labels[-1] = draw.choice([1, 2, 3])
        else:
            labels = [draw.choice([1, 2, 10])]
    count = draw.choice([40, 64])
    others = count if draw.random() < 0.9 else count - 1
    lines = ["import numpy as np", "import keras", "from keras import layers"]
    made = [f"layers.{layer.format(units=units)}" for layer in body]
    if draw.random() < 0.5:
        lines.append(f"model = keras.Sequential([keras.Input({inputs}), {', '.join(made)}])")
    else:
        lines.append(f"x = a = keras.Input({inputs})")
        lines += [f"x = {layer}(x)" for layer in made]
        lines.append("model = keras.Model(a, x)")
    lines.append(f"model.compile('sgd', '{loss}')")
    arguments = [f"np.zeros({(count, *data)})", f"np.zeros({(others, *labels)})"]
    if draw.random() < 0.2:
        arguments.append(f"batch_size={draw.choice([1, 2, 8, 100])}")
    method = draw.choice(["fit", "fit", "evaluate"])
    lines.append(f"model.{method}({', '.join(arguments)}, verbose=0)")
    return "\n".join(lines) + "\n"


def test_programs_that_train_agree_with_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NET", False)
    programs = [program(seed) for seed in range(FIRST, FIRST + COUNT)]
    wrong = []
    for text, raised in zip(programs, under_tensorflow(RUN, programs), strict=True):
        found = analyse(Source("program.py", text)).diagnostics
        said = [each.message for each in found if each.severity == "error"]
        if bool(said) != bool(raised):
            wrong.append(f"{text}Keras: {raised[-300:]}\ncnnlint: {said}")
    assert not wrong, f"{len(wrong)} of {COUNT}\n\n" + "\n\n".join(wrong[:8])
