"""Layers that order axes anew, or repeat their input along a new one."""

from __future__ import annotations

from ... import shapes
from ...diagnostics import Refused
from ...shapes import show
from .arguments import count_typed, invalid, shown
from .kit import Declaration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape


def permutation(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    wanted = "an order of the axes, counted from 1 without the batch: (2, 1)"
    if not isinstance(value, (tuple, list)):
        kind = "ValueError" if isinstance(value, str) else "TypeError"
        raise invalid(declaration, name, value, wanted, kind)
    numbers = all(isinstance(axis, (int, float)) for axis in value)
    if not numbers or sorted(value) != list(range(1, len(value) + 1)):
        raise Refused(
            "bad-permutation",
            f"`Permute` takes every axis but the batch once, counted from 1, not {shown(value)}",
            help=f"`dims` is {wanted}",
        )
    return tuple(value)


class Permute(Declaration):
    """The axes in another order; the batch stays first."""

    family = "reshaping"
    keeps_dtype = True
    checks = {"dims": permutation}

    def __init__(self, dims, **kwargs): ...

    def accept(self, x: Shape) -> None:
        if len(x) != len(self.dims) + 1:
            raise Refused(
                "rank-mismatch",
                f"`Permute` orders {len(self.dims)} axes and the batch, its input has rank "
                f"{len(x)}: {show(x)}",
                help=f"give `dims` all {len(x) - 1} axes, not {shown(self.dims)}",
            )

    def output(self, x: Shape) -> Shape:
        return shapes.permute(x, self.dims)


class RepeatVector(Declaration):
    """The same vector `n` times, as a sequence."""

    family = "reshaping"
    rank = 2
    checks = {"n": count_typed}
    sizes = ("n",)

    def __init__(self, n, **kwargs): ...

    def output(self, x: Shape) -> Shape:
        return (x[0], self.n, x[1])
