"""Operations that look things up: indexing, slices, one-hot, and what a shape is."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..dims import Dim, hidden, pretty
from ..interpreter.values import Stream
from .arrays import MOST_KEPT, Array, NotKnown, array_of, folded, symbol_for
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
    return shapes.slice_size(size, start, stop, step)


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


def take(call: Call, x: Array, indices: Array, axis: Any = None, **rest: Any) -> Array:
    """Slices along an axis, by their numbers."""
    shape, places = call.shape(x), call.shape(indices)
    along = call.axes(axis)
    if along is None:
        return call.made(places, x.dtype)
    at = shapes.canonical_axis(call.whole(along), len(shape))
    return call.made((*shape[:at], *places, *shape[at + 1 :]), x.dtype)


def gather(
    call: Call, x: Array, indices: Array, axis: Any = None, batch_dims: Any = 0, **rest: Any
) -> Array:
    """`tf.gather`: along the first axis where none is given."""
    batch = call.whole(batch_dims)
    along = call.axes(axis)
    shape, places = call.shape(x), call.shape(indices)
    at = shapes.canonical_axis(batch if along is None else call.whole(along), len(shape))
    return call.made((*shape[:at], *places[batch:], *shape[at + 1 :]), x.dtype)


def gather_nd(call: Call, x: Array, indices: Array, batch_dims: Any = 0, **rest: Any) -> Array:
    """`tf.gather_nd`: the last axis of the indices counts the axes they name."""
    shape, places = call.shape(x), call.shape(indices)
    if not places or not isinstance(places[-1], int):
        raise call.lost("how many axes the indices name is not known")
    batch = call.whole(batch_dims)
    return call.made((*places[:-1], *shape[batch + places[-1] :]), x.dtype)


def take_along_axis(call: Call, x: Array, indices: Array, axis: Any = None, **rest: Any) -> Array:
    """A value for each index, along an axis."""
    along = call.axes(axis)
    if along is None:
        return call.made((dims.product(call.shape(indices)),), x.dtype)
    shape, places = list(call.shape(x)), list(call.shape(indices))
    at = shapes.canonical_axis(call.whole(along), len(shape))
    if len(shape) != len(places):
        raise Refused("rank-mismatch", "the indices need as many axes as the values")
    size = places[at]
    shape[at] = places[at] = 1
    result = list(shapes.broadcast([tuple(shape), tuple(places)], call.needs))
    result[at] = size
    return call.made(tuple(result), x.dtype)


def block(call: Call, inputs: Array, shape: Any, start_indices: Any = None) -> Array:
    """A block from given places, of a given shape; -1 is all that is left."""
    own, sizes = call.shape(inputs), call.sizes(shape)
    if len(sizes) != len(own):
        raise Refused("rank-mismatch", f"a slice of {len(sizes)} sizes of {shapes.show(own)}")
    made: list[Size] = []
    starts = None
    for place, size in enumerate(sizes):
        if size == -1:
            starts = call.sizes(start_indices) if starts is None else starts
            made.append(own[place] - (starts[place] or 0))
        else:
            made.append(own[place] if size is None else size)
    return call.made(tuple(made), inputs.dtype)


def strided_slice(
    call: Call, x: Array, begin: Any, end: Any, strides: Any = None, **rest: Any
) -> Array:
    """`tf.strided_slice`."""
    starts, stops = call.sizes(begin), call.sizes(end)
    steps = [1] * len(starts) if strides is None else call.sizes(strides)
    if any(rest.get(name) not in (None, 0) for name in rest if name.endswith("_mask")):
        raise call.lost("a strided slice with masks is not followed")
    parts = zip(starts, stops, steps, strict=False)
    return get_item(call, x, tuple(slice(a, b, c) for a, b, c in parts))


def slice_update(call: Call, inputs: Array, start_indices: Any, updates: Array) -> Array:
    """The same array with a block replaced."""
    return call.made(inputs.shape, inputs.dtype, unknown=inputs.unknown)


def scatter(call: Call, indices: Array, values: Array, shape: Any, **rest: Any) -> Array:
    """Values put at places of an empty array."""
    sizes = call.sizes(shape)
    known = tuple(size for size in sizes if size is not None)
    if len(known) != len(sizes):
        raise call.lost("a size of the array that values are put in")
    return call.made(known, values.dtype)


def scatter_update(call: Call, inputs: Array, indices: Array, updates: Array, **rest: Any) -> Array:
    """The same array with values replaced."""
    return call.made(inputs.shape, inputs.dtype, unknown=inputs.unknown)


def one_hot(
    call: Call, x: Array, num_classes: Any, axis: Any = -1, dtype: Any = None, **rest: Any
) -> Array:
    """A new axis with a 1 at each label's place."""
    shape, along = call.shape(x), call.axes(axis)
    size = call.size(num_classes)
    if call.dialect == "keras" and along not in (None, -1, *range(len(shape))):
        raise Refused("axis-out-of-range", f"axis must be -1 or from 0 to {len(shape) - 1}")
    place = shapes.canonical_axis(-1 if along is None else call.whole(along), len(shape) + 1)
    made = call.made((*shape[:place], size, *shape[place:]), call.dtype(dtype, "float32"))
    made.low, made.high = 0, 1
    return made


