"""A model as a picture in SVG: drawn here, with nothing but the standard library.

It follows the reader's colour scheme, light or dark, loads nothing and runs nothing.
"""

from __future__ import annotations

from ..table import told
from .arrows import boxes
from .columns import number, shapes_text
from .families import COLOURS, family
from .layout import Box, Layout
from .outline import outline
from .sheet import at
from .text import visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..analysis import Analysis
    from ..network import Model
    from ..rows import Row
    from .outline import Line, View

MARGIN = 24.0
BOX_HEIGHT = 44.0
HEAD = 30.0  # of a frame round boxes
PADDING = 16.0  # inside of it
WIDEST = 380.0
TITLE = 44.0
SANS = 7.9  # what a character of the class takes, in a usual font of its size
MONO = 6.7

FONT = "ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
FIXED = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"

#: The colours of the arrows that run round others.
TRACKS = ("#2f6fe4", "#dd3a67", "#0f9f8f", "#b12fc4", "#d98a0b", "#6d4fe0")

STYLE = (
    f"""\
.cnnlint{{--paper:#fff;--ink:#0f172a;--soft:#5b6779;--line:#94a3b8;--frame:#f5f7fa;font-family:{FONT}}}
@media(prefers-color-scheme:dark){{.cnnlint{{--paper:#0d1117;--ink:#e6edf3;--soft:#9aa7b6;\
--line:#64748b;--frame:#141a22}}}}
.cnnlint .paper{{fill:var(--paper)}}
.cnnlint text{{fill:var(--ink);font-size:13px}}
.cnnlint .class{{font-weight:600}}
.cnnlint .mono{{font-family:{FIXED};font-size:11px}}
.cnnlint .soft{{fill:var(--soft)}}
.cnnlint .title{{font-size:17px;font-weight:650}}
.cnnlint .frame{{fill:var(--frame);stroke:var(--line);stroke-opacity:.7}}
.cnnlint .box{{fill:var(--paper);stroke:var(--line);stroke-opacity:.55}}
.cnnlint .tint{{fill-opacity:.1}}
.cnnlint .arrow{{fill:none;stroke:var(--line);stroke-width:1.5}}
.cnnlint .head{{fill:var(--line)}}
.cnnlint .track{{stroke-width:1.8;stroke-opacity:.85}}
.cnnlint .times{{fill:var(--ink)}}
.cnnlint .on-ink{{fill:var(--paper);font-weight:650;font-size:12px}}
"""
    + "".join(f".cnnlint .{name}{{fill:{colour};stroke:none}}" for name, colour in COLOURS.items())
    + "".join(
        f".cnnlint .t{i}{{stroke:{colour}}}.cnnlint .h{i}{{fill:{colour}}}"
        for i, colour in enumerate(TRACKS)
    )
    + "\n"
)


def document(analyses: Iterable[Analysis], view: View) -> str:
    """All the models below each other in one picture."""
    drawn: list[tuple[str, str, Drawing]] = []
    for analysis in analyses:
        for model in told(analysis.models):
            lines = outline(model, view)
            drawing = Drawing(lines)
            drawn.append((*_title(model, analysis), drawing))
    return picture(drawn)


def picture(drawn: Sequence[tuple[str, str, Drawing]]) -> str:
    """A document with these drawings, each below its title."""
    wide = max(
        (max(each.width, _wide(title, subtitle)) for title, subtitle, each in drawn), default=240.0
    )
    wide += 2 * MARGIN
    body: list[str] = []
    y = MARGIN
    for title, subtitle, drawing in drawn:
        body.append(f'<text class="title" x="{MARGIN:g}" y="{y + 16:g}">{escaped(title)}</text>')
        body.append(
            f'<text class="mono soft" x="{MARGIN:g}" y="{y + 34:g}">{escaped(subtitle)}</text>'
        )
        y += TITLE + 8
        x = (wide - drawing.width) / 2
        body.append(f'<g transform="translate({x:g} {y:g})">')
        body += drawing.body
        body.append("</g>")
        y += drawing.height + 2 * MARGIN
    if not drawn:
        body.append(f'<text x="{MARGIN:g}" y="{y + 16:g}">no model found</text>')
        y += 2 * MARGIN
    size = f'width="{wide:g}" height="{y:g}" viewBox="0 0 {wide:g} {y:g}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="cnnlint" {size} role="img">',
            f"<style>{STYLE}</style>",
            MARKERS,
            '<rect class="paper" width="100%" height="100%"/>',
            *body,
            "</svg>\n",
        )
    )


def _title(model: Model, analysis: Analysis) -> tuple[str, str]:
    known = model.variable or model.name
    return visible(known), visible(f"{model.class_name} {at(model.span)}")


