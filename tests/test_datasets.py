"""Keras's data sets and data functions: signatures, and the functions against Keras itself."""

from __future__ import annotations

import importlib
import inspect
import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "numpy")

import keras
import numpy as np
import pytest
from against_numpy import machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnlint import syntax
from cnnlint.diagnostics import Unknown
from cnnlint.dims import Dim
from cnnlint.keras import datasets, utils
from cnnlint.libraries.arrays import Array
from cnnlint.source import Source


def parameters(function: Any, skip: int = 0) -> list[tuple[str, Any]]:
    listed = list(inspect.signature(function).parameters.values())[skip:]
    return [(parameter.name, parameter.default) for parameter in listed]


@pytest.mark.parametrize("name", datasets.DATASETS)
def test_signature_of_load_data(name: str) -> None:
    real = importlib.import_module(f"keras.datasets.{name}").load_data
    assert parameters(datasets.DATASETS[name], skip=1) == parameters(real)


@pytest.mark.parametrize("name", sorted({"to_categorical", *utils._PREPARED} - {"get_file"}))
def test_signature_of_function(name: str) -> None:
    real = getattr(keras.utils, name)
    assert parameters(utils.load(name).function, skip=1) == parameters(real)


def load(name: str, **keywords: Any) -> Any:
    it = machine.interpreter()
    return it.call(it.get(datasets.load(name), "load_data"), (), keywords)


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10", "cifar100"])
def test_the_shapes_that_the_docstring_asserts(name: str) -> None:
    """Keras's own docstrings say `assert x_train.shape == (60000, 28, 28)`."""
    (x_train, y_train), (x_test, y_test) = load(name)
    names = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    text = importlib.import_module(f"keras.datasets.{name}").load_data.__doc__
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("assert ")]
    assert len(lines) == 4
    for line in lines:
        exec(line, {key: np.broadcast_to(0, value.shape) for key, value in names.items()})


def test_sizes_of_the_tables() -> None:
    (x, y), (x_test, _) = load("boston_housing")
    assert (x.shape, y.shape, x_test.shape) == ((404, 13), (404,), (102, 13))
    (x, y), (x_test, _) = load("california_housing")
    assert (x.shape, y.shape, x_test.shape) == ((16512, 8), (16512,), (4128, 8))
    (x, _), _ = load("california_housing", version="small", test_split=0.5)
    assert x.shape == (300, 8)
    (x, y), (x_test, _) = load("reuters")
    assert (x.shape, y.classes, x_test.shape) == ((8982,), 46, (2246,))
    (x, y), _ = load("imdb", num_words=1000)
    assert (x.shape, x.dtype, x.high, y.classes) == ((25000,), "object", 999, 2)


def test_wrong_arguments_are_refused() -> None:
    for name, keywords in (
        ("cifar100", {"label_mode": "medium"}),
        ("california_housing", {"version": "tiny"}),
        ("boston_housing", {"test_split": 1.5}),
        ("mnist", {"file": "mnist.npz"}),
    ):
        with pytest.raises(Exception, match=r"Error"):
            load(name, **keywords)


def result(program: str) -> Any:
    it = machine.interpreter()
    it.modules["keras.datasets"] = datasets.module()
    it.modules["keras.utils"] = utils.module()
    lines = "import numpy as np\nfrom keras.utils import *\n"
    text = f"{lines}from keras.utils import to_categorical, pad_sequences\n{program}\n"
    scope = it.run(Source("program.py", text), syntax.lower(text).statements)
    return scope.names["result"]


def test_the_number_of_classes_is_followed_from_the_data() -> None:
    start = "from keras.datasets import mnist\n(x, y), _ = mnist.load_data()\n"
    assert result(start + "result = len(np.unique(y))") == 10
    assert result(start + "result = int(np.max(y)) + 1") == 10
    assert result(start + "result = y.max() + 1") == 10
    assert result(start + "result = to_categorical(y).shape") == (60000, 10)
    assert result(start + "result = np.eye(10)[y].shape") == (60000, 10)
    assert result(start + "result = x.reshape(x.shape[0], -1).shape") == (60000, 784)
    part = result(start + "result = to_categorical(y[:5]).shape")
    assert part[0] == 5
    assert isinstance(part[1], Dim)  # five labels need not hold all ten


def test_how_many_a_mask_selects_is_not_known() -> None:
    start = "from keras.datasets import mnist\n(x, y), _ = mnist.load_data()\n"
    shape = result(start + "result = x[y == 3].shape")
    assert isinstance(shape[0], Dim)
    assert shape[1:] == (28, 28)


SETTINGS = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
labels = st.one_of(
    st.lists(st.integers(0, 5), min_size=1, max_size=6),
    st.lists(st.integers(0, 5).map(lambda one: [one]), min_size=1, max_size=6),
)


@SETTINGS
@given(labels, st.one_of(st.none(), st.integers(6, 9)))
def test_to_categorical(y: Any, classes: int | None) -> None:
    it = machine.interpreter()
    for given_, real in ((y, y), (machine.mirrored(np.array(y), True), np.array(y))):
        ours = it.call(utils.load("to_categorical"), (given_, classes), {})
        # Of a NumPy array it is float64, but the NumPy backend takes one for its own tensor.
        assert not machine.difference(ours, keras.utils.to_categorical(real, classes), False)


@SETTINGS
@given(
    st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=4),
    st.one_of(st.none(), st.integers(1, 6)),
)
def test_pad_sequences(sequences: Any, maxlen: int | None) -> None:
    it = machine.interpreter()
    ours = it.call(utils.load("pad_sequences"), (sequences, maxlen), {})
    assert not machine.difference(ours, keras.utils.pad_sequences(sequences, maxlen))


@pytest.mark.parametrize("shape", [(4, 5, 3), (4, 5, 1), (4, 5)])
@pytest.mark.parametrize("data_format", [None, "channels_last", "channels_first"])
def test_img_to_array(shape: tuple[int, ...], data_format: str | None) -> None:
    it = machine.interpreter()
    image = np.ones(shape, "uint8")
    ours = it.call(utils.load("img_to_array"), (Array(shape, "uint8"), data_format), {})
    assert not machine.difference(ours, keras.utils.img_to_array(image, data_format))


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4)])
def test_normalize(shape: tuple[int, ...]) -> None:
    it = machine.interpreter()
    ours = it.call(utils.load("normalize"), (Array(shape, "float32"),), {})
    assert not machine.difference(ours, keras.utils.normalize(np.ones(shape, "float32")))


def test_a_file_is_an_unknown_that_names_its_line() -> None:
    loaded = result("result = np.load('x.npy')")
    assert isinstance(loaded, Unknown)
    assert loaded.span is not None
    assert loaded.span.line == 4
