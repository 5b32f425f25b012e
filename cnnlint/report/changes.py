"""What a change does to models, as people read it: on a terminal, and in a pull request.

model "functional"  src/models.py:12
      layer              output                                    params              MACs
  ~   conv2d (Conv2D)    (None, 26, 26, 32) → (None, 26, 26, 64)   320 → 640   194,688 → 389,376
  +   dropout (Dropout)  (None, 10)                                0
Total params: 80,266 → 80,586 (+320, +0.4 %)
"""

from __future__ import annotations

from ..dims import Dim, pretty
from ..resources.amounts import shown
from ..shapes import show
from . import ink
from .text import left, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..changes import Change, Line, State, Step
    from ..dims import Size

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
HEADS = ("", "layer", "output", "params", "MACs")

#: What a comment of ours begins with, so that the next run can find and replace it.
MARKER = "<!-- cnnlint diff -->"

#: What means something to Markdown within a line; none of ours begins with a name of the user's.
SPECIAL = frozenset("\\`*_[]<>#|~$&")

#: Rows of a model in Markdown: the place for a comment is limited.
MOST = 60


def text(found: Sequence[Change], before: str, after: str) -> str:
    """For a terminal: each model that changed, and how many did not."""
    blocks = ["\n".join(_block(change)) for change in found if change.status != "same"]
    blocks.append(closing(found, before, after))
    return "".join(f"{block}\n\n" for block in blocks).removesuffix("\n")


def closing(found: Sequence[Change], before: str, after: str) -> str:
    """`1 model changed, 1 added, 3 the same, from main to the working tree.`"""
    told = [
        f"{count} {status if status != 'same' else 'the same'}"
        for status in ("changed", "added", "removed", "same")
        if (count := sum(change.status == status for change in found))
    ]
    if not told:
        return f"No models, neither in {visible(before)} nor in {visible(after)}."
    first, *rest = told
    number, what = first.split(" ", 1)
    told = [f"{number} model{'' if number == '1' else 's'} {what}", *rest]
    return f"{', '.join(told)}, from {visible(before)} to {visible(after)}."


def _block(change: Change) -> Iterator[str]:
    state = change.after or change.before
    assert state is not None
    about = [visible(state.model.class_name), visible(_place(change)), *_aside(change)]
    yield "  ".join([ink.strong(visible(state.name)), *about])
    rows = [(step.status, _cells(step)) for step in change.steps if step.status != "same"]
    same = len(change.steps) - len(rows)
    if rows and change.status == "changed":
        table = [HEADS, *(cells for _, cells in rows)]
        widths = [max(map(width, column)) for column in zip(*table, strict=True)]
        yield ink.strong(_row(HEADS, widths))
        for status, cells in rows:
            yield _painted(_row(cells, widths), status)
    if same and change.status == "changed":
        yield f"{same} layer{'s' if same > 1 else ''} the same"
    for name, was, now in totals(change):
        yield f"{name}: {ink.number(visible(_way(was, now)))}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = (left(cell, wide) for cell, wide in zip(cells, widths, strict=True))
    return "  ".join(parts).rstrip()


def _painted(line: str, status: str) -> str:
    if status == "removed":
        return ink.severity(line, "error")
    return ink.remedy(line) if status == "added" else line


def _aside(change: Change) -> list[str]:
    return [] if change.status == "changed" else [f"({change.status})"]


def _place(change: Change) -> str:
    state = change.after or change.before
    assert state is not None
    span = state.model.span
    place = state.path
    if span is not None:
        cell = f"cell {span.cell}:" if span.cell is not None else ""
        place = f"{state.path}:{cell}{span.line}"
    if change.before is not None and change.before.path != state.path:
        place += f" (was {change.before.path})"
    return place


def _cells(step: Step) -> tuple[str, ...]:
    was, now = step.before, step.after
    line = now or was
    assert line is not None
    mark = f"{'   ' * (line.depth - 1)} └ " if line.depth else ""
    cells = [SIGNS.get(step.status, " "), mark + _both(was, now, _title)]
    cells += [_both(was, now, cell) for cell in (_output, _params, _macs)]
    return tuple(map(visible, cells))


def _title(line: Line) -> str:
    return f"{line.row.name} ({line.row.class_name})" if line.row.class_name else line.row.name


def _output(line: Line) -> str:
    return line.output


def _params(line: Line) -> str:
    return _count(line.row.params)


def _macs(line: Line) -> str:
    return "" if line.row.macs == 0 else _count(line.row.macs)


