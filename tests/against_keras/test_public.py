"""The names that `import *` brings, and the attributes of layers, are Keras's own."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import keras
import pytest

from cnnlint.interpreter.machine import Budget, Interpreter
from cnnlint.keras import public
from cnnlint.keras.namespace import Keras

#: What Keras has there for itself, and no program asks for.
INTERNAL = {"src"}


@pytest.mark.parametrize("path", sorted(public._NAMES))
def test_names_of_a_module(path: str) -> None:
    module = importlib.import_module(f"keras.{path}" if path else "keras")
    found = {name for name in dir(module) if not name.startswith("_")}
    assert set(public.names(path)) == found - INTERNAL


def test_names_of_layers() -> None:
    """`import *` brings all of them, and none that Keras has is called misspelt."""
    found = {name for name in dir(keras.layers) if not name.startswith("_")}
    root = Keras(Interpreter(lambda name: None, lambda name: None, Budget()))
    assert set(root.public("layers")) == found


def classes() -> list[Any]:
    found = [getattr(keras.layers, name) for name in dir(keras.layers)]
    layers = [each for each in found if inspect.isclass(each)]
    return [*(each for each in layers if issubclass(each, keras.Layer)), keras.Sequential]


def test_attributes_of_layers() -> None:
    """No layer has an attribute that `hasattr` is told it lacks."""
    missing = {
        name
        for each in classes()
        for name in dir(each)
        if not name.startswith("_") and name not in public.ATTRIBUTES
    }
    image = keras.Input((8, 8, 3))
    made = keras.Model(image, keras.layers.Conv2D(2, 3)(image))
    for layer in (made, *made.layers):
        missing |= {
            name for name in vars(layer) if name[:1] != "_" and name not in public.ATTRIBUTES
        }
    assert missing == set()
