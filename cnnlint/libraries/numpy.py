"""NumPy: its functions as rows that lead to operations, its dtypes and constants."""

from __future__ import annotations

from ..interpreter.calls import native, quiet
from ..interpreter.values import MISSING, Module, Native
from . import dtypes, numpy_functions, operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Signature -> names; `name:operation` where the operation is called otherwise.
_FUNCTIONS: dict[str, str] = {
    "x, out>=None, where>=True, dtype=None": (
        "abs:absolute absolute fabs negative positive square sign sqrt exp exp2 expm1 log log10 "
        "log2 log1p sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh cbrt "
        "deg2rad rad2deg radians:deg2rad degrees:rad2deg reciprocal floor ceil trunc rint isnan "
        "isinf isfinite logical_not signbit conj:conjugate conjugate invert:bitwise_invert "
        "bitwise_not:bitwise_invert"
    ),
    "x": "sinc i0 angle real imag isreal nan_to_num iscomplex:isreal",
    "x, nan>=0.0, posinf>=None, neginf>=None, copy>=True": "nan_to_num",
    "a>x, decimals>=0, out>=None": "round around:round round_:round",
    "x, out>=None": "fix isneginf isposinf",
    "m>x, axis=None": "flip",
    "m>x": "fliplr flipud",
    "m>x, k>=0": "tril triu",
    "a>x, shift>, axis>=None": "roll",
    "a>x, axis=-1, kind>=None, order>=None": "sort argsort",
    "a>x, kth>, axis=-1, kind>=None, order>=None": "partition:sort argpartition",
    "a>x, dtype=None, order>=None, subok>=True, shape>=None": "zeros_like ones_like empty_like",
    "a>x, fill_value>, dtype=None, order>=None, subok>=True, shape>=None": "full_like",
    "x1, x2, out>=None, where>=True, dtype>=None": (
        "add subtract multiply maximum minimum mod remainder floor_divide power fmax fmin fmod gcd "
        "lcm divide true_divide arctan2 hypot logaddexp logaddexp2 heaviside nextafter ldexp "
        "bitwise_and bitwise_or bitwise_xor left_shift right_shift equal not_equal less less_equal "
        "greater greater_equal logical_and logical_or logical_xor pow:power atan2:arctan2 "
        "float_power:arctan2"
    ),
    "a>x1, b>x2, rtol>=1e-05, atol>=1e-08, equal_nan>=False": "isclose allclose",
    "a1>x1, a2>x2, equal_nan>=False": "array_equal",
    "element>x1, test_elements>, assume_unique>=False, invert>=False": "isin",
    "a>x, a_min>x_min=None, a_max>x_max=None, out>=None, *, min>=None, max>=None": "clip",
    "condition, x>x1=None, y>x2=None": "where",
    "a>x, axis=None, dtype=None, out>=None, keepdims=False, initial>=0, where>=True": (
        "sum prod nansum nanprod product:prod"
    ),
    "a>x, axis=None, dtype=None, out>=None, keepdims=False, where>=True": "mean nanmean",
    "a>x, axis=None, dtype=None, out>=None, ddof>=0, keepdims=False, where>=True, mean>=None": (
        "std var nanstd nanvar"
    ),
    "a>x, axis=None, out>=None, keepdims=False, initial>=None, where>=True": (
        "max min amax amin nanmax nanmin"
    ),
    "a>x, axis=None, out>=None, overwrite_input>=False, keepdims=False": "median nanmedian",
    "a>x, axis=None, out>=None, keepdims=False": "ptp",
    "a>x, axis=None, weights>=None, returned>=False, *, keepdims=False": "average",
    "a>x, axis=None, out>=None, keepdims=False, where>=True": "all any",
    "a>x, axis=None, *, keepdims=False": "count_nonzero",
    "a>x, axis=None, out>=None, *, keepdims=False": "argmax argmin nanargmax nanargmin",
    (
        "a>x, q, axis=None, out>=None, overwrite_input>=False, method>='linear', keepdims=False, "
        "weights>=None, interpolation>=None"
    ): "quantile percentile nanquantile nanpercentile",
    "a>x, axis=None, dtype=None, out>=None": "cumsum cumprod nancumsum nancumprod",
    "x, weights=None, minlength=0": "bincount",
    "a, n=1, axis=-1, prepend>=None, append>=None": "diff",
    (
        "ar>x, return_index=False, return_inverse=False, return_counts=False, axis=None, "
        "equal_nan>=True, sorted>=True"
    ): "unique",
    "x, bins>, right>=False": "digitize",
    "a>, v>x, side>='left', sorter>=None": "searchsorted",
    "a>x, shape>newshape=None, order>='C', copy>=None, newshape>newshape=None": "reshape",
    "a>x, order>='C'": "ravel copy",
    "a>x, axes=None": "transpose",
    "a>x, axis": "expand_dims",
    "a>x, axis=None": "squeeze",
    "a>x, axis1, axis2": "swapaxes",
    "a>x, source, destination": "moveaxis",
    "array>x, pad_width, mode='constant', **kwargs": "pad",
    "A>x, reps>repeats": "tile",
    "a>x, repeats, axis=None": "repeat",
    "array>x, shape, subok>=False": "broadcast_to",
    "v>x, k=0": "diag diagflat",
    "a>x, offset=0, axis1=0, axis2=1": "diagonal",
    "a>x, offset=0, axis1=0, axis2=1, dtype>=None, out>=None": "trace",
    "m>array, k=1, axes=(0, 1)": "rot90",
    "arrays>xs, axis=0, out>=None, dtype>=None, casting>='same_kind'": (
        "concatenate concat:concatenate"
    ),
    "arrays>x, axis=0, out>=None, dtype>=None, casting>='same_kind'": "stack",
    "tup>xs, dtype>=None, casting>='same_kind'": "vstack hstack row_stack:vstack",
    "tup>xs": "dstack column_stack",
    "arr>x1, values>x2, axis=None": "append",
    "ary>x, indices_or_sections, axis=0": "split array_split",
    "ary>x, indices_or_sections": "hsplit vsplit dsplit",
    "*xi>x, copy>=True, sparse>=False, indexing='xy'": "meshgrid",
    "x1, x2, out>=None, dtype>=None": "matmul",
    "a>x1, b>x2, out>=None": "dot outer",
    "a>x1, b>x2": "inner vdot kron",
    "a>x1, b>x2, axes=2": "tensordot",
    "a>x1, b>x2, axisa=-1, axisb=-1, axisc=-1, axis=None": "cross",
    "subscripts, *operands, out>=None, optimize>=False, dtype>=None": "einsum",
    "a>x, indices, axis=None, out>=None, mode>='raise'": "take",
    "arr>x, indices, axis=None": "take_along_axis",
    "a>x": "nonzero shape ndim",
    "a>x, axis>=None": "size",
    "shape, dtype=None, order>='C'": "zeros ones empty",
    "shape, fill_value, dtype=None, order>='C'": "full",
    "N, M=None, k=0, dtype=None, order>='C'": "eye",
    "N, M=None, k=0, dtype=None": "tri",
    "n, dtype=None": "identity:identity_matrix",
    "start, stop=None, step=None, dtype=None": "arange",
    "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0": "linspace",
    "start, stop, num=50, endpoint=True, base>=10.0, dtype=None, axis=0": "logspace",
    "start, stop, num=50, endpoint=True, dtype=None, axis=0": "geomspace",
    "M>x": "hamming hanning bartlett blackman",
    "M>x, beta>": "kaiser",
    "object>x, dtype=None, copy>=True, order>='K', subok>=False, ndmin>=0": "array",
    "a>x, dtype=None, order>=None": "asarray:array asanyarray:array ascontiguousarray:array",
    "x, dtype": "astype",
}
_LINEAR: dict[str, str] = {
    "x, ord=None, axis=None, keepdims=False": "norm",
    "a>x": "inv det cholesky eig",
    "a>x, UPLO>='L'": "eigh",
    "a, b": "solve",
    "a>x, rcond>=None, hermitian>=False": "pinv",
    "a>x, full_matrices=True, compute_uv=True, hermitian>=False": "svd",
    "a>x, mode='reduced'": "qr",
}
_SHAPED = "size>shape=None"
_RANDOM: dict[str, str] = {
    f"low>=0.0, high>=1.0, {_SHAPED}": "uniform:random_float triangular:random_float",
    f"loc>=0.0, scale>=1.0, {_SHAPED}": (
        "normal:random_float laplace:random_float gumbel:random_float logistic:random_float"
    ),
    f"mean>=0.0, sigma>=1.0, {_SHAPED}": "lognormal:random_float",
    f"{_SHAPED}": (
        "random_sample:random_float ranf:random_float sample:random_float "
        "standard_normal:random_float standard_cauchy:random_float"
    ),
    f"{_SHAPED}, dtype=None, out>=None": "random:random_float",
    f"a>, b>, {_SHAPED}": "beta:random_float",
    f"shape>, scale>=1.0, {_SHAPED}": "gamma:random_float",
    f"scale>=1.0, {_SHAPED}": "exponential:random_float rayleigh:random_float",
    f"lam>=1.0, {_SHAPED}": "poisson:random_integers",
    f"n>, p>, {_SHAPED}": "binomial:random_integers",
    f"p>, {_SHAPED}": "geometric:random_integers",
    f"low, high=None, {_SHAPED}, dtype=None": "randint:random_integers",
    f"low, high=None, {_SHAPED}, dtype=None, endpoint>=False": "integers:random_integers",
    "a, size=None, replace=True, p=None, axis>=0, shuffle>=True": "choice:random_choice",
    "x, axis>=0": "permutation:random_permutation permuted:random_permutation",
}
_CONSTANTS: dict[str, Any] = {
    "pi": 3.141592653589793,
    "e": 2.718281828459045,
    "inf": float("inf"),
    "Inf": float("inf"),
    "nan": float("nan"),
    "NaN": float("nan"),
    "newaxis": None,
    "euler_gamma": 0.5772156649015329,
    "__version__": "2.0.0",
}
#: What reads a file: nothing is known of it but where it is read.
_READERS = frozenset(
    {"load", "loadtxt", "genfromtxt", "fromfile", "memmap", "recfromcsv", "frombuffer"}
)
_QUIET = frozenset(
    {
        "save",
        "savez",
        "savez_compressed",
        "savetxt",
        "set_printoptions",
        "seterr",
        "shuffle",
        "seed",
    }
)
#: What is written in `numpy_functions`.
APART = frozenset(
    """
    apply_along_axis argwhere atleast_1d atleast_2d atleast_3d delete finfo flatnonzero fromiter
    genfromtxt iinfo isscalar loadtxt rollaxis vectorize
    """.split()
)
#: Classes and abstract dtypes, of which only the name matters.
_NAMES = frozenset(
    {"ndarray", "generic", "number", "integer", "floating", "dtype", "random", "inexact"}
)