def _both(was: Line | None, now: Line | None, cell: object) -> str:
    assert callable(cell)
    told = [str(cell(line)) or "0" for line in (was, now) if line is not None]
    if len(told) == 2 and cell is _title and was is not None and now is not None:
        # The number in a name of Keras's own is of no interest.
        if (was.given_name, was.row.class_name) == (now.given_name, now.row.class_name):
            return told[1]
    if len(set(told)) == 1:
        return "" if cell is _macs and told[0] == "0" else told[0]
    return " → ".join(told)


def totals(change: Change) -> Iterator[tuple[str, str | int | None, str | int | None]]:
    """What is counted of a whole model, before and after; what is the same in both is left out.

    Numbers where they are known, else what is told of them; None where there was no model.
    """
    for name, measure in MEASURES:
        was, now = (
            None if state is None else measure(state) for state in (change.before, change.after)
        )
        if was != now and not (None in (was, now) and {was, now} & {"", "?"}):
            yield name, was, now


def _ends(state: State, which: str) -> str:
    tensors = getattr(state.model, which)
    return ", ".join("?" if t.shape is None else show(t.shape) for t in tensors)


def _sum(state: State, name: str) -> str | int:
    size: Size | None = getattr(state.totals, name)
    if size is None:
        return "?"
    if isinstance(size, int) and state.totals.complete:
        return size
    return f"{'' if state.totals.complete else '≥ '}{_count(size)}"


def _training(state: State) -> str:
    return "?" if state.training is None else shown(state.training)


def _weights(state: State) -> str:
    weights = state.resources.weights
    return shown(weights) if isinstance(weights, int) else "?"


MEASURES = (
    ("Input", lambda state: _ends(state, "inputs")),
    ("Output", lambda state: _ends(state, "outputs")),
    ("Total params", lambda state: _sum(state, "params")),
    ("Trainable params", lambda state: _sum(state, "trainable_params")),
    ("Non-trainable params", lambda state: _sum(state, "non_trainable_params")),
    ("MACs per sample", lambda state: _sum(state, "macs")),
    ("Memory of the weights", _weights),
    ("Memory per sample in training, about", _training),
)


def _way(was: str | int | None, now: str | int | None) -> str:
    if was is None or now is None:
        return _told(now if was is None else was)
    return f"{_told(was)} → {_told(now)}{_difference(was, now)}"


def _difference(was: str | int | None, now: str | int | None) -> str:
    if not isinstance(was, int) or not isinstance(now, int):
        return ""
    share = f", {(now - was) / was:+.1%}".replace("%", " %") if was else ""
    return f" ({now - was:+,}{share})"


def _told(value: str | int | None) -> str:
    return f"{value:,}" if isinstance(value, int) else value or "none"


def _count(size: Size | None) -> str:
    if size is None:
        return "?"
    return pretty(size) if isinstance(size, Dim) else f"{size:,}"


# Markdown ---------------------------------------------------------------------------------


def markdown(found: Sequence[Change], before: str, after: str) -> str:
    """For a comment on a pull request."""
    lines = [MARKER, "## Models", "", escaped(closing(found, before, after)), ""]
    for change in found:
        if change.status != "same":
            lines += _section(change)
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"


def _section(change: Change) -> Iterator[str]:
    state = change.after or change.before
    assert state is not None
    aside = "".join(f" {each}" for each in _aside(change))
    yield f"### {escaped(state.name)} in {escaped(_place(change))}{escaped(aside)}"
    yield ""
    counted = list(totals(change))
    if counted and change.status == "changed":
        yield "| | before | after | change |"
        yield "| --- | ---: | ---: | ---: |"
        for name, was, now in counted:
            told = _difference(was, now).strip(" ()")
            cells = (name, _told(was), _told(now), told)
            yield f"| {' | '.join(map(escaped, cells))} |"
        yield ""
    elif counted:
        yield ", ".join(escaped(f"{name}: {_way(was, now)}") for name, was, now in counted)
        yield ""
    rows = [step for step in change.steps if step.status != "same"]
    if rows and change.status == "changed":
        same = len(change.steps) - len(rows)
        told = f"{len(rows)} of {len(change.steps)} layers" if same else "All layers"
        yield f"<details><summary>{told} changed</summary>"
        yield ""
        yield "| | layer | output | params | MACs |"
        yield "| --- | --- | --- | ---: | ---: |"
        for step in rows[:MOST]:
            yield f"| {' | '.join(map(escaped, _cells(step)))} |"
        if len(rows) > MOST:
            yield f"| | and {len(rows) - MOST} more | | | |"
        yield ""
        yield "</details>"
        yield ""


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, and in which nobody is called."""
    shown = "".join(f"\\{sign}" if sign in SPECIAL else sign for sign in visible(text))
    return shown.replace("@", "@\u200b")
