"""How much of a run's tensors is alive at once: a count of buffers, step after step."""

from __future__ import annotations

from ..dims import TooComplex, substitute, symbols
from .kept import Kept, kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dims import Size
    from ..network import Model
    from .flow import Flow, Step


class Peak:
    """Bytes that are alive at once, for `batch` samples `per_sample · batch + fixed`.

    None where they depend on a size that is left open, or no step is known. `least` says that
    something is missing.
    """

    __slots__ = ("fixed", "least", "per_sample")

    def __init__(self, per_sample: int | None, fixed: int = 0, least: bool = False) -> None:
        self.per_sample = per_sample
        self.fixed = fixed
        self.least = least


class _Alive:
    """Buffers by how many still need them; `most` is the largest sum there was."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes = sizes
        self.needs = [0] * len(sizes)
        self.sum = 0
        self.most = 0

    def made(self, buffer: int) -> None:
        self.add(self.sizes[buffer])

    def add(self, size: int) -> None:
        self.sum += size
        self.most = max(self.most, self.sum)

    def done(self, buffer: int) -> None:
        """One need less; without any, the buffer is given back."""
        self.needs[buffer] -= 1
        if self.needs[buffer] == 0:
            self.sum -= self.sizes[buffer]


def inference(flow: Flow) -> Peak:
    """A run forward: a tensor lives until the last step that reads it, the input to the end."""
    if flow.open or not flow.steps:
        return Peak(None, least=flow.partial)
    per_sample, fixed, known = _split(flow, flow.sizes)
    if not known:
        return Peak(None, least=flow.partial)
    most = [_forward(flow, sizes) for sizes in (per_sample, fixed)]
    return Peak(most[0], most[1], flow.partial)


def _forward(flow: Flow, sizes: list[int]) -> int:
    alive = _Alive(sizes)
    for buffer in (*flow.given, *flow.results):
        alive.needs[buffer] += 1
    made = set(flow.given)
    for buffer in flow.given:
        alive.made(buffer)
    for step in flow.steps:
        for buffer in step.reads:
            alive.needs[buffer] += 1
    for step in flow.steps:
        _write(step, alive, made)
        for buffer in step.reads:
            if buffer in made:
                alive.done(buffer)
        for buffer in step.writes:
            if alive.needs[buffer] == 0:
                alive.sum -= sizes[buffer]  # nobody reads it
    return alive.most


def _write(step: Step, alive: _Alive, made: set[int]) -> None:
    for buffer in step.writes:
        if buffer not in made:
            made.add(buffer)
            alive.made(buffer)


def training(flow: Flow, model: Model) -> Peak:
    """Forward and back: what a step keeps lives until the gradient has come back to it."""
    if flow.open or not flow.steps:
        return Peak(None, least=flow.partial)
    trained = {id(weight) for weight, trains in model.all_weights() if trains}
    felt: set[int] = set()  # buffers with a gradient
    plans: list[tuple[Step, Kept | None]] = []
    extras: list[Size] = []
    partial = flow.partial
    for step in flow.steps:
        trains = any(id(weight) in trained for weight in step.layer.weights)
        feels = any(buffer in felt for buffer in step.reads)
        found = None
        if trains or feels:
            felt.update(step.writes)
            found = kept(step, trains)
            partial |= found.guessed
        total: Size = 0
        for shape, dtype in found.extra if found is not None else ():
            size = flow.bytes_of(shape, dtype)
            partial |= size is None
            try:
                total = total + (0 if size is None else size)
            except TooComplex:
                partial = True
        extras.append(total)
        plans.append((step, found))
    per_sample, fixed, known = _split(flow, [*flow.sizes, *extras])
    if not known:
        return Peak(None, least=partial)
    count = len(flow.sizes)
    most = [
        _there_and_back(flow, plans, felt, sizes[:count], sizes[count:])
        for sizes in (per_sample, fixed)
    ]
    return Peak(most[0], most[1], partial)


def _there_and_back(
    flow: Flow,
    plans: list[tuple[Step, Kept | None]],
    felt: set[int],
    sizes: list[int],
    extras: list[int],
) -> int:
    alive = _Alive(sizes)
    holds: list[list[int]] = []
    for buffer in (*flow.given, *flow.results):
        alive.needs[buffer] += 1
    for step, found in plans:
        held = [] if found is None else found.inputs * step.reads + found.outputs * step.writes
        holds.append(held)
        for buffer in (*step.reads, *held):
            alive.needs[buffer] += 1
    made = set(flow.given)
    for buffer in flow.given:
        alive.made(buffer)
    for (step, _), extra in zip(plans, extras, strict=True):
        _write(step, alive, made)
        alive.add(extra)
        for buffer in step.reads:
            if buffer in made:
                alive.done(buffer)
        for buffer in step.writes:
            if alive.needs[buffer] == 0:
                alive.sum -= sizes[buffer]
    gradients = set(flow.results) & felt
    for buffer in gradients:
        alive.made(buffer)
    for (step, found), extra, held in reversed(list(zip(plans, extras, holds, strict=True))):
        if found is None:
            continue
        for buffer in step.reads:
            if buffer in felt and buffer not in gradients:
                gradients.add(buffer)
                alive.made(buffer)
        for buffer in step.writes:
            if buffer in gradients:
                gradients.discard(buffer)
                alive.sum -= sizes[buffer]
        for buffer in held:
            if buffer in made:
                alive.done(buffer)
        alive.sum -= extra
    return alive.most


def _split(flow: Flow, sizes: list[Size]) -> tuple[list[int], list[int], bool]:
    """Sizes as what a sample takes and what does not depend on samples; whether all are known."""
    per_sample, fixed = [], []
    known: dict[Size, tuple[int, int] | None] = {}
    for size in sizes:
        if size not in known:
            known[size] = _parted(size, flow.batch)
        parts = known[size]
        if parts is None:
            return [], [], False
        per_sample.append(parts[0])
        fixed.append(parts[1])
    return per_sample, fixed, True


def _parted(size: Size, batch: set[str]) -> tuple[int, int] | None:
    """What a size takes of each sample, and whatever the batch; None where that is not known."""
    if isinstance(size, int):
        return 0, size
    if not symbols(size) <= batch:
        return None
    try:
        base, first, second = (substitute(size, dict.fromkeys(batch, n)) for n in (0, 1, 2))
    except TooComplex:
        return None
    if not (isinstance(base, int) and isinstance(first, int) and isinstance(second, int)):
        return None
    return (first - base, base) if second - first == first - base else None
