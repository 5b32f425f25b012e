"""Blocks that repeat, shown once: `×12`.

Two stretches of rows are the same block when their rows are, one after the other, of one class,
with equal shapes and numbers, and are wired alike: to each other, to the same row outside, or to
the block before. Of a folded block nothing but the last repetition may be used further down, so
one repetition, how often it is there and what stands around it tell everything.
"""

from __future__ import annotations

from itertools import pairwise

from ..rows import Row, added
from ..shapes.text import factor
from .outline import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


#: A longer stretch of rows is no block that a reader would recognise.
MAX_ROWS = 400

#: How many stretches are looked at; hostile code could have any number.
MAX_TRIALS = 20_000


def fold(
    lines: list[Line], feeding: Sequence[Sequence[int]], given: Sequence[int]
) -> tuple[list[Line], dict[Line, Line]]:
    """The lines with what repeats folded, and which of them stands for which that is not shown.

    `given` are the places of what the model gives back.
    """
    shown: dict[Line, Line] = {}  # what stands for a line that is not shown by itself
    folded: list[Line] = []
    place = 0
    users = _users(feeding, given)
    kinds = [_kind(line) for line in lines]
    for start, period, times in repetitions(kinds, feeding, given, _together(lines)):
        folded += lines[place:start]
        place = start + period * times
        last = users[place - period : place]
        leaving = [i for i, each in enumerate(last) if not each or max(each) >= place]
        block = _block(lines[start:place], period, times, leaving)
        shown.update(dict.fromkeys(lines[start:place], block))
        folded.append(block)
    folded += lines[place:]
    for line in folded:
        fed_by = dict.fromkeys(each and shown.get(each, each) for each in line.fed_by)
        fed_by.pop(line, None)
        line.fed_by = list(fed_by)
    return folded, shown


def repetitions(
    kinds: Sequence[object],
    feeding: Sequence[Sequence[int]],
    given: Sequence[int] = (),
    together: Callable[[int, int], tuple[int, int]] = lambda start, end: (0, 0),
) -> list[tuple[int, int, int]]:
    """(start, rows of a block, times), in their order and without overlap.

    `kinds` are equal for rows that are alike, and None for one that is like no other; `feeding`
    has the places of the rows that each is fed by, below zero what is fed from outside. What
    saves the most rows goes first; of two that save the same, the one that takes less from
    outside, then the shorter, then the one whose rows belong `together` best, then the first.
    """
    found = _Search(kinds, feeding, given).candidates()

    def rank(each: tuple[int, int, int, int]) -> tuple[object, ...]:
        start, period, times, outside = each
        return -_saved(period, times), outside, period, together(start, start + period), start

    found.sort(key=rank)
    taken = [False] * len(kinds)
    chosen = []
    for start, period, times, _ in found:
        end = start + period * times
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            chosen.append((start, period, times))
    return sorted(chosen)


def _together(lines: Sequence[Line]) -> Callable[[int, int], tuple[int, int]]:
    """How badly rows fit into one block: how often the program goes back to an earlier line
    between them, and how little of their names is the same."""

    def badness(start: int, end: int) -> tuple[int, int]:
        rows = [line.row for line in lines[start:end]]
        places = [0 if row.span is None else row.span.start for row in rows]
        back = sum(1 for a, b in pairwise(places) if b < a)
        names = sorted(row.name for row in rows)
        pairs = zip(names[0], names[-1], strict=False)
        alike = next((i for i, (a, b) in enumerate(pairs) if a != b), len(names[0]))
        return back, -alike

    return badness


def _saved(period: int, times: int) -> int:
    """How many lines shorter the table gets: a block of several rows has a head."""
    return period * (times - 1) - (period > 1)


