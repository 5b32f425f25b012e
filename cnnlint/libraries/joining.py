"""Operations that join arrays, and that take them apart."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..dims import hidden
from .arrays import Array, array_of, folded, settled, symbol_for, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def concatenate(call: Call, xs: list[Array], axis: Any = 0, **rest: Any) -> Array:
    """Arrays joined along an axis they have."""
    if type(axis) is Array and axis.shape and not any(size == 1 for size in axis.shape):
        raise Refused(
            "invalid-argument",
            "the arrays to be joined stand side by side, and the second is taken for the axis",
            help="put them into a list: `concatenate([a, b])`",
            exception="TypeError",
        )
    along = call.axes(axis)
    if not xs:
        raise call.interpreter.raised("ValueError", "need at least one array to concatenate")
    dtype = call.meet(xs)
    if along is None:
        total: Size = 0
        for x in xs:
            total = total + dims.product(call.shape(x))
        return call.made((total,), dtype)
    place = call.whole(along)
    if any(not call.shape(x) for x in xs):
        raise Refused(
            "concat-shape-mismatch", "single numbers cannot be joined along an axis: use `stack`"
        )
    shape, call.sum = shapes.concatenate([call.shape(x) for x in xs], place, call.needs)
    if len(shape) == 1 and all(x.items is not None for x in xs):
        return wrapped([i for x in xs for i in x.items or ()], shape, dtype, _library(call))
    classes = xs[0].classes
    return call.made(shape, dtype, classes=classes if _all_same(xs) else None)


def _library(call: Call) -> str:
    return "numpy" if call.dialect == "numpy" else "tensor"


def _all_same(xs: list[Array]) -> bool:
    return all(x.classes == xs[0].classes for x in xs)


def stack(call: Call, x: list[Array], axis: Any = 0, **rest: Any) -> Array:
    """Arrays of one shape along a new axis."""
    if not x:
        raise call.interpreter.raised("ValueError", "need at least one array to stack")
    given = [call.shape(each) for each in x]
    shape = _common(call, given)
    place = shapes.canonical_axis(call.whole(axis), len(shape) + 1)
    items = None
    if not shape and all(each.items is not None for each in x):
        items = tuple(item for each in x for item in each.items or ())
    return call.made((*shape[:place], len(x), *shape[place:]), call.meet(x), items=items)


def _common(call: Call, given: list[Shape]) -> Shape:
    """The one shape of all; a size that is hidden in the first stays hidden, as in Keras."""
    shape = given[0]
    for other in given[1:]:
        fits = len(other) == len(shape) and all(
            dims.required(dims.equal(a, b), call.needs) for a, b in zip(shape, other, strict=True)
        )
        if not fits:
            raise Refused(
                "concat-shape-mismatch",
                f"{shapes.show(shape)} and {shapes.show(other)} cannot be stacked: "
                "all must have the same shape",
            )
    return shape


def stacked(call: Call, xs: list[Array], **rest: Any) -> Array:
    """`vstack`, `hstack`, `dstack`, `column_stack`."""
    how = call.name
    grown = []
    if call.dialect != "numpy" and any(len(call.shape(x)) < 2 for x in xs):
        raise call.lost(f"`{how}` of vectors: Keras says one shape and computes another")
    for x in xs:
        shape = call.shape(x)
        if how in ("vstack", "row_stack"):
            shape = (1,) * (2 - len(shape)) + tuple(shape)
        elif how == "hstack":
            shape = shape or (1,)
        elif how == "column_stack":
            shape = (*(shape or (1,)), 1) if len(shape) < 2 else shape
        elif how == "dstack":
            shape = {0: (1, 1, 1), 1: (1, *shape, 1), 2: (*shape, 1)}.get(len(shape), shape)
        grown.append(call.made(shape, x.dtype, items=x.items, classes=x.classes))
    axis = {"vstack": 0, "row_stack": 0, "dstack": 2, "column_stack": 1}.get(how, 1)
    if how == "hstack" and grown and len(call.shape(grown[0])) == 1:
        axis = 0
    return concatenate(call, grown, axis)


def of_unknown_length(call: Call, listed: Any, axis: Any) -> Array | None:
    """What `stack` and `concatenate` make of a list that a loop of unknown length has filled with
    arrays of one shape; None where that is not known."""
    if type(listed) is not list or call.name not in ("stack", "concatenate"):
        return None
    whole = array_of(call.interpreter, listed)
    if isinstance(whole, Unknown) or not whole.shape or type(axis) is not int:
        return None
    count, *shape = whole.shape
    if call.name == "stack":
        shape.insert(shapes.canonical_axis(axis, len(shape) + 1), count)
    elif not shape:
        return None
    else:
        why = call.interpreter.unknown("how long arrays are together that a loop has collected")
        shape[shapes.canonical_axis(axis, len(shape))] = symbol_for(call.interpreter, why, "joined")
    return call.made(tuple(shape), whole.dtype)


def append(call: Call, x1: Array, x2: Array, axis: Any = None) -> Array:
    """Two arrays joined, laid out flat where no axis is given."""
    both = [call.made(x.shape, settled(x.dtype), items=x.items) for x in (x1, x2)]
    return concatenate(call, both if call.dialect == "numpy" else [x1, x2], axis)


def split(call: Call, x: Array, indices_or_sections: Any, axis: Any = 0, **rest: Any) -> Any:
    """Pieces along an axis: so many, or cut at these places."""
    shape = call.shape(x)
    place = shapes.canonical_axis(call.whole(axis), len(shape))
    size, given = shape[place], folded(indices_or_sections)
    if type(given) is Array:
        given = tuple(call.items(given))
    sizes: list[Size] = []
    if type(given) in (tuple, list, range):
        before: Size = 0
        for index in given:
            cut = call.whole(index)
            sizes.append(_piece(call, size, before, cut))
            before = cut
        sizes.append(_piece(call, size, before, None))
    else:
        parts = call.whole(given)
        if parts <= 0:
            raise call.interpreter.raised("ValueError", "number sections must be larger than 0.")
        if parts > 10_000:
            raise call.lost("a split into too many pieces to follow")
        if call.options.get("uneven"):
            if not isinstance(size, int):
                sizes = [(size + parts - 1 - i) // parts for i in range(parts)]
            else:
                sizes = [size // parts + (i < size % parts) for i in range(parts)]
        else:
            if not dims.required(dims.divides(parts, size), call.needs):
                raise Refused(
                    "split-not-even",
                    f"axis {place} has a size of {dims.pretty(size)} and cannot be split into "
                    f"{parts} equal parts",
                    sum=f"{dims.pretty(size)} mod {parts} ≠ 0",
                )
            exact = dims.exact_div(size, parts)
            each = exact if exact is not None else size // parts
            sizes = [size if hidden(size) and not hidden(each) else each] * parts
            call.sum = f"{dims.pretty(size)}/{parts}" if isinstance(size, int) else ""
    items = _cut(x, sizes) if len(shape) == 1 else [None] * len(sizes)
    return [
        call.made((*shape[:place], each, *shape[place + 1 :]), x.dtype, items=kept, classes=None)
        for each, kept in zip(sizes, items, strict=True)
    ]


def _cut(x: Array, sizes: list[Size]) -> list[tuple[Any, ...] | None]:
    """The known values of each piece, one after the other."""
    whole = [size for size in sizes if isinstance(size, int)]
    if x.items is None or len(whole) != len(sizes) or sum(whole) != len(x.items):
        return [None] * len(sizes)
    ends = [sum(whole[: place + 1]) for place in range(len(whole))]
    return [x.items[end - size : end] for size, end in zip(whole, ends, strict=True)]


def _piece(call: Call, size: Size, start: Size, stop: int | None) -> Size:
    """How long the piece between two cuts is: NumPy slices, Keras subtracts."""
    if call.dialect == "numpy":
        return shapes.slice_size(size, start, stop)
    end = size if stop is None else stop
    if hidden(size) and stop is None:
        return size
    if not dims.required(dims.at_least(end, start), call.needs):
        raise Refused(
            "split-not-even", f"a size of {dims.pretty(size)} cannot be cut at {dims.pretty(start)}"
        )
    return end - start


def split_sizes(call: Call, x: Array, sizes: Any, axis: Any = 0, **rest: Any) -> Any:
    """`tf.split`: so many pieces, or pieces of these sizes."""
    given = folded(sizes)
    if type(given) not in (tuple, list):
        return split(call, x, given, axis)
    shape = call.shape(x)
    place = shapes.canonical_axis(call.whole(axis), len(shape))
    wanted = [call.size(each) for each in given]
    rest_of = shape[place]
    for each in wanted:
        if each != -1:
            rest_of = rest_of - each
    made = [rest_of if each == -1 else each for each in wanted]
    if -1 not in wanted and not dims.required(dims.equal(rest_of, 0), call.needs):
        raise Refused(
            "split-not-even",
            f"axis {place} has a size of {dims.pretty(shape[place])}, the pieces need another",
        )
    return [call.made((*shape[:place], each, *shape[place + 1 :]), x.dtype) for each in made]


def split_along(call: Call, x: Array, indices_or_sections: Any, **rest: Any) -> Any:
    """`hsplit`, `vsplit`, `dsplit`."""
    rank = len(call.shape(x))
    axis = {"hsplit": 0 if rank == 1 else 1, "vsplit": 0, "dsplit": 2}[call.name]
    least = {"hsplit": 1, "vsplit": 2, "dsplit": 3}[call.name]
    if rank < least:
        raise Refused("rank-mismatch", f"{call.name} needs {least} axes or more, not {rank}")
    return split(call, x, indices_or_sections, axis)


def unstack(call: Call, x: Array, num: Any = None, axis: Any = 0, **rest: Any) -> Any:
    """The slices along an axis, one by one."""
    shape = call.shape(x)
    place = shapes.canonical_axis(call.whole(axis), len(shape))
    count = shape[place]
    if num is not None:
        count = call.whole(num)
    if not isinstance(count, int) or count > 1_000:
        raise call.lost("how many slices there are is not known")
    left = (*shape[:place], *shape[place + 1 :])
    return [call.made(left, x.dtype) for _ in range(count)]


def meshgrid(call: Call, x: list[Array], indexing: Any = "xy", **rest: Any) -> Any:
    """Coordinates on a grid: one array for each axis."""
    if call.noted and len(x) == 1 and indexing == "xy":
        raise Refused(
            "invalid-argument",
            "`meshgrid` of a single symbolic tensor has no second axis to exchange with",
            help='write `indexing="ij"`',
            exception="IndexError",
        )
    sizes = [dims.product(call.shape(each)) for each in x]
    if indexing == "xy" and len(sizes) > 1:
        sizes[0], sizes[1] = sizes[1], sizes[0]
    if call.dialect == "keras" and indexing not in ("xy", "ij"):
        raise Refused("invalid-argument", f'`indexing` is "xy" or "ij", not {indexing!r}')
    if call.noted:  # Keras takes one dtype for all
        dtype = "float32" if indexing == "ij" else call.made((), x[-1].dtype).dtype
        return [call.made(tuple(sizes), dtype) for _ in x]
    return [call.made(tuple(sizes), call.made((), each.dtype).dtype) for each in x]
