"""Operations that lay the same values out in another shape."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import Dim, hidden
from .arrays import Array, folded

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
        if open_axes:
            raise call.lost("the shape that is laid out anew is not known", x.unknown)
        kept.shape = tuple(size for size in target if size is not None)
        return kept
    if call.dialect == "numpy":
        kept.shape = _numpy_reshape(call, x.shape, target)
        return kept
    kept.shape, call.sum = shapes.reshape(x.shape, target, call.needs, name=call.name)
    return kept


def _numpy_reshape(call: Call, shape: Any, target: list[Size | None]) -> Any:
    """NumPy counts a size of 0 as well, and takes any negative size for -1 if it is alone."""
    sizes = [-1 if size is None else size for size in target]
    if dims.product(shape) == 0 and all(type(size) is int for size in (*shape, *sizes)):
        rest = dims.product(size for size in sizes if size != -1)
        if (-1 in sizes and rest == 0) or (-1 not in sizes and rest != 0):
            raise Refused("reshape-size-mismatch", f"cannot reshape {shapes.show(shape)}")
        return tuple(0 if size == -1 else size for size in sizes)
    return shapes.reshape(shape, sizes, call.needs, name="reshape")[0]


def ravel(call: Call, x: Array, **rest: Any) -> Array:
    """All values in one row."""
    shape = call.shape(x)
    size = dims.product(shape)
    if any(map(hidden, shape)) and isinstance(size, int):
        size = dims.veil(size)
    made = call.made((size,), x.dtype, items=x.items, classes=x.classes)
    made.low, made.high = x.low, x.high
    return made


def flatten(call: Call, x: Array, **rest: Any) -> Array:
    """All axes but the first as one: `K.batch_flatten`."""
    shape, call.sum = shapes.flatten(call.shape(x))
    return call.made(shape, x.dtype)


def transpose(call: Call, x: Array, axes: Any = None, **rest: Any) -> Array:
    """The axes in another order."""
    order = call.axes(axes)
    shape = call.shape(x)
    if isinstance(order, int):
        order = (order,)
    if order is not None and len(order) != len(shape):
        raise Refused(
            "bad-permutation",
            f"axes {order} do not name each of the {len(shape)} axes of {shapes.show(shape)} once",
        )
    made = call.made(shapes.transpose(shape, order), x.dtype, classes=x.classes)
    made.low, made.high = x.low, x.high
    return made


def expand_dims(call: Call, x: Array, axis: Any = -1, **rest: Any) -> Array:
    """New axes of size 1."""
    axes = call.axes(axis)
    shape = shapes.expand_dims(call.shape(x), axes if axes is not None else -1)
    made = call.made(shape, x.dtype, items=x.items, classes=x.classes)
    made.low, made.high = x.low, x.high
    return made


def squeeze(call: Call, x: Array, axis: Any = None, **rest: Any) -> Array:
    """Axes of size 1 removed."""
    shape, axes = call.shape(x), call.axes(axis)
    if shape == () and axes in (0, -1) and call.dialect == "numpy":
        axes = None  # NumPy lets a single number have a first axis here
    if isinstance(axes, tuple) and len({axis % max(1, len(shape)) for axis in axes}) < len(axes):
        raise call.lost("an axis that is taken away twice")
    if call.dialect == "tensorflow" and isinstance(axes, (int, tuple)):
        # TensorFlow looks at a size that is None when there are data, and at 1 of all others.
        for axis in [axes] if isinstance(axes, int) else axes:
            place = shapes.canonical_axis(axis, len(shape), exception="IndexError")
            if hidden(shape[place]):
                shape = (*shape[:place], 1, *shape[place + 1 :])
    shape = shapes.squeeze(shape, axes, call.needs)
    made = call.made(shape, x.dtype, items=x.items, classes=x.classes)
    made.low, made.high = x.low, x.high
    return made


def swapaxes(call: Call, x: Array, axis1: Any, axis2: Any) -> Array:
    """Two axes exchanged."""
    shape = list(call.shape(x))
    a = shapes.canonical_axis(call.whole(axis1), len(shape))
    b = shapes.canonical_axis(call.whole(axis2), len(shape))
    shape[a], shape[b] = shape[b], shape[a]
    return call.made(tuple(shape), x.dtype)


def moveaxis(call: Call, x: Array, source: Any, destination: Any) -> Array:
    """Axes moved to other places, the rest in their order."""
    shape = call.shape(x)
    pair = []
    for given in (source, destination):
        axes = call.axes(given)
        listed = axes if isinstance(axes, tuple) else () if axes is None else (axes,)
        pair.append([shapes.canonical_axis(axis, len(shape)) for axis in listed])
    if len(pair[0]) != len(pair[1]) or any(len(set(axes)) != len(axes) for axes in pair):
        raise Refused("bad-permutation", "moveaxis needs as many destinations as sources")
    order = [axis for axis in range(len(shape)) if axis not in pair[0]]
    for to, axis in sorted(zip(pair[1], pair[0], strict=True)):
        order.insert(to, axis)
    return call.made(tuple(shape[axis] for axis in order), x.dtype)


def pad(call: Call, x: Array, pad_width: Any, mode: Any = "constant", **rest: Any) -> Array:
    """Rows added before and after along each axis."""
    shape = call.shape(x)
    widths = folded(pad_width)
    if type(widths) is Array:
        if widths.items is None or widths.shape is None or len(widths.shape) != 2:
            raise call.lost("how much is padded is not known", widths.unknown)
        pairs = [tuple(widths.items[i : i + 2]) for i in range(0, len(widths.items), 2)]
    elif type(widths) in (tuple, list):
        listed = [folded(each) for each in widths]
        if all(type(each) in (tuple, list) for each in listed):
            pairs = [tuple(call.size(size) for size in each) for each in listed]
            pairs = [pair * 2 if len(pair) == 1 else pair for pair in pairs]
        else:
            one = tuple(call.size(size) for size in listed)
            pairs = [one * 2 if len(one) == 1 else one]
    else:
        size = call.size(widths)
        pairs = [(size, size)]
    if any(len(pair) != 2 for pair in pairs):
        raise Refused("pad-rank-mismatch", "pad_width needs a pair for each axis")
    if not shape and len(pairs) == 1:
        return call.made(shape, x.dtype)
    return call.made(shapes.pad(shape, [(a, b) for a, b in pairs]), x.dtype)


def tile(call: Call, x: Array, repeats: Any, **rest: Any) -> Array:
    """The whole array laid out several times along each axis."""
    times = [1 if size is None else size for size in call.sizes(repeats)]
    shape = list(call.shape(x))
    if call.dialect == "tensorflow" and len(times) != len(shape):
        raise Refused("axis-out-of-range", f"tile needs {len(shape)} multiples, not {len(times)}")
    rank = max(len(times), len(shape))
    shape = [*[1] * (rank - len(shape)), *shape]
    times = [*[1] * (rank - len(times)), *times]
    return call.made(
        tuple(_multiplied(size, by) for size, by in zip(shape, times, strict=True)),
        x.dtype,
        classes=x.classes,
    )


def _multiplied(size: Size, by: Size) -> Size:
    product = size * by
    return dims.veil(product) if hidden(size) and isinstance(product, int) else product


def repeat(call: Call, x: Array, repeats: Any, axis: Any = None, **rest: Any) -> Array:
    """Each value, or each slice along an axis, several times over."""
    shape, along, times = list(call.shape(x)), call.axes(axis), folded(repeats)
    if along is None or (not shape and along in (0, -1) and call.dialect == "numpy"):
        shape, along = [dims.product(shape)], 0
    place = shapes.canonical_axis(call.whole(along), len(shape))
    if type(times) in (tuple, list):
        counts = [call.size(each) for each in times]
        if len(counts) == 1:
            shape[place] = _multiplied(shape[place], counts[0])
        else:
            verdict = dims.equal(shape[place], len(counts))
            if not dims.required(verdict, call.needs):
                raise Refused(
                    "shapes-do-not-broadcast",
                    f"{len(counts)} counts for {shape[place]} items along axis {place}",
                )
            total: Size = 0
            for count in counts:
                total = total + count
            unseen = hidden(shape[place]) and isinstance(total, int)
            shape[place] = dims.veil(total) if unseen and isinstance(total, int) else total
    elif type(times) is Array and times.shape != ():
        raise call.lost("how often each item is repeated is not known", times.unknown)
    else:
        shape[place] = _multiplied(shape[place], call.size(times))
    return call.made(tuple(shape), x.dtype, classes=x.classes)


def broadcast_to(call: Call, x: Array, shape: Any, **rest: Any) -> Array:
    """The values stretched to a larger shape."""
    target = call.sizes(shape)
    known = tuple(size for size in target if size is not None)
    if len(known) != len(target):
        raise call.lost("a size to stretch to is not known")
    own = call.shape(x)
    if len(own) > len(known):
        raise Refused(
            "shapes-do-not-broadcast",
            f"{shapes.show(own)} has more axes than {shapes.show(known)}",
        )
    met = shapes.broadcast([own, known], call.needs)
    for a, b in zip(met, known, strict=True):
        if dims.equal(a, b) is dims.NEVER:
            raise Refused(
                "shapes-do-not-broadcast",
                f"{shapes.show(own)} cannot be stretched to {shapes.show(known)}",
            )
    return call.made(known, x.dtype)


def diag(call: Call, x: Array, k: Any = 0, **rest: Any) -> Array:
    """A matrix with this diagonal, or the diagonal of this matrix."""
    shape, offset = call.shape(x), call.whole(k)
    if len(shape) == 1:
        size = shape[0] + abs(offset)
        return call.made((size, size), x.dtype)
    if len(shape) == 2:
        return diagonal(call, x, offset)
    raise Refused("rank-mismatch", f"diag needs one or two axes, not {shapes.show(shape)}")


def diagflat(call: Call, x: Array, k: Any = 0) -> Array:
    """A matrix with all values on its diagonal."""
    size = dims.product(call.shape(x)) + abs(call.whole(k))
    return call.made((size, size), x.dtype)


def diagonal(call: Call, x: Array, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Array:
    """The diagonal of two axes, as a new last axis."""
    shape, k = call.shape(x), call.whole(offset)
    if len(shape) < 2:
        raise Refused("rank-mismatch", f"diagonal needs two axes, not {shapes.show(shape)}")
    a = shapes.canonical_axis(call.whole(axis1), len(shape))
    b = shapes.canonical_axis(call.whole(axis2), len(shape))
    if a == b:
        raise Refused("axis-out-of-range", "diagonal needs two different axes")
    rows, columns = (shape[a], shape[b] - k) if k >= 0 else (shape[a] + k, shape[b])
    size = dims.maximum(dims.minimum(rows, columns), 0)
    if isinstance(size, int) and (hidden(rows) or hidden(columns)):
        size = dims.veil(size)
    left = tuple(s for i, s in enumerate(shape) if i not in (a, b))
    return call.made((*left, size), x.dtype)


def trace(call: Call, x: Array, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Array:
    """The sum along a diagonal."""
    made = diagonal(call, x, offset, axis1, axis2)
    dtype = made.dtype
    if call.dialect == "numpy":
        from .dtypes import kind_of

        dtype = {"b": "int64", "i": "int64", "u": "uint64"}.get(kind_of(dtype), dtype)
    elif dtype in ("bool", "int8", "int16"):
        dtype = "int32"
    elif dtype in ("uint8", "uint16"):
        dtype = "uint32" if dtype in ("uint8", "uint16") else dtype
    return call.made((made.shape or ())[:-1], dtype)


def rot90(call: Call, array: Array, k: Any = 1, axes: Any = (0, 1)) -> Array:
    """Quarter turns."""
    shape = list(call.shape(array))
    pair = call.axes(axes)
    if len(shape) < 2 or not isinstance(pair, tuple) or len(pair) != 2:
        raise Refused("rank-mismatch", f"rot90 needs two axes, not {shapes.show(tuple(shape))}")
    a, b = (shapes.canonical_axis(axis, len(shape)) for axis in pair)
    if a == b:
        raise Refused("axis-out-of-range", "rot90 needs two different axes")
    if call.noted and call.whole(k) % 2 == 0 and shape[a] != shape[b]:
        raise call.lost("a half turn, of which Keras says one shape and computes another")
    if call.whole(k) % 2:
        shape[a], shape[b] = shape[b], shape[a]
    return call.made(tuple(shape), array.dtype)


def glu(call: Call, x: Array, axis: Any = -1) -> Array:
    """Gated linear unit: half as many along the axis."""
    shape = list(call.shape(x))
    place = shapes.canonical_axis(call.whole(axis), len(shape))
    size = shape[place]
    if hidden(size):
        return call.made(tuple(shape), x.dtype)
    if not dims.required(dims.divides(2, size), call.needs):
        raise Refused("reshape-size-mismatch", f"glu needs an even size, axis {place} has {size}")
    shape[place] = size // 2
    return call.made(tuple(shape), x.dtype)


def _blocks(call: Call, x: Array, data_format: Any) -> tuple[list[Size], list[int], int]:
    """The shape, the places of rows and columns, and the place of the channels."""
    shape = list(call.shape(x))
    if len(shape) != 4:
        raise Refused("rank-mismatch", f"four axes are needed, not {shapes.show(tuple(shape))}")
    first = str(data_format).lower() in ("channels_first", "nchw")
    return shape, ([2, 3] if first else [1, 2]), (1 if first else 3)


def _block(call: Call, block_size: Any) -> Size:
    block = call.size(block_size)
    if isinstance(block, int) and block < 2:
        raise Refused(
            "invalid-argument", f"`block_size` of `{call.name}` is 2 or more, not {block}"
        )
    return block


def depth_to_space(
    call: Call, x: Array, block_size: Any, data_format: Any = "channels_last", **rest: Any
) -> Array:
    """Channels laid out as blocks of rows and columns."""
    shape, places, channels = _blocks(call, x, data_format)
    block = _block(call, block_size)
    if not dims.required(dims.divides(block * block, shape[channels]), call.needs):
        raise Refused(
            "reshape-size-mismatch",
            f"{dims.pretty(shape[channels])} channels are no multiple of {block}·{block}",
        )
    shape[channels] = shape[channels] // (block * block)
    for place in places:
        shape[place] = _multiplied(shape[place], block)
    return call.made(tuple(shape), x.dtype)


def space_to_depth(
    call: Call, x: Array, block_size: Any, data_format: Any = "channels_last", **rest: Any
) -> Array:
    """Blocks of rows and columns laid out as channels."""
    shape, places, channels = _blocks(call, x, data_format)
    block = _block(call, block_size)
    for place in places:
        if not dims.required(dims.divides(block, shape[place]), call.needs):
            raise Refused(
                "reshape-size-mismatch",
                f"a size of {dims.pretty(shape[place])} is no multiple of {block}",
            )
        shape[place] = shape[place] // block
    shape[channels] = shape[channels] * block * block
    return call.made(tuple(shape), x.dtype)


def atleast(call: Call, x: Array) -> Array:
    """Axes of 1 until there are enough."""
    shape, wanted = call.shape(x), int(call.name[8])
    if len(shape) >= wanted:
        return call.made(shape, x.dtype, items=x.items)
    if wanted == 3:
        shape = {0: (1, 1, 1), 1: (1, *shape, 1), 2: (*shape, 1)}[len(shape)]
    else:
        shape = (1,) * (wanted - len(shape)) + tuple(shape)
    return call.made(shape, x.dtype, items=x.items)


def set_shape(call: Call, x: Array, shape: Any, **rest: Any) -> Array:
    """`tf.ensure_shape`: what is said about the shape beside what is known."""
    said = call.sizes(shape)
    if x.shape is None:
        given = [
            dims.symbol(f"_given_{place}", hidden=True) if size is None else size
            for place, size in enumerate(said)
        ]
        return call.made(tuple(given), x.dtype)
    if len(said) != len(x.shape):
        raise Refused("rank-mismatch", f"{shapes.show(x.shape)} has not {len(said)} axes")
    sizes = [
        own if size is None or (isinstance(own, Dim) and not hidden(own)) else size
        for own, size in zip(x.shape, said, strict=True)
    ]
    return call.made(tuple(sizes), x.dtype)
