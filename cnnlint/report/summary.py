"""A model as a table: what `model.summary()` says, with the sum behind each number.

    model  Sequential  mnist_cnn.py:33
    line  layer            output              from                  params  = sum
      35  conv2d (Conv2D)  (None, 26, 26, 64)  (28 − 3)/1 + 1 = 26      640  3·3·1·64 + 64

What is not known is `?` with a numbered reason below. A layer that cannot be built is marked where
it stands, and the table goes on behind it.
"""

from __future__ import annotations

from ..dims import pretty, substitute, symbol
from ..shapes import show
from ..table import cause, helps, readable_bytes, requirements, rows, told, totals, unknowns
from .text import left, right, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic, Unknown
    from ..dims import Size
    from ..network import Model
    from ..source import Span
    from ..table import Row

HEADS = ("line", "layer", "output", "from", "params", "= sum", "MACs")
TO_THE_RIGHT = frozenset({"line", "params", "MACs"})
BELOW = 2  # the column under which a row says what no window reads

AXES = {1: ("steps",), 2: ("rows", "columns"), 3: ("planes", "rows", "columns")}


def summary(model: Model, diagnostics: Iterable[Diagnostic] = ()) -> str:
    """The table of a model; `diagnostics` are those of its file, marked where they strike."""
    return "\n".join(_Drawing(model, diagnostics).lines())


class _Drawing:
    """One table being drawn: its footnotes are numbered as they come up."""

    def __init__(self, model: Model, diagnostics: Iterable[Diagnostic]) -> None:
        self.model = model
        self.rows = rows(model)
        self.helps = helps(model, self.rows)
        self.errors = [d for d in diagnostics if d.severity == "error"]
        self.reasons: dict[object, int] = {}
        self.footnotes: list[str] = []

    def lines(self) -> Iterable[str]:
        model = self.model
        yield visible("  ".join(filter(None, (_title(model), model.class_name, _at(model.span)))))
        cells, below = self.cells()
        widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
        for row, extra in zip(cells, below, strict=True):
            yield _line(row, widths)
            if extra:
                yield " " * (sum(widths[:BELOW]) + 2 * BELOW) + extra
        sums = totals(model, self.rows)
        bound = "" if sums.complete else "≥ "
        for word, params, size in (
            ("Total params", sums.params, sums.bytes),
            ("Trainable params", sums.trainable_params, sums.trainable_bytes),
            ("Non-trainable params", sums.non_trainable_params, sums.non_trainable_bytes),
        ):
            memory = "" if size is None else f" ({readable_bytes(size)})"
            yield f"{word}: {bound}{_number(params)}{memory}"
        if sums.macs is not None and sums.macs != 0:
            yield f"Multiply-accumulates (MACs) per sample: {_number(sums.macs)}"
        for condition in requirements(model):
            yield f"Requires: {condition}"
        for unknown in unknowns(model, self.rows):
            self.reference(unknown)
        yield from self.footnotes

    def cells(self) -> tuple[list[tuple[str, ...]], list[str]]:
        """The head and the rows of the table, and what stands below each."""
        cells: list[tuple[str, ...]] = [HEADS]
        below = [""]
        multiples = _multiples(self.model)
        for row, depth in _indented(self.rows, 0):
            cells.append(self.row(row, depth))
            below.append(_unread(row, multiples))
        if not any(cells_[3] for cells_ in cells[1:]):
            cells[0] = (*HEADS[:3], "", *HEADS[4:])
        if any(":" in cells_[0] for cells_ in cells[1:]):
            cells[0] = ("cell:line", *cells[0][1:])
        return cells, below

    def row(self, row: Row, depth: int) -> tuple[str, ...]:
        struck = self.strike(row)
        why = "" if struck is not None else self.reference(row.unknown)
        unknown = f"? {why}".rstrip()
        if struck is not None:
            output, origin = f"✗ {struck.code}", struck.sum
        elif row.shapes is None:
            output, origin = unknown, row.output_sum
        else:
            output, origin = ", ".join(map(show, row.shapes)), row.output_sum
            output = f"[{output}]" if len(row.shapes) != 1 else output
        name = f"{'   ' * (depth - 1) + ' └ ' if depth else ''}{row.name} ({row.class_name})"
        params = "?" if row.params is None else _number(row.params)
        if row.params is None and row.shapes is not None and struck is None:
            params = unknown
        macs = "?" if row.macs is None else "" if row.macs == 0 else _number(row.macs)
        return (
            _line_of(row.span),
            visible(name),
            output,
            visible(origin),
            params,
            row.params_sum,
            macs,
        )

    def strike(self, row: Row) -> Diagnostic | None:
        """The error that was found at this row, if it is the row where it began."""
        unknown = row.unknown
        if not row.broken or row.span is None or unknown is None or unknown.span is None:
            return None
        if cause(unknown) in self.reasons:  # it began at an earlier row
            return None
        for error in self.errors:
            if _covers(error.span, unknown.span) and _covers(error.span, row.span):
                self.reasons[cause(unknown)] = 0
                self.footnotes.append(f"✗ {error.code} {_at(error.span)}: {visible(error.message)}")
                return error
        return None

    def reference(self, unknown: Unknown | None) -> str:
        """`[1]`, the footnote that says why; "" for what an error in the table has said."""
        if unknown is None:
            return ""
        key = cause(unknown)
        number = self.reasons.get(key)
        if number is None:
            number = 1 + max(self.reasons.values(), default=0)
            self.reasons[key] = number
            at = f"{_at(unknown.span)}: " if unknown.span is not None else ""
            self.footnotes.append(visible(f"[{number}] {at}{unknown.reason}"))
            if self.helps.get(key):
                self.footnotes.append(visible(f"{' ' * len(f'[{number}] ')}{self.helps[key]}"))
        return f"[{number}]" if number else ""


