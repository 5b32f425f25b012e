"""Automatic names against Keras's own, and unknown sizes that become symbols."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "numpy")

import keras
from against_numpy import machine
from hypothesis import given
from hypothesis import strategies as st
from keras.src.utils import naming

from cnnlint.diagnostics import Unknown
from cnnlint.libraries.arrays import Array, size_from
from cnnlint.libraries.names import auto_name, snake_case, unique


@given(st.text("aAbBzZ09_ -é", max_size=12))
def test_snake_case(text: str) -> None:
    assert snake_case(text) == naming.to_snake_case(text)


def test_snake_case_of_every_layer() -> None:
    for name in dir(keras.layers):
        assert snake_case(name) == naming.to_snake_case(name)


def test_names_are_counted() -> None:
    it = machine.interpreter()
    naming.reset_uids()
    for name in ("Dense", "Conv2D", "Dense", "GetItem", "Dense"):
        assert auto_name(it, name) == naming.auto_name(name)
    assert unique(it, "dense") == "dense_3"


def test_an_unknown_size_is_one_symbol() -> None:
    it = machine.interpreter()
    width = Unknown("the width of an image in a file", None, name="width")
    other = Unknown("another width", None, name="width")
    first = size_from(it, width)
    assert str(first) == "width"
    assert size_from(it, width) == first == width.size
    assert size_from(it, it.derive(width, "int", size=width.size)) == first
    assert str(size_from(it, other)) == "width_2"
    assert it.state["symbols"] == {"width": width, "width_2": other}
    number = Array((), "int64", unknown=Unknown("a number in a file", None))
    assert size_from(it, number, "units") == size_from(it, number, "units")


def test_known_numbers_are_sizes() -> None:
    it = machine.interpreter()
    assert size_from(it, 3) == 3
    assert size_from(it, Array((), "int64", items=(3,))) == 3
