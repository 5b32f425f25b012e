"""How arrays take part in Python: attributes, methods, indexing, operators, iteration."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from ..interpreter import shaped
from ..interpreter.operators import key_of
from ..interpreter.values import MISSING, Behaviour, Missing, Native
from ..network import Tensor
from . import dtypes, operations, tensor_shapes, traced
from .arrays import Array, NotKnown, count_of, number_of, settled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Methods that are operations: signature without the array itself -> names.
METHODS: dict[str, str] = {
    "axis=None, dtype>dtype=None, out>=None, keepdims=False, initial>=0, where>=True": "sum prod",
    "axis=None, dtype>dtype=None, out>=None, keepdims=False, where>=True": "mean",
    "axis=None, dtype>dtype=None, out>=None, ddof>=0, keepdims=False, where>=True": "std var",
    "axis=None, out>=None, keepdims=False, initial>=None, where>=True": "max min",
    "axis=None, out>=None, keepdims=False, where>=True": "all any",
    "axis=None, out>=None, keepdims=False": "argmax argmin ptp",
    "axis=None, dtype=None, out>=None": "cumsum cumprod",
    "axis=None": "squeeze",
    "axis1, axis2": "swapaxes",
    "repeats, axis=None": "repeat",
    "order>='C'": "flatten:ravel ravel:ravel copy:copy",
    "axis=-1, kind>=None, order>=None": "argsort:argsort",
    "decimals=0, out>=None": "round",
    "x_min>x_min=None, x_max>x_max=None, out>=None": "clip",
    "": "conj:conjugate conjugate nonzero",
    "indices, axis=None, out>=None, mode>='raise'": "take",
    "offset=0, axis1=0, axis2=1": "diagonal trace",
}
ACTIONS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "true_divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
    "&": "bitwise_and",
    "|": "bitwise_or",
    "^": "bitwise_xor",
    "<<": "left_shift",
    ">>": "right_shift",
}
COMPARISONS = {
    "<": "less",
    ">": "greater",
    "<=": "less_equal",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "not_equal",
}
#: What changes an array in place or has no result that matters.
_QUIET = frozenset({"sort", "fill", "partition", "setflags", "resize", "tofile", "dump"})
_TENSOR_ONLY = frozenset({"numpy", "get_shape", "set_shape", "assign", "assign_add", "assign_sub"})
_found: dict[str, tuple[str, str]] = {}


def entry(name: str) -> tuple[str, str] | None:
    """The operation and the signature of a method."""
    if not _found:
        for text, words in METHODS.items():
            for word in words.split():
                own, _, target = word.partition(":")
                _found[own] = (target or own, text)
    return _found.get(name)


def bound(array: Any, name: str, target: str, text: str, dialect: str) -> Native:
    """A method that is an operation, bound to its array."""
    inner = operations.function(name, target, f"x, {text}" if text else "x", dialect)

    def run(
        interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any], unknown: Any
    ) -> Any:
        return inner.function(interpreter, (array, *args), keywords, unknown)

    return Native(name, run, open=True)


def dialect_of(array: Array) -> str:
    return "numpy" if array.library == "numpy" else "keras"


def astype(interpreter: Interpreter, array: Array, dtype: Any) -> Any:
    """The values in another dtype; a single known number becomes Python's own."""
    return operations.apply(interpreter, "cast", {"x": array, "dtype": dtype}, dialect_of(array))


