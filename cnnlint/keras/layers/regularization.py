"""Layers that only matter while a model is trained: dropout, noise, penalties."""

from __future__ import annotations

from math import isfinite

from .arguments import data_format, invalid, of_python, rate
from .kit import Declaration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Regularization(Declaration):
    """Changes values in training, and nothing in use."""

    masks = True
    family = True

    nests = True
    strength = "rate"
    checks = {"rate": rate, "stddev": rate}

    def call(self, inputs, training=False): ...

    def check(self) -> None:
        strength = getattr(self, self.strength)
        active = isinstance(strength, (int, float)) and strength > 0
        if active:
            of_python(self, "seed", self.seed)
        if active and isinstance(self.seed, (float, str, tuple, list)):
            raise invalid(self, "seed", self.seed, "an integer or None")


def noise_shape(declaration: Declaration, name: str, value: Any) -> Any:
    if value is None:
        return None
    wanted = "a tuple of positive integers, or None"
    if not isinstance(value, (tuple, list)):
        raise invalid(declaration, name, value, wanted)
    for size in value:
        if size is None:
            continue
        if isinstance(size, (float, str, tuple, list)) or (isinstance(size, int) and size <= 0):
            raise invalid(declaration, name, value, wanted)
    return tuple(value)


class Dropout(Regularization):
    """Sets a share `rate` of the values to zero in training."""

    checks = {"rate": rate, "noise_shape": noise_shape}

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs): ...


class AlphaDropout(Regularization):
    """Dropout that keeps mean and variance, for networks with SELU."""

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs): ...


class GaussianDropout(Regularization):
    """Noise by which values are multiplied."""

    def __init__(self, rate, seed=None, **kwargs): ...


class GaussianNoise(Regularization):
    """Noise that is added; Keras wants `stddev` between 0 and 1."""

    strength = "stddev"

    def __init__(self, stddev, seed=None, **kwargs): ...


class SpatialDropout1D(Regularization):
    """Drops whole channels of a sequence."""

    rank = 3
    nests = False

    def __init__(self, rate, seed=None, name=None, dtype=None): ...


class SpatialDropout2D(Regularization):
    """Drops whole channels of an image."""

    rank = 4
    nests = False
    checks = {"rate": rate, "data_format": data_format}

    def __init__(self, rate, data_format=None, seed=None, name=None, dtype=None): ...


class SpatialDropout3D(Regularization):
    """Drops whole channels of a volume."""

    rank = 5
    nests = False
    checks = {"rate": rate, "data_format": data_format}

    def __init__(self, rate, data_format=None, seed=None, name=None, dtype=None): ...


def penalty(declaration: Declaration, name: str, value: Any) -> Any:
    if value is None:
        return 0.0
    if not isinstance(value, (int, float)) or not isfinite(value) or value < 0:
        raise invalid(declaration, name, value, "a number that is not negative")
    return value


class ActivityRegularization(Declaration):
    """A penalty on what passes through."""

    masks = True
    nests = True
    refuses = ("activity_regularizer",)
    checks = {"l1": penalty, "l2": penalty}

    def __init__(self, l1=0.0, l2=0.0, **kwargs): ...
