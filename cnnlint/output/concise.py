"""One line for each thing: what editors, `grep` and people in a hurry read."""

from __future__ import annotations

from ..dims import pretty
from ..report import ink
from ..report.frame import MARK
from ..report.text import visible
from ..shapes import show
from ..table import rows, totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Diagnostic
    from ..network import Model, Tensor


def diagnostic_line(diagnostic: Diagnostic, unsafe: bool = False) -> str:
    """`path:line:column: CODE [*] message`: marked where `--fix` mends it, which may take unsafe
    fixes."""
    place, fix = visible(diagnostic.span.place), diagnostic.fix
    mark = MARK if fix is not None and (fix.safe or unsafe) else ""
    code = ink.severity(diagnostic.code, diagnostic.severity)
    return f"{place}: {code} {mark}{visible(diagnostic.message)}"


def model_line(model: Model) -> str:
    """`path:line:column: name (Class) (None, 28, 28, 1) → (None, 10), 80,266 params`"""
    table = rows(model)
    sums = totals(model, table)
    count = f"{sums.params:,}" if isinstance(sums.params, int) else pretty(sums.params)
    bound = "" if sums.complete else "≥ "
    way = f"{_shapes(model.inputs)} → {_shapes(model.outputs)}"
    text = f"{model.variable or model.name} ({model.class_name}) {way}, {bound}{count} params"
    if model.span is None:
        return visible(text)
    return visible(f"{model.span.place}: {text}")


def _shapes(tensors: tuple[Tensor, ...]) -> str:
    shown = ["?" if tensor.shape is None else show(tensor.shape) for tensor in tensors]
    if len(shown) == 1:
        return shown[0]
    return f"[{', '.join(shown)}]" if shown else "?"
