"""A model as a table in Markdown, as GitHub, GitLab and notebooks show it."""

from __future__ import annotations

from ..table import told
from .sheet import Sheet
from .summary import no_model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..analysis import Analysis
    from ..network import Model
    from .outline import View

#: What begins something wherever it stands, and what does at the beginning of a line.
SPECIAL = frozenset("\\`*_[]|~$")
AT_THE_START = frozenset("#+->")


def document(analyses: Iterable[Analysis], view: View) -> str:
    """A section for each model."""
    blocks = []
    for analysis in analyses:
        models = told(analysis.models)
        blocks += [section(model, analysis, view) for model in models]
        if not models:
            said = [line.strip() for line in no_model(analysis)]
            blocks.append("".join(f"- {escaped(line)}\n" for line in said))
    return "\n".join(blocks)


def section(model: Model, analysis: Analysis, view: View) -> str:
    """The heading, the table, and what stands below it."""
    sheet = Sheet(model, analysis.diagnostics, view, analysis.budgets)
    return "".join(f"{line}\n" for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    name, *others = sheet.title
    yield f"### {escaped(name)}"
    yield ""
    yield ", ".join(map(code, others))
    yield ""
    yield _row(map(escaped, sheet.heads))
    yield _row("---:" if column.to_the_right else "---" for column in sheet.columns)
    for entry in sheet.entries:
        cells = [escaped(cell) for cell in entry.cells]
        place = next((i for i, each in enumerate(sheet.columns) if each.names), 0)
        cells[place] = "&emsp;" * entry.depth + "└ " * bool(entry.depth) + cells[place]
        if entry.below:
            under = [i for i, each in enumerate(sheet.columns) if each.name in ("from", "output")]
            at = max(under, default=place)
            cells[at] = f"{cells[at]}<br>{escaped(entry.below)}".removeprefix("<br>")
        yield _row(cells)
    yield ""
    for name, value in sheet.totals():
        yield f"- {escaped(name)}: {escaped(value)}"
    for note in sheet.footnotes():
        # An advice stands below the note that it belongs to.
        yield f"  {escaped(note.strip())}" if note.startswith(" ") else f"- {escaped(note)}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: nothing in it is markup, a link, or a name to notify."""
    if text.isalnum():
        return text
    shown = []
    colons = "://" in text or text.count(":") > 1  # an address, or the name of a picture
    for place, character in enumerate(text):
        if character in "<>&@" or (character == ":" and colons) or text.startswith("www", place):
            shown.append(f"&#{ord(character)};")
        elif character == "_" and _within_a_word(text, place):
            shown.append(character)  # so that the source stays legible
        elif character in SPECIAL or (character in AT_THE_START and not text[:place].strip()):
            shown.append(f"\\{character}")
        else:
            shown.append(" " if character in "\r\n" else character)
    return "".join(shown)


def _within_a_word(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place + 2]
    return len(around) == 3 and around[0].isalnum() and around[2].isalnum()


def code(text: str) -> str:
    """Text in the type of a program's."""
    ticks = "`"
    while ticks in text:
        ticks += "`"
    padded = f" {text} " if "`" in text else text
    return f"{ticks}{padded}{ticks}"
