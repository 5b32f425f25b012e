"""What packages take from `keras.src` although Keras does not export it."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

FORMATS = ("channels_first", "channels_last")


def standardize_tuple(
    interpreter: Interpreter, value: Any, n: Any, name: Any, allow_zero: Any = False
) -> Any:
    """`keras.src.utils.argument_validation`: one size, or `n` of them, as a tuple of `n`."""
    if type(n) is not int:
        return interpreter.unknown("how many sizes there are is not known", of=n)
    if type(value) is int:
        sizes: Any = [value] * n
    else:
        sizes = interpreter.iterate(value)
    if isinstance(sizes, Unknown):
        return sizes
    least = 0 if allow_zero else 1
    if len(sizes) != n or any(isinstance(size, int) and size < least for size in sizes):
        raise interpreter.raised(
            "ValueError",
            f"The `{name}` argument must be a tuple of {n} integers. Received {name}={value}",
        )
    return tuple(sizes)


def standardize_data_format(interpreter: Interpreter, data_format: Any) -> Any:
    """`keras.src.backend`: the given format, or the one in force."""
    if data_format is None:
        return interpreter.state.get("image_data_format", "channels_last")
    if isinstance(data_format, Unknown):
        return data_format
    if str(data_format).lower() not in FORMATS:
        raise interpreter.raised(
            "ValueError", f"The `data_format` argument must be one of {FORMATS}"
        )
    return str(data_format).lower()


def obtain_input_shape(
    interpreter: Interpreter,
    input_shape: Any,
    default_size: Any,
    min_size: Any,
    data_format: Any,
    require_flatten: Any,
    weights: Any = "imagenet",
) -> Any:
    """`keras.src.applications.imagenet_utils`: the shape of the images of an architecture."""
    for value in (input_shape, default_size, min_size, data_format, require_flatten, weights):
        if isinstance(value, Unknown):
            return interpreter.derive(value, "obtain_input_shape")

    def wrong(text: str) -> Any:
        return interpreter.raised("ValueError", f"{text}; Received: input_shape={input_shape}")

    first = data_format == "channels_first"
    channels, sides = (0, (1, 2)) if first else (-1, (0, 1))

    def square(side: Any, count: Any) -> tuple[Any, ...]:
        return (count, side, side) if first else (side, side, count)

    pretrained = weights == "imagenet"
    given = bool(input_shape) and not pretrained and len(input_shape) == 3
    default = square(default_size, input_shape[channels] if given else 3)
    if pretrained and require_flatten:
        if input_shape is not None and input_shape != default:
            raise wrong(f"`input_shape` should be {default}")
        return default
    if input_shape:
        if len(input_shape) != 3:
            raise wrong("`input_shape` must be a tuple of three integers.")
        if pretrained and input_shape[channels] != 3:
            raise wrong("The input must have 3 channels")
        sizes = [input_shape[side] for side in sides]
        if any(isinstance(size, int) and size < min_size for size in sizes):
            raise wrong(f"Input size must be at least {min_size}x{min_size}")
    else:
        input_shape = default if require_flatten else square(None, 3)
    if require_flatten and None in input_shape:
        raise wrong("If `include_top` is True, you should specify a static `input_shape`.")
    return input_shape


def _preprocess_padding(interpreter: Interpreter, padding: Any) -> Any:
    """`keras.src.legacy.backend`: the padding as TensorFlow writes it."""
    if isinstance(padding, Unknown):
        return padding
    if padding not in ("same", "valid"):
        raise interpreter.raised("ValueError", f"Invalid padding: {padding}")
    return padding.upper()


def _preprocess_conv2d_input(interpreter: Interpreter, x: Any, data_format: Any) -> Any:
    """`keras.src.legacy.backend`: the input, and the order of its axes as TensorFlow writes it."""
    return x, "NCHW" if data_format == "channels_first" else "NHWC"


def _preprocess_conv3d_input(interpreter: Interpreter, x: Any, data_format: Any) -> Any:
    """The same for volumes."""
    return x, "NCDHW" if data_format == "channels_first" else "NDHWC"


FUNCTIONS = {
    each.__name__: each
    for each in (
        obtain_input_shape,
        standardize_data_format,
        standardize_tuple,
        _preprocess_padding,
        _preprocess_conv2d_input,
        _preprocess_conv3d_input,
    )
}


def find(name: str) -> Any:
    """A function of Keras's own files by its name, or MISSING."""
    function = FUNCTIONS.get(name)
    return MISSING if function is None else native(function)
