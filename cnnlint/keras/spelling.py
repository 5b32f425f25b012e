"""Which name was probably meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known name that is most like this one, whatever the case; None where none is.

    A single slip goes before everything that shares more letters, so that `adma` is `adam`, and
    not `adamax`; among names that are as like, the shorter one. `least` is how much they have in
    common: twice the letters that stand in both in the same order, by the letters of both.
    """
    from difflib import SequenceMatcher

    wanted = name.lower()
    matcher = SequenceMatcher(None, b=wanted)
    found: tuple[tuple[bool, float, int], str] | None = None
    for candidate in sorted(known):
        lower = candidate.lower()
        matcher.set_seq1(lower)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        alike = matcher.ratio()
        rank = (slipped(wanted, lower), alike, -len(lower))
        if alike >= least and (found is None or rank > found[0]):
            found = rank, candidate
    return None if found is None else found[1]


def slipped(one: str, other: str) -> bool:
    """Whether two words differ by no more than one letter more, less or other, or by two
    neighbours that have changed places: a distance of Damerau's of at most one."""
    shorter = min(len(one), len(other))
    head = 0
    while head < shorter and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(left) == len(right) == 2:
        return left == right[::-1]
    return len(left) < 2 and len(right) < 2
