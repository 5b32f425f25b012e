"""The values of one symbol for which a size stands in a relation to zero.

On the values r, r + P, r + 2P, ... where P is the period, an expression made of sums, products
and floor-divisions by numbers is a polynomial; a minimum or maximum of such is one from some
point on. A polynomial keeps its sign once its leading term outweighs the others. So a residue is
settled by its polynomial, after its first values have been tried out.
"""

from __future__ import annotations

from itertools import zip_longest
from math import lcm

from .compounds import substitute
from .conditions import stands
from .forms import INFINITY, symbol_atoms, terms_of
from .solutions import MAX_PERIOD, MAX_TRIALS, Solutions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .forms import Atom, Bound, Dim, Size

    Polynomial = list[int]  # coefficients, the constant first and the last not zero


def solve(size: Dim, relation: str) -> Solutions | None:
    """The solutions in the size's one symbol; None where finding them would take too long."""
    unknown = next(symbol_atoms(size))
    least, period = int(unknown.low), _period(size)
    if period is None or period * size.nodes > 16 * MAX_TRIALS:
        return None
    budget = MAX_TRIALS
    early: list[int] = []
    tails: dict[int, int] = {}
    for residue in range(period):
        along = _along(size, residue, period)
        if along is None:
            return None
        polynomial, valid = along
        lead = polynomial[-1] if polynomial else 0
        first = -((residue - least) // period)  # residue + period·first is the first allowed
        start = int(max(first, valid))
        turn = start
        if len(polynomial) == 2:  # one change of sign: only the turn itself needs trying
            turn = max(start, -(polynomial[0] // lead))
            settled = turn + 1
        else:
            settled = int(max(start, _dominated_from(polynomial)))
        before = stands(-lead, relation)
        budget -= start - first + settled - turn + (turn - start if before else 0)
        if budget < 0:
            return None
        if before:
            early += range(residue + period * start, residue + period * turn, period)
        for t in (*range(first, start), *range(turn, settled)):
            value = substitute(size, {unknown.text: residue + period * t})
            if isinstance(value, int) and stands(value, relation):
                early.append(residue + period * t)
        if stands(lead, relation):
            tails[residue] = residue + period * settled
    begin = max([least, *tails.values(), *(value + 1 for value in early)])
    for tail in tails.values():
        budget -= (begin - tail) // period
        if budget < 0:
            return None
        early += range(tail, begin, period)
    return Solutions(least, begin, period, tails, early)


def _period(size: Size) -> int | None:
    """P such that the size is a polynomial on each residue modulo P; None if there is none.

    floor(q(x)/k), with q of period P, has period k·P; see `_along` for why.
    """
    period = 1
    for monomial, _ in terms_of(size):
        for atom in monomial:
            inner = 1
            for arg in atom.args:
                part = _period(arg)
                if part is None:
                    return None
                inner = lcm(inner, part)
            if atom.op in ("//", "%"):
                if not isinstance(atom.args[1], int):
                    return None
                inner *= atom.args[1]
            period = lcm(period, inner)
            if period > MAX_PERIOD:
                return None
    return period


def _along(size: Size, residue: int, period: int) -> tuple[Polynomial, Bound] | None:
    """The size at residue + period·t, as a polynomial in t, and the t from which it is that."""
    total: Polynomial = []
    valid: Bound = -INFINITY
    for monomial, factor in terms_of(size):
        value: Polynomial = [factor]
        for atom in monomial:
            part = _atom_along(atom, residue, period)
            if part is None:
                return None
            valid = max(valid, part[1])
            value = _multiplied(value, part[0])
        total = _summed(total, value)
    return total, valid


def _atom_along(atom: Atom, residue: int, period: int) -> tuple[Polynomial, Bound] | None:
    if atom.op == "symbol":
        return [residue, period], -INFINITY
    parts = [_along(arg, residue, period) for arg in atom.args]
    first = parts[0]
    if first is None:
        return None
    best, valid = first
    k = atom.args[1]
    if atom.op in ("//", "%"):
        # All coefficients but the constant are multiples of k, by the choice of the period.
        if not isinstance(k, int) or any(c % k for c in best[1:]):
            return None
        if atom.op == "%":
            return _trimmed([c % k for c in best]), valid
        return _trimmed([c // k for c in best]), valid
    for part in parts[1:]:
        if part is None:
            return None
        other, since = part
        ahead = _summed(best, [-c for c in other])
        valid = max(valid, since, _dominated_from(ahead))
        if ahead and (ahead[-1] > 0) == (atom.op == "min"):
            best = other
    return best, valid


def _trimmed(polynomial: Polynomial) -> Polynomial:
    while polynomial and polynomial[-1] == 0:
        polynomial.pop()
    return polynomial


def _summed(a: Polynomial, b: Polynomial) -> Polynomial:
    return _trimmed([x + y for x, y in zip_longest(a, b, fillvalue=0)])


def _multiplied(a: Polynomial, b: Polynomial) -> Polynomial:
    product = [0] * max(0, len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


def _dominated_from(polynomial: Polynomial) -> Bound:
    """The t from which on the polynomial has the sign of its leading coefficient."""
    if len(polynomial) < 2:
        return -INFINITY
    *rest, lead = map(abs, polynomial)
    if len(rest) == 1:
        return rest[0] // lead + 1
    t = 1
    degree = len(rest)
    while lead * t**degree <= sum(c * t**i for i, c in enumerate(rest)):
        t *= 2
    return t
