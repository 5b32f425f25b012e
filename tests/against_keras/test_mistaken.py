"""Small programs, right and mistaken ones: Keras runs them, training included, and cnnlint says
an error in the line that raises, and nowhere else."""

from __future__ import annotations

import pytest

from benchmarks import mutants
from cnnlint.analysis import analyse
from cnnlint.source import Source

CALLBACKS = """import keras
import numpy as np
from keras import layers

x, y = np.random.rand(16, 4).astype("float32"), np.random.randint(0, 3, 16)
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="softmax", name="last")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

class Own(keras.callbacks.Callback):
    def __init__(self, x=x):
        super().__init__()
        self.x = x
        self.kept = []

"""
FIT = """

own = Own()
model.fit(x, y, epochs=2, verbose=0, validation_split=0.5, callbacks=[own])
"""
#: What stands in the callback; behind `---` what comes after the training.
HOOKS = """
    def on_batch_end(self, batch, logs=None):
        self.kept.append(logs["loss"])
---
print(own.kept[-1])

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])

    def on_train_begin(self, logs=None):
        self.losses = []
    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
---
print(own.losses[1])

    def on_epoch_end(self, epoch, logs=None):
        if logs["acc"] > 0.9:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        if logs.get("acc") > 0.9:
            self.model.stop_training = True

    def on_train_batch_end(self, batch, logs=None):
        print(logs["val_loss"])

    def on_test_end(self, logs=None):
        print(logs["loss"])

    def on_test_end(self, logs=None):
        print(logs["val_loss"])

    def on_epoch_end(self, epoch, logs=None):
        if epoch > 5:
            raise ValueError("this was too long")

    def on_epoch_end(self, epoch, logs=None):
        self.model.predict(self.x[:, :3], verbose=0)

    def on_epoch_end(self, epoch, logs=None):
        classes = self.model.predict(self.x, verbose=0).argmax(axis=2)

    def on_epoch_end(self, epoch, logs=None):
        self.model.predict(self.data, verbose=0)

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.1 / (1 + epoch)

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.lr.assign(0.1)

    def set_model(self, model):
        super().set_model(model)
        self.probe = keras.Model(model.inputs, model.get_layer("last").output)
    def on_epoch_end(self, epoch, logs=None):
        self.probe.predict(self.x, verbose=0)

    def set_model(self, model):
        self.probe = keras.Model(model.inputs, model.get_layer("first").output)

    def set_model(self, model):
        self.own = model
    def on_epoch_end(self, epoch, logs=None):
        self.model.predict(self.x, verbose=0)

    def on_epoch_end(self, epoch, logs=None):
        self.best = min(getattr(self, "best", 9.0), logs["loss"])
        print(self.params["epochs"])
"""
DATA = """import numpy as np
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.preprocessing.text import Tokenizer

images, labels = np.random.rand(12, 8, 8, 3), np.arange(12) % 2
generator = ImageDataGenerator(rescale=1 / 255, validation_split=0.25)
tokenizer = Tokenizer(num_words=50)
tokenizer.fit_on_texts(["a text", "another text"])
"""
LINES = """
    ImageDataGenerator(rotation=40)
    ImageDataGenerator(validation_split=2)
    ImageDataGenerator(brightness_range=0.2)
    ImageDataGenerator(brightness_range=(0.8, 1.2))
    ImageDataGenerator(zoom_range=(0.2, 0.5, 0.8))
    ImageDataGenerator(zoom_range=0.2)
    ImageDataGenerator(data_format="channels")
    ImageDataGenerator(data_format="channels_first")
    generator.flow_from_array(images, labels)
    generator.flow(images, labels, batchsize=4)
    generator.flow(images, labels, batch_size=4)
    generator.flow(images, labels[:10])
    generator.flow(images[0])
    generator.flow(labels, images)
    generator.flow(images, labels, subset="train")
    generator.flow(images, labels, subset="validation")
    generator.flow((images, labels), batch_size=4)
    generator.flow([images, labels[:3]], batch_size=4)
    generator.fit(images[0])
    generator.fit(images)
    generator.flow_from_directory("images", colour_mode="rgb")
    generator.flow_from_directory("images", subset="train")
    Tokenizer(num_word=50)
    Tokenizer(nb_words=50)
    tokenizer.fit_on_text(["a text"])
    tokenizer.fit_on_texts()
    tokenizer.texts_to_sequences()
    tokenizer.text_to_sequence(["a text"])
    tokenizer.texts_to_matrix(["a text"], mode="counts")
    tokenizer.texts_to_matrix(["a text"], mode="count")
    tokenizer.sequences_to_texts([[1, 2]])
    tokenizer.sequences_to_matrix([[1, 2]])
    print(tokenizer.words)
    print(tokenizer.index_word[1], tokenizer.document_count, tokenizer.oov_token)
"""
PREDICTED = """import keras
import numpy as np
import tensorflow as tf

names = ["cat", "dog", "horse"]
x = np.random.rand(8, 4).astype("float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
given = model.predict(tf.expand_dims(x[0], 0), verbose=0)
"""
POSITIONS = """
    names[np.argmax(given[0])]
    names[: np.argmax(given)]
    names[tf.argmax(given[0])]
    "abc"[given.argmax()]
    names[np.argmax(given)] = "cow"
    del names[np.argmax(given)]
    names[given]
    names[np.argmax(given, axis=1)]
"""
LOSSES = """import keras
import numpy as np
from keras import layers, ops

x, y = np.random.rand(16, 4).astype("float32"), np.random.randint(0, 3, 16)

class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3, activation="softmax")
        self.ce = keras.losses.SparseCategoricalCrossentropy()

    def call(self, x):
        return self.dense(x)

"""
TRAINED = """

model = Own()
model.compile("adam")
model.fit(x, y, verbose=0)
"""
#: How a model computes its loss.
COMPUTED = """
    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        return self.ce(y, y_pred)

    def compute_loss(self, x, y, y_pred, sample_weight):
        return self.ce(y, y_pred)

    def compute_loss(self, x, y, y_pred):
        return self.ce(y, y_pred)

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        loss = self.ce(y, y_pred)

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        return self.ce(y)

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        return self.mse(y, y_pred)

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        return ops.mean(ops.sum(y_pred, axis=2))

    def compute_loss(self, x, y, y_pred, sample_weight, training=True):
        return self.ce(ops.one_hot(y, 3), y_pred)
"""
STARTED = """import keras
import numpy as np
from keras import layers

class Weighs(keras.metrics.Metric):
    def __init__(self, name="own"):
        self.total = self.add_weight(name="total", initializer="zeros")

class Counts(keras.metrics.Metric):
    def __init__(self, name="own"):
        self.seen = 0

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.seen += 1

    def result(self):
        return 1.0

class Differs(keras.losses.Loss):
    def __init__(self, power=2):
        self.power = power

    def call(self, y_true, y_pred):
        return (y_true - y_pred) ** self.power

class Plain(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return (y_true - y_pred) ** 2

def train(loss, *metrics):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
    model.compile("adam", loss, metrics=list(metrics))
    model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)

"""
STARTS = """
    Weighs()
    train("mse", Counts())
    train(Differs())
    train(Plain())
"""
BEGUN = """import keras
from keras import layers

class Net(keras.Model):
    def __init__(self):
        super().__init__
        self.dense = layers.Dense(2)

    def call(self, x):
        return self.dense(x)

"""
BEGIN = """
    Net().compile("adam", "mse")
"""
SAVED = """import keras
import numpy as np
import tensorflow as tf
from keras import layers

x, y = np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32")
ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)

def batches():
    yield x, y

def trained(*steps, **more):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(4), *steps])
    model.compile("adam", "mse")
    given = {"x": x, "y": y, "verbose": 0, **more}
    model.fit(**given)
    model.save("/tmp/saved.keras")
    again = keras.models.load_model("/tmp/saved.keras")
    again.evaluate(given["x"], given["y"], verbose=0)
    again.predict(x, verbose=0)

"""
AGAIN = """
    trained(layers.Dense(1))
    trained(layers.Conv1D(8, 2))
    trained(layers.Dense(2.5))
    trained(layers.Dense())
    trained(layers.Dense(2), y=y[:, 0])
    trained(layers.Dense(1), x=x[:, :3])
    trained(layers.Dense(1), x=batches)
    trained(layers.Dense(1), x=ds, y=None, validation_split=0.2)
    trained(layers.Dense(1), x=ds, y=None, validation_split=0.2, validation_data=ds)
    trained(layers.Dense(1), validation_data=[x, y, None, None])
    trained(layers.Dense(1), validation_data=[x, y])
    trained(layers.Dense(1), validation_data=x)
    trained(layers.Dense(1), validation_data=x[:, :3])
    trained(layers.Dense(1), batch_size=-1)
    trained(layers.Dense(1), batch_size=16)
    keras.models.load_model("/tmp/saved.keras", custom_object={})
    keras.models.load_model("/tmp/saved.keras", None, True, True, True)
"""
LAYERS = """import keras
from keras import layers, ops

a, b = keras.Input((4, 8)), keras.Input((4, 8))
model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])

class Own(layers.Layer):
    def __init__(self, input_shape):
        super().__init__()
        self.input_shape = input_shape

"""
CALLS = """
    layers.LayerNormalization()([a, b])
    layers.LayerNormalization(axis=1)([a, b])
    layers.LayerNormalization(scale=False, center=False)([a, b])
    layers.LayerNormalization(rms_scaling=True)([a, b])
    layers.RMSNormalization()([a, b])
    layers.GroupNormalization(2)([a, b])
    layers.UnitNormalization()([a, b])
    layers.Dropout(0.5)([a, b])
    layers.sigmoid(a)
    ops.extract_patches(a, 3)
    keras.activations.reshape(a, (32,))
    ops.sigmoid(a)
    keras.Input(((4, 3),))
    layers.Add()([a, layers.LSTM(8, return_state=True)(b)])
    layers.Concatenate()([[a, b], a])
    layers.Add()([a, *layers.LSTM(8, return_sequences=True, return_state=True)(b)][:2])
    layers.Bidirectional(layers.GRU)(a)
    layers.TimeDistributed(layers.Dense)(a)
    layers.TimeDistributed(layers.Dense(2))(a)
    model(keras.Input((4,)), train=False)
    model(keras.Input((4,)), training=False)
    model.predict(keras.Input((4,)))
    keras.Input(shape=(None, (3,)))
    keras.Input((4, 3))
    layers.Dense(2).outputs
    layers.Dense(2).output_shape
    layers.Normalization().fit
    model.layers[0].input_shape
    model.layers[0].output.shape
    model.output_shape
    Own((3,)).input_shape
"""