def multi_hot(
    call: Call,
    inputs: Array,
    num_classes: Any = None,
    axis: Any = -1,
    dtype: Any = None,
    **rest: Any,
) -> Array:
    """A 1 at the place of each label of a sample."""
    shape = call.shape(inputs)
    if num_classes is None:
        num_classes = rest.get("num_tokens")
    size = call.size(num_classes)
    left = (shape[0], *shape[2:]) if len(shape) > 1 else ()
    place = shapes.canonical_axis(call.whole(axis), len(left) + 1)
    return call.made((*left[:place], size, *left[place:]), call.dtype(dtype, "float32"))


def boolean_mask(call: Call, x: Array, mask: Array, axis: Any = None, **rest: Any) -> Array:
    """The values a mask lets through."""
    at = call.whole(axis) if axis is not None else 0
    shape, width = call.shape(x), len(call.shape(mask))
    return call.made((*shape[:at], _hidden_count(call), *shape[at + width :]), x.dtype)


def _hidden_count(call: Call) -> Size:
    reason = call.interpreter.unknown("how many values a mask lets through depends on the data")
    visible = symbol_for(call.interpreter, reason, "selected")
    return dims.symbol(str(visible), hidden=True)


def nonzero(call: Call, x: Array, **rest: Any) -> Any:
    """The places of values that are not zero: an array for each axis."""
    rank = len(call.shape(x))
    reason = call.interpreter.unknown("how many values are not zero depends on the data")
    count = symbol_for(call.interpreter, reason, "places")
    if call.dialect == "numpy":
        if not rank:
            raise call.interpreter.raised(
                "ValueError", "Calling nonzero on 0d arrays is not allowed."
            )
        return tuple(call.made((count,), "int64") for _ in range(rank))
    if call.dialect == "tensorflow":
        return call.made((dims.symbol(str(count), hidden=True), rank), "int64")
    return call.made((rank, dims.symbol(str(count), hidden=True)), "int32")


def segment(
    call: Call, data: Array, segment_ids: Any, num_segments: Any = None, **rest: Any
) -> Array:
    """One value for each segment."""
    if num_segments is None:
        count: Size = _hidden_count(call)
    else:
        count = call.size(num_segments)
    return call.made((count, *call.shape(data)[1:]), data.dtype)


def sequence_mask(
    call: Call, lengths: Array, maxlen: Any = None, dtype: Any = None, **rest: Any
) -> Array:
    """For each length, which steps are within it."""
    size = _hidden_count(call) if maxlen is None else call.size(maxlen)
    return call.made((*call.shape(lengths), size), call.dtype(dtype, "bool"))


def shape(call: Call, x: Array, **rest: Any) -> Any:
    """The shape as a tuple, None where Keras has None; in a layer's own call, where the tensors
    are TensorFlow's, a number that is known when the model runs."""
    if call.interpreter.state.get("inside"):
        return dynamic_shape(call, x)
    return tuple(None if hidden(size) else size for size in call.shape(x))


def dynamic_shape(call: Call, x: Array, **rest: Any) -> Any:
    """`tf.shape`: a number for every axis, also where it is known only at run time."""
    return tuple(runtime(call, size) for size in call.shape(x))


def runtime(call: Call, size: Size) -> Any:
    """A size that is known at run time only, as an unknown that stands for its symbol."""
    if not hidden(size):
        return size
    found = call.interpreter.unknown("a size that only the running program knows", size=size)
    found.key = ("size", str(size))
    found.size = size
    return found


def ndim(call: Call, x: Array, **rest: Any) -> Any:
    """How many axes there are."""
    return len(call.shape(x))


def size(call: Call, x: Array, **rest: Any) -> Any:
    """How many values there are."""
    total = dims.product(call.shape(x))
    return total if not hidden(total) else runtime(call, total)


def map_fn(call: Call, x: Array, fn: Any, **rest: Any) -> Any:
    """A function of each slice along the first axis."""
    from ..network import Tensor

    own = call.shape(x)
    if not own:
        raise Refused("rank-mismatch", "a single number has no slices")
    given = Tensor(own[1:], x.dtype or "float32")
    made = call.interpreter.call(fn, (given,), {})
    found = array_of(call.interpreter, made)
    if isinstance(found, Unknown):
        raise NotKnown(found)
    return call.made((own[0], *call.shape(found)), found.dtype)


def kept(items: tuple[Any, ...] | None) -> bool:
    return items is not None and len(items) <= MOST_KEPT
