"""Symbolic whole numbers: what a tensor's size is when no program has run yet.

A size is a plain `int`, or a `Dim`: a polynomial with integer coefficients over atoms, where an
atom is a symbol, a floor-division, a remainder, a minimum or a maximum. Every operation returns
the one normal form, so sizes that are the same sum of the same products are `==`, and a constant
is always a plain `int`. What the normal form cannot tell apart, the deciding functions try:
`equal`, `at_least` and `divides` answer `ALWAYS`, `NEVER`, or `When` and then say when.
"""

from __future__ import annotations

from math import gcd, lcm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Monomial = tuple["Atom", ...]
    Bound = int | float  # a whole number, or one of the two infinities
    Polynomial = list[int]  # coefficients, the constant first

# Real models stay far below these; past them an expression is hostile or useless to a reader.
MAX_TERMS = 256
MAX_NODES = 1024
MAX_DEPTH = 32
MAX_DEGREE = 24
MAX_ARGUMENTS = 12
MAX_BITS = 4096
MAX_PERIOD = 2048
MAX_TRIALS = 4096
MAX_LISTED = 16
INFINITY = float("inf")


class TooComplex(Exception):  # noqa: N818
    """The exact size has outgrown the budget; whoever asked treats it as unknown."""


class Atom:
    """An indivisible factor: `op` is "symbol", "//", "%", "min" or "max".

    `low` and `high` bound its value. `text` is its canonical Python spelling; atoms of the same
    kind and spelling are the same atom, which makes symbols of one name one symbol.
    """

    __slots__ = ("_hash", "args", "depth", "hidden", "high", "low", "names", "nodes", "op", "text")

    def __init__(
        self, op: str, args: tuple[Size, ...], text: str, low: Bound, high: Bound, hidden: bool
    ) -> None:
        self.op = op
        self.args = args
        self.text = text
        self.low = low
        self.high = high
        self.hidden = hidden
        self.names: frozenset[str] = frozenset((text,)) if op == "symbol" else frozenset()
        self.nodes = 1
        self.depth = 1
        for arg in args:
            if isinstance(arg, Dim):
                self.names |= symbols(arg)
                self.nodes += arg.nodes
                self.depth = max(self.depth, 1 + max(a.depth for m, _ in arg.terms for a in m))
        self._hash = hash((op, text))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Atom) and self.text == other.text and self.op == other.op

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return self.text


class Dim:
    """A size that depends on symbols: a sorted sum of (product of atoms, coefficient)."""

    __slots__ = ("_hash", "nodes", "terms")

    def __init__(self, terms: tuple[tuple[Monomial, int], ...]) -> None:
        """Only for `_total`, which sorts and checks; make sizes with `symbol` and arithmetic."""
        self.terms = terms
        self.nodes = sum(1 + sum(atom.nodes for atom in monomial) for monomial, _ in terms)
        self._hash = hash(terms)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Dim) and self._hash == other._hash and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        raise TypeError("whether a symbolic size is zero must be decided: use equal() or lower()")

    def __str__(self) -> str:
        return _text(self, people=False)

    def __repr__(self) -> str:
        return f"Dim({self})"

    def __neg__(self) -> Dim:
        return Dim(tuple((monomial, -factor) for monomial, factor in self.terms))

    def __pos__(self) -> Dim:
        return self

    def __add__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        total = dict(self.terms)
        for monomial, factor in _terms(other):
            total[monomial] = total.get(monomial, 0) + factor
        return _total(total)

    __radd__ = __add__

    def __sub__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        return self + -other

    def __rsub__(self, other: int) -> Size:
        return -self + other

    def __mul__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        right = _terms(other)
        if len(self.terms) * len(right) > 16 * MAX_TERMS:
            raise TooComplex("a product of two long sums")
        total: dict[Monomial, int] = {}
        for left_atoms, left_factor in self.terms:
            for right_atoms, right_factor in right:
                atoms = tuple(sorted(left_atoms + right_atoms, key=_spelling))
                total[atoms] = total.get(atoms, 0) + left_factor * right_factor
        return _total(total)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Size:
        if not isinstance(exponent, int) or exponent < 0:
            return NotImplemented
        if exponent > MAX_DEGREE:
            raise TooComplex(f"a symbolic size to the power {exponent}")
        return product([self] * exponent)

    def __floordiv__(self, other: Size) -> Size:
        return _quotient(self, other) if isinstance(other, (int, Dim)) else NotImplemented

    def __rfloordiv__(self, other: int) -> Size:
        return _quotient(other, self)

    def __mod__(self, other: Size) -> Size:
        return _remainder(self, other) if isinstance(other, (int, Dim)) else NotImplemented

    def __rmod__(self, other: int) -> Size:
        return _remainder(other, self)


