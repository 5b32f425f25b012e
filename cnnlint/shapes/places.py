"""Axes by their numbers, and sizes that Keras leaves open."""

from __future__ import annotations

from ..diagnostics import Refused
from ..dims import (
    hidden,
    veil,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dims import Size


def canonical_axis(axis: int, rank: int, *, exception: str = "ValueError") -> int:
    """The axis counted from the front."""
    if not -rank <= axis < rank:
        allowed = f"{-rank} to {rank - 1}" if rank else "none: it is a scalar"
        raise Refused(
            "axis-out-of-range",
            f"axis {axis} does not exist in a tensor of rank {rank}",
            help=f"its axes are {allowed}",
            exception=exception,
        )
    return axis % rank


def veiled(size: Size, like: Size) -> Size:
    """The size, made hidden because `like`, which it is made from or equal to, is hidden."""
    if hidden(size):
        return size
    return veil(size) if isinstance(size, int) else like
