"""Sizes in normal form: their data, and the sums and products of them.

The operators that need more than that, `//` and `%`, load `compounds` when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Monomial = tuple["Atom", ...]
    Term = tuple[Monomial, int]
    Bound = int | float  # a whole number, or one of the two infinities

# Real models stay far below these; past them an expression is hostile or useless to a reader.
MAX_TERMS = 256
MAX_NODES = 1024
MAX_DEPTH = 32
MAX_DEGREE = 24
MAX_BITS = 4096
MAX_SIZE = 1 << MAX_BITS
INFINITY = float("inf")


class TooComplex(Exception):
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

    def __init__(self, terms: tuple[Term, ...]) -> None:
        """Only for `total`, which sorts and checks; make sizes with `symbol` and arithmetic."""
        self.terms = terms
        self.nodes = sum(1 + sum(atom.nodes for atom in monomial) for monomial, _ in terms)
        self._hash = hash(terms)

    @property
    def constant(self) -> int:
        """The summand that depends on no symbol."""
        monomial, factor = self.terms[-1]
        return 0 if monomial else factor

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Dim) and self._hash == other._hash and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        raise TypeError("whether a symbolic size is zero must be decided: use equal() or lower()")

    def __str__(self) -> str:
        from . import text

        return text.size_text(self, people=False)

    def __repr__(self) -> str:
        return f"Dim({self})"

    def __neg__(self) -> Dim:
        return Dim(tuple((monomial, -factor) for monomial, factor in self.terms))

    def __pos__(self) -> Dim:
        return self

    def __add__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        summed = dict(self.terms)
        for monomial, factor in terms_of(other):
            summed[monomial] = summed.get(monomial, 0) + factor
        return total(summed)

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
        if type(other) is int and other:
            return self._times(other)
        right = terms_of(other)
        if len(self.terms) * len(right) > 16 * MAX_TERMS:
            raise TooComplex("a product of two long sums")
        summed: dict[Monomial, int] = {}
        for left_atoms, left_factor in self.terms:
            for right_atoms, right_factor in right:
                atoms = tuple(sorted(left_atoms + right_atoms, key=_spelling))
                summed[atoms] = summed.get(atoms, 0) + left_factor * right_factor
        return total(summed)

    __rmul__ = __mul__

    def _times(self, number: int) -> Dim:
        """The product with a number other than 0: the same summands in the same order."""
        if number == 1:
            return self
        terms = tuple([(monomial, factor * number) for monomial, factor in self.terms])
        if max([factor.bit_length() for _, factor in terms]) > MAX_BITS:
            raise TooComplex("a number too large to be a size")
        return Dim(terms)

    def __pow__(self, exponent: int) -> Size:
        if not isinstance(exponent, int) or exponent < 0:
            return NotImplemented
        if exponent > MAX_DEGREE:
            raise TooComplex(f"a symbolic size to the power {exponent}")
        return product([self] * exponent)

    def __floordiv__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        from . import compounds

        return compounds.quotient(self, other)

    def __rfloordiv__(self, other: int) -> Size:
        from . import compounds

        return compounds.quotient(other, self)

    def __mod__(self, other: Size) -> Size:
        if not isinstance(other, (int, Dim)):
            return NotImplemented
        from . import compounds

        return compounds.remainder(self, other)

    def __rmod__(self, other: int) -> Size:
        from . import compounds

        return compounds.remainder(other, self)


Size = int | Dim
#: Symbols by what makes them: whoever asks again gets the same one, so many at a time. What is
#: known for an input of that size is found again by it.
_symbols: dict[tuple[str, bool, int], Dim] = {}
MOST = 4_096


def symbol(name: str, *, hidden: bool = False, at_least: int = 1) -> Dim:
    """A size known only by name (an identifier); `hidden` when Keras shows it as None. People
    are not shown the name of one that is hidden and begins with `_`."""
    key = name, hidden, at_least
    known = _symbols.get(key)
    if known is None:
        if len(_symbols) >= MOST:
            _symbols.clear()
        known = _symbols[key] = single(Atom("symbol", (), name, at_least, INFINITY, hidden))
    return known


def veil(size: int) -> Dim:
    """A size whose value is known although Keras shows it as None: a symbol with one value."""
    name = f"size_{size}" if size >= 0 else f"size_minus_{-size}"
    return single(Atom("symbol", (), name, size, size, True))


def product(sizes: Iterable[Size]) -> Size:
    result: Size = 1
    for size in sizes:
        result = result * size
        if type(result) is int and not -MAX_SIZE < result < MAX_SIZE:
            raise TooComplex("a number too large to be a size")
    return result


def hidden(size: Size) -> bool:
    """Whether Keras shows this size as None."""
    return isinstance(size, Dim) and any(a.hidden for m, _ in size.terms for a in m)


def symbols(size: Size) -> frozenset[str]:
    """The names that the size depends on."""
    return frozenset(n for monomial, _ in terms_of(size) for atom in monomial for n in atom.names)


def symbol_atoms(size: Size) -> Iterator[Atom]:
    """The symbols that the size is made from, each as often as it occurs."""
    for monomial, _ in terms_of(size):
        for atom in monomial:
            if atom.op == "symbol":
                yield atom
            for arg in atom.args:
                yield from symbol_atoms(arg)


def terms_of(size: Size) -> tuple[Term, ...]:
    """The summands of any size, a plain number's too."""
    if isinstance(size, Dim):
        return size.terms
    return (((), int(size)),) if size else ()


def total(summed: Mapping[Monomial, int]) -> Size:
    """The sum of products as a size: sorted, without zeros, an int if nothing else is left."""
    terms = [(monomial, factor) for monomial, factor in summed.items() if factor]
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


def single(atom: Atom) -> Dim:
    """The size that is this atom and nothing else."""
    return Dim((((atom,), 1),))


def _spelling(atom: Atom) -> str:
    return atom.text


def _significance(term: Term) -> tuple[int, list[str]]:
    return -len(term[0]), [atom.text for atom in term[0]]
