"""Shape arithmetic, each rule once and for any rank.

The rules are those of Keras 3 (`keras.src.ops.operation_utils`, `keras.src.backend.common` and
`keras.src.layers`); where Keras has None there is a hidden size here, and a result that Keras
leaves None is hidden too. What holds only for some values of hidden sizes is added to `needs`.
Functions that work out a single size also return the sum as one would write it down.
"""

from __future__ import annotations

from .diagnostics import Refused
from .dims import (
    ALWAYS,
    NEVER,
    Dim,
    TooComplex,
    ceil_div,
    divides,
    equal,
    exact_div,
    hidden,
    lower,
    maximum,
    minimum,
    pretty,
    product,
    required,
    symbol,
    upper,
    veil,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dims import Size, When

    Shape = tuple[Size, ...]


class Window:
    """How a sliding window meets one axis.

    `size` windows fit; `before` and `after` are the rows of padding really added; `unread` are
    the rows at the end of the padded input that no window looks at. `sum` shows the working.
    """

    __slots__ = ("after", "before", "size", "sum", "unread")

    def __init__(self, size: Size, sum: str, before: Size, after: Size, unread: Size) -> None:
        self.size = size
        self.sum = sum
        self.before = before
        self.after = after
        self.unread = unread


def window(
    size: Size, kernel: Size, stride: Size = 1, padding: str = "valid", dilation: Size = 1
) -> Window:
    """A convolution's or pooling's output size along one axis; it may come out as 0 or less.

    (I − K + P)/S + 1 rounded down, where a dilated kernel spans d·(k − 1) + 1 rows. "same" asks
    for ⌈I/S⌉ windows and adds the rows they lack, the odd one at the end (TensorFlow's rule);
    "causal" adds all of d·(k − 1) in front.
    """
    span = (kernel - 1) * dilation + 1
    before: Size = 0
    after: Size = 0
    if padding == "valid":
        out = (size - span) // stride + 1
        unread = (size - span) % stride
    elif padding == "causal":
        before = span - 1
        out = (size - 1) // stride + 1
        unread = (size - 1) % stride
    else:
        out = (size - 1) // stride + 1
        missing = (out - 1) * stride + span - size
        total = maximum(missing, 0)
        before, after = total // 2, total - total // 2
        unread = total - missing
        if isinstance(total, Dim):
            return Window(out, f"⌈{_part(size)}/{_part(stride)}⌉", before, after, unread)
    if isinstance(out, int) and out <= 0:
        unread = size + before + after
    top = _operand(size)
    if before == after and before != 0:
        top += f" + 2·{_part(before)}"
    elif before != after:
        top += f" + ({_operand(before)}+{_operand(after)})"
    top += f" − {_spanned(kernel, dilation)}"
    exact = stride == 1 or (unread == 0 and before == after)
    fraction = f"({top})/{_part(stride)}" if exact else f"⌊({top})/{_part(stride)}⌋"
    return Window(out, _concluded(f"{fraction} + 1", out), before, after, unread)


def transposed(
    size: Size,
    kernel: Size,
    stride: Size = 1,
    padding: str = "valid",
    dilation: Size = 1,
    output_padding: Size | None = None,
) -> tuple[Size, str]:
    """A transposed convolution's output size along one axis.

    From `compute_conv_transpose_output_shape`: "valid" lays the windows out at the stride and
    adds at least one whole stride for the last; "same" multiplies by the stride. An explicit
    output_padding replaces what would have been filled up.
    """
    span = (kernel - 1) * dilation + 1
    steps = f"({_operand(size)} − 1)·{_part(stride)}"
    if padding == "same":
        if output_padding is None:
            out = size * stride
            return out, _concluded(f"{_part(size)}·{_part(stride)}", out)
        out = (size - 1) * stride + span % 2 + output_padding
        text = f"{steps} + {_operand(span % 2)} + {_operand(output_padding)}"
    elif output_padding is None:
        out = (size - 1) * stride + maximum(span, stride)
        last = _spanned(kernel, dilation)
        if maximum(span, stride) != span:
            last = f"max({last}, {_operand(stride)})"
        text = f"{steps} + {last}"
    else:
        out = (size - 1) * stride + span + output_padding
        text = f"{steps} + {_spanned(kernel, dilation)} + {_operand(output_padding)}"
    return out, _concluded(text, out)


def broadcast(shapes: Sequence[Shape], needs: list[When]) -> Shape:
    """The common shape of operands, as `keras.ops` aligns them: from the right."""
    result = shapes[0] if shapes else ()
    for shape in shapes[1:]:
        longer, shorter = (result, shape) if len(result) >= len(shape) else (shape, result)
        stretched = (1,) * (len(longer) - len(shorter)) + shorter
        sizes: list[Size] = []
        for axis, (a, b) in enumerate(zip(longer, stretched, strict=True)):
            met = _meet(a, b, needs)
            if met is None:
                raise Refused(
                    "shapes-do-not-broadcast",
                    f"{show(result)} and {show(shape)} do not broadcast: "
                    f"{pretty(a)} meets {pretty(b)} on axis {axis - len(longer)}",
                    sum=f"{pretty(a)} ≠ {pretty(b)}, and neither is 1",
                    help=_remedy(a, b, last=axis == len(longer) - 1),
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
        other = shape[1:]
        longer, shorter = (result, other) if len(result) >= len(other) else (other, result)
        extra = len(longer) - len(shorter)
        sizes: list[Size] = list(longer[:extra])
        for axis, (a, b) in enumerate(zip(longer[extra:], shorter, strict=True), start=extra):
            met = _meet(a, b, needs)
            if met is None:
                raise Refused(
                    "merge-shape-mismatch",
                    f"inputs of shape {show((batch, *result))} and {show(shape)} cannot be "
                    f"merged: axis {axis + 1} is {pretty(a)} in one and {pretty(b)} in the other",
                    sum=f"{pretty(a)} ≠ {pretty(b)}, and neither is 1",
                    help=_remedy(a, b, last=axis == len(longer) - 1),
                )
            if hidden(a) or hidden(b):
                met = _veiled(met, a if hidden(a) else b)
            sizes.append(met)
        result = tuple(sizes)
    return (batch, *result)


def concatenate(shapes: Sequence[Shape], axis: int, needs: list[When]) -> tuple[Shape, str]:
    """The shape of inputs joined along one axis; the other sizes are the first input's."""
    first = shapes[0]
    if any(len(shape) != len(first) for shape in shapes):
        raise Refused(
            "concat-shape-mismatch",
            f"inputs to concatenate have different ranks: {_listing(shapes)}",
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
                other = next(s for s in shapes if s[i] == against)
                pair = (other, shape)
                raise Refused(
                    "concat-shape-mismatch",
                    f"{_listing(shapes)} cannot be joined along axis {at}: "
                    f"axis {i} is {pretty(pair[0][i])} in one and {pretty(pair[1][i])} in another",
                    sum=f"{pretty(pair[0][i])} ≠ {pretty(pair[1][i])}",
                    help=_remedy(pair[0][i], pair[1][i], last=False),
                )
    total: Size = 0
    for shape in shapes:
        total = total + shape[at]
    for shape in shapes:
        if hidden(shape[at]):
            total = _veiled(total, shape[at])
    text = _concluded(" + ".join(_operand(shape[at]) for shape in shapes), total)
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


def reshape(
    shape: Shape, target: Sequence[Size | None], needs: list[When], *, name: str = "Reshape"
) -> tuple[Shape, str]:
    """`shape` laid out as `target`, where -1 is worked out (and None too, but stays None).

    A layer gives its shape without the batch axis, an operation the whole. Keras only counts the
    values when every size is known; here it is also counted when some are hidden.
    """
    wanted = f"({', '.join('None' if t is None else pretty(t) for t in target)})"
    for size in target:
        if isinstance(size, int) and size < -1:
            raise Refused(
                "reshape-bad-target",
                f"{name} to {wanted}: {pretty(size)} is no size",
                help="only -1 is allowed below zero: it stands for what is left over",
            )
    if sum(1 for size in target if size == -1) > 1:
        raise Refused(
            "reshape-bad-target",
            f"{name} to {wanted}: only one size can be left open with -1",
        )
    open_axes = [i for i, size in enumerate(target) if size is None or size == -1]
    known = [size for size in target if size is not None and size != -1]
    total, rest = product(shape), product(known)
    unseen = any(map(hidden, shape)) or any(size is None or hidden(size) for size in target)
    result = [size if size is not None else -1 for size in target]
    if not open_axes:
        if not required(equal(total, rest), needs):
            raise _does_not_fit(name, shape, known, wanted)
        return tuple(result), _concluded(factors(known), rest)
    if len(open_axes) > 1:
        for i in open_axes:  # more than one is left to run time: nothing is known about them
            result[i] = symbol(_fresh(f"reshaped_{i}", shape, target), hidden=True)
        return tuple(result), ""
    if rest == 0 or not required(divides(rest, total), needs):
        raise _does_not_fit(name, shape, known, wanted, open_axis=True)
    size = exact_div(total, rest)
    if size is None:
        size = total // rest
    if unseen and not hidden(size):
        name = _fresh("reshaped", shape, target)
        size = veil(size) if isinstance(size, int) else symbol(name, hidden=True)
    result[open_axes[0]] = size
    below = factors(known)
    below = f"({below})" if len(known) > 1 else below
    text = f"{factors(shape)}/{below}" if known and rest != 1 else factors(shape)
    return tuple(result), _concluded(text, size)


def flatten(shape: Shape) -> tuple[Shape, str]:
    """All axes but the batch as one; a bare batch gets an axis of 1."""
    size = product(shape[1:])
    for part in shape[1:]:
        if hidden(part):
            size = _veiled(size, part)
    return (*shape[:1], size), _concluded(factors(shape[1:]), size) if shape[1:] else "1"


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
    return _veiled(length, size) if hidden(size) else length


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


def show(shape: Shape) -> str:
    """The shape as Keras prints it: `(None, 32, 32, 64)`."""
    shown = ["None" if hidden(size) else pretty(size) for size in shape]
    return f"({shown[0]},)" if len(shown) == 1 else f"({', '.join(shown)})"


def factors(sizes: Sequence[Size]) -> str:
    """The sizes as a product: `3·3·3·64`."""
    return "·".join(map(_part, sizes)) or "1"


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


def _veiled(size: Size, like: Size) -> Size:
    """The size, made hidden because `like`, which it is made from or equal to, is hidden."""
    if hidden(size):
        return size
    return veil(size) if isinstance(size, int) else like


def _merged_batch(shapes: Sequence[Shape], needs: list[When]) -> Size:
    """The one known batch size, or the first input's if all are hidden."""
    batches = [shape[0] for shape in shapes]
    known = [batch for batch in batches if not hidden(batch)]
    first = known[0] if known else batches[0]
    for batch in batches:
        if not required(equal(batch, first), needs):
            raise Refused(
                "merge-shape-mismatch",
                f"inputs with different batch sizes cannot be merged: {_listing(shapes)}",
                sum=f"{pretty(first)} ≠ {pretty(batch)}",
            )
    return first


def _does_not_fit(
    name: str, shape: Shape, known: Sequence[Size], wanted: str, *, open_axis: bool = False
) -> Refused:
    total, rest = product(shape), product(known)
    needed = f"{factors(known)} = {pretty(rest)}" if len(known) > 1 else pretty(rest)
    if open_axis:
        message = (
            f"{name} to {wanted} needs a multiple of {needed} values, its input has {pretty(total)}"
        )
    else:
        message = f"{name} needs {needed} values, its input has {pretty(total)}"
    helped = ""
    for i, size in enumerate(known):
        others = product((*known[:i], *known[i + 1 :]))
        fitting = exact_div(total, others) if others != 0 else None
        if fitting is not None and fitting != 0 and not open_axis and not hidden(fitting):
            changed = ", ".join(pretty(fitting if j == i else k) for j, k in enumerate(known))
            comma = "," if len(known) == 1 else ""
            helped = f"({changed}{comma}) holds {pretty(total)} values: {pretty(fitting)} "
            helped += f"instead of {pretty(size)}"
    verb = "is no multiple of" if open_axis else "≠"
    return Refused(
        "reshape-size-mismatch",
        message,
        sum=f"{factors(shape)} = {pretty(total)} {verb} {needed}",
        help=helped,
    )


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


def _listing(shapes: Sequence[Shape]) -> str:
    return " and ".join(map(show, dict.fromkeys(shapes)))


def _fresh(stem: str, shape: Shape, target: Sequence[Size | None]) -> str:
    """A name made from what a size depends on: the same question gives the same symbol."""
    text = "_".join(str(part) for part in (*shape, "to", *target))
    text = text.replace("-", "minus").replace("//", "over")
    return f"{stem}_{''.join(c if c.isalnum() else '_' for c in text)}"


def _part(size: Size) -> str:
    """The size as a factor: a sum or a negative number gets brackets."""
    text = pretty(size)
    summed = len(size.terms) > 1 if isinstance(size, Dim) else size < 0
    return f"({text})" if summed or " mod " in text else text


def _operand(size: Size) -> str:
    """The size as a summand: only what starts with a minus sign gets brackets."""
    text = pretty(size)
    return f"({text})" if text.startswith("\u2212") else text


def _spanned(kernel: Size, dilation: Size) -> str:
    """The rows a kernel spans; the sum is shown where dilation spreads it."""
    if dilation == 1 or kernel == 1:
        return _part(kernel)
    return f"({_part(dilation)}·({_operand(kernel)}−1)+1)"


def _concluded(text: str, result: Size) -> str:
    """The sum and what it comes to, where that is a number and not said already."""
    shown = pretty(result)
    return f"{text} = {shown}" if isinstance(result, int) and shown != text else text
