"""TensorFlow's shapes: what `x.get_shape()` and `tf.TensorShape` give."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from ..interpreter import comparison, containers
from ..interpreter.unlisted import OF_SHAPE
from ..interpreter.values import MISSING, Behaviour, Missing, Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


class Sizes:
    """What `x.get_shape()` gives: a shape with `as_list()`."""

    __slots__ = ("sizes",)

    def __init__(self, sizes: Any) -> None:
        self.sizes = sizes


def sizes_of(interpreter: Interpreter, sizes: Any) -> Sizes:
    """A shape of TensorFlow's; the interpreter is taught about them at the first one."""
    interpreter.behaviours.setdefault(Sizes, SizesBehaviour())
    return Sizes(sizes)


class SizesBehaviour(Behaviour):
    """TensorFlow's shapes in Python."""

    besides = OF_SHAPE

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        sizes = value.sizes
        if type(sizes) is Unknown:
            return Native(name, lambda machine, args, keywords: machine.derive(sizes, name))
        plain = {
            "as_list": list(sizes),
            "num_elements": None if None in sizes else dims.product(sizes),
            "is_fully_defined": None not in sizes,
        }
        if name in plain:
            return Native(name, lambda machine, args, keywords: plain[name])
        if name in ("rank", "ndims"):
            return len(sizes)
        if name == "dims":
            return list(sizes)
        return MISSING

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return containers.item(interpreter, value.sizes, index)

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        sizes = value.sizes
        return interpreter.derive(sizes, "len") if type(sizes) is Unknown else len(sizes)

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        return interpreter.iterate(value.sizes)

    def compare(self, interpreter: Interpreter, op: str, left: Any, right: Any) -> Any:
        a, b = (each.sizes if type(each) is Sizes else each for each in (left, right))
        a, b = (tuple(each) if type(each) is list else each for each in (a, b))
        return comparison.compare(interpreter, op, a, b)

    def type_name(self, value: Any) -> str:
        return "TensorShape"
