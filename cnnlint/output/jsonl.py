"""One JSON object on each line: of a `model` or of a `diagnostic`, which its `type` tells.

The other keys are those of the JSON document.
"""

from __future__ import annotations

from .json import diagnostic_object, model_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..diagnostics import Diagnostic
    from ..network import Model


def document(models: Iterable[Model], diagnostics: Iterable[Diagnostic]) -> str:
    from json import dumps

    objects = [{"type": "model", **model_object(model)} for model in models]
    objects += [{"type": "diagnostic", **diagnostic_object(each)} for each in diagnostics]
    return "".join(f"{dumps(each, ensure_ascii=False)}\n" for each in objects)
