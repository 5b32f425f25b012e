"""The JSON document of `cnnlint verify`: that of the static answer, with `verified` beside it."""

from __future__ import annotations

import os

from ..report.verification import where
from ..runtime.searching import answer
from .json import VERSION, diagnostic_object, model_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..diagnostics import Diagnostic
    from ..runtime import Failure, Verification
    from ..runtime.comparison import Difference, ModelCheck, RowCheck
    from ..runtime.costs import Cost, Phase
    from ..runtime.trials import Trial

    Object = dict[str, Any]


def document(
    found: Iterable[tuple[str, Verification]], diagnostics: Iterable[Diagnostic] | None = None
) -> str:
    """The document as text, ending in a line end; each run with the target that asked for it.

    `diagnostics` are those to tell; without any, all that the runs' analyses have.
    """
    from json import dumps

    runs = list(found)
    verdicts = {id(each): verdict for _, run in runs for each, verdict in run.errors}
    own = (each for _, run in runs for each in run.analysis.diagnostics)
    told = list(own if diagnostics is None else diagnostics)
    content = {
        "version": VERSION,
        "models": [_model(check, run) for _, run in runs for check in run.models],
        "diagnostics": [_diagnostic(each, verdicts) for each in told],
        "runs": [_run(target, run) for target, run in runs],
    }
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _run(target: str, run: Verification) -> Object:
    return {
        "target": target,
        "path": run.analysis.source.path,
        "verdict": run.verdict,
        "keras": run.keras or None,
        "backend": run.backend,
        "seconds": round(run.seconds, 3),
        "error": None if run.failure is None else _failure(run.failure, run),
        "targets": [_failure(each, run) for each in run.failures],
    }


def _failure(failure: Failure, run: Verification) -> Object:
    places = []
    for path, line, _ in failure.lines:
        place, _, number = where(run.analysis.source, path, line).rpartition(":")
        name, _, cell = place.partition(":cell ")
        at = int(number) if number.isdecimal() else None
        places.append({"path": name or None, "cell": int(cell) if cell else None, "line": at})
    return {
        "expression": failure.expression or None,
        "type": failure.type or None,
        "message": failure.message,
        "places": places,
        "said": [each.code for each in failure.said],
    }


def _diagnostic(diagnostic: Diagnostic, verdicts: dict[int, str]) -> Object:
    return {**diagnostic_object(diagnostic), "verified": verdicts.get(id(diagnostic))}


def _model(check: ModelCheck, run: Verification) -> Object:
    built = check.built
    found: Object = {} if check.model is None else model_object(check.model)
    if check.model is None:
        assert built is not None
        place, _, line = where(run.analysis.source, built["path"], built["line"]).rpartition(":")
        name, _, cell = place.partition(":cell ")
        found = {
            "name": built["name"],
            "keras_name": built["name"],
            "class": built["class"],
            "path": name or os.path.relpath(built["path"]),
            "cell": int(cell) if cell else None,
            "line": int(line) if line.isdecimal() else None,
            "layers": [],
        }
    layers = {id(row.row): row for row in check.rows if row.row is not None}
    checks = list(layers.values())
    rows = found["layers"]
    if len(rows) == len(checks):
        for each, row in zip(rows, checks, strict=True):
            each["verified"] = _row(row)
    found["layers"] = rows + [
        {"name": row.built["name"], "class": row.built["class"], "verified": _row(row)}
        for row in check.rows
        if row.row is None and row.built is not None
    ]
    found["verified"] = {
        "verdict": check.verdict,
        "built": None
        if built is None
        else {
            "class": built["class"],
            "keras_name": built["name"],
            "total_params": built["params"],
            "trainable_params": built["trainable_params"],
        },
        "filled": check.filled,
        "differences": list(map(_difference, check.differences)),
        "sizes": check.sizes,
        "data": list(map(_trial, check.trials)),
        "cost": None if check.cost is None else _cost(check.cost),
    }
    return found


def _row(row: RowCheck) -> Object:
    built = row.built
    return {
        "verdict": row.verdict,
        "built": None
        if built is None
        else {
            "name": built["name"],
            "class": built["class"],
            "output_shape": _one(built["shapes"]),
            "dtype": _one(built["dtypes"]),
            "params": built["params"],
            "trainable_params": built["trainable_params"],
        },
        "filled": row.filled,
        "unchecked": row.unchecked,
        "differences": list(map(_difference, row.differences)),
    }


def _trial(trial: Trial) -> Object:
    reply = trial.reply
    return {
        "step": "training" if trial.kind == "train" else "forward",
        "sizes": trial.sizes,
        "violates": None if trial.condition is None else str(trial.condition),
        "verdict": trial.verdict,
        "why": trial.why or None,
        "input_shapes": reply.get("inputs"),
        "output_shapes": reply.get("shapes"),
        "not_finite": reply.get("bad"),
        "logs": reply.get("logs"),
    }


def _cost(cost: Cost) -> Object:
    searched = {
        "largest": answer(cost.tries) or None,
        "estimated": cost.estimated_batch,
        "tries": [{"batch": batch, "went": went} for batch, went in cost.tries],
        "ended": cost.search_ended or None,
    }
    return {
        "batch": cost.batch,
        "device": cost.device or None,
        "why": cost.why or None,
        **{each.name: _phase(each) for each in cost.phases},
        "search": searched if cost.searched else None,
    }


def _phase(phase: Phase) -> Object:
    return {
        "milliseconds": phase.milliseconds,
        "samples_per_second": phase.rate or None,
        "memory": phase.memory,
        "memory_by": phase.memory_by or None,
        "estimated_memory": phase.estimated_memory,
        "flops": phase.flops,
        "estimated_flops": phase.estimated_flops,
        "why": phase.why or None,
    }


def _one(values: list[Any] | None) -> Any:
    """A layer's only value, a list of several, null where Keras does not tell."""
    return values[0] if values is not None and len(values) == 1 else values


def _difference(difference: Difference) -> Object:
    return {"what": difference.what, "static": difference.static, "built": difference.built}
