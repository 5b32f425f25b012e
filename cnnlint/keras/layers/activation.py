"""Activations as layers: the shape stays, and all but PReLU hold nothing."""

from __future__ import annotations

from .kit import Declaration

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class Elementwise(Declaration):
    """Changes values and nothing else."""

    family = "activation"
    masks = True
    abstract = True

    nests = True


class Activation(Elementwise):
    """Any activation, by its name or as a function."""

    def __init__(self, activation, **kwargs): ...
