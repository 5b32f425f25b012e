"""Noise in training, dropped channels, and penalties on what passes through."""

from __future__ import annotations

from .arguments import data_format, invalid, rate
from .kit import INFINITE, Declaration
from .regularization import Regularization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
    if not isinstance(value, (int, float)) or not 0 <= value < INFINITE:
        raise invalid(declaration, name, value, "a number that is not negative")
    return value


class ActivityRegularization(Declaration):
    """A penalty on what passes through."""

    family = "regularization"
    masks = True
    nests = True
    refuses = ("activity_regularizer",)
    checks = {"l1": penalty, "l2": penalty}

    def __init__(self, l1=0.0, l2=0.0, **kwargs): ...
