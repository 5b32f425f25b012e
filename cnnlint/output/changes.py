"""What a change does to models, for programs.

`status` is `changed`, `added`, `removed` or `same`, of models and of their layers; `before` and
`after` are null where there is none. Sizes are those of the JSON document of `cnnlint`.
"""

from __future__ import annotations

from .json import layer_object, model_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..changes import Change, Line, State

    Object = dict[str, Any]

VERSION = 1


def document(found: Sequence[Change], before: str, after: str) -> str:
    """The document as text, ending in a line end."""
    from json import dumps

    content = {
        "version": VERSION,
        "before": before,
        "after": after,
        "models": [_change(change) for change in found],
    }
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _change(change: Change) -> Object:
    state = change.after or change.before
    assert state is not None
    return {
        "name": state.name,
        "status": change.status,
        "before": _model(change.before),
        "after": _model(change.after),
        "layers": [
            {"status": step.status, "before": _layer(step.before), "after": _layer(step.after)}
            for step in change.steps
        ],
    }


def _model(state: State | None) -> Object | None:
    if state is None:
        return None
    made = model_object(state.model)
    for unknown in made["unknowns"]:
        unknown["path"] = state.path
    del made["layers"]
    return {**made, "path": state.path}


def _layer(line: Line | None) -> Object | None:
    return None if line is None else {**layer_object(line.row), "depth": line.depth}
