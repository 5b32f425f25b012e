"""Arrays of numbers as far as a model cares: their shape, their dtype, and a little of what is in.

An `Array` stands for what NumPy returns and for TensorFlow's eager tensors alike. It is never
changed; what would change one in place makes no difference to its shape.
"""

from __future__ import annotations

from math import isfinite

from .. import dims
from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter.operators import Fraction
from ..interpreter.operators import symbol_for as symbol_for
from ..interpreter.values import Stream
from ..interpreter.whole import Whole
from ..network import Tensor, Weight
from . import stacking
from .dtypes import PYTHON, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..shapes import Shape

#: An array of more items than this keeps only its shape.
MOST_KEPT = 2_000


class NotKnown(Exception):
    """An operation needs something that is not known; `unknown` says why."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.reason)
        self.unknown = unknown


class Array:
    """An array. `shape` is None when not even the rank is known; `unknown` then says why.

    `dtype` is None when it is not known; "int" and "float" are Python's own numbers as operands.
    `items` are the values in order, kept for small arrays that the code writes out. `classes`:
    the values are the labels 0 to classes − 1, and each occurs. `low` and `high` bound the
    values. For a single number of no known value, `unknown` says why; with `scalar` it certainly
    is one of NumPy's own, and no array without axes nor a number of Python's. `library` is "numpy",
    or "tensor" for what TensorFlow and Keras compute.
    """

    __slots__ = (
        "classes",
        "dtype",
        "high",
        "items",
        "library",
        "low",
        "scalar",
        "shape",
        "unknown",
    )

    def __init__(
        self,
        shape: Shape | None,
        dtype: str | None = "float64",
        *,
        items: tuple[Any, ...] | None = None,
        classes: Size | None = None,
        low: Any = None,
        high: Any = None,
        unknown: Unknown | None = None,
        library: str = "numpy",
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.items = items
        self.classes = classes
        self.low = low
        self.high = high
        self.unknown = unknown
        self.library = library
        self.scalar = False

    def __repr__(self) -> str:
        return f"Array({self.shape}, {self.dtype})"

    @property
    def as_key(self) -> Unknown | None:
        """Why it is not known what it is as the key of a dict: a number of NumPy's is one."""
        if self.shape:
            return None
        return self.unknown or Unknown("a number whose value is not known", None)

    def like(self, shape: Shape | None, *, items: tuple[Any, ...] | None = None) -> Array:
        """The same values, or some of them, in another shape."""
        return Array(
            shape,
            self.dtype,
            items=items,
            classes=self.classes,
            low=self.low,
            high=self.high,
            unknown=self.unknown,
            library=self.library,
        )


def array_of(interpreter: Interpreter, value: Any) -> Array | Unknown:
    """A value as an array: numbers and nested lists are turned into one, as `np.asarray` does.

    Python's own numbers, and lists of them, keep the dtypes "int" and "float": what they are in
    an array is the library's to say.

    Raises:
        Raised: ValueError, where the lists certainly have different lengths.
    """
    kind = type(value)
    if kind is Array:
        return value  # type: ignore[no-any-return]
    if kind is Tensor or kind is Weight:
        unknown = value.unknown if kind is Tensor else None
        return Array(value.shape, value.dtype, unknown=unknown, library="tensor")
    if kind in (int, float, Dim):
        return Array((), "float" if kind is float else "int", items=(value,))
    if kind in PYTHON:
        return Array((), PYTHON[kind], items=(value,))
    if kind is Whole:
        return Array((), value.dtype, items=(int(value),))
    if kind is Fraction:
        return Array((), "float", unknown=interpreter.unknown("a fraction of a symbolic size"))
    if kind is Unknown:
        if value.size is not None and not value.parameter:
            return Array((), "int", items=(value.size,))
        return value  # type: ignore[no-any-return]
    if kind in (list, tuple, range):
        return stacking.nested(interpreter, value)
    if value is None:
        return Array((), "object", items=(None,))
    if kind in (dict, set, frozenset):
        return Array((), "object", unknown=interpreter.unknown("an array of one Python object"))
    if kind is Stream:
        return Array((), "object", unknown=interpreter.unknown("an array of one iterator"))
    as_array = getattr(interpreter.behaviours.get(kind), "array", None)
    if as_array is not None:
        return as_array(interpreter, value)  # type: ignore[no-any-return]
    return interpreter.unknown(f"an array made from {interpreter.type_name(value)} is not followed")