Size = int | Dim


def symbol(name: str, *, hidden: bool = False, at_least: int = 1) -> Dim:
    """A size known only by name (an identifier); `hidden` when Keras shows it as None."""
    return _single(Atom("symbol", (), name, at_least, INFINITY, hidden))


def veil(size: int) -> Dim:
    """A size whose value is known although Keras shows it as None: a symbol with one value."""
    name = f"size_{size}" if size >= 0 else f"size_minus_{-size}"
    return _single(Atom("symbol", (), name, size, size, True))


def minimum(a: Size, b: Size) -> Size:
    return _extreme("min", a, b)


def maximum(a: Size, b: Size) -> Size:
    return _extreme("max", a, b)


def product(sizes: Iterable[Size]) -> Size:
    result: Size = 1
    for size in sizes:
        result = result * size
        if isinstance(result, int) and result.bit_length() > MAX_BITS:
            raise TooComplex("a number too large to be a size")
    return result


def ceil_div(a: Size, b: Size) -> Size:
    return (a + b - 1) // b


def exact_div(a: Size, b: Size) -> Size | None:
    """The quotient, if `b` divides `a` whatever the symbols stand for; otherwise None."""
    if isinstance(b, int):
        if b == 0 or any(factor % b for _, factor in _terms(a)):
            return None
        return _total({monomial: factor // b for monomial, factor in _terms(a)})
    # Long division by the leading term; the order of terms is graded and lexicographic, so each
    # step leaves a smaller remainder.
    lead, lead_factor = b.terms[0]
    quotient: Size = 0
    for _ in range(MAX_TERMS):
        if isinstance(a, int):
            return quotient if a == 0 else None
        atoms, factor = a.terms[0]
        rest = _without(atoms, lead)
        if rest is None or factor % lead_factor:
            return None
        step = _total({rest: factor // lead_factor})
        quotient = quotient + step
        a = a - step * b
    return None


def hidden(size: Size) -> bool:
    """Whether Keras shows this size as None."""
    return isinstance(size, Dim) and any(a.hidden for m, _ in size.terms for a in m)


def symbols(size: Size) -> frozenset[str]:
    """The names that the size depends on."""
    return frozenset(n for monomial, _ in _terms(size) for atom in monomial for n in atom.names)


def substitute(size: Size, values: Mapping[str, Size]) -> Size:
    """The size with symbols replaced, by numbers or by other sizes."""
    if isinstance(size, int):
        return size
    total: Size = 0
    for monomial, factor in size.terms:
        value: Size = factor
        for atom in monomial:
            value = value * _replaced(atom, values)
        total = total + value
    return total


def lower(size: Size) -> int | None:
    """A number the size is never below, if one can be shown."""
    low = _lowest(size)
    return low if isinstance(low, int) else None


def upper(size: Size) -> int | None:
    """A number the size is never above, if one can be shown."""
    low = _lowest(-size)
    return -low if isinstance(low, int) else None


def pretty(size: Size) -> str:
    """The size as a person writes it: `⌊H/2⌋ + 1`, `3·filters − 1`."""
    return _text(size, people=True)


# Normal form


def _spelling(atom: Atom) -> str:
    return atom.text


def _significance(term: tuple[Monomial, int]) -> tuple[int, list[str]]:
    return -len(term[0]), [atom.text for atom in term[0]]


def _terms(size: Size) -> tuple[tuple[Monomial, int], ...]:
    if isinstance(size, Dim):
        return size.terms
    return (((), int(size)),) if size else ()


def _total(total: Mapping[Monomial, int]) -> Size:
    """The sum of products as a size: sorted, without zeros, an int if nothing else is left."""
    terms = [(monomial, factor) for monomial, factor in total.items() if factor]
    if any(factor.bit_length() > MAX_BITS for _, factor in terms):
        raise TooComplex("a number too large to be a size")
    if not terms:
        return 0
    if len(terms) == 1 and not terms[0][0]:
        return terms[0][1]
    if len(terms) > MAX_TERMS or any(len(monomial) > MAX_DEGREE for monomial, _ in terms):
        raise TooComplex("a size with too many terms")
    result = Dim(tuple(sorted(terms, key=_significance)))
    if result.nodes > MAX_NODES:
        raise TooComplex("a size with too many parts")
    return result


def _single(atom: Atom) -> Dim:
    return Dim((((atom,), 1),))


def _lone(size: Size, op: str) -> Atom | None:
    """The atom that the size is, if it is nothing but one atom of this kind."""
    if isinstance(size, Dim) and len(size.terms) == 1:
        monomial, factor = size.terms[0]
        if factor == 1 and len(monomial) == 1 and monomial[0].op == op:
            return monomial[0]
    return None


def _compound(op: str, args: tuple[Size, ...], low: Bound, high: Bound) -> Dim:
    atom = Atom(op, args, _atom_text(op, args, people=False), low, high, any(map(hidden, args)))
    if atom.depth > MAX_DEPTH or atom.nodes > MAX_NODES:
        raise TooComplex("a size with too many parts")
    return _single(atom)


def _without(atoms: Monomial, part: Monomial) -> Monomial | None:
    """The product divided by another product of atoms, if it contains it."""
    rest = list(atoms)
    for atom in part:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest)


def _quotient(a: Size, b: Size) -> Size:
    if isinstance(b, Dim):
        return _symbolic_quotient(a, b)
    if isinstance(a, int):
        return a // b
    if b < 0:
        return _quotient(-a, -b)
    # floor((k·q + r)/k) = q + floor(r/k): whole multiples of the divisor leave the bracket.
    # A coefficient keeps its sign, the constant becomes a proper remainder.
    whole: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for monomial, factor in a.terms:
        outside = factor // b if not monomial or factor > 0 else -(-factor // b)
        whole[monomial] = outside
        rest[monomial] = factor - outside * b
    outer, inner = _total(whole), _total(rest)
    if isinstance(inner, int):
        return outer + inner // b
    if inner.terms[0][1] < 0:  # floor(-u/k) = -ceil(u/k)
        return outer - _quotient(b - 1 - inner, b)
    common = gcd(b, *(factor for monomial, factor in inner.terms if monomial))
    if common > 1:
        shrunk = {m: f // common for m, f in inner.terms}
        return outer + _quotient(_total(shrunk), b // common)
    for monomial, factor in inner.terms:
        nested = monomial[0] if factor == 1 and len(monomial) == 1 else None
        if nested and nested.op == "//" and isinstance(nested.args[1], int) and nested.args[1] > 0:
            # floor((floor(u/j) + v)/k) = floor((u + j·v)/(j·k))
            u, j = nested.args
            return outer + _quotient(u + (inner - _single(nested)) * j, j * b)
    low, high = _lowest(inner), _highest(inner)
    low, high = _floor(low, b), _floor(high, b)
    if low == high:
        return outer + int(low)
    return outer + _compound("//", (inner, b), low, high)


def _symbolic_quotient(a: Size, b: Dim) -> Size:
    low, high = _lowest(b), _highest(b)
    if low > 0 or high < 0:  # else it may be a division by zero, which must stay visible
        exact = exact_div(a, b)
        if exact is not None:
            return exact
        shared = gcd(*(factor for _, factor in (*_terms(a), *b.terms)))
        common = _common_atoms((*_terms(a), *b.terms))
        if shared > 1 or common:
            small_a, small_b = (_divided(size, common, shared) for size in (a, b))
            return _quotient(small_a, small_b)
    if low > 0 and _lowest(a) >= 0:
        if _lowest(b - a) > 0:
            return 0
        return _compound("//", (a, b), 0, _highest(a))
    return _compound("//", (a, b), -INFINITY, INFINITY)


def _remainder(a: Size, b: Size) -> Size:
    if isinstance(b, Dim):
        if _lowest(b) > 0:
            if exact_div(a, b) is not None:
                return 0
            if _lowest(a) >= 0 and _lowest(b - a) > 0:
                return a
            return _compound("%", (a, b), 0, _highest(b - 1))
        return _compound("%", (a, b), -INFINITY, INFINITY)
    if isinstance(a, int):
        return a % b
    if b < 0:
        return -_remainder(-a, -b)
    rest: Size = 0
    for monomial, factor in a.terms:
        inner = monomial[0] if len(monomial) == 1 and monomial[0].op == "%" else None
        if inner and isinstance(inner.args[1], int) and inner.args[1] % b == 0:
            rest = rest + inner.args[0] * (factor % b)  # (u % (j·k)) % k = u % k
        else:
            rest = rest + _total({monomial: factor % b})
    rest = _total({m: factor % b for m, factor in _terms(rest)})
    if isinstance(rest, int):
        return rest
    common = gcd(b, *(factor for monomial, factor in rest.terms if monomial))
    if common > 1:  # (g·u + c) % (g·k) = g·((u + c//g) % k) + c % g
        constant = rest.terms[-1][1] if not rest.terms[-1][0] else 0
        small = _total({m: factor // common for m, factor in rest.terms})
        return _remainder(small, b // common) * common + constant % common
    low, high = _lowest(rest), _highest(rest)
    turns = _floor(low, b)
    if turns == _floor(high, b):
        return rest - b * int(turns)
    return _compound("%", (rest, b), 0, b - 1)


def _extreme(op: str, *sizes: Size) -> Size:
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
    return _compound(op, tuple(kept), pick(map(_lowest, kept)), pick(map(_highest, kept)))


def _dominates(op: str, a: Size, b: Size) -> bool:
    """Whether `b` adds nothing to a minimum or maximum that `a` is part of."""
    return _lowest(b - a if op == "min" else a - b) >= 0


def _replaced(atom: Atom, values: Mapping[str, Size]) -> Size:
    if atom.names.isdisjoint(values):
        return _single(atom)
    if atom.op == "symbol":
        return values[atom.text]
    args = [substitute(arg, values) for arg in atom.args]
    if atom.op == "//":
        return args[0] // args[1]
    if atom.op == "%":
        return args[0] % args[1]
    return _extreme(atom.op, *args)


# Bounds: interval arithmetic, where a floor may be traded for the fraction below or above it


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


def _floor(a: Bound, k: int) -> Bound:
    return a if isinstance(a, float) else a // k


def _span(monomial: Monomial) -> tuple[Bound, Bound]:
    low: Bound = 1
    high: Bound = 1
    for atom in monomial:
        ends = [_times(x, y) for x in (low, high) for y in (atom.low, atom.high)]
        low, high = min(ends), max(ends)
    return low, high


def _highest(size: Size) -> Bound:
    low = _lowest(-size)
    return -low


def _lowest(size: Size, tries: int = 4) -> Bound:
    if isinstance(size, int):
        return size
    low: Bound = 0
    for monomial, factor in size.terms:
        ends = _span(monomial)
        low = _add(low, _times(ends[0] if factor > 0 else ends[1], factor))
    if tries and len(size.terms) > 1:
        try:
            relaxed = _relaxed(size)
        except TooComplex:
            return low
        if relaxed is not None:
            multiple, smaller = relaxed
            other = _lowest(smaller, tries - 1)
            low = max(low, other if isinstance(other, float) else -(-other // multiple))
    return low


def _relaxed(size: Dim) -> tuple[int, Size] | None:
    """(k, s) with k·size >= s, where s has the outermost floors of `size` replaced by fractions.

    floor(a/k) lies between (a − k + 1)/k and a/k; so H − H//2 is seen to be at least H/2.
    """
    parts: list[tuple[Size, int]] = []
    for monomial, factor in size.terms:
        part: tuple[Size, int] = (_total({monomial: factor}), 1)
        for i, atom in enumerate(monomial):
            rest = monomial[:i] + monomial[i + 1 :]
            if atom.op == "//" and _span(rest)[0] >= 0:
                inner, k = atom.args
                if isinstance(k, int):
                    below = inner if factor < 0 else inner - k + 1
                    part = (_total({rest: factor}) * below, k)
                    break
        parts.append(part)
    multiple = lcm(*(k for _, k in parts))
    if multiple == 1:
        return None
    result: Size = 0
    for numerator, k in parts:
        result = result + numerator * (multiple // k)
    return multiple, result


def _common_atoms(terms: Iterable[tuple[Monomial, int]]) -> Monomial:
    """The atoms that are factors of every term and never zero or negative."""
    shared: list[Atom] | None = None
    for monomial, _ in terms:
        if shared is None:
            shared = [atom for atom in monomial if atom.low > 0]
            continue
        left = list(monomial)
        kept = []
        for atom in shared:
            if atom in left:
                left.remove(atom)
                kept.append(atom)
        shared = kept
    return tuple(shared or ())


def _divided(size: Size, atoms: Monomial, factor: int) -> Size:
    return _total({_without(m, atoms) or (): f // factor for m, f in _terms(size)})


# Text


def _text(size: Size, people: bool) -> str:
    minus = "\u2212" if people else "-"
    if isinstance(size, int):
        return str(size) if size >= 0 else f"{minus}{-size}"
    terms = list(size.terms)
    first = next((i for i, (_, factor) in enumerate(terms) if factor > 0), 0)
    terms.insert(0, terms.pop(first))  # W - H rather than -H + W
    text = ""
    for monomial, factor in terms:
        negated = factor < 0 and not text
        body = _term_text(monomial, abs(factor), people, negated)
        text += f" {minus if factor < 0 else '+'} {body}" if text else minus * negated + body
    return text


def _term_text(monomial: Monomial, factor: int, people: bool, negated: bool) -> str:
    parts = [str(factor)] if factor != 1 or not monomial else []
    bracketed = negated or bool(parts) or len(monomial) > 1
    for atom in dict.fromkeys(monomial):
        text = _atom_text(atom.op, atom.args, people) if atom.args else atom.text
        if bracketed and (atom.op == "%" or (atom.op == "//" and not people)):
            text = f"({text})"
        power = monomial.count(atom)
        if power > 1:
            text += {2: "²", 3: "³"}.get(power, f"^{power}") if people else f"**{power}"
        parts.append(text)
    return ("·" if people else "*").join(parts)


def _atom_text(op: str, args: tuple[Size, ...], people: bool) -> str:
    if op in ("min", "max"):
        return f"{op}({', '.join(_text(arg, people) for arg in args)})"
    a, b = args
    if not people:
        return f"{_bracketed(a, False)}{op if op == '//' else ' % '}{_bracketed(b, False, True)}"
    if op == "%":
        return f"{_bracketed(a, True)} mod {_bracketed(b, True, True)}"
    left, right = "⌊⌋"
    if isinstance(b, int) and isinstance(a, Dim) and b > 1 and a.terms[-1] == ((), b - 1):
        a, (left, right) = a - (b - 1), "⌈⌉"  # a ceiling, as division rounding up is meant
    return f"{left}{_bracketed(a, True)}/{_bracketed(b, True, True)}{right}"


def _bracketed(size: Size, people: bool, divisor: bool = False) -> str:
    text = _text(size, people)
    if isinstance(size, int):
        return text
    monomial, factor = size.terms[0]
    plain = all(atom.op not in ("//", "%") for atom in monomial)
    whole = divisor and (factor != 1 or len(monomial) > 1)
    return text if len(size.terms) == 1 and plain and not whole else f"({text})"


# Deciding


class Verdict:
    """A decided question. There are two, `ALWAYS` and `NEVER`: compare with `is`."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __bool__(self) -> bool:
        raise TypeError("compare a verdict with `is ALWAYS` or `is NEVER`")

    def __repr__(self) -> str:
        return self._name


ALWAYS = Verdict("ALWAYS")
NEVER = Verdict("NEVER")


class _Solutions:
    """The values of one symbol for which something holds.

    From `start` on they repeat with `period`: those whose remainder is in `residues`. Between
    `least`, the smallest value the symbol may take, and `start` they are listed: `early`.
    `period` and `start` are the smallest that describe the set, so equal sets are equal values.
    """

    __slots__ = ("early", "least", "period", "residues", "start")

    def __init__(
        self, least: int, start: int, period: int, residues: Iterable[int], early: Iterable[int]
    ) -> None:
        tail = frozenset(residues)
        head = set(early)
        for shorter in range(1, period + 1):
            if period % shorter == 0:
                base = frozenset(r % shorter for r in tail)
                if len(base) * (period // shorter) == len(tail):
                    period, tail = shorter, base
                    break
        if not tail:
            period = 1
            start = max(head, default=least - 1) + 1
        while start > least and ((start - 1) in head) == ((start - 1) % period in tail):
            start -= 1
            head.discard(start)
        self.least = least
        self.start = start
        self.period = period
        self.residues = tail
        self.early = frozenset(head)

    def __contains__(self, value: int) -> bool:
        if value < self.start:
            return value in self.early
        return value % self.period in self.residues

    def everything(self) -> bool:
        return self.start == self.least and self.period == 1 and bool(self.residues)

    def nothing(self) -> bool:
        return not self.residues and not self.early

    def only(self) -> int | None:
        """The one value there is, if there is one."""
        return next(iter(self.early)) if not self.residues and len(self.early) == 1 else None

    def both(self, other: _Solutions) -> _Solutions | None:
        """The values in both sets; None when it would take too long to say."""
        late, soon = (self, other) if self.start >= other.start else (other, self)
        least = max(self.least, other.least)
        period = lcm(self.period, other.period)
        if period > MAX_PERIOD:
            return None
        residues = [
            r for r in range(period) if all(r % s.period in s.residues for s in (late, soon))
        ]
        early = [value for value in late.early if value >= least and value in soon]
        return _Solutions(least, max(late.start, least), period, residues, early)

    def describe(self, name: str) -> str | None:
        """The set as a condition in Python; None when only a long list would say it."""
        tail = self._tail(name)
        late = [v for v in range(self.start, self.start + self.period) if v in self][:1]
        if not self.early:
            # Were nothing cut off below `start`, it would be smaller.
            return _joined(tail, f"{name} >= {late[0]}" if self.start > self.least else "")
        if self.residues and self.start - self.least <= MAX_TRIALS:
            rule = [v for v in range(self.least, self.start) if v % self.period in self.residues]
            gaps = [v for v in rule if v not in self.early]
            if len(gaps) <= MAX_LISTED and len(rule) - len(gaps) == len(self.early):
                cut = next(i for i, v in enumerate(rule) if v not in gaps)
                least = f"{name} >= {rule[cut]}" if cut else ""
                rest = _listed(name, gaps[cut:], negative=True) if gaps[cut:] else ""
                return _joined(tail, least, rest)
        head = self._head(name)
        if head is None or not late:
            return head
        return f"{head} or {_joined(tail, f'{name} >= {late[0]}')}"

    def _head(self, name: str) -> str | None:
        values = sorted(self.early)
        first, last = values[0], values[-1]
        if len(values) <= 2:
            return _listed(name, values, negative=False)
        within = f"{name} <= {last}" if first == self.least else f"{first} <= {name} <= {last}"
        gaps = [v for v in range(first, last) if v not in self.early]
        if not gaps:
            return within
        for period in range(2, min(MAX_LISTED, len(values) // 2) + 1):
            rests = sorted({v % period for v in values})
            if sum(1 for v in range(first, last + 1) if v % period in rests) == len(values):
                return _joined(_listed(f"{name} % {period}", rests, negative=False), within)
        if len(gaps) < min(len(values), MAX_LISTED):
            return _joined(within, _listed(name, gaps, negative=True))
        return _listed(name, values, negative=False) if len(values) <= MAX_LISTED else None

    def _tail(self, name: str) -> str:
        if self.period == 1:
            return ""
        if 2 * len(self.residues) <= self.period:
            return _listed(f"{name} % {self.period}", sorted(self.residues), negative=False)
        others = [r for r in range(self.period) if r not in self.residues]
        return _listed(f"{name} % {self.period}", others, negative=True)


def _listed(what: str, values: list[int], *, negative: bool) -> str:
    if len(values) == 1:
        return f"{what} {'!=' if negative else '=='} {values[0]}"
    return f"{what} {'not in' if negative else 'in'} ({', '.join(map(str, values))})"


def _joined(*conditions: str) -> str:
    return " and ".join(condition for condition in conditions if condition)


class When:
    """True for some values of the symbols: `str()` says which, in Python's notation."""

    __slots__ = ("_relation", "_size", "_solutions", "names", "text")

    def __init__(
        self, text: str, names: frozenset[str], size: Size, relation: str, found: _Solutions | None
    ) -> None:
        self.text = text
        self.names = names
        self._size = size
        self._relation = relation
        self._solutions = found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, When) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __bool__(self) -> bool:
        raise TypeError(f"not decided: true when {self.text}")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"

    def holds(self, values: Mapping[str, int]) -> bool | None:
        """Whether it is true for these values; None when they leave it open."""
        if self._solutions is not None:
            (name,) = self.names
            return values[name] in self._solutions if name in values else None
        try:
            verdict = _decide(substitute(self._size, values), self._relation)
        except (TooComplex, ZeroDivisionError):
            return None
        return None if isinstance(verdict, When) else verdict is ALWAYS


def equal(a: Size, b: Size) -> Verdict | When:
    return ALWAYS if a == b else _decide(a - b, "==")


def not_equal(a: Size, b: Size) -> Verdict | When:
    return NEVER if a == b else _decide(a - b, "!=")


def at_least(a: Size, b: Size) -> Verdict | When:
    return _decide(a - b, ">=")


def less_than(a: Size, b: Size) -> Verdict | When:
    return _decide(b - a - 1, ">=")


def divides(k: Size, a: Size) -> Verdict | When:
    """Whether `a` is a whole multiple of `k`."""
    return _decide(a % k, "==")


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
    alone: dict[str, When] = {}
    others: dict[str, When] = {}
    for condition in sorted(conditions, key=str):
        if condition._solutions is None:
            others[condition.text] = condition
            continue
        (name,) = condition.names
        before = alone.get(name)
        if before is not None and before._solutions is not None:
            both = before._solutions.both(condition._solutions)
            text = both and both.describe(name)
            if both is None or (text is None and not both.nothing()):
                others[condition.text] = condition
                continue
            if both.nothing():
                return None
            condition = When(text or "", condition.names, 0, "==", both)
        alone[name] = condition
    known = {name: c._solutions.only() for name, c in alone.items() if c._solutions is not None}
    fixed = {name: value for name, value in known.items() if value is not None}
    for text, condition in list(others.items()):
        if condition._solutions is not None or condition.names.isdisjoint(fixed):
            continue
        del others[text]
        answer = _decide(substitute(condition._size, fixed), condition._relation)
        if answer is NEVER:
            return None
        if isinstance(answer, When):  # it has fewer symbols than before, so this ends
            return conjoin((*alone.values(), *others.values(), answer))
    return (
        *(alone[name] for name in sorted(alone)),
        *(others[text] for text in sorted(others)),
    )


def _decide(size: Size, relation: str) -> Verdict | When:
    """For which values `size` stands in this relation ("==", "!=" or ">=") to zero."""
    size = _shared_factors_gone(_settled(size))
    if isinstance(size, int):
        return ALWAYS if _stands(size, relation) else NEVER
    low, high = _lowest(size), _highest(size)
    constant = size.terms[-1][1] if not size.terms[-1][0] else 0
    step = gcd(*(factor for monomial, factor in size.terms if monomial))
    if relation == ">=":
        if low >= 0 or high < 0:
            return ALWAYS if low >= 0 else NEVER
    elif low > 0 or high < 0 or constant % step:
        return NEVER if relation == "==" else ALWAYS
    names = symbols(size)
    found = None
    if len(names) == 1:
        try:
            found = _solved(size, relation)
        except (TooComplex, ZeroDivisionError):
            found = None
        if found is not None and (found.everything() or found.nothing()):
            return ALWAYS if found.everything() else NEVER
    text = found and found.describe(next(iter(names)))
    return When(text or _relation_text(size, relation), names, size, relation, found)


def _stands(value: int, relation: str) -> bool:
    if relation == ">=":
        return value >= 0
    return (value == 0) == (relation == "==")


def _settled(size: Size) -> Size:
    """The size with every symbol that has only one value replaced by it."""
    fixed: dict[str, Size] = {}
    for atom in _symbol_atoms(size):
        if atom.low == atom.high:
            fixed[atom.text] = int(atom.low)
    return substitute(size, fixed) if fixed else size


def _symbol_atoms(size: Size) -> Iterable[Atom]:
    for monomial, _ in _terms(size):
        for atom in monomial:
            if atom.op == "symbol":
                yield atom
            for arg in atom.args:
                yield from _symbol_atoms(arg)


def _shared_factors_gone(size: Size) -> Size:
    """Zero, positive or negative exactly when `size` is: common positive factors taken out."""
    if isinstance(size, int):
        return size
    shared = gcd(*(factor for _, factor in size.terms))
    return _divided(size, _common_atoms(size.terms), shared)


def _relation_text(size: Dim, relation: str) -> str:
    """The relation with zero, with what is negative moved to the other side."""
    flipped = {"==": "==", "!=": "!=", ">=": "<="}
    left = _total({m: f for m, f in size.terms if m and f > 0})
    right = _total({m: -f for m, f in size.terms if m and f < 0})
    constant = size.terms[-1][1] if not size.terms[-1][0] else 0
    if isinstance(left, int):
        return f"{right} {flipped[relation]} {constant}"
    if isinstance(right, Dim) and constant > 0:
        return f"{left + constant} {relation} {right}"
    return f"{left} {relation} {right - constant}"


def _solved(size: Dim, relation: str) -> _Solutions | None:
    """The solutions in the size's one symbol.

    On the values r, r + P, r + 2P, ... where P is the period, an expression made of sums,
    products and floor-divisions by numbers is a polynomial; a minimum or maximum of such is one
    from some point on. A polynomial keeps its sign once its leading term outweighs the others.
    So a residue is settled by its polynomial, after its first values have been tried out.
    """
    unknown = next(iter(_symbol_atoms(size)))
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
        before = _stands(-lead, relation)
        budget -= start - first + settled - turn + (turn - start if before else 0)
        if budget < 0:
            return None
        if before:
            early += range(residue + period * start, residue + period * turn, period)
        for t in (*range(first, start), *range(turn, settled)):
            value = substitute(size, {unknown.text: residue + period * t})
            if isinstance(value, int) and _stands(value, relation):
                early.append(residue + period * t)
        if _stands(lead, relation):
            tails[residue] = residue + period * settled
    begin = max([least, *tails.values(), *(value + 1 for value in early)])
    for tail in tails.values():
        budget -= (begin - tail) // period
        if budget < 0:
            return None
        early += range(tail, begin, period)
    return _Solutions(least, begin, period, tails, early)


def _period(size: Size) -> int | None:
    """P such that the size is a polynomial on each residue modulo P; None if there is none.

    floor(q(x)/k), with q of period P, has period k·P; see `_along` for why.
    """
    period = 1
    for monomial, _ in _terms(size):
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
    for monomial, factor in _terms(size):
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
            return _summed([best[0] % k] if best else [], []), valid
        return _summed([c // k for c in best], []), valid
    for part in parts[1:]:
        if part is None:
            return None
        other, since = part
        ahead = _summed(best, [-c for c in other])
        valid = max(valid, since, _dominated_from(ahead))
        if ahead and (ahead[-1] > 0) == (atom.op == "min"):
            best = other
    return best, valid


def _summed(a: Polynomial, b: Polynomial) -> Polynomial:
    size = max(len(a), len(b))
    total = [
        x + y for x, y in zip(a + [0] * (size - len(a)), b + [0] * (size - len(b)), strict=True)
    ]
    while total and total[-1] == 0:
        total.pop()
    return total


def _multiplied(a: Polynomial, b: Polynomial) -> Polynomial:
    total = [0] * max(0, len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            total[i + j] += x * y
    return total


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
