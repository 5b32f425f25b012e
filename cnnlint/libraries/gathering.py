"""Operations that look things up: slices by number, one-hot, masks, and what a shape is."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..dims import hidden
from .arrays import Array, NotKnown, array_of, symbol_for
from .indexing import get_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from .operations import Call


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
        flat = call.shape(indices)
        if call.noted and len(flat) != 1:
            raise Refused(
                "rank-mismatch",
                f"without an axis `take_along_axis` needs indices of one axis, not "
                f"{shapes.show(flat)}",
            )
        return call.made((dims.product(flat),), x.dtype)
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
        if type(size) is int and size == -1:
            starts = call.sizes(start_indices) if starts is None else starts
            start = starts[place]
            made.append(own[place] if start is None else own[place] - start)
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
    along = call.whole(axis)
    if call.noted and along != -1 and not 0 <= along < len(shape):
        raise Refused("axis-out-of-range", f"axis must be -1 or from 0 to {len(shape) - 1}")
    place = shapes.canonical_axis(along, len(shape) + 1)
    made = (*shape[:place], size, *shape[place:])
    found = made[-1:] if len(made) == 2 else (made[0], *made[2:])
    # Of a symbolic tensor Keras says its own dtype, whatever `dtype` is.
    return call.made(found, inputs.dtype if call.noted else call.dtype(dtype, "float32"))


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
    return tuple(call.made((dims.symbol(str(count), hidden=True),), "int32") for _ in range(rank))


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
    """How many axes there are; of a symbolic tensor Keras makes one more such."""
    if call.noted and call.dialect == "keras":
        return call.made((len(call.shape(x)),), "float32")
    return len(call.shape(x))


def size(call: Call, x: Array, **rest: Any) -> Any:
    """How many values there are; of a symbolic tensor a number that is known when it runs."""
    if call.noted and call.dialect == "keras":
        return call.made((), "int32")
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


def select(call: Call, condlist: list[Array], choicelist: list[Array], default: Array) -> Array:
    """Of several arrays the first whose condition holds; Keras shows the shape of the first."""
    if not condlist or not choicelist:
        raise Refused("invalid-argument", "`select` needs conditions, and as many choices")
    arrays = [*condlist, *choicelist, default]
    made = shapes.broadcast([call.shape(array) for array in arrays], call.needs)
    first = choicelist[0]
    if made != first.shape or first.library != "tensor":
        raise call.lost("choices that are stretched to the shape of others")
    return call.made(made, first.dtype)


def unravel_index(call: Call, indices: Array, shape: Any) -> Any:
    """The place along each axis of values that are counted through."""
    sizes = call.sizes(shape)
    if None in sizes:
        raise call.lost("places in an array of a size that is not known")
    made = [call.made(call.shape(indices), indices.dtype if call.noted else None) for _ in sizes]
    return made if call.noted else tuple(made)
