"""Operations that lay windows and named axes out anew: `rearrange`, `fold`, `unfold`, views."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import hidden, pretty
from .arrays import Array, folded
from .dtypes import KINDS, name_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def seen(call: Call, shape: Shape, sizes: tuple[Size, ...]) -> None:
    """Keras calculates with these sizes when the graph is made, so none of them may be None."""
    if not any(hidden(size) for size in sizes):
        return
    if not call.noted:
        raise call.lost("a size that only the running program knows")
    raise Refused(
        "undefined-dimension",
        f"`{call.name}` needs to know the sizes it works on: {shapes.show(shape)}",
        help="give them in `keras.Input`, the batch's by `batch_size=`; or call it in a layer",
        exception="TypeError",
    )


# Named axes -----------------------------------------------------------------------------------


def rearrange(
    call: Call, tensor: Array, pattern: Any, axes_lengths: Any = None, **lengths: Any
) -> Array:
    """Axes by their names: `b (h k) c -> b k (h c)`, with the sizes of those that are split."""
    text = folded(pattern)
    if type(text) is not str:
        raise call.lost("the names of the axes are not known", text)
    before, arrow, after = text.partition("->")
    shape = call.shape(tensor)
    given = {**(axes_lengths or {}), **lengths}
    if not arrow:
        raise _wrong(text, "has no `->`")
    left, right = groups(before), groups(after)
    if left is None or right is None or len(left) != len(shape):
        raise call.lost(f"a rearrangement that is not followed: {text}")
    # In a layer's own call an axis that stays whole may be of any size.
    changed = tuple(size for names, size in zip(left, shape, strict=True) if names not in right)
    seen(call, shape, shape if call.noted else changed)
    sizes: dict[str, Size] = {}
    sums: list[str] = []
    for names, size in zip(left, shape, strict=True):
        sizes.update(_split(call, names, size, given, sums))
    made = []
    for names in right:
        for name in names:
            if name not in sizes:
                raise _wrong(text, f"names `{name}` only right of the arrow")
        made.append(dims.product(tuple(sizes[name] for name in names)))
    if sorted(name for names in left for name in names) != sorted(
        name for names in right for name in names
    ):
        raise call.lost(f"a rearrangement that leaves axes out: {text}")
    call.sum = ", ".join(sums)
    return call.made(tuple(made), tensor.dtype)


def _wrong(text: str, how: str) -> Refused:
    advice = "write it as `b (h k) c -> b k (h c)`, with the size of `h` or `k` as an argument"
    return Refused("einsum-mismatch", f'the pattern "{text}" of `rearrange` {how}', help=advice)


def groups(text: str) -> list[list[str]] | None:
    """The axes of one side of a pattern, each as the names it is made of; None elsewhere."""
    found: list[list[str]] = []
    inside: list[str] | None = None
    for word in text.replace("(", " ( ").replace(")", " ) ").split():
        if word == "(" and inside is None:
            inside = []
        elif word == ")" and inside:
            found.append(inside)
            inside = None
        elif not word.isidentifier():
            return None
        elif inside is None:
            found.append([word])
        else:
            inside.append(word)
    return None if inside is not None else found


def _split(
    call: Call, names: list[str], size: Size, given: dict[str, Any], sums: list[str]
) -> dict[str, Size]:
    """The sizes of the axes that one axis is split into."""
    if len(names) == 1:
        return {names[0]: size}
    known = {name: call.size(given[name]) for name in names if name in given}
    inner = dims.product(tuple(known.values()))
    left_over = [name for name in names if name not in known]
    if len(left_over) > 1 or not known:
        raise call.lost(f"the sizes of {', '.join(left_over)} are not given")
    if left_over:
        whole = dims.divides(inner, size)
    else:
        whole = dims.equal(inner, size)
    if whole is not dims.ALWAYS:
        raise call.lost(f"an axis of {pretty(size)} is not split evenly by {pretty(inner)}")
    if left_over:
        known[left_over[0]] = size // inner
        sums.append(f"{pretty(size)}/{pretty(inner)} = {pretty(size // inner)}")
    return known


# Windows --------------------------------------------------------------------------------------


def _pair(call: Call, value: Any) -> tuple[Size, Size]:
    value = folded(value)
    if type(value) in (tuple, list):
        sizes = call.sizes(value)
        if len(sizes) != 2 or None in sizes:
            raise call.lost("two sizes are needed")
        return sizes[0], sizes[1]  # type: ignore[return-value]
    return call.size(value), call.size(value)


def _ranked(call: Call, x: Array, rank: int) -> Shape:
    shape = call.shape(x)
    if len(shape) != rank:
        raise Refused(
            "rank-mismatch",
            f"`{call.name}` needs {rank} axes, this tensor has {len(shape)}: {shapes.show(shape)}",
        )
    return shape


def unfold(
    call: Call,
    x: Array,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Array:
    """The windows of images with their channels first, each as a column."""
    shape = _ranked(call, x, 4)
    seen(call, shape, shape[1:])
    kernel, spread = _pair(call, kernel_size), _pair(call, dilation)
    edge, steps = _pair(call, padding), _pair(call, stride)
    counts: list[Size] = []
    sums: list[str] = []
    for size, k, d, p, s in zip(shape[2:], kernel, spread, edge, steps, strict=True):
        if isinstance(s, int) and s < 1:
            raise call.lost("a stride that is not positive")
        room = size + 2 * p - d * (k - 1) - 1
        count = room // s + 1
        sums.append(
            f"({pretty(size)} + 2·{pretty(p)} − {pretty(d * (k - 1) + 1)})//{pretty(s)} + 1"
        )
        if not dims.required(dims.at_least(count, 1), call.needs):
            raise call.lost(f"a window that does not fit: {sums[-1]}")
        counts.append(count)
    call.sum = " · ".join(f"({text})" for text in dict.fromkeys(sums))
    places = counts[0] * counts[1]
    return call.made((shape[0], shape[1] * kernel[0] * kernel[1], places), x.dtype)


def fold(call: Call, x: Array, output_size: Any, kernel_size: Any, **rest: Any) -> Array:
    """Images put together from their windows."""
    shape = _ranked(call, x, 3)
    kernel, target = _pair(call, kernel_size), _pair(call, output_size)
    window = kernel[0] * kernel[1]
    if hidden(shape[1]):
        return call.made((shape[0], shape[1], *target), x.dtype)
    if not dims.required(dims.divides(window, shape[1]), call.needs):
        raise Refused(
            "reshape-size-mismatch",
            f"`fold` needs a multiple of {pretty(kernel[0])}·{pretty(kernel[1])} on axis 1, "
            f"this tensor has {pretty(shape[1])}: {shapes.show(shape)}",
        )
    call.sum = f"{pretty(shape[1])}/{pretty(window)} = {pretty(shape[1] // window)}"
    return call.made((shape[0], shape[1] // window, *target), x.dtype)


# Views ----------------------------------------------------------------------------------------


def view(call: Call, x: Array, dtype: Any = None) -> Array:
    """The same bytes, read as numbers of another kind."""
    shape = call.shape(x)
    name = x.dtype if dtype is None else name_of(folded(dtype))
    if name is None or x.dtype not in KINDS:
        raise call.lost("a dtype that is not known")
    old, new = KINDS[x.dtype][1], KINDS[name][1]
    if not old or not new or "bool" in (name, x.dtype):
        raise call.lost("bytes of other things than numbers")
    if old == new:
        return call.made(shape, name)
    if not shape:
        raise Refused("invalid-argument", "a single number cannot be read as one of another length")
    last = shape[-1]
    if hidden(last):
        return call.made(shape, name)
    if not dims.required(dims.divides(new, last * old), call.needs):
        raise Refused(
            "reshape-size-mismatch",
            f"{pretty(last)} numbers of {old // 8} bytes are no whole number of `{name}`: "
            f"{shapes.show(shape)}",
        )
    call.sum = f"{pretty(last)}·{old // 8}/{new // 8} = {pretty(last * old // new)}"
    return call.made((*shape[:-1], last * old // new), name)


def view_as_complex(call: Call, x: Array) -> Array:
    """Real and imaginary parts along the last axis, as complex numbers."""
    shape = call.shape(x)
    if not shape or (not call.noted and shape[-1] != 2):
        raise call.lost("the last axis is not one of real and imaginary parts")
    return call.made(shape[:-1], "complex64")


def view_as_real(call: Call, x: Array) -> Array:
    """Complex numbers as real and imaginary parts, along a new last axis."""
    return call.made((*call.shape(x), 2), "float32" if call.noted else None)
