"""TensorFlow's functions as rows that lead to operations."""

from __future__ import annotations

from ..interpreter.calls import native, quiet
from ..interpreter.values import MISSING, Module
from . import dtypes, operations, tensorflow, tensorflow_names, tensorflow_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


#: In `tf` and in `tf.math` alike. Signature -> names; `name:operation`.
_BOTH: dict[str, str] = {
    "x, name>=None": (
        "abs:absolute exp sqrt square sign round floor sin cos tan sinh cosh tanh sigmoid "
        "acos:arccos asin:arcsin atan:arctan negative logical_not"
    ),
    "x>x1, y>x2, name>=None": (
        "add subtract multiply divide pow:power maximum minimum equal not_equal greater "
        "greater_equal less less_equal logical_and logical_or truediv:true_divide "
        "floordiv:floor_divide"
    ),
    "y>x1, x>x2, name>=None": "atan2:arctan2",
    "input_tensor>x, axis=None, keepdims=False, name>=None": (
        "reduce_sum:sum reduce_mean:mean reduce_max:max reduce_min:min reduce_prod:prod "
        "reduce_any:any reduce_all:all reduce_logsumexp:logsumexp"
    ),
    "input>x, axis=0, output_type=None, name>=None": "argmax argmin",
    "x, axis=0, exclusive>=False, reverse>=False, name>=None": "cumsum cumprod",
    "inputs>xs, name>=None": "add_n",
}
_TOP: dict[str, str] = {
    "tensor>x, shape>newshape, name>=None": "reshape",
    "values>xs, axis, name>='concat'": "concat:concatenate",
    "values>x, axis=0, name>='stack'": "stack",
    "value>x, num=None, axis=0, name>='unstack'": "unstack",
    "value>x, num_or_size_splits>sizes, axis=0, num>=None, name>='split'": "split:split_sizes",
    "input>x, axis, name>=None": "expand_dims",
    "input>x, axis=None, name>=None": "squeeze",
    "a>x, perm>axes=None, conjugate>=False, name>='transpose'": "transpose",
    "input>x, multiples>repeats, name>=None": "tile",
    "input>x, repeats, axis=None, name>=None": "repeat",
    "tensor>x, paddings>pad_width, mode='CONSTANT', constant_values>=0, name>=None": "pad",
    "params>x, indices, validate_indices>=None, axis=None, batch_dims=0, name>=None": "gather",
    "params>x, indices, batch_dims=0, name>=None, bad_indices_policy>=''": "gather_nd",
    (
        "indices>x, depth>num_classes, on_value>=None, off_value>=None, axis=None, dtype=None, "
        "name>=None"
    ): "one_hot",
    "condition, x>x1=None, y>x2=None, name>=None": "where",
    "x, dtype, name>=None": "cast",
    "value>x, dtype, name>=None": "saturate_cast",
    "input>x, out_type>=None, name>=None": "shape:dynamic_shape size",
    "input>x, name>=None": "rank:ndim identity:stop_gradient stop_gradient",
    "shape, dtype=None, name>=None, layout>=None": "zeros ones",
    "dims>shape, value>fill_value, name>=None, layout>=None": "fill:full",
    "input>x, dtype=None, name>=None, layout>=None": "zeros_like ones_like",
    "num_rows>N, num_columns>M=None, batch_shape=None, dtype=None, name>=None": "eye",
    "start, limit>stop=None, delta>step=1, dtype=None, name>='range'": "range:arange",
    "start, stop, num, name>=None, axis=0": "linspace",
    "value, dtype=None, shape=None, name>='Const'": "constant",
    (
        "initial_value>value=None, trainable>=None, validate_shape>=True, caching_device>=None, "
        "name>=None, variable_def>=None, dtype=None, import_scope>=None, constraint>=None, "
        "synchronization>=None, aggregation>=None, shape=None"
    ): "Variable:constant",
    "value, dtype=None, dtype_hint>=None, name>=None": "convert_to_tensor:constant",
    "values>x, axis=-1, direction>='ASCENDING', stable>=False, name>=None": "argsort",
    "values>x, axis=-1, direction>='ASCENDING', name>=None": "sort",
    (
        "a>x1, b>x2, transpose_a=False, transpose_b=False, adjoint_a>=False, adjoint_b>=False, "
        "a_is_sparse>=False, b_is_sparse>=False, output_type>=None, grad_a>=False, grad_b>=False, "
        "name>=None"
    ): "matmul",
    "a>x1, b>x2, axes, name>=None": "tensordot",
    "equation>subscripts, *inputs>operands, **kwargs": "einsum",
    "tensor>x, ord='euclidean', axis=None, keepdims=False, name>=None": "norm",
    "t>x, clip_value_min>x_min, clip_value_max>x_max, name>=None": "clip_by_value:clip",
    "t>x, clip_norm>, axes>=None, name>=None": "clip_by_norm",
    "tensor>x, axis>, name>=None": "reverse:flip",
    "input>x, shift, axis>, name>=None": "roll",
    "tensor>x, mask, axis=None, name>='boolean_mask'": "boolean_mask",
    "input_>inputs, begin>start_indices, size>shape, name>=None": "slice",
    (
        "input_>x, begin, end, strides=None, begin_mask=0, end_mask=0, ellipsis_mask=0, "
        "new_axis_mask=0, shrink_axis_mask=0, var>=None, name>=None"
    ): "strided_slice",
    "input>x, shape, name>=None": "broadcast_to",
    "lengths, maxlen=None, dtype=None, name>=None": "sequence_mask",
    "x, shape, name>=None": "ensure_shape",
    (
        "fn, elems>x, dtype>=None, parallel_iterations>=None, back_prop>=True, swap_memory>=False, "
        "infer_shape>=True, name>=None, fn_output_signature>=None"
    ): "map_fn",
    "*args>x, indexing='xy', name>=None": "meshgrid",
    "tensor>inputs, indices, updates, name>=None": ("tensor_scatter_nd_update:scatter_update"),
    "tensor>inputs, indices, updates, bad_indices_policy>='', name>=None": (
        "tensor_scatter_nd_add:scatter_update"
    ),
    "indices, updates>values, shape, bad_indices_policy>='', name>=None": "scatter_nd:scatter",
}
_MATH: dict[str, str] = {
    "x, name>=None": (
        "log log1p rsqrt expm1 erf ceil sigmoid log_sigmoid reciprocal "
        "is_nan:isnan is_inf:isinf is_finite:isfinite atanh:arctanh asinh:arcsinh lgamma digamma "
        "acosh:arccosh"
    ),
    "features>x, name>=None": "softplus",
    "x>x1, y>x2, name>=None": (
        "divide_no_nan squared_difference floormod:mod mod multiply_no_nan:multiply logical_xor"
    ),
    "input_tensor>x, axis=None, keepdims=False, name>=None": "reduce_std:std reduce_variance:var",
    "x, axis>=None, epsilon>=1e-12, name>=None, dim>=None": "l2_normalize",
    "input>x, k=1, sorted=True, index_type>=None, name>=None": "top_k",
    "targets, predictions, k, name>=None": "in_top_k",
    "input>x, axis=None, keepdims=False, dtype>=None, name>=None": "count_nonzero",
    "data, segment_ids, num_segments, name>=None": (
        "unsorted_segment_sum:segment_sum unsorted_segment_max:segment_max"
    ),
    "data, segment_ids, name>=None": "segment_sum segment_max",
}
_NN: dict[str, str] = {
    "features>x, name>=None": "relu relu6 elu selu softplus softsign",
    "features>x, alpha=0.2, name>=None": "leaky_relu",
    "features>x, approximate=False, name>=None": "gelu",
    "features>x, beta=1.0": "silu swish:silu",
    "x, name>=None": "tanh sigmoid",
    "logits>x, axis>=None, name>=None": "softmax log_softmax",
    "x, rate, noise_shape=None, seed=None, name>=None": "dropout",
    "value>x, bias, data_format=None, name>=None": "bias_add",
    "x, axes, shift>=None, keepdims=False, name>=None": "moments",
    "x, mean, variance, offset, scale, variance_epsilon, name>=None": "batch_normalization",
    "x, axis>=None, epsilon>=1e-12, name>=None, dim>=None": "l2_normalize",
    "input>x, k=1, sorted=True, index_type>=None, name>=None": "top_k",
    (
        "input>inputs, filters>kernel, stride>strides, padding, data_format='NWC', "
        "dilations>dilation_rate=None, name>=None"
    ): "conv1d:conv",
    (
        "input>inputs, filters>kernel, strides, padding, data_format='NHWC', "
        "dilations>dilation_rate=None, name>=None"
    ): "conv2d:conv",
    (
        "input>inputs, filters>kernel, strides, padding, data_format='NDHWC', "
        "dilations>dilation_rate=None, name>=None"
    ): "conv3d:conv",
    (
        "input>inputs, filter>kernel, strides, padding, data_format='NHWC', "
        "dilations>dilation_rate=None, name>=None"
    ): "depthwise_conv2d:depthwise_conv",
    (
        "input>inputs, depthwise_filter>depthwise_kernel, pointwise_filter>pointwise_kernel, "
        "strides, padding, data_format='NHWC', dilations>dilation_rate=None, name>=None"
    ): "separable_conv2d:separable_conv",
    (
        "input>inputs, filters>kernel, output_shape, strides, padding='SAME', "
        "data_format='NHWC', dilations>dilation_rate=None, name>=None"
    ): "conv2d_transpose:conv_transpose",
    "input>inputs, ksize>pool_size, strides, padding, data_format='NHWC', name>=None": (
        "max_pool:max_pool avg_pool:average_pool max_pool2d:max_pool avg_pool2d:average_pool"
    ),
    "input>inputs, ksize>pool_size, strides, padding, data_format='NWC', name>=None": (
        "max_pool1d:max_pool avg_pool1d:average_pool"
    ),
    "labels>target, logits>output, axis=-1, name>=None": (
        "softmax_cross_entropy_with_logits:categorical_crossentropy"
    ),
    "labels>target, logits>output, name>=None": (
        "sparse_softmax_cross_entropy_with_logits:sparse_categorical_crossentropy"
    ),
    "labels>x1=None, logits>x2=None, name>=None": (
        "sigmoid_cross_entropy_with_logits:binary_crossentropy"
    ),
    "input>x, block_size, data_format='NHWC', name>=None": "depth_to_space space_to_depth",
    "params>x, ids>indices, max_norm>=None, name>=None": "embedding_lookup:gather",
    "input>x, depth_radius>=5, bias>=1, alpha>=1, beta>=0.5, name>=None": (
        "local_response_normalization:image_same lrn:image_same"
    ),
}
_IMAGE: dict[str, str] = {
    (
        "images, size, method>interpolation='bilinear', preserve_aspect_ratio=False, "
        "antialias=False, name>=None"
    ): "resize",
    "image>images, target_height, target_width": ("resize_with_crop_or_pad"),
    "image>images, target_height, target_width, method>='bilinear', antialias>=False": (
        "resize_with_pad:resize_with_crop_or_pad"
    ),
    "image>images, offset_height>, offset_width>, target_height, target_width": (
        "crop_to_bounding_box:resize_with_crop_or_pad pad_to_bounding_box:resize_with_crop_or_pad"
    ),
    "images, name>=None": "rgb_to_grayscale grayscale_to_rgb",
    "image>images, central_fraction": "central_crop",
    "image>x, seed>=None": ("random_flip_left_right:image_same random_flip_up_down:image_same"),
    "image>x": (
        "flip_left_right:image_same flip_up_down:image_same per_image_standardization:image_same"
    ),
    "image>x, delta>": "adjust_brightness:image_same",
    "image>x, delta>, name>=None": "adjust_hue:image_same",
    "images>x, contrast_factor>": "adjust_contrast:image_same",
    "image>x, saturation_factor>, name>=None": "adjust_saturation:image_same",
    "image>x, max_delta>, seed>=None": "random_brightness:image_same random_hue:image_same",
    "image>x, lower>, upper>, seed>=None": (
        "random_contrast:image_same random_saturation:image_same"
    ),
    "value>inputs, size>shape, seed>=None, name>=None": "random_crop:slice",
    "image>x, dtype, saturate>=False, name>=None": "convert_image_dtype:cast",
    (
        "img1>x1, img2>x2, max_val, filter_size>=11, filter_sigma>=1.5, k1>=0.01, k2>=0.03, "
        "return_index_map>=False"
    ): "ssim",
    "a>x1, b>x2, max_val, name>=None": "psnr",
    "image>images": "sobel_edges",
    "image>array, k=1, name>=None": "rot90",
    "images, sizes>size, strides, rates>dilation_rate, padding, name>=None": "extract_patches",
}
_RANDOM: dict[str, str] = {
    "shape, mean>=0.0, stddev>=1.0, dtype=None, seed>=None, name>=None": (
        "normal:random_normal truncated_normal:random_normal"
    ),
    "shape, minval>=0, maxval>=None, dtype=None, seed>=None, name>=None": "uniform:random_uniform",
    "logits, num_samples, dtype=None, seed>=None, name>=None": "categorical:random_categorical",
    "value>x, seed=None, name>=None": "shuffle",
}
_LINEAR: dict[str, str] = {
    "input>x, adjoint>=False, name>=None": "inv",
    "input>x, name>=None": "det cholesky",
    "x, name>=None": "trace",
    "input>x, num_lower>, num_upper>, name>=None": "band_part:image_same",
    "tensor>x, ord='euclidean', axis=None, keepdims=False, name>=None": "norm",
    "x, axis>=None, epsilon>=1e-12, name>=None, dim>=None": "l2_normalize",
}

