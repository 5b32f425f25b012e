"""Whole numbers that count as Python's do, and are of another type."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..source import Span


class Whole(int):
    """A whole number of NumPy's: `np.int64(3)`, what `np.prod(shape)` gives.

    In Python it is no `int`; whoever makes no difference takes it for one. What its operators give
    is for its behaviour to say. `span` is where the program came by it. One that is not `known` is
    of this type, and may have any value.
    """

    dtype: str
    span: Span | None
    known = True

    def __repr__(self) -> str:
        return f"np.{self.dtype}({int(self) if self.known else '...'})"

    def __str__(self) -> str:
        return str(int(self))


def whole(value: int, dtype: str, span: Span | None) -> Whole:
    """A number of this dtype, made here."""
    made = Whole(value)
    made.dtype = dtype
    made.span = span
    return made
