"""What Keras itself says: a layer is made and applied to symbolic tensors, and nothing is computed.

The NumPy backend answers as TensorFlow does and starts faster; inside a stateless scope no
variable is ever allocated. `KERAS_BACKEND` must be set before Keras is imported, so whoever needs
another backend in the same run needs another process.
"""

from __future__ import annotations

import copy
import os
import warnings
from typing import Any

os.environ["KERAS_BACKEND"] = "numpy"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras.src.backend.common import global_state
from keras.src.utils import naming

Shape = tuple[int | None, ...]


class Refusal:
    """Keras raised, or cnnlint refused: while the layer was made ("construct") or applied."""

    def __init__(self, phase: str, exception: str, message: str) -> None:
        self.phase = phase
        self.exception = exception
        self.message = message

    def __repr__(self) -> str:
        return f"{self.exception} on {self.phase}: {self.message}"


class Inner:
    """A layer that is an argument of another: made anew by whoever is asked."""

    def __init__(self, name: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        self.name = name
        self.args = args
        self.keywords = keywords

    def __repr__(self) -> str:
        return f"{self.name}(*{self.args}, **{self.keywords})"


class Given:
    """A tensor of this shape (a list of tensors for a list) as an argument of a call."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape

    def __repr__(self) -> str:
        return f"tensor{self.shape}"


class Built:
    """Output shapes and dtypes, weights as (name, shape, trainable), and their count."""

    def __init__(self, shape: Any, dtype: Any, weights: Any, params: int) -> None:
        self.shape = shape
        self.dtype = dtype
        self.weights = weights
        self.params = params

    def __repr__(self) -> str:
        return f"{self.shape} {self.dtype}, {self.params} in {self.weights}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Built) and vars(self) == vars(other)


def ask(
    name: str,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    *inputs: Any,
    dtype: str = "float32",
    spread: bool = False,
    options: dict[str, Any] | None = None,
) -> list[Built | Refusal]:
    """One answer for each input (a shape, or a list of shapes) that the layer is called on.

    Ends with the first refusal. With `spread` the tensors are arguments of their own.
    """
    layer_class = getattr(keras.layers, name)
    naming.reset_uids()
    answers: list[Built | Refusal] = []
    with warnings.catch_warnings(), keras.StatelessScope():
        warnings.simplefilter("ignore")
        try:
            layer = made(layer_class, args, keywords)
        except Exception as error:
            return [Refusal("construct", type(error).__name__, str(error))]
        phase = "call 1"
        try:
            for number, shape in enumerate(inputs, start=1):
                phase = f"call {number}"
                tensors = symbolic(shape, dtype)
                more = {
                    key: symbolic(value.shape, "float32") if isinstance(value, Given) else value
                    for key, value in (options or {}).items()
                }
                result = layer(*tensors, **more) if spread else layer(tensors, **more)
                trained = {id(weight) for weight in layer.trainable_weights}
                weights = sorted(
                    (weight.name, tuple(weight.shape), id(weight) in trained)
                    for weight in layer.weights
                )
                answers.append(
                    Built(shape_of(result), dtype_of(result), weights, layer.count_params())
                )
        except Exception as error:
            answers.append(Refusal(phase, type(error).__name__, str(error)))
        finally:
            global_state.set_global_attribute("uninitialized_variables", [])
    return answers


def made(layer_class: type, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
    def real(value: Any) -> Any:
        if isinstance(value, Inner):
            return made(getattr(keras.layers, value.name), value.args, value.keywords)
        if type(value) in (list, tuple):
            return type(value)(real(each) for each in value)
        return copy.deepcopy(value)

    return layer_class(
        *(real(value) for value in args), **{name: real(value) for name, value in keywords.items()}
    )


def symbolic(shape: Any, dtype: str) -> Any:
    if isinstance(shape, list):
        return [symbolic(one, dtype) for one in shape]
    return keras.KerasTensor(shape, dtype=dtype)


def shape_of(result: Any) -> Any:
    if isinstance(result, (list, tuple)):
        return [shape_of(one) for one in result]
    return tuple(result.shape)


def dtype_of(result: Any) -> Any:
    if isinstance(result, (list, tuple)):
        return [dtype_of(one) for one in result]
    return str(result.dtype)


def public_layers() -> dict[str, type]:
    """Every layer class that `keras.layers` has, by each of its names."""
    found = {name: getattr(keras.layers, name) for name in dir(keras.layers)}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, type) and issubclass(value, keras.layers.Layer)
    }
