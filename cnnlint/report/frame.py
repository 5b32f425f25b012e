"""A diagnostic as people read it: the source line that must change, and how it came about.

error[CNN101] window-larger-than-input: `Conv2D` needs 3×3, its input is 2×2
  --> model.py:9:5
   7 | x = layers.Conv2D(64, 3)(image)      (None, 4, 4, 64)
   8 | x = layers.MaxPooling2D()(x)         (None, 2, 2, 64)
   9 | y = layers.Conv2D(8, 3)(x)
     |     ^^^^^^^^^^^^^^^^^^^^^^ (2 − 3)/1 + 1 = 0
help: `padding="same"` keeps 2×2, or drop the `MaxPooling2D` on line 8
"""

from __future__ import annotations

from . import ink
from .text import right, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..diagnostics import Diagnostic
    from ..source import Source, Span

MARK = "[*] "  # before what `--fix` mends
GAP = 6  # between the longest line and what is said behind it
WIDE = 100  # longer lines do not push the others' words away
LONGEST = 200  # characters of a line; of a longer one the part around the span is shown
SHOWN = 8  # lines of a span over several, before its middle is left out


def frame(diagnostic: Diagnostic, unsafe: bool = False) -> str:
    """The whole diagnostic, without a line end; `unsafe` fixes are taken for ready or not."""
    return "\n".join(_lines(diagnostic, unsafe))


def footer(severities: Iterable[str], fixed: int = 0) -> str:
    """`Found 2 errors and 1 warning (1 fixed, 2 remaining).`; "" where there is nothing."""
    counts: dict[str, int] = dict.fromkeys(("error", "warning", "info"), 0)
    for severity in severities:
        counts[severity] += 1
    said = [
        f"{count} {word}{'s' if count > 1 and word != 'info' else ''}"
        for word, count in counts.items()
        if count
    ]
    if not said:
        return ""
    rest = f" ({fixed} fixed, {sum(counts.values()) - fixed} remaining)" if fixed else ""
    return f"Found {', '.join(said[:-1])}{' and ' if len(said) > 1 else ''}{said[-1]}{rest}."


def _lines(diagnostic: Diagnostic, unsafe: bool) -> Iterable[str]:
    span, fix = diagnostic.span, diagnostic.fix
    mark = MARK if fix is not None and (fix.safe or unsafe) else ""
    title = ink.strong(f"{diagnostic.name}:")
    yield f"{_head(diagnostic)} {mark}{title} {visible(diagnostic.message)}"
    yield f"{ink.place('  -->')} {visible(span.place)}"
    said: dict[int, list[str]] = {}
    for note in diagnostic.because:
        if note.span.source is span.source:
            said.setdefault(_row(note.span), []).append(visible(note.message))
        else:
            yield f"{ink.place('  :::')} {visible(note.span.place)}: {visible(note.message)}"
    yield from _excerpt(diagnostic, said)
    if diagnostic.help and (fix is None or fix.description != diagnostic.help):
        yield f"{ink.remedy('help:')} {visible(diagnostic.help)}"
    if fix is not None:
        title = ink.remedy(f"fix{'' if fix.safe else ' (unsafe)'}:")
        yield f"{title} {visible(fix.description)}"


def _head(diagnostic: Diagnostic) -> str:
    """`error[CNN101]`, which leads to the page of the rule."""
    head = f"{diagnostic.severity}[{diagnostic.code}]"
    painted = ink.severity(head, diagnostic.severity)
    if not ink.INK.links:
        return painted
    from ..rules import address, find

    return ink.link(painted, address(find(diagnostic.name)))


def _excerpt(diagnostic: Diagnostic, said: Mapping[int, list[str]]) -> Iterable[str]:
    """The lines of the span, underlined, between those that something is said about.

    A notebook's are numbered in their cells; where there are several, each has its number above.
    """
    span, label = diagnostic.span, visible(diagnostic.sum)
    source, first = span.source, _row(span)
    last = first + span.end_line - span.line
    numbers = sorted({*said, *_shown(first, last)})
    cells = {number: source.cell_at(source.starts[number - 1]) for number in numbers}
    gutter = max(4, len(str(numbers[-1])))
    behind = {number: " → ".join(dict.fromkeys(texts)) for number, texts in said.items()}
    texts = {number: _source_line(source, number, first, last) for number in numbers}
    edge = max((width(texts[n]) for n in behind if width(texts[n]) <= WIDE), default=0)
    edge += GAP + max(map(width, behind.values()), default=0)
    before = 0
    for number in numbers:
        cell = cells[number]
        if len(set(cells.values())) > 1 and cell is not cells.get(before):
            yield "" if cell is None else f"cell {cell.number}"
        elif before and number > before + 1:
            yield "..."
        before = number
        told = number if cell is None else number - source.line_of(cell.start) + 1
        line = texts[number]
        start = end = 0
        if first == last == number:
            whole = source.line(number)
            start = len(visible(whole[: span.column - 1]))
            end = len(visible(whole[: span.end_column - 1]))
        line, start, end = _cut(line, start, end)
        marked = " " * width(line[:start]) + "^" * max(width(line[start:end]), 1)
        words = behind.get(number)
        if words:
            room = max(edge - width(line), width(words) + 2)
            line += ink.place(right(words, room))
        yield f"{ink.place(f'{told:>{gutter}} |')} {line}".rstrip()
        if first == last == number:
            yield _mark(gutter, marked, label, diagnostic.severity)
        elif number == first:
            start = width(visible(source.line(number)[: span.column - 1])[:LONGEST])
            yield _mark(gutter, f" {'_' * (start + 1)}^", "", diagnostic.severity)
        elif number == last:
            end = width(visible(source.line(number)[: span.end_column - 1])[:LONGEST])
            yield _mark(gutter, f"|{'_' * end}^", label, diagnostic.severity)


def _shown(first: int, last: int) -> list[int]:
    if last - first < SHOWN:
        return list(range(first, last + 1))
    return [*range(first, first + SHOWN // 2), *range(last - SHOWN // 2 + 1, last + 1)]


def _source_line(source: Source, number: int, first: int, last: int) -> str:
    """A line as it is shown; where the span covers several, a bar runs down their left side."""
    text = visible(source.line(number)).rstrip()
    if first == last:
        return text
    return f"| {text}" if first < number <= last else f"  {text}"


def _cut(text: str, start: int, end: int) -> tuple[str, int, int]:
    """What is shown of a line, and where in it that is which lies between `start` and `end`."""
    if len(text) <= LONGEST:
        return text, start, end
    first = max(min(start - LONGEST // 4, len(text) - LONGEST), 0) if end > LONGEST else 0
    shown = ("…" if first else "") + text[first : first + LONGEST]
    shift = first - bool(first)
    more = "…" if first + LONGEST < len(text) else ""
    return shown + more, start - shift, min(end - shift, len(shown))


def _mark(gutter: int, marks: str, label: str, severity: str) -> str:
    blanks = len(marks) - len(marks.lstrip())
    told = ink.severity(f"{marks.lstrip()} {label}".rstrip(), severity)
    return f"{ink.place(' ' * gutter + ' |')} {' ' * blanks}{told}"


def _row(span: Span) -> int:
    """The line of the whole text that a span begins on."""
    return span.source.line_of(span.start)
