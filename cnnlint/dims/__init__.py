"""Symbolic whole numbers: what a tensor's size is when no program has run yet.

A size is a plain `int`, or a `Dim`: a polynomial with integer coefficients over atoms, where an
atom is a symbol, a floor-division, a remainder, a minimum or a maximum. Every operation returns
the one normal form, so sizes that are the same sum of the same products are `==`, and a constant
is always a plain `int`. What the normal form cannot tell apart, the deciding functions try:
`equal`, `at_least` and `divides` answer `ALWAYS`, `NEVER`, or `When` and then say when.

Most sizes are plain numbers. They are answered here; the modules behind are loaded when the
first symbolic size needs them.
"""

from __future__ import annotations

from .conditions import ALWAYS, NEVER, Verdict, When, stands
from .forms import Dim, Size, TooComplex, hidden, product, symbol, symbols, veil

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "ALWAYS",
    "NEVER",
    "Dim",
    "Size",
    "TooComplex",
    "Verdict",
    "When",
    "apart",
    "at_least",
    "ceil_div",
    "conjoin",
    "divides",
    "equal",
    "exact_div",
    "hidden",
    "less_than",
    "lower",
    "maximum",
    "minimum",
    "not_equal",
    "pretty",
    "product",
    "rename",
    "required",
    "substitute",
    "symbol",
    "symbols",
    "upper",
    "veil",
]


def minimum(a: Size, b: Size) -> Size:
    if isinstance(a, int) and isinstance(b, int):
        return min(a, b)
    from . import compounds

    return compounds.extreme("min", a, b)


def maximum(a: Size, b: Size) -> Size:
    if isinstance(a, int) and isinstance(b, int):
        return max(a, b)
    from . import compounds

    return compounds.extreme("max", a, b)


def ceil_div(a: Size, b: Size) -> Size:
    return (a + b - 1) // b


def exact_div(a: Size, b: Size) -> Size | None:
    """The quotient, if `b` divides `a` whatever the symbols stand for; otherwise None."""
    if isinstance(a, int) and isinstance(b, int):
        return None if b == 0 or a % b else a // b
    from . import compounds

    return compounds.exact_div(a, b)


def substitute(size: Size, values: Mapping[str, Size]) -> Size:
    """The size with symbols replaced, by numbers or by other sizes."""
    if isinstance(size, int):
        return size
    from . import compounds

    return compounds.substitute(size, values)


def rename(size: Size, names: Mapping[str, str]) -> Size:
    """The size with its symbols called otherwise; a ValueError where two would become one."""
    if isinstance(size, int):
        return size
    from . import compounds

    return compounds.rename(size, names)


def lower(size: Size) -> int | None:
    """A number the size is never below, if one can be shown."""
    if isinstance(size, int):
        return size
    from . import bounds

    low = bounds.lowest(size)
    return low if isinstance(low, int) else None


def upper(size: Size) -> int | None:
    """A number the size is never above, if one can be shown."""
    if isinstance(size, int):
        return size
    from . import bounds

    high = bounds.highest(size)
    return high if isinstance(high, int) else None


def pretty(size: Size) -> str:
    """The size as a person writes it: `⌊H/2⌋ + 1`, `3·filters − 1`."""
    if isinstance(size, int) and size >= 0:
        return str(size)
    from . import text

    return text.size_text(size, people=True)


def equal(a: Size, b: Size) -> Verdict | When:
    return ALWAYS if a == b else _decided(a - b, "==")


def apart(a: Size, b: Size) -> bool:
    """Whether two sizes that are both shown can never be the same."""
    return not hidden(a) and not hidden(b) and equal(a, b) is NEVER


def not_equal(a: Size, b: Size) -> Verdict | When:
    return NEVER if a == b else _decided(a - b, "!=")


def at_least(a: Size, b: Size) -> Verdict | When:
    return _decided(a - b, ">=")


def less_than(a: Size, b: Size) -> Verdict | When:
    return _decided(b - a - 1, ">=")


def divides(k: Size, a: Size) -> Verdict | When:
    """Whether `a` is a whole multiple of `k`."""
    return _decided(a % k, "==")


def _decided(size: Size, relation: str) -> Verdict | When:
    if isinstance(size, int):
        return ALWAYS if stands(size, relation) else NEVER
    from . import decisions

    return decisions.decide(size, relation)


def required(answer: Verdict | When, needs: list[When]) -> bool:
    """False when it can never be; where it may be, the condition joins what is needed."""
    if isinstance(answer, When):
        needs.append(answer)
        return True
    return answer is ALWAYS


def conjoin(conditions: Iterable[When]) -> tuple[When, ...] | None:
    """One short list that says the same as all of these together; None if nothing satisfies it.

    The conditions on a single symbol become one.
    """
    asked = tuple(conditions)
    if not asked:
        return ()
    from . import decisions

    return decisions.conjoin(asked)
