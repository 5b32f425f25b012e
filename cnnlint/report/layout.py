"""Where the boxes of a picture stand, and how the arrows between them run.

The boxes lie in ranks from top to bottom: one below all that feed it. What lies on the longest
way through is a straight column; branches are columns beside it. An arrow that passes ranks has
a track of its own on the way, the shorter the nearer, so that no two run over each other and none
runs behind a box.
"""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RANK_GAP = 22.0  # between the boxes of two ranks
COLUMN_GAP = 34.0  # between two columns of boxes
TRACK_GAP = 16.0  # between a track and what lies beside it
CORNER = 9.0  # the radius with which an arrow turns
PORT_GAP = 9.0  # between arrows that leave or reach a box at its side


class Box:
    """Something of a size to be placed. Arrows come from above and leave below at its anchor,
    which is `left` behind its left edge and `right` before its right one."""

    __slots__ = ("height", "left", "rank", "right", "x", "y")

    def __init__(self, left: float, right: float, height: float) -> None:
        self.left = left
        self.right = right
        self.height = height
        self.rank = 0
        self.x = 0.0  # of the anchor
        self.y = 0.0  # of the upper edge

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Arrow:
    """From one box to another: `path` as SVG has it. What runs on a track of its own, round
    others, has the `track`'s number, and None otherwise."""

    __slots__ = ("path", "source", "target", "track")

    def __init__(self, source: int, target: int) -> None:
        self.source = source
        self.target = target
        self.path = ""
        self.track: int | None = None


class _Column:
    """Boxes below each other, or the track of an arrow, from rank `first` to rank `last`."""

    __slots__ = ("arrow", "boxes", "first", "last", "side", "x")

    def __init__(self, boxes: list[int], first: int, last: int) -> None:
        self.boxes = boxes
        self.first = first
        self.last = last
        self.arrow: Arrow | None = None
        self.side = 1  # of the middle column: 1 right, -1 left
        self.x = 0.0