def _covers(a: Span, b: Span) -> bool:
    """Whether one of the two holds the other."""
    if a.source is not b.source:
        return False
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


def _indented(table: Iterable[Row], depth: int) -> Iterable[tuple[Row, int]]:
    for row in table:
        yield row, depth
        if not row.folded:
            yield from _indented(row.nested, depth + 1)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        (right if head in TO_THE_RIGHT else left)(cell, columns)
        for head, cell, columns in zip(HEADS, cells, widths, strict=True)
        if columns
    ]
    return "  ".join(parts).rstrip()


def _multiples(model: Model) -> dict[str, Size]:
    """The free sizes that must be multiples of a number, written as such."""
    found: dict[str, Size] = {}
    for condition in requirements(model):
        name, _, number = str(condition).removesuffix(" == 0").partition(" % ")
        if condition.names == {name} and number.isdecimal():
            found[name] = int(number) * symbol(name)
    return found


def _unread(row: Row, multiples: dict[str, Size]) -> str:
    """`last 1 of 11 rows and columns unread`; nothing of what the conditions rule out."""
    names = AXES.get(len(row.unread))
    if names is None or len(row.read) != len(row.unread):
        return ""
    said: dict[str, list[str]] = {}
    for name, unread, size in zip(names, row.unread, row.read, strict=True):
        if substitute(unread, multiples) != 0:
            said.setdefault(f"last {pretty(unread)} of {pretty(size)}", []).append(name)
    parts = [f"{count} {' and '.join(axes)}" for count, axes in said.items()]
    return f"{', '.join(parts)} unread" if parts else ""


def _number(size: Size) -> str:
    return f"{size:,}" if isinstance(size, int) else pretty(size)


def _title(model: Model) -> str:
    known = model.variable or model.name
    return known if known == model.name else f'{known} "{model.name}"'


def _at(span: Span | None) -> str:
    return "" if span is None else visible(span.brief_place)


def _line_of(span: Span | None) -> str:
    """The line of a row; in a notebook behind the number of its cell."""
    if span is None:
        return ""
    return str(span.line) if span.cell is None else f"{span.cell}:{span.line}"


def report(analysis: Analysis) -> list[str]:
    """What to say of a file's models, in blocks: a table each, or why there is none."""
    blocks = [summary(model, analysis.diagnostics) for model in told(analysis.models)]
    path = visible(analysis.source.path)
    gave_up = f"{path}: gave up: {visible(analysis.gave_up)}" if analysis.gave_up else ""
    if blocks or analysis.diagnostics:
        return [*blocks, gave_up] if gave_up else blocks
    lines = [gave_up or f"{path}: no model found"]
    for unknown in {cause(unknown): unknown for unknown in analysis.unknowns}.values():
        at = f"{_at(unknown.span)}: " if unknown.span is not None else ""
        lines.append(f"  {at}{visible(unknown.reason)}")
    return ["\n".join(lines)]
