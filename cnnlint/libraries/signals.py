"""Signals and their frequencies, and what else gives one tensor's numbers in another shape."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..shapes import broadcast, show
from .arrays import folded
from .dtypes import is_float, keras_meet
from .itemwise import keras_float

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .arrays import Array
    from .operations import Call


def _parts(call: Call, x: list[Array], least: int = 1) -> tuple[Shape, str | None]:
    """The shape of a complex number's real and imaginary part, and their dtype."""
    if len(x) != 2:
        raise call.lost("a complex number is given by its real and its imaginary part")
    shape, other = call.shape(x[0]), call.shape(x[1])
    if len(shape) < least or len(shape) != len(other):
        raise call.lost("real and imaginary parts of other shapes than a signal has")
    return shape, _real(call, x)


def _real(call: Call, x: list[Array]) -> str | None:
    dtype = call.meet(x)
    return dtype if dtype is not None and is_float(dtype) else "float32"


def _positive(call: Call, value: Any) -> Size:
    size = call.size(value)
    if isinstance(size, int) and size < 1:
        raise call.lost("a length that is not positive")
    return size


def _steps(call: Call, shape: Shape, whole: Size, stride: Size) -> Size:
    """How many stretches of this length there are along the last axis."""
    steps = (shape[-1] - whole) // stride + 1
    call.sum = f"({shape[-1]} − {whole})//{stride} + 1 = {steps}"
    if isinstance(steps, int) and steps < 0:
        raise Refused(
            "window-larger-than-input",
            f"`{call.name}` needs {whole} values, and there are {shape[-1]}",
            sum=call.sum,
            help="use shorter stretches, or longer signals",
        )
    return steps


def fft(call: Call, x: list[Array], **rest: Any) -> Any:
    """As many frequencies as values: their real and their imaginary parts."""
    count = call.options["axes"]
    shape, dtype = _parts(call, x, count)
    if any(dims.hidden(size) for size in shape[-count:]):
        raise Refused(
            "undefined-dimension",
            f"`{call.name}` needs to know the sizes it works along: {show(shape)}",
            help="give them in `keras.Input`",
        )
    if call.noted:
        return call.made(shape, x[0].dtype), call.made(shape, x[1].dtype)
    return call.made(shape, dtype), call.made(shape, dtype)


