"""TensorFlow's rarer functions, in tables like those of `tensorflow`: read when one is named."""

from __future__ import annotations

from ..interpreter.values import Native
from . import operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TOP: dict[str, str] = {
    "x, name>=None": "acosh:arccosh asinh:arcsinh atanh:arctanh",
    "x>x1, y>x2, name>=None": "realdiv:true_divide",
    "scalar>x1, x>x2, name>=None": "scalar_mul:multiply",
    "sorted_sequence, values>x, side='left', out_type>=None, name>=None": "searchsorted",
    "tensor>inputs, indices, updates, bad_indices_policy>='', name>=None": (
        "tensor_scatter_nd_sub:scatter_update tensor_scatter_nd_max:scatter_update "
        "tensor_scatter_nd_min:scatter_update"
    ),
    "input>x, seq_lengths>, seq_axis>=None, batch_axis>=None, name>=None": (
        "reverse_sequence:image_same"
    ),
}
MATH: dict[str, str] = {
    "input>x, name>=None": "real imag angle",
    "x, name>=None": "conj:conjugate erfc erfinv reciprocal_no_nan:reciprocal rint",
    "x>x1, y>x2, name>=None": "xlogy:multiply xlog1py:multiply",
    "scalar>x1, x>x2, name>=None": "scalar_mul:multiply",
    "input_tensor>x, axis=None, keepdims=False, name>=None": "reduce_euclidean_norm:norm",
    "logits>x, axis>=None, name>=None": "softmax log_softmax",
    "features>x, name>=None": "softsign",
    "x, axis=0, exclusive>=False, reverse>=False, name>=None": "cumulative_logsumexp:cumsum",
    "inputs>xs, shape>=None, tensor_dtype>=None, name>=None": "accumulate_n:add_n",
    "data, segment_ids, num_segments, name>=None": (
        "unsorted_segment_mean:segment_sum unsorted_segment_min:segment_min "
        "unsorted_segment_prod:segment_prod unsorted_segment_sqrt_n:segment_sum"
    ),
    "data, segment_ids, name>=None": "segment_mean:segment_sum segment_min segment_prod",
}
NN: dict[str, str] = {
    (
        "input>inputs, filters>kernel, strides=1, padding='VALID', data_format='channels_last', "
        "dilations>dilation_rate=None, name>=None"
    ): "convolution:conv",
    (
        "input>inputs, filters>kernel, output_shape, strides, padding='SAME', data_format='NWC', "
        "dilations>dilation_rate=None, name>=None"
    ): "conv1d_transpose:conv_transpose",
    (
        "input>inputs, filters>kernel, output_shape, strides, padding='SAME', "
        "data_format='NDHWC', dilations>dilation_rate=None, name>=None"
    ): "conv3d_transpose:conv_transpose",
    "value>inputs, filters>kernel, rate>dilation_rate, padding, name>=None": "atrous_conv2d:conv",
    "input>inputs, ksize>pool_size, strides, padding, data_format='NDHWC', name>=None": (
        "max_pool3d:max_pool avg_pool3d:average_pool"
    ),
    "t>x, name>=None": "l2_loss:sum",
    "labels>x1, logits>x2, pos_weight>, name>=None": (
        "weighted_cross_entropy_with_logits:binary_crossentropy"
    ),
}
IMAGE: dict[str, str] = {
    "images>x, name>=None": "hsv_to_rgb rgb_to_hsv",
    "images>x": (
        "rgb_to_yuv:image_same yuv_to_rgb:image_same rgb_to_yiq:image_same yiq_to_rgb:image_same"
    ),
    "image>x, gamma>=1, gain>=1": "adjust_gamma:image_same",
    "image>x, jpeg_quality>, dct_method>='', name>=None": "adjust_jpeg_quality:image_same",
    "image>x, max_delta>, seed>": (
        "stateless_random_brightness:image_same stateless_random_hue:image_same"
    ),
    "image>x, lower>, upper>, seed>": "stateless_random_contrast:image_same",
    "image>x, lower>, upper>, seed>=None": "stateless_random_saturation:image_same",
    "image>x, seed>": (
        "stateless_random_flip_left_right:image_same stateless_random_flip_up_down:image_same"
    ),
    "image>x, min_jpeg_quality>, max_jpeg_quality>, seed>": (
        "stateless_random_jpeg_quality:image_same"
    ),
    "image>x, min_jpeg_quality>, max_jpeg_quality>, seed>=None": "random_jpeg_quality:image_same",
    "value>inputs, size>shape, seed>, name>=None": "stateless_random_crop:slice",
}
RANDOM: dict[str, str] = {
    "shape, seed>, mean>=0.0, stddev>=1.0, dtype=None, name>=None, alg>='auto_select'": (
        "stateless_normal:random_normal stateless_truncated_normal:random_normal"
    ),
    "shape, seed>, minval>=0, maxval>=None, dtype=None, name>=None, alg>='auto_select'": (
        "stateless_uniform:random_uniform"
    ),
}
LINALG: dict[str, str] = {
    "a>x1, b>x2, transpose_a=False, adjoint_a>=False, a_is_sparse>=False, b_is_sparse>=False, "
    "name>=None": "matvec",
    "a>x, name>='matrix_transpose', conjugate>=False": "matrix_transpose",
    "matrix>x, name>=None": "adjoint:matrix_transpose logdet",
    "matrix>a, rhs>b, adjoint>=False, name>=None": "solve",
    "matrix>a, rhs>b, lower>=True, adjoint>=False, name>=None": "triangular_solve:solve_triangular",
    "tensor>x, name>=None": "eigh",
    "a>x, rcond>=None, validate_args>=False, name>=None": "pinv",
    "input>x, name>=None": "expm slogdet sqrtm:image_same",
    "a>x1, b>x2, name>=None": "cross",
    "input>x, diagonal>, name>='set_diag', k>=0, align>='RIGHT_LEFT'": "set_diag:image_same",
    "input>x, name>='diag_part', k=0, padding_value>=0, align>='RIGHT_LEFT'": (
        "diag_part:last_diagonal"
    ),
    "diagonal>x, name>='diag', k=0, num_rows=-1, num_cols=-1, padding_value>=0, "
    "align>='RIGHT_LEFT'": "diag:last_diag",
}
SIGNAL: dict[str, str] = {
    (
        "signals>x, frame_length, frame_step, fft_length=None, window_fn>=None, pad_end=False, "
        "name>=None"
    ): "stft:spectra",
    (
        "stfts>x, frame_length, frame_step, fft_length>=None, window_fn>=None, name>=None"
    ): "inverse_stft:from_spectra",
    "signal>x, frame_length, frame_step, pad_end=False, pad_value>=0, axis=-1, name>=None": (
        "frame:frames"
    ),
    "input_tensor>x, fft_length=None, name>=None": "rfft:half_spectrum irfft:from_half_spectrum",
    "input>x, name>=None": (
        "fft:image_same ifft:image_same fft2d:image_same ifft2d:image_same fft3d:image_same"
    ),
    "x, axes>=None, name>=None": "fftshift:image_same ifftshift:image_same",
    "log_mel_spectrograms>x, name>=None": "mfccs_from_log_mel_spectrograms:image_same",
    "window_length>x, periodic>=True, dtype>=None, name>=None": (
        "hann_window:hanning hamming_window:hamming"
    ),
    (
        "num_mel_bins=20, num_spectrogram_bins=129, sample_rate>=8000, lower_edge_hertz>=125.0, "
        "upper_edge_hertz>=3800.0, dtype>=None, name>=None"
    ): "linear_to_mel_weight_matrix:mel_weights",
}

PARTS = {
    "": (TOP, "tf."),
    "math": (MATH, "tf.math."),
    "nn": (NN, "tf.nn."),
    "image": (IMAGE, "tf.image."),
    "random": (RANDOM, "tf.random."),
    "linalg": (LINALG, "tf.linalg."),
    "signal": (SIGNAL, "tf.signal."),
}
_finders = {
    part: operations.members((table,), "tensorflow", prefix)
    for part, (table, prefix) in PARTS.items()
}


def load(part: str, name: str) -> Any:
    """A function of `tf.<part>`, or MISSING."""
    if not part and name in _GIVEN_BACK:
        return Native(name, _GIVEN_BACK[name])
    return _finders[part](name)


def _itself(interpreter: Any, args: Any, keywords: Any) -> Any:
    """`tf.recompute_grad(f)` calculates what `f` does."""
    return args[0] if args else interpreter.unknown("which function is meant")


_GIVEN_BACK: dict[str, Callable[..., Any]] = {"recompute_grad": _itself}
