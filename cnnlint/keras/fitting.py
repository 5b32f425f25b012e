"""Whether a tensor's shape fits the one a model was made with."""

from __future__ import annotations

from .. import dims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..network import Layer
    from ..shapes import Shape

    Refusal = tuple[Layer, Any]  # and what it was given


def differ(shape: Shape, wanted: Shape) -> bool:
    """Whether two sizes that Keras both knows are not the same; the batch does not count."""
    return any(map(dims.apart, shape[1:], wanted[1:]))


def fitted(shape: Shape, wanted: Shape) -> Shape:
    """A shape after Keras has taken away, or added, a last axis of size 1."""
    if len(shape) == len(wanted) + 1 and isinstance(shape[-1], int) and shape[-1] == 1:
        return shape[:-1]
    if len(shape) == len(wanted) - 1 and isinstance(wanted[-1], int) and wanted[-1] == 1:
        return (*shape, 1)
    return shape
