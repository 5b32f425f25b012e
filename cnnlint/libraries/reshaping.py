"""Operations that lay the same values out in another shape."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from .arrays import Array, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from .operations import Call


def reshape(call: Call, x: Array, newshape: Any, **rest: Any) -> Array:
    """The values in another shape; one size may be left open with -1."""
    target = call.sizes(newshape)
    kept = call.made(None, x.dtype, items=x.items, classes=x.classes)
    kept.low, kept.high = x.low, x.high
    if x.shape is None:
        open_axes = [size for size in target if size == -1 or size is None]
        if open_axes and (call.dialect != "numpy" or len(open_axes) > 1 or x.unknown is None):
            raise call.lost("the shape that is laid out anew is not known", x.unknown)
        kept.shape = tuple(
            _rows(call, x.unknown, target) if size is None or size == -1 else size
            for size in target
        )
        return kept
    if call.dialect == "numpy":
        kept.shape = _numpy_reshape(call, x.shape, target)
        return kept
    kept.shape, call.sum = shapes.reshape(x.shape, target, call.needs, name=call.name)
    return kept


def _rows(call: Call, unknown: Any, target: list[Size | None]) -> Size:
    """The size that is left open, of an array of which nothing is known."""
    rows = call.interpreter.derive(unknown, "reshape", tuple(target))
    return symbol_for(call.interpreter, rows, "rows")


def _numpy_reshape(call: Call, shape: Any, target: list[Size | None]) -> Any:
    """NumPy counts a size of 0 as well, and takes any negative size for -1 if it is alone."""
    sizes = [-1 if size is None else size for size in target]
    if dims.product(shape) == 0 and all(type(size) is int for size in (*shape, *sizes)):
        rest = dims.product(size for size in sizes if size != -1)
        if (-1 in sizes and rest == 0) or (-1 not in sizes and rest != 0):
            raise Refused("reshape-size-mismatch", f"cannot reshape {shapes.show(shape)}")
        return tuple(0 if size == -1 else size for size in sizes)
    return shapes.reshape(shape, sizes, call.needs, name="reshape")[0]
