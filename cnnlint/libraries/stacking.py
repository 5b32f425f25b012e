"""Lists of numbers and of arrays as one array."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from ..interpreter.operators import symbol_for as symbol_for
from .arrays import MOST_KEPT, Array, array_of, settled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def nested(interpreter: Interpreter, value: Any) -> Array | Unknown:
    """Lists in lists, joined along a new first axis."""
    listed = interpreter.iterate(value)
    if isinstance(listed, Unknown):
        return _of_unknown_length(interpreter, value, listed)
    if not listed:
        return Array((0,), "float64", items=())
    parts: list[Array] = []
    for item in listed:
        part = array_of(interpreter, item)
        if isinstance(part, Unknown):
            return part
        parts.append(part)
    return stacked(interpreter, parts)


def _of_unknown_length(interpreter: Interpreter, value: Any, why: Unknown) -> Array | Unknown:
    """A list that a loop of unknown length has filled with arrays of one shape."""
    if type(value) is not list:
        return why
    shapes = []
    for item in value:
        if isinstance(item, Unknown):
            continue
        part = array_of(interpreter, item)
        if isinstance(part, Unknown) or part.shape is None:
            return why
        shapes.append((part.shape, settled(part.dtype)))
    if not shapes or any(shape != shapes[0] for shape in shapes):
        return why
    shape, dtype = shapes[0]  # all have that one: it is an error where they differ
    count = symbol_for(interpreter, interpreter.derive(why, "len"), "samples")
    return Array((count, *shape), dtype)


def stacked(interpreter: Interpreter, parts: list[Array]) -> Array | Unknown:
    """Arrays of one shape, as the items of a new first axis."""
    from .dtypes import meet

    first = parts[0]
    shape = first.shape
    items: list[Any] | None = []
    for part in parts:
        if part.shape is None or shape is None:
            return interpreter.unknown("the shapes of the items are not known", of=part.unknown)
        if part.shape != shape:
            verdicts = [dims.equal(a, b) for a, b in zip(part.shape, shape, strict=False)]
            if len(part.shape) != len(shape) or dims.NEVER in verdicts:
                raise interpreter.raised(
                    "ValueError",
                    "setting an array element with a sequence. The requested array has an "
                    "inhomogeneous shape",
                )
        if items is not None and part.items is not None and len(items) < MOST_KEPT:
            items.extend(part.items)
        else:
            items = None
    dtype = first.dtype
    if any(part.dtype != dtype for part in parts):
        weak = all(part.dtype in ("int", "float") for part in parts)
        dtype = "float" if weak else meet([settled(part.dtype) for part in parts])
    library = "tensor" if any(part.library == "tensor" for part in parts) else "numpy"
    kept = None if items is None else tuple(items)
    return Array((len(parts), *(shape or ())), dtype, items=kept, library=library)
