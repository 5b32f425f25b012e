"""Sizes as text: in Python's notation, which is also their identity, and in a person's."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .forms import Monomial, Size


def size_text(size: Size, people: bool) -> str:
    """`H//2 + 1`; for people `⌊H/2⌋ + 1`."""
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


def atom_text(op: str, args: tuple[Size, ...], people: bool) -> str:
    """A floor-division, remainder, minimum or maximum: `(H + 1)//2`; for people `⌈H/2⌉`."""
    if op in ("min", "max"):
        return f"{op}({', '.join(size_text(arg, people) for arg in args)})"
    a, b = args
    under = _bracketed(b, people, divisor=True)
    if not people:
        return f"{_bracketed(a, people)}{op if op == '//' else ' % '}{under}"
    if op == "%":
        return f"{_bracketed(a, people)} mod {under}"
    if isinstance(b, int) and not isinstance(a, int) and b > 1 and a.constant == b - 1:
        return f"⌈{_bracketed(a - (b - 1), people)}/{under}⌉"  # as division rounding up is meant
    return f"⌊{_bracketed(a, people)}/{under}⌋"


def _term_text(monomial: Monomial, factor: int, people: bool, negated: bool) -> str:
    parts = [str(factor)] if factor != 1 or not monomial else []
    bracketed = negated or bool(parts) or len(monomial) > 1
    for atom in dict.fromkeys(monomial):
        if atom.args:
            text = atom_text(atom.op, atom.args, people)
        elif people and atom.low == atom.high:
            text = str(atom.low)  # known, although Keras shows None: no name means more
        elif people and atom.hidden and atom.text.startswith("_"):
            text = "None"  # a name that only tells it from others
        else:
            text = atom.text
        if bracketed and (atom.op == "%" or (atom.op == "//" and not people)):
            text = f"({text})"
        power = monomial.count(atom)
        if power > 1:
            text += {2: "²", 3: "³"}.get(power, f"^{power}") if people else f"**{power}"
        parts.append(text)
    return ("·" if people else "*").join(parts)


def _bracketed(size: Size, people: bool, *, divisor: bool = False) -> str:
    text = size_text(size, people)
    if isinstance(size, int):
        return text
    monomial, factor = size.terms[0]
    plain = all(atom.op not in ("//", "%") for atom in monomial)
    whole = divisor and (factor != 1 or len(monomial) > 1)
    return text if len(size.terms) == 1 and plain and not whole else f"({text})"
