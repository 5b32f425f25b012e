"""Small programs with one mistake: Keras raises once, and cnnlint says one error, in that line."""

from __future__ import annotations

import pytest

from benchmarks import mutants
from cnnlint.analysis import analyse
from cnnlint.source import Source

BEFORE = """import keras
import numpy as np
import tensorflow as tf
from keras import layers

x, y = np.random.rand(40, 6).astype("float32"), np.random.randint(0, 4, 40)
image = keras.Input((6,))

def pairs():
    return tf.data.Dataset.from_tensor_slices(({"a": x, "b": y}, y))

def train(optimizer="adam", metrics=(), **more):
    last = layers.Dense(4, activation="softmax")
    model = keras.Sequential([keras.Input((6,)), last])
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=list(metrics))
    model.fit(x, y, verbose=0, **more)

class Scale(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1], 4), initializer="ones")

    def call(self, x):
        return keras.ops.matmul(x, self.scale)

class Batches(keras.utils.PyDataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return x[:8]

"""
PROGRAMS = """
class Own(layers.Layer):
    def __init__(self, **keywords):
        super(Own).__init__(**keywords)
    def call(self, x):
        return x
Own(name="own")(image)
===
class Own(layers.Layer):
    def __init__(self):
        super(Own).__init__()
    def call(self, x):
        return x
Own()(image)
===
class Own(layers.Layer):
    def __init__(self):
        super(Own).__init__(3)
    def call(self, x):
        return x
Own()(image)
===
class Own(layers.Layer):
    def build(self, input_shape):
        super(Own).build(input_shape)
    def call(self, x):
        return x
Own()(image)
===
class Own(layers.Layer):
    def __init__(self):
        super(Own, self).__init__()
    def call(self, x):
        return x
Own()(image)
===
class Own(layers.Layer):
    def __init__(self):
        self.dense = layers.Dense(3)
    def call(self, x):
        return self.dense(x)
a = Own()
b = a(image)
c = a(b)
===
pairs().map(lambda x, y: (x["c"], y))
===
pairs().map(lambda x, y: (x["a"], y))
===
pairs().map(lambda x, y: y["a"])
===
pairs().map(lambda x, y: ({"c": x["a"]}, y)).map(lambda x, y: (x["a"], y))
===
keras.optimizers.legacy.Adam(0.001)
===
from tensorflow.keras.optimizers.legacy import SGD
train(SGD(0.01))
===
rate = keras.optimizers.schedules.CosineDecay(0.1, 100)
train(keras.optimizers.SGD(rate), callbacks=[keras.callbacks.LearningRateScheduler(lambda e: 0.1)])
===
rate = keras.optimizers.schedules.CosineDecay(0.1, 100)
train(keras.optimizers.SGD(rate))
===
train(keras.optimizers.SGD(0.1), callbacks=[keras.callbacks.LearningRateScheduler(lambda e: 0.1)])
===
train(metrics=[keras.metrics.AUC(num_threshold=2)])
===
before = keras.Input((5,))
model = keras.Model(before, Scale()(before))
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, verbose=0)
===
class Own(keras.Model):
    def train_step(self, data):
        self(data[0])
        return {"loss": 0.0}
model = Own(image, layers.Dense(1)(image))
model.compile("adam")
model.fit(Batches(), verbose=0)
===
class Own(keras.Model):
    def train_step(self, data):
        images, labels = data
        self(images)
        return {"loss": 0.0}
model = Own(image, layers.Dense(1)(image))
model.compile("adam")
model.fit(Batches(), verbose=0)
===
class Own(keras.Model):
    def train_step(self, data):
        images, labels = data
        first = self(images[:, :5])
        second = self(images[:, :5])
        return {"loss": 0.0}
model = Own(image, layers.Dense(1)(image))
model.compile("adam")
model.fit(x, y, verbose=0)
"""


LABELS = """
to_categorical(y)
to_categorical(y, 4)
to_categorical([1, 2, 3], 3)
to_categorical([1, 2, 3], 4)
to_categorical(np.arange(10).reshape(-1, 1), 9)
to_categorical(np.array([1, 2, 3]) - 1, 3)
to_categorical(tf.constant([1, 2, 3]), 3)
"""
#: What need not raise, and what `to_categorical` takes without a word.
DOUBTED = """
to_categorical(y, 3)
to_categorical(y - 1, 4)
to_categorical(y + 1, 4)
to_categorical(np.random.randint(1, 4, 16), 3)
to_categorical(np.arange(10) - 1, 10)
"""


@pytest.mark.parametrize("line", DOUBTED.strip().split("\n"))
def test_labels_that_may_be_out_of_range_are_warned_of(line: str) -> None:
    source = Source("program.py", BEFORE + "from keras.utils import to_categorical\n" + line)
    said = [(each.code, each.severity) for each in analyse(source).diagnostics]
    assert said == [("CNN306", "warning")]


def programs() -> list[mutants.Mutant]:
    lines = [f"from keras.utils import to_categorical\n{each}" for each in LABELS.split("\n")[1:-1]]
    each = enumerate([*PROGRAMS.split("===\n"), *lines])
    return [mutants.Mutant(str(at), 0, text.strip()[:80], BEFORE + text) for at, text in each]


@pytest.fixture(scope="module")
def judged() -> dict[str, mutants.Judged]:
    return {each.mutant.program: each for each in mutants.judge(programs())}


@pytest.mark.parametrize("at", [each.program for each in programs()])
def test_one_error_for_one_mistake(at: str, judged: dict[str, mutants.Judged]) -> None:
    found = judged[at]
    assert found.verdict in ("agreed", "fine"), mutants.told(found)
