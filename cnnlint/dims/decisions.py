"""Deciding: for which values of its symbols a size is zero, is not, or is not negative."""

from __future__ import annotations

from .bounds import highest, lowest
from .compounds import common_factor, divided, new_names, rename, step, substitute
from .conditions import ALWAYS, NEVER, Verdict, When, stands
from .forms import Dim, TooComplex, symbol_atoms, symbols, total
from .solving import solve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .forms import Size
    from .solutions import Solutions


def decide(size: Size, relation: str) -> Verdict | When:
    """For which values `size` stands in this relation ("==", "!=" or ">=") to zero."""
    size = _settled(size)
    if isinstance(size, Dim):
        size = divided(size, *common_factor(size.terms))  # it is positive, so the sign stays
    if isinstance(size, int):
        return ALWAYS if stands(size, relation) else NEVER
    low, high = lowest(size), highest(size)
    if relation == ">=":
        if low >= 0 or high < 0:
            return ALWAYS if low >= 0 else NEVER
    elif low > 0 or high < 0 or size.constant % step(size):
        return NEVER if relation == "==" else ALWAYS
    names = symbols(size)
    found = None
    if len(names) == 1:
        try:
            found = solve(size, relation)
        except (TooComplex, ZeroDivisionError):
            found = None
        if found is not None and (found.everything() or found.nothing()):
            return ALWAYS if found.everything() else NEVER
    return _condition(names, size, relation, found)


def renamed(condition: When, names: Mapping[str, str]) -> When:
    """The condition with its symbols called otherwise."""
    size = rename(condition.size, names)
    return _condition(
        new_names(condition.names, names), size, condition.relation, condition.solutions
    )


def conjoin(conditions: Iterable[When]) -> tuple[When, ...] | None:
    """One short list that says the same as all of these together; None if nothing satisfies it."""
    alone: dict[str, When] = {}
    others: dict[str, When] = {}
    for condition in sorted(conditions, key=str):
        if condition.solutions is None:
            others[condition.text] = condition
            continue
        (name,) = condition.names
        before = alone.get(name)
        if before is not None and before.solutions is not None:
            both = before.solutions.both(condition.solutions)
            if both is not None and both.nothing():
                return None
            text = None if both is None else both.describe(name)
            if text is None:
                others[condition.text] = condition
                continue
            condition = When(text, condition.names, 0, "==", both)
        alone[name] = condition
    known = {name: c.solutions.only() for name, c in alone.items() if c.solutions is not None}
    fixed = {name: value for name, value in known.items() if value is not None}
    for text, condition in list(others.items()):
        if condition.solutions is not None or condition.names.isdisjoint(fixed):
            continue
        del others[text]
        answer = decide(substitute(condition.size, fixed), condition.relation)
        if answer is NEVER:
            return None
        if isinstance(answer, When):  # it has fewer symbols than before, so this ends
            return conjoin((*alone.values(), *others.values(), answer))
    return (
        *(alone[name] for name in sorted(alone)),
        *(others[text] for text in sorted(others)),
    )


def _settled(size: Size) -> Size:
    """The size with every symbol that has only one value replaced by it."""
    fixed = {a.text: int(a.low) for a in symbol_atoms(size) if a.low == a.high}
    return substitute(size, fixed) if fixed else size


def _condition(
    names: frozenset[str], size: Size, relation: str, solutions: Solutions | None
) -> When:
    text = None if solutions is None else solutions.describe(*names)
    return When(text or _relation_text(size, relation), names, size, relation, solutions)


def _relation_text(size: Size, relation: str) -> str:
    """The relation with zero, with what is negative moved to the other side."""
    if isinstance(size, int):
        return f"{size} {relation} 0"
    flipped = {"==": "==", "!=": "!=", ">=": "<="}
    left = total({m: f for m, f in size.terms if m and f > 0})
    right = total({m: -f for m, f in size.terms if m and f < 0})
    if isinstance(left, int):
        return f"{right} {flipped[relation]} {size.constant}"
    if isinstance(right, Dim) and size.constant > 0:
        return f"{left + size.constant} {relation} {right}"
    return f"{left} {relation} {right - size.constant}"
