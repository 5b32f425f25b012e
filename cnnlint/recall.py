"""Between an analysis and the plain data that a cache keeps of it, or a worker sends."""

from __future__ import annotations

import os

from .analysis import Analysis
from .cache import Entry, Memory, stamp_of
from .cache.plain import hash_of
from .diagnostics import Diagnostic, Fix, Note
from .source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .cache import Stamp
    from .interpreter.budget import Budget
    from .modules import Finder

    Read = Callable[[str, bytes], Source]


#: What may stand in a result, by the letter it is written under.
CLASSES: dict[str, Any] = {"D": Diagnostic, "N": Note, "F": Fix}
LETTERS = {kind: letter for letter, kind in CLASSES.items()}


def memory(
    analysis: Analysis, stamp: Stamp, setting: list[str], find: Finder, budget: Budget
) -> Memory | None:
    """How an analysis of a file with this stamp can be known again; None where it cannot."""
    numbers = {path: number for number, path in enumerate(find.read, 1)}

    def number_of(source: Source) -> int:
        if source is analysis.source:
            return 0
        number = numbers.get(os.path.abspath(source.path))
        if number is None:
            raise NotPlain(source.path)
        return number

    try:
        packed = [pack(each, number_of) for each in analysis.diagnostics]
    except NotPlain:
        return None
    lasting = not budget.hurried
    read: dict[str, Stamp] = {}
    for path, (before, when) in find.read.items():
        try:
            with open(path, "rb") as file:
                data = file.read()
            after = os.stat(path)
        except OSError:
            return None
        read[path] = stamp_of(data, before, when)
        # A stamp without a time: it may have changed since, and still have the same.
        lasting &= before is not None and bool(read[path][0])
        lasting &= before is not None and after.st_mtime_ns == before.st_mtime_ns
    return Memory(Entry(stamp, setting, read, packed, analysis.older), find.probes, lasting)


def recalled(name: str, entry: Entry, read: Read) -> Analysis | None:
    """The analysis that an entry was made of, without models; None where its texts have changed.

    What is not about any text is not read.
    """
    if not entry.packed:
        analysis = Analysis(Source(name, ""))
        analysis.older = entry.older
        return analysis
    places = [name, *entry.read]
    stamps = [entry.stamp, *entry.read.values()]
    sources: dict[int, Source] = {}

    def source_of(number: int) -> Source:
        if number not in sources:
            with open(places[number], "rb") as file:
                data = file.read()
            if hash_of(data) != stamps[number][3]:
                raise NotPlain("another text")
            if number:
                from .modules import source_of

                sources[number] = source_of(places[number])
            else:
                sources[number] = read(name, data)
        return sources[number]

    try:
        analysis = Analysis(source_of(0))
        analysis.older = entry.older
        analysis.diagnostics = [unpack(each, source_of) for each in entry.packed]
    except Exception:  # it was kept by somebody else, or is not there any more
        return None
    return analysis


class NotPlain(Exception):
    """Something in a result cannot be kept."""


def pack(value: Any, number_of: Callable[[Source], int]) -> Any:
    """Diagnostics as JSON has them; sources become numbers.

    Raises:
        NotPlain: there is something in them that no diagnostic has.
    """
    kind = type(value)
    if value is None or kind is str or kind is int or kind is bool:
        return value
    if kind is Span:
        return ["S", number_of(value.source), value.start, value.end]
    if kind is tuple or kind is list:
        return ["T", *(pack(each, number_of) for each in value)]
    if kind is Diagnostic and value.fix is None:
        value._fix = None  # asked for, it is worked out
    if kind in LETTERS:
        slots = kind.__slots__
        if kind is Diagnostic:
            value.fix  # noqa: B018  # until it is asked for, it is a function
        return [LETTERS[kind], *(pack(getattr(value, slot), number_of) for slot in slots)]
    raise NotPlain(kind.__name__)


def unpack(value: Any, source_of: Callable[[int], Source]) -> Any:
    """What was packed.

    Raises:
        NotPlain: it was not packed like this.
    """
    if type(value) is not list:
        return value
    letter, *parts = value
    if letter == "S":
        number, start, end = parts
        source = source_of(number)
        if not 0 <= start <= end <= len(source.text):
            raise NotPlain("a span")
        return Span(source, start, end)
    if letter == "T":
        return tuple(unpack(each, source_of) for each in parts)
    kind = CLASSES[letter]
    made = kind.__new__(kind)
    for slot, part in zip(kind.__slots__, parts, strict=True):
        setattr(made, slot, unpack(part, source_of))
    return made
