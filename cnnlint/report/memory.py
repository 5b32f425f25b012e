"""What training a model takes, in one line."""

from __future__ import annotations

from ..resources import Resources
from ..resources.amounts import shown
from ..resources.limits import MEMORY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..network import Model
    from ..resources.limits import Budgets


def memory(model: Model, budgets: Budgets | None = None) -> str:
    """About how much a sample takes, and the largest batch that goes into what is allowed, or into
    that of a common accelerator; of a model with a batch of its own, how much that takes.

    "" where that depends on sizes that are left open.
    """
    found = Resources(model)
    trains = found.gradients != 0
    each = (found.training if trains else found.inference).per_sample
    available = (None if budgets is None else budgets.of(model).memory) or MEMORY
    about = "about" if found.complete else "at least"
    where = "in training" if trains else "in inference"
    if each:
        said = f"{about} {shown(each)} per sample {where}"
        return said + _batches(found, available) if trains else said
    takes = found.fixed if trains else found.at_rest
    if each is None or takes is None:
        return ""
    batch = "inputs of these sizes" if found.batch is None else f"a batch of {found.batch:,}"
    said = f"{about} {shown(takes)} {where} with {batch}"
    if trains:
        state = _state(found)
        said += f", of that {state}" if state else ", without an optimizer"
    return said if takes <= available else f"{said}; {shown(available)} are not enough"


def _batches(found: Resources, available: int) -> str:
    """Which batches go into so many bytes, and the optimizer that they hold as well."""
    state = _state(found)
    held = f", {state}" if state else ""
    batch = found.largest_batch(available)
    if batch is None:
        return held
    if batch == 0:
        return f"{held}; {shown(available)} are not enough"
    said = f"{held}; {shown(available)} fit up to batch {_rounded(batch):,}"
    return said if found.optimizer is not None else f"{said} without an optimizer"


def _state(found: Resources) -> str:
    state = found.optimizer
    if state is None or not isinstance(state.bytes, int):
        return ""
    return f"optimizer state {shown(state.bytes)} ({state.name})"


def _rounded(number: int) -> int:
    """Two digits of a number that is an estimate, and no more than it is."""
    digits: int = 10 ** max(0, len(str(number)) - 2)
    return number // digits * digits