def settled(dtype: str | None) -> str | None:
    """The dtype that NumPy gives Python's own numbers, once they are in an array."""
    return {"int": "int64", "float": "float64"}.get(dtype or "", dtype)


def folded(value: Any) -> Any:
    """A single known number as Python's own, a small array of them as a tuple; else as it is."""
    if type(value) is Whole:
        return int(value)
    if type(value) is Array and value.items is not None and value.shape is not None:
        if not value.shape:
            return value.items[0]
        if len(value.shape) == 1:
            return tuple(value.items)
    return value


def number_of(interpreter: Interpreter, value: Array) -> Any:
    """What a single number is, as Python's own number or an Unknown."""
    if value.items:
        return value.items[0]
    if value.unknown is not None:
        return value.unknown
    return interpreter.unknown("the values in an array are not known")


def size_from(interpreter: Interpreter, value: Any, hint: str = "n") -> Size:
    """A value as a size. What is not known becomes a symbol, named after it or else `hint`.

    The same unknown always becomes the same symbol; `interpreter.state["symbols"]` maps the
    symbol's name to the unknown it stands for.

    Raises:
        Raised: TypeError, where the value is certainly no whole number.
    """
    value = folded(value)
    kind = type(value)
    if kind is int or kind is Dim:
        return value  # type: ignore[no-any-return]
    if kind is bool or kind is Whole:
        return int(value)
    if kind is Fraction:
        return value.floor  # type: ignore[no-any-return]
    if kind is Array and value.shape == ():
        value = number_of(interpreter, value)
        kind = type(value)
    if kind is not Unknown:
        if kind in (float, str, list, tuple, dict, type(None)):
            name = interpreter.type_name(value)
            raise interpreter.raised(
                "TypeError", f"'{name}' object cannot be interpreted as an integer"
            )
        value = interpreter.unknown(f"{interpreter.type_name(value)} used as a size")
    if value.size is None:
        value.size = symbol_for(interpreter, value, hint)
    return value.size  # type: ignore[no-any-return]


def shape_from(interpreter: Interpreter, value: Any, hint: str = "n") -> Shape:
    """A shape given as an argument: a number, or a sequence of them.

    Raises:
        NotKnown: where not even its length is known.
    """
    value = folded(value)
    if type(value) in (tuple, list):
        sizes = enumerate(map(packed, value))
        return tuple(size_from(interpreter, size, f"{hint}_{i}") for i, size in sizes)
    if type(value) is Array and value.shape != ():
        if value.shape is not None and len(value.shape) == 1 and type(value.shape[0]) is int:
            count = value.shape[0]
            unknowns = [interpreter.unknown("a size in an array of them") for _ in range(count)]
            return tuple(size_from(interpreter, each, hint) for each in unknowns)
        raise NotKnown(interpreter.unknown("a shape that is not known", of=value.unknown))
    if type(value) is Unknown:
        # Even where it has a symbol, for when it is a number: it may as well be a whole shape.
        raise NotKnown(value)
    if type(value) in (range, Stream):
        items = interpreter.iterate(value)
        if isinstance(items, Unknown):
            raise NotKnown(items)
        return tuple(size_from(interpreter, item, hint) for item in items)
    return (size_from(interpreter, value, hint),)


def packed(item: Any) -> Any:
    """A number in a list of sizes: of an eager tensor of floats TensorFlow takes the whole part."""
    if type(item) is Array and item.shape == () and item.library == "tensor" and item.items:
        (number,) = item.items
        if type(number) is float and isfinite(number):
            return int(number)
    return item


def count_of(shape: Shape) -> Size:
    """How many values an array of this shape holds."""
    return dims.product(shape)


def scalar(
    interpreter: Interpreter, dtype: str | None, reason: str, library: str = "numpy"
) -> Array:
    """A single number whose value is not known."""
    return Array((), dtype, unknown=interpreter.unknown(reason), library=library)


def dtype_argument(interpreter: Interpreter, given: Any, default: str | None) -> str | None:
    """The dtype an argument asks for; None where it is not known."""
    if given is None:
        return default
    return name_of(given)


def wrapped(items: Sequence[Any], shape: Shape, dtype: str | None, library: str) -> Array:
    """An array of known items, where there are few enough to keep."""
    kept = tuple(items) if len(items) <= MOST_KEPT else None
    return Array(shape, dtype, items=kept, library=library)
