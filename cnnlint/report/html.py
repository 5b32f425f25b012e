"""Models on one page that needs nothing else: table, picture and source side by side.

Everything is in the file, and its policy forbids whatever is not: it loads nothing, sends nothing,
and runs no script but its own, whatever the names and the source text hold.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from ..table import told
from . import svg
from .columns import USUAL, Column, title
from .families import COLOURS, family
from .outline import View, outline, walk
from .sheet import Sheet
from .svg import escaped
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..analysis import Analysis
    from ..diagnostics import Diagnostic
    from ..network import Model
    from ..rows import Row
    from ..source import Source, Span
    from .outline import Line
    from .sheet import Entry

DEEPEST = 6  # the rows further inside are not moved further to the right

#: The sums are told where a pointer rests on a number.
COLUMNS = tuple(column for column in USUAL if column.name not in ("from", "sum"))


def document(analyses: Iterable[Analysis], view: View) -> str:
    """The page of all models of all files."""
    page = _Page(view)
    for analysis in analyses:
        page.add(analysis)
    return page.text()


class _Page:
    def __init__(self, view: View) -> None:
        self.view = view
        self.sources: dict[str, Source] = {}
        self.made: dict[str, set[int]] = {}  # by path, the lines that made a row
        self.found: dict[str, dict[int, list[Diagnostic]]] = {}
        self.names: list[str] = []
        self.models: list[str] = []
        self.none: list[str] = []

    def add(self, analysis: Analysis) -> None:
        """The models of one file, or why there is none."""
        self._source(analysis.source)
        for each in analysis.diagnostics:
            self._source(each.span.source)
            lines = self.found.setdefault(each.span.path, {})
            lines.setdefault(_first(each.span), []).append(each)
        models = told(analysis.models)
        if not models:
            from .summary import no_model

            self.none += no_model(analysis)
        for model in models:
            self._model(model, analysis)

    def text(self) -> str:
        """The page itself."""
        style = _file("page.css") + svg.STYLE
        style += "".join(f".dot.{name}{{background:{each}}}" for name, each in COLOURS.items())
        script = _file("page.js")
        policy = (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
        )
        none = f'<p class="pane none">{escaped(chr(10).join(self.none))}</p>'
        values = {
            "policy": policy,
            "title": escaped(", ".join(self.names) or "cnnlint"),
            "style": style,
            "markers": svg.MARKERS,
            "tabs": f'<nav class="tabs">{self._tabs()}</nav>',
            "models": "".join(self.models) or none,
            "sources": "".join(map(self._text, self.sources.values())),
            "script": script,
        }
        text, *rest = _file("page.html").split("{{")
        for part in rest:
            name, _, after = part.partition("}}")
            text += values[name] + after
        return text

    def _tabs(self) -> str:
        if len(self.names) < 2:
            return ""
        return "".join(
            f'<button data-sheet="m{place}" aria-selected="false">{escaped(name)}</button>'
            for place, name in enumerate(self.names)
        )

    def _source(self, source: Source) -> int:
        """The number of a source on this page."""
        self.sources.setdefault(source.path, source)
        return list(self.sources).index(source.path)

    def _model(self, model: Model, analysis: Analysis) -> None:
        number = len(self.models)
        view = View(self.view.columns or COLUMNS, self.view.depth)
        sheet = Sheet(model, analysis.diagnostics, view, analysis.budgets)
        numbers = {entry.row: place for place, entry in enumerate(sheet.entries)}
        lines = {line.row: line for line, _ in walk(sheet.lines)}
        name, *where = sheet.title
        self.names.append(model.variable or model.name)
        totals = "".join(
            f"<div><dt>{escaped(what)}</dt><dd>{escaped(value)}</dd></div>"
            for what, value in sheet.totals()
        )
        heads = "".join(
            f"<th{_number_class(column)}>{escaped(head)}</th>"
            for column, head in zip(sheet.columns, sheet.heads, strict=True)
        )
        table = "".join(
            self._row(sheet, entry, lines[entry.row], number, place)
            for place, entry in enumerate(sheet.entries)
        )
        notes = "".join(f"<li>{escaped(note)}</li>" for note in sheet.footnotes())
        hidden = " hidden" if number else ""
        flat = "" if any(line.inside for line in sheet.lines) else ' class="flat"'
        self.models.append(
            f'<article class="sheet" id="m{number}" data-source="{self._source(analysis.source)}"'
            f'{hidden}><header><h1>{escaped(name)}</h1><span class="where">'
            f"{escaped(' '.join(where))}</span><dl>{totals}</dl></header>"
            f'<section class="pane table" aria-label="Layers"><table{flat}><thead><tr>{heads}</tr>'
            f'</thead><tbody>{table}</tbody></table><ul class="notes">{notes}</ul></section>'
            f'<section class="pane picture" aria-label="Picture">'
            f"{self._pictures(model, sheet, numbers)}</section></article>"
        )

    def _pictures(self, model: Model, sheet: Sheet, numbers: dict[Row, int]) -> str:
        """The picture; where blocks repeat also the one with those folded, and a switch."""
        whole = sheet.lines
        folded = outline(model, View(depth=self.view.depth, fold=True), sheet.rows)
        if len(list(walk(folded))) == len(list(walk(whole))):
            return _picture(whole, numbers, "", False)
        fold = self.view.fold
        return (
            f'<label class="switch"><input type="checkbox"{" checked" if fold else ""}> '
            "fold what repeats</label>"
            + _picture(folded, numbers, " folded", not fold)
            + _picture(whole, numbers, "", fold)
        )

    def _row(self, sheet: Sheet, entry: Entry, line: Line, model: int, place: int) -> str:
        row = entry.row
        attributes = f'class="row" id="m{model}-r{place}" data-row="{place}"'
        attributes += f' data-depth="{entry.depth}" tabindex="0"'
        if row.span is not None:
            source = row.span.source
            number = self._source(source)
            first, last = _first(row.span), source.line_of(max(row.span.start, row.span.end - 1))
            attributes += f' data-source="{number}" data-from="{first}" data-to="{last}"'
            self.made.setdefault(source.path, set()).update(range(first, last + 1))
        cells = "".join(
            _cell(column, text, entry, line)
            for column, text in zip(sheet.columns, entry.cells, strict=True)
        )
        return f"<tr {attributes}>{cells}</tr>"

    def _text(self, source: Source) -> str:
        """A source, line by line."""
        from .highlighting import highlighted

        number = self._source(source)
        made = self.made.get(source.path, set())
        found = self.found.get(source.path, {})
        lines = []
        texts = highlighted(source)
        for place, text in enumerate(texts[:-1] if texts[-1] == "" else texts, 1):
            cell = source.cell_at(source.starts[place - 1])
            begins = cell is not None and source.line_of(cell.start) == place
            label = str(place)
            if cell is not None:
                label = f"{cell.number}:{place - source.line_of(cell.start) + 1}"
            style = "ln" + " made" * (place in made) + " cell" * begins
            said = "\n".join(map(_told, found.get(place, ())))
            tip = f' data-tip="{escaped(said)}"' if said else ""
            if said:
                severe = any(each.severity == "error" for each in found[place])
                style += " error" if severe else " warning"
            lines.append(f'<div class="{style}" data-n="{label}"{tip}><code>{text}</code></div>')
        return (
            f'<article class="file" data-source="{number}"><h2>{escaped(visible(source.path))}</h2>'
            f'<div class="code">{"".join(lines)}</div></article>'
        )


def _picture(lines: Sequence[Line], numbers: dict[Row, int], style: str, hidden: bool) -> str:
    drawing = svg.Drawing(lines, numbers)
    wide, high = drawing.width + 2 * svg.MARGIN, drawing.height + 2
    return (
        f'<svg class="cnnlint{style}" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {wide:g} {high:g}" role="img"'
        f'{" hidden" if hidden else ""}><g transform="translate({svg.MARGIN:g} 1)">'
        f"{''.join(drawing.body)}</g></svg>"
    )


def _cell(column: Column, text: str, entry: Entry, line: Line) -> str:
    row = entry.row
    content = escaped(text)
    style = column.name + " num" * column.to_the_right
    told = {"output": row.output_sum, "params": _sum(text, row.params_sum)}.get(column.name, "")
    if column.names:
        depth = min(entry.depth, DEEPEST)
        button = '<button class="fold" aria-expanded="true" title="fold">▾</button>'
        content = f'{button if line.inside else ""}<span class="dot {family(line)}"></span>'
        content += (
            f"<b>{escaped(visible(row.class_name))}</b><i>{escaped(visible(row.name))}</i>"
            if text == title(row)
            else escaped(text)
        )
        style += f" d{depth}"
    if entry.below and column.name == "output":
        content += f"<small>{escaped(entry.below)}</small>"
    if text.startswith(("?", "✗")):
        style += " bad"
    tip = f' data-tip="{escaped(visible(told))}"' if told else ""
    return f'<td class="{style}"{tip}>{content}</td>'


def _sum(result: str, text: str) -> str:
    return f"{text} = {result}" if text else ""


def _number_class(column: Column) -> str:
    return ' class="num"' if column.to_the_right else ""


def _first(span: Span) -> int:
    """The line of the whole text, also in a notebook."""
    return span.source.line_of(span.start)


def _told(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.code} {visible(diagnostic.message)}"


def _file(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}"
