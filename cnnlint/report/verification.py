"""What a run under real Keras says of the static answer, row by row.

    model "sequential"  Sequential  model.py:3: confirmed where known
    line  layer          output      params  Keras
       4  dense (Dense)  (None, 7)       35  output, params, trainable params from the run

A value that was not known stands as the run shows it, and the row says so.
"""

from __future__ import annotations

from ..dims import pretty
from ..runtime import NOT_RAISED, NOT_REACHED, NOT_TRIED, STOPPED
from ..runtime.comparison import CONFIRMED, NOT_BUILT, NOT_FOUND, text
from ..runtime.trials import FAILED, FORWARD, HELD, TRAINING
from ..shapes import show
from .text import left, right, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..runtime import Failure, Verification
    from ..runtime.comparison import ModelCheck, RowCheck
    from ..source import Source, Span

HEADS = ("line", "layer", "output", "params", "Keras")
TO_THE_RIGHT = frozenset({"line", "params"})
SAME = "✓"
#: Lines of what the program printed that are shown where its run failed.
PRINTED = 5

#: What a program is given in place of what it asks for: it may fail for that.
GIVEN = {"get_file": "an empty file"}
GIVEN |= dict.fromkeys(("predict", "predict_on_batch", "evaluate", "train_on_batch"), "zeros")
MOST_GIVEN = 3

ASIDE = {
    NOT_RAISED: "Keras did not raise there",
    NOT_REACHED: "the run did not get there",
    NOT_TRIED: "the run does not train: a stand-in was called there",
}


def blocks(found: Verification) -> list[str]:
    """What to print of a target: its models, its errors, why it could not be built, the count."""
    parts = ["\n".join(_model(check, found)) for check in found.models]
    if not found.models and found.failure is None:
        reasons = [f"  {visible(each.reason)}" for each in found.analysis.unknowns]
        path = visible(found.analysis.source.path)
        parts.append("\n".join([f"{path}: no model, neither found nor built", *reasons]))
    return [*parts, *aside(found), closing(found)]


def aside(found: Verification) -> list[str]:
    """Why it could not be built, and what became of its errors."""
    parts = ["\n".join(_failure(each, found)) for each in found.failures]
    if found.failure is not None:
        parts.append("\n".join(_failure(found.failure, found)))
    errors = [line for each in found.errors if (line := _error(*each))]
    return [*parts, "\n".join(errors)] if errors else parts


def closing(found: Verification) -> str:
    """What was run, and how many models came out how."""
    counts: dict[str, int] = {}
    for check in found.models:
        counts[check.verdict] = counts.get(check.verdict, 0) + 1
    outcomes = [f"{count} {verdict}" for verdict, count in counts.items()]
    wrong = sum(verdict == NOT_RAISED for _, verdict in found.errors)
    if wrong:
        outcomes.append(f"{wrong} error{'s' if wrong > 1 else ''} contradicted")
    keras = (
        f"Keras {found.keras} on {found.backend}" if found.keras else f"Keras on {found.backend}"
    )
    lines = [f"{keras}, {found.seconds:.1f} s: {found.verdict}{_listed(outcomes)}"]
    if found.contradicted:
        lines.append(
            "What is contradicted is a mistake of cnnlint, or of a directive in the code: please "
            "report the first with this file and what `cnnlint verify --output-format json` says."
        )
    if found.orphans:
        lines.append("A process that the program started could not be ended.")
    return "\n".join(lines)


def _listed(outcomes: list[str]) -> str:
    return f" (models: {', '.join(outcomes)})" if outcomes else ""


