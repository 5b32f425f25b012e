"""A model as a graph in the language of Graphviz."""

from __future__ import annotations

from ..table import told
from .arrows import arrows
from .families import COLOURS, family
from .outline import outline, titled
from .svg import counted, said, shape_of
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..analysis import Analysis
    from .outline import Line, View

FONT = "Helvetica,Arial,sans-serif"


def document(analyses: Iterable[Analysis], view: View) -> str:
    """One graph: Graphviz draws one a file, so each model is a part of it."""
    font = f'fontname="{FONT}"'
    lines = [
        "digraph cnnlint {",
        f"  graph [rankdir=TB, nodesep=0.35, ranksep=0.35, labeljust=l, {font}, fontsize=13];",
        f'  node [shape=box, style="rounded,filled", margin="0.16,0.08", {font}, fontsize=11];',
        '  edge [color="#64748b", arrowsize=0.7];',
    ]
    models = [model for analysis in analyses for model in told(analysis.models)]
    numbers: dict[Line, int] = {}
    for place, model in enumerate(models):
        shown = outline(model, view)
        if len(models) > 1:
            lines += _part(f"model{place}", titled(model), shown, numbers, "  ", "#94a3b8")
        else:
            lines.append(f"  label={_quoted(titled(model))}; labelloc=t;")
            lines += _nodes(shown, numbers, "  ")
        lines += [f"  n{numbers[a]} -> n{numbers[b]};" for a, b in arrows(shown)]
    return "\n".join((*lines, "}\n"))


def _nodes(lines: Sequence[Line], numbers: dict[Line, int], margin: str) -> Iterator[str]:
    for line in lines:
        numbers[line] = number = len(numbers)
        row = line.row
        if line.inside:
            times = f"×{row.times} " if row.times > 1 else ""
            names = " ".join(filter(None, (row.class_name, row.name)))
            title = f"{times}{names}  {counted(row)}".rstrip()
            colour = COLOURS["model"]
            yield from _part(f"part{number}", title, line.inside, numbers, margin, colour)
            continue
        colour = COLOURS[family(line)]
        times = f" ×{row.times}" if row.times > 1 else ""
        parts = (f"{row.class_name}{times}  {row.name}", f"{shape_of(row)}  {counted(row)}")
        label = _quoted("\n".join(part.rstrip() for part in parts))
        yield (
            f'{margin}n{number} [label={label}, color="{colour}", fillcolor="{colour}22", '
            f"tooltip={_quoted(said(row))}];"
        )


def _part(
    name: str,
    title: str,
    lines: Sequence[Line],
    numbers: dict[Line, int],
    margin: str,
    colour: str,
) -> Iterator[str]:
    inner = margin + "  "
    yield f"{margin}subgraph cluster_{name} {{"
    yield f'{inner}label={_quoted(title)}; style=rounded; color="{colour}";'
    yield from _nodes(lines, numbers, inner)
    yield f"{margin}}}"


def _quoted(text: str) -> str:
    """A string as Graphviz reads it: `&` would begin the name of a character."""
    shown = "\\n".join(visible(line).replace("\\", "\\\\") for line in text.split("\n"))
    return '"{}"'.format(shown.replace("&", "&amp;").replace('"', '\\"'))
