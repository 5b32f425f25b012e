"""Operations that are given functions: what each of them gives, and what becomes of it.

Keras runs such a function once, on tensors of the backend, to learn the shapes of what it returns
(`compute_output_spec`): what happens in there leaves no row in a graph.
"""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused, Unknown
from ..interpreter.values import Lost
from ..network import Tensor
from .arrays import Array, NotKnown, array_of
from .symbolic import differ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..dims import Size
    from .operations import Call

    Pack = Callable[[list[Any]], Any]


def asked(call: Call, function: Any, arguments: tuple[Any, ...]) -> Any:
    """What a function returns for tensors of these shapes: arrays in lists and tuples."""
    if type(function) is Unknown:
        raise NotKnown(function)
    inside = call.interpreter.state.setdefault("inside", [])
    inside.append(None)
    try:
        return arrays_in(call, call.interpreter.call(function, arguments, {}))
    except Lost as lost:
        raise NotKnown(lost.unknown) from None
    finally:
        inside.pop()


def arrays_in(call: Call, value: Any) -> Any:
    """The arrays that a function returned, in the structure it gave them."""
    if type(value) in (list, tuple):
        return type(value)(arrays_in(call, each) for each in value)
    found = array_of(call.interpreter, value)
    if isinstance(found, Unknown):
        raise NotKnown(found)
    if found.shape is None or type(value) is dict:
        raise call.lost("a function returns what is not followed", found.unknown)
    return found


def changed(value: Any, new: Callable[[Array], Array]) -> Any:
    """The same structure with other arrays."""
    if type(value) in (list, tuple):
        return type(value)(changed(each, new) for each in value)
    return new(value)


def symbolic(array: Array, shape: Any) -> Tensor:
    """What a function is given in an array's place."""
    return Tensor(shape, array.dtype or "float32")


def length(call: Call, x: list[Array]) -> Size:
    """How many slices there are along the first axis."""
    for array in x:
        if not call.shape(array):
            raise Refused("rank-mismatch", "a single number has no slices")
    return call.shape(x[0])[0]


def each(call: Call, x: list[Array], fn: Any, pack: Pack) -> Any:
    """A function of every slice along the first axis: `map`, `vectorized_map`."""
    if not x:
        raise call.lost("a function of the slices of nothing")
    count = length(call, x)
    given = pack([symbolic(array, call.shape(array)[1:]) for array in x])
    made = asked(call, fn, (given,))
    return changed(made, lambda part: call.made((count, *call.shape(part)), part.dtype))


def scan(
    call: Call, init: list[Array], xs: list[Array], f: Any, length: Any, pack: Pack, bare: bool
) -> Any:
    """A loop that carries a value along, and what it gave at each turn."""
    carried = pack([symbolic(array, call.shape(array)) for array in init])
    if xs:
        if not call.shape(xs[0]):
            raise Refused("rank-mismatch", "a single number has no slices")
        count = call.shape(xs[0])[0] if length is None else call.size(length)
        item = symbolic(xs[0], call.shape(xs[0])[1:])
    elif bare and length is not None:
        count, item = call.size(length), None
    else:
        raise call.lost("a loop over nothing, of no length")
    made = asked(call, f, (carried, item))
    if type(made) is not tuple or len(made) != 2:
        raise call.lost("a loop whose function returns other things than a pair")
    carry, out = made
    if type(out) is not Array:
        raise call.lost("a loop that gives several tensors at each turn")
    return carry, call.made((count, *call.shape(out)), out.dtype)


def associative_scan(call: Call, x: list[Array], f: Any, pack: Pack, axis: Any = 0) -> Any:
    """What a function of two gives for the first items, for one more at each place."""
    place = call.whole(axis)
    if not x:
        raise call.lost("a scan over nothing")
    counts = []
    for array in x:
        own = call.shape(array)
        counts.append(own[shapes.canonical_axis(place, len(own))])
    for other in counts[1:]:
        if dims.equal(counts[0], other) is dims.NEVER:
            raise Refused(
                "shapes-do-not-broadcast",
                f"`associative_scan` needs as many items in each: {counts[0]} and {other}",
            )

    def one(array: Array) -> Tensor:
        own = list(call.shape(array))
        own[place] = 1
        return symbolic(array, tuple(own))

    given = pack([one(array) for array in x])
    made = asked(call, f, (given, given))
    first = call.shape(x[0])
    return changed(made, lambda part: call.made(first, part.dtype))


def switch(call: Call, x: list[Array], branches: Any) -> Any:
    """One of several functions: the first of them is asked."""
    listed = call.items(branches)
    if not listed:
        raise call.lost("a choice between no functions")
    made = asked(call, listed[0], tuple(symbolic(array, call.shape(array)) for array in x))
    return changed(made, lambda part: call.made(part.shape, part.dtype))


def kept(call: Call, x: list[Array], pack: Pack) -> Any:
    """A loop keeps the shapes of its variables."""
    return pack([call.made(call.shape(array), array.dtype) for array in x])


def chosen(call: Call, pred: Array, both: Callable[[], Any], pack: Pack) -> Any:
    """What both functions of a condition give; they must give the same."""
    one, other = both()
    if len(one) != len(other):
        raise unlike(f"{len(one)} and {len(other)} tensors")
    made = []
    for first, second in zip(one, other, strict=True):
        if type(first) is not Tensor or type(second) is not Tensor:
            raise call.lost("what the functions of a condition give is not followed")
        a, b = first.shape, second.shape
        if a is None or b is None:
            raise call.lost("what the functions of a condition give is not known", first.unknown)
        # Keras compares the shapes of symbolic tensors as they are written.
        unequal = differ if call.noted else dims.apart
        if len(a) != len(b) or any(map(unequal, a, b)):
            raise unlike(f"{shapes.show(a)} and {shapes.show(b)}")
        if first.dtype and second.dtype and first.dtype != second.dtype:
            raise unlike(f"{first.dtype} and {second.dtype}")
        made.append(call.made(a, first.dtype))
    return pack(made)


def unlike(what: str) -> Refused:
    return Refused(
        "invalid-argument",
        f"the two functions of `cond` give other things: {what}",
        help="let both return tensors of the same shape and dtype",
    )


def jvp(
    call: Call, primals: list[Array], tangents: list[Array], fun: Any, has_aux: Any = False
) -> Any:
    """What a function gives, and its derivative along a direction."""
    made = asked(call, fun, tuple(symbolic(array, call.shape(array)) for array in primals))
    aux: tuple[Any, ...] = ()
    if call.flag(has_aux):
        if type(made) is not tuple or len(made) != 2:
            raise call.lost("a function that does not return a pair")
        made, *rest = made
        aux = tuple(changed(each, lambda part: call.made(part.shape, part.dtype)) for each in rest)

    def same(part: Array) -> Array:
        return call.made(part.shape, part.dtype)

    return (changed(made, same), changed(made, same), *aux)
