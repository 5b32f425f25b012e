"""`keras.backend`: what Keras 3 keeps of it, and the functions of Keras 2 as `K.name`."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Module
from ..libraries import operations
from ..libraries.arrays import Array, array_of, dtype_argument, folded
from ..libraries.dtypes import KINDS, keras_meet, name_of
from ..libraries.operations import visible
from ..network import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Signature -> names; `name:operation`. The signatures are those of `keras.src.legacy.backend`.
FUNCTIONS: dict[str, str] = {
    "x": (
        "abs:absolute cos exp hard_sigmoid log round sigmoid sign sin softplus softsign sqrt "
        "square tanh transpose ndim flatten:ravel batch_flatten:flatten shape:dynamic_shape"
    ),
    "x>x1, y>x2": (
        "equal greater greater_equal less less_equal maximum minimum not_equal dot:backend_dot"
    ),
    "x>x1, a>x2": "pow:power",
    "x>x1, y>x2, axes=None": "batch_dot",
    "x, axis=None, keepdims=False": "all any max mean min prod std sum var logsumexp",
    "x, axis=-1": "argmax argmin expand_dims softmax",
    "x, axis=0": "cumsum cumprod stack",
    "x, axis": "squeeze",
    "x, axes>": "reverse:flip",
    "x, alpha=1.0": "elu",
    "x, alpha=0.0, max_value=None, threshold=0.0": "relu",
    "x, bias, data_format=None": "bias_add",
    "target>x1, output>x2, from_logits=False": "binary_crossentropy",
    "target, output, from_logits=False, axis=-1": "categorical_crossentropy",
    "target, output, from_logits=False, axis=-1, ignore_class>=None": (
        "sparse_categorical_crossentropy"
    ),
    "x, mean>, var>, beta>, gamma>, axis>=-1, epsilon>=0.001": "batch_normalization",
    "x, dtype": "cast",
    "x, min_value>x_min, max_value>x_max": "clip",
    "tensors>xs, axis=-1": "concatenate",
    "value, dtype=None, shape=None, name>=None": "constant",
    "value, dtype=None, name>=None, constraint>=None": "variable",
    "x, level>, noise_shape>=None, seed>=None": "dropout",
    "size>N, dtype=None, name>=None": "eye",
    "reference>x, indices": "gather",
    "predictions>, targets, k": "in_top_k",
    "x, axis>=None": "l2_normalize",
    "fn, elems>x, name>=None, dtype>=None": "map_fn",
    "indices>x, num_classes": "one_hot",
    "shape, dtype=None, name>=None": "ones zeros",
    "x, dtype=None, name>=None": "ones_like zeros_like",
    "x, pattern>axes": "permute_dimensions:transpose",
    "shape, mean>=0.0, stddev>=1.0, dtype=None, seed>=None": (
        "random_normal truncated_normal:random_normal"
    ),
    "shape, minval>=0.0, maxval>=1.0, dtype=None, seed>=None": "random_uniform",
    "x, shape>newshape": "reshape",
    "x, rep>repeats, axis": "repeat_elements:repeat",
    "x, n>repeats": "tile",
    "variables>x": "stop_gradient",
    "start, stop=None, step=1, dtype='int32'": "arange",
    "x>images, height_factor>height, width_factor>width, data_format, interpolation='nearest'": (
        "resize_images:resize_by"
    ),
    (
        "x>inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1"
    ): "conv1d:conv",
    (
        "x>inputs, kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)"
    ): "conv2d:conv",
    (
        "x>inputs, depthwise_kernel>kernel, strides=(1, 1), padding='valid', data_format=None, "
        "dilation_rate=(1, 1)"
    ): "depthwise_conv2d:depthwise_conv",
    (
        "x>inputs, pool_size, strides=(1, 1), padding='valid', data_format=None, pool_mode>='max'"
    ): "pool2d:max_pool",
}
_functions = operations.members((FUNCTIONS,), "tensorflow", "K.")


def module() -> Module:
    """The module `keras.backend`."""
    return Module("keras.backend", None, load)


def load(name: str) -> Any:
    """A member of `keras.backend`, or MISSING."""
    own = _OWN.get(name)
    if own is not None:
        return native(own, name)
    if name == "*":
        return (*_OWN, *_functions(name))
    return _functions(name)


# Settings -----------------------------------------------------------------------------------


def floatx(interpreter: Interpreter) -> Any:
    """The dtype of layers that name none."""
    return interpreter.state.get("floatx", "float32")


def set_floatx(interpreter: Interpreter, value: Any) -> None:
    interpreter.state["floatx"] = folded(value)


def image_data_format(interpreter: Interpreter) -> Any:
    """Where the channels are: last, unless the program says otherwise."""
    return interpreter.state.get("image_data_format", "channels_last")


def set_image_data_format(interpreter: Interpreter, data_format: Any) -> None:
    if isinstance(data_format, str) and data_format.lower() not in (
        "channels_last",
        "channels_first",
    ):
        raise interpreter.raised(
            "ValueError",
            "The `data_format` argument must be one of "
            f"{{'channels_first', 'channels_last'}}. Received: data_format={data_format}",
        )
    interpreter.state["image_data_format"] = data_format


def image_dim_ordering(interpreter: Interpreter) -> Any:
    """Keras 1's name for `image_data_format`."""
    form = image_data_format(interpreter)
    return {"channels_last": "tf", "channels_first": "th"}.get(form, form)


def set_image_dim_ordering(interpreter: Interpreter, dim_ordering: Any) -> None:
    form = {"tf": "channels_last", "th": "channels_first"}.get(folded(str(dim_ordering)))
    interpreter.state["image_data_format"] = form or dim_ordering


