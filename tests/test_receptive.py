"""Receptive fields: published numbers, sums by hand, and what the rules make of them."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.keras.receptive import fields, of_layers, spans
from cnnlint.network import Model
from cnnlint.source import Source

#: From the table of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural
#: Networks" (Distill 2019): field and jump of the last feature map.
PUBLISHED = [
    ("VGG16", 212, 32),
    ("ResNet50", 483, 32),
    ("MobileNet", 315, 32),
    ("InceptionV3", 1311, 32),
]


def last_model(text: str) -> Model:
    return analyse(Source("example.py", text)).models[-1]


@pytest.mark.parametrize(("name", "size", "jump"), PUBLISHED)
def test_known_architectures(name: str, size: int, jump: int) -> None:
    model = last_model(
        "import keras\n"
        f"model = keras.applications.{name}(weights=None, include_top=False, "
        "input_shape=(224, 224, 3))\n"
    )
    for axis in fields(model)[id(model.outputs[0])]:
        assert (axis.size, axis.jump) == (size, jump)


SMALL = """
import keras
from keras import layers

image = keras.Input({shape})
x = layers.Conv2D(4, 3{more})(image)
x = layers.MaxPooling2D({pool})(x)
x = layers.Conv2D(4, (5, 3), padding="same"{more})(x)
model = keras.Model(image, x)
"""


def test_a_sum_by_hand() -> None:
    """3, then 3 + 1·1 = 4 at a jump of 2, then 4 + 4·2 = 12 and 4 + 2·2 = 8."""
    model = last_model(SMALL.format(shape="(32, 33, 3)", more="", pool=""))
    rows, columns = fields(model)[id(model.outputs[0])]
    assert (rows.size, rows.jump, columns.size, columns.jump) == (12, 2, 8, 2)
    # 30 rows after the convolution, all read; of 31 columns the last is not.
    assert (rows.first, rows.last) == (-4, 35)
    assert (columns.first, columns.last) == (-2, 33)


def test_channels_first_and_free_sizes() -> None:
    first = ', data_format="channels_first"'
    text = SMALL.format(shape="(3, 32, 33)", more=first, pool=first[2:])
    for model in (
        last_model(text),
        last_model(SMALL.format(shape="(None, None, 3)", more="", pool="")),
    ):
        rows, columns = fields(model)[id(model.outputs[0])]
        assert (rows.size, columns.size) == (12, 8)
    assert rows.last is None


def test_layers_have_the_field_of_their_last_call_and_some_have_none() -> None:
    model = last_model(
        """
import keras
from keras import layers

shared = layers.Conv2D(3, 3, padding="same")
inner = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(3, 3, padding="same")])
image = keras.Input((32, 32, 3))
x = inner(shared(shared(image)))
x = layers.Add()([x, image])
y = layers.LSTM(4)(layers.Reshape((32, 96))(x))
model = keras.Model(image, y)
"""
    )
    sizes = of_layers(model)
    told = {part.name: sizes.get(id(part)) for part in model.parts}
    assert told["conv2d"] == (5, 5)
    assert told["sequential"] == told["add"] == (7, 7)
    assert told["reshape"] is None
    assert told["lstm"] is None


def names(text: str) -> list[str]:
    return [found.name for found in analyse(Source("example.py", text)).diagnostics]


def test_a_gate_may_look_at_little() -> None:
    """The pooling of a squeeze-and-excitation block chooses no class."""
    assert (
        names(
            """
import keras
from keras import layers

image = keras.Input((224, 224, 3))
x = layers.Conv2D(16, 3, strides=2, activation="relu")(image)
gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
gate = layers.Dense(16, activation="sigmoid")(gate)
x = layers.Multiply()([x, gate])
x = layers.Conv2D(16, 7, strides=4, activation="relu")(x)
x = layers.Conv2D(16, 7, strides=4, activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(image, layers.Dense(10, activation="softmax")(x))
"""
        )
        == []
    )


@pytest.mark.parametrize(("rows", "told"), [(63, True), (62, True), (64, False), (65, False)])
def test_rows_that_nothing_looks_at(rows: int, told: bool) -> None:
    text = f"""
import keras
from keras import layers

model = keras.Sequential([keras.Input(({rows}, {rows}, 1))])
for _ in range(4):
    model.add(layers.MaxPooling2D())
"""
    assert names(text) == ["unread-rows"] * told


@pytest.mark.parametrize(("name", "size", "jump"), PUBLISHED)
def test_a_look_back_tells_the_same(name: str, size: int, jump: int) -> None:
    model = last_model(
        "import keras\n"
        f"model = keras.applications.{name}(weights=None, include_top=False, "
        "input_shape=(224, 224, 3))\n"
    )
    assert spans(model, model.outputs[0], size)
    assert not spans(model, model.outputs[0], size + 1)


def test_where_the_channels_are_need_not_be_known() -> None:
    model = last_model(
        """
import keras
from keras import layers

def build(data_format):
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(4, 3, data_format=data_format)(image)
    return keras.Model(image, layers.Conv2D(4, 3)(x))
"""
    )
    assert id(model.outputs[0]) not in fields(model)
    assert not spans(model, model.outputs[0], 2)
