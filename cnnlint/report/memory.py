"""What training a model takes, in one line."""

from __future__ import annotations

from ..resources import Resources
from ..resources.amounts import shown
from ..resources.limits import MEMORY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..network import Model


def memory(model: Model, available: int = MEMORY) -> str:
    """About how much a sample takes, and the largest batch that goes into so many bytes.

    "" where that depends on sizes that are left open.
    """
    found = Resources(model)
    trains = found.gradients != 0
    peak = found.training if trains else found.inference
    if not peak.per_sample:
        return ""
    about = "about" if found.complete else "at least"
    said = f"{about} {shown(peak.per_sample)} per sample in {'training' if trains else 'inference'}"
    if not trains:
        return said
    state = found.optimizer
    if state is not None and isinstance(state.bytes, int):
        said += f", optimizer state {shown(state.bytes)} ({state.name})"
    batch = found.largest_batch(available)
    if batch is None:
        return said
    if batch == 0:
        return f"{said}; {shown(available)} are not enough"
    said += f"; {shown(available)} fit up to batch {_rounded(batch):,}"
    return said if state is not None else f"{said} without an optimizer"


def _rounded(number: int) -> int:
    """Two digits of a number that is an estimate, and no more than it is."""
    digits: int = 10 ** max(0, len(str(number)) - 2)
    return number // digits * digits
