"""A model on a sheet of paper: its title, its table in cells, what stands below and why."""

from __future__ import annotations

from ..dims import pretty, substitute, symbol
from ..table import cause, helps, readable_bytes, requirements, rows, totals, unknowns
from .columns import USUAL, number
from .memory import memory
from .outline import View, outline, walk
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..diagnostics import Diagnostic, Unknown
    from ..dims import Size
    from ..network import Model
    from ..resources.limits import Budgets
    from ..rows import Row
    from ..source import Span

AXES = {1: ("steps",), 2: ("rows", "columns"), 3: ("planes", "rows", "columns")}


class Notes:
    """What the cells of a table refer to: numbered as they come up, from the top."""

    def __init__(
        self, model: Model, table: Sequence[Row], diagnostics: Iterable[Diagnostic]
    ) -> None:
        self.helps = helps(model, table)
        self.errors = [d for d in diagnostics if d.severity == "error"]
        self.reasons: dict[object, int] = {}
        self.lines: list[str] = []
        self.struck: dict[Row, Diagnostic | None] = {}

    def strike(self, row: Row) -> Diagnostic | None:
        """The error that was found at this row, if it is the row where it began."""
        if row not in self.struck:
            self.struck[row] = self._strike(row)
        return self.struck[row]

    def _strike(self, row: Row) -> Diagnostic | None:
        unknown = row.unknown
        if not row.broken or row.span is None or unknown is None or unknown.span is None:
            return None
        if cause(unknown) in self.reasons:  # it began at an earlier row
            return None
        for error in self.errors:
            if _covers(error.span, unknown.span) and _covers(error.span, row.span):
                self.reasons[cause(unknown)] = 0
                self.lines.append(f"✗ {error.code} {at(error.span)}: {visible(error.message)}")
                return error
        return None

    def unknown(self, row: Row) -> str:
        """`? [1]`: that it is not known, and where it says why."""
        return f"? {self.reference(row.unknown)}".rstrip()

    def reference(self, unknown: Unknown | None) -> str:
        """`[1]`, the footnote that says why; "" for what an error in the table has said."""
        if unknown is None:
            return ""
        key = cause(unknown)
        count = self.reasons.get(key)
        if count is None:
            count = 1 + max(self.reasons.values(), default=0)
            self.reasons[key] = count
            place = f"{at(unknown.span)}: " if unknown.span is not None else ""
            self.lines.append(visible(f"[{count}] {place}{unknown.reason}"))
            if self.helps.get(key):
                self.lines.append(visible(f"{' ' * len(f'[{count}] ')}{self.helps[key]}"))
        return f"[{count}]" if count else ""


class Entry:
    """One row of the table: its `cells`, how deep it lies inside others, and what is said below
    the row about what no window reads."""

    __slots__ = ("below", "cells", "depth", "row")

    def __init__(self, row: Row, depth: int, cells: tuple[str, ...], below: str) -> None:
        self.row = row
        self.depth = depth
        self.cells = cells
        self.below = below


class Sheet:
    """Everything that is shown of a model. `diagnostics` are those of its file: they are marked
    where they strike; `budgets` what the file's models may take."""

    def __init__(
        self,
        model: Model,
        diagnostics: Iterable[Diagnostic] = (),
        view: View | None = None,
        budgets: Budgets | None = None,
    ) -> None:
        view = view or View()
        self.model = model
        self.budgets = budgets
        self.rows = rows(model)
        self.notes = Notes(model, self.rows, diagnostics)
        self.lines = outline(model, view, self.rows)
        self.columns = (*(USUAL if view.columns is None else view.columns), *view.besides)
        multiples = _multiples(model)
        self.entries = [
            Entry(line.row, depth, self._cells(line.row), _unread(line.row, multiples))
            for line, depth in walk(self.lines)
        ]
        self.heads = [column.head for column in self.columns]
        for place, column in enumerate(self.columns):
            if column.name == "line" and any(":" in each.cells[place] for each in self.entries):
                self.heads[place] = "cell:line"
        if view.columns is None:
            self._leave_out_what_is_empty()

    def _cells(self, row: Row) -> tuple[str, ...]:
        self.notes.strike(row)  # an error is told whichever columns there are
        return tuple(column.text(row, self.notes) for column in self.columns)

    def _leave_out_what_is_empty(self) -> None:
        kept = [
            place
            for place, column in enumerate(self.columns)
            if not column.spare or any(each.cells[place] for each in self.entries)
        ]
        self.columns = tuple(self.columns[place] for place in kept)
        self.heads = [self.heads[place] for place in kept]
        for each in self.entries:
            each.cells = tuple(each.cells[place] for place in kept)

    @property
    def title(self) -> tuple[str, ...]:
        """What the model is called, its class, and where it is made."""
        parts = (_name(self.model), self.model.class_name, at(self.model.span))
        return tuple(visible(part) for part in parts if part)

    def totals(self) -> Iterator[tuple[str, str]]:
        """What stands below the table: a name and a value each."""
        sums = totals(self.model, self.rows)
        bound = "" if sums.complete else "≥ "
        for word, params, size in (
            ("Total params", sums.params, sums.bytes),
            ("Trainable params", sums.trainable_params, sums.trainable_bytes),
            ("Non-trainable params", sums.non_trainable_params, sums.non_trainable_bytes),
        ):
            held = "" if size is None else f" ({readable_bytes(size)})"
            yield word, f"{bound}{number(params)}{held}"
        if sums.macs is not None and sums.macs != 0:
            yield "Multiply-accumulates (MACs) per sample", number(sums.macs)
        takes = memory(self.model, self.budgets)
        if takes:
            yield "Memory", takes
        for condition in requirements(self.model):
            yield "Requires", str(condition)

    def footnotes(self) -> list[str]:
        """Errors, and why what is not known is not."""
        for unknown in unknowns(self.model, self.rows):
            self.notes.reference(unknown)
        return self.notes.lines


def at(span: Span | None) -> str:
    """`model.py:9`"""
    return "" if span is None else visible(span.brief_place)


def _name(model: Model) -> str:
    known = model.variable or model.name
    return known if known == model.name else f'{known} "{model.name}"'


def _covers(a: Span, b: Span) -> bool:
    """Whether one of the two holds the other."""
    if a.source is not b.source:
        return False
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


def _multiples(model: Model) -> dict[str, Size]:
    """The free sizes that must be multiples of a number, written as such."""
    found: dict[str, Size] = {}
    for condition in requirements(model):
        name, _, count = str(condition).removesuffix(" == 0").partition(" % ")
        if condition.names == {name} and count.isdecimal():
            found[name] = int(count) * symbol(name)
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
