"""Shapes of TensorFlow: they are tuples here, and take more beside a `+` than tuples do."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import Dim
from .values import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .machine import Interpreter

_NOTED = "shapes of tensors"


def note(interpreter: Interpreter, sizes: Any) -> tuple[Any, ...]:
    """What `x.shape` of a tensor of TensorFlow's gives: a tuple of its own, known as a shape."""
    shape = tuple(size for size in sizes)
    interpreter.state.setdefault(_NOTED, {})[id(shape)] = shape
    return shape


def noted(interpreter: Interpreter, value: Any) -> bool:
    """Whether a tuple is the shape of a tensor of TensorFlow's, or part of one."""
    kept = interpreter.state.get(_NOTED)
    return kept is not None and id(value) in kept


def joined(interpreter: Interpreter, left: Any, right: Any) -> Any:
    """`shape + [2]`, `[2] + shape`, `0 + shape`, as `tf.TensorShape` has it; MISSING where neither
    is one.

    Raises: the program's ValueError, for a size below zero.
    """
    if not (noted(interpreter, left) or noted(interpreter, right)):
        return MISSING
    sizes: list[Any] = []
    for each in (left, right):
        kind = type(each)
        if kind is list or kind is tuple:
            sizes += each
        elif kind is int or kind is Dim or each is None:
            sizes.append(each)
        else:
            return MISSING
    for size in sizes:
        kind = type(size)
        if kind is int and size < 0:
            raise interpreter.raised("ValueError", f"Dimension {size} must be >= 0")
        if not (kind is int or kind is Dim or kind is Unknown or size is None):
            return interpreter.unknown("a shape with a size that is not followed")
    return note(interpreter, sizes)
