"""What one program does to the classes and modules of Keras, no other program sees."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.source import Source

MODEL = """
import keras
from keras import layers
x = keras.Input((4,))
model = keras.Model(x, layers.Dense(3)(layers.Activation("relu")(x)))
"""


@pytest.mark.parametrize(
    "change",
    [
        "layers.Dense.call = lambda self, x: x",
        "layers.Dense.compute_output_shape = lambda self, shape: (None, 7)",
        "layers.Layer.compute_output_shape = lambda self, shape: shape",
        "layers.Dense.build = lambda self, shape: None",
        "layers.Dense = layers.Flatten",
        "keras.Model = None",
        "setattr(layers.Layer, 'trainable', False)",
        "del layers.Layer.name",
        "keras.ops.relu = None",
        "keras.Input.kind = 3",
    ],
)
def test_no_other_program_sees_what_one_changes(change: str) -> None:
    head, _, _ = MODEL.partition("x =")
    analyse(Source("first.py", f"{head}{change}\n"))
    (model,) = analyse(Source("second.py", MODEL)).models
    assert [tensor.shape[1:] for tensor in model.outputs if tensor.shape] == [(3,)]
    assert [weight.size for weight, trains in model.all_weights() if trains] == [12, 3]
    assert [part.name for part in model.parts] == ["input_layer", "activation", "dense"]
