"""Weights of samples, of classes and of layers, and labels beside them: Keras runs each line, and
cnnlint says an error where it raises, and nowhere else."""

from __future__ import annotations

import pytest

from benchmarks import mutants

BEFORE = """import keras
import numpy as np
import tensorflow as tf
from keras import layers

x = np.random.rand(40, 6).astype("float32")
y = np.random.randint(0, 4, 40)
texts = np.array(["a", "b"] * 20)
both = [y, np.random.rand(40, 1)]
ones = np.ones(40)
classes = {0: 1.0, 1: 2.0, 2: 1.0, 3: 1.0}

class Own(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return keras.ops.mean(y_pred, axis=-1)

class Scale(layers.Layer):
    def __init__(self, given):
        super().__init__()
        self.given = given

    def build(self, input_shape):
        self.scale = self.add_weight(**self.given)

    def call(self, x):
        return x * self.scale

class Counter(keras.metrics.Metric):
    def __init__(self, *args, **keywords):
        super().__init__()
        self.total = self.add_weight(*args, **keywords)

def one(loss="sparse_categorical_crossentropy", units=4, **more):
    made = keras.Sequential([keras.Input((6,)), layers.Dense(units, activation="softmax")])
    made.compile("adam", loss, **more)
    return made

def two():
    image = keras.Input((6,))
    ends = [layers.Dense(4, activation="softmax")(image), layers.Dense(1)(image)]
    made = keras.Model(image, ends)
    made.compile("adam", ["sparse_categorical_crossentropy", "mse"])
    return made

def normed():
    return keras.Sequential([keras.Input((6,)), layers.Dense(3), layers.BatchNormalization()])

def keyed():
    a, b = keras.Input((6,), name="first"), keras.Input((6,), name="second")
    return keras.Model({"a": a, "b": b}, layers.Dense(2)(layers.Add()([a, b])))

"""
LINES = """
one().fit(x, y, class_weight=classes, sample_weight=ones)
one().fit(x, y, class_weight=classes)
two().fit(x, both, class_weight=classes)
two().fit(x, both, sample_weight=ones)
two().fit(x, both, sample_weight=[ones, ones])
two().fit(x, both, sample_weight=[ones])
two().fit(x, both, sample_weight={"a": ones})
one().fit(x, y, sample_weight=[ones])
one().fit(x, y, sample_weight=[1.0] * 40)
one().fit(x, y, sample_weight=np.ones((40, 4)))
one().fit(x, y, sample_weight=np.ones((40, 1)))
one().evaluate(x, y, sample_weight=np.ones((40, 2)))
one().fit(x, texts)
one().fit(texts, y)
one().fit(x.astype(object), y)
one().predict(np.array([["a"] * 6] * 4))
one().fit(x, y, validation_data=(x, texts))
one(loss=Own()).fit(x)
one(loss=lambda a, b: keras.ops.mean(b)).fit(x)
one(loss=Own()).fit(x, y)
one().fit(x, y, validation_data=(x,))
one().fit(x, y, validation_data=[x])
one().fit(x, y, validation_data=(x, None))
one().fit(x, y, validation_data=(x, y, ones))
two().fit(x, both, validation_data=(x, y))
two().fit(x, both, validation_data=(x, both))
keras.Input((1,), dtype="string")
keras.Input((1,), dtype="strings")
keras.Input((1,), dtype="float")
keras.metrics.Mean("mean", "top")
keras.metrics.Mean("mean", "float64")
keras.losses.Huber(dtype="top")
Scale({"shape": (6,), "initialiser": "zeros"})(x)
Scale({"shape": (6,), "initializer": "glorot"})(x)
Scale({"shape": (6,), "initializer": "ones", "trainable": False})(x)
Scale({"shape": ((None, 6), 3)})(x)
Scale({"shape": ("6",)})(x)
Scale({"shape": 6.0})(x)
Scale({"shape": (), "dtype": "float"})(x)
Scale({"shape": [6], "dtype": "float32", "regularizer": "l2"})(x)
Counter("total", "zeros")
Counter(name="total", initializer="zeros")
Counter(name="total", shape=(), initializer="zeros", typ="int")
Counter((), "zeros")
one().set_weights(one().get_weights())
one().set_weights(one(units=3).get_weights())
one().set_weights(one().get_weights()[:1])
one().set_weights(one())
one().set_weights(one().weights)
one().set_weights()
normed().set_weights(normed().get_weights())
gamma, beta, mean, variance = normed().layers[1].get_weights()
kernel, bias = normed().layers[1].get_weights()
one().layers[0].set_weights([np.zeros((6, 4)), np.zeros(4)])
one().layers[0].set_weights([np.zeros((4, 6)), np.zeros(4)])
one().load_weights("a.weights.h5", by_name=True)
one().load_weights("a.h5", byname=True)
one().load_weights()
one().save("a.keras", save_form="h5")
layers.Normalization().adapt(x)
layers.Normalization().adapt()
layers.Normalization().adapt(texts)
layers.Normalization().adapt(None)
layers.Normalization().adapt(x, 3)
keyed().predict({"a": x, "b": x})
keyed().predict({"first": x, "second": x})
x.set_shape([40, 6])
(tf.constant(x) + 1).set_shape([40, 6, 1])
(tf.constant(x) + 1).set_shape([40, 7])
(tf.constant(x) + 1).set_shape([None, 6])
"""


def programs() -> list[mutants.Mutant]:
    return [mutants.Mutant("", 0, line, BEFORE + line) for line in LINES.strip().split("\n")]


@pytest.fixture(scope="module")
def judged() -> dict[str, mutants.Judged]:
    return {each.mutant.what: each for each in mutants.judge(programs())}


@pytest.mark.parametrize("what", [each.what for each in programs()])
def test_both_say_the_same(what: str, judged: dict[str, mutants.Judged]) -> None:
    found = judged[what]
    assert found.verdict in ("agreed", "fine"), mutants.told(found)
