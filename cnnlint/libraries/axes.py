"""Operations that move, add and drop axes."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import Dim, hidden
from .arrays import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .operations import Call


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
    """All axes but the first as one: `K.batch_flatten`, which multiplies `tf.shape(x)[1:]`."""
    given = call.shape(x)
    (batch, size), call.sum = shapes.flatten(given)
    if any(map(hidden, given)) and isinstance(size, int):
        size = dims.veil(size)
    return call.made((batch, size), x.dtype)


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


def _is_free(size: Any) -> bool:
    return isinstance(size, int) or (isinstance(size, Dim) and hidden(size))


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
    for own, size in zip(x.shape, said, strict=True):
        if size is not None and dims.apart(own, size):
            raise Refused(
                "program-raises",
                f"a tensor of shape {shapes.show(x.shape)} is said to have {dims.pretty(size)} "
                f"where it has {dims.pretty(own)}",
            )
    sizes = [
        size if isinstance(size, int) or (size is not None and _is_free(own)) else own
        for own, size in zip(x.shape, said, strict=True)
    ]
    return call.made(tuple(sizes), x.dtype)
