"""Axes of one shape: counted, put in order, dropped, added, padded and sliced."""

from __future__ import annotations

from ..diagnostics import Refused
from ..dims import (
    TooComplex,
    ceil_div,
    equal,
    hidden,
    lower,
    maximum,
    minimum,
    pretty,
    required,
    upper,
)
from .places import canonical_axis, veiled
from .text import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dims import Size, When
    from .text import Shape


def permute(shape: Shape, dims: Sequence[int]) -> Shape:
    """The Permute layer: `dims` counts from 1 and leaves the batch axis out."""
    if sorted(dims) != list(range(1, len(dims) + 1)):
        raise Refused(
            "bad-permutation",
            f"Permute({tuple(dims)}): every axis from 1 to {len(dims)} must come exactly once",
            help="the batch axis is not counted: (2, 1) swaps the two axes after it",
        )
    if len(shape) != len(dims) + 1:
        raise Refused(
            "bad-permutation",
            f"Permute({tuple(dims)}) orders {len(dims)} axes, its input {show(shape)} has "
            f"{len(shape) - 1} besides the batch",
        )
    return (shape[0], *(shape[dim] for dim in dims))


def transpose(shape: Shape, axes: Sequence[int] | None = None) -> Shape:
    """The axes in another order; reversed where none is given."""
    if axes is None:
        return shape[::-1]
    rank = len(shape)
    if sorted(axis % rank if -rank <= axis < rank else rank for axis in axes) != [*range(rank)]:
        raise Refused(
            "bad-permutation",
            f"axes {tuple(axes)} do not name each of the {rank} axes of {show(shape)} once",
        )
    return tuple(shape[axis] for axis in axes)


def reduce(shape: Shape, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Shape:
    """The shape after a sum, mean or maximum over some axes, or over all of them."""
    if axis is None:
        return (1,) * len(shape) if keepdims else ()
    axes = [axis] if isinstance(axis, int) else list(axis)
    gone = {canonical_axis(a, len(shape)) for a in axes}
    if len(gone) != len(axes):
        raise Refused("axis-out-of-range", f"a reduction names an axis twice: {tuple(axes)}")
    if keepdims:
        return tuple(1 if i in gone else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in gone)


def expand_dims(shape: Shape, axis: int | Sequence[int]) -> Shape:
    """New axes of 1, at these places of the result."""
    axes = [axis] if isinstance(axis, int) else list(axis)
    rank = len(shape) + len(axes)
    places = {canonical_axis(a, rank) for a in axes}
    if len(places) != len(axes):
        raise Refused("axis-out-of-range", f"expand_dims names an axis twice: {tuple(axes)}")
    old = iter(shape)
    return tuple(1 if i in places else next(old) for i in range(rank))


def squeeze(shape: Shape, axis: int | Sequence[int] | None, needs: list[When]) -> Shape:
    """Axes of 1 removed: the given ones, or all that are known to be 1."""
    if axis is None:
        return tuple(size for size in shape if size != 1)
    axes = [axis] if isinstance(axis, int) else list(axis)
    places = [canonical_axis(a, len(shape), exception="IndexError") for a in axes]
    for place in places:
        size = shape[place]
        if hidden(size) or not required(equal(size, 1), needs):
            shown = "None" if hidden(size) else pretty(size)
            raise Refused(
                "squeeze-not-one",
                f"axis {place} of {show(shape)} cannot be squeezed: its size is {shown}, not 1",
            )
    return tuple(size for i, size in enumerate(shape) if i not in places)


def pad(shape: Shape, widths: Sequence[tuple[Size, Size]]) -> Shape:
    """Rows added before and after along each axis; a single pair is for every axis."""
    pairs = list(widths) * len(shape) if len(widths) == 1 else list(widths)
    if len(pairs) != len(shape):
        raise Refused(
            "pad-rank-mismatch",
            f"pad_width has {len(pairs)} pairs, {show(shape)} has {len(shape)} axes",
        )
    return tuple(size + a + b for size, (a, b) in zip(shape, pairs, strict=True))


def slice_size(
    size: Size, start: Size | None = None, stop: Size | None = None, step: int | None = None
) -> Size:
    """How many there are in `[start:stop:step]` of `size`, by Python's rules."""
    by = 1 if step is None else step
    if by == 0:
        raise Refused("bad-slice", "slice step cannot be zero")
    least, most = (0, size) if by > 0 else (-1, size - 1)

    def place(index: Size | None, default: Size) -> Size:
        if index is None:
            return default
        low, high = lower(index), upper(index)
        if low is not None and low >= 0:
            return minimum(index, most)
        if high is not None and high < 0:
            return maximum(index + size, least)
        raise TooComplex("a slice from an index that may count from either end")

    begin, end = place(start, least if by > 0 else most), place(stop, most if by > 0 else least)
    length = maximum(ceil_div(end - begin, by) if by > 0 else ceil_div(begin - end, -by), 0)
    return veiled(length, size) if hidden(size) else length
