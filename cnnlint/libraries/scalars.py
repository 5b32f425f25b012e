"""NumPy's whole numbers in Python: no `int` for `isinstance`, and numbers of NumPy's when used."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter import operators
from ..interpreter.operators import Fraction
from ..interpreter.values import MISSING, OBJECT, Behaviour, Class
from ..interpreter.whole import Whole, whole
from .arrays import Array
from .dtypes import kind_of
from .methods import ACTIONS, ArrayBehaviour, arithmetic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: `np.integer` and what stands above and below it, by NumPy's names.
CLASSES: dict[str, Class] = {"generic": Class("generic", (OBJECT,))}
for _name, _above in (
    ("number", "generic"),
    ("integer", "number"),
    ("signedinteger", "integer"),
    ("unsignedinteger", "integer"),
):
    CLASSES[_name] = Class(_name, (CLASSES[_above],))

#: What a number of NumPy's certainly has not, and an `int` has.
_OF_INT = frozenset(("bit_length", "to_bytes", "from_bytes", "as_integer_ratio"))
#: What makes an array without axes, and no number.
ARRAYS = frozenset(
    (
        "array",
        "copy",
        "where",
        "squeeze",
        "reshape",
        "broadcast_to",
        "zeros",
        "ones",
        "full",
        "empty",
        "zeros_like",
        "ones_like",
        "full_like",
        "empty_like",
    )
)
#: What gives a number of Python's own, or does so in some versions.
_PLAIN = frozenset(("size", "ndim", "shape", "count_nonzero"))


#: Whose result is a number of NumPy's, wherever it has no axes.
REDUCING = frozenset(("sum", "prod", "max", "min", "amax", "amin", "ptp", "argmax", "argmin"))


def is_number(value: Any) -> bool:
    """Whether a value certainly is a number of NumPy's own, known or not."""
    return type(value) is Whole or (type(value) is Array and value.scalar)


def scalar(interpreter: Interpreter, operation: str, value: Any, dtype: str | None) -> Any:
    """What an operation of NumPy's hands back where its result is one known number."""
    if type(value) is int and kind_of(dtype) in "iu" and operation not in ARRAYS | _PLAIN:
        return whole(value, dtype or "int64", interpreter.span())
    return value


def listed(interpreter: Interpreter, array: Array, items: list[Any]) -> list[Any]:
    """The items of an array with one axis, as Python gets them from it one by one."""
    if array.library != "numpy" or kind_of(array.dtype) not in "iu":
        return items
    span = interpreter.span()
    dtype = array.dtype or "int64"
    return [whole(item, dtype, span) if type(item) is int else item for item in items]


def as_array(value: Whole) -> Array:
    return Array((), value.dtype, items=(int(value),))


def class_of(dtype: str) -> Class:
    """The class of a number of this dtype."""
    known = CLASSES.get(dtype)
    if known is None:
        above = CLASSES["signedinteger" if kind_of(dtype) == "i" else "unsignedinteger"]
        known = CLASSES[dtype] = Class(dtype, (above,))
        known.namespace["__module__"] = "numpy"
    return known


_arrays = ArrayBehaviour()


class WholeBehaviour(Behaviour):
    """`np.int64(3)` in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name == "__class__":
            return class_of(value.dtype)
        if name in ("real", "T"):
            return value
        if name in ("__int__", "__index__"):
            return int(value)
        if name in _OF_INT:
            return MISSING
        found = _arrays.attribute(interpreter, as_array(value), name)
        if found is MISSING:
            return interpreter.unknown(f"`.{name}` of a number of NumPy's is not followed")
        return found

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return interpreter.unknown("an item of a number of NumPy's")

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        name = self.type_name(value)
        raise interpreter.raised("TypeError", f"object of type '{name}' has no len()")

    def iterate(self, interpreter: Interpreter, value: Any) -> Any:
        name = self.type_name(value)
        raise interpreter.raised("TypeError", f"'{name}' object is not iterable")

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        return int(value) != 0

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        if op == "abs":
            return whole(abs(value), value.dtype, interpreter.span())
        if op == "~":
            return int(~int(value)) if value.dtype[0] == "u" else self._made(interpreter, ~value)
        return _arrays.unary(interpreter, op, as_array(value))

    def _made(self, interpreter: Interpreter, value: int) -> Any:
        return whole(value, "int64", interpreter.span())

    def binary(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        other = right if type(left) is Whole else left
        kind = type(other)
        if kind in (Dim, Fraction):
            left, right = operators.held(left), operators.held(right)
            return operators.binary(interpreter, op, left, right)
        if kind in (list, tuple):
            return MISSING if op == "*" else interpreter.unknown("an array made of a number")
        if kind not in (int, float, bool, Whole, Array):
            return MISSING
        if op == "@":
            return interpreter.unknown("`@` of a number of NumPy's")
        if op == "**" and type(right) in (int, Whole) and right < 0:
            return interpreter.unknown("a whole number of NumPy's to a power below zero")
        return arithmetic(interpreter, ACTIONS[op], left, right)

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        other = right if type(left) is Whole else left
        if type(other) in (list, tuple):
            return interpreter.unknown("an array made of a number")
        return MISSING

    def type_name(self, value: Any) -> str:
        return f"numpy.{value.dtype}"
