"""What `compile` and `fit` are asked is refused where Keras refuses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cnnlint.analysis import analyse
from cnnlint.source import Source

PRELUDE = """import keras
import numpy as np
import tensorflow as tf
x, y = np.random.rand(64, 4).astype("float32"), np.random.randint(0, 3, 64)
ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)
Stop = keras.callbacks.EarlyStopping
Rate, Save = keras.callbacks.LearningRateScheduler, keras.callbacks.ModelCheckpoint
labels, scores = tf.zeros((8,), tf.int32), tf.zeros((8, 3))
a = keras.Input((3,))
b = keras.layers.Dense(2)(a)
def fresh(**more):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", **more)
    return model
"""
LINES = """
    fresh().fit(x, y, epochs=2.0)
    fresh().fit(x, y, epochs="2")
    fresh().fit(x, y, epochs=None)
    fresh().fit(x, y, epochs=0)
    fresh().fit(x, y, initial_epoch=0.0)
    fresh().fit(x, y, batch_size=16.0)
    fresh().fit(x, y, batch_size="16")
    fresh().fit(ds, batch_size="16")
    fresh().fit(ds, steps_per_epoch=4.0)
    fresh().fit(x, y, steps_per_epoch="4")
    fresh().fit(x, y, steps_per_epoch=len(x) // 32)
    fresh().fit(x, y, validation_data=(x, y), validation_steps=2.0)
    fresh().fit(x, y, validation_split=0.2, validation_steps=2.0)
    fresh().fit(x, y, validation_steps=2.0)
    fresh().evaluate(x, y, steps=2.0)
    fresh().evaluate(x, y)
    fresh().predict(x, steps=2.0)
    fresh().predict(x, batch_size="16")
    fresh().predict(x)
    fresh().fit(x, y, class_weight="balanced")
    fresh().fit(x, y, class_weight=[1, 2, 3])
    fresh().fit(x, y, class_weight=np.ones(3))
    fresh().fit(ds, class_weight=[1, 2, 3])
    fresh().fit(x, y, class_weight={0: 1.0})
    fresh().fit(x, y, validation_split=1)
    fresh().fit(x, y, validation_split="0.2")
    fresh().fit(x, y, validation_split=None)
    fresh().fit(x, y, validation_data=0.25)
    fresh().fit(x, y, validation_data="x")
    fresh().fit(x, y, validation_data=(x, y, y, y))
    fresh().fit(x, y, validation_data=(ds, y))
    fresh().fit(x, y, validation_data=ds)
    fresh().fit(x, y, validation_data=[x, y])
    fresh().fit(x, y, callbacks=Stop)
    fresh().fit(x, y, callbacks=[Stop])
    fresh().fit(x, y, callbacks=[Stop("loss")])
    fresh().fit(x, y, callbacks=Stop("loss"))
    fresh().fit(x, y, callbacks=[[Stop("loss")]])
    fresh().fit(x, y, callbacks="stop")
    fresh().fit(x, y, callbacks=[print])
    fresh().fit(x, y, callbacks=[lambda epoch: epoch])
    fresh().fit(x, y, callbacks=[None])
    fresh().evaluate(x, y, callbacks=[Stop])
    fresh(metrics=keras.metrics.Mean())
    fresh(metrics={"accuracy"})
    fresh(metrics=lambda a, b: a)
    fresh(metrics=keras.metrics.MeanSquaredError)
    fresh(metrics="accuracy")
    fresh(weighted_metrics="accuracy")
    fresh(metrics=("accuracy",))
    keras.metrics.Accuracy().update_state(labels, scores)
    keras.metrics.Accuracy().update_state(labels, tf.argmax(scores, -1))
    keras.metrics.SparseCategoricalAccuracy().update_state(labels, tf.argmax(scores, -1))
    keras.metrics.SparseCategoricalAccuracy().update_state(labels, scores)
    keras.metrics.F1Score().update_state(labels, scores)
    keras.metrics.Precision().update_state(tf.one_hot(labels, 3), scores)
    fresh(metrics=[keras.metrics.Accuracy()]).fit(x, y)
    fresh().fit(x, y, callbacks=[Rate(0.001)])
    fresh().fit(x, y, callbacks=[Rate(lambda epoch, lr: lr * 0.9)])
    fresh().fit(x, y, callbacks=[Rate(lambda epoch: "0.1")])
    fresh().fit(x, y, callbacks=[Rate(lambda: 0.1)])
    fresh().fit(x, y, callbacks=[Rate(lambda epoch: print(epoch))])
    fresh().evaluate(x, y, epochs=1)
    fresh().fit(x, y, callbacks=[Save("{epoch:02d}-{val_loss:.2f}.keras")])
    fresh().fit(x, y, callbacks=[Save("{epoch:02d}-{loss:.2f}.keras")])
    keras.Sequential().compile(["adam"])
    keras.Sequential().compile(0.001)
    keras.Sequential().compile(None)
    keras.Model(a, b, b)
    keras.Model(a, b, "x")
    keras.Model(a, b, name="x")
    keras.Model(inputs=a, outputs=[b, b])
"""


ASKED = [line.strip() for line in LINES.strip().split("\n")]

#: In a process of its own: `fit` needs TensorFlow, and other tests here run Keras on NumPy.
UNDER_TENSORFLOW = """
import contextlib, json, sys
import tensorflow as tf
tf.config.run_functions_eagerly(True)
raised = {}
for text in json.load(sys.stdin):
    try:
        with contextlib.redirect_stdout(sys.stderr):
            exec(compile(text, "a.py", "exec"), {})
    except Exception as error:
        raised[text] = repr(error)
print(json.dumps(raised))
"""


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What Keras raises, by the program."""
    done = subprocess.run(
        [sys.executable, "-c", UNDER_TENSORFLOW],
        input=json.dumps([f"{PRELUDE}{line}\n" for line in ASKED]),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        cwd=tmp_path_factory.mktemp("asked"),
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("line", ASKED)
def test_a_line_is_refused_where_it_raises(line: str, raised: dict[str, str]) -> None:
    text = f"{PRELUDE}{line}\n"
    said = [each for each in analyse(Source("a.py", text)).diagnostics if each.severity == "error"]
    assert bool(said) == (text in raised), raised.get(text)
