"""Dtypes: their names, how two of them meet, and dtypes as values of the program."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import MISSING, Behaviour, Class
from ..interpreter.whole import Whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: name: (kind as NumPy's letter, bits)
KINDS: dict[str, tuple[str, int]] = {
    "bool": ("b", 8),
    **{f"int{bits}": ("i", bits) for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": ("u", bits) for bits in (8, 16, 32, 64)},
    **{f"float{bits}": ("f", bits) for bits in (16, 32, 64)},
    "bfloat16": ("f", 16),
    "complex64": ("c", 64),
    "complex128": ("c", 128),
    "object": ("O", 64),
    "string": ("U", 0),
}
_ALIASES = {
    "int": "int64",
    "float": "float64",
    "double": "float64",
    "single": "float32",
    "half": "float16",
    "int_": "int64",
    "intp": "int64",
    "uint": "uint64",
    "long": "int64",
    "byte": "int8",
    "ubyte": "uint8",
    "short": "int16",
    "bool_": "bool",
    "object_": "object",
    "str": "string",
    "str_": "string",
    "U": "string",
    "O": "object",
    "f": "float32",
    "d": "float64",
    "i": "int32",
    "f2": "float16",
    "f4": "float32",
    "f8": "float64",
    "i1": "int8",
    "i2": "int16",
    "i4": "int32",
    "i8": "int64",
    "u1": "uint8",
    "B": "uint8",
    "complex": "complex128",
}
#: The dtypes NumPy gives numbers of Python's own; "int" and "float" are those while they are weak.
PYTHON = {bool: "bool", int: "int64", float: "float64", complex: "complex128", str: "string"}


class Dtype:
    """A dtype as a value: `np.float32`, `x.dtype`, `tf.int64`. One object for each name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


_made: dict[str, Dtype] = {}


def value(name: str) -> Dtype:
    """The dtype of this name as a value."""
    known = _made.get(name)
    if known is None:
        known = _made[name] = Dtype(name)
    return known


def named(name: str) -> Dtype | None:
    """The dtype that a library's member of this name is."""
    name = name if name in KINDS else _ALIASES.get(name, name)
    return value(name) if name in KINDS else None


def name_of(given: Any, default: str | None = None) -> str | None:
    """The name of a dtype given as an argument; None where it cannot be told."""
    if given is None:
        return default
    kind = type(given)
    if kind is Dtype:
        return given.name  # type: ignore[no-any-return]
    if kind is Class:
        return _ALIASES.get(given.name, given.name if given.name in KINDS else None)
    if kind is str:
        text = given.lstrip("<>=|") if given not in KINDS else given
        text = text if text in KINDS else _ALIASES.get(text, text)
        return text if text in KINDS else None
    return None


def kind_of(name: str | None) -> str:
    """NumPy's letter for the kind: b i u f c O U; "?" where the dtype is not known."""
    return KINDS[name][0] if name in KINDS else "?"


def is_float(name: str | None) -> bool:
    return kind_of(name) == "f"


def meet(names: list[str | None]) -> str | None:
    """What NumPy makes of operands of these dtypes; "int" and "float" are Python's numbers."""
    result: str | None = None
    for place, name in enumerate(sorted(names, key=_is_weak)):
        if name not in KINDS and not _is_weak(name):
            return None
        result = name if place == 0 else _pair(result, name)
    return {"int": "int64", "float": "float64"}.get(result or "", result)


def _is_weak(name: str | None) -> bool:
    return name in ("int", "float")


def _pair(a: str | None, b: str | None) -> str | None:
    if a == b:
        return a
    if _is_weak(a) and _is_weak(b):
        return "float"
    if _is_weak(b):
        kind = kind_of(a)
        if kind in "fcO" or (b == "int" and kind in "iu"):
            return a
        return "int64" if b == "int" else "float64"
    (kind, bits), (other, others) = KINDS[a or ""], KINDS[b or ""]
    if "O" in (kind, other) or "U" in (kind, other):
        return "object"
    if kind == other:
        if bits == others:  # bfloat16 and float16
            return "float32"
        return a if bits > others else b
    rank = "buifc"
    if rank.index(kind) > rank.index(other):
        return _pair(b, a)
    if kind == "b":
        return b
    if other == "i":  # an unsigned and a signed one
        wanted = max(others, 2 * bits)
        return f"int{wanted}" if wanted <= 64 else "float64"
    if other == "f":
        return f"float{max(others, min(64, bits * 2))}"
    needed = bits if kind == "f" else min(64, bits * 2)
    return f"complex{max(others, 128 if needed == 64 else 64)}"


