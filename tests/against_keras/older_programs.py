"""Programs for Keras 2, as they were written for it: each leaves a model `m` behind.

Keras 3 refuses most of them. What `tf_keras` 2.21 says of each is in `older.json`: where it is
installed, `python -m tests.against_keras.older_programs` writes that file anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FACTS = Path(__file__).with_name("older.json")

_START = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, backend as K
from tensorflow.keras.layers import *
from tensorflow.keras.models import Model, Sequential
"""

PROGRAMS: dict[str, str] = {
    "sequential": """
m = Sequential()
m.add(Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
m.add(MaxPooling2D())
m.add(Flatten())
m.add(Dense(10, activation="softmax"))
m.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.SGD(lr=0.01))
""",
    "two inputs named by their number": """
a, b = Input((8,)), Input((4,))
x = Concatenate()([Dense(4)(a), Dense(4)(b)])
m = Model([a, b], Dense(1)(x))
size = m.get_layer("input_2").output_shape
""",
    "nested models": """
i = Input((8,))
inner = Model(i, Dense(4)(i))
j = Input((8,))
m = Model(j, Dense(2)(inner(j)))
""",
    "slash in a name": """
i = Input((16, 16, 3))
x = Conv2D(8, 3, name="block1/conv")(i)
x = BatchNormalization(name="block1/bn")(x)
m = Model(i, GlobalAveragePooling2D()(x))
""",
    "backend functions": """
i = Input((10, 4))
x = K.mean(i, axis=1)
m = Model(i, Dense(3)(x))
""",
    "functions of TensorFlow": """
i = Input((10, 4))
x = tf.reduce_mean(i, axis=1)
x = tf.nn.relu(x)
m = Model(i, Dense(3)(x))
""",
    "operators": """
i = Input((10,))
x = Dense(10)(i)
m = Model(i, Dense(3)(x * 2.0 + i))
""",
    "lambda": """
i = Input((10, 4))
x = Lambda(lambda t: K.sum(t, axis=1))(i)
m = Model(i, Dense(3)(x))
""",
    "batch_input_shape": """
m = Sequential()
m.add(LSTM(8, batch_input_shape=(4, 5, 3), stateful=True))
m.add(Dense(1))
""",
    "preprocessing.experimental": """
m = keras.Sequential([
    layers.experimental.preprocessing.Rescaling(1.0 / 255, input_shape=(32, 32, 3)),
    layers.experimental.preprocessing.RandomFlip("horizontal"),
    layers.Conv2D(4, 3),
])
""",
    "fit_generator": """
def batches():
    while True:
        yield np.zeros((2, 8)), np.zeros((2, 1))
m = Sequential([Dense(4, input_dim=8), Dense(1)])
m.compile("sgd", "mse")
""",
    "fit with workers": """
m = Sequential([Dense(4, input_dim=8), Dense(1)])
m.compile(keras.optimizers.Adam(lr=0.1), "mse")
m.fit(np.zeros((4, 8)), np.zeros((4, 1)), verbose=0, workers=1, use_multiprocessing=False)
""",
    "numbers of NumPy": """
shape = (4, 4, 1)
m = Sequential([Flatten(input_shape=shape), Dense(3), Dense(np.prod(shape)), Reshape(shape)])
""",
    "gru and lstm": """
i = Input((5, 3))
x = GRU(4, return_sequences=True, implementation=2)(i)
x = Bidirectional(LSTM(6))(x)
m = Model(i, Dense(1)(x))
""",
    "recurrent cells": """
i = Input((5, 3))
x = RNN([LSTMCell(4), GRUCell(3)])(i)
m = Model(i, Dense(1)(x))
""",
    "embedding with input_length": """
m = Sequential([Embedding(100, 8, input_length=10), Flatten(), Dense(1)])
m.build((None, 10))
""",
    "attention": """
q, v = Input((4, 8)), Input((6, 8))
x = MultiHeadAttention(2, 4)(q, v)
x = LayerNormalization()(x + q)
m = Model([q, v], Dense(1)(x))
""",
    "separable and transposed": """
i = Input((16, 16, 3))
x = SeparableConv2D(8, 3, padding="same")(i)
x = DepthwiseConv2D(3)(x)
x = Conv2DTranspose(4, 3, strides=2)(x)
m = Model(i, UpSampling2D()(x))
""",
    "a layer of one's own": """
class Scaled(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
    def build(self, shape):
        self.w = self.add_weight("w", (int(shape[-1]), self.units))
    def call(self, x):
        return tf.matmul(x, self.w)
m = Sequential([Scaled(4, input_shape=(8,)), Dense(1)])
""",
    "a model of one's own": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = Dense(4)
        self.b = Dense(2)
    def call(self, x):
        return self.b(self.a(x))
m = Net()
m.build((None, 8))
""",
    "time distributed": """
m = Sequential()
m.add(TimeDistributed(Conv2D(4, 3), input_shape=(5, 8, 8, 1)))
m.add(TimeDistributed(Flatten()))
m.add(LSTM(3))
""",
    "shared layer": """
d = Dense(4)
a, b = Input((8,)), Input((8,))
m = Model([a, b], Add()([d(a), d(b)]))
""",
    "merging functions": """
a, b = Input((8,)), Input((8,))
x = layers.concatenate([layers.add([a, b]), layers.multiply([a, b])])
m = Model([a, b], Dense(1)(x))
""",
    "padding in capitals": """
i = Input((8, 8, 3))
m = Model(i, MaxPooling2D(padding="SAME")(i))
""",
    "leaky relu": """
m = Sequential([Dense(4, input_shape=(3,)), LeakyReLU(alpha=0.2), PReLU(), ELU(alpha=0.5)])
""",
    "dropout and noise": """
m = Sequential([Dense(4, input_shape=(3,)), Dropout(0.5), GaussianNoise(0.1), AlphaDropout(0.1)])
""",
    "mixed names": """
i = Input((8,), name="data")
x = Dense(4, name="hidden")(i)
x = Dense(4)(x)
m = Model(inputs=i, outputs=Dense(1)(x), name="net")
""",
    "reshape and permute": """
m = Sequential([Reshape((4, 2), input_shape=(8,)), Permute((2, 1)), Flatten()])
""",
    "group normalization": """
i = Input((8, 8, 6))
m = Model(i, GroupNormalization(3)(i))
""",
    "three dimensions": """
i = Input((8, 8, 8, 1))
x = Conv3D(4, 3)(i)
x = MaxPool3D()(x)
m = Model(i, GlobalAveragePooling3D()(x))
""",
    "cropping and padding": """
i = Input((8, 8, 1))
x = ZeroPadding2D(2)(i)
x = Cropping2D(((1, 2), (0, 1)))(x)
m = Model(i, x)
""",
    "convlstm": """
m = Sequential([ConvLSTM2D(4, 3, input_shape=(5, 8, 8, 1)), Flatten(), Dense(1)])
""",
    "frozen": """
base = Sequential([Dense(4, input_shape=(8,)), BatchNormalization()])
base.trainable = False
m = Sequential([base, Dense(2)])
m.build((None, 8))
""",
    "application": """
base = keras.applications.MobileNetV2(weights=None, include_top=False, input_shape=(96, 96, 3))
m = Sequential([base, GlobalAveragePooling2D(), Dense(2)])
""",
}


def text_of(name: str) -> str:
    return _START + PROGRAMS[name]


def rows_of(model: Any) -> dict[str, Any]:
    """What is compared, of a model of `tf_keras`."""

    def plain(layer: Any) -> Any:
        try:
            shape = layer.output_shape
        except AttributeError:
            return None  # of a model that is a class
        if isinstance(shape, list) and len(shape) == 1:
            shape = shape[0]
        return [list(each) for each in shape] if isinstance(shape, list) else list(shape)

    rows = [
        [layer.name, type(layer).__name__, plain(layer), layer.count_params()]
        for layer in model.layers
    ]
    trained = sum(int(w.shape.num_elements()) for w in model.trainable_weights)
    return {"name": model.name, "rows": rows, "params": model.count_params(), "trained": trained}


def main() -> None:
    import os

    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    import tf_keras  # type: ignore[import-not-found]

    facts = {}
    for name in PROGRAMS:
        tf_keras.backend.clear_session()
        scope: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(compile(text_of(name), name, "exec"), scope)
            facts[name] = rows_of(scope["m"])
        except Exception as error:
            facts[name] = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
            print(name, facts[name], file=sys.stderr)
    FACTS.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