_functions = operations.members((_FUNCTIONS,), "numpy")
_linear = operations.members((_LINEAR,), "numpy")
_random = operations.members((_RANDOM,), "numpy")


def module() -> Module:
    """The module `numpy`."""
    return Module("numpy", dict(_CONSTANTS), load)


def load(name: str) -> Any:
    """A member of NumPy's, or MISSING."""
    if name == "linalg":
        return Module("numpy.linalg", None, _linear)
    if name == "random":
        return Module("numpy.random", None, random)
    if name == "dtype":
        return native(dtype)
    if name == "ndarray":
        return MISSING
    found = dtypes.named(name)
    if found is not None:
        return found
    if name in ("generic", "number", "integer", "signedinteger", "unsignedinteger"):
        from .scalars import CLASSES

        return CLASSES[name]
    if name in APART:
        return native(numpy_functions.OWN[name], name)
    if name in _READERS:
        return reader(f"`np.{name}` reads a file")
    if name in _QUIET:
        return quiet(name)
    found = _functions(name)
    return found if found is not MISSING or name != "*" else ()


def reader(reason: str) -> Native:
    """A function of which only is known that it reads something."""

    def read(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        return interpreter.unknown(reason)

    return Native("read", read)


def dtype(interpreter: Interpreter, dtype: Any, *rest: Any, **more: Any) -> Any:
    """`np.dtype("float32")`."""
    name = dtypes.name_of(dtype)
    if name is None:
        return interpreter.unknown("a dtype that is not known", of=dtype)
    return dtypes.value(name)


# Random numbers -----------------------------------------------------------------------------


def random(name: str) -> Any:
    """A member of `np.random`."""
    if name in ("rand", "randn"):
        return native(numpy_functions.rand, name)
    if name in ("seed", "shuffle", "set_state"):
        return quiet(name)
    if name in ("default_rng", "RandomState", "Generator"):
        return native(numpy_functions.generator, name)
    return _random(name)