def _wide(title: str, subtitle: str) -> float:
    return max(width(title) * 10, width(subtitle) * MONO)


def _marker(name: str, style: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="{style}" d="M0 0.6L8 4L0 7.4z"/></marker>'
    )


MARKERS = "<defs>{}</defs>".format(
    "".join((_marker("to", "head"), *(_marker(f"to{i}", f"h{i}") for i in range(len(TRACKS)))))
)


class Drawing:
    """The boxes and arrows of a model: elements of SVG in `body`, from (0, 0) on.

    For a page that answers to clicks, `numbers` are those of the rows, and each box says of which
    it is. Elsewhere what is to be said of a box is its title.
    """

    def __init__(self, lines: Sequence[Line], numbers: dict[Row, int] | None = None) -> None:
        self.numbers = numbers
        self.body: list[str] = []
        self.inner: dict[Line, Layout] = {}
        self.box_width = min(WIDEST, max((_needed(line) for line in boxes(lines)), default=0))
        layout = self._layout(lines, [], framed=False)
        self._draw(lines, layout, 0.0, 0.0)
        self.width = layout.width
        self.height = layout.height
        self.anchor = layout.anchor

    def _layout(
        self, lines: Sequence[Line], leaving: Sequence[Line | None], framed: bool
    ) -> Layout:
        """Boxes for the lines; in a frame with one for what comes in and one for what leaves."""
        shift = int(framed)
        places = {line: place + shift for place, line in enumerate(lines)}
        boxes = [Box(0, 0, 0)] if framed else []
        arrows = []
        for line in lines:
            boxes.append(self._box(line))
            into = places[line]
            sources = line.fed_by
            if not sources and line.layer is not None and line.layer.kind == "input":
                sources = [None]  # the input of an inner model is what the model is called on
            for each in sources:
                if each is not None:
                    arrows.append((places[each], into))
                elif framed:
                    arrows.append((0, into))
        if framed:
            boxes.append(Box(0, 0, 0))
            arrows += [(0 if each is None else places[each], len(boxes) - 1) for each in leaving]
        return Layout(boxes, arrows)

    def _box(self, line: Line) -> Box:
        if not line.inside:
            return Box(self.box_width / 2, self.box_width / 2, BOX_HEIGHT)
        inner = self._layout(line.inside, line.leaving, framed=True)
        self.inner[line] = inner
        head = _head_width(line)
        left = max(inner.anchor + PADDING, head / 2)
        right = max(inner.width - inner.anchor + PADDING, head / 2)
        return Box(left, right, HEAD + inner.height + PADDING / 2)

    def _draw(self, lines: Sequence[Line], layout: Layout, x: float, y: float) -> None:
        framed = len(layout.boxes) > len(lines)
        boxes = layout.boxes[1:-1] if framed else layout.boxes
        for arrow in layout.arrows:
            self._arrow(
                arrow.path, arrow.track, x, y, framed and arrow.target == len(layout.boxes) - 1
            )
        for line, box in zip(lines, boxes, strict=True):
            if line.inside:
                self._frame(line, box, x, y)
            else:
                self._leaf(line, box, x, y)

    def _arrow(self, path: str, track: int | None, x: float, y: float, headless: bool) -> None:
        style = "arrow" if track is None else f"arrow track t{track % len(TRACKS)}"
        mark = "to" if track is None else f"to{track % len(TRACKS)}"
        end = "" if headless else f' marker-end="url(#{mark})"'
        moved = f' transform="translate({x:g} {y:g})"' if x or y else ""
        self.body.append(f'<path class="{style}" d="{path}"{end}{moved}/>')

    def _group(self, line: Line) -> str:
        tip = escaped(said(line.row))
        if self.numbers is None:
            return f"<g><title>{tip}</title>"
        places = " ".join(str(self.numbers[row]) for row in line.rows if row in self.numbers)
        return f'<g class="pick" data-rows="{places}" data-tip="{tip}">'

    def _leaf(self, line: Line, box: Box, x: float, y: float) -> None:
        row = line.row
        left, top = x + box.x - box.left, y + box.y
        right, wide = left + box.left + box.right - 10, box.left + box.right
        kind = family(line)
        times = f" ×{row.times}" if row.times > 1 else ""
        class_name = _cut(f"{row.class_name}{times}", (wide - 34) / SANS)
        name = _cut(row.name, (wide - 34 - width(class_name) * SANS) / MONO)
        params = counted(row)
        shape = _cut(shape_of(row), (wide - 34) / MONO - width(params))
        where = _area(left, top, wide, box.height, 7)
        self.body += (
            self._group(line),
            f'<rect class="box" {where}/><rect class="tint {kind}" {where}/>',
            f'<rect class="{kind}" {_area(left, top + 6, 3.5, box.height - 12, 1.75)}/>',
            _text("class", left + 14, top + 18, class_name),
            _text("mono soft", right, top + 18, name, end=True),
            _text("mono", left + 14, top + 35, shape),
            _text("mono soft", right, top + 35, params, end=True),
            "</g>",
        )

    def _frame(self, line: Line, box: Box, x: float, y: float) -> None:
        row, inner = line.row, self.inner[line]
        left, top, wide = x + box.x - box.left, y + box.y, box.left + box.right
        self.body += (
            self._group(line),
            f'<rect class="frame" {_area(left, top, wide, box.height, 10)}/>',
        )
        start = left + 14
        if row.times > 1:
            badge = f"×{row.times}"
            room = 16 + width(badge) * SANS
            self.body.append(f'<rect class="times" {_area(left + 8, top + 6, room, 18, 9)}/>')
            self.body.append(_text("on-ink", left + 16, top + 19.5, badge))
            start += room
        params = counted(row)
        room = wide - (start - left) - 24 - width(params) * MONO
        class_name = _cut(row.class_name, room / SANS)
        behind = start + (width(class_name) * SANS + 8 if class_name else 0)
        name = _cut(row.name, (room - (behind - start)) / MONO)
        self.body += (
            _text("class", start, top + 19.5, class_name),
            _text(
                "mono soft",
                start + (width(class_name) * SANS + 8) * bool(class_name),
                top + 19.5,
                name,
            ),
            _text("mono soft", left + wide - 10, top + 19.5, params, end=True),
            "</g>",
        )
        self._draw(line.inside, inner, x + box.x - inner.anchor, top + HEAD)


