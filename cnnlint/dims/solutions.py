"""Sets of whole numbers that repeat from some point on, and conditions that describe them."""

from __future__ import annotations

from math import lcm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_PERIOD = 2048
MAX_TRIALS = 4096
MAX_LISTED = 16


class Solutions:
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

    def both(self, other: Solutions) -> Solutions | None:
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
        return Solutions(least, max(late.start, least), period, residues, early)

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
