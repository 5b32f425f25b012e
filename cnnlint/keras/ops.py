"""`keras.ops` and `keras.random`: names and signatures, as the installed Keras has them."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import named, native
from ..interpreter.values import Module
from ..libraries import operations, tensorflow_own
from ..libraries.arrays import Array, array_of
from ..network import Tensor, Weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Signature -> names; `name:operation` where the operation is called otherwise.
_FUNCTIONS: dict[str, str] = {
    "x": (
        "abs:absolute absolute angle arccos arccosh arcsin arcsinh arctan arctanh bartlett "
        "bitwise_invert bitwise_not blackman cbrt ceil conj:conjugate conjugate "
        "convert_to_numpy copy cos cosh deg2rad det eig eigh erf erfc erfinv exp exp2 expm1 "
        "fabs fliplr flipud floor hamming hanning hard_sigmoid hard_silu hard_tanh i0 imag "
        "inv isfinite isinf isnan isneginf isposinf isreal log log10 log1p log2 log_sigmoid "
        "logical_not ndim negative nonzero rad2deg ravel real reciprocal relu relu6 rsqrt "
        "selu shape sigmoid sign signbit silu sin sinc sinh size softplus softsign "
        "sparse_plus sparse_sigmoid sqrt square tan tanh tanh_shrink trunc swish:silu "
        "hard_swish:hard_silu fft fft2 ifft2 logdet slogdet corrcoef lu_factor view_as_complex "
        "view_as_real"
    ),
    "x1, x2": (
        "add arctan2 divide divide_no_nan dot equal floor_divide fmax fmin fmod gcd greater "
        "greater_equal heaviside hypot inner kron lcm ldexp less less_equal logaddexp "
        "logaddexp2 logical_and logical_or logical_xor matmul maximum minimum mod multiply "
        "nextafter not_equal outer power subtract true_divide vdot"
    ),
    "x, axis=None, keepdims=False": (
        "all amax amin any argmax argmin logsumexp mean median nanargmax nanargmin nanmax "
        "nanmean nanmedian nanmin nanprod nanstd nansum nanvar ptp std sum var"
    ),
    "x>x1, y>x2": (
        "bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor left_shift "
        "right_shift"
    ),
    "x, axis=-1": "argsort glu log_softmax softmax sort sparsemax",
    "x, dtype=None": "array empty_like ones_like zeros_like view",
    "x, axis=None, dtype=None": "cumprod cumsum nancumprod nancumsum",
    "x, k=0": "diag diagflat tril triu",
    "x, q, axis=None, method='linear', keepdims=False": (
        "nanpercentile nanquantile percentile quantile"
    ),
    "data, segment_ids, num_segments=None, sorted=False": (
        "segment_max segment_min segment_prod segment_sum"
    ),
    "x, axis=None": "count_nonzero flip squeeze",
    "x, indices_or_sections": "dsplit hsplit vsplit",
    "xs": "dstack hstack vstack",
    "shape, dtype=None": "empty ones zeros",
    "inputs, output_size, data_format=None": "adaptive_average_pool adaptive_max_pool",
    "x1, x2, rtol=1e-05, atol=1e-08, equal_nan=False": "allclose isclose",
    "x, indices_or_sections, axis=0": "array_split split",
    "inputs, pool_size, strides=None, padding='valid', data_format=None": ("average_pool max_pool"),
    "x, dtype": "cast saturate_cast",
    "target, output, from_logits=False, axis=-1": (
        "categorical_crossentropy sparse_categorical_crossentropy"
    ),
    "x, alpha=1.0": "celu elu",
    "inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1": (
        "conv depthwise_conv"
    ),
    "x, block_size, data_format='channels_last'": "depth_to_space space_to_depth",
    "x, offset=0, axis1=0, axis2=1": "diagonal trace",
    "N, M=None, k=0, dtype=None": "eye tri",
    "x, threshold=0.5": "hard_shrink soft_shrink",
    "x, axis=None, keepdims=False, initial=None": "max min",
    "x, indices, axis=None": "take take_along_axis",
    "x1, x2, axis=None": "append",
    "x1, x2, mode='valid'": "correlate",
    (
        "inputs, sequence_lengths, strategy='greedy', beam_width=100, top_paths=1, "
        "merge_repeated=True, mask_index=0"
    ): ("ctc_decode"),
    "x, output_size, kernel_size, dilation=1, padding=0, stride=1": "fold",
    "x, kernel_size, dilation=1, padding=0, stride=1": "unfold",
    "x, bins=10, range=None": "histogram",
    "a, b, rcond=None": "lstsq",
    "x, tol=None": "matrix_rank",
    "abs_, angle": "polar",
    "tensor, pattern, **axes_lengths": "rearrange",
    "condlist, choicelist, default=0": "select",
    "y, x=None, dx=1.0, axis=-1": "trapezoid",
    "indices, shape": "unravel_index",
    "start, stop=None, step=None, dtype=None": "arange",
    "x, kth, axis=-1": "argpartition",
    "x, axis=None, weights=None": "average",
    "x, mean, variance, axis, offset=None, scale=None, epsilon=0.001": "batch_normalization",
    "target>x1, output>x2, from_logits=False": "binary_crossentropy",
    "x, weights=None, minlength=0, sparse=False": "bincount",
    "x, shape": "broadcast_to",
    "x, upper=False": "cholesky cholesky_inverse",
    "x, fft_length=None": "irfft rfft",
    ("x, sequence_length, sequence_stride, fft_length, window='hann', center=True"): ("stft"),
    ("x, sequence_length, sequence_stride, fft_length, length=None, window='hann', center=True"): (
        "istft"
    ),
    "x, sequence_length, sequence_stride": "extract_sequences",
    "x, y": "cdist",
    "x, N=None, increasing=False": "vander",
    "target, output, target_length, output_length, mask_index=0": "ctc_loss",
    "x, x_min, x_max": "clip",
    "xs, axis=0": "concatenate",
    (
        "inputs, kernel, strides=1, padding='valid', output_padding=None, data_format=None, "
        "dilation_rate=1"
    ): ("conv_transpose"),
    "x, dtype=None, sparse=None, ragged=None": "convert_to_tensor",
    "x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None": "cross",
    "a, n=1, axis=-1": "diff",
    "x, bins": "digitize",
    (
        "query, key, value, bias=None, mask=None, scale=None, is_causal=False, "
        "flash_attention=None, attn_logits_soft_cap=None"
    ): ("dot_product_attention"),
    "subscripts, *operands, **kwargs": "einsum",
    "x, axis": "expand_dims",
    "shape, fill_value, dtype=None": "full",
    "x, fill_value, dtype=None": "full_like",
    "x, approximate=True": "gelu",
    "start, stop, num=50, endpoint=True, dtype=None, axis=0": "geomspace",
    "x, key": "get_item",
    "n, dtype=None": "identity:identity_matrix",
    "targets, predictions, k": "in_top_k",
    "x1, x2, assume_unique=False, invert=False": "isin",
    "x, beta": "kaiser",
    "x, gamma=None, beta=None, axis=-1, epsilon=None, **kwargs": "layer_normalization",
    "x, negative_slope=0.2": "leaky_relu",
    "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0": "linspace",
    "start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0": "logspace",
    "*x, indexing='xy'": "meshgrid",
    "x, axes, keepdims=False, synchronized=False": "moments",
    "x, source, destination": "moveaxis",
    "inputs, num_classes=None, axis=-1, dtype=None, sparse=False, **kwargs": "multi_hot",
    "x, nan=0.0, posinf=None, neginf=None": "nan_to_num",
    "x, ord=None, axis=None, keepdims=False": "norm",
    "x, axis=-1, order=2, epsilon=None": "normalize",
    "x, num_classes, axis=-1, dtype=None, sparse=False": "one_hot",
    "x, pad_width, mode='constant', constant_values=None": "pad",
    "x, rcond=None": "pinv",
    "x, axis=None, keepdims=False, dtype=None": "prod",
    "x1, x2, max_val": "psnr",
    "x, mode='reduced'": "qr",
    "x, repeats, axis=None": "repeat",
    "x, newshape": "reshape",
    "x, scale=None, axis=-1, epsilon=None": "rms_normalization",
    "x, shift, axis=None": "roll",
    "array, k=1, axes=(0, 1)": "rot90",
    "x, decimals=0": "round",
    "indices, values, shape": "scatter",
    "inputs, indices, updates, reduction=None": "scatter_update",
    "sorted_sequence, values>x, side='left'": "searchsorted",
    (
        "inputs, depthwise_kernel, pointwise_kernel, strides=1, padding='valid', "
        "data_format=None, dilation_rate=1"
    ): ("separable_conv"),
    "inputs, start_indices, shape": "slice",
    "inputs, start_indices, updates": "slice_update",
    "a, b": "solve",
    "a, b, lower=False": "solve_triangular",
    "x, b=4": "squareplus",
    "x, axis=0": "stack",
    "variable>x": "stop_gradient",
    "x, full_matrices=True, compute_uv=True": "svd",
    "x, axis1, axis2": "swapaxes",
    "x1, x2, axes=2": "tensordot",
    "x, threshold, default_value": "threshold",
    "x, repeats": "tile",
    "x, k, sorted=True": "top_k",
    "x, axes=None": "transpose",
    (
        "x, sorted=True, return_index=False, return_inverse=False, return_counts=False, "
        "axis=None, size=None, fill_value=None"
    ): ("unique"),
    "x, num=None, axis=0": "unstack",
    "condition, x1=None, x2=None": "where",
}
_IMAGES: dict[str, str] = {
    (
        "images>x, transform, interpolation='bilinear', fill_mode='constant', fill_value=0, "
        "data_format=None"
    ): ("affine_transform"),
    (
        "images>x, alpha=20.0, sigma=5.0, interpolation='bilinear', fill_mode='reflect', "
        "fill_value=0.0, seed=None, data_format=None"
    ): ("elastic_transform"),
    "images>x, kernel_size=(3, 3), sigma=(1.0, 1.0), data_format=None": ("gaussian_blur"),
    "images>x, data_format=None": "hsv_to_rgb rgb_to_hsv",
    "images, data_format=None": "rgb_to_grayscale sobel_edges",
    (
        "images, top_cropping=None, left_cropping=None, bottom_cropping=None, "
        "right_cropping=None, target_height=None, target_width=None, data_format=None"
    ): ("crop_images"),
    "images, size, strides=None, dilation_rate=1, padding='valid', data_format=None": (
        "extract_patches"
    ),
    "volumes>images, size, strides=None, dilation_rate=1, padding='valid', data_format=None": (
        "extract_patches_3d"
    ),
    "inputs, coordinates, order, fill_mode='constant', fill_value=0": "map_coordinates",
    (
        "images, start_points, end_points, interpolation='bilinear', fill_value=0, data_format=None"
    ): ("perspective_transform"),
    "images, output_shape, scale, translation, spatial_dims, method, antialias=True": (
        "scale_and_translate"
    ),
    (
        "images, top_padding=None, left_padding=None, bottom_padding=None, right_padding=None, "
        "target_height=None, target_width=None, data_format=None"
    ): ("pad_images"),
    (
        "images, size, interpolation='bilinear', antialias=False, crop_to_aspect_ratio=False, "
        "pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, data_format=None"
    ): ("resize"),
    (
        "image1>x1, image2>x2, max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03,"
        " data_format=None"
    ): ("ssim"),
}
_SEEDED = "dtype=None, seed>=None"
_RANDOM: dict[str, str] = {
    f"shape, mean>=0.0, stddev>=1.0, {_SEEDED}": (
        "normal:random_normal truncated_normal:random_normal"
    ),
    f"shape, minval>=0.0, maxval>=1.0, {_SEEDED}": "uniform:random_uniform",
    f"shape, alpha>, beta>, {_SEEDED}": "beta:random_uniform",
    f"shape, alpha>, {_SEEDED}": "gamma:random_uniform",
    f"shape, counts>, probabilities>, {_SEEDED}": "binomial:random_uniform",
    "shape, minval>low, maxval>high, dtype='int32', seed>=None": "randint:random_integers",
    "logits, num_samples, dtype='int32', seed>=None": "categorical:random_categorical",
    "inputs>x, rate, noise_shape=None, seed=None": "dropout",
    "x, axis=0, seed=None": "shuffle",
}
#: Where `keras.ops` has the same functions a second time.
_GROUPS = frozenset({"numpy", "nn", "linalg", "core", "math"})

_functions = operations.members((_FUNCTIONS,), "keras")
_images = operations.members((_IMAGES,), "keras")
_random = operations.members((_RANDOM,), "keras")


def module() -> Module:
    """The module `keras.ops`."""
    return Module("keras.ops", None, load)


def random() -> Module:
    """The functions of the module `keras.random`."""
    return Module("keras.random", None, load_random)


def load(name: str) -> Any:
    """A function of `keras.ops`, or MISSING."""
    if name == "image":
        return Module("keras.ops.image", None, _images)
    if name in _GROUPS:
        return Module(f"keras.ops.{name}", None, load)
    if name == "custom_gradient":
        return named(tensorflow_own, name)
    own: Callable[..., Any] | None = _OWN.get(name)
    if name in _LOOPS:
        from .loops import FUNCTIONS

        own = FUNCTIONS[name]
    return native(own, name) if own is not None else _functions(name)


def load_random(name: str) -> Any:
    """A function of `keras.random`, or MISSING."""
    return native(seed_generator, name) if name == "SeedGenerator" else _random(name)


def seed_generator(
    interpreter: Interpreter, seed: Any = None, name: Any = None, **keywords: Any
) -> Any:
    return interpreter.unknown("a generator of random numbers")


# Functions with a meaning of their own --------------------------------------------------------


def dtype(interpreter: Interpreter, x: Any) -> Any:
    """The name of a tensor's dtype."""
    array = array_of(interpreter, x)
    if isinstance(array, Unknown):
        return interpreter.derive(array, "dtype")
    return {"int": "int32", "float": "float32"}.get(array.dtype or "", array.dtype)


def is_tensor(interpreter: Interpreter, x: Any) -> Any:
    """Whether a value is a tensor, symbolic or not."""
    if type(x) is Unknown:
        return interpreter.derive(x, "is_tensor")
    if type(x) is Tensor and not interpreter.state.get("inside"):
        return False  # Keras asks for a tensor of the backend's
    return type(x) in (Tensor, Weight) or (type(x) is Array and x.library == "tensor")


_OWN = {"dtype": dtype, "is_tensor": is_tensor}
#: Those that are given functions.
_GIVEN = "associative_scan cond fori_loop jvp map scan switch vectorize vectorized_map while_loop"
_LOOPS = frozenset(_GIVEN.split())
