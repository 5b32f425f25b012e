"""Floor-divisions, remainders, minima and maxima, each brought to its normal form."""

from __future__ import annotations

from math import gcd

from .bounds import floor, highest, lowest
from .forms import (
    INFINITY,
    MAX_DEPTH,
    MAX_NODES,
    MAX_TERMS,
    Atom,
    Dim,
    TooComplex,
    hidden,
    single,
    symbol_atoms,
    symbols,
    terms_of,
    total,
)
from .text import atom_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .forms import Bound, Monomial, Size, Term

MAX_ARGUMENTS = 12


def quotient(a: Size, b: Size) -> Size:
    """`a // b`."""
    if isinstance(b, Dim):
        return _symbolic_quotient(a, b)
    if isinstance(a, int):
        return a // b
    if b < 0:
        return quotient(-a, -b)
    # floor((k·q + r)/k) = q + floor(r/k): whole multiples of the divisor leave the bracket.
    # A coefficient keeps its sign, the constant becomes a proper remainder.
    whole: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for monomial, factor in a.terms:
        outside = factor // b if not monomial or factor > 0 else -(-factor // b)
        whole[monomial] = outside
        rest[monomial] = factor - outside * b
    outer, inner = total(whole), total(rest)
    if isinstance(inner, int):
        return outer + inner // b
    if inner.terms[0][1] < 0:  # floor(-u/k) = -ceil(u/k)
        return outer - quotient(b - 1 - inner, b)
    common = gcd(b, step(inner))
    if common > 1:
        return outer + quotient(_floored(inner, common), b // common)
    for monomial, factor in inner.terms:
        nested = monomial[0] if factor == 1 and len(monomial) == 1 else None
        if nested and nested.op == "//" and isinstance(nested.args[1], int) and nested.args[1] > 0:
            # floor((floor(u/j) + v)/k) = floor((u + j·v)/(j·k))
            u, j = nested.args
            return outer + quotient(u + (inner - single(nested)) * j, j * b)
        odd = monomial[0] if len(monomial) == 1 and monomial[0].op == "%" else None
        if odd and odd.args[1] == b and (factor == -1 or (factor == 1 and b == 2)):
            # (u − u mod k)/k = floor(u/k), and (u + u mod 2)/2 = ceil(u/2)
            more = inner - single(odd) * factor - odd.args[0]
            if isinstance(more, int):
                return outer + more // b + quotient(odd.args[0] + (factor == 1), b)
    low, high = floor(lowest(inner), b), floor(highest(inner), b)
    if low == high:
        return outer + int(low)
    return outer + _compound("//", (inner, b), low, high)


def _symbolic_quotient(a: Size, b: Dim) -> Size:
    if lowest(b) > 0 or highest(b) < 0:  # else it may be a division by zero: that stays visible
        exact = exact_div(a, b)
        if exact is not None:
            return exact
        atoms, number = common_factor((*terms_of(a), *b.terms))
        if atoms or number > 1:
            return quotient(divided(a, atoms, number), divided(b, atoms, number))
    if lowest(b) > 0 and lowest(a) >= 0:
        if lowest(b - a) > 0:
            return 0
        return _compound("//", (a, b), 0, highest(a))
    return _compound("//", (a, b), -INFINITY, INFINITY)


def remainder(a: Size, b: Size) -> Size:
    """`a % b`."""
    if isinstance(b, Dim):
        if lowest(b) <= 0:
            return _compound("%", (a, b), -INFINITY, INFINITY)
        if exact_div(a, b) is not None:
            return 0
        if lowest(a) >= 0 and lowest(b - a) > 0:
            return a
        return _compound("%", (a, b), 0, highest(b - 1))
    if isinstance(a, int):
        return a % b
    if b < 0:
        return -remainder(-a, -b)
    rest: Size = 0
    for monomial, factor in a.terms:
        inner = monomial[0] if len(monomial) == 1 and monomial[0].op == "%" else None
        if inner and isinstance(inner.args[1], int) and inner.args[1] % b == 0:
            rest = rest + inner.args[0] * (factor % b)  # (u % (j·k)) % k = u % k
        else:
            rest = rest + total({monomial: factor % b})
    rest = total({monomial: factor % b for monomial, factor in terms_of(rest)})
    if isinstance(rest, int):
        return rest
    common = gcd(b, step(rest))
    if common > 1:  # (g·u + c) % (g·k) = g·((u + c//g) % k) + c % g
        small = remainder(_floored(rest, common), b // common)
        return small * common + rest.constant % common
    turns = floor(lowest(rest), b)
    if turns == floor(highest(rest), b):
        return rest - b * int(turns)
    return _compound("%", (rest, b), 0, b - 1)


def extreme(op: str, *sizes: Size) -> Size:
    """The minimum or maximum, without what can never be the one."""
    args: list[Size] = []
    for size in sizes:
        atom = _lone(size, op)
        args.extend(atom.args if atom else (size,))
    args.sort(key=lambda arg: (isinstance(arg, int), str(arg)))  # of two equals the first stays
    if len(args) > MAX_ARGUMENTS:  # every pair of them is compared
        raise TooComplex(f"a {op} of many sizes")
    kept: list[Size] = []
    for arg in args:
        if any(_dominates(op, other, arg) for other in kept):
            continue
        kept = [other for other in kept if not _dominates(op, arg, other)]
        kept.append(arg)
    if len(kept) == 1:
        return kept[0]
    pick = min if op == "min" else max
    return _compound(op, tuple(kept), pick(map(lowest, kept)), pick(map(highest, kept)))


def _dominates(op: str, a: Size, b: Size) -> bool:
    """Whether `b` adds nothing to a minimum or maximum that `a` is part of."""
    return lowest(b - a if op == "min" else a - b) >= 0


def _lone(size: Size, op: str) -> Atom | None:
    """The atom that the size is, if it is nothing but one atom of this kind."""
    if isinstance(size, Dim) and len(size.terms) == 1:
        monomial, factor = size.terms[0]
        if factor == 1 and len(monomial) == 1 and monomial[0].op == op:
            return monomial[0]
    return None


def _compound(op: str, args: tuple[Size, ...], low: Bound, high: Bound) -> Dim:
    atom = Atom(op, args, atom_text(op, args, people=False), low, high, any(map(hidden, args)))
    if atom.depth > MAX_DEPTH or atom.nodes > MAX_NODES:
        raise TooComplex("a size with too many parts")
    return single(atom)


def exact_div(a: Size, b: Size) -> Size | None:
    """The quotient, if `b` divides `a` whatever the symbols stand for; otherwise None."""
    if isinstance(b, int):
        if b == 0 or any(factor % b for _, factor in terms_of(a)):
            return None
        return _floored(a, b)
    # Long division by the leading term; the order of terms is graded and lexicographic, so each
    # step leaves a smaller remainder.
    lead, lead_factor = b.terms[0]
    result: Size = 0
    for _ in range(MAX_TERMS):
        if isinstance(a, int):
            return result if a == 0 else None
        atoms, factor = a.terms[0]
        rest = _without(atoms, lead)
        if rest is None or factor % lead_factor:
            return None
        part = total({rest: factor // lead_factor})
        result = result + part
        a = a - part * b
    return None


def common_factor(terms: Iterable[Term]) -> tuple[Monomial, int]:
    """The greatest divisor of every term: atoms that are always positive, and a number."""
    shared: list[Atom] | None = None
    number = 0
    for monomial, factor in terms:
        number = gcd(number, factor)
        if shared is None:
            shared = [atom for atom in monomial if atom.low > 0]
        left = list(monomial)
        kept = []
        for atom in shared:
            if atom in left:
                left.remove(atom)
                kept.append(atom)
        shared = kept
    return tuple(shared or ()), number


def divided(size: Size, atoms: Monomial, number: int) -> Size:
    """The size without a common factor of its terms."""
    return total({_without(m, atoms) or (): factor // number for m, factor in terms_of(size)})


def step(size: Dim) -> int:
    """The greatest number that divides every change of the size: all factors but the constant."""
    return gcd(*(factor for monomial, factor in size.terms if monomial))


def _floored(size: Size, number: int) -> Size:
    return total({monomial: factor // number for monomial, factor in terms_of(size)})


def _without(atoms: Monomial, part: Monomial) -> Monomial | None:
    """The product divided by another product of atoms, if it contains it."""
    rest = list(atoms)
    for atom in part:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest)


def substitute(size: Size, values: Mapping[str, Size]) -> Size:
    """The size with symbols replaced, by numbers or by other sizes."""
    if isinstance(size, int):
        return size
    result: Size = 0
    for monomial, factor in size.terms:
        value: Size = factor
        for atom in monomial:
            value = value * _replaced(atom, values)
        result = result + value
    return result


def _replaced(atom: Atom, values: Mapping[str, Size]) -> Size:
    if atom.names.isdisjoint(values):
        return single(atom)
    if atom.op == "symbol":
        return values[atom.text]
    args = [substitute(arg, values) for arg in atom.args]
    if atom.op == "//":
        return args[0] // args[1]
    if atom.op == "%":
        return args[0] % args[1]
    return extreme(atom.op, *args)


def rename(size: Size, names: Mapping[str, str]) -> Size:
    """The size with its symbols called otherwise; a ValueError where two would become one."""
    new_names(symbols(size), names)
    renamed = {
        atom.text: single(Atom("symbol", (), names[atom.text], atom.low, atom.high, atom.hidden))
        for atom in symbol_atoms(size)
        if atom.text in names
    }
    return substitute(size, renamed)


def new_names(old: frozenset[str], names: Mapping[str, str]) -> frozenset[str]:
    """The names that these symbols get; a ValueError where two would become one."""
    new = frozenset(names.get(name, name) for name in old)
    if len(new) < len(old):
        raise ValueError(f"two symbols would get one name: {dict(names)}")
    return new
