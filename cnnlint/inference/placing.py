"""Where things stand, while the text they stand in is edited.

What running a statement has left behind may be used again when the statement stands elsewhere:
then the spans that were made are moved along, each with the piece of the text that it lies in.
"""

from __future__ import annotations

from _bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..source import Source, Span
    from ..syntax.pieces import Shift


class Place:
    """Where one piece of a text begins, and how long it is."""

    __slots__ = ("length", "start")

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length


class Spans:
    """Spans that were made together, in the text as it was then."""

    __slots__ = ("_held", "made")

    def __init__(self, made: list[Span]) -> None:
        self.made = made
        self._held: dict[Place, list[tuple[Span, int, int]]] = {}

    def hold(self, places: list[Place]) -> None:
        """Find the piece that each lies in, while these are where they were."""
        if not self.made:
            return
        starts = [place.start for place in places]
        for span in self.made:
            place = places[max(bisect_right(starts, span.start) - 1, 0)]
            start = span.start - place.start
            self._held.setdefault(place, []).append((span, start, span.end - place.start))
        self.made = []

    def stand(self, living: set[Place], shifts: dict[Place, Shift]) -> bool:
        """Whether each of them has a place in the new text."""
        for place, spans in self._held.items():
            if place not in living:
                return False
            way = shifts.get(place)
            if way is not None and not all(
                way.start(start) is not None and way.end(end) is not None for _, start, end in spans
            ):
                return False
        return True

    def put(self, source: Source, living: set[Place], shifts: dict[Place, Shift]) -> None:
        """Move them to where they stand now; nobody asks for what has no place any more."""
        for place in [each for each in self._held if each not in living]:
            del self._held[place]
        for place, spans in self._held.items():
            way = shifts.get(place)
            if way is not None:
                moved = [(span, way.start(start), way.end(end)) for span, start, end in spans]
                spans = self._held[place] = [
                    (span, start, end)
                    for span, start, end in moved
                    if start is not None and end is not None
                ]
            at = place.start
            for span, start, end in spans:
                span.source = source
                span.start = at + start
                span.end = at + end