def backend(interpreter: Interpreter) -> Any:
    return "tensorflow"


def epsilon(interpreter: Interpreter) -> Any:
    return 1e-7


def quiet(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    """What sets something that no shape depends on."""
    return None


def clear_session(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
    """Automatic names begin anew."""
    interpreter.state["names"] = {}
    interpreter.state["miscounted"] = {}


def get_uid(interpreter: Interpreter, prefix: Any = "") -> Any:
    """The next number for a prefix."""
    if not isinstance(prefix, str):
        return interpreter.unknown("a number for a name that is not known", of=prefix)
    counts = interpreter.state.setdefault("names", {})
    counts[prefix] = counts.get(prefix, 0) + 1
    return counts[prefix]


# Questions about tensors ----------------------------------------------------------------------


def int_shape(interpreter: Interpreter, x: Any) -> Any:
    """The shape as a tuple, None for what is not known before run time."""
    array = array_of(interpreter, x)
    if isinstance(array, Unknown):
        return interpreter.derive(array, "shape")
    if array.shape is None:
        return array.unknown or interpreter.unknown("a shape is not known")
    return visible(array.shape)


def is_keras_tensor(interpreter: Interpreter, x: Any) -> Any:
    """Whether a value is a symbolic tensor."""
    if type(x) is Unknown:
        return interpreter.derive(x, "is_keras_tensor")
    return type(x) is Tensor


def dtype(interpreter: Interpreter, x: Any) -> Any:
    """The name of a tensor's dtype."""
    array = array_of(interpreter, x)
    return interpreter.derive(array, "dtype") if isinstance(array, Unknown) else array.dtype


def result_type(interpreter: Interpreter, *dtypes: Any) -> Any:
    """The dtype in which others meet."""
    names = [name_of(each, "float32") for each in dtypes]
    return keras_meet(names) if names else "float32"


def standardize_dtype(interpreter: Interpreter, dtype: Any) -> Any:
    found = dtype_argument(interpreter, dtype, "float32")
    return interpreter.unknown("a dtype that is not known", of=dtype) if found is None else found


def is_float_dtype(interpreter: Interpreter, dtype: Any) -> Any:
    found = name_of(dtype)
    return interpreter.unknown("a dtype", of=dtype) if found is None else KINDS[found][0] == "f"


def is_int_dtype(interpreter: Interpreter, dtype: Any) -> Any:
    found = name_of(dtype)
    return interpreter.unknown("a dtype", of=dtype) if found is None else KINDS[found][0] in "iu"


def learning_phase(interpreter: Interpreter) -> Any:
    return interpreter.unknown("whether the model is being trained")


def get_value(interpreter: Interpreter, x: Any) -> Any:
    """The values of a variable, which are not known, in its shape."""
    array = array_of(interpreter, x)
    if isinstance(array, Unknown):
        return array
    return Array(array.shape, array.dtype, unknown=array.unknown)


def repeat(interpreter: Interpreter, x: Any, n: Any) -> Any:
    """`K.repeat`: a matrix n times over, along a new middle axis."""
    grown = operations.apply(interpreter, "expand_dims", {"x": x, "axis": 1}, "tensorflow")
    arguments = {"x": grown, "repeats": n, "axis": 1}
    return operations.apply(interpreter, "repeat", arguments, "tensorflow", "K.repeat")


def switch(
    interpreter: Interpreter, condition: Any, then_expression: Any, else_expression: Any
) -> Any:
    """One value or the other: both have the same shape."""
    if interpreter.state and type(then_expression) in (Tensor, Array):
        return then_expression
    return interpreter.call(then_expression, (), {})


def _padded(name: str, default: Any) -> Any:
    def function(
        interpreter: Interpreter, x: Any, padding: Any = default, data_format: Any = None
    ) -> Any:
        given = folded(padding)
        if type(given) not in (tuple, list):
            return interpreter.unknown("a padding that is not known", of=padding)
        pairs = [given] if name == "temporal_padding" else list(given)
        form = data_format or image_data_format(interpreter)
        first = form == "channels_first" and name != "temporal_padding"
        widths = [(0, 0), (0, 0), *pairs] if first else [(0, 0), *pairs, (0, 0)]
        arguments = {"x": x, "pad_width": widths}
        return operations.apply(interpreter, "pad", arguments, "tensorflow", f"K.{name}")

    return function


_OWN = {
    "floatx": floatx,
    "set_floatx": set_floatx,
    "image_data_format": image_data_format,
    "set_image_data_format": set_image_data_format,
    "image_dim_ordering": image_dim_ordering,
    "set_image_dim_ordering": set_image_dim_ordering,
    "backend": backend,
    "epsilon": epsilon,
    "set_epsilon": quiet,
    "set_learning_phase": quiet,
    "set_session": quiet,
    "set_value": quiet,
    "batch_set_value": quiet,
    "manual_variable_initialization": quiet,
    "clear_session": clear_session,
    "get_uid": get_uid,
    "int_shape": int_shape,
    "is_keras_tensor": is_keras_tensor,
    "dtype": dtype,
    "result_type": result_type,
    "standardize_dtype": standardize_dtype,
    "is_float_dtype": is_float_dtype,
    "is_int_dtype": is_int_dtype,
    "learning_phase": learning_phase,
    "get_value": get_value,
    "eval": get_value,
    "repeat": repeat,
    "switch": switch,
    "temporal_padding": _padded("temporal_padding", (1, 1)),
    "spatial_2d_padding": _padded("spatial_2d_padding", ((1, 1), (1, 1))),
    "spatial_3d_padding": _padded("spatial_3d_padding", ((1, 1), (1, 1), (1, 1))),
}
