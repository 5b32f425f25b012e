"""Sizes that come from data: what is in files is a symbol, and all the rest is worked out."""

from __future__ import annotations

import importlib

import pytest

from cnnlint import table
from cnnlint.analysis import analyse
from cnnlint.libraries import samples
from cnnlint.network import Model
from cnnlint.shapes import show
from cnnlint.source import Source


def models(text: str) -> dict[str, Model]:
    """The models of a program, by variable."""
    found = analyse(Source("program.py", text))
    assert not [each for each in found.diagnostics if each.severity == "error"]
    return {model.variable: model for model in found.models}


def rows(model: Model) -> list[tuple[str, str]]:
    """Shape and count of every row."""
    return [
        (show(row.shapes[0]) if row.shapes else "?", str(row.params)) for row in table.rows(model)
    ]


def test_columns_of_a_table() -> None:
    found = models(
        """
import numpy as np
import pandas as pd
import keras
from keras import layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data.csv").dropna()
y = df.pop("label")
X = StandardScaler().fit_transform(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
a = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(1)])
a.compile("adam", "mse")
a.fit(X_train, y_train)
b = keras.Sequential([keras.Input((df[["a", "b", "c"]].values.shape[1],)), layers.Dense(2)])
pixels = pd.read_csv("train.csv").drop(columns=["label"]).values.reshape(-1, 28, 28, 1)
c = keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(df["kind"].nunique())])
c.predict(pixels / 255.0)
rows = pd.DataFrame({"a": np.zeros(30), "b": np.zeros(30)})
d = keras.Sequential([layers.Dense(2)])
d.predict(rows)
"""
    )
    assert [shape for shape, _ in rows(found["a"])] == ["(None, 4)", "(None, 1)"]
    assert rows(found["a"])[1] == ("(None, 1)", "5")
    assert rows(found["b"]) == [("(None, 2)", "8")]
    assert [shape for shape, _ in rows(found["c"])][:2] == ["(None, 26, 26, 4)", "(None, 2704)"]
    assert rows(found["d"]) == [("(30, 2)", "6")]


def test_what_keeps_and_what_changes_a_table() -> None:
    found = models(
        """
import pandas as pd
import keras
from keras import layers

df = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6], "c": [7, 8, 9]})
df["d"] = df["a"] * 2
df["a"] = df["a"].astype(float)
one = keras.Sequential([keras.Input((df.shape[1],)), layers.Dense(1)])
two = keras.Sequential([keras.Input((df.drop("a", axis=1).shape[1],)), layers.Dense(1)])
three = keras.Sequential([keras.Input((df.iloc[:, 1:-1].values.shape[1],)), layers.Dense(1)])
four = keras.Sequential([keras.Input((len(df.columns),)), layers.Dense(len(df))])
x = df.iloc[:, 0].values.reshape(-1, 1)
five = keras.Sequential([keras.Input(x.shape[1:]), layers.Dense(1)])
"""
    )
    params = {name: rows(found[name])[0] for name in ("one", "two", "three", "four", "five")}
    assert params == {
        "one": ("(None, 1)", "5"),
        "two": ("(None, 1)", "4"),
        "three": ("(None, 1)", "3"),
        "four": ("(None, 3)", "15"),
        "five": ("(None, 1)", "2"),
    }


def test_a_size_is_called_what_the_code_calls_it() -> None:
    found = models(
        """
import gym
import keras
from keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.preprocessing.text import Tokenizer
from somewhere import words

env = gym.make("CartPole")
flow = ImageDataGenerator().flow_from_directory("train", target_size=(32, 32))
tokenizer = Tokenizer()
tokenizer.fit_on_texts(words)
vocab_size = len(tokenizer.word_index) + 1
model = keras.Sequential([
    keras.Input((env.observation_space.shape[0],)),
    layers.Dense(env.action_space.n),
    layers.Dense(len(words)),
    layers.Dense(vocab_size),
])
images = keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(flow.num_classes)])
images.compile("adam", "mse")
images.fit(flow)
"""
    )
    assert [shape for shape, _ in rows(found["model"])] == [
        "(None, env.action_space.n)",
        "(None, len(words))",
        "(None, vocab_size)",
    ]
    assert [shape for shape, _ in rows(found["images"])] == [
        "(None, 30, 30, 4)",
        "(None, 3600)",
        "(None, num_classes)",
    ]


