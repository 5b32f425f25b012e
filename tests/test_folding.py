"""Blocks that repeat, and what of a model's table is shown."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlint.analysis import analyse
from cnnlint.network import Model
from cnnlint.report.folding import repetitions
from cnnlint.report.outline import Line, View, outline, walk
from cnnlint.report.summary import summary
from cnnlint.source import Source
from cnnlint.table import rows

RESNET = "import keras\nmodel = keras.applications.{}(weights=None)\n"

TRANSFORMER = """\
import keras
from keras import layers

class Block(layers.Layer):
    def __init__(self, width, **kw):
        super().__init__(**kw)
        self.norm = layers.LayerNormalization()
        self.attention = layers.MultiHeadAttention(4, width // 4)
        self.dense = layers.Dense(width)

    def call(self, x):
        y = self.norm(x)
        x = x + self.attention(y, y)
        return x + self.dense(x)

image = keras.Input((64, 64, 3))
x = layers.Conv2D(32, 16, 16)(image)
x = layers.Reshape((16, 32))(x)
for _ in range(12):
    x = Block(32)(x)
model = keras.Model(image, layers.Dense(10)(x))
"""


def model_of(text: str) -> Model:
    (model,) = analyse(Source("model.py", text)).models
    return model


def folded(model: Model, depth: int | None = None) -> list[Line]:
    return outline(model, View(depth=depth, fold=True))


def blocks(lines: list[Line]) -> list[tuple[str, int, int]]:
    return [
        (line.row.name, line.row.times, len(line.inside)) for line in lines if line.row.times > 1
    ]


def test_the_blocks_of_a_resnet() -> None:
    assert blocks(folded(model_of(RESNET.format("ResNet152")))) == [
        ("conv2_block2_1_conv … conv2_block3_out", 2, 10),
        ("conv3_block2_1_conv … conv3_block8_out", 7, 10),
        ("conv4_block2_1_conv … conv4_block36_out", 35, 10),
        ("conv5_block2_1_conv … conv5_block3_out", 2, 10),
    ]


@pytest.mark.parametrize("name", ["ResNet50", "EfficientNetB0", "ConvNeXtTiny", "MobileNetV2"])
def test_folded_rows_add_up(name: str) -> None:
    model = model_of(RESNET.format(name))
    table = rows(model)
    lines = outline(model, View(fold=True), table)
    assert blocks(lines)
    for what in ("params", "trainable_params", "macs"):
        whole = sum(getattr(row, what) for row in table)
        assert sum(getattr(line.row, what) for line in lines) == whole
    # Every row is shown by exactly one line.
    shown = [row for line, _ in walk(lines) for row in line.rows]
    assert sorted(map(id, shown)) == sorted(map(id, table))


def test_equal_layers_of_a_class_fold_with_what_is_inside() -> None:
    model = model_of(TRANSFORMER)
    text = summary(model, view=View(fold=True))
    assert "block … block_11 (Block) ×12" in text
    assert "12·" in text
    assert text.count("multi_head_attention") == 1
    (block,) = [line for line in folded(model) if line.row.times > 1]
    # What comes in goes round the attention and round the block.
    norm, attention, dense = block.inside
    assert (norm.fed_by, attention.fed_by) == ([None], [norm])
    assert dense.fed_by == [None, attention]
    assert set(block.leaving) == {None, attention, dense}


def test_depth() -> None:
    model = model_of(TRANSFORMER)
    assert len(list(walk(outline(model, View(depth=0))))) == 16
    assert len(list(walk(outline(model, View(depth=1))))) == 16 + 12 * 3
    assert len(list(walk(outline(model, View())))) == 16 + 12 * 3


def test_the_architecture_of_keras_opens_when_it_is_asked_for() -> None:
    text = "import keras\nbase = keras.applications.VGG16(weights=None, include_top=False)\n"
    text += "model = keras.Sequential([base, keras.layers.Flatten()])\n"
    (model,) = (m for m in analyse(Source("m.py", text)).models if m.class_name == "Sequential")
    assert len(list(walk(outline(model, View())))) == 2
    assert len(list(walk(outline(model, View(depth=1))))) == 2 + 19


def test_what_is_used_further_down_ends_a_block() -> None:
    kinds = ["a", "b"] * 6
    chain: list[tuple[int, ...]] = [(place - 1,) for place in range(12)]
    assert repetitions(kinds, chain) == [(0, 2, 6)]
    # The end of the third block is used by the last row, as a skip connection is.
    skip = [*chain[:-1], (10, 5)]
    assert repetitions(kinds, skip) == [(0, 2, 3), (6, 2, 2)]
    # A model gives back what the second block makes.
    assert repetitions(kinds, chain, [3]) == [(0, 2, 2), (4, 2, 4)]


def test_a_value_from_before_feeds_every_block() -> None:
    kinds = ["m", "x"] + ["a", "b"] * 4
    feeding: list[tuple[int, ...]] = [(), ()]
    for place in range(2, 10, 2):
        feeding += [(place - 1, 0), (place,)]
    assert repetitions(kinds, feeding) == [(2, 2, 4)]


def test_rows_that_are_like_no_other_do_not_fold() -> None:
    assert repetitions([None] * 8, [(i - 1,) for i in range(8)]) == []
    assert repetitions([], []) == []
    assert repetitions(["a", "a"], [(-1,), (0,)]) == [(0, 1, 2)]


def test_long_chains_take_no_long_time() -> None:
    count = 10_000
    chain = [(place - 1,) for place in range(count)]
    assert repetitions(["dense"] * count, chain) == [(0, 1, count)]
    assert repetitions(["dense", "relu"] * (count // 2), chain) == [(0, 2, count // 2)]
    random.seed(1)
    assert repetitions([random.random() for _ in range(count)], chain) == []


@given(st.lists(st.sampled_from("ab"), max_size=24), st.data())
def test_stretches_lie_apart_and_are_equal(kinds: list[str], data: Any) -> None:
    feeding = []
    for place in range(len(kinds)):
        near = st.sampled_from([max(each, -1) for each in (place - 1, place - 2, place - 3, 0, 1)])
        own = data.draw(st.lists(near.filter(lambda each, end=place: each < end), max_size=1))
        feeding.append((place - 1, *own))
    end = 0
    for start, period, times in repetitions(kinds, feeding):
        assert start >= end
        assert times >= 2
        end = start + period * times
        assert end <= len(kinds)
        # One repetition and its surroundings tell all the others.
        for place in range(start, start + period):
            for again in range(1, times):
                assert kinds[place] == kinds[place + again * period]
                feeds = zip(
                    feeding[place],
                    feeding[place + period],
                    feeding[place + again * period],
                    strict=True,
                )
                for first, second, later in feeds:
                    assert later == first + again * (second - first)
    # The same again gives the same.
    assert repetitions(kinds, feeding) == repetitions(kinds, feeding)


def test_a_block_that_takes_something_else_from_outside_is_another() -> None:
    kinds = ["m", "n", "x"] + ["a"] * 6
    feeding: list[tuple[int, ...]] = [(), (), ()]
    feeding += [(place - 1, 0) for place in range(3, 6)]
    feeding += [(place - 1, 1) for place in range(6, 9)]
    assert repetitions(kinds, feeding) == [(3, 1, 3), (6, 1, 3)]
