"""Windows that slide along an image: the convolutions and poolings of `keras.ops.nn`."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..dims import hidden, pretty
from .arrays import Array, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def _numbers(call: Call, value: Any, count: int) -> list[Size]:
    """One number for all axes, or one for each."""
    value = folded(value)
    if value is None:
        return [1] * count
    if type(value) in (tuple, list):
        sizes = [1 if size is None else size for size in call.sizes(value)]
        if len(sizes) == 1:
            return sizes * count
        if len(sizes) == count + 2:  # TensorFlow counts the batch and the channels as well
            return sizes[1:-1]
        if len(sizes) != count:
            raise Refused("invalid-argument", f"{count} sizes are needed, not {len(sizes)}")
        return sizes
    return [call.size(value)] * count


def _mode(call: Call, padding: Any) -> str:
    mode = folded(padding)
    if type(mode) is Unknown:
        raise call.lost("a padding that is not known", mode)
    text = str(mode).lower()
    if text not in ("valid", "same"):
        if isinstance(mode, (tuple, list)) or text == "explicit":
            raise call.lost("an explicit padding is not followed")
        raise Refused("invalid-argument", f'padding is "valid" or "same", not {mode!r}')
    return text


def _first(call: Call, data_format: Any) -> bool:
    text = folded(data_format)
    if type(text) is Unknown:
        raise call.lost("a data format that is not known", text)
    if text is None:
        return call.interpreter.state.get("image_data_format") == "channels_first"
    return str(text).lower() in ("channels_first", "ncw", "nchw", "ncdhw")


def _spatial(shape: Shape, first: bool) -> tuple[Size, ...]:
    return tuple(shape[2:] if first else shape[1:-1])


def _assembled(batch: Size, spatial: list[Size], channels: Size, first: bool) -> Shape:
    return (batch, channels, *spatial) if first else (batch, *spatial, channels)


def _slide(
    call: Call,
    sizes: tuple[Size, ...],
    kernel: list[Size],
    strides: list[Size],
    mode: str,
    dilation: list[Size],
) -> list[Size]:
    """The output sizes along all axes, and the sums that lead to them."""
    made: list[Size] = []
    sums: list[str] = []
    for size, window, stride, spread in zip(sizes, kernel, strides, dilation, strict=True):
        found = shapes.window(size, window, stride, mode, spread)
        if not dims.required(dims.at_least(found.size, 1), call.needs):
            raise Refused(
                "window-larger-than-input",
                f"a window of {pretty(window)} does not fit into {pretty(size)}",
                sum=found.sum,
            )
        made.append(_kept_hidden(found.size, size))
        if found.sum not in sums:
            sums.append(found.sum)
    call.sum = ", ".join(sums)
    return made


def _kept_hidden(size: Size, like: Size) -> Size:
    return dims.veil(size) if hidden(like) and isinstance(size, int) else size


def pool(
    call: Call,
    inputs: Array,
    pool_size: Any,
    strides: Any = None,
    padding: Any = "valid",
    data_format: Any = None,
    **rest: Any,
) -> Array:
    """The largest or the mean value in each window."""
    shape, first = call.shape(inputs), _first(call, data_format)
    count = len(shape) - 2
    if count < 1:
        raise Refused("rank-mismatch", f"pooling needs three axes or more: {shapes.show(shape)}")
    sizes = _numbers(call, pool_size, count)
    steps = sizes if strides is None else _numbers(call, strides, count)
    made = _slide(call, _spatial(shape, first), sizes, steps, _mode(call, padding), [1] * count)
    channels = shape[1] if first else shape[-1]
    return call.made(_assembled(shape[0], made, channels, first), inputs.dtype)


def adaptive_pool(call: Call, inputs: Array, output_size: Any, data_format: Any = None) -> Array:
    """Windows chosen such that the output has a given size."""
    shape, first = call.shape(inputs), _first(call, data_format)
    size = folded(output_size)
    if call.noted and not (first and type(size) is tuple and len(size) == len(shape) - 2):
        raise call.lost(f"`{call.name}`: Keras says one shape and computes another")
    made = _numbers(call, output_size, len(shape) - 2)
    channels = shape[1] if first else shape[-1]
    return call.made(_assembled(shape[0], made, channels, first), inputs.dtype)


def _kernel(call: Call, kernel: Array, count: int) -> Shape:
    shape = call.shape(kernel)
    if len(shape) != count + 2:
        raise Refused(
            "rank-mismatch", f"a kernel of {count + 2} axes is needed, not {shapes.show(shape)}"
        )
    return shape


def conv(
    call: Call,
    inputs: Array,
    kernel: Array,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
    **rest: Any,
) -> Array:
    """A convolution with a given kernel, by the option `each` of each channel for itself."""
    each = "each" in call.options
    shape, first = call.shape(inputs), _first(call, data_format)
    count = len(shape) - 2
    window = _kernel(call, kernel, count)
    channels = shape[1] if first else shape[-1]
    if not (each or hidden(channels)) and not dims.required(
        dims.divides(window[-2], channels), call.needs
    ):
        raise Refused(
            "channel-mismatch",
            f"the kernel {shapes.show(window)} takes {pretty(window[-2])} channels, the input "
            f"{shapes.show(shape)} has {pretty(channels)}",
            sum=f"{pretty(channels)} ≠ {pretty(window[-2])}",
        )
    steps, spread = _numbers(call, strides, count), _numbers(call, dilation_rate, count)
    sizes = list(window[:count])
    made = _slide(call, _spatial(shape, first), sizes, steps, _mode(call, padding), spread)
    filters = window[-1] * window[-2] if each else window[-1]
    return call.made(_assembled(shape[0], made, filters, first), inputs.dtype)


def separable_conv(
    call: Call,
    inputs: Array,
    depthwise_kernel: Array,
    pointwise_kernel: Array,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
    **rest: Any,
) -> Array:
    """Each channel for itself, then all of them at each place."""
    made = conv(call, inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    channels = call.shape(pointwise_kernel)[-1]
    first = _first(call, data_format)
    shape = made.shape or ()
    spatial = list(_spatial(shape, first))
    return call.made(_assembled(shape[0], spatial, channels, first), inputs.dtype)


def conv_transpose(
    call: Call,
    inputs: Array,
    kernel: Array,
    strides: Any = 1,
    padding: Any = "valid",
    output_padding: Any = None,
    data_format: Any = None,
    dilation_rate: Any = 1,
    **rest: Any,
) -> Array:
    """A transposed convolution with a given kernel."""
    shape, first = call.shape(inputs), _first(call, data_format)
    given = rest.get("output_shape")
    if given is not None:
        sizes = call.sizes(given)
        known = [own if size is None else size for own, size in zip(shape, sizes, strict=True)]
        return call.made(tuple(known), inputs.dtype)
    count = len(shape) - 2
    window, mode = _kernel(call, kernel, count), _mode(call, padding)
    steps, spread = _numbers(call, strides, count), _numbers(call, dilation_rate, count)
    extra: list[Size | None] = [None] * count
    if folded(output_padding) is not None:
        extra = list(_numbers(call, output_padding, count))
    made = []
    for place, size in enumerate(_spatial(shape, first)):
        out, call.sum = shapes.transposed(
            size, window[place], steps[place], mode, spread[place], extra[place]
        )
        made.append(_kept_hidden(out, size))
    return call.made(_assembled(shape[0], made, window[-2], first), inputs.dtype)


def bias_add(call: Call, x: Array, bias: Array, data_format: Any = None, **rest: Any) -> Array:
    """A number added to each channel."""
    shape, size = call.shape(x), dims.product(call.shape(bias))
    channels = shape[1] if _first(call, data_format) else shape[-1]
    if len(call.shape(bias)) == 1 and not dims.required(dims.equal(channels, size), call.needs):
        raise Refused(
            "shapes-do-not-broadcast",
            f"a bias of {pretty(size)} values for {pretty(channels)} channels",
            sum=f"{pretty(channels)} ≠ {pretty(size)}",
        )
    return call.made(shape, x.dtype)


def attention(call: Call, query: Array, key: Array, value: Array, **rest: Any) -> Array:
    """Scaled dot-product attention."""
    shape = call.shape(query)
    if len(shape) != 4:
        raise Refused("rank-mismatch", f"a query of four axes is needed, not {shapes.show(shape)}")
    return call.made(shape, query.dtype)