def test_images_from_files() -> None:
    found = models(
        """
import os
import cv2
import keras
import numpy as np
from keras import layers
from PIL import Image

first, second = [], []
for name in os.listdir("images"):
    first.append(cv2.resize(cv2.cvtColor(cv2.imread(name), cv2.COLOR_BGR2RGB), (64, 48)))
    second.append(np.array(Image.open(name).convert("L").resize((32, 20))))
a = keras.Sequential([layers.Conv2D(4, 3)])
a.predict(np.array(first) / 255.0)
b = keras.Sequential([layers.Conv2D(4, 3)])
b.predict(np.array(second).reshape(-1, 20, 32, 1))
"""
    )
    assert rows(found["a"]) == [("(None, 46, 62, 4)", "112")]
    assert rows(found["b"]) == [("(None, 18, 30, 4)", "40")]


def test_a_model_read_from_a_file_blurs_nothing_else() -> None:
    found = models(
        """
import keras
from keras import layers

encoder = keras.models.load_model("encoder.keras")
for layer in encoder.layers[:-3]:
    layer.trainable = False
image = keras.Input((32, 32, 3))
x = layers.Conv2D(4, 3)(image)
mixed = keras.Model(image, layers.Dense(5)(encoder(x)))
clean = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
"""
    )
    assert rows(found["clean"]) == [("(None, 3)", "15")]
    assert rows(found["mixed"])[1] == ("(None, 30, 30, 4)", "112")
    assert [unknown.reason for unknown in found["mixed"].unknowns] == ["a model read from a file"]


@pytest.mark.parametrize("name", [name for name in samples.SIZES if name.startswith("load_")])
def test_sizes_of_the_data_sets_of_scikit_learn(name: str) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    bunch = getattr(datasets, name)()
    count, columns, classes = samples.SIZES[name]
    assert bunch.data.shape == (count, columns)
    if classes is not None:
        assert sorted(set(bunch.target)) == list(range(classes))


def test_every_module_of_scikit_learn_has_what_it_is_said_to_have() -> None:
    pytest.importorskip("sklearn")
    from cnnlint.libraries import estimators, sklearn

    modules = [importlib.import_module(f"sklearn.{name}") for name in sklearn._TRANSFORMING]
    for name in estimators.NAMES:
        assert any(hasattr(module, name) for module in modules), name


def test_data_sets_of_tensorflow_datasets() -> None:
    found = models(
        """
import tensorflow as tf
import tensorflow_datasets as tfds

(train, test), info = tfds.load(
    "cifar10", split=["train[:90%]", "test"], as_supervised=True, with_info=True
)
train = train.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label))
a = tf.keras.Sequential([
    tf.keras.layers.Conv2D(4, 3),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(info.features["label"].num_classes, activation="softmax"),
])
a.compile("adam", "sparse_categorical_crossentropy")
a.fit(train.shuffle(info.splits["train"].num_examples).batch(64))
pets = tfds.load("cats_vs_dogs", split="train", as_supervised=True)
pets = pets.map(lambda image, label: (tf.image.resize(image, (64, 64)), label)).batch(32)
b = tf.keras.Sequential([tf.keras.layers.Conv2D(4, 3)])
for images, labels in pets.take(1):
    b(images)
"""
    )
    assert rows(found["a"])[0] == ("(None, 30, 30, 4)", "112")
    assert rows(found["a"])[2] == ("(None, 10)", "36010")
    assert rows(found["b"]) == [("(32, 62, 62, 4)", "112")]


def test_what_environments_show_and_take() -> None:
    """The spaces of published environments, and of one's own; held against Gymnasium 1.4."""
    found = models(
        """
import gym
import gymnasium
import keras
import numpy as np
from gymnasium import spaces
from keras import layers

class Mine(gymnasium.Env):
    def __init__(self, size):
        self.observation_space = spaces.Box(low=0, high=255, shape=(size, size, 4), dtype=np.uint8)
        self.action_space = gymnasium.spaces.Discrete(5)

def network(env, actions):
    seen = keras.Input(env.observation_space.shape)
    return keras.Model(seen, layers.Dense(actions)(layers.Flatten()(seen)))

cart = gymnasium.make("CartPole-v1", render_mode="human")
first = network(cart, cart.action_space.n)
swing = gym.make("Pendulum-v1")
second = network(swing, swing.action_space.shape[0])
bounded = second.output * swing.action_space.high[0]
third = network(gym.make("ALE/Pong-v5"), 6)
mine = Mine(84)
fourth = network(mine, mine.action_space.n)
state, _ = cart.reset(seed=3)
following, reward, ended, cut, info = cart.step(cart.action_space.sample())
fifth = keras.Sequential([layers.Dense(7)])
fifth(following[np.newaxis])
newer = gym.make("CartPole-v9")
sixth = network(newer, newer.action_space.n)
"""
    )
    assert {name: rows(model)[-1] for name, model in found.items() if name != "sixth"} == {
        "first": ("(None, 2)", "10"),
        "second": ("(None, 1)", "4"),
        "third": ("(None, 6)", str(210 * 160 * 3 * 6 + 6)),
        "fourth": ("(None, 5)", str(84 * 84 * 4 * 5 + 5)),
        "fifth": ("(1, 7)", "35"),
    }
    assert found["sixth"].unknowns


