"""The different values of an array: `unique`, whose number becomes a size."""

from __future__ import annotations

from .. import dims, shapes
from ..dims import Dim
from . import reductions
from .arrays import Array, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .operations import Call


def unique(call: Call, x: Array, axis: Any = None, **rest: Any) -> Any:
    """The distinct values; as many as there are labels, where that is known."""
    if call.noted:
        return _unique_symbolic(call, x, axis, rest)
    extra = [
        name
        for name in ("return_index", "return_inverse", "return_counts")
        if call.flag(rest.get(name) or False)
    ]
    items = None
    if x.items is not None and all(type(item) is not Dim for item in x.items):
        items = tuple(sorted(set(x.items))) if _sortable(x.items) else None
    count: Any
    if items is not None:
        count = len(items)
    elif x.classes is not None:
        count = x.classes
        if isinstance(count, int) and count <= 1_000:
            items = tuple(range(count))
    elif x.dtype == "bool":
        count = symbol_for(call.interpreter, call.interpreter.unknown("how many truths occur"))
    else:
        unknown = call.interpreter.unknown("how many distinct values the data have")
        count = symbol_for(call.interpreter, unknown, "classes")
    rows = call.axes(axis)
    if isinstance(rows, int):
        shape = list(call.shape(x))
        shape[shapes.canonical_axis(rows, len(shape))] = (
            count
            if len(shape) == 1
            else symbol_for(
                call.interpreter, call.interpreter.unknown("how many rows are distinct"), "rows"
            )
        )
        return call.made(tuple(shape), x.dtype)
    result = call.made((count,), x.dtype, items=items, classes=x.classes)
    if not extra:
        return result
    whole = (dims.product(call.shape(x)),)
    known: dict[str, tuple[int, ...]] = {}
    if x.items is not None and items is not None:
        known = {
            "return_index": tuple(map(x.items.index, items)),
            "return_inverse": tuple(map(items.index, x.items)),
            "return_counts": tuple(map(x.items.count, items)),
        }
    more = [
        call.made(
            whole if name == "return_inverse" else (count,),
            "int32" if call.dialect == "keras" else "int64",
            items=known.get(name),
            classes=count if name == "return_inverse" else None,
        )
        for name in extra
    ]
    return (result, *more)


def _unique_symbolic(call: Call, x: Array, axis: Any, rest: dict[str, Any]) -> Any:
    """The distinct values of a symbolic tensor: so many as `size` says, or None."""
    shape, along, size = list(call.shape(x)), call.axes(axis), rest.get("size")
    count = reductions.hidden_symbol(call, "values") if size is None else call.size(size)
    found = [count]
    inverse = tuple(shape)
    if isinstance(along, int):
        place = shapes.canonical_axis(along, len(shape))
        inverse, found = (shape[place],), [*shape[:place], count, *shape[place + 1 :]]
    made = [call.made(tuple(found), x.dtype)]
    for name, own in (
        ("return_index", (count,)),
        ("return_inverse", inverse),
        ("return_counts", (count,)),
    ):
        if call.flag(rest.get(name) or False):
            made.append(call.made(own, "int32"))
    return tuple(made) if len(made) > 1 else made[0]


def _sortable(items: tuple[Any, ...]) -> bool:
    return len({str if isinstance(item, str) else int for item in items}) == 1
