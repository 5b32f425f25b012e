"""Names that are in no Keras and in no TensorFlow that is known here."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.source import Source

IMPORTS = "import keras\nimport tensorflow as tf\n"


def said(text: str) -> list[tuple[str, str, str]]:
    found = analyse(Source("names.py", IMPORTS + text + "\n")).diagnostics
    return [(each.code, each.severity, each.message) for each in found]


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("keras.layers.Foo(3)", "keras.layers.Foo", "Keras 3"),
        ("keras.metrics.RMSE()", "keras.metrics.RMSE", "Keras 3"),
        ("from keras.losses import Bar", "keras.losses.Bar", "Keras 3"),
        ("tf.losses.huber_loss", "tensorflow.keras.losses.huber_loss", "Keras 3"),
        ("keras.nn.softmax", "keras.nn", "Keras 3"),
        ("tf.math.foo(3)", "tf.math.foo", "TensorFlow 2"),
        ("tf.strings.lowercase('A')", "tf.strings.lowercase", "TensorFlow 2"),
    ],
)
def test_a_name_near_to_none_is_a_warning(text: str, name: str, version: str) -> None:
    ((code, severity, message),) = said(text)
    assert (code, severity) == ("CNN206", "warning")
    assert message.startswith(f"there is no `{name}` in {version}.")


def test_a_name_of_another_part_of_tensorflow_is_an_error() -> None:
    assert said("tf.unsorted_segment_mean") == [
        ("CNN206", "error", "there is no `tf.unsorted_segment_mean`")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "if hasattr(keras.layers, 'Foo'):\n    keras.layers.Foo(3)",
        "getattr(keras.layers, 'Foo', None)",
        "try:\n    keras.layers.Foo\nexcept AttributeError:\n    pass",
        "try:\n    from keras.layers import Foo\nexcept ImportError:\n    pass",
        "tf.losses.Huber(), tf.metrics.Mean(), tf.optimizers.Adam(), tf.initializers.Zeros()",
        "tf.keras.losses.MAE, tf.keras.metrics.MSE, keras.version()",
    ],
)
def test_where_the_program_asks_or_it_is_there_nothing_is_said(text: str) -> None:
    assert said(text) == []


def test_a_module_that_is_gone_is_said_once() -> None:
    assert said("tf.keras.layers.experimental.preprocessing.Rescaling(1 / 255)") == [
        ("CNN502", "error", "`tensorflow.keras.layers.experimental` is gone since Keras 3")
    ]
