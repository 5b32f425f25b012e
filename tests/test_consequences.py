"""One mistake gives one error: what follows from it alone is not said; what training returns."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.source import Source

MODEL = """
import keras
import numpy as np
from keras import layers

x, y = np.zeros((8, 4)), np.zeros((8, 1))
model = keras.Sequential([layers.Input((4,)), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
history = model.fit(x, y)
"""


def said(text: str) -> list[str]:
    return [each.message for each in analyse(Source("program.py", text)).diagnostics]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("history.history['acc']", "KeyError: acc"),
        ("history.history['val_loss']", "KeyError: val_loss"),
        ("history['loss']", "TypeError: 'History' object is not subscriptable"),
        ("a, b, c = model.evaluate(x, y)", "ValueError: not enough values to unpack"),
    ],
)
def test_what_training_returns(line: str, message: str) -> None:
    found = said(MODEL + line)
    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    "line",
    [
        "history.history['mae'][-1] + 1; history.epoch; history.params",
        "loss, mae = model.evaluate(x, y)",
        "model(x).numpy(); layers.Dense(3)(x).numpy()",
    ],
)
def test_what_is_right_stays_unsaid(line: str) -> None:
    assert said(MODEL + line) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("layers.Dense(1)])", "layers.Dense(2)])"),
        ('"mse", metrics', '"categorical_crossentropy", metric'),
        ('model.compile("adam", "mse", metrics=["mae"])', ""),
        ('"adam"', "adam"),
    ],
)
def test_said_once(old: str, new: str) -> None:
    text = MODEL.replace("np.zeros((8, 1))", "np.zeros((8, 3))").replace(old, new)
    lines = "model.evaluate(x, y)\nmodel.train_on_batch(x, y)\n"
    found = analyse(Source("program.py", text + lines)).diagnostics
    assert len([each for each in found if each.severity == "error"]) == 1


def test_an_input_that_predict_leaves_out_makes_the_outputs_unknown() -> None:
    said = analyse(
        Source(
            "program.py",
            "import keras, numpy as np\n"
            "from keras import layers\n"
            "a, b = keras.Input((8, 8, 3)), keras.Input((4,))\n"
            "x = layers.Concatenate()([layers.Flatten()(layers.Conv2D(2, 3)(a)), b])\n"
            "model = keras.Model([b, a], layers.Dense(2)(x))\n"
            "p = model.predict([np.zeros((5, 4))])\n",
        )
    ).diagnostics
    assert [(each.code, each.span.line) for each in said if each.severity == "error"] == [
        ("CNN111", 6)
    ]


def test_what_a_model_gives_for_data_that_are_not_known_has_values() -> None:
    said = analyse(
        Source(
            "program.py",
            "import keras, tokens\n"
            "from keras import layers, ops\n"
            "model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])\n"
            "values = ops.convert_to_numpy(model(tokens.ids()))\n"
            "model.save_weights('m.weights.json', max_shard_size=0.5)\n",
        )
    ).diagnostics
    assert said == []
