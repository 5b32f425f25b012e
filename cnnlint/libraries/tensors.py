"""How symbolic tensors, and the weights of layers, take part in Python, as Keras 3 has it."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter import shaped
from ..interpreter.calls import native
from ..interpreter.operators import MIRRORED, key_of
from ..interpreter.values import MISSING, Behaviour, Class, Instance, Missing, Native
from ..network import Layer, Tensor
from . import methods, operations, tensor_shapes
from .arrays import Array
from .operations import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

_ACTIONS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "true_divide",
    "//": "floor_divide",
    "%": "mod",
    "**": "power",
    "@": "matmul",
    "&": "logical_and",
    "|": "logical_or",
    "^": "logical_xor",
}
_UNARY = {"-": "negative", "~": "logical_not", "abs": "absolute"}
_NO_VALUES = "a symbolic tensor has no values"


def _may_be_several(value: Any) -> bool:
    """Whether what is not known may be a list of tensors, or a dict, as well as one."""
    return value.shape is None and value.unknown is not None


def _untold(interpreter: Interpreter, self: Any, name: Any) -> Any:
    return interpreter.unknown("what Keras notes of a tensor")


_HISTORY = Class(
    "KerasHistory",
    (),
    {"__getattr__": native(_untold), "__getitem__": native(_untold, "__getitem__")},
    partial=True,
)


class TensorBehaviour(Behaviour):
    """Symbolic tensors in Python."""

    besides = frozenset(("ragged_rank", "record_history", "row_splits_dtype"))

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name in ("shape", "_keras_shape", "get_shape"):
            sizes: Any
            if value.shape is None:
                sizes = value.unknown or interpreter.unknown("a shape is not known")
            else:
                sizes = visible(value.shape)
            if name == "get_shape":
                return Native(
                    name, lambda machine, args, keywords: tensor_shapes.sizes_of(machine, sizes)
                )
            if value.shape is not None and interpreter.state.get("inside"):
                return shaped.note(interpreter, sizes)  # a layer's call is given TensorFlow's own
            return sizes
        if name == "dtype":
            return value.dtype
        if name in ("ndim", "rank"):
            if value.shape is None:
                return interpreter.unknown("the rank of a tensor is not known", of=value.unknown)
            return len(value.shape)
        if name in ("sparse", "ragged"):
            return value.sparse if name == "sparse" else False
        if name == "name":
            node = value.node
            return node.layer.name if node is not None else interpreter.unknown("a tensor's name")
        if name == "reshape":
            return methods.bound(value, "reshape", "reshape", "newshape", "keras")
        if name == "squeeze":
            return methods.bound(value, "squeeze", "squeeze", "axis=None", "keras")
        if name == "set_shape":
            return Native(name, lambda machine, args, keywords: None)
        if name == "_keras_history" and not interpreter.state.get("inside"):
            return Instance(_HISTORY, interpreter.span())  # a tensor of Keras's own has one
        if name in ("numpy", "eval", "_keras_history", "op", "graph", "device", "__class__"):
            unknown = interpreter.unknown(_NO_VALUES)
            return unknown if name[0] == "_" else Native(name, lambda *given: unknown)
        if name in ("__int__", "__float__", "__index__"):
            return interpreter.unknown(_NO_VALUES)
        if methods.entry(name) is not None or name in ("T", "size", "astype", "transpose"):
            # An eager tensor has some of these, in a layer's own call.
            return interpreter.unknown(f"`.{name}` of a symbolic tensor is not followed")
        return MISSING

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        inside = bool(interpreter.state.get("inside"))
        if _may_be_several(value) and type(index) in ((str,) if inside else (str, slice)):
            return interpreter.derive(value.unknown, "[]", key_of(index))
        if not inside:
            parts = index if type(index) is tuple else (index,)
            odd = next((part for part in parts if type(part) in (list, str, float)), None)
            if odd is not None or type(index) is slice:
                raise Refused(
                    "invalid-argument",
                    "a symbolic tensor is sliced along its batch, and needs the other axes named"
                    if odd is None
                    else f"a symbolic tensor cannot be indexed with {odd!r}"[:80],
                    help="`x[:, 1:]` slices the first axis behind the batch"
                    if odd is None
                    else "use `keras.ops.take(x, indices, axis=...)`",
                )
        return operations.apply(interpreter, "get_item", {"x": value, "key": index})

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        if interpreter.state.get("inside"):
            if value.shape:
                return visible(value.shape)[0] or interpreter.unknown(_NO_VALUES)
            return interpreter.unknown(_NO_VALUES, of=value.unknown)
        if _may_be_several(value):
            return interpreter.derive(value.unknown, "len")
        raise interpreter.raised("TypeError", "object of type 'KerasTensor' has no len()")

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        if interpreter.state.get("inside"):
            if value.shape and isinstance(value.shape[0], int) and value.shape[0] <= 1_000:
                return list(operations.apply(interpreter, "unstack", {"x": value}))
            return interpreter.unknown("how many slices a tensor has", of=value.unknown)
        if _may_be_several(value):
            return interpreter.derive(value.unknown, "items")
        raise interpreter.raised(
            "NotImplementedError", "Iterating over a symbolic KerasTensor is not supported."
        )

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        if interpreter.state.get("inside"):
            return interpreter.unknown(_NO_VALUES, of=value.unknown)
        if _may_be_several(value):
            return interpreter.derive(value.unknown, "truth")
        raise interpreter.raised("TypeError", "A symbolic KerasTensor cannot be used as a boolean.")

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        name = _UNARY.get(op)
        if name is None:
            return MISSING
        return operations.apply(interpreter, name, {"x": value})

    def binary(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        name = _ACTIONS.get(op)
        if name is None:
            return MISSING
        for other in (left, right):
            if other is None or type(other) in (str, dict, set):
                raise Refused(
                    "not-a-tensor",
                    f"`{op}` between a symbolic tensor and {other!r}"[:100],
                    help="a function that builds layers must `return` the last tensor"
                    if other is None
                    else "",
                )
            if type(other) is Instance and isinstance(other.state, Layer):
                if interpreter.state.get("inside"):
                    raise Refused(
                        "not-a-tensor",
                        f"`{op}` between a tensor and the layer `{other.state.class_name}`",
                        help="call the layer on a tensor first: `layer(x)`",
                        exception="TypeError",
                    )
        return methods.arithmetic(interpreter, name, left, right)

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        if op == "==" and not interpreter.state.get("inside"):
            if type(left) is Unknown or type(right) is Unknown:
                return MISSING
            return left is right  # Keras leaves `==` to identity
        if op in ("==", "!=") and (left is None or right is None):
            return op == "!="
        if type(right) is Tensor and type(left) is not Tensor:
            op, left, right = MIRRORED[op], right, left  # Python asks the tensor
        name = methods.COMPARISONS.get(op)
        if name is None:
            return MISSING
        return methods.arithmetic(interpreter, name, left, right)

    def type_name(self, value: Any) -> str:
        return "KerasTensor"


class WeightBehaviour(methods.ArrayBehaviour):
    """The variables of layers in Python: arrays with a name."""

    def _array(self, value: Any) -> Array:
        return Array(value.shape, value.dtype, library="tensor")

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name in ("name", "path", "trainable"):
            return value.name if name != "trainable" else value.trainable
        if name == "dtype":
            return value.dtype
        if name in ("assign", "assign_add", "assign_sub"):
            return Native(name, lambda machine, args, keywords: value)
        if name in ("value", "read_value"):
            return Native(name, lambda machine, args, keywords: self._array(value))
        return super().attribute(interpreter, self._array(value), name)

    def set_attribute(self, interpreter: Interpreter, value: Any, name: str, new: Any) -> None:
        if name == "trainable" and isinstance(new, bool):
            value.trainable = new

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return super().item(interpreter, self._array(value), index)

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        return super().length(interpreter, self._array(value))

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        return super().iterate(interpreter, self._array(value))

    def truth(self, interpreter: Interpreter, value: Any) -> bool | Unknown:
        return super().truth(interpreter, self._array(value))

    def unary(self, interpreter: Interpreter, op: str, value: Any) -> Any:
        return super().unary(interpreter, op, self._array(value))

    def type_name(self, value: Any) -> str:
        return "Variable"
