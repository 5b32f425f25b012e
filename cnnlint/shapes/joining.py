"""Several inputs, one output: broadcasting, merging, concatenation, matrix products."""

from __future__ import annotations

from ..diagnostics import Refused
from ..dims import ALWAYS, NEVER, Dim, equal, hidden, lower, maximum, pretty, required, upper
from .places import canonical_axis, veiled
from .text import concluded, listing, show, summand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dims import Size, When
    from .text import Shape


def broadcast(shapes: Sequence[Shape], needs: list[When]) -> Shape:
    """The common shape of operands, as `keras.ops` aligns them: from the right."""
    result = shapes[0] if shapes else ()
    for shape in shapes[1:]:
        pairs = _aligned(result, shape)
        sizes: list[Size] = []
        for axis, (a, b) in enumerate(pairs):
            met = _meet(a, b, needs)
            if met is None:
                raise Refused(
                    "shapes-do-not-broadcast",
                    f"{show(result)} and {show(shape)} do not broadcast: "
                    f"{pretty(a)} meets {pretty(b)} on axis {axis - len(pairs)}",
                    sum=f"{pretty(a)} ≠ {pretty(b)}, and neither is 1",
                    help=_remedy(a, b, last=axis == len(pairs) - 1),
                )
            sizes.append(met)
        result = tuple(sizes)
    return result


def merge(shapes: Sequence[Shape], needs: list[When]) -> Shape:
    """The output shape of Add, Multiply, Maximum and the other elementwise merging layers.

    Unlike operators, they line up the batch axes first, then the others from the right; and a
    size that is None in one input is None in the output.
    """
    batch = _merged_batch(shapes, needs)
    result = shapes[0][1:]
    for shape in shapes[1:]:
        pairs = _aligned(result, shape[1:])
        sizes: list[Size] = []
        for axis, (a, b) in enumerate(pairs):
            met = _meet(a, b, needs)
            if met is None:
                raise Refused(
                    "merge-shape-mismatch",
                    f"inputs of shape {show((batch, *result))} and {show(shape)} cannot be "
                    f"merged: axis {axis + 1} is {pretty(a)} in one and {pretty(b)} in the other",
                    sum=f"{pretty(a)} ≠ {pretty(b)}, and neither is 1",
                    help=_remedy(a, b, last=axis == len(pairs) - 1)
                    or "give the inputs the same size there",
                )
            if hidden(a) or hidden(b):
                met = veiled(met, a if hidden(a) else b)
            sizes.append(met)
        result = tuple(sizes)
    return (batch, *result)


def _merged_batch(shapes: Sequence[Shape], needs: list[When]) -> Size:
    """The one known batch size, or the first input's if all are hidden."""
    batches = [shape[0] for shape in shapes]
    known = [batch for batch in batches if not hidden(batch)]
    first = known[0] if known else batches[0]
    for batch in batches:
        if not required(equal(batch, first), needs):
            raise Refused(
                "merge-shape-mismatch",
                f"inputs with different batch sizes cannot be merged: {listing(shapes)}",
                sum=f"{pretty(first)} ≠ {pretty(batch)}",
            )
    return first


def concatenate(shapes: Sequence[Shape], axis: int, needs: list[When]) -> tuple[Shape, str]:
    """The shape of inputs joined along one axis; the other sizes are the first input's."""
    first = shapes[0]
    if any(len(shape) != len(first) for shape in shapes):
        raise Refused(
            "concat-shape-mismatch",
            f"inputs to concatenate have different ranks: {listing(shapes)}",
            help="give all of them the same number of axes, with Reshape or expand_dims",
        )
    at = canonical_axis(axis, len(first), exception="IndexError")
    for i in range(len(first)):
        if i == at:
            continue
        # Keras compares the known sizes among each other, hidden ones are left to run time.
        settled = [shape[i] for shape in shapes if not hidden(shape[i])]
        against = settled[0] if settled else first[i]
        for shape in shapes:
            if not required(equal(shape[i], against), needs):
                raise Refused(
                    "concat-shape-mismatch",
                    f"{listing(shapes)} cannot be joined along axis {at}: "
                    f"axis {i} is {pretty(against)} in one and {pretty(shape[i])} in another",
                    sum=f"{pretty(against)} ≠ {pretty(shape[i])}",
                    help=_along_another(shapes, i) or _remedy(against, shape[i], last=False),
                )
    total: Size = 0
    for shape in shapes:
        total = total + shape[at]
    for shape in shapes:
        if hidden(shape[at]):
            total = veiled(total, shape[at])
    text = concluded(" + ".join(summand(shape[at]) for shape in shapes), total)
    return (*first[:at], total, *first[at + 1 :]), text


