"""What may stand by position where a layer is called, as Keras's own layers have it."""

from __future__ import annotations

import inspect

import keras
import pytest

from cnnlint.analysis import analyse
from cnnlint.keras import layers
from cnnlint.keras.positional import OFF
from cnnlint.source import Source

#: Made by itself, without a declaration that reads data; it is asked for by its name.
APART = {"Pipeline"}

SETUP = """\
import keras, numpy as np
from keras import layers

class Own(layers.Layer):
    def call(self, x, n=1):
        return x * 2

image = keras.Input((8,))
model = keras.Model(image, layers.Dense(2)(image))
dense = layers.Dense(2)
"""
CALLS = [
    "Own()(image, 3)",
    "Own()(image, n=3)",
    "Own()(image, None)",
    "Own()(image, 'a')",
    "Own()(image, True)",
    "Own()(image, np.int64(3))",
    "Own()(image, np.float32(0.5))",
    "Own()(image, np.zeros(3))",
    "Own()(image, (1, 2))",
    "Own()(image, {'a': 1})",
    "Own()(image, [])",
    "Own()([image, 3])",
    "layers.Dense(2)([1.0, 2.0])",
    "layers.Dense(2)([[1.0, 2.0]])",
    "layers.Dense(2)(np.zeros((1, 3)))",
    "layers.Dense(2)(layers.Dense)",
    "layers.Dense(2)(keras)",
    "layers.Dense(2)(dense)",
    "layers.Dense(2)(len)",
    "layers.Add()([image, 1.0])",
    "keras.Sequential([layers.Dense(2)])([[1.0, 2.0]])",
    "model(layers)",
    "model(len)",
    "layers.LSTM(2)(keras.Input((3, 4)), None)",
    "layers.Dropout(0.5)(image, True)",
    "layers.Dropout(0.5)(image, training=True)",
    "layers.BatchNormalization()(image, False)",
    "layers.BatchNormalization()(image, None)",
    "keras.Model(image, layers)",
    "keras.Model(image, [model(image), 5])",
    "keras.Model(image, len)",
]


def test_the_layers_that_read_anything_are_keras_s() -> None:
    def reads(cls: type) -> bool:
        return any(
            "__init__" in vars(each) and OFF in inspect.getsource(each.__init__)
            for each in cls.__mro__
            if each not in (keras.Layer, object) and issubclass(each, keras.Layer)
        )

    for name in dir(keras.layers):
        cls = getattr(keras.layers, name)
        declared = layers.find(name)
        if inspect.isclass(cls) and declared is not None and name not in APART:
            assert declared.reads_data == reads(cls), name


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_refused_where_keras_refuses_it(call: str) -> None:
    said = analyse(Source("program.py", f"{SETUP}result = {call}\n")).diagnostics
    errors = [each.message for each in said if each.severity == "error"]
    namespace: dict[str, object] = {}
    exec(SETUP, namespace)
    try:
        exec(call, namespace)
    except (TypeError, ValueError):
        assert errors
    else:
        assert not errors


WITHIN = """\
import keras, numpy as np
from keras import layers

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.drop = layers.Dropout(0.5)

    def call(self, x, training={default}):
        return self.drop(x, training)

net = Net()
net.compile("adam", "mse")
net.fit(np.zeros((4, 4)), np.zeros((4, 4)))
"""


@pytest.mark.parametrize("default", ["None", "False"])
def test_training_given_on_by_position_stops_fit(default: str) -> None:
    [said] = analyse(Source("program.py", WITHIN.format(default=default))).diagnostics
    assert (said.code, said.span.line, said.severity) == ("CNN503", 10, "error")


def test_a_name_of_another_module() -> None:
    text = "import keras\nkeras.Dense(3)\nkeras.layers.Model\nkeras.layers.Layer\nkeras.Layer\n"
    said = analyse(Source("program.py", text)).diagnostics
    assert [(each.span.line, each.help) for each in said] == [
        (2, "it is `keras.layers.Dense`"),
        (3, "it is `keras.Model`"),
    ]


def test_an_attribute_that_no_model_has() -> None:
    text = "import keras\nmodel = keras.Sequential([keras.Input((4,))])\nmodel.subtract(3)\n"
    [said] = analyse(Source("program.py", text)).diagnostics
    assert (said.code, said.span.line) == ("CNN125", 3)
