"""Indexing: `x[key]` with numbers, slices, new axes, arrays of places, masks."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..dims import Dim, pretty
from ..interpreter.values import Stream
from .arrays import Array, NotKnown, array_of, folded, symbol_for
from .dtypes import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def get_item(call: Call, x: Array, key: Any) -> Array:
    """`x[key]`."""
    shape = call.shape(x)
    parts = list(key) if type(key) is tuple else [key]
    taken = [_part(call, part) for part in parts]
    consumed = sum(0 if part is None or part is ... else _width(part) for part in taken)
    dots = sum(1 for part in taken if part is ...)
    if dots > 1:
        raise call.interpreter.raised(
            "IndexError", "an index can only have a single ellipsis ('...')"
        )
    if consumed > len(shape):
        raise Refused(
            "too-many-indices",
            f"{consumed} indices for {shapes.show(shape)}, which has {len(shape)} axes",
            exception="IndexError" if call.dialect == "numpy" else "ValueError",
        )
    if not dots:
        taken.append(...)
    before: list[Size] = []
    arrays: list[Shape] = []
    first_array, apart = -1, False
    axis = 0
    for part in taken:
        if part is ...:
            count = len(shape) - consumed
            before.extend(shape[axis : axis + count])
            axis += count
            apart = apart or bool(arrays)
        elif part is None:
            before.append(1)
            apart = apart or bool(arrays)
        elif type(part) is slice:
            before.append(_sliced(call, shape[axis], part))
            axis += 1
            apart = apart or bool(arrays)
        elif type(part) is Array:
            width = _width(part)
            if kind_of(part.dtype) == "b":
                _mask_fits(call, part, shape[axis : axis + width])
                arrays.append((_count_of(call, part),))
            else:
                _all_in_range(call, part, shape[axis], shape)
                arrays.append(call.shape(part))
            first_array = len(before) if first_array < 0 else 0 if apart else first_array
            axis += width
        else:  # one place on an axis
            _in_range(call, part, shape[axis], shape)
            if _has_arrays(taken):
                arrays.append(())
                first_array = len(before) if first_array < 0 else 0 if apart else first_array
            axis += 1
    if arrays:
        joined = shapes.broadcast(arrays, call.needs)
        at = max(first_array, 0)
        result = (*before[:at], *joined, *before[at:])
    else:
        result = tuple(before)
    made = call.made(result, x.dtype, items=_picked(call, x, taken, result), classes=None)
    made.low, made.high = x.low, x.high
    if _keeps_labels(taken):
        made.classes = x.classes
    if result == () and made.items is None:
        made.unknown = x.unknown or call.interpreter.unknown("a value in an array is not known")
    return made


def _width(part: Any) -> int:
    """How many axes one part of an index takes up."""
    if type(part) is Array and kind_of(part.dtype) == "b" and part.shape is not None:
        return len(part.shape)
    return 1


def _has_arrays(taken: list[Any]) -> bool:
    return any(type(part) is Array for part in taken)


def _part(call: Call, part: Any) -> Any:
    """One part of an index in a plain form: a number, a slice, an Array, None or `...`."""
    part = folded(part) if type(part) is Array and part.shape == () else part
    kind = type(part)
    if part is None or part is ... or kind in (int, Dim, slice):
        return part
    if kind is bool:
        return Array((), "bool")
    if kind is Unknown:
        if part.size is not None:
            return part
        scalars = call.interpreter.state.get("scalars", ())
        if part.key in scalars:
            return part
        raise NotKnown(part)
    if isinstance(part, Array) and part.shape == ():
        return part.unknown or call.interpreter.unknown("a place that is not known")
    if kind in (list, range, Stream) and not part_is_empty(part):
        part = call.array(part)
    elif kind is list:
        part = Array((0,), "int64", items=())
    found = array_of(call.interpreter, part)
    if isinstance(found, Unknown):
        raise NotKnown(found)
    if found.shape is None:
        raise call.lost("an index of unknown shape", found.unknown)
    if kind_of(found.dtype) not in "iub?" and found.dtype not in ("int",):
        raise call.interpreter.raised(
            "IndexError",
            "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer "
            "or boolean arrays are valid indices",
        )
    return found


def part_is_empty(part: Any) -> bool:
    return isinstance(part, (list, range)) and not part


def _sliced(call: Call, size: Size, part: slice) -> Size:
    bounds = []
    for bound in (part.start, part.stop, part.step):
        value = folded(bound)
        if type(value) is Unknown or (type(value) is Array and value.shape == ()):
            unknown = value if isinstance(value, Unknown) else value.unknown
            if type(value) is Unknown and value.size is not None:
                value = value.size
            else:
                reason = call.interpreter.unknown("a slice with a bound not known", of=unknown)
                return symbol_for(call.interpreter, reason, "part")
        elif value is not None and type(value) not in (int, Dim, bool):
            raise call.interpreter.raised(
                "TypeError", "slice indices must be integers or None or have an __index__ method"
            )
        bounds.append(value)
    start, stop, step = bounds
    if step is not None and not isinstance(step, int):
        return symbol_for(call.interpreter, call.interpreter.unknown("a slice of a symbolic step"))
    if (start is None or start == 0) and stop is None and step in (None, 1):
        return size
    begin = 0 if start is None else start
    if stop is not None and step in (None, 1) and _reaches(call, size, begin, stop):
        return stop - begin  # type: ignore[no-any-return]
    return shapes.slice_size(size, start, stop, step)


def _reaches(call: Call, size: Size, start: Size, stop: Size) -> bool:
    """Whether `[start:stop]` lies inside of a size because a loop has a turn: in
    `for i in range(60, len(x))`, there are more than 60 of `x`."""
    if not call.interpreter.positive or type(size) is int:
        return False
    if not (_is_at_least(start, 0) and _is_at_least(stop, start)):
        return False
    return any(_is_at_least(size + 1, stop + count) for count in call.interpreter.positive)


def _is_at_least(a: Size, b: Size) -> bool:
    low = dims.lower(a - b)
    return low is not None and low >= 0


def _in_range(call: Call, index: Any, size: Size, shape: Shape) -> None:
    if type(index) is not int:
        return
    verdict = dims.at_least(size, index + 1 if index >= 0 else -index)
    if verdict is dims.NEVER:
        raise Refused(
            "index-out-of-range",
            f"index {index} is out of range for a size of {pretty(size)}: {shapes.show(shape)}",
            exception="IndexError" if call.dialect == "numpy" else "ValueError",
        )


def _all_in_range(call: Call, part: Array, size: Size, shape: Shape) -> None:
    for index in part.items or ():
        _in_range(call, index, size, shape)


def _mask_fits(call: Call, mask: Array, shape: Shape) -> None:
    for a, b in zip(mask.shape or (), shape, strict=False):
        if dims.equal(a, b) is dims.NEVER:
            raise Refused(
                "index-out-of-range",
                f"a mask of {shapes.show(mask.shape or ())} for axes {shapes.show(shape)}",
                exception="IndexError",
            )


def _count_of(call: Call, mask: Array) -> Size:
    """How many values a mask lets through."""
    if mask.items is not None:
        return sum(1 for item in mask.items if item)
    reason = call.interpreter.unknown("how many values a mask lets through depends on the data")
    return symbol_for(call.interpreter, reason, "selected")


def _picked(call: Call, x: Array, taken: list[Any], result: Shape) -> tuple[Any, ...] | None:
    """The known values an index picks, for the plain cases."""
    if x.items is None or x.shape is None:
        return None
    if any(type(part) in (Array, Unknown, Dim) for part in taken):
        return None
    if any(type(part) is slice and not _plain_slice(part) for part in taken):
        return None
    places = [part for part in taken if part is not None]
    at = places.index(...)
    fill = [slice(None)] * (len(x.shape) - len(places) + 1)
    places[at : at + 1] = fill
    items = _picked_from(x.items, x.shape, places)
    return items if items is not None and len(items) == dims.product(result) else None


def _plain_slice(part: slice) -> bool:
    return all(type(b) in (int, type(None)) for b in (part.start, part.stop, part.step))


def _picked_from(items: Any, shape: Shape, places: list[Any]) -> tuple[Any, ...] | None:
    if not places:
        return tuple(items)
    size = shape[0]
    if not isinstance(size, int) or not size:
        return () if size == 0 else None
    stride = len(items) // size
    rows = range(size)[places[0]]
    made: list[Any] = []
    for row in [rows] if isinstance(rows, int) else rows:
        part = _picked_from(items[row * stride : (row + 1) * stride], shape[1:], places[1:])
        if part is None:
            return None
        made.extend(part)
    return tuple(made)


def _keeps_labels(taken: list[Any]) -> bool:
    """Whether every value of a column of labels is still there: `y[:, 0]`, `y[..., None]`."""
    first = next((part for part in taken if part is not None), ...)
    return first is ... or (
        type(first) is slice and first.start is first.stop is None and first.step in (None, 1, -1)
    )
