"""Which model of the analysis belongs to which of the run: one that was made on the same line."""

from __future__ import annotations

import os

from .comparison import ModelCheck, compare, place, unbuilt, unfound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..analysis import Analysis
    from ..network import Model

    Object = dict[str, Any]


def matched(analysis: Analysis, answer: Object, target: str) -> list[ModelCheck]:
    """Every model beside one that was made on the same line: the one that is most like it."""
    named, narrow = answer["error"] is None, answer["narrow"]
    parts = {id(m): m for model in analysis.models for m in model.all_parts() if m.kind == "model"}
    known: dict[int, Any] = {id(model): model for model in analysis.models}
    known.update(parts)
    made = [each for each in answer["models"] if each["wanted"] or not target]
    checks: list[ModelCheck] = []
    for built in made:
        here = [model for model in known.values() if _same_line(model, built)]
        tried = [compare(model, built, named=named, narrow=narrow) for model in here]
        best = min(tried, key=lambda check: check.contradictions, default=unfound(built))
        if best.contradictions and len(here) < sum(_alike(built, each) for each in made):
            # The line made more models than are known: this may be one of the others.
            others = [check for check in checks if check.model is best.model]
            if any(not check.contradictions for check in others):
                best = unfound(built)
        if best.model is not None or not built["nested"] or built["wanted"]:
            checks.append(best)
    checks = _once(checks)
    met = {id(check.model) for check in checks}
    return [*checks, *(unbuilt(model) for model in analysis.models if id(model) not in met)]


def _alike(one: Object, other: Object) -> bool:
    """Whether both were made on the same line."""
    return bool((one["path"], one["line"]) == (other["path"], other["line"]))


def _once(checks: list[ModelCheck]) -> list[ModelCheck]:
    """One check for each model: of several that the same line made, the worst counts."""
    found: dict[object, ModelCheck] = {}
    for number, check in enumerate(checks):
        key: object = id(check.model) if check.model is not None else ("built", number)
        if key not in found or check.contradictions > found[key].contradictions:
            found[key] = check
    return list(found.values())


def _same_line(model: Model, built: Object) -> bool:
    at = made_at(model)
    if built["path"] == "<target>" or at is None:
        # The target is no place in a file: the class of the model stands for it.
        return bool(built["path"] == "<target>" and model.class_name == built["class"])
    return bool(at == (built["path"], built["line"]))


def made_at(model: Model) -> tuple[str, int] | None:
    """The absolute path and the line where a model is made."""
    at = place(model.span)
    return None if at is None else (os.path.abspath(at[0]), at[1])