def _astype(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        dtype = args[0] if args else keywords.get("dtype")
        return astype(interpreter, array, dtype)

    return run


def _reshape(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        target = args[0] if len(args) == 1 else args
        target = keywords.get("shape", target) if not args else target
        arguments = {"x": array, "newshape": target}
        return operations.apply(interpreter, "reshape", arguments, dialect_of(array))

    return run


def _transpose(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        axes = None if not args else args[0] if len(args) == 1 else args
        arguments = {"x": array, "axes": axes}
        return operations.apply(interpreter, "transpose", arguments, dialect_of(array))

    return run


def _tolist(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        return nested(interpreter, array)

    return run


def nested(interpreter: Interpreter, array: Array) -> Any:
    """The values as lists in lists, or an Unknown."""
    if array.shape is None or array.items is None:
        return interpreter.unknown("the values in an array are not known", of=array.unknown)
    if not array.shape:
        return array.items[0]
    items: list[Any] = list(array.items)
    for size in reversed(array.shape[1:]):
        if not isinstance(size, int) or size == 0:
            return interpreter.unknown("the values in an array are not known")
        items = [items[i : i + size] for i in range(0, len(items), size)]
    return items


def _item(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if array.items is not None and len(array.items) == 1:
            return array.items[0]
        return (
            number_of(interpreter, array)
            if array.shape == ()
            else interpreter.unknown("a value in an array is not known", of=array.unknown)
        )

    return run


def _quiet(array: Array) -> Any:
    return lambda interpreter, args, keywords: None


def _set_shape(array: Array) -> Any:
    """What is said of its shape is known of the tensor itself from here on."""

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        arguments = {"x": array, "shape": args[0] if args else keywords.get("shape")}
        said = operations.apply(interpreter, "ensure_shape", arguments, "tensor")
        if array.library == "tensor":
            array.shape = said.shape if type(said) is Array else None
            array.unknown = array.unknown if type(said) is Array else said

    return run


def _same(array: Array) -> Any:
    return lambda interpreter, args, keywords: array


def _dot(array: Array) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        arguments = {"x1": array, "x2": args[0] if args else keywords.get("b")}
        return operations.apply(interpreter, "dot", arguments, "numpy")

    return run


def _numpy(array: Array) -> Any:
    made = array.like(array.shape, items=array.items)
    made.library = "numpy"
    return lambda interpreter, args, keywords: made


_OWN = {
    "astype": _astype,
    "dot": _dot,
    "reshape": _reshape,
    "transpose": _transpose,
    "tolist": _tolist,
    "item": _item,
    "numpy": _numpy,
    "view": _same,
    "toarray": _same,
    "todense": _same,
    "assign": _same,
    "assign_add": _same,
    "assign_sub": _same,
    "set_shape": _set_shape,
    "__array__": _numpy,
}


class ArrayBehaviour(Behaviour):
    """Arrays in Python."""

    besides = frozenset(
        """
        argpartition byteswap choose compress ctypes data dumps flags getfield itemsize mT
        newbyteorder put searchsorted setfield strides to_device tobytes tostring
        """.split()
    )

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if value.library == "tensor" and interpreter.state.get("traced"):
            gone = traced.refused(interpreter, name)
            if gone is not None:
                return gone
        if name == "shape":
            if value.shape is None:
                return value.unknown or interpreter.unknown("a shape is not known")
            if value.library == "tensor":
                return shaped.note(interpreter, value.shape)
            return tuple(value.shape)
        if name == "dtype":
            known = dtypes.named(settled(value.dtype) or "")
            return known or interpreter.unknown("the dtype of an array is not known")
        if name in ("ndim", "size", "T", "nbytes"):
            if value.shape is None:
                return interpreter.unknown("the shape of an array is not known", of=value.unknown)
            if name == "ndim":
                return len(value.shape)
            if name == "T":
                return operations.apply(interpreter, "transpose", {"x": value}, dialect_of(value))
            count = count_of(value.shape)
            bits = dtypes.KINDS.get(settled(value.dtype) or "", ("", 64))[1]
            return count if name == "size" else count * (bits // 8)
        if value.library == "numpy" and name in _TENSOR_ONLY:
            return MISSING
        own = _OWN.get(name)
        if own is not None:
            return Native(name, own(value))
        if name in _QUIET:
            return Native(name, _quiet(value))
        found = entry(name)
        if found is not None:
            return bound(value, name, *found, dialect_of(value))
        if name == "get_shape":
            shape = tuple(value.shape) if value.shape is not None else value.unknown
            return Native(
                name, lambda machine, args, keywords: tensor_shapes.sizes_of(machine, shape)
            )
        if name == "__index__" and value.shape:
            message = "only integer scalar arrays can be converted to a scalar index"
            raise interpreter.raised("TypeError", message)
        if name in ("__int__", "__index__", "__float__"):
            if value.shape == () or value.items is not None:
                number = number_of(interpreter, value) if value.shape == () else value.items[0]
                return int(number) if type(number) is float and name == "__int__" else number
            return interpreter.unknown("an array used as a number", of=value.unknown)
        if name == "__class__":
            return interpreter.unknown("the type of an array")
        if name in ("real", "imag"):
            return operations.apply(interpreter, name, {"x": value}, dialect_of(value))
        if name in ("name", "device", "flat", "base", "trainable", "values", "columns", "str"):
            return interpreter.unknown(f"`.{name}` of an array is not followed")
        return (
            MISSING
            if value.library == "numpy" and value.shape is not None
            else (interpreter.unknown(f"`.{name}` of a tensor is not known to cnnlint"))
        )

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        if type(index) is str and value.shape is not None and value.library == "tensor":
            raise interpreter.raised(
                "TypeError", f"a tensor takes whole numbers and slices as indices, not {index!r}"
            )
        arguments = {"x": value, "key": index}
        made = operations.apply(interpreter, "get_item", arguments, dialect_of(value))
        if type(made) is Array and made.shape == () and made.items is None:
            # One value of an array: a plain unknown, which every other part understands.
            unknown = interpreter.derive(
                value.unknown or interpreter.unknown("the values in an array are not known"),
                "item",
                key_of(index),
            )
            scalars = interpreter.state.setdefault("scalars", {})
            scalars[unknown.key] = made.dtype
            return unknown
        return made

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        if value.shape is None:
            return interpreter.unknown("the length of an array is not known", of=value.unknown)
        if not value.shape:
            raise interpreter.raised("TypeError", "len() of unsized object")
        return value.shape[0]

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        if value.shape is None:
            return interpreter.unknown("the items of an array are not known", of=value.unknown)
        if not value.shape:
            raise interpreter.raised("TypeError", "iteration over a 0-d array")
        count = value.shape[0]
        if type(count) is Dim:
            return interpreter.unknown("how many items an array has is not known", of=value.unknown)
        if count > interpreter.budget.turns:
            return interpreter.unknown("an array with too many items to follow")
        if value.items is not None:
            whole = nested(interpreter, value)
            if type(whole) is Unknown:
                return whole
            if len(value.shape) == 1:
                from .scalars import listed

                return listed(interpreter, value, whole)
        return [self.item(interpreter, value, place) for place in range(count)]

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        if value.shape == () or (value.shape is not None and count_of(value.shape) == 1):
            if value.items:
                return interpreter.truth(value.items[0])
            return value.unknown or interpreter.unknown("the values in an array are not known")
        if value.shape is None or type(count_of(value.shape)) is Dim:
            return interpreter.unknown("the truth of an array", of=value.unknown)
        if count_of(value.shape) == 0:
            return False
        raise interpreter.raised(
            "ValueError",
            "The truth value of an array with more than one element is ambiguous. "
            "Use a.any() or a.all()",
        )

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        name = {"-": "negative", "+": "positive", "~": "bitwise_invert"}.get(op)
        if name is None:
            return MISSING
        return operations.apply(interpreter, name, {"x": value}, dialect_of(value))

    def binary(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        return arithmetic(interpreter, ACTIONS[op], left, right)

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        name = COMPARISONS.get(op)
        if name is None:
            return MISSING
        if op in ("==", "!=") and (left is None or right is None):
            return op == "!="
        return arithmetic(interpreter, name, left, right)

    def type_name(self, value: Any) -> str:
        return "ndarray" if value.library == "numpy" else "EagerTensor"


def arithmetic(interpreter: Interpreter, name: str, left: Any, right: Any) -> Any:
    """An operator between values of which one is an array or a tensor."""
    if type(left) is Tensor or type(right) is Tensor:
        dialect = "keras"
    else:
        arrays = [value for value in (left, right) if type(value) is Array]
        dialect = "keras" if any(each.library == "tensor" for each in arrays) else "numpy"
    scalars = interpreter.state.get("scalars", {})
    operands = []
    for value in (left, right):
        if type(value) is Unknown and value.size is None and value.key in scalars:
            value = Array((), scalars[value.key], unknown=value)
        elif type(value) in (str, bytes, dict, set) or value is None:
            return (
                MISSING
                if name not in COMPARISONS.values()
                else interpreter.unknown("a comparison of an array with something else")
            )
        operands.append(value)
    arguments = {"x1": operands[0], "x2": operands[1]}
    if name == "power" and dialect == "numpy" and type(right) is int and right == 2:
        name, arguments = "square", {"x": operands[0]}  # as NumPy works it out
    try:
        made = operations.apply(interpreter, name, arguments, dialect)
    except NotKnown as stop:
        return stop.unknown
    if type(made) is Array and made.shape == () and dialect == "numpy":
        from .scalars import is_number

        made.scalar = is_number(left) or is_number(right)
    return made