def said(row: Row) -> str:
    """What is told of a row where a pointer rests on it."""
    times = f" ×{row.times}" if row.times > 1 else ""
    parts = [f"{row.name} ({row.class_name}){times}" if row.class_name else f"{row.name}{times}"]
    if row.span is not None:
        parts.append(at(row.span))
    if row.shapes is not None:
        parts.append(f"output {shape_of(row)}")
    if row.output_sum:
        parts.append(f"from {row.output_sum}")
    if row.params is not None:
        why = f" = {row.params_sum}" if row.params_sum else ""
        parts.append(f"params {number(row.params)}{why}")
    if row.macs is not None and row.macs != 0:
        parts.append(f"MACs {number(row.macs)}")
    if row.unknown is not None and (row.shapes is None or row.params is None):
        parts.append(row.unknown.reason)
    return "\n".join(map(visible, parts))


def shape_of(row: Row) -> str:
    """What comes out, or that it is not known."""
    return "?" if row.shapes is None else shapes_text(row)


def counted(row: Row) -> str:
    """The parameters, where there are any."""
    return "?" if row.params is None else "" if row.params == 0 else number(row.params)


def _needed(line: Line) -> float:
    """How wide a box must be to show all of a row."""
    row = line.row
    times = 3 + len(str(row.times)) if row.times > 1 else 0
    first = (width(row.class_name) + times) * SANS + width(visible(row.name)) * MONO
    second = (width(shape_of(row)) + width(counted(row))) * MONO
    return max(first, second, 120) + 44


def _head_width(line: Line) -> float:
    row = line.row
    return min(WIDEST, _needed(line) + width(counted(row)) * MONO + 30 * (row.times > 1))


def _cut(text: str, room: float) -> str:
    """The text if there is room for so many characters; else its beginning and its end."""
    text = visible(text)
    most = int(room)
    if width(text) <= most:
        return text
    if most < 4:
        return ""
    half = (most - 1) // 2
    return f"{text[: most - 1 - half]}…{text[len(text) - half :]}"


def _text(style: str, x: float, y: float, text: str, end: bool = False) -> str:
    if not text:
        return ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text class="{style}" x="{x:g}" y="{y:g}"{anchor}>{escaped(text)}</text>'


def _area(x: float, y: float, wide: float, high: float, corner: float) -> str:
    return f'x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="{corner:g}"'


def escaped(text: str) -> str:
    """Text for the content or an attribute of an element; what XML cannot hold is a blank."""
    shown = []
    for character in text:
        code = ord(character)
        if character in "<>&\"'":
            shown.append(f"&#{code};")
        elif code < 0x20 and character not in "\t\n":
            shown.append(" ")
        elif 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
            shown.append("\ufffd")
        else:
            shown.append(character)
    return "".join(shown)
