"""What machines read: one module for each format, loaded when it is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..diagnostics import Diagnostic
    from ..network import Model
    from ..project import Outcome


def document(
    form: str,
    models: Sequence[Model],
    diagnostics: Sequence[Diagnostic],
    outcomes: Sequence[Outcome],
) -> str:
    """Everything that a run has found in a form that machines read, by its name."""
    if form == "json":
        from . import json

        return json.document(models, diagnostics)
    if form == "jsonl":
        from . import jsonl

        return jsonl.document(models, diagnostics)
    if form == "sarif":
        from . import sarif

        return sarif.document(diagnostics, outcomes)
    if form == "junit":
        from . import junit

        return junit.document(diagnostics, outcomes)
    if form == "github":
        from . import github

        return github.document(diagnostics)
    if form == "gitlab":
        from . import gitlab

        return gitlab.document(diagnostics)
    from . import rdjson

    return rdjson.document(diagnostics)
