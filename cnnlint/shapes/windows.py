"""How windows meet an axis: convolution, pooling, and convolution backwards."""

from __future__ import annotations

from ..dims import Dim, maximum
from .text import concluded, factor, summand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dims import Size


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


def slide(
    size: Size, kernel: Size, stride: Size = 1, padding: str = "valid", dilation: Size = 1
) -> tuple[Size, Size, Size, Size]:
    """How many windows fit, the rows of padding before and after, and those nobody looks at.

    (I − K + P)/S + 1 rounded down, where a dilated kernel spans d·(k − 1) + 1 rows. "same" asks
    for ⌈I/S⌉ windows and adds the rows they lack, the odd one at the end (TensorFlow's rule);
    "causal" adds all of d·(k − 1) in front.
    """
    span = (kernel - 1) * dilation + 1
    if padding == "valid":
        room = size - span
        return room // stride + 1, 0, 0, room % stride
    out = (size - 1) // stride + 1
    if padding == "causal":
        return out, span - 1, 0, (size - 1) % stride
    missing = (out - 1) * stride + span - size
    total = maximum(missing, 0)
    before = total // 2
    return out, before, total - before, total - missing


def window(
    size: Size, kernel: Size, stride: Size = 1, padding: str = "valid", dilation: Size = 1
) -> Window:
    """A convolution's or pooling's output size along one axis; it may come out as 0 or less."""
    out, before, after, unread = slide(size, kernel, stride, padding, dilation)
    if padding not in ("valid", "causal") and isinstance(before + after, Dim):
        return Window(out, f"⌈{factor(size)}/{factor(stride)}⌉", before, after, unread)
    if isinstance(out, int) and out <= 0:
        unread = size + before + after
    top = summand(size)
    if before == after and before != 0:
        top += f" + 2·{factor(before)}"
    elif before != after:
        top += f" + ({summand(before)}+{summand(after)})"
    top += f" − {_spanned(kernel, dilation)}"
    exact = stride == 1 or (unread == 0 and before == after)
    fraction = f"({top})/{factor(stride)}" if exact else f"⌊({top})/{factor(stride)}⌋"
    return Window(out, concluded(f"{fraction} + 1", out), before, after, unread)


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
    steps = f"({summand(size)} − 1)·{factor(stride)}"
    if padding == "same":
        if output_padding is None:
            out = size * stride
            return out, concluded(f"{factor(size)}·{factor(stride)}", out)
        out = (size - 1) * stride + span % 2 + output_padding
        text = f"{steps} + {summand(span % 2)} + {summand(output_padding)}"
    elif output_padding is None:
        out = (size - 1) * stride + maximum(span, stride)
        last = _spanned(kernel, dilation)
        if maximum(span, stride) != span:
            last = f"max({last}, {summand(stride)})"
        text = f"{steps} + {last}"
    else:
        out = (size - 1) * stride + span + output_padding
        text = f"{steps} + {_spanned(kernel, dilation)} + {summand(output_padding)}"
    return out, concluded(text, out)


def _spanned(kernel: Size, dilation: Size) -> str:
    """The rows a kernel spans; the sum is shown where dilation spreads it."""
    if dilation == 1 or kernel == 1:
        return factor(kernel)
    return f"({factor(dilation)}·({summand(kernel)}−1)+1)"
