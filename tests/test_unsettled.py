"""What a program may have done before is not held against it: objects, files, libraries."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnlint.analysis import Analysis, analyse
from cnnlint.modules import Finder
from cnnlint.source import Source

GAN = """
import keras
from keras import layers


class GAN:
    def __init__(self, noise=100):
        self.noise = noise
        self.image_size = None
        self.words = {}
        self.blocks = []

    def load(self, images):
        self.image_size = images.shape[1:]
        self.words["a"] = 1

    def generator(self):
        image = keras.Input(self.image_size)
        return keras.Model(image, layers.Dense(len(self.words))(layers.Flatten()(image)))

    def grow(self):
        self.blocks.append(layers.Dense(self.noise))

    def discriminator(self):
        self.grow()
        return keras.Sequential([keras.Input((3,)), *self.blocks])
"""


def looked_at(text: str, path: str = "program.py") -> Analysis:
    return analyse(Source(path, text), find=Finder(path))


def test_what_other_methods_set_is_not_known() -> None:
    found = looked_at(GAN)
    assert [each.message for each in found.diagnostics] == []
    generator, discriminator = found.models
    reasons = [unknown.reason for unknown in generator.unknowns]
    assert reasons == ["`image_size` of `GAN` is set by a method that nothing calls here"]
    assert [part.class_name for part in discriminator.parts] == ["Dense"]
    assert discriminator.unknowns == []


def test_what_construction_settles_is_held_against_it() -> None:
    text = GAN.replace("keras.Input((3,))", "keras.Input((self.noise,)), layers.Conv2D(3, 3)")
    (said,) = looked_at(text).diagnostics
    assert said.code == "CNN102"
    assert said.certainty == "proved"


SILENT = {
    "a method that is left to others": """
import keras
from abc import abstractmethod


class Backbone(keras.Model):
    @abstractmethod
    def call(self, inputs):
        '''What the classes below make of images.'''
""",
    "a class whose methods are left to others": """
import keras
from abc import abstractmethod


class Factory:
    @abstractmethod
    def block(self, x):
        "One block."

    def build(self):
        image = keras.Input((3,))
        return keras.Model(image, self.block(image))
""",
    "layers behind one that nobody knows": """
import keras
from keras import layers


def helper(layer):
    image = keras.Input((8, 8, 3))
    x = layer(layers.Conv2D(3, 3, name="conv")(image))
    model = keras.Model(image, layers.Dense(5)(layers.Flatten()(x)))
    return model.get_layer("conv"), model.layers[1].filters
""",
    "a class whose base nobody knows, among layers": """
import keras


def build(layer):
    class Own(layer):
        pass

    return keras.Sequential([keras.Input((3,)), Own(2), keras.layers.Dense(2)])
""",
    "a cell that derives from one of Keras": """
import keras


class Own(keras.layers.LSTMCell):
    def call(self, x, states, training=None):
        return super().call(x, states)


x = keras.layers.RNN(Own(5), name="rnn")(keras.Input((3, 4)))
""",
    "one of two arguments, whichever is in the configuration": """
from keras import Input


class Loader:
    def __init__(self, params):
        self.params = {key: params[key] for key in params}

    def load(self):
        return Input(**self.params)
""",
    "a size of -1 in `build`": """
from keras import layers

norm = layers.LayerNormalization()
norm.build((None, -1, 32))
""",
    "a variable whose shape may change": """
import tensorflow as tf

kept = tf.Variable([[]], validate_shape=False, shape=tf.TensorShape([None, None]))
rows = tf.tile(kept, [2, 1])
""",
    "what a decorator that is not known makes": """
import click
import keras


@click.group()
def cli():
    pass


@cli.command()
def train():
    keras.Sequential()
""",
    "reductions by the names of Keras 2": """
import tensorflow as tf

loss = tf.keras.losses.MeanSquaredError(reduction=tf.keras.losses.Reduction.NONE)
""",
    "arguments whose names are not known": """
import argparse
import json
import keras

options = argparse.Namespace(**json.load(open("options.json")))
layer = keras.layers.Dense(options.units)
""",
    "a list that the first turn of a loop leaves empty": """
import keras
import numpy as np


def edges(model):
    before, found, names = None, [], {}
    for layer in model.layers:
        if before is not None:
            found.append((before.units, layer.units))
            names[layer.name] = before.name
        before = layer
    return found, names


def build(model):
    found, names = edges(model)
    pairs = np.asarray(found).transpose((1, 0))
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(len(names))])
""",
    "a name for type checkers": """
import keras
import typing

Metric = typing.ForwardRef("Metric")
""",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_nothing_is_said(text: str) -> None:
    assert [each.message for each in looked_at(text).diagnostics] == []


def test_files_that_import_each_other_with_a_star(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("from .core import *\nfrom .dense import *\n")
    (tmp_path / "core.py").write_text(f"import {tmp_path.name}.tools\n\n\nclass Mixin:\n    pass\n")
    (tmp_path / "tools.py").write_text("")
    text = "import keras\nfrom .core import *\n\n\nclass Dense(Mixin):\n    pass\n"
    path = tmp_path / "dense.py"
    path.write_text(text)
    assert [each.message for each in looked_at(text, str(path)).diagnostics] == []


def test_a_layer_called_on_a_dictionary_that_nobody_knows() -> None:
    text = """
import keras


class Each(keras.layers.Layer):
    def call(self, inputs):
        kept = {}
        for key in inputs:
            kept[key] = keras.ops.relu(inputs[key])
        return {key: value for key, value in Inner()(kept).items()}


class Inner(keras.layers.Layer):
    def call(self, inputs):
        return {key: value + 1 for key, value in inputs.items()}
"""
    assert [each.message for each in looked_at(text).diagnostics] == []


def test_an_option_without_a_default_may_be_given() -> None:
    found = looked_at(
        "import argparse\n"
        "parser = argparse.ArgumentParser()\n"
        'parser.add_argument("--units")\n'
        'parser.add_argument("--rate", default=None)\n'
        "args = parser.parse_args()\n"
        "units = int(args.units)\n"
        "assert args.rate is None\n"
        "import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])\n"
    )
    assert found.diagnostics == []
    assert [part.class_name for part in found.models[0].parts] == ["Dense"]


@pytest.mark.parametrize("use", ["parts[1:]", "len(parts)", "parts or 3", "parts[-1]", "[*parts]"])
def test_as_many_pieces_as_nobody_knows_may_be_several(use: str) -> None:
    found = looked_at(
        "import keras\n"
        "def build(count):\n"
        "    image = keras.Input((8, 8, 16))\n"
        "    sizes = [16 // 2**turn for turn in range(count)]\n"
        "    parts = keras.ops.split(image, sizes, axis=-1)\n"
        f"    return {use}\n"
    )
    assert found.diagnostics == []