def matmul(a: Shape, b: Shape, needs: list[When]) -> Shape:
    """The shape of a matrix product; axes before the last two broadcast."""
    if not a or not b:
        raise Refused("matmul-shape-mismatch", "a matrix product of a scalar")
    left = (1, *a) if len(a) == 1 else a
    right = (*b, 1) if len(b) == 1 else b
    if not required(equal(left[-1], right[-2]), needs):
        helped = ""
        if equal(left[-1], right[-1]) is ALWAYS:
            helped = "transpose the second operand: its last axis is the one that fits"
        raise Refused(
            "matmul-shape-mismatch",
            f"{show(a)} times {show(b)}: the rows on the left hold {pretty(left[-1])} values, "
            f"the columns on the right {pretty(right[-2])}",
            sum=f"{pretty(left[-1])} ≠ {pretty(right[-2])}",
            help=helped,
        )
    leading = broadcast([left[:-2], right[:-2]], needs)
    rows = left[-2:-1] if len(a) > 1 else ()
    columns = right[-1:] if len(b) > 1 else ()
    return (*leading, *rows, *columns)


def _aligned(a: Shape, b: Shape) -> list[tuple[Size, Size]]:
    """The sizes that meet when two shapes are lined up from the right, the longer one's first."""
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return [*zip(longer, (1,) * (len(longer) - len(shorter)) + shorter, strict=True)]


def _meet(a: Size, b: Size, needs: list[When]) -> Size | None:
    """The size of two that broadcast against each other; None where they never do.

    Of a hidden and a visible size it is the visible one, as in Keras.
    """
    if a == b or b == 1:
        return a
    if a == 1 or _is_one(a):
        return b
    if _is_one(b):
        return a
    number, other = (a, b) if isinstance(a, int) else (b, a)
    if isinstance(number, int):
        # The other is the same number, or it is 1 and gets stretched.
        fits = isinstance(other, Dim) and required(equal((other - number) * (other - 1), 0), needs)
        return number if fits else None
    visible = b if hidden(a) and not hidden(b) else a
    same = equal(a, b)
    if same is not NEVER:
        # Either could be 1 too, but nobody means that: the sizes are asked to agree.
        required(same, needs)
        return visible
    if not required(equal((a - 1) * (b - 1), 0), needs):
        return None
    return visible if hidden(a) != hidden(b) else maximum(a, b)


def _is_one(size: Size) -> bool:
    return lower(size) == 1 == upper(size)


def _along_another(shapes: Sequence[Shape], axis: int) -> str:
    """What to do where only the channels differ, and the inputs are joined along another axis."""
    if axis != len(shapes[0]) - 1:
        return ""
    if any(shape[:axis] != shapes[0][:axis] for shape in shapes):
        return ""
    return f"only axis {axis} differs: join them along that one, with `axis=-1`"


def _remedy(a: Size, b: Size, *, last: bool) -> str:
    """What makes two sizes agree, where that can be said."""
    if not isinstance(a, int) or not isinstance(b, int):
        return ""
    small, large = sorted((a, b))
    if last:
        return f"bring the last axis of both to the same size: {large} or {small} channels"
    if small > 0 and large % small == 0:
        times = large // small
        return f"{large} is {times}·{small}: up-sample the smaller or pool the larger by {times}"
    return f"pad the smaller or crop the larger by {large - small}"