def test_keras_by_the_ways_to_older_tensorflow() -> None:
    found = models(
        """
import tensorflow.compat.v1 as tf
import tensorflow.compat.v2.keras.layers as layers
from tensorflow.compat.v1 import keras
model = tf.keras.Sequential([keras.Input((4,)), layers.Dense(3)])
"""
    )
    assert rows(found["model"]) == [("(None, 3)", "15")]


def test_methods_of_tables_that_are_not_followed() -> None:
    """What is called on a table is a method, and no column."""
    found = models(
        """
import keras
import pandas as pd
from keras import layers

frame = pd.read_csv("prices.csv")
prices = frame.get(["Close", "Volume"]).values
changed = frame.progress_apply(lambda row: row["a"], axis=1)
other = frame.some_plugin.columns_of(3)
model = keras.Sequential([keras.Input(prices.shape[1:]), layers.Dense(3)])
"""
    )
    assert rows(found["model"]) == [("(None, 3)", "9")]


def test_dtype_of_an_input_by_an_object() -> None:
    found = models(
        """
import keras
import numpy as np
import tensorflow as tf
ids = [keras.Input((3,), dtype=tf.int32), tf.keras.Input((3,), dtype=np.int64)]
model = keras.Model(ids, keras.layers.Concatenate()(ids))
"""
    )
    assert [tensor.dtype for tensor in found["model"].inputs] == ["int32", "int64"]


def test_arrays_that_only_a_reshape_tells_of() -> None:
    """What is data has the sizes that it is laid out in; what may be a symbolic tensor has not."""
    found = models(
        """
import pickle
import keras
import numpy as np
from elsewhere import heads, loaded
from keras import layers

images = np.load("images.npy")
images = images.reshape(images.shape[0], 28, 28, 1)
with open("batches", "rb") as file:
    batch = pickle.load(file)
colours = batch["data"].reshape((-1, 32, 32, 3))
sounds = np.array([loaded(each) for each in batch])[:5]
sounds = sounds.reshape(-1, 40)
halves = np.reshape(loaded(), (-1, 7, 3))
first = keras.Sequential([keras.Input(images.shape[1:]), layers.Flatten()])
second = keras.Sequential([keras.Input(colours.shape[1:]), layers.Flatten()])
third = keras.Sequential([keras.Input(sounds.shape[1:]), layers.Dense(2)])
fourth = keras.Sequential([keras.Input(halves.shape[1:]), layers.Flatten()])
signal = keras.Input((10,))
fifth = keras.Model(signal, layers.Dense(2)(heads(signal).reshape((-1, 5))))
"""
    )
    shapes = {name: rows(model)[-1][0] for name, model in found.items() if name != "fifth"}
    assert shapes == {
        "first": "(None, 784)",
        "second": "(None, 3072)",
        "third": "(None, 2)",
        "fourth": "(None, 21)",
    }
    assert found["fifth"].outputs[0].shape is None


def test_sounds_from_files() -> None:
    found = models(
        """
import keras
import tensorflow as tf
from keras import layers

train, rest = keras.utils.audio_dataset_from_directory(
    "commands", batch_size=64, output_sequence_length=16000, subset="both", validation_split=0.2,
    seed=0,
)
train = train.map(lambda sound, label: (tf.squeeze(sound, axis=-1), label))
pictures = train.map(lambda sound, label: (tf.abs(tf.signal.stft(sound, 255, 128)), label))
for picture, label in pictures.take(1):
    break
model = keras.Sequential([
    keras.Input((*picture.shape[1:], 1)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2),
])
"""
    )
    assert rows(found["model"])[0] == ("(None, 122, 127, 4)", "40")


def test_a_table_as_a_dictionary_of_its_columns() -> None:
    found = models(
        """
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers

df = pd.DataFrame({"age": np.zeros(30), "sex": np.zeros(30), "target": np.zeros(30)})
labels = df.pop("target")
ds = tf.data.Dataset.from_tensor_slices((dict(df), labels)).batch(10)
named = {**df}
for batch, target in ds.take(1):
    ages = tf.expand_dims(batch["age"], -1)
a = keras.Sequential([keras.Input((len(named),)), layers.Dense(len(dict(df)))])
b = keras.Sequential([keras.Input(ages.shape[1:]), layers.Dense(1)])
dict(pd.read_csv("heart.csv"))
"""
    )
    assert rows(found["a"]) == [("(None, 2)", "6")]
    assert rows(found["b"]) == [("(None, 1)", "2")]