class _Search:
    """The stretches that could be folded."""

    def __init__(
        self, kinds: Sequence[object], feeding: Sequence[Sequence[int]], given: Sequence[int]
    ) -> None:
        numbers: dict[object, int] = {}
        self.kinds = [
            -place - 1 if kind is None else numbers.setdefault(kind, place)
            for place, kind in enumerate(kinds)
        ]
        self.feeding = feeding
        self.users = _users(feeding, given)
        self.found: list[tuple[int, int, int, int]] = []
        self.trials = 0

    def candidates(self) -> list[tuple[int, int, int, int]]:
        """(start, period, times, values taken from outside)"""
        kinds, count = self.kinds, len(self.kinds)
        known: list[tuple[int, int, int]] = []  # what repeats with a shorter period
        for period in range(1, min(count // 2, MAX_ROWS) + 1):
            # Where a shorter block repeats, a longer one only repeats it more often.
            covered = sorted(
                (start, end - period)
                for shorter, start, end in known
                if period % shorter == 0 and end - period > start
            )
            after = next_ = 0
            pairs = zip(kinds, kinds[period:], strict=False)
            for place in [i for i, (a, b) in enumerate(pairs) if a == b]:
                while next_ < len(covered) and covered[next_][0] <= place:
                    after = max(after, covered[next_][1])
                    next_ += 1
                if place < after:
                    continue
                after = place
                while after + period < count and self._alike(after, period):
                    after += 1
                if after - place >= period:
                    known.append((period, place, after + period))
                    for start in range(place, min(place + period, after - period + 1)):
                        self._blocks(start, after + period, period)
        return self.found

    def _alike(self, place: int, period: int) -> bool:
        """Whether the row `period` further down is of the same kind, and wired alike."""
        if self.kinds[place] != self.kinds[place + period]:
            return False
        a, b = self.feeding[place], self.feeding[place + period]
        # What comes from outside lies before the first row, as the block before the first does.
        return len(a) == len(b) and all(
            y == x or y - x == period for x, y in zip(a, b, strict=True)
        )

    def _blocks(self, start: int, end: int, period: int) -> None:
        """Keep the blocks from `start` on, all before `end`, that can be folded together."""
        while end - start >= 2 * period and self.trials < MAX_TRIALS:
            outside = self._outside(start, period)
            times = 0 if outside is None else self._times(start, end, period)
            if outside is not None and _saved(period, times) > 0:
                self.found.append((start, period, times, outside))
            start += period * max(times, 1)
            self.trials += 1 + times

    def _outside(self, start: int, period: int) -> int | None:
        """How many values the first block takes from outside; None where the next one cannot take
        the same from it, or from where it takes it."""
        taken: set[int] = set()
        for place in range(start, start + period):
            for x, y in zip(self.feeding[place], self.feeding[place + period], strict=True):
                if x >= start if x == y else x < start - period:
                    return None
                if x < start:
                    taken.add(x)
        return len(taken)

    def _times(self, start: int, end: int, period: int) -> int:
        """How often the block can be there: no more than up to one that is used from further
        down than by the next, or before one that is wired to something else."""
        most = (end - start) // period
        for times in range(1, most + 1):
            begin = start + (times - 1) * period
            behind = begin + 2 * period  # where the block after the next begins
            for place in range(begin, begin + period):
                if any(user >= behind for user in self.users[place]):
                    return times
                first = start + place - begin
                if times < most and self._fixed(place, period) != self._fixed(first, period):
                    return times
        return most

    def _fixed(self, place: int, period: int) -> list[bool]:
        """What a row and the same row of the next block take from one and the same place."""
        pairs = zip(self.feeding[place], self.feeding[place + period], strict=True)
        return [a == b for a, b in pairs]


def _users(feeding: Sequence[Sequence[int]], given: Sequence[int]) -> list[list[int]]:
    """For each row the places of those that it feeds; what is given back is used past the end."""
    users: list[list[int]] = [[] for _ in feeding]
    for place, each in enumerate(feeding):
        for source in each:
            if source >= 0:
                users[source].append(place)
    for place in given:
        users[place].append(len(feeding))
    return users


def _kind(line: Line) -> object:
    """Equal for lines of which one can stand for the other; None where it can stand for none."""
    row = line.row
    if row.shapes is None or row.params is None or row.unknown is not None or row.broken:
        return None
    inside = tuple(_kind(each) for each in line.inside)
    nested = tuple(map(_closed, row.nested))
    if None in inside or None in nested:
        return None
    return (
        row.class_name,
        line.layer is None,
        row.times,
        row.shapes,
        row.dtypes,
        row.params,
        row.trainable_params,
        row.macs,
        nested,
        inside,
    )


def _closed(row: Row) -> object:
    """What is inside a row, whether or not it is shown."""
    nested = tuple(map(_closed, row.nested))
    if row.shapes is None or row.params is None or None in nested:
        return None
    return (row.class_name, row.shapes, row.params, nested)


def _block(lines: list[Line], period: int, times: int, leaving: Sequence[int]) -> Line:
    """One line for all of these, with the first repetition inside it; `leaving` are the places
    in a repetition of what is used further down."""
    once = lines[:period]
    first, end = once[0], once[-1]
    assert first.layer is not None, "what is folded was not folded before"
    row = Row(first.layer)
    row.name = f"{first.row.name} … {lines[-1].row.name}"
    row.class_name = first.row.class_name if period == 1 else ""
    row.span = first.row.span
    row.shapes, row.dtypes = end.row.shapes, end.row.dtypes
    row.params = added(line.row.params for line in lines)
    row.trainable_params = added(line.row.trainable_params for line in lines)
    row.macs = added(line.row.macs for line in lines)
    each = added(line.row.params for line in once)
    row.params_sum = f"{times}·{factor(each)}" if each is not None and each != 0 else ""
    row.output_sum = end.row.output_sum if period == 1 else ""
    row.connected_to = first.row.connected_to
    row.times = times
    block = Line(row, first.layer if period == 1 else None)
    inner = set(once)
    block.fed_by = [each for line in once for each in line.fed_by if each not in inner]
    block.rows = [line.row for line in lines] if period == 1 else []
    for place, line in enumerate(lines[period:]):
        _stand_for(once[place % period], line)
    if period == 1:
        block.inside, block.leaving = first.inside, first.leaving
        return block
    for line in once:
        line.fed_by = [each if each in inner else None for each in line.fed_by]
    block.inside = once
    block.leaving = [once[place] for place in leaving]
    return block


def _stand_for(shown: Line, other: Line) -> None:
    """Let a line stand for the rows of another that is just like it."""
    shown.rows += other.rows
    for a, b in zip(shown.inside, other.inside, strict=True):
        _stand_for(a, b)
