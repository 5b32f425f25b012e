"""Shapes and sums as a person reads them."""

from __future__ import annotations

from ..dims import Dim, hidden, pretty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dims import Size

    Shape = tuple[Size, ...]


def show(shape: Shape) -> str:
    """The shape as Keras prints it: `(None, 32, 32, 64)`."""
    return written(each_size(shape))


def each_size(shape: Shape) -> list[str]:
    """The sizes of the shape as Keras prints them."""
    return ["None" if hidden(size) else pretty(size) for size in shape]


def written(sizes: Sequence[str]) -> str:
    """A shape of these sizes, as Python writes a tuple."""
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def listing(shapes: Sequence[Shape]) -> str:
    """The different ones among these shapes."""
    return " and ".join(map(show, dict.fromkeys(shapes)))


def factors(sizes: Sequence[Size]) -> str:
    """The sizes as a product: `3·3·3·64`."""
    return "·".join(map(factor, sizes)) or "1"


def factor(size: Size) -> str:
    """The size in a product: a sum or a negative number gets brackets."""
    text = pretty(size)
    summed = len(size.terms) > 1 if isinstance(size, Dim) else size < 0
    return f"({text})" if summed or " mod " in text else text


def summand(size: Size) -> str:
    """The size in a sum: only what starts with a minus sign gets brackets."""
    text = pretty(size)
    return f"({text})" if text.startswith("\u2212") else text


def concluded(text: str, result: Size) -> str:
    """The sum and what it comes to, where that is a number and not said already."""
    shown = pretty(result)
    return f"{text} = {shown}" if isinstance(result, int) and shown != text else text
