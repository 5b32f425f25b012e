"""Where each operation is written: rows by family, named as `keras.ops` names them."""

from __future__ import annotations

from .. import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: (module.function, what is passed to it, parameters that are arrays, names). A parameter with a
#: star is a list of arrays; one with a question mark may be None, and one with a tilde stands in
#: the graph but makes no difference to the shape.
_ROWS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        "elementwise.unary",
        {"rule": "float"},
        "x",
        (
            "sqrt exp exp2 expm1 log log10 log1p log2 sin cos tan sinh cosh tanh arcsin arccos "
            "arctan arcsinh arccosh arctanh cbrt deg2rad rad2deg sinc i0 erfc"
        ),
    ),
    (
        "elementwise.unary",
        {"rule": "same"},
        "x",
        (
            "absolute negative positive square sign relu relu6 leaky_relu threshold copy conjugate "
            "nan_to_num stop_gradient identity round tril triu flip fliplr flipud roll sort "
            "zeros_like ones_like empty_like full_like bitwise_invert bitwise_not normalize invert "
            "dropout shuffle fabs trunc "
            "floor ceil rint fix hsv_to_rgb rgb_to_hsv adjust_brightness image_same l2_normalize "
            "clip_by_norm instance_normalization fftshift ifftshift rsqrt sigmoid softplus "
            "softsign "
            "silu gelu elu celu selu log_sigmoid softmax log_softmax sparsemax tanh_shrink "
            "squareplus hard_sigmoid hard_silu hard_tanh hard_shrink soft_shrink sparse_plus "
            "elastic_transform gaussian_blur "
            "sparse_sigmoid erf erfinv mish lgamma digamma reciprocal"
        ),
    ),
    (
        "elementwise.unary",
        {"rule": "bool"},
        "x",
        "isnan isinf isfinite isneginf isposinf isreal logical_not signbit is_nan",
    ),
    ("elementwise.unary", {"rule": "same"}, "x transform~", "affine_transform"),
    (
        "elementwise.unary",
        {"rule": "same"},
        "x mean~ variance~ offset~ scale~",
        "batch_normalization",
    ),
    ("elementwise.unary", {"rule": "same"}, "x gamma~ beta~", "layer_normalization"),
    ("elementwise.unary", {"rule": "same"}, "x scale~", "rms_normalization"),
    ("elementwise.unary", {"rule": "int"}, "x", "argsort argpartition"),
    ("elementwise.unary", {"rule": "int"}, "x bins~", "digitize"),
    ("pairwise.searchsorted", {}, "x sorted_sequence~", "searchsorted"),
    ("elementwise.unary", {"rule": "real"}, "x", "real imag angle"),
    ("elementwise.cast", {}, "x", "cast saturate_cast astype"),
    ("elementwise.convert", {}, "x", "array convert_to_tensor convert_to_numpy"),
    ("elementwise.clip", {}, "x x_min? x_max?", "clip"),
    (
        "pairwise.binary",
        {"rule": "meet"},
        "x1 x2",
        (
            "add subtract multiply maximum minimum mod floor_divide power gcd lcm fmax fmin fmod "
            "squared_difference remainder"
        ),
    ),
    ("pairwise.binary", {"rule": "divide"}, "x1 x2", "divide true_divide"),
    (
        "pairwise.binary",
        {"rule": "float"},
        "x1 x2",
        "arctan2 divide_no_nan hypot logaddexp logaddexp2 heaviside nextafter ldexp",
    ),
    (
        "pairwise.binary",
        {"rule": "bits"},
        "x1 x2",
        (
            "bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift left_shift "
            "right_shift"
        ),
    ),
    (
        "pairwise.binary",
        {"rule": "bool"},
        "x1 x2",
        (
            "equal not_equal less less_equal greater greater_equal logical_and logical_or "
            "logical_xor "
            "isclose"
        ),
    ),
    ("pairwise.where", {}, "condition x1? x2?", "where"),
    ("pairwise.isin", {}, "x1 x2~", "isin"),
    ("pairwise.add_n", {}, "*xs", "add_n accumulate_n"),
    ("reductions.reduce", {"rule": "same"}, "x", "max min amax amin ptp"),
    ("reductions.reduce", {"rule": "sum"}, "x", "sum prod nansum nanprod"),
    (
        "reductions.reduce",
        {"rule": "float"},
        "x",
        "mean std var median nanmean nanstd nanvar nanmedian logsumexp nanmax nanmin",
    ),
    ("reductions.average", {"rule": "float"}, "x weights~", "average"),
    ("reductions.reduce", {"rule": "bool"}, "x", "all any"),
    ("reductions.reduce", {"rule": "count"}, "x", "count_nonzero"),
    ("reductions.place", {}, "x", "argmax argmin nanargmax nanargmin"),
    ("reductions.moments", {}, "x", "moments"),
    ("reductions.quantile", {}, "x q", "quantile percentile nanquantile nanpercentile"),
    ("reductions.cumulative", {}, "x", "cumsum cumprod nancumsum nancumprod"),
    ("reductions.norm", {}, "x", "norm"),
    ("reductions.bincount", {}, "x", "bincount"),
    ("reductions.diff", {}, "a", "diff"),
    ("reductions.allclose", {}, "x1 x2", "allclose array_equal"),
    ("reductions.top_k", {}, "x", "top_k"),
    ("reductions.in_top_k", {}, "targets predictions~", "in_top_k"),
    ("uniques.unique", {}, "x", "unique"),
    ("reductions.crossentropy", {}, "target output", "categorical_crossentropy"),
    (
        "reductions.sparse_crossentropy",
        {},
        "target output",
        "sparse_categorical_crossentropy",
    ),
    ("pairwise.binary", {"rule": "second"}, "x1 x2", "binary_crossentropy"),
    ("reshaping.reshape", {}, "x", "reshape"),
    ("axes.ravel", {}, "x", "ravel"),
    ("axes.flatten", {}, "x", "flatten"),
    ("axes.transpose", {}, "x", "transpose"),
    ("axes.expand_dims", {}, "x", "expand_dims"),
    ("axes.squeeze", {}, "x", "squeeze"),
    ("axes.swapaxes", {}, "x", "swapaxes"),
    ("axes.moveaxis", {}, "x", "moveaxis"),
    ("layouts.pad", {}, "x", "pad"),
    ("layouts.tile", {}, "x", "tile"),
    ("layouts.repeat", {}, "x", "repeat"),
    ("layouts.broadcast_to", {}, "x", "broadcast_to"),
    ("layouts.diag", {}, "x", "diag"),
    ("layouts.diagflat", {}, "x", "diagflat"),
    ("layouts.diagonal", {}, "x", "diagonal"),
    ("layouts.trace", {}, "x", "trace"),
    ("layouts.rot90", {}, "array", "rot90"),
    ("layouts.glu", {}, "x", "glu"),
    ("layouts.depth_to_space", {}, "x", "depth_to_space"),
    ("layouts.space_to_depth", {}, "x", "space_to_depth"),
    ("layouts.atleast", {}, "x", "atleast_1d atleast_2d atleast_3d"),
    ("axes.set_shape", {}, "x", "ensure_shape"),
    ("joining.concatenate", {}, "*xs", "concatenate"),
    ("joining.stack", {}, "*x", "stack"),
    ("joining.stacked", {}, "*xs", "vstack hstack dstack column_stack row_stack"),
    ("joining.append", {}, "x1 x2", "append"),
    ("joining.split", {}, "x", "split"),
    ("joining.split_sizes", {}, "x", "split_sizes"),
    ("joining.split", {"uneven": True}, "x", "array_split"),
    ("joining.split_along", {}, "x", "hsplit vsplit dsplit"),
    ("joining.unstack", {}, "x", "unstack"),
    ("joining.meshgrid", {}, "*x", "meshgrid"),
    ("products.matmul", {}, "x1 x2", "matmul"),
    ("products.dot", {}, "x1 x2", "dot"),
    ("products.backend_dot", {}, "x1 x2", "backend_dot"),
    ("products.batch_dot", {}, "x1 x2", "batch_dot"),
    ("products.inner", {}, "x1 x2", "inner"),
    ("products.outer", {}, "x1 x2", "outer"),
    ("products.vdot", {}, "x1 x2", "vdot"),
    ("products.kron", {}, "x1 x2", "kron"),
    ("products.cross", {}, "x1 x2", "cross"),
    ("products.tensordot", {}, "x1 x2", "tensordot"),
    ("products.einsum", {}, "*operands", "einsum"),
    ("products.square", {}, "x", "cholesky cholesky_inverse inv matrix_inverse expm"),
    ("products.pinv", {}, "x", "pinv"),
    ("products.det", {}, "x", "det logdet"),
    ("products.solve", {}, "a b", "solve solve_triangular"),
    ("products.slogdet", {}, "x", "slogdet"),
    ("products.lu_factor", {}, "x", "lu_factor"),
    ("products.lstsq", {}, "a b", "lstsq"),
    ("products.matrix_rank", {}, "x", "matrix_rank"),
    ("products.corrcoef", {}, "x", "corrcoef"),
    ("products.svd", {}, "x", "svd"),
    ("products.qr", {}, "x", "qr"),
    ("products.eig", {}, "x", "eig eigh"),
    ("signals.fft", {"axes": 1}, "*x", "fft"),
    ("signals.fft", {"axes": 2}, "*x", "fft2 ifft2"),
    ("signals.rfft", {}, "x", "rfft"),
    ("signals.irfft", {}, "*x", "irfft"),
    ("signals.stft", {}, "x", "stft"),
    ("signals.istft", {}, "*x", "istft"),
    ("signals.extract_sequences", {}, "x", "extract_sequences"),
    ("spectra.frames", {}, "x", "frames"),
    ("spectra.spectra", {}, "x", "spectra"),
    ("spectra.from_spectra", {}, "x", "from_spectra"),
    ("spectra.half_spectrum", {}, "x", "half_spectrum"),
    ("spectra.from_half_spectrum", {}, "x", "from_half_spectrum"),
    ("spectra.mel_weights", {}, "", "mel_weights"),
    ("spectra.matrix_transpose", {}, "x", "matrix_transpose"),
    ("spectra.matvec", {}, "x1 x2", "matvec"),
    ("spectra.last_diag", {}, "x", "last_diag"),
    ("spectra.last_diagonal", {}, "x", "last_diagonal"),
    ("signals.cdist", {}, "x y", "cdist"),
    ("signals.vander", {}, "x", "vander"),
    ("signals.ctc_loss", {}, "target output target_length~ output_length~", "ctc_loss"),
    ("signals.ctc_decode", {}, "inputs sequence_lengths", "ctc_decode"),
    ("signals.correlate", {}, "x1 x2", "correlate"),
    ("signals.polar", {}, "abs_ angle", "polar"),
    ("signals.trapezoid", {}, "y", "trapezoid"),
    ("signals.histogram", {}, "x", "histogram"),
    ("rearranging.rearrange", {}, "tensor", "rearrange"),
    ("rearranging.unfold", {}, "x", "unfold"),
    ("rearranging.fold", {}, "x", "fold"),
    ("rearranging.view", {}, "x", "view"),
    ("rearranging.view_as_complex", {}, "x", "view_as_complex"),
    ("rearranging.view_as_real", {}, "x", "view_as_real"),
    ("gathering.take", {}, "x indices", "take"),
    ("gathering.gather", {}, "x indices", "gather"),
    ("gathering.gather_nd", {}, "x indices", "gather_nd"),
    ("gathering.take_along_axis", {}, "x indices", "take_along_axis"),
    ("indexing.get_item", {}, "x", "get_item"),
    ("gathering.block", {}, "inputs", "slice"),
    ("gathering.strided_slice", {}, "x", "strided_slice"),
    ("gathering.slice_update", {}, "inputs updates", "slice_update"),
    ("gathering.scatter", {}, "indices values", "scatter"),
    ("gathering.scatter_update", {}, "inputs indices updates", "scatter_update"),
    ("gathering.one_hot", {}, "x", "one_hot"),
    ("gathering.multi_hot", {}, "inputs", "multi_hot"),
    ("gathering.boolean_mask", {}, "x mask", "boolean_mask"),
    ("gathering.nonzero", {}, "x", "nonzero"),
    (
        "gathering.segment",
        {},
        "data segment_ids~",
        "segment_max segment_min segment_prod segment_sum",
    ),
    ("gathering.sequence_mask", {}, "lengths", "sequence_mask"),
    ("gathering.shape", {}, "x", "shape"),
    ("gathering.dynamic_shape", {}, "x", "dynamic_shape"),
    ("gathering.ndim", {}, "x", "ndim"),
    ("gathering.size", {}, "x", "size"),
    ("gathering.map_fn", {}, "x", "map_fn"),
    ("gathering.select", {}, "*condlist *choicelist default", "select"),
    ("gathering.unravel_index", {}, "indices", "unravel_index"),
    ("control.each", {}, "*x", "map vectorized_map"),
    ("control.scan", {}, "*init *xs", "scan"),
    ("control.associative_scan", {}, "*x", "associative_scan"),
    ("control.switch", {}, "*x", "switch"),
    ("control.kept", {}, "*x", "while_loop fori_loop"),
    ("control.chosen", {}, "pred", "cond"),
    ("control.jvp", {}, "*primals *tangents", "jvp"),
    ("creating.filled", {}, "", "zeros ones empty full"),
    ("creating.eye", {}, "", "eye tri"),
    ("creating.identity", {}, "", "identity_matrix"),
    ("creating.arange", {}, "", "arange"),
    ("creating.linspace", {}, "start stop", "linspace logspace geomspace"),
    ("creating.window", {}, "", "hamming hanning bartlett blackman kaiser"),
    ("creating.random", {"rule": "float"}, "", "random_normal random_uniform random_float"),
    ("creating.random", {"rule": "int"}, "", "random_integers"),
    ("creating.choice", {}, "", "random_choice"),
    ("creating.permutation", {}, "", "random_permutation"),
    ("creating.categorical", {}, "logits", "random_categorical"),
    ("creating.constant", {}, "", "constant variable"),
    ("imaging.resize", {}, "images", "resize"),
    ("imaging.resize_by", {}, "images", "resize_by"),
    ("imaging.grayscale", {}, "images", "rgb_to_grayscale"),
    ("imaging.colour", {}, "images", "grayscale_to_rgb"),
    ("imaging.crop", {}, "images", "crop_images"),
    ("imaging.pad", {}, "images", "pad_images"),
    ("imaging.patches", {}, "images", "extract_patches extract_patches_3d"),
    ("imaging.map_coordinates", {}, "inputs coordinates", "map_coordinates"),
    (
        "imaging.perspective",
        {},
        "images start_points end_points",
        "perspective_transform",
    ),
    ("imaging.scale_and_translate", {}, "images scale~ translation~", "scale_and_translate"),
    ("imaging.fitted", {}, "images", "resize_with_crop_or_pad"),
    ("imaging.sobel", {}, "images", "sobel_edges"),
    ("imaging.similarity", {}, "x1 x2", "psnr ssim"),
    ("imaging.central_crop", {}, "images", "central_crop"),
    ("windows.pool", {}, "inputs", "max_pool average_pool"),
    ("windows.adaptive_pool", {}, "inputs", "adaptive_max_pool adaptive_average_pool"),
    ("windows.conv", {}, "inputs kernel", "conv"),
    ("windows.conv", {"each": True}, "inputs kernel", "depthwise_conv"),
    (
        "windows.separable_conv",
        {"each": True},
        "inputs depthwise_kernel pointwise_kernel",
        "separable_conv",
    ),
    ("windows.conv_transpose", {}, "inputs kernel", "conv_transpose"),
    ("windows.bias_add", {}, "x bias", "bias_add"),
    ("windows.attention", {}, "query key value", "dot_product_attention"),
)
#: Operations of which Keras asks more of a symbolic tensor than the computation does: `symbolic`.
CHECKED = frozenset(
    (
        "convert_to_numpy dropout shuffle random_categorical heaviside bitwise_and bitwise_or "
        "bitwise_xor bitwise_left_shift bitwise_right_shift left_shift right_shift det inv "
        "cholesky cholesky_inverse eig eigh solve solve_triangular segment_max segment_min "
        "segment_prod segment_sum qr svd fft fft2 ifft2 irfft categorical_crossentropy "
        "sparse_categorical_crossentropy binary_crossentropy fliplr flipud digitize roll norm "
        "average searchsorted dot cross psnr batch_normalization ctc_loss "
        "rgb_to_hsv hsv_to_rgb extract_patches extract_patches_3d crop_images pad_images "
        "adaptive_average_pool adaptive_max_pool gaussian_blur elastic_transform sobel_edges "
        "depthwise_conv separable_conv conv_transpose affine_transform perspective_transform ssim"
    ).split()
)
#: Class names that are not simply the operation's name in capitals.
_CLASSES = {
    "batch_normalization": "BatchNorm",
    "layer_normalization": "LayerNorm",
    "rms_normalization": "RMSNorm",
    "identity": "Identity",
    "isin": "IsIn",
    "svd": "SVD",
    "fft": "FFT",
    "fft2": "FFT2",
    "ifft2": "IFFT2",
    "rfft": "RFFT",
    "irfft": "IRFFT",
    "stft": "STFT",
    "istft": "ISTFT",
    "cdist": "CDist",
    "ctc_loss": "CTCLoss",
    "ctc_decode": "CTCDecode",
    "extract_patches_3d": "ExtractPatches",
    "jvp": "JVP",
    "rgb_to_hsv": "RGBToHSV",
    "hsv_to_rgb": "HSVToRGB",
    "rgb_to_grayscale": "RGBToGrayscale",
    "psnr": "PSNR",
    "ssim": "SSIM",
    "allclose": "AllClose",
    "searchsorted": "SearchSorted",
}


