"""NumPy: its functions as rows that lead to operations, its dtypes and constants."""

from __future__ import annotations

import math

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module, Native
from . import dtypes, operations
from .arrays import Array, array_of, dtype_argument, folded, symbol_for

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
    "pi": math.pi,
    "e": math.e,
    "inf": math.inf,
    "Inf": math.inf,
    "nan": math.nan,
    "NaN": math.nan,
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


def _read_text(interpreter: Interpreter, fname: Any = None, *rest: Any, **keywords: Any) -> Any:
    """`loadtxt`: with a delimiter there are several columns, how many is in the file."""
    unknown = interpreter.unknown("a table of numbers from a file (`np.loadtxt`)")
    if keywords.get("delimiter") is None or keywords.keys() - _TABULAR:
        return unknown
    sizes = (
        symbol_for(interpreter, interpreter.derive(unknown, axis), axis)
        for axis in ("rows", "columns")
    )
    return Array(tuple(sizes), dtype_argument(interpreter, keywords.get("dtype"), "float64"))


#: Arguments of `loadtxt` that leave a table of rows and columns.
_TABULAR = {"delimiter", "skiprows", "skip_header", "encoding", "comments", "dtype"}


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
    own = _OWN.get(name)
    if own is not None:
        return native(own, name)
    if name in ("loadtxt", "genfromtxt"):
        return native(_read_text, name)
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


def quiet(name: str) -> Native:
    """A function whose effects make no difference to any shape."""
    return Native(name, lambda interpreter, args, keywords: None)


def dtype(interpreter: Interpreter, dtype: Any, *rest: Any) -> Any:
    """`np.dtype("float32")`."""
    name = dtypes.name_of(dtype)
    if name is None:
        return interpreter.unknown("a dtype that is not known", of=dtype)
    return dtypes.value(name)


# Random numbers -----------------------------------------------------------------------------


def random(name: str) -> Any:
    """A member of `np.random`."""
    if name in ("rand", "randn"):
        return native(_rand, name)
    if name in ("seed", "shuffle", "set_state"):
        return quiet(name)
    if name in ("default_rng", "RandomState", "Generator"):
        return native(_generator, name)
    return _random(name)


def _rand(interpreter: Interpreter, *sizes: Any) -> Any:
    shape = sizes if sizes else None
    return operations.apply(interpreter, "random_float", {"shape": shape}, "numpy")


def _generator(interpreter: Interpreter, *seed: Any, **keywords: Any) -> Any:
    """A generator of random numbers: its methods are the functions of `np.random`."""
    return Module("numpy.random.Generator", None, random)


# Functions with a meaning of their own --------------------------------------------------------


def isscalar(interpreter: Interpreter, element: Any) -> Any:
    if type(element) is Unknown:
        return interpreter.derive(element, "isscalar")
    return isinstance(element, (int, float, str, complex, Dim))


def loop(interpreter: Interpreter, pyfunc: Any, *rest: Any, **keywords: Any) -> Any:
    return interpreter.unknown("a function turned into one on arrays is not followed")


def atleast(rank: int) -> Any:
    def function(interpreter: Interpreter, *arys: Any) -> Any:
        made = [
            operations.apply(interpreter, f"atleast_{rank}d", {"x": array}, "numpy")
            for array in arys
        ]
        return made[0] if len(made) == 1 else tuple(made)

    return function


def moved(interpreter: Interpreter, a: Any, axis: Any, start: Any = 0) -> Any:
    """`np.rollaxis`."""
    array = array_of(interpreter, a)
    place, to = folded(axis), folded(start)
    if type(array) is not Array or array.shape is None or type(place) is not int:
        return interpreter.unknown("an axis that is moved is not known", of=[a, axis])
    if type(to) is not int:
        return interpreter.unknown("where an axis is moved to is not known", of=start)
    if not -len(array.shape) <= place < len(array.shape):
        raise interpreter.raised("ValueError", f"axis {place} is out of bounds")
    place %= len(array.shape)
    to = to + len(array.shape) if to < 0 else to
    arguments = {"x": array, "source": place, "destination": to - 1 if place < to else to}
    return operations.apply(interpreter, "moveaxis", arguments, "numpy")


def flatnonzero(interpreter: Interpreter, a: Any) -> Any:
    flat = operations.apply(interpreter, "ravel", {"x": a}, "numpy")
    found = operations.apply(interpreter, "nonzero", {"x": flat}, "numpy")
    return found if type(found) is Unknown else found[0]


def argwhere(interpreter: Interpreter, a: Any) -> Any:
    array = array_of(interpreter, a)
    if type(array) is Array and array.shape == ():
        return interpreter.unknown("the places in a single number")
    found = operations.apply(interpreter, "nonzero", {"x": array}, "numpy")
    if type(found) is Unknown:
        return found
    return Array((found[0].shape[0], len(found)), "int64")


def iinfo(interpreter: Interpreter, type: Any) -> Any:
    name = dtypes.name_of(type)
    return interpreter.unknown("the limits of a dtype") if name is None else dtypes.value(name)


def delete(interpreter: Interpreter, arr: Any, obj: Any, axis: Any = None) -> Any:
    """One place along an axis left out; of several the number is not followed."""
    array = array_of(interpreter, arr)
    place, along = folded(obj), folded(axis)
    if type(array) is not Array or array.shape is None or type(place) is not int:
        return interpreter.unknown("what `np.delete` leaves is not known", of=[arr, obj])
    if type(along) is not int:
        return interpreter.unknown("what `np.delete` leaves is not known", of=axis)
    shape = list(array.shape)
    along %= max(1, len(shape))
    shape[along] = shape[along] - 1
    return Array(tuple(shape), array.dtype)


_OWN: dict[str, Any] = {
    "isscalar": isscalar,
    "vectorize": loop,
    "apply_along_axis": loop,
    "fromiter": loop,
    "atleast_1d": atleast(1),
    "atleast_2d": atleast(2),
    "atleast_3d": atleast(3),
    "rollaxis": moved,
    "flatnonzero": flatnonzero,
    "argwhere": argwhere,
    "iinfo": iinfo,
    "finfo": iinfo,
    "delete": delete,
}
