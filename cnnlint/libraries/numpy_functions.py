"""Functions of NumPy's with a meaning of their own, which are no rows that lead to operations."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter.values import Module
from . import dtypes, operations
from .arrays import Array, array_of, dtype_argument, folded, symbol_for
from .numpy import random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


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


def rand(interpreter: Interpreter, *sizes: Any) -> Any:
    shape = sizes if sizes else None
    return operations.apply(interpreter, "random_float", {"shape": shape}, "numpy")


def generator(interpreter: Interpreter, *seed: Any, **keywords: Any) -> Any:
    """A generator of random numbers: its methods are the functions of `np.random`."""
    return Module("numpy.random.Generator", None, random)


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


def finfo(interpreter: Interpreter, dtype: Any) -> Any:
    return iinfo(interpreter, dtype)


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


OWN: dict[str, Any] = {
    "loadtxt": _read_text,
    "genfromtxt": _read_text,
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
    "finfo": finfo,
    "delete": delete,
}
