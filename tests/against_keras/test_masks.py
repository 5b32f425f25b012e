"""Masks: the rows that Keras adds to work them out, by name, place and connection."""

from __future__ import annotations

import inspect
import os
import random
import re

import pytest

from cnnlint.keras import layers
from cnnlint.keras.layers.kit import Declaration

from . import oracle
from .running import Session, compare

EXAMPLES = int(os.environ.get("CNNLINT_EXAMPLES", "60"))

START = [
    "e = layers.Embedding(10, 4, mask_zero=True)(x)",
    "e = layers.Embedding(10, 4, mask_zero=True)(x)",
    "e = layers.Embedding(10, 4)(x)",
    "e = layers.Masking()(layers.Dense(4)(layers.Reshape((6, 1))(x)))",
    "e = layers.Masking(mask_value=-1.0)(layers.RepeatVector(3)(x))",
    "e = keras.Sequential([layers.Embedding(10, 4, mask_zero=True), layers.Dense(4)])(x)",
    "e = layers.ReversibleEmbedding(10, 4, mask_zero=True)(x)",
]
ONE = [
    "LSTM(4, return_sequences=True)",
    "GRU(4, return_sequences=True)",
    "RNN(layers.SimpleRNNCell(4), return_sequences=True)",
    "Bidirectional(layers.LSTM(2, return_sequences=True))",
    "Bidirectional(layers.GRU(4, return_sequences=True), merge_mode='sum')",
    "TimeDistributed(layers.Dense(4))",
    "Dense(4)",
    "Dropout(0.1)",
    "SpatialDropout1D(0.1)",
    "BatchNormalization()",
    "LayerNormalization()",
    "Activation('relu')",
    "Softmax()",
    "ReLU()",
    "PReLU()",
    "UnitNormalization()",
    "GaussianNoise(0.1)",
    "Conv1D(4, 1)",
    "Lambda(lambda t: t * 2)",
    "Masking(0.5)",
    "Identity()",
    "Rescaling(2.0)",
    "LSTM(4, return_sequences=True, dtype='mixed_float16')",
]
TWO = [
    "{a} = layers.Add()([{a}, {b}])",
    "{a} = layers.Multiply()([{a}, {b}])",
    "{a} = layers.Dense(4)(layers.Concatenate()([{a}, {b}]))",
    "{a} = layers.Concatenate(axis=1)([{a}, {b}])",
    "{a} = layers.Attention()([{a}, {b}])",
    "{a} = layers.AdditiveAttention()([{a}, {b}])",
    "{a} = layers.MultiHeadAttention(2, 3)({a}, {b})",
    "{a} = layers.MultiHeadAttention(2, 3)(query={a}, value={b}, key={b})",
    "{a} = layers.GroupQueryAttention(2, 2, 1)({a}, {b})",
    "{a} = {a} + {b}",
    "{a} = keras.ops.where(keras.ops.not_equal({a}, 0), {a}, {b})",
    "{a}, h, c = layers.LSTM(4, return_sequences=True, return_state=True)({b})",
    (
        "_, h, c = layers.LSTM(4, return_state=True)({b})\n"
        "{a} = layers.LSTM(4, return_sequences=True)({a}, initial_state=[h, c])"
    ),
    (
        "{a} = layers.Add()(list(layers.Bidirectional(layers.LSTM(4, return_sequences=True), "
        "merge_mode=None)({b})))"
    ),
    "inner = keras.Sequential([layers.LSTM(4, return_sequences=True)])\n{a} = inner({b})",
    "{a} = layers.LSTM(4, return_sequences=True)({a}, training=False)",
]
END = [
    "y = layers.LSTM(3)({a})",
    "y = layers.GlobalAveragePooling1D()({a})",
    "y = layers.GlobalMaxPooling1D()({a})",
    "y = layers.Flatten()({a})",
    "y = layers.Dense(2)({a})",
    "y = [layers.GRU(2)({a}), layers.Dense(2)({b})]",
]


def program(number: int) -> list[str]:
    """The statements of a model in which masks go along, wherever Keras takes them."""
    draw = random.Random(number)
    lines = ["import keras", "from keras import layers"]
    if draw.random() < 0.2:
        lines.append(
            "before = keras.Sequential([keras.Input((6,)), "
            "layers.Embedding(9, 3, mask_zero=True), layers.LSTM(2)])"
        )
    dtype = draw.choice(["", ", dtype='int32'"])
    lines.append(f"x = keras.Input((6,){dtype})")
    for name in ("a", "b"):
        start = draw.choice(START).replace("e = ", f"{name} = ")
        lines.append(start)
    if draw.random() < 0.5:
        lines[-1] = "b = a"
    for _ in range(draw.randint(1, 4)):
        a, b = draw.sample(["a", "b"], 2)
        if draw.random() < 0.6:
            lines.append(f"{a} = layers.{draw.choice(ONE)}({a})")
        else:
            lines += draw.choice(TWO).format(a=a, b=b).split("\n")
    a, b = draw.sample(["a", "b"], 2)
    lines.append(draw.choice(END).format(a=a, b=b))
    lines.append("model = keras.Model(x, y)")
    return lines


OWN = """
class Scaled(layers.Layer):
    def __init__(self, **keywords):
        super().__init__(**keywords)
        self.supports_masking = {supports}
    def call(self, inputs{mask}):
        return inputs * 2.0
class Shifted(layers.Layer):
    def compute_mask(self, inputs, mask=None):
        return None if mask is None else keras.ops.logical_not(mask)
    def call(self, inputs):
        return inputs + 1.0
x = keras.Input((6,))
embedding = layers.Embedding(10, 4, mask_zero=True)
a = embedding(x)
b = Scaled()(a)
c = Shifted()(b)
d = layers.LSTM(2)(c)
e = layers.LSTM(2)(a, mask=embedding.compute_mask(x))
model = keras.Model(x, layers.Add()([d, e]))
"""


@pytest.mark.parametrize("supports", [True, False])
@pytest.mark.parametrize("mask", ["", ", mask=None"])
def test_layers_of_the_user_s_own_hand_masks_on(supports: bool, mask: str) -> None:
    text = OWN.format(supports=supports, mask=mask).strip()
    with Session() as session:
        session.run("import keras")
        session.run("from keras import layers")
        for statement in re.split(r"\n(?=\S)", text):
            assert session.run(statement), session.error
        verdict = compare(session)
    assert not verdict.problems, session.text + "\n".join(verdict.problems)
    assert not verdict.unknowns, verdict.unknowns


@pytest.mark.parametrize("name", sorted(layers.names()))
def test_masks_go_on_where_keras_lets_them(name: str) -> None:
    """Where Keras hands on the mask it gets, and where it works out another."""
    declared, theirs = layers.find(name), oracle.public_layers()[name]
    assert declared is not None
    text = inspect.getsource(theirs)
    for base in theirs.__mro__[1:]:
        if base.__module__.startswith("keras.src.layers.") and base.__name__ != "Layer":
            text += inspect.getsource(base)
    supports = "self.supports_masking = True" in text
    own = "def compute_mask" in text
    assert declared.masks == (supports and not own)
    assert (declared.mask is not Declaration.mask) <= (own or declared.spreads)


FIRST = random.randrange(1 << 30) if os.environ.get("CNNLINT_RANDOM") else 0


@pytest.mark.parametrize("number", range(FIRST, FIRST + EXAMPLES))
def test_masks_make_the_rows_keras_makes(number: int) -> None:
    with Session() as session:
        for statement in program(number):
            if not session.run(statement):
                break
        verdict = compare(session)
    assert not verdict.problems, session.text + "\n".join(verdict.problems)