_top = operations.members((_TOP, _BOTH), "tensorflow", "tf.")
_math = operations.members((_MATH, _BOTH), "tensorflow", "tf.math.")
_nn = operations.members((_NN,), "tensorflow", "tf.nn.")
_image = operations.members((_IMAGE,), "tensorflow", "tf.image.")
_random = operations.members((_RANDOM,), "tensorflow", "tf.random.")
_linear = operations.members((_LINEAR, _TOP), "tensorflow", "tf.linalg.")


def load(name: str) -> Any:
    """A member of TensorFlow's, or MISSING."""
    if name == "GradientTape":
        from .tapes import TAPE

        return TAPE
    part = _PARTS.get(name)
    if part is not None:
        module = Module(f"tensorflow.{name}", None, _rarer(name, part))
        module.gone = lambda member: tensorflow_names.not_there(name, member)
        return module
    found = _top(name)
    if found is not MISSING:
        return found
    found = dtypes.named(name)
    if found:
        return found
    own = tensorflow_own.OWN.get(name)
    return _more("", name) if own is None else native(own, name)


def _rarer(part: str, load: Callable[[str], Any]) -> Callable[[str], Any]:
    """The members of a part, with those that are seldom named."""

    def find(name: str) -> Any:
        found = load(name)
        return _more(part, name) if found is MISSING and part in _MORE else found

    return find


