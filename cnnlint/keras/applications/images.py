"""`preprocess_input` and `decode_predictions`: images before a model, and classes after it."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, hidden
from ...interpreter.calls import native
from ...interpreter.values import MISSING, Native
from ...libraries.arrays import Array
from ...network import Tensor
from ..backend import floatx

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter

#: So many predictions are kept apart.
MOST = 64
MODES = ("caffe", "tf", "torch")
FORMATS = ("channels_first", "channels_last")


def function(name: str, scales: str, *, any_mode: bool) -> Native | Any:
    """One of the two, of the module that scales images so; MISSING for any other name.

    With `any_mode`, the way of scaling is an argument.
    """
    if name == "decode_predictions":
        return native(decode_predictions)
    if name == "correct_pad" and any_mode:
        return native(correct_pad)
    if name != "preprocess_input":
        return MISSING
    if any_mode:
        return native(preprocess_input)

    def preprocess(interpreter: Interpreter, x: Any, data_format: Any = None) -> Any:
        return x if scales == "-" else preprocess_input(interpreter, x, data_format, scales)

    return native(preprocess, name)


def correct_pad(interpreter: Interpreter, inputs: Any, kernel_size: Any) -> Any:
    """The padding before a strided convolution: Keras 2 offered it, Keras 3 keeps it for itself."""
    sizes = kernel_size if type(kernel_size) in (tuple, list) else (kernel_size, kernel_size)
    if not isinstance(inputs, Tensor) or inputs.shape is None or len(inputs.shape) != 4:
        return interpreter.unknown("a padding for a tensor of unknown shape", of=[inputs])
    if not all(isinstance(size, (int, Dim)) for size in sizes):
        return interpreter.unknown("a padding for a kernel of unknown size", of=list(sizes))
    first = 2 if interpreter.state.get("image_data_format") == "channels_first" else 1
    spatial = inputs.shape[first : first + 2]
    free = isinstance(spatial[0], Dim) and hidden(spatial[0])
    return tuple(
        (size // 2 - (1 if free else 1 - length % 2), size // 2)
        for size, length in zip(sizes, spatial, strict=True)
    )


def preprocess_input(
    interpreter: Interpreter, x: Any, data_format: Any = None, mode: Any = "caffe"
) -> Any:
    """The same images with other values; from integers they become floats.

    Raises:
        Refused: Keras raises.
    """
    for name, value, allowed in (
        ("mode", mode, MODES),
        ("data_format", data_format, (None, *FORMATS)),
    ):
        if isinstance(value, Unknown):
            return interpreter.derive(value, "preprocess_input")
        if value not in allowed:
            listed = ", ".join(f'"{each}"' for each in allowed if each)
            raise Refused(
                "invalid-argument",
                f"`{name}` of `preprocess_input` is {value!r}"[:80],
                help=f"one of {listed}",
            )
    form = data_format or interpreter.state.get("image_data_format", "channels_last")
    if type(x) is Array and x.library == "numpy":
        return _array(interpreter, x, form, mode)
    if not isinstance(x, (Array, Tensor)) or x.shape is None:
        return interpreter.unknown("images of unknown shape", of=getattr(x, "unknown", x))
    from .building import family, on_behalf

    scale = family(interpreter, "preprocessing").names["preprocess"]
    return on_behalf(interpreter, "", lambda: interpreter.call(scale, (x, form, mode), {}))


def _array(interpreter: Interpreter, x: Array, form: str, mode: str) -> Array:
    """An array of NumPy is changed in place, where it holds floats."""
    shape = x.shape
    if mode != "tf" and shape:
        axis = len(shape) - 1 if form == "channels_last" else int(len(shape) > 3)
        channels = shape[axis] if axis < len(shape) else None
        if isinstance(channels, int) and channels < 3:
            raise Refused(
                "index-out-of-range",
                f"`preprocess_input` needs images of 3 channels, and these have {channels}",
                exception="IndexError",
            )
    dtype = x.dtype
    if dtype is not None and not dtype.startswith(("float", "bfloat")):
        dtype = floatx(interpreter)
    return Array(shape, dtype, unknown=x.unknown)


def decode_predictions(interpreter: Interpreter, preds: Any, top: Any = 5) -> Any:
    """For each image a list of the best classes: a name, a description, a score.

    Raises:
        Refused: the predictions are not those of 1000 classes.
    """
    shape = getattr(preds, "shape", None) if isinstance(preds, (Array, Tensor)) else None
    if shape is not None:
        from ...shapes import show

        if len(shape) != 2 or (isinstance(shape[1], int) and shape[1] != 1000):
            raise Refused(
                "input-shape-mismatch",
                "`decode_predictions` takes predictions of ImageNet's 1000 classes, "
                f"(samples, 1000), not {show(shape)}",
                help="look the best of your own classes up with `np.argmax(predictions, axis=1)`",
            )
    unknown = interpreter.unknown("the classes that a model predicts", of=preds)
    if shape is None or not isinstance(shape[0], int) or not isinstance(top, int):
        return unknown
    if shape[0] > MOST or not 0 < top <= MOST:
        return unknown
    best = [tuple(interpreter.derive(unknown, place) for place in range(3)) for _ in range(top)]
    return [list(best) for _ in range(shape[0])]