def programs() -> list[mutants.Mutant]:
    found = []
    for hook in HOOKS.strip("\n").split("\n\n"):
        body, _, after = hook.partition("\n---\n")
        found.append((hook, f"{CALLBACKS}{body}{FIT}{after}"))
    for loss in COMPUTED.strip("\n").split("\n\n"):
        found.append((loss, f"{LOSSES}{loss}{TRAINED}"))
    for before, lines in (
        (DATA, LINES),
        (PREDICTED, POSITIONS),
        (LAYERS, CALLS),
        (SAVED, AGAIN),
        (STARTED, STARTS),
        (BEGUN, BEGIN),
    ):
        found += [(line, f"{before}{line}") for line in map(str.strip, lines.strip().split("\n"))]
    return [mutants.Mutant("", 0, what, text + "\n") for what, text in found]


@pytest.fixture(scope="module")
def judged() -> dict[str, mutants.Judged]:
    return {each.mutant.what: each for each in mutants.judge(programs())}


@pytest.mark.parametrize("what", [each.what for each in programs()])
def test_both_say_the_same(what: str, judged: dict[str, mutants.Judged]) -> None:
    found = judged[what]
    assert found.verdict in ("agreed", "fine"), mutants.told(found)


#: What Keras runs without a word, or with a warning; and what is said of it.
REMARKED = """
    CNN419 keras.callbacks.ReduceLROnPlateau(min_learning_rate=1e-6)
    CNN419 keras.callbacks.ReduceLROnPlateau(epsilon=1e-4)
    CNN419 keras.callbacks.LambdaCallback(on_epoch_ends=print)
    CNN419 keras.optimizers.SGD(0.1, decay=1e-6)
    - keras.optimizers.SGD(0.1, decay=0.0)
    - keras.callbacks.LambdaCallback(on_test_begin=print)
    - keras.callbacks.ReduceLROnPlateau(min_lr=1e-6)
    CNN419 train(3, callbacks=[Late()])
    CNN306 train(2)
    - train(3)
    CNN308 train(3, callbacks=[keras.callbacks.EarlyStopping("val_acc", mode="max")])
    - train(3, callbacks=[keras.callbacks.EarlyStopping("loss", mode="max")])
    CNN313 train(Net(None))
    - train(Net("softmax"))
"""
BEFORE = """import keras
import numpy as np
from keras import layers

class Late(keras.callbacks.Callback):
    def on_train_start(self, logs=None):
        self.begun = True

class Net(keras.Model):
    def __init__(self, activation):
        super().__init__()
        self.dense = layers.Dense(3, activation=activation)

    def call(self, x):
        return self.dense(x)

def train(units, **more):
    model = units
    if isinstance(units, int):
        last = layers.Dense(units, activation="softmax")
        model = keras.Sequential([keras.Input((4,)), last])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(np.random.rand(12, 4), np.random.randint(0, 3, 12), verbose=0, **more)

"""


@pytest.mark.parametrize("line", [line.strip() for line in REMARKED.strip().split("\n")])
def test_what_runs_is_warned_of(line: str) -> None:
    code, _, call = line.partition(" ")
    source = Source("program.py", BEFORE.replace("activation):", 'activation="softmax"):') + call)
    said = [(each.code, each.severity) for each in analyse(source).diagnostics]
    assert said == ([] if code == "-" else [(code, "warning")])