def floated(name: str | None) -> str | None:
    """The dtype of NumPy's `sqrt`, `exp` and their like."""
    kind, bits = KINDS.get(name or "", ("?", 0))
    if kind in "iu":
        return f"float{min(64, bits * 2)}"
    return "float16" if kind == "b" else name


_WIDER = {8: "16", 16: "32", 32: "64"}


def keras_meet(names: list[str | None]) -> str | None:
    """`keras.backend.result_type` on the TensorFlow backend; "int", "float" are Python's numbers.

    Any float is above any whole number; of two floats the wider; an unsigned and a signed number
    meet in a signed one that holds both.
    """
    if any(kind_of(name) in "OU?" and name not in ("int", "float") for name in names):
        return None
    result = names[0]
    for name in names[1:]:
        result = _keras_pair(result, name)
    return {"int": "int32", "float": "float32"}.get(result or "", result)


def _keras_pair(a: str | None, b: str | None) -> str | None:
    if a == b:
        return a
    order = ("bool", "int", "u", "i", "float", "f", "c")

    def place(name: str | None) -> int:
        return order.index(name if name in order else kind_of(name) if name != "bool" else "bool")

    low, high = (a, b) if place(a) <= place(b) else (b, a)
    if place(low) != place(high):
        if place(low) == 2 and place(high) == 3:  # unsigned and signed
            bits, others = KINDS[low or ""][1], KINDS[high or ""][1]
            if others > bits:
                return high
            return f"int{_WIDER[bits]}" if bits < 64 else "float"
        if high == "complex64" and low == "float64":
            return "complex128"
        return high
    bits, others = KINDS[low or ""][1], KINDS[high or ""][1]
    if bits == others:
        return "float32"
    return low if bits > others else high


class DtypeBehaviour(Behaviour):
    """`x.dtype.name`, `dtype == "float32"`, `np.float32(3)`."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        letter, bits = KINDS[value.name]
        plain = {
            "name": value.name,
            "__name__": value.name,
            "kind": letter,
            "itemsize": bits // 8,
            "size": bits // 8,
            "type": value,
            "base_dtype": value,
            "as_numpy_dtype": value,
            "is_floating": letter == "f",
            "is_integer": letter in "iu",
            "is_bool": letter == "b",
        }
        if name in plain:
            return plain[name]
        if name in ("min", "max") and letter in "iu":
            signed = letter == "i"
            low = -(1 << bits - 1) if signed else 0
            return low if name == "min" else (1 << bits - signed) - 1
        return interpreter.unknown(f"`.{name}` of a dtype is not followed")

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        if op not in ("==", "!="):
            return MISSING
        if type(left) is Unknown or type(right) is Unknown:
            return interpreter.unknown("a dtype that is not known", of=[left, right])
        names = [name_of(left), name_of(right)]
        if None in (left, right):
            same = False
        elif None in names:
            return interpreter.unknown("a dtype that is not known to cnnlint")
        else:
            same = names[0] == names[1]
        return same if op == "==" else not same

    def call(
        self, interpreter: Interpreter, value: Any, args: tuple[Any, ...], keywords: dict[str, Any]
    ) -> Any:
        from . import arrays, methods

        given = args[0] if args else 0
        array = arrays.array_of(interpreter, given)
        if isinstance(array, Unknown):
            return array
        return methods.astype(interpreter, array, value)

    def instance(self, interpreter: Interpreter, value: Any, obj: Any) -> Any:
        if type(obj) is Whole:
            return obj.dtype == value.name
        return False if type(obj) in (int, bool, str, bytes, list, tuple, dict) else MISSING

    def type_name(self, value: Any) -> str:
        return "dtype"
