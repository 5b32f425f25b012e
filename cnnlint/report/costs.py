"""What a model costs: measured, with the estimate beside it.

On CPU (AMD EPYC), a batch of 32; memory is the growth of the process
inference  12.3 ms  2,601 samples/s  memory 31.2 MiB, estimated 28.9 MiB (×1.08)
"""

from __future__ import annotations

from ..resources.amounts import shown
from ..runtime.searching import answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..runtime.costs import Cost, Phase


def lines(cost: Cost) -> Iterable[str]:
    """A line for each phase that was measured."""
    if cost.why:
        yield f"Cost of a batch of {cost.batch:,}: not measured: {cost.why}"
    else:
        by = next((each.memory_by for each in cost.phases if each.memory_by), "")
        yield f"On {cost.device}, a batch of {cost.batch:,}{f'; memory is {by}' if by else ''}"
        yield from map(_phase, cost.phases)
    if not cost.searched:
        return
    tried = ", ".join(f"{batch:,} {'went' if went else 'did not'}" for batch, went in cost.tries)
    about = cost.estimated_batch
    estimate = "" if about is None else f", estimated {about:,}"
    found = answer(cost.tries)
    if found:
        yield f"Largest batch that goes: {found:,}{estimate} ({tried})"
    else:
        yield f"No batch goes{estimate}{f' ({tried})' if tried else ''}"
    if cost.search_ended:
        yield f"The search ended early: {cost.search_ended}"


def _phase(phase: Phase) -> str:
    if phase.milliseconds is None:
        return f"{phase.name}: {phase.why}"
    digits = 0 if phase.milliseconds >= 100 else 1
    parts = [f"{phase.milliseconds:,.{digits}f} ms", f"{phase.rate:,.0f} samples/s"]
    parts += _beside("memory", phase.memory, phase.estimated_memory, shown, phase.least)
    parts += _beside("work", phase.flops, phase.estimated_flops, _work, False)
    return f"{phase.name}: {', '.join(parts)}"


def _beside(
    what: str, measured: int | None, estimated: int | None, text: object, least: bool
) -> list[str]:
    """Both numbers with their ratio; what is not known is left out."""
    assert callable(text)
    about = "at least " if least else ""
    if measured is None:
        return [] if estimated is None else [f"{what} estimated {about}{text(estimated)}"]
    if not estimated:
        return [f"{what} {text(measured)}"]
    ratio = measured / estimated
    return [f"{what} {text(measured)} (estimated {about}{text(estimated)}, ×{ratio:.2f})"]


def _work(flops: int) -> str:
    for unit, size in (("T", 10**12), ("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if flops >= size:
            return f"{flops / size:.3g} {unit}FLOP"
    return f"{flops} FLOP"
