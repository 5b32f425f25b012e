"""TensorFlow's names and the methods of its datasets are those of the tables."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import tensorflow as tf

from cnnlint.analysis import analyse
from cnnlint.libraries import dataset_methods, tensorflow_names
from cnnlint.source import Source

#: Modules that can be reached, and are not among the names that are exported.
REACHED = {"compiler", "core", "lite", "python", "tools"}


def home(module: str) -> Any:
    found: Any = tf
    for part in module.split(".") if module else ():
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("module", tensorflow_names._NAMES)
def test_names_are_those_of_tensorflow(module: str) -> None:
    theirs = {name for name in dir(home(module)) if name[0] != "_"}
    if module == "data.Dataset":
        theirs = {name for name in theirs if callable(getattr(tf.data.Dataset, name))}
        theirs |= {"element_spec"}
    ours = set(tensorflow_names.names(module))
    assert ours - REACHED == theirs - REACHED


@pytest.mark.parametrize("name", dataset_methods.taken())
def test_methods_of_a_dataset_take_what_tensorflow_takes(name: str) -> None:
    parameters = list(inspect.signature(getattr(tf.data.Dataset, name)).parameters.values())[1:]
    signature = dataset_methods.taken()[name]
    assert signature.names == tuple(each.name for each in parameters)
    needed = {each.name for each in parameters if each.default is each.empty}
    assert needed == set(signature.names) - set(signature.defaults)


PRELUDE = """import numpy as np
import tensorflow as tf
ds = tf.data.Dataset.from_tensor_slices((np.zeros((24, 8, 8, 3), "float32"), np.zeros(24)))
def one(x):
    return x
def two(x, y):
    return x, y
def cast(x, y):
    return tf.cast(x) / 255, y
"""
LINES = """
    ds.map(one)
    ds.map(two)
    ds.map(cast)
    ds.map(lambda x: x)
    ds.map(lambda x, y: (x.numpy(), y))
    ds.map(lambda x, y: (x.astype("float32"), y))
    ds.map(lambda x, y: (tf.reshape(x, [-1]), y.dtype.size))
    ds.map(two, num_parallel_call=3)
    ds.map(two, num_parallel_calls=tf.data.AUTOTUNE)
    ds.shuffle().batch(3)
    ds.shuffle(buffer_size=3).batch(3).prefetch(tf.data.AUTOTUNE).cache().repeat(2).enumerate()
    ds.batch_size(4)
    ds.batch("16")
    ds.batch(16, drop_reminder=True)
    ds.batch(16, drop_remainder=True).unbatch().filter(lambda x, y: y > 0).skip(1).shard(2, 0)
    ds.take(0.8 * len(ds))
    ds.take(int(0.8 * len(ds)))
    ds.map(two(1, 2))
    tf.data.Dataset.from_tensor_slice([1])
    tf.data.DataSet.from_tensor_slices([1])
    tf.data.AUTO_TUNE
    tf.gradientTape()
    tf.optimizer.Adam()
    tf.train.AdamOptimizer(1e-3)
    tf.train.Checkpoint()
    tf.image.resize_images(np.zeros((3, 3, 3)), (2, 2))
    tf.nn.soft_max([1.0])
    tf.Session()
    tf.compat.v1.Session()
    tf.compat.v1.image.resize_bilinear(np.zeros((1, 4, 4, 3)), (8, 8))
    tf.compat.v1.nn.l2_normalize([1.0], 0)
    tf.image.resize_bilinear(np.zeros((1, 4, 4, 3)), (8, 8))
    tf.config.list_physical_devices("GPU")
    tf.data.experimental.AUTOTUNE
    hasattr(tf, "Session")
"""


@pytest.mark.parametrize("line", LINES.strip().split("\n"))
def test_a_line_is_refused_where_it_raises(line: str) -> None:
    text = PRELUDE + line.strip() + "\n"
    said = [each for each in analyse(Source("a.py", text)).diagnostics if each.severity == "error"]
    try:
        exec(compile(text, "a.py", "exec"), {})
    except Exception:
        assert said
    else:
        assert not said
