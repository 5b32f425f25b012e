"""Which statements of a text must be run again after an edit, as far as their texts tell.

Statements that share an object are one group: either all of them are run again, or none. A group
is run again when one of its statements is new, or when a name that it may read was bound by a
statement that is new, is gone, or may bind something else now.
"""

from __future__ import annotations

from _bisect import bisect_left, bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


class Unit:
    """A statement, as others depend on it.

    `reads` and `binds` are names; of the latter `sure` are those that are bound whatever happens.
    `defines` tells a definition, `later` a statement with code that may run later. `carries` are
    the names that it binds to code: what it reads is read when that is called. `shares` are the
    names it was seen to bind to objects that may change, `vague` those of them of which nothing is
    known.
    """

    __slots__ = ("binds", "carries", "defines", "later", "reads", "shares", "sure", "vague")

    def __init__(self, reads: frozenset[str], binds: frozenset[str] = frozenset()) -> None:
        self.reads = reads
        self.binds = binds
        self.sure: frozenset[str] = frozenset()
        self.defines = False
        self.later = False
        self.carries: frozenset[str] = frozenset()
        self.shares: frozenset[str] = frozenset()
        self.vague: frozenset[str] = frozenset()

    @property
    def rerun(self) -> bool:
        """Whether it is run again in every text, to the same end."""
        return True


class Dependence:
    """What follows from a change. `units` are in the order of the text; of these `fresh` were not
    run before, or not as they are now, and `gone` are not in the text any more."""

    def __init__(
        self,
        units: Sequence[Unit],
        fresh: Collection[int] = frozenset(),
        gone: Collection[int] = frozenset(),
    ) -> None:
        self.units = units
        self.gone = gone
        self.writers: dict[str, list[int]] = {}
        for at, unit in enumerate(units):
            for name in unit.binds:
                self.writers.setdefault(name, []).append(at)
        self.group = list(range(len(units)))
        self.members: dict[int, list[int]] = {at: [at] for at in self.group}
        #: For each group, the statements that what it reads was bound by.
        self.sources: dict[int, set[int]] = {at: set() for at in self.group}
        #: For each group, its statements and sources with code that may run later.
        self.called: dict[int, set[int]] = {}
        self._tie()
        self.changed = self._changed((*fresh, *gone))
        runs = {self.group[at] for at, unit in enumerate(units) if unit.rerun or at in self.changed}
        #: Whether what a statement left behind when it was run can be taken as it is.
        self.stays = [group not in runs for group in self.group]

    def binders(self, name: str, first: int, last: int | None = None) -> Iterator[int]:
        """The statements one of which bound a name last, of those before `first`; with `last`,
        those from `first` up to and with it as well."""
        found = self.writers.get(name)
        if found is None:
            return
        place = bisect_left(found, first)
        if last is not None:
            yield from found[place : bisect_right(found, last)]
        while place:
            place -= 1
            at = found[place]
            yield at
            if name in self.units[at].sure and at not in self.gone:
                return

    # Groups -------------------------------------------------------------------------------

    def _join(self, one: int, other: int) -> bool:
        a, b = self.group[one], self.group[other]
        if a == b:
            return False
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        for each in self.members.pop(b):
            self.group[each] = a
            self.members[a].append(each)
        self.sources[a] |= self.sources.pop(b)
        if b in self.called:
            self.called.setdefault(a, set()).update(self.called.pop(b))
        return True

    def _tie(self) -> None:
        writers = self.writers.keys()
        for at, unit in enumerate(self.units):
            if unit.later and not unit.defines:
                self.called.setdefault(self.group[at], set()).add(at)
            for name in unit.reads & writers:
                for writer in self.binders(name, at):
                    self._read(at, name, writer)
        pending = list(self.called)
        while pending:
            group = self.group[pending.pop()]
            if self._carried(group):
                pending.append(self.group[group])

    def _read(self, at: int, name: str, writer: int) -> bool:
        group = self.group[at]
        self.sources[group].add(writer)
        unit = self.units[writer]
        if name in unit.carries:
            self.called.setdefault(group, set()).add(writer)
        return name in unit.shares and writer not in self.gone and self._join(at, writer)

    def _carried(self, group: int) -> bool:
        """What the code that a group may run reads, at any time from its first statement to its
        last; whether the group grew."""
        members = self.members[group]
        first, last = min(members), max(members)
        grew = False
        done: set[str] = set()
        pending = list(self.called.get(group, ()))
        seen = set(pending)
        while pending:
            for name in self.units[pending.pop()].reads:
                if name in done:
                    continue
                done.add(name)
                for writer in self.binders(name, first, last):
                    grew |= self._read(self.members[self.group[first]][0], name, writer)
                    if name in self.units[writer].carries and writer not in seen:
                        seen.add(writer)
                        pending.append(writer)
        return grew

    # Changes ------------------------------------------------------------------------------

    def _changed(self, first: Iterable[int]) -> set[int]:
        """The statements that may end otherwise than they did, where these first ones may."""
        readers: dict[int, list[int]] = {}
        for group, sources in self.sources.items():
            for at in sources:
                readers.setdefault(at, []).append(group)
        changed: set[int] = set()
        pending = {self.group[at] for at in first}
        seen = set(pending)
        while pending:
            members = self.members[pending.pop()]
            changed.update(members)
            more = {group for at in members for group in readers.get(at, ())} - seen
            seen |= more
            pending |= more
        return changed

    def at_end(self, reads: Iterable[str]) -> bool:
        """Whether code that reads these names where the file ends finds there what it found
        before, and nothing that others may have changed."""
        end = len(self.units)
        pending = list(reads)
        seen = set(pending)
        while pending:
            name = pending.pop()
            for writer in self.binders(name, end):
                unit = self.units[writer]
                if writer in self.changed or name in unit.shares - unit.vague:
                    return False
                if name in unit.carries:
                    pending += unit.reads - seen
                    seen |= unit.reads
        return True
