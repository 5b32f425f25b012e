"""A model as a flowchart in Mermaid, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

from ..table import told
from .arrows import arrows, boxes
from .families import COLOURS, family
from .outline import outline, titled
from .svg import counted, shape_of
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..analysis import Analysis
    from .outline import Line, View

#: What a label cannot hold as it is; Mermaid has a notation for characters by number.
SPECIAL = frozenset('"`<>&#;\\$:*%')


def document(analyses: Iterable[Analysis], view: View) -> str:
    """One flowchart; of several models each is a part of it."""
    lines = ["flowchart TB"]
    models = [model for analysis in analyses for model in told(analysis.models)]
    numbers: dict[Line, int] = {}
    families: dict[str, list[str]] = {}
    for place, model in enumerate(models):
        shown = outline(model, view)
        if len(models) > 1:
            lines += _part(f"model{place}", titled(model), shown, numbers, "  ")
        else:
            lines += _nodes(shown, numbers, "  ")
        lines += [f"  n{numbers[a]} --> n{numbers[b]}" for a, b in arrows(shown)]
        for line in boxes(shown):
            families.setdefault(family(line), []).append(f"n{numbers[line]}")
    frames = [f"part{number}" for line, number in numbers.items() if line.inside]
    if frames:
        lines.append("  classDef frame fill:#94a3b81a,stroke:#94a3b8")
        lines.append(f"  class {','.join(frames)} frame")
    for name, members in families.items():
        colour = COLOURS[name]
        lines.append(f"  classDef {name} fill:{colour}22,stroke:{colour}")
        lines.append(f"  class {','.join(members)} {name}")
    return "\n".join((*lines, ""))


def _nodes(lines: Sequence[Line], numbers: dict[Line, int], margin: str) -> Iterator[str]:
    for line in lines:
        numbers[line] = number = len(numbers)
        row = line.row
        if line.inside:
            times = f"×{row.times}" if row.times > 1 else ""
            parts = (times, row.class_name, row.name, counted(row))
            title = " ".join(filter(None, parts))
            yield from _part(f"part{number}", title, line.inside, numbers, margin)
            continue
        times = f" ×{row.times}" if row.times > 1 else ""
        first = f"<b>{_label(row.class_name + times)}</b> {_label(row.name)}"
        second = "  ".join(filter(None, (shape_of(row), counted(row))))
        yield f'{margin}n{number}["{first}<br>{_label(second)}"]'


def _part(
    name: str, title: str, lines: Sequence[Line], numbers: dict[Line, int], margin: str
) -> Iterator[str]:
    yield f'{margin}subgraph {name}["{_label(title)}"]'
    yield f"{margin}  direction TB"
    yield from _nodes(lines, numbers, margin + "  ")
    yield f"{margin}end"


def _label(text: str) -> str:
    """Text that is shown as it is: no Markdown, no HTML, no end of the label."""
    return "".join(f"#{ord(each)};" if each in SPECIAL else each for each in visible(text))
