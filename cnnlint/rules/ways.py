"""How tensors came about: the calls that led to them, and how their sizes changed on the way."""

from __future__ import annotations

from itertools import pairwise

from ..diagnostics import Note
from ..dims import NEVER, Dim, When, equal, pretty, rename, symbols
from ..shapes import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..dims import Size, Verdict
    from ..network import Layer, Node, Tensor
    from ..source import Span

#: How many steps back the chain of shapes goes.
STEPS = 5
#: How many calls that change a size are shown of each branch.
CHANGES = 8
#: How many sizes along a way.
SIZES = 12
#: The axes of feature maps, by their number without batch and channels.
SPATIAL = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


def chain(tensors: tuple[Tensor, ...], end: Span, layer: Layer | None = None) -> list[Note]:
    """How these tensors came about, oldest first: the last calls before `end` with their shapes.

    Where several meet that differ in a size, the calls that changed that size on either way, and
    behind them both ways from one size to the next.
    """
    axis = disagreeing(tensors, layer)
    if axis is not None:
        return met(tensors, end, (axis,))
    notes: dict[tuple[str, int, int], Note] = {}
    pending = [(tensor, 0) for tensor in tensors]
    while pending:
        tensor, steps = pending.pop(0)
        node = tensor.node
        if node is None or node.span is None or steps >= STEPS:
            continue
        key = node.span.key
        if key not in notes and tensor.shape is not None and key != end.key:
            notes[key] = Note(node.span, show(tensor.shape))
        pending.extend((before, steps + 1) for before in node.inputs[:3])
    return sorted(notes.values(), key=_place)


def met(
    tensors: Sequence[Tensor],
    end: Span,
    axes: tuple[int, ...],
    names: Mapping[str, str] | None = None,
) -> list[Note]:
    """The ways of tensors that meet at `end`, along `axes`; `names` is what free sizes are called.

    First the calls that changed a size, then at `end` the sizes that each tensor went through.
    """
    names = names or {}
    ways = [_way(tensor) for tensor in tensors]
    notes: dict[object, Note] = {}
    for way in ways:
        steps = [
            way[0],
            *(b for a, b in pairwise(way) if any(_at(a, i) != _at(b, i) for i in axes)),
        ]
        if steps[-1] is not way[-1]:
            steps.append(way[-1])
        for step in steps[-CHANGES:]:
            span = step.node.span if step.node is not None else None
            if span is not None and span.key != end.key:
                text = _shape(step, names)
                notes.setdefault((span.key, text), Note(span, text))
    first = any(map(channels_first, ways))
    said: dict[object, str] = {}
    for axis in axes:
        sizes = [[_at(each, axis) for each in way] for way in ways]
        alike = tuple(tuple(_text(size, None) for size in each) for each in sizes)
        text = " meets ".join(_steps([_text(size, names) for size in each]) for each in sizes)
        said.setdefault(alike, f"{axis_name(_rank(tensors), axis, first)} {text}")
    ends = [Note(end, "; ".join(said.values()))] if said else []
    return [*sorted(notes.values(), key=_place), *ends]


def _steps(sizes: list[str]) -> str:
    """The sizes one after the other, each once; of many the first and the last."""
    kept = [sizes[0], *(b for a, b in pairwise(sizes) if a != b)]
    if len(kept) > SIZES:
        kept = [kept[0], "…", *kept[2 - SIZES :]]
    return " → ".join(kept)


def disagreeing(tensors: Sequence[Tensor], layer: Layer | None = None) -> int | None:
    """The first axis, counted from the end, on which tensors of one rank differ; not the batch,
    and not the one along which `layer` puts them one behind the other."""
    joined = getattr(layer.declaration, "axis", None) if layer is not None else None
    for axis, answers in _compared(tensors):
        beside = isinstance(joined, int) and joined in (axis, axis + _rank(tensors))
        if not beside and NEVER in answers:
            return axis
    return None


def unsettled(tensors: Sequence[Tensor]) -> tuple[int, ...]:
    """The axes, counted from the end, on which tensors of one rank agree for some sizes only."""
    return tuple(
        axis for axis, answers in _compared(tensors) if any(type(each) is When for each in answers)
    )


def _compared(tensors: Sequence[Tensor]) -> Iterator[tuple[int, list[Verdict | When]]]:
    """For each axis but the batch, whether the sizes there are those of the first tensor."""
    shapes = [tensor.shape or () for tensor in tensors]
    if len(shapes) < 2 or any(len(shape) != _rank(tensors) for shape in shapes):
        return
    for axis in range(1 - _rank(tensors), 0):
        yield axis, [equal(shapes[0][axis], shape[axis]) for shape in shapes[1:]]


def _rank(tensors: Sequence[Tensor]) -> int:
    return len(tensors[0].shape or ())


def axis_name(rank: int, axis: int, first: bool) -> str:
    """What an axis is called: `height` of feature maps, otherwise `axis 1`; channels come
    last, or `first`."""
    at = axis % rank
    names = SPATIAL.get(rank - 2, ())
    place = at - (2 if first else 1)
    if 0 <= place < len(names):
        return names[place]
    return "channels" if rank > 3 and at else f"axis {at}"


def channels_first(way: Sequence[Tensor]) -> bool:
    """Whether a layer on this way takes its channels first."""
    return any(
        getattr(each.node.layer.declaration, "data_format", "") == "channels_first"
        for each in way
        if each.node is not None
    )


def _way(tensor: Tensor) -> list[Tensor]:
    """The longest way to a tensor through tensors of its rank, oldest first."""
    rank = len(tensor.shape or ())
    longest: dict[int, tuple[int, Tensor | None]] = {}
    stack = [tensor]
    while stack:
        top = stack[-1]
        before = _before(top, rank)
        waiting = [each for each in before if id(each) not in longest]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        best = max(before, key=lambda each: longest[id(each)][0], default=None)
        longest[id(top)] = (0 if best is None else longest[id(best)][0] + 1, best)
    way: list[Tensor] = []
    at: Tensor | None = tensor
    while at is not None:
        way.append(at)
        at = longest[id(at)][1]
    return way[::-1]


def _before(tensor: Tensor, rank: int) -> list[Tensor]:
    node: Node | None = tensor.node
    if node is None:
        return []
    return [each for each in node.inputs if each.shape is not None and len(each.shape) == rank]


def _at(tensor: Tensor, axis: int) -> Size:
    assert tensor.shape is not None  # no way leads through tensors of unknown rank
    return tensor.shape[axis]


def _shape(tensor: Tensor, names: Mapping[str, str]) -> str:
    """The shape of a tensor with its free sizes worked out; a free batch is None."""
    batch, *sizes = tensor.shape or (0,)
    return f"({', '.join([show((batch,))[1:-2], *(_text(size, names) for size in sizes)])})"


def _text(size: Size, names: Mapping[str, str] | None) -> str:
    """A size as people read it; without `names` as if all that is free were called the same."""
    if isinstance(size, Dim):
        free = symbols(size)
        if names is None:
            names = dict.fromkeys(free, "n") if len(free) == 1 else {}
        size = rename(size, {name: names[name] for name in free if name in names})
    return pretty(size)


def _place(note: Note) -> tuple[str, int]:
    return note.span.path, note.span.start