class Layout:
    """Boxes placed and arrows routed, all within (0, 0) and (`width`, `height`).

    Arrows must not go round in circles: those against the order of the boxes are left out.
    `anchor` is where the longest way runs.
    """

    def __init__(self, boxes: Sequence[Box], arrows: Iterable[tuple[int, int]]) -> None:
        self.boxes = boxes
        pairs = dict.fromkeys(pair for pair in arrows if pair[0] < pair[1])
        self.arrows = [Arrow(*pair) for pair in pairs]
        self.below: list[list[int]] = [[] for _ in boxes]
        self.above: list[list[int]] = [[] for _ in boxes]
        for a, b in pairs:
            self.below[a].append(b)
            self.above[b].append(a)
        for place in range(1, len(boxes)):
            if not self.below[place] and not self.above[place]:
                # What no arrow leads to or from stands below what comes before it.
                self.below[place - 1].append(place)
                self.above[place].append(place - 1)
        self.width = self.height = self.anchor = 0.0
        if not boxes:
            return
        self._rank()
        self.columns: list[_Column] = []
        self.column_of: list[_Column] = []
        self._make_columns()
        self._make_tracks()
        self._place_columns()
        self._place_boxes()
        self._route()

    def _rank(self) -> None:
        boxes = self.boxes
        for place, box in enumerate(boxes):
            box.rank = max((boxes[each].rank + 1 for each in self.above[place]), default=0)
        # What does not come from the longest way begins where it is needed, not at the top.
        deep = [box.rank for box in boxes]
        main = {deep.index(max(deep))}
        for place in reversed(range(len(boxes))):
            if place in main:
                longest = [each for each in self.above[place] if deep[each] == deep[place] - 1]
                main.update(longest[:1])
        for place in range(len(boxes)):
            if any(each in main for each in self.above[place]):
                main.add(place)
        for place in reversed(range(len(boxes))):
            if self.below[place] and place not in main:
                boxes[place].rank = min(boxes[each].rank for each in self.below[place]) - 1

    def _make_columns(self) -> None:
        """The longest way first, then the longest of what is left from each beginning."""
        count = len(self.boxes)
        ahead = [1] * count
        for place in reversed(range(count)):
            ahead[place] = max((ahead[each] + 1 for each in self.below[place]), default=1)
        found: list[_Column | None] = [None] * count
        order = sorted(range(count), key=lambda place: (self.boxes[place].rank, -ahead[place]))
        longest = max(order, key=lambda place: (ahead[place], -place))
        for start in (longest, *order):
            if found[start] is not None:
                continue
            way = [start]
            while True:
                free = [each for each in self.below[way[-1]] if found[each] is None]
                if not free:
                    break
                way.append(max(free, key=lambda place: (ahead[place], -place)))
            column = _Column(way, self.boxes[start].rank, self.boxes[way[-1]].rank)
            for place in way:
                found[place] = column
            self.columns.append(column)
        self.column_of = [column for column in found if column is not None]

    def _make_tracks(self) -> None:
        """Room for the arrows that pass ranks: at the end of a column, or on their own."""
        extended: set[tuple[_Column, bool]] = set()
        following = {pair for column in self.columns for pair in pairwise(column.boxes)}
        for arrow in self.arrows:
            a, b = self.boxes[arrow.source], self.boxes[arrow.target]
            if (arrow.source, arrow.target) in following or b.rank - a.rank == 1:
                continue
            before, behind = self.column_of[arrow.source], self.column_of[arrow.target]
            main = self.columns[0]
            if before.boxes[-1] == arrow.source and (before, True) not in extended:
                if before is not main:
                    extended.add((before, True))
                    before.last = max(before.last, b.rank - 1)
                    continue
            if behind.boxes[0] == arrow.target and (behind, False) not in extended:
                if behind is not main:
                    extended.add((behind, False))
                    behind.first = min(behind.first, a.rank + 1)
                    continue
            column = _Column([], a.rank + 1, b.rank - 1)
            column.arrow = arrow
            self.columns.append(column)

    def _place_columns(self) -> None:
        ranks = 1 + max(box.rank for box in self.boxes)
        edges = {1: [0.0] * ranks, -1: [0.0] * ranks}
        main = self.columns[0]
        self._occupy(main, edges[1], edges[-1])
        # A track lies outside of the boxes of its own ends, too.
        others = sorted(
            self.columns[1:], key=lambda each: (each.last - each.first, each.first, not each.boxes)
        )
        for column in others:
            ranks_in = range(column.first, column.last + 1)
            gap = COLUMN_GAP if column.boxes else TRACK_GAP
            if column.arrow is not None:
                arrow = column.arrow
                ends = (self.column_of[arrow.source].side, self.column_of[arrow.target].side)
                column.side = min(ends)
                own = (self.boxes[arrow.source].rank, self.boxes[arrow.target].rank)
                reached = max(edges[column.side][rank] for rank in (*ranks_in, *own))
                column.x = column.side * (reached + gap)
            else:
                left = max(self.boxes[each].left for each in column.boxes)
                right = max(self.boxes[each].right for each in column.boxes)
                to_the_right = max(edges[1][rank] for rank in ranks_in) + gap + left
                to_the_left = max(edges[-1][rank] for rank in ranks_in) + gap + right
                column.side = 1 if to_the_right <= to_the_left else -1
                column.x = to_the_right if column.side == 1 else -to_the_left
            self._occupy(column, edges[1], edges[-1])

    def _occupy(self, column: _Column, right: list[float], left: list[float]) -> None:
        """Take the room in its ranks; beside its boxes as much as the boxes need."""
        for rank in range(column.first, column.last + 1):
            right[rank] = max(right[rank], column.x)
            left[rank] = max(left[rank], -column.x)
        for place in column.boxes:
            box = self.boxes[place]
            right[box.rank] = max(right[box.rank], column.x + box.right)
            left[box.rank] = max(left[box.rank], box.left - column.x)

    def _place_boxes(self) -> None:
        ranks = 1 + max(box.rank for box in self.boxes)
        heights = [0.0] * ranks
        for box in self.boxes:
            heights[box.rank] = max(heights[box.rank], box.height)
        tops = [0.0]
        for height in heights:
            tops.append(tops[-1] + height + RANK_GAP)
        for place, box in enumerate(self.boxes):
            box.x = self.column_of[place].x
            box.y = tops[box.rank] + (heights[box.rank] - box.height) / 2
        tracks = [column.x for column in self.columns if not column.boxes]
        start = min(min(box.x - box.left for box in self.boxes), *tracks, *(0.0,))
        for box in self.boxes:
            box.x -= start
        for column in self.columns:
            column.x -= start
        self.anchor = self.columns[0].x
        self.width = max(
            max(box.x + box.right for box in self.boxes), *(x - start for x in tracks), *(0.0,)
        )
        self.height = tops[-1] - RANK_GAP
        self.tops = tops
        self.in_rank: list[list[int]] = [[] for _ in heights]
        for place, box in enumerate(self.boxes):
            self.in_rank[box.rank].append(place)

    def _route(self) -> None:
        tracks = {id(column.arrow): column for column in self.columns if column.arrow is not None}
        number = 0
        bends: dict[int, dict[float, list[Arrow]]] = {}  # by rank and where they come from
        passing: list[tuple[Arrow, float]] = []
        for arrow in self.arrows:
            a, b = self.boxes[arrow.source], self.boxes[arrow.target]
            track = tracks.get(id(arrow))
            if track is not None:
                arrow.track = number
                number += 1
                passing.append((arrow, track.x))
            elif a.x == b.x:
                arrow.path = f"M{_at(a.x, a.bottom)}V{_number(b.y)}"
            elif b.rank - a.rank == 1:
                bends.setdefault(a.rank, {}).setdefault(a.x, []).append(arrow)
            else:
                # Along the column of the one of the two that ends or begins there.
                mine = self.column_of[arrow.source]
                down = mine.boxes[-1] == arrow.source and mine.last >= b.rank - 1
                passing.append((arrow, a.x if down else b.x))
        for rank, groups in bends.items():
            for i, start in enumerate(sorted(groups)):
                share = (i + 1) / (len(groups) + 1)
                for arrow in groups[start]:
                    a, b = self.boxes[arrow.source], self.boxes[arrow.target]
                    gap = self.tops[rank + 1] - RANK_GAP
                    arrow.path = _bend(a.x, a.bottom, gap + RANK_GAP * share, b.x, b.y)
        leaving = self._ports([(x, arrow.source, arrow) for arrow, x in passing], False)
        reaching = self._ports([(x, arrow.target, arrow) for arrow, x in passing], True)
        for arrow, x in passing:
            arrow.path = self._round(arrow, x, leaving[arrow], reaching[arrow])

    def _ports(self, ends: list[tuple[float, int, Arrow]], upper: bool) -> dict[Arrow, float]:
        """The heights at which arrows leave or reach the sides of boxes. Of those that leave,
        the outermost is the highest; of those that arrive, the lowest: so they do not cross."""
        groups: dict[tuple[int, bool], list[tuple[float, Arrow]]] = {}
        for x, place, arrow in ends:
            distance = x - self.boxes[place].x
            groups.setdefault((place, distance > 0), []).append((abs(distance), arrow))
        ports = {}
        for (place, _), group in groups.items():
            box = self.boxes[place]
            room = box.height / 2 - 6
            step = min(PORT_GAP, room / len(group)) if room > 0 else 0.0
            group.sort(key=lambda each: each[0], reverse=not upper)
            for i, (_, arrow) in enumerate(group):
                away = (i + 0.5) * step if room > 0 else 0.0
                # Towards the middle of the box for the first that leaves, and the last that comes.
                ports[arrow] = box.middle + (-(len(group) - i - 0.5) * step if upper else away)
        return ports

    def _round(self, arrow: Arrow, x: float, start: float, end: float) -> str:
        """From the side of a box to `x`, down there, and to the side of the other box; through the
        gap between ranks where another box stands in the way."""
        a, b = self.boxes[arrow.source], self.boxes[arrow.target]
        if x == a.x:
            path = f"M{_at(a.x, a.bottom)}"
        elif self._free(a, x, arrow):
            edge = a.x + (a.right if x > a.x else -a.left)
            turn = min(CORNER, abs(x - edge))
            path = f"M{_at(edge, start)}H{_number(x - _sign(x - edge) * turn)}"
            path += f"Q{_at(x, start)} {_at(x, start + turn)}"
        else:
            top = self.tops[a.rank + 1]
            path = _bend(a.x, a.bottom, top - RANK_GAP / 2, x, top)
        if x == b.x:
            return f"{path}V{_number(b.y)}"
        if self._free(b, x, arrow):
            edge = b.x + (b.right if x > b.x else -b.left)
            turn = min(CORNER, abs(x - edge))
            path += f"V{_number(end - turn)}Q{_at(x, end)} "
            return f"{path}{_at(x - _sign(x - edge) * turn, end)}H{_number(edge)}"
        above = self.tops[b.rank] - RANK_GAP
        return f"{path}{_bend(x, above, above + RANK_GAP / 2, b.x, b.y, start='V')}"

    def _free(self, box: Box, x: float, arrow: Arrow) -> bool:
        """Whether nothing stands between the side of a box and `x` in its rank."""
        low, high = min(box.x, x), max(box.x, x)
        ends = (arrow.source, arrow.target)
        return not any(
            place not in ends
            and low < self.boxes[place].x + self.boxes[place].right
            and self.boxes[place].x - self.boxes[place].left < high
            for place in self.in_rank[box.rank]
        )


def _sign(value: float) -> float:
    return 1.0 if value > 0 else -1.0


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _at(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _bend(x: float, y: float, middle: float, to_x: float, to_y: float, start: str = "M") -> str:
    """Down to the `middle`, over and down again, round its corners."""
    turn = min(CORNER, middle - y, to_y - middle, abs(to_x - x) / 2)
    side = _sign(to_x - x) * turn
    begin = (
        f"M{_at(x, y)}V{_number(middle - turn)}" if start == "M" else f"V{_number(middle - turn)}"
    )
    return (
        f"{begin}Q{_at(x, middle)} {_at(x + side, middle)}H{_number(to_x - side)}"
        f"Q{_at(to_x, middle)} {_at(to_x, middle + turn)}V{_number(to_y)}"
    )
