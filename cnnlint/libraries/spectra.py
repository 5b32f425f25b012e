"""Signals in stretches and their complex frequencies, as `tf.signal` has them, and matrices as
`tf.linalg` does.

Sources of the formulas: the documentation of `tf.signal.frame`, `tf.signal.stft` and
`tf.signal.inverse_stft`.
"""

from __future__ import annotations

from .. import dims
from ..shapes import broadcast, canonical_axis, show
from .arrays import Array, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call

_COMPLEX = {"float64": "complex128"}
_REAL = {"complex128": "float64"}


def _signal(call: Call, x: Array) -> Shape:
    shape = call.shape(x)
    if not shape:
        raise call.lost("a number is no signal")
    return shape


def _count(call: Call, whole: Size, length: Size, step: Size, pad_end: Any) -> Size:
    """How many stretches of a `length` there are, one each `step`."""
    if call.flag(pad_end):
        made = -(-whole // step)
    else:
        made = (whole - length) // step + 1
    return max(made, 0) if isinstance(made, int) else made


def frames(
    call: Call,
    x: Array,
    frame_length: Any,
    frame_step: Any,
    pad_end: Any = False,
    axis: Any = -1,
    **rest: Any,
) -> Array:
    """Stretches of a signal: two axes for one."""
    shape = _signal(call, x)
    place = canonical_axis(call.whole(axis), len(shape))
    length, step = call.size(frame_length), call.size(frame_step)
    count = _count(call, shape[place], length, step, pad_end)
    return call.made((*shape[:place], count, length, *shape[place + 1 :]), x.dtype)


def spectra(
    call: Call,
    x: Array,
    frame_length: Any,
    frame_step: Any,
    fft_length: Any = None,
    pad_end: Any = False,
    **rest: Any,
) -> Array:
    """The complex frequencies of each stretch of a signal."""
    shape = _signal(call, x)
    length, step = call.size(frame_length), call.size(frame_step)
    if folded(fft_length) is not None:
        whole = call.size(fft_length)
    elif isinstance(length, int):
        whole = 1 << (length - 1).bit_length()  # the smallest power of two that holds a stretch
    else:
        raise call.lost("the smallest power of two from a length on that is not known")
    count = _count(call, shape[-1], length, step, pad_end)
    dtype = _COMPLEX.get(x.dtype or "", "complex64")
    return call.made((*shape[:-1], count, whole // 2 + 1), dtype)


def from_spectra(call: Call, x: Array, frame_length: Any, frame_step: Any, **rest: Any) -> Array:
    """The signal whose stretches have these frequencies."""
    shape = _signal(call, x)
    if len(shape) < 2:
        raise call.lost(f"stretches of a signal have two axes, not {show(shape)}")
    length, step = call.size(frame_length), call.size(frame_step)
    whole = (shape[-2] - 1) * step + length
    return call.made((*shape[:-2], whole), _REAL.get(x.dtype or "", "float32"))


def _asked(call: Call, fft_length: Any) -> Size | None:
    """How many values are looked at: a list of one number."""
    return None if folded(fft_length) is None else call.sizes(fft_length)[-1]


def half_spectrum(call: Call, x: Array, fft_length: Any = None, **rest: Any) -> Array:
    """The complex frequencies of real values: half of them, and one more."""
    shape = _signal(call, x)
    asked = _asked(call, fft_length)
    whole = shape[-1] if asked is None else asked
    dtype = _COMPLEX.get(x.dtype or "", "complex64")
    return call.made((*shape[:-1], whole // 2 + 1), dtype)


def from_half_spectrum(call: Call, x: Array, fft_length: Any = None, **rest: Any) -> Array:
    """Real values from half of their frequencies."""
    shape = _signal(call, x)
    asked = _asked(call, fft_length)
    whole = 2 * (shape[-1] - 1) if asked is None else asked
    return call.made((*shape[:-1], whole), _REAL.get(x.dtype or "", "float32"))


def mel_weights(
    call: Call, num_mel_bins: Any = 20, num_spectrogram_bins: Any = 129, **rest: Any
) -> Array:
    """What makes mel bands of frequencies."""
    return call.made((call.size(num_spectrogram_bins), call.size(num_mel_bins)), "float32")


def matrix_transpose(call: Call, x: Array, **rest: Any) -> Array:
    """The last two axes exchanged."""
    shape = call.shape(x)
    if len(shape) < 2:
        raise call.lost(f"{show(shape)} is no matrix")
    return call.made((*shape[:-2], shape[-1], shape[-2]), x.dtype)


def matvec(call: Call, x1: Array, x2: Array, transpose_a: Any = False, **rest: Any) -> Array:
    """A matrix times a vector, for each of several."""
    a, b = call.shape(x1), call.shape(x2)
    if len(a) < 2 or not b:
        raise call.lost(f"{show(a)} times {show(b)} is no product of a matrix and a vector")
    rows = a[-1] if call.flag(transpose_a) else a[-2]
    leading = broadcast([tuple(a[:-2]), tuple(b[:-1])], call.needs)
    return call.made((*leading, rows), call.meet([x1, x2]))


def last_diag(
    call: Call, x: Array, k: Any = 0, num_rows: Any = -1, num_cols: Any = -1, **rest: Any
) -> Array:
    """A matrix for each vector, with its values on the diagonal."""
    shape = _signal(call, x)
    if (folded(k), folded(num_rows), folded(num_cols)) != (0, -1, -1):
        raise call.lost("a diagonal beside the main one")
    return call.made((*shape, shape[-1]), x.dtype)


def last_diagonal(call: Call, x: Array, k: Any = 0, **rest: Any) -> Array:
    """The diagonal of each matrix."""
    shape = call.shape(x)
    if folded(k) != 0:
        raise call.lost("a diagonal beside the main one")
    if len(shape) < 2:
        raise call.lost(f"{show(shape)} is no matrix")
    return call.made((*shape[:-2], dims.minimum(shape[-2], shape[-1])), x.dtype)
