"""What a file defines and never uses: which shapes it gets, and that real Keras agrees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from textwrap import dedent
from typing import Any

import pytest

from cnnlint import dims, table
from cnnlint.analysis import Analysis, analyse
from cnnlint.diagnostics import Diagnostic
from cnnlint.dims import Dim
from cnnlint.network import Model
from cnnlint.source import Source

HEAD = "import keras\nfrom keras import layers\nfrom keras import Input, Model, Sequential\n"


def analysed(text: str, *besides: str) -> Analysis:
    return analyse(Source("models.py", HEAD + dedent(text)), besides=besides)


def model(analysis: Analysis, name: str = "") -> Model:
    found = [each for each in analysis.models if not name or each.variable == name]
    assert len(found) == 1, [each.variable for each in analysis.models]
    return found[0]


def errors(analysis: Analysis) -> list[Diagnostic]:
    return [each for each in analysis.diagnostics if each.severity == "error"]


#: A builder, the call that real Keras makes, and what that call makes of our symbols.
BUILDERS: dict[str, tuple[str, str, dict[str, int]]] = {
    "three sizes": (
        """
        def build(input_shape, classes=10):
            x = inputs = Input(shape=input_shape)
            for filters in (16, 32):
                x = layers.Conv2D(filters, 3, activation="relu")(x)
                x = layers.MaxPooling2D()(x)
            x = layers.Flatten()(x)
            return Model(inputs, layers.Dense(classes)(x))
        """,
        "build((29, 34, 3))",
        {"input_shape[0]": 29, "input_shape[1]": 34, "input_shape[2]": 3},
    ),
    "two more sizes": (
        """
        def build(image_size, width):
            inputs = Input(image_size + (3,))
            x = layers.SeparableConv2D(width, 5, strides=2, padding="same")(inputs)
            x = layers.BatchNormalization()(x)
            return Model(inputs, layers.Conv2DTranspose(width * 2, 3, strides=2)(x))
        """,
        "build((21, 16), 6)",
        {"image_size[0]": 21, "image_size[1]": 16, "width": 6},
    ),
    "unpacked": (
        """
        def build(shape, units):
            height, width, channels = shape
            inputs = Input((height, width, channels))
            x = layers.Reshape((height * width, channels))(inputs)
            x = layers.LSTM(units)(x)
            return Model(inputs, layers.Dense(units // 2)(x))
        """,
        "build((4, 6, 5), 8)",
        {"shape[0]": 4, "shape[1]": 6, "shape[2]": 5, "units": 8},
    ),
    "one size": (
        """
        def build(length, vocabulary, depth):
            return Sequential([
                Input((length,)),
                layers.Embedding(vocabulary, depth),
                layers.Conv1D(depth * 2, 3),
                layers.GlobalMaxPooling1D(),
                layers.Dense(3),
            ])
        """,
        "build(40, 1000, 7)",
        {"length": 40, "vocabulary": 1000, "depth": 7},
    ),
    "found by a recurrent layer": (
        """
        def build(input_shape, units=5):
            model = Sequential()
            model.add(layers.LSTM(units, input_shape=input_shape, return_sequences=True))
            model.add(layers.TimeDistributed(layers.Dense(units * 3)))
            return model
        """,
        "build((11, 2))",
        {"input_shape[0]": 11, "input_shape[1]": 2},
    ),
    "volumes": (
        """
        def build(*, input_shape, filters):
            inputs = Input(input_shape)
            x = layers.Conv3D(filters, 3, padding="same")(inputs)
            x = layers.MaxPooling3D()(x)
            return Model(inputs, layers.Dense(2)(layers.Flatten()(x)))
        """,
        "build(input_shape=(6, 7, 8, 2), filters=3)",
        {f"input_shape[{axis}]": size for axis, size in enumerate((6, 7, 8, 2))} | {"filters": 3},
    ),
    "skips": (
        """
        def build(input_size, base):
            inputs = Input(input_size)
            skips, x = [], inputs
            for depth in range(3):
                x = layers.Conv2D(base * 2 ** depth, 3, padding="same")(x)
                skips.append(x)
                x = layers.MaxPooling2D()(x)
            for skip in reversed(skips):
                x = layers.UpSampling2D()(x)
                x = layers.Concatenate()([x, skip])
            return Model(inputs, layers.Conv2D(1, 1)(x))
        """,
        "build((24, 40, 1), 4)",
        {"input_size[0]": 24, "input_size[1]": 40, "input_size[2]": 1, "base": 4},
    ),
    "a tensor": (
        """
        class Net(Model):
            def __init__(self, width, classes):
                super().__init__()
                self.conv = layers.Conv2D(width, 3, strides=2)
                self.normal = layers.BatchNormalization()
                self.flat = layers.Flatten()
                self.head = layers.Dense(classes)

            def call(self, images, training=False):
                x = self.normal(self.conv(images), training=training)
                return self.head(self.flat(x))
        """,
        "Net(6, 4)(Input((15, 20, 3)))",
        {"images.shape[1]": 15, "images.shape[2]": 20, "images.shape[3]": 3}
        | {"width": 6, "classes": 4},
    ),
    "a method": (
        """
        class Trainer:
            def __init__(self, shape, classes=3):
                self.shape = shape
                self.classes = classes

            def build_model(self, width):
                inputs = Input(self.shape)
                x = layers.DepthwiseConv2D(3, depth_multiplier=width)(inputs)
                x = layers.GlobalAveragePooling2D()(x)
                return Model(inputs, layers.Dense(self.classes)(x))
        """,
        "Trainer((9, 8, 5)).build_model(2)",
        {"shape[0]": 9, "shape[1]": 8, "shape[2]": 5, "width": 2},
    ),
}

WORKER = """
import json, sys
import keras
rows = []
for text, call in json.load(sys.stdin):
    names = {}
    exec(text, names)
    made = eval(call, names)
    if not isinstance(made, keras.Model):
        made = made._keras_history.operation
    rows.append([
        [type(each).__name__, list(getattr(each, "output", None).shape)
         if each._inbound_nodes else None, each.count_params()]
        for each in made.layers
    ])
print(json.dumps(rows))
"""


@pytest.fixture(scope="module")
def said_by_keras() -> dict[str, list[Any]]:
    """The rows of each model as real Keras makes them."""
    environment = {**os.environ, "KERAS_BACKEND": "jax", "TF_CPP_MIN_LOG_LEVEL": "3"}
    asked = [(HEAD + dedent(text), call) for text, call, _ in BUILDERS.values()]
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=environment,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(BUILDERS, json.loads(done.stdout.splitlines()[-1]), strict=True))


def number(size: Any, values: dict[str, int]) -> Any:
    if isinstance(size, Dim):
        size = None if dims.hidden(size) else dims.substitute(size, values)
    assert size is None or isinstance(size, int), size
    return size


@pytest.mark.parametrize("case", BUILDERS)
def test_symbols_are_what_keras_makes_of_numbers(
    case: str, said_by_keras: dict[str, list[Any]]
) -> None:
    text, _, values = BUILDERS[case]
    analysis = analysed(text)
    assert not errors(analysis)
    found = model(analysis)
    assert not found.unknowns
    rows = table.rows(found)
    shown = [row for row in rows if row.class_name != "InputLayer"]
    wanted = [row for row in said_by_keras[case] if row[0] != "InputLayer"]
    assert [row.class_name for row in shown] == [row[0] for row in wanted]
    for row, (_, shape, params) in zip(shown, wanted, strict=True):
        assert row.shapes is not None
        assert number(row.params, values) == params
        if shape is not None:
            assert [number(size, values) for size in row.shapes[0]] == shape


def test_a_size_that_must_divide() -> None:
    text, _, _ = BUILDERS["skips"]
    needs = [str(each) for each in table.requirements(model(analysed(text)))]
    assert needs == ["input_size[0] % 8 == 0", "input_size[1] % 8 == 0"]


def test_what_nothing_demands_is_not_known() -> None:
    """`Flatten` and `Dense` take any number of axes: there is nothing to tell how many."""
    analysis = analysed("""
        def build(input_shape):
            inputs = Input(input_shape)
            return Model(inputs, layers.Dense(3)(layers.Flatten()(inputs)))

        class Net(Model):
            def __init__(self):
                super().__init__()
                self.head = layers.Dense(3)

            def call(self, x):
                return self.head(x)
    """)
    built = model(analysis, "build(input_shape)")
    assert [each.reason for each in built.unknowns] == [
        "parameter `input_shape` of `build` has no value here"
    ]
    assert all(row.shapes is None for row in table.rows(built))
    reasons = [each.reason for each in model(analysis, "Net()").unknowns]
    assert reasons == ["the input shape of `Net` is not known: no call in this file"]


def test_several_tensors_are_no_tensor() -> None:
    """Whose items are taken may be a list of tensors: a number of axes would be a guess."""
    analysis = analysed("""
        class Net(Model):
            def __init__(self):
                super().__init__()
                self.conv = layers.Conv2D(4, 3)

            def call(self, inputs):
                return self.conv(inputs[0]) + self.conv(inputs[1])
    """)
    assert model(analysis).unknowns
    assert not errors(analysis)


def test_a_size_in_a_tuple_may_be_part_of_a_parameter() -> None:
    """`(args.rows, -1)` holds a size by that name, and a list of layers holds none."""
    analysis = analysed("""
        def build(args, settings):
            inputs = Input((12, 12, 1))
            x = layers.Reshape((args.rows, -1, 2))(inputs)
            y = layers.ZeroPadding2D(((settings["top"], 1), (0, 2)))(inputs)
            return Model(inputs, [x, y])

        def recurrent(args):
            inputs = Input((12, 3))
            return Model(inputs, layers.RNN([args.first, args.second])(inputs))
    """)
    built = model(analysis, "build(args, settings)")
    x, y = ([str(size) for size in tensor.shape or ()] for tensor in built.outputs)
    assert x[1] == "args.rows"
    assert y[1:] == ["settings[top] + 13", "14", "1"]
    assert not errors(analysis)


def test_another_number_of_sizes_in_another_world() -> None:
    analysis = analysed("""
        def build(input_shape, volumes):
            inputs = Input(input_shape)
            if volumes:
                x = layers.Conv3D(4, 3)(inputs)
            else:
                x = layers.Conv2D(4, 3)(inputs)
            return Model(inputs, x)
    """)
    assert not errors(analysis)
    ranks = sorted(len(each.outputs[0].shape or ()) for each in analysis.models)
    assert ranks == [4, 5]
    assert not any(each.unknowns for each in analysis.models)


def test_no_arguments_of_ours_make_an_error() -> None:
    """What is refused for sizes that we chose may be right for those that its caller has."""
    analysis = analysed("""
        def merged(input_shape, other):
            a, b = Input(input_shape), Input(other)
            x = layers.Add()([layers.Conv2D(3, 1)(a), layers.Conv2D(3, 3)(b)])
            return Model([a, b], x)

        class Block(layers.Layer):
            def __init__(self, width):
                super().__init__()
                self.conv = layers.Conv2D(width, 3)

            def call(self, x):
                return x + self.conv(x)

        class Sized(layers.Conv2D):
            def call(self, x):
                return super().call(x)

        def reshaped(shape):
            inputs = Input(shape)
            return Model(inputs, layers.Reshape((7, 7, 3))(layers.Conv2D(3, 3)(inputs)))
    """)
    assert not errors(analysis)


def test_what_fails_for_any_argument_is_an_error() -> None:
    analysis = analysed("""
        def build(input_shape):
            inputs = Input(input_shape)
            x = layers.Conv2D(8, 3, padding="same")(inputs)
            x = layers.GlobalAveragePooling2D()(x)
            return Model(inputs, layers.Conv2D(4, 3)(x))

        def merged(input_shape, other):
            a, b = Input(input_shape), Input(other)
            x = layers.Add()([layers.Conv2D(3, 1)(a), layers.Conv2D(5, 1)(b)])
            return Model([a, b], x)
    """)
    assert [(each.name, each.certainty) for each in errors(analysis)] == [
        ("rank-mismatch", "proved"),
        ("merge-shape-mismatch", "proved"),
    ]


def test_what_a_root_uses_is_no_root() -> None:
    analysis = analysed("""
        def block(units):
            inputs = Input((units,))
            return Model(inputs, layers.Dense(2)(inputs))

        def build():
            return block(3)

        class Pair:
            def __init__(self):
                self.first = self.member(4)

            def member(self, units):
                return block(units)
    """)
    assert [each.variable for each in analysis.models] == ["build()", "Pair().first"]


def test_parts_are_not_shown_apart() -> None:
    analysis = analysed("""
        class Net(Model):
            def __init__(self, units=2):
                super().__init__()
                self.body = Sequential([Input((6,)), layers.Dense(units)])

            def call(self, x):
                return self.body(x)

        class Block(layers.Layer):
            def __init__(self):
                super().__init__()
                self.body = Sequential([Input((6,)), layers.Dense(3)])

            def call(self, x):
                return self.body(x)

        def build():
            inputs = Input((6,))
            return Model(inputs, Sequential([layers.Dense(4)])(inputs))

        def wrapped(base):
            return Model(base.input, base.output)
    """)
    assert [each.variable for each in analysis.models] == ["Net()", "build()"]


def test_targets_besides_the_file() -> None:
    analysis = analysed(
        """
        def build(input_shape, classes):
            inputs = Input(input_shape)
            return Model(inputs, layers.Dense(classes)(layers.Flatten()(inputs)))

        class Net(Model):
            def __init__(self, classes):
                super().__init__()
                self.head = layers.Dense(classes)

            def call(self, x):
                return self.head(x)

        kept = build((3,), 4)
        """,
        "build(input_shape=(8, 8, 3), classes=10)",
        "Net(10)(Input((32,)))",
        "Net(5)",
        "Nett(3)",
        "build",
        "build.__name__",
    )
    names = [each.variable for each in analysis.models]
    assert names[:3] == [
        "kept",
        "build(input_shape=(8, 8, 3), classes=10)",
        "Net(10)(Input((32,)))",
    ]
    totals = [table.totals(each).params for each in analysis.models[1:3]]
    assert totals == [192 * 10 + 10, 330]
    assert analysis.models[3].unknowns
    assert analysis.failed == [
        ("Nett(3)", "it raises NameError: name 'Nett' is not defined"),
        ("build.__name__", "it gives no model"),
    ]


def test_a_number_is_not_tried_as_a_shape() -> None:
    """It is the reason why a rank is unknown, and a layer takes it for a number of units."""
    analysis = analysed(
        """
        from keras import ops

        def table(size, dim):
            steps = ops.arange(dim // 4) / (dim // 4 - 1)
            places = ops.arange(size)[:, None] * steps[None, :]
            return ops.concatenate([ops.sin(places), ops.cos(places)] * 2, axis=1)

        def build(size, dim, classes):
            inputs = Input((size, size))
            x = layers.Dense(dim)(inputs) + table(size, dim)
            return Model(inputs, layers.Dense(classes)(x))
        """
    )
    assert not errors(analysis)


def test_a_number_is_no_shape() -> None:
    """What is refused for a tuple says nothing of a parameter that need not be one."""
    analysis = analysed("""
        def scaled(hidden_dim):
            inputs = Input((4, 8))
            x = layers.Dense(8)(inputs) * keras.ops.sqrt(hidden_dim)
            return Model(inputs, layers.Conv2D(4, 3)(layers.Dense(hidden_dim)(x)))

        def several(shapes):
            inputs = [Input(shape) for shape in (shapes[0], shapes[1])]
            return Model(inputs, layers.Add()([layers.Conv2D(3, 3)(each) for each in inputs]))

        def listed(shape):
            if isinstance(shape, list):
                inputs = Input(shape)
            else:
                inputs = Input((8, 8, 3))
            x = layers.Conv2D(8, 3)(inputs)
            x = x if isinstance(shape, list) else layers.GlobalAveragePooling2D()(x)
            return Model(inputs, layers.Conv2D(4, 3)(x))

        class Block(layers.Layer):
            def call(self, pair):
                return layers.Add()(pair)
    """)
    assert not errors(analysis)


def test_defaults_that_do_not_fit_are_no_error() -> None:
    analysis = analysed("""
        def build(units=0, shape=(8, 8)):
            inputs = Input(shape)
            return Model(inputs, layers.Dense(units)(layers.Conv2D(3, 3)(inputs)))
    """)
    assert {each.severity for each in analysis.diagnostics} == {"info"}


def test_a_call_that_another_world_can_make() -> None:
    """The same call is refused only without images: it is reached with images as well."""
    analysis = analysed("""
        import numpy as np

        def given(images):
            return 3 if images is None else images

        def show(images):
            return np.concatenate([given(images)], axis=2)
    """)
    assert not errors(analysis)


def test_a_dictionary_of_tensors_is_no_number() -> None:
    analysis = analysed("""
        class Augment(layers.Layer):
            def call(self, inputs):
                pair = {"x": inputs["x"], "y": inputs["y"]}
                return keras.ops.map(lambda each: each["x"], pair)

        class First(layers.Layer):
            def call(self, words, tokens):
                return words[:, 0]

            def compute_output_shape(self, input_shape):
                return input_shape[0], input_shape[-1]

        def build(encoder):
            tokens = Input((None,))
            x = First()(encoder(tokens), tokens)
            return Model(tokens, layers.Dense(3)(x))
    """)
    assert not errors(analysis)


def test_an_unknown_target_shape_is_no_single_size() -> None:
    analysis = analysed("""
        def build(shape):
            inputs = Input((12,))
            x = keras.ops.reshape(inputs, shape)
            return Model(inputs, layers.Conv1D(3, 1)(x))
    """)
    assert not errors(analysis)


def test_nobody_calls_a_root() -> None:
    analysis = analysed("""
        def block(x):
            return layers.Conv2D(3, 3)(x)

        def build(width):
            return block(Input((width,)))
    """)
    (error,) = errors(analysis)
    assert [note.span.line for note in error.because if note.message == "called here"] == [9]


#: So many conditions that not every combination of them is followed.
FLAGS = "\n".join(f"a{n} = Input(({n + 1},)) if environ.get('A{n}') else 0" for n in range(14))


def test_worlds_that_are_not_followed() -> None:
    """An error is proved where no answer to a question asked before it may lead elsewhere."""

    def certainty(before: str, after: str) -> list[str]:
        text = f"from os import environ\n{before}\nx = layers.Conv2D(3, 3)(x)\n{after}\n"
        return [each.certainty for each in analysed(text).diagnostics if each.code == "CNN102"]

    wrong = "x = Input((3,))"
    assert certainty(wrong, FLAGS) == ["proved"]
    some = "\n".join(FLAGS.splitlines()[:3])
    assert certainty(f"{some}\n{wrong}", "\n".join(FLAGS.splitlines()[3:])) == ["proved"]
    assert certainty(f"{FLAGS}\n{wrong}", "") == ["proved"]
    asked = f"{FLAGS}\nx = Input((3,)) if environ.get('B') else Input((8, 8, 3))"
    assert certainty(asked, "") == ["likely"]


def test_a_window_that_is_not_known() -> None:
    analysis = analysed("""
        def build(window):
            inputs = Input((8, 8, 3))
            return Model(inputs, layers.MaxPooling2D(window)(inputs))
    """)
    assert not errors(analysis)
    assert model(analysis).unknowns


def test_a_product_is_rounded() -> None:
    """`int(32 * alpha)` is no multiple of 32, and more arguments may come than there are names."""
    analysis = analysed("""
        def mobile(alpha, ratio):
            inputs = Input((8, 8, 3))
            x = layers.Conv2D(int(32 * alpha), 3, padding="same")(inputs)
            y = layers.Conv2D(round(6 * ratio), 3, padding="same")(inputs)
            return Model(inputs, [layers.Reshape((64, 8))(x), layers.Add()([y, inputs])])

        def stretched(*shape, **options):
            inputs = Input(shape)
            return Model(inputs, layers.Conv2D(4, 3, **options)(inputs))
    """)
    assert not errors(analysis)


def test_a_build_of_the_programs_own() -> None:
    """Keras gives `build` a shape, and a tuner gives it hyperparameters, defaults at first."""
    found = analysed(
        """
        import keras_tuner as kt

        class Graph(Model):
            def build(self, rate=0.5):
                image = Input((6,))
                return Model(image, layers.Dropout(rate)(image), name="own")

        class Scaled(layers.Layer):
            def build(self, input_shape):
                self.model = Sequential([layers.Dense(input_shape[-1])])

        class Tuned(kt.HyperModel):
            def __init__(self, width):
                super().__init__()
                self.width = width

            def build(self, hp):
                sizes = [hp.Int(f"units_{i}", 8, 64) for i in range(hp.Int("depth", 2, 4))]
                return Sequential([Input((self.width,)), *map(layers.Dense, sizes)])
        """
    )
    assert errors(found) == []
    assert [each.variable for each in found.models if each.parts and not each.unknowns] == [
        "Graph().build()",
        "Tuned(width).build(hp)",
    ]
    tuned = model(found, "Tuned(width).build(hp)")
    assert [part.nodes[-1].outputs[0].shape[1:] for part in tuned.parts] == [(8,), (8,)]
