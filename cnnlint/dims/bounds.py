"""Bounds: interval arithmetic, where a floor may be traded for the fraction below or above it."""

from __future__ import annotations

from math import lcm

from .forms import INFINITY, TooComplex, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .forms import Bound, Dim, Monomial, Size


def lowest(size: Size, tries: int = 4) -> Bound:
    """The greatest number found that the size is never below; `tries` is how often to trade."""
    if isinstance(size, int):
        return size
    low: Bound = 0
    for monomial, factor in size.terms:
        ends = _range(monomial)
        low = _add(low, _times(ends[0] if factor > 0 else ends[1], factor))
    if tries and len(size.terms) > 1:
        try:
            relaxed = _relaxed(size)
        except TooComplex:
            return low
        if relaxed is not None:
            multiple, smaller = relaxed
            other = lowest(smaller, tries - 1)
            low = max(low, other if isinstance(other, float) else -(-other // multiple))
    return low


def highest(size: Size) -> Bound:
    """The smallest number found that the size is never above."""
    low = lowest(-size)
    return -low


def floor(bound: Bound, k: int) -> Bound:
    """The bound of floor(size/k)."""
    return bound if isinstance(bound, float) else bound // k


def _relaxed(size: Dim) -> tuple[int, Size] | None:
    """(k, s) with k·size >= s, where s has the outermost floors of `size` replaced by fractions.

    floor(a/k) lies between (a − k + 1)/k and a/k; so H − H//2 is seen to be at least H/2.
    """
    fractions = [_fraction(monomial, factor) for monomial, factor in size.terms]
    multiple = lcm(*(k for _, k in fractions))
    if multiple == 1:
        return None
    result: Size = 0
    for numerator, k in fractions:
        result = result + numerator * (multiple // k)
    return multiple, result


def _fraction(monomial: Monomial, factor: int) -> tuple[Size, int]:
    """(n, k) with n/k never above the term, and equal to it unless k rounds in it."""
    for i, atom in enumerate(monomial):
        rest = monomial[:i] + monomial[i + 1 :]
        if atom.op == "//" and _range(rest)[0] >= 0:
            inner, k = atom.args
            if isinstance(k, int):
                below = inner if factor < 0 else inner - k + 1
                return total({rest: factor}) * below, k
    return total({monomial: factor}), 1


def _range(monomial: Monomial) -> tuple[Bound, Bound]:
    low: Bound = 1
    high: Bound = 1
    for atom in monomial:
        ends = [_times(x, y) for x in (low, high) for y in (atom.low, atom.high)]
        low, high = min(ends), max(ends)
    return low, high


def _add(a: Bound, b: Bound) -> Bound:
    if isinstance(a, float):  # an int too long for a float must not meet an infinity
        return a
    return b if isinstance(b, float) else a + b


def _times(a: Bound, b: Bound) -> Bound:
    if a == 0 or b == 0:
        return 0
    if isinstance(a, float) or isinstance(b, float):
        return INFINITY if (a > 0) == (b > 0) else -INFINITY
    return a * b
