"""The same values in other shapes."""

from __future__ import annotations

from ..diagnostics import Refused
from ..dims import divides, equal, exact_div, hidden, pretty, product, required, symbol, veil
from .places import veiled
from .text import concluded, factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dims import Size, When
    from .text import Shape


def reshape(
    shape: Shape, target: Sequence[Size | None], needs: list[When], *, name: str = "Reshape"
) -> tuple[Shape, str]:
    """`shape` laid out as `target`, where -1 is worked out (and None too, but stays None).

    A layer gives its shape without the batch axis, an operation the whole. Keras only counts the
    values when every size is known; here it is also counted when some are hidden.
    """
    wanted = f"({', '.join('None' if t is None else pretty(t) for t in target)})"
    for size in target:
        if isinstance(size, int) and size < -1:
            raise Refused(
                "reshape-bad-target",
                f"{name} to {wanted}: {pretty(size)} is no size",
                help="only -1 is allowed below zero: it stands for what is left over",
            )
    if sum(1 for size in target if size == -1) > 1:
        raise Refused(
            "reshape-bad-target",
            f"{name} to {wanted}: only one size can be left open with -1",
        )
    open_axes = [i for i, size in enumerate(target) if size is None or size == -1]
    known = [size for size in target if size is not None and size != -1]
    total, rest = product(shape), product(known)
    unseen = any(map(hidden, shape)) or any(size is None or hidden(size) for size in target)
    result = [size if size is not None else -1 for size in target]
    if not open_axes:
        if not required(equal(total, rest), needs):
            raise _does_not_fit(name, shape, known, wanted)
        return tuple(result), concluded(factors(known), rest)
    if len(open_axes) > 1:
        for i in open_axes:  # more than one is left to run time: nothing is known about them
            result[i] = symbol(_fresh(f"reshaped_{i}", shape, target), hidden=True)
        return tuple(result), ""
    if rest == 0 or not required(divides(rest, total), needs):
        raise _does_not_fit(name, shape, known, wanted, open_axis=True)
    size = exact_div(total, rest)
    if size is None:
        size = total // rest
    if unseen and not hidden(size):
        name = _fresh("reshaped", shape, target)
        size = veil(size) if isinstance(size, int) else symbol(name, hidden=True)
    result[open_axes[0]] = size
    below = factors(known)
    below = f"({below})" if len(known) > 1 else below
    text = f"{factors(shape)}/{below}" if known and rest != 1 else factors(shape)
    return tuple(result), concluded(text, size)


def _does_not_fit(
    name: str, shape: Shape, known: Sequence[Size], wanted: str, *, open_axis: bool = False
) -> Refused:
    total, rest = product(shape), product(known)
    needed = f"{factors(known)} = {pretty(rest)}" if len(known) > 1 else pretty(rest)
    if open_axis:
        message = (
            f"{name} to {wanted} needs a multiple of {needed} values, its input has {pretty(total)}"
        )
    else:
        message = f"{name} needs {needed} values, its input has {pretty(total)}"
    helped = ""
    for i, size in enumerate(known):
        others = product((*known[:i], *known[i + 1 :]))
        fitting = exact_div(total, others) if others != 0 else None
        if fitting is not None and fitting != 0 and not open_axis and not hidden(fitting):
            changed = ", ".join(pretty(fitting if j == i else k) for j, k in enumerate(known))
            comma = "," if len(known) == 1 else ""
            helped = f"({changed}{comma}) holds {pretty(total)} values: {pretty(fitting)} "
            helped += f"instead of {pretty(size)}"
    verb = "is no multiple of" if open_axis else "≠"
    return Refused(
        "reshape-size-mismatch",
        message,
        sum=f"{factors(shape)} = {pretty(total)} {verb} {needed}",
        help=helped,
    )


def _fresh(stem: str, shape: Shape, target: Sequence[Size | None]) -> str:
    """A name made from what a size depends on: the same question gives the same symbol. It begins
    with `_`: to people it says nothing."""
    text = "_".join(str(part) for part in (*shape, "to", *target))
    text = text.replace("-", "minus").replace("//", "over")
    return f"_{stem}_{''.join(c if c.isalnum() else '_' for c in text)}"


def flatten(shape: Shape) -> tuple[Shape, str]:
    """All axes but the batch as one; a bare batch gets an axis of 1."""
    size = product(shape[1:])
    for part in shape[1:]:
        if hidden(part):
            size = veiled(size, part)
    return (*shape[:1], size), concluded(factors(shape[1:]), size) if shape[1:] else "1"