def _more(part: str, name: str) -> Any:
    from . import tensorflow_more

    return tensorflow_more.load(part, name)


def _compat(name: str) -> Any:
    """`tf.compat`: `v1` and `v2` as far as they are like today's TensorFlow."""
    if name in ("v1", "v2"):
        return Module(
            f"tensorflow.compat.{name}", None, _older if name == "v1" else tensorflow.load
        )
    return MISSING


def _older(name: str) -> Any:
    """A member of `tf.compat.v1`, whose parts have names that today's have not."""
    part = _PARTS.get(name)
    return (
        tensorflow.load(name)
        if part is None
        else Module(f"tensorflow.compat.v1.{name}", None, part)
    )


def _random_part(name: str) -> Any:
    if name in ("set_seed", "set_random_seed"):
        return quiet(name)
    return _random(name)


def _io(name: str) -> Any:
    if name in ("decode_jpeg", "decode_png", "decode_image", "decode_bmp"):
        return native(tensorflow_own.decoded, name)
    return native(tensorflow_own.read_file, name) if name == "read_file" else MISSING


def _image_part(name: str) -> Any:
    found = _io(name)
    return found if found is not MISSING and name != "read_file" else _image(name)


def _data(name: str) -> Any:
    from . import sources

    return sources.load(name)


def _strings(name: str) -> Any:
    from . import strings

    return strings.load(name)


_PARTS = {
    "math": _math,
    "nn": _nn,
    "image": _image_part,
    "random": _random_part,
    "linalg": _linear,
    "io": _io,
    "data": _data,
    "compat": _compat,
    "strings": _strings,
    "train": lambda name: MISSING,
    "signal": lambda name: MISSING,
}
#: The parts that have rarer members.
_MORE = frozenset(("math", "nn", "image", "random", "linalg", "signal"))
