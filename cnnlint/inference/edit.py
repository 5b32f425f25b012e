"""What a text has of the one before it: which of its statements, and which of these may stay."""

from __future__ import annotations

from ..syntax.pieces import shift
from .dependence import Dependence, Unit
from .placing import Place
from .records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..source import Source
    from ..syntax.pieces import Part, Shift
    from .records import Shown


class Edit:
    """How a text came of the last one.

    `records` are those of its `parts`, `gone` are those that it does not have any more, and `ended`
    is what may be read where it ends. From the part `settled` on nothing is new. Then, for each
    part: whether it may end otherwise than it did (`changed`), which group it belongs to
    (`groups`), and whether what it left behind can be taken (`stays`).
    """

    def __init__(self, old: list[Record], ended: Unit, parts: list[Part], source: Source) -> None:
        self.parts = parts
        self.shifts: dict[Place, Shift] = {}
        self.places = [record.place for record in old]  # as they were
        self._old = old
        self._before = ended
        self._head = head = _run(old, parts)
        tail = _run(old[head:][::-1], parts[head:][::-1])
        gone, fresh = old[head : len(old) - tail], parts[head : len(parts) - tail]
        middle: list[Record] = []
        self._new: set[int] = set()
        for at, part in enumerate(fresh, head):
            text = source.text[part.start : part.end]
            if len(gone) == len(fresh):
                before = gone[at - head]
                way = shift(before.own[0], part.own[0], before.text, text)
                if way is not None:
                    self.shifts[before.place] = way
                    middle.append(before)
                    continue
            self._new.add(at)
            middle.append(Record(part.own, text, Place(part.start, part.end - part.start)))
        kept = {id(record) for record in middle}
        self.gone = [record for record in gone if id(record) not in kept]
        self.settled = head + len(fresh)
        self.records = [*old[:head], *middle, *old[len(old) - tail :]]
        self.living = {record.place for record in self.records}
        self.ended = Unit(frozenset().union(*[each.reads for each in self.records if each.carries]))

    def follow(self) -> None:
        """Find out what follows from what is new, and from what is gone."""
        head, count = self._head, len(self.gone)
        # What is gone may have changed what it came to: it stands before what took its place.
        some = range(head, head + count)
        units = [*self.records[:head], *self.gone, *self.records[head:], self.ended]
        self.dependence = found = Dependence(units, {at + count for at in self._new}, some)
        here = [at for at in range(len(units) - 1) if at not in some]
        self.changed = [at in found.changed for at in here]
        self.groups = [found.group[at] for at in here]
        self.stays = [found.stays[at] for at in here]
        self._whole()
        self._together()

    def _whole(self) -> None:
        """Statements that shared objects in the last text left traces in them: they stay only
        where all of them do, and belong together still. What its roots could come to does not."""
        old, end = self._old, len(self._old)
        before = Dependence([*old, self._before])
        tied = [
            [id(old[at]) if at < end else 0 for at in members if at == end or not old[at].rerun]
            for members in before.members.values()
            if len(members) > 1
        ]
        stays = {
            id(record): group
            for record, group, stays in zip(self.records, self.groups, self.stays, strict=True)
            if stays
        }
        grew = True
        while grew:
            grew = False
            lost: set[int | None] = set()
            for held in tied:
                groups = {stays.get(each) for each in held}
                if len(groups) > 1:
                    lost |= groups
            for key in [key for key, group in stays.items() if group in lost]:
                del stays[key]
                grew = True
        self.stays = [id(record) in stays for record in self.records]

    def _together(self) -> None:
        """Of the statements of a group, which share objects, all stay, or none does."""
        groups: dict[int, list[Shown]] = {}
        for record, group, stays in zip(self.records, self.groups, self.stays, strict=True):
            if stays and record.shown is not None:
                groups.setdefault(group, []).append(record.shown)
        moved = {group for group, shown in groups.items() if not self.stand(shown)}
        self.stays = [
            stays and group not in moved
            for stays, group in zip(self.stays, self.groups, strict=True)
        ]

    def at_end(self, record: Record) -> bool:
        """Whether the code of a definition finds where the file ends what it found before, by
        whatever name it goes there."""
        changed = self.changed[self.records.index(record)]
        return not changed and self.dependence.at_end(record.binds | record.reads)

    def stand(self, group: list[Shown]) -> bool:
        """Whether everything that these have shown has a place in the new text."""
        for each in group:
            each.spans.hold(self.places)
        return all(each.spans.stand(self.living, self.shifts) for each in group)


def _run(old: list[Record], parts: list[Part]) -> int:
    """How many parts are the same, from the first one on."""
    count = 0
    for record, part in zip(old, parts, strict=False):
        if record.own is not part.own:
            break
        count += 1
    return count