class Operation:
    """One operation: the function that works it out, found when it is first used."""

    __slots__ = (
        "_function",
        "arrays",
        "beside",
        "class_name",
        "lists",
        "name",
        "optional",
        "options",
        "where",
    )

    def __init__(self, name: str, where: str, options: dict[str, Any], arrays: str) -> None:
        self.name = name
        self.where = where
        self.options = options
        words = [word for word in arrays.split() if word[-1] != "~"]
        self.beside = frozenset(word[:-1] for word in arrays.split() if word[-1] == "~")
        self.arrays = frozenset(word.rstrip("?") for word in words if word[0] != "*")
        self.optional = frozenset(word[:-1] for word in words if word[-1] == "?")
        self.lists = frozenset(word[1:] for word in words if word[0] == "*")
        self.class_name = _CLASSES.get(name) or "".join(
            part.capitalize() for part in name.split("_")
        )
        self._function: Callable[..., Any] | None = None

    def function(self) -> Callable[..., Any]:
        if self._function is None:
            module, _, name = self.where.partition(".")
            self._function = getattr(loading.module(f"{__package__}.{module}"), name)
        return self._function


_operations: dict[str, Operation] = {}
_rows: dict[str, tuple[str, dict[str, Any], str, str]] = {}


def find(name: str) -> Operation:
    """The operation of this name.

    Raises:
        KeyError: where no row has it, which a test makes sure of for every library's table.
    """
    known = _operations.get(name)
    if known is None:
        if not _rows:
            for row in _ROWS:
                for each in row[3].split():
                    _rows[each] = row
        where, options, arrays, _ = _rows[name]
        known = _operations[name] = Operation(name, where, options, arrays)
    return known


def names() -> frozenset[str]:
    """The names of all operations."""
    return frozenset(name for row in _ROWS for name in row[3].split())
