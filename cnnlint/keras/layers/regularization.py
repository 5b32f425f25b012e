"""Layers that only matter while a model is trained: dropout, noise, penalties."""

from __future__ import annotations

from .arguments import invalid, of_python, rate
from .kit import Declaration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Regularization(Declaration):
    """Changes values in training, and nothing in use."""

    family = "regularization"
    masks = True
    abstract = True

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