def _model(check: ModelCheck, found: Verification) -> Iterable[str]:
    model, built = check.model, check.built
    if model is not None:
        name = model.variable or model.name
        title = name if name == model.name else f'{name} "{model.name}"'
        at = "" if model.span is None else model.span.brief_place
        kind = model.class_name
    else:
        assert built is not None
        title, kind = built["name"], built["class"]
        at = where(found.analysis.source, built["path"], built["line"])
    verdict = f"{check.verdict}{_standing(check)}"
    yield visible("  ".join(filter(None, (title, kind, at)))) + f": {verdict}"
    if model is not None and model.origin and all(r.verdict == CONFIRMED for r in check.rows):
        yield f"All {len(check.rows)} rows {SAME}"  # nobody wrote them: Keras brings them
        yield from _totals(check)
        yield from tried(check)
        return
    cells = [HEADS, *(_row(row) for row in check.rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield _line(row, widths)
    yield from _totals(check)
    for name, value in check.sizes.items():
        yield f"Here {visible(name)} is {value:,}."
    yield from tried(check)


def _standing(check: ModelCheck) -> str:
    if check.verdict == NOT_FOUND:
        return " by cnnlint; what stands here is Keras's"
    if check.verdict == NOT_BUILT:
        return " by the run; what stands here is not verified"
    return ""


def _row(check: RowCheck) -> tuple[str, ...]:
    row, built = check.row, check.built
    if row is None:
        assert built is not None
        shapes = built["shapes"]
        return (
            "",
            visible(f"{built['name']} ({built['class']})"),
            "?" if shapes is None else _several([text(shape) for shape in shapes]),
            _count(built["params"]),
            "from the run",
        )
    output = "?" if row.shapes is None else _several([show(shape) for shape in row.shapes])
    params = "?" if row.params is None else _size(row.params)
    name, kind = row.name, row.class_name
    if built is not None:
        if "output" in check.filled and built["shapes"] is not None:
            output = _several([text(shape) for shape in built["shapes"]])
        if "params" in check.filled and built["params"] is not None:
            params = _count(built["params"])
        name = built["name"] if "name" in check.filled else name
        kind = built["class"] if "class" in check.filled else kind
    line = "" if row.span is None else str(row.span.line)
    if row.span is not None and row.span.cell is not None:
        line = f"{row.span.cell}:{line}"
    return line, visible(f"{name} ({kind})"), output, params, said(check)


def said(check: RowCheck) -> str:
    """What the run says of a row."""
    row = check.row
    text = SAME
    if check.differences:
        text = f"✗ {'; '.join(map(str, check.differences))}"
    elif check.built is None:
        text = ""
    elif check.filled:
        text = f"{', '.join(check.filled)} from the run"
    elif check.unchecked:
        known = row is not None and (row.shapes is not None or row.params is not None)
        text = f"{f'{SAME} ' if known else ''}({', '.join(check.unchecked)}: Keras does not tell)"
    return visible(text)


def _totals(check: ModelCheck) -> Iterable[str]:
    built = check.built
    wrong = {difference.what: difference for difference in check.differences}
    for what, key in (("total params", "params"), ("trainable params", "trainable_params")):
        mine = None
        if check.totals is not None:
            mine = check.totals.params if key == "params" else check.totals.trainable_params
        if what in wrong:
            both = wrong.pop(what)
            yield f"{what.capitalize()}: ✗ {both.built} in Keras, not {both.static}"
        elif built is not None and built[key] is not None:
            aside = "from the run" if mine is None or what in check.filled else SAME
            yield f"{what.capitalize()}: {built[key]:,} {aside}"
    for difference in wrong.values():
        yield visible(f"✗ {difference}")


def tried(check: ModelCheck) -> Iterable[str]:
    """What became of real data, and what they cost."""
    yield from _data(check)
    if check.cost is not None:
        from .costs import lines

        yield from map(visible, lines(check.cost))


def _data(check: ModelCheck) -> Iterable[str]:
    for trial in check.trials:
        what = "Training step" if trial.kind == TRAINING else "Data"
        sizes = ", ".join(f"{visible(name)} = {size}" for name, size in trial.sizes.items())
        reply = trial.reply
        if trial.verdict == NOT_TRIED:
            if trial.why and trial.kind == FORWARD:
                yield visible(f"{what}: not tried: {trial.why}")
            elif trial.why and "error" in reply:
                yield visible(f"{what}: not done: {trial.why}")
            continue
        if trial.condition is not None:
            mark = SAME if trial.verdict == HELD else "✗"
            yield visible(
                f"{what} with {sizes}, where {trial.condition} does not hold: {mark} "
                f"{'refused: ' if 'error' in reply else ''}{trial.why}"
            )
            continue
        if "error" in reply or trial.verdict == FAILED:
            yield visible(f"{what}{f' with {sizes}' if sizes else ''}: ✗ {trial.why}")
            continue
        if trial.kind == TRAINING:
            outcome = ", ".join(f"{n} {_figure(v)}" for n, v in reply["logs"].items())
        else:
            ends = [_several([str(tuple(s)) for s in reply[end]]) for end in ("inputs", "shapes")]
            outcome = " → ".join(ends)
        mark = SAME if not trial.why else f"✗ {trial.why}"
        yield visible(f"{what}{f' with {sizes}' if sizes else ''}: {outcome} {mark}")


def _figure(text: str) -> str:
    return f"{float(text):.4g}"


def _failure(failure: Failure, found: Verification) -> Iterable[str]:
    source = found.analysis.source
    what = "Not buildable" if found.failure is failure else f"`{failure.expression}` not buildable"
    if found.verdict == STOPPED and found.failure is failure:
        what = "Stopped early"
    at = ""
    if failure.lines:
        path, line, _ = failure.lines[0]
        at = where(source, path, line)
    yield visible(f"{what}: {f'{at}: ' if at else ''}{failure}")
    others = dict.fromkeys(where(source, path, line) for path, line, _ in failure.lines[1:])
    for other in others:
        if other != at:
            yield visible(f"  called or made on {other}")
    for each in failure.said:
        yield visible(
            f"  cnnlint says on the same line: {each.severity}[{each.code}] {each.name}: "
            f"{each.message}"
        )
    if failure.blames is not None:
        name = failure.blames.variable or failure.blames.name
        yield visible(f"  ✗ cnnlint says nothing of this, and that `{name}` is built")
    elif failure.from_keras and not failure.said:
        yield "  cnnlint says nothing of this"
    given = [
        f"`{name}` on {where(source, path, line)} gave {GIVEN[name]}"
        for path, line, name in failure.stand_ins
        if name in GIVEN
    ]
    if given and not failure.said:
        yield visible(f"  Stand-ins before it: {'; '.join(given[-MOST_GIVEN:])}")
    if found.output and failure is found.failure and failure.type in ("", "SystemExit"):
        lines = [line for line in found.output.splitlines() if line.strip()][-PRINTED:]
        yield "  The last that was printed:"
        yield from (visible(f"  | {line[:200]}") for line in lines)


def _error(diagnostic: object, verdict: str) -> str:
    from ..diagnostics import Diagnostic

    assert isinstance(diagnostic, Diagnostic)
    if verdict not in ASIDE:
        return ""
    mark = "✗ " if verdict == NOT_RAISED else ""
    return visible(
        f"{mark}error[{diagnostic.code}] {diagnostic.span.brief_place}: {verdict}: {ASIDE[verdict]}"
    )


def where(source: Source, path: str, line: int) -> str:
    """A line of the run's as it is told: in a notebook by its cell."""
    import os

    if path == "<target>":
        return "the target"
    if path != os.path.abspath(source.path):
        inside = os.path.relpath(path)
        return f"{path if inside.startswith(os.pardir) else inside}:{line}"
    starts = source.starts
    span: Span = source.span(*[starts[min(line, len(starts)) - 1]] * 2)
    return span.brief_place


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        (right if head in TO_THE_RIGHT else left)(cell, columns)
        for head, cell, columns in zip(HEADS, cells, widths, strict=True)
    ]
    return "  ".join(parts).rstrip()


def _several(shapes: Sequence[str]) -> str:
    return ", ".join(shapes) if len(shapes) == 1 else f"[{', '.join(shapes)}]"


def _size(size: object) -> str:
    return f"{size:,}" if isinstance(size, int) else pretty(size)  # type: ignore[arg-type]


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"
