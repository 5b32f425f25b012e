"""Where things stand, while the text they stand in is edited.

What running a statement has left behind may be used again when the statement stands elsewhere:
then its spans are moved along, each with the piece of the text that it lies in.
"""

from __future__ import annotations

from bisect import bisect_right
from gc import get_referents
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    TracebackType,
)

from ..interpreter.machine import Interpreter
from ..interpreter.values import Class, Function, Module, Native, Scope
from ..source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..syntax.pieces import Shift


class Place:
    """Where one piece of a text begins, and how long it is."""

    __slots__ = ("length", "start")

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length


#: No span that anybody will ask for lies behind these.
OPAQUE = (
    type,
    str,
    int,
    float,
    complex,
    bytes,
    Interpreter,
    Module,
    Native,
    ModuleType,
    Scope,
    Source,
    CodeType,
    BuiltinFunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    TracebackType,
)


def spans_of(values: Iterable[Any], source: Source) -> list[Span]:
    """Every span in this source that can be come to from some values."""
    found: list[Span] = []
    seen: set[int] = set()
    pending: list[Any] = list(values)
    opaque: dict[type, bool] = {}
    while pending:
        value = pending.pop()
        kind = type(value)
        closed = opaque.get(kind)
        if closed is None:
            closed = opaque[kind] = issubclass(kind, OPAQUE)
        if closed or value is None or id(value) in seen:
            continue
        seen.add(id(value))
        if kind is Span:
            if value.source is source:
                found.append(value)
        elif kind is Class:
            if value.span is not None:  # those of libraries stand nowhere
                pending += (value.span, value.namespace, value.mro, value.unknown_base)
        elif kind is Function:
            # Its body is never run again, and its scope is that of an older run.
            pending += (value.span, value.signature, value.attributes, value.owner)
        elif kind is FunctionType:
            pending += value.__closure__ or ()
            pending += value.__defaults__ or ()
        elif kind is CellType:
            try:
                pending.append(value.cell_contents)
            except ValueError:
                continue
        elif kind is MethodType:
            pending += (value.__self__, value.__func__)
        else:
            pending += get_referents(value)
    return found


class Spans:
    """The spans that belong to a result, each by the piece that it lies in."""

    __slots__ = ("held",)

    def __init__(self, found: Iterable[Span], places: list[Place]) -> None:
        starts = [place.start for place in places]
        self.held: dict[Place, list[tuple[Span, int, int]]] = {}
        for span in found:
            at = max(bisect_right(starts, span.start) - 1, 0)
            place = places[at]
            start = span.start - place.start
            self.held.setdefault(place, []).append((span, start, span.end - place.start))

    def stand(self, living: set[Place], shifts: dict[Place, Shift]) -> bool:
        """Whether each of them has a place in the new text."""
        for place, spans in self.held.items():
            if place not in living:
                return False
            way = shifts.get(place)
            if way is not None and not all(
                start in way.starts and end in way.ends for _, start, end in spans
            ):
                return False
        return True

    def put(self, source: Source, shifts: dict[Place, Shift]) -> None:
        """Move them to where they stand now."""
        for place, spans in self.held.items():
            way = shifts.get(place)
            if way is not None:
                spans = self.held[place] = [
                    (span, way.starts[start], way.ends[end]) for span, start, end in spans
                ]
            at = place.start
            for span, start, end in spans:
                span.source = source
                span.start = at + start
                span.end = at + end