def rfft(call: Call, x: Array, fft_length: Any = None, **rest: Any) -> Any:
    """The frequencies of real values: half of them, and one more."""
    shape = call.shape(x)
    if not shape:
        raise call.lost("a number is no signal")
    length = shape[-1] if fft_length is None else _positive(call, fft_length)
    found, dtype = (*shape[:-1], length // 2 + 1), x.dtype if call.noted else _real(call, [x])
    return call.made(found, dtype), call.made(found, dtype)


def irfft(call: Call, x: list[Array], fft_length: Any = None, **rest: Any) -> Array:
    """Real values from their frequencies."""
    shape, dtype = _parts(call, x)
    length = 2 * (shape[-1] - 1) if fft_length is None else _positive(call, fft_length)
    return call.made((*shape[:-1], length), x[0].dtype if call.noted else dtype)


def stft(
    call: Call,
    x: Array,
    sequence_length: Any,
    sequence_stride: Any,
    fft_length: Any,
    window: Any = "hann",
    center: Any = True,
    **rest: Any,
) -> Any:
    """The frequencies of each stretch of a signal."""
    shape = call.shape(x)
    if not shape:
        raise call.lost("a number is no signal")
    whole, stride = _positive(call, fft_length), _positive(call, sequence_stride)
    padded = shape[-1] + (whole // 2) * 2 if call.flag(center) else shape[-1]
    found = (*shape[:-1], _steps(call, (padded,), whole, stride), whole // 2 + 1)
    dtype = _real(call, [x])
    return call.made(found, dtype), call.made(found, dtype)


def istft(
    call: Call,
    x: list[Array],
    sequence_length: Any,
    sequence_stride: Any,
    fft_length: Any,
    length: Any = None,
    window: Any = "hann",
    center: Any = True,
    **rest: Any,
) -> Array:
    """A signal from the frequencies of its stretches."""
    shape, dtype = _parts(call, x, 2)
    whole, stride = _positive(call, fft_length), _positive(call, sequence_stride)
    if length is not None:
        size: Size = _positive(call, length)
    else:
        size = (shape[-2] - 1) * stride + whole
        if call.flag(center):
            size = size - (whole // 2) * 2
    return call.made((*shape[:-2], size), dtype)


def extract_sequences(
    call: Call, x: Array, sequence_length: Any, sequence_stride: Any, **rest: Any
) -> Array:
    """The stretches of a signal."""
    shape = call.shape(x)
    if not shape:
        raise call.lost("a number is no signal")
    length, stride = _positive(call, sequence_length), _positive(call, sequence_stride)
    return call.made((*shape[:-1], _steps(call, shape, length, stride), length), x.dtype)


def cdist(call: Call, x: Array, y: Array, **rest: Any) -> Array:
    """The distance of each row of one matrix from each row of the other."""
    first, second = call.shape(x), call.shape(y)
    both = f"{show(first)} and {show(second)}"
    if len(first) < 2 or len(second) < 2:
        raise Refused("rank-mismatch", f"`cdist` needs the rows of two matrices, not of {both}")
    if dims.apart(first[-1], second[-1]):
        raise Refused("matmul-shape-mismatch", f"`cdist` needs rows of one length, not {both}")
    batch = broadcast([first[:-2], second[:-2]], call.needs)
    return call.made((*batch, first[-2], second[-2]), _real(call, [x, y]))


def vander(call: Call, x: Array, N: Any = None, **rest: Any) -> Array:  # noqa: N803
    """The powers of each value of a vector."""
    shape = call.shape(x)
    if len(shape) != 1:
        raise Refused("rank-mismatch", f"`vander` needs values of one axis, not {show(shape)}")
    width = shape[0] if N is None else call.size(N)
    if isinstance(width, int) and width < 0:
        raise Refused("invalid-argument", f"`N` of `vander` is not negative, as {width} is")
    return call.made((shape[0], width), x.dtype)


def ctc_loss(call: Call, target: Array, output: Array, **rest: Any) -> Array:
    """One number for each sample."""
    labels, scores = call.shape(target), call.shape(output)
    if call.noted:
        return call.made(labels[:1], keras_meet([output.dtype, "float32"]))
    if len(labels) != 2 or len(scores) != 3:
        raise call.lost("labels and scores of other ranks than (batch, steps) and one more")
    if dims.equal(labels[0], scores[0]) is not dims.ALWAYS and not dims.hidden(scores[0]):
        raise call.lost("labels and scores of different batches")
    return call.made(scores[:1], "float32")


def ctc_decode(
    call: Call, inputs: Array, sequence_lengths: Array, strategy: Any = "greedy", **rest: Any
) -> Any:
    """The best paths of labels, and what speaks for each."""
    shape, mode = call.shape(inputs), folded(strategy)
    if len(shape) != 3 or type(mode) is not str or not call.noted:
        raise call.lost("paths that are not followed", mode)
    paths = 1 if mode == "greedy" else call.size(rest.get("top_paths", 1))
    dtype = keras_meet([inputs.dtype, "float32"])
    return call.made((paths, *shape[:2]), "int32"), call.made((shape[0], paths), dtype)


def correlate(call: Call, x1: Array, x2: Array, mode: Any = "valid") -> Array:
    """One sequence of numbers laid along another."""
    first, second = call.shape(x1), call.shape(x2)
    for shape in (first, second):
        if len(shape) != 1:
            raise Refused(
                "rank-mismatch", f"`correlate` needs sequences of numbers, not {show(shape)}"
            )
    a, b, how = first[0], second[0], folded(mode)
    if dims.hidden(a) or dims.hidden(b) or type(how) is not str:
        raise call.lost("a correlation of lengths that are not known", how)
    more, less = dims.maximum(a, b), dims.minimum(a, b)
    sizes = {"valid": more - less + 1, "same": more, "full": a + b - 1}
    if how not in sizes:
        raise Refused(
            "invalid-argument", f'`mode` of `correlate` is "valid", "same" or "full", not "{how}"'
        )
    dtype = call.meet([x1, x2])
    if dtype not in ("bfloat16", "float16", "float64"):
        dtype = "float64" if dtype == "int64" else "float32"
    return call.made((sizes[how],), dtype)


def polar(call: Call, abs_: Array, angle: Array) -> Array:
    """Complex numbers from their length and angle; a symbolic one is said to be real."""
    if call.noted:
        return call.made(call.shape(abs_), "float32")
    return call.made(broadcast([call.shape(abs_), call.shape(angle)], call.needs), "complex64")


def trapezoid(call: Call, y: Array, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Array:
    """The area below the values along an axis."""
    shape, place = list(call.shape(y)), call.whole(axis)
    if not -len(shape) <= place < len(shape):
        raise call.lost("an axis that is not there")
    del shape[place]
    return call.made(tuple(shape), keras_float(y.dtype))


def histogram(call: Call, x: Array, bins: Any = 10, range: Any = None) -> Any:
    """How many values fall into each bin, and the edges of the bins."""
    count, between = folded(bins), folded(range)
    if type(count) is Unknown or type(between) is Unknown:
        raise call.lost("the bins of a histogram are not known", count)
    if not isinstance(count, (int, dims.Dim)):
        shown = call.interpreter.type_name(count)
        raise Refused(
            "invalid-argument",
            f"`bins` of `histogram` is a whole number, not a `{shown}`",
            exception="TypeError",
        )
    if isinstance(count, int) and count < 0:
        raise Refused("invalid-argument", f"`bins` of `histogram` is not negative, as {count} is")
    if between and (type(between) is not tuple or len(between) < 2):
        raise Refused("invalid-argument", "`range` of `histogram` is a tuple of two numbers")
    if between and all(isinstance(end, (int, float)) for end in between[:2]):
        if between[1] < between[0]:
            raise Refused(
                "invalid-argument",
                f"`range` of `histogram` begins at {between[0]} and ends before, at {between[1]}",
            )
    if not call.noted and len(call.shape(x)) > 1:
        raise Refused("rank-mismatch", f"`histogram` needs one axis, not {show(call.shape(x))}")
    dtype = x.dtype if call.noted else None
    return call.made((count,), dtype), call.made((count + 1,), dtype)
