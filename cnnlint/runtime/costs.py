"""What a model costs, measured beside worked out."""

from __future__ import annotations

from ..dims import Dim, TooComplex, substitute, symbols
from ..resources import Resources
from ..table import rows, totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..network import Model

    Object = dict[str, Any]

#: What is said where memory runs out; a framework that is refused some may as well crash.
OUT_OF_MEMORY = (
    *("memory", "MemoryError", "OOM", "ResourceExhausted", "RESOURCE_EXHAUSTED", "allocate"),
    *("SIGKILL", "SIGABRT", "SIGSEGV"),
)
PHASES = ("inference", "training")


class Phase:
    """A step of inference or of training at a batch size: what was measured, and what was
    estimated of it, in bytes and floating-point operations; None where it is not known.

    `why` is why nothing was measured.
    """

    __slots__ = (
        "estimated_flops",
        "estimated_memory",
        "flops",
        "least",
        "memory",
        "memory_by",
        "milliseconds",
        "name",
        "rate",
        "why",
    )

    def __init__(self, name: str, reply: Object, batch: int) -> None:
        self.name = name
        error = reply.get("error")
        self.why: str = f"{error['type']}: {error['message']}" if error else ""
        self.why = self.why or reply.get("skipped", "")
        self.milliseconds: float | None = reply.get("milliseconds")
        #: Samples in a second.
        self.rate = 0.0 if not self.milliseconds else batch * 1_000 / self.milliseconds
        self.memory: int | None = reply.get("memory")
        self.memory_by: str = reply.get("memory_by") or ""
        self.flops: int | None = reply.get("flops")
        self.estimated_memory: int | None = None
        self.estimated_flops: int | None = None
        self.least = False


class Cost:
    """The cost of a model, the run's `number`, on a `device`. `why` is why there is none.

    Where the largest batch was `searched`, `tries` are those that were tried, and whether they
    went; `search_ended` is why it was given up.
    """

    __slots__ = (
        "batch",
        "device",
        "estimated_batch",
        "number",
        "phases",
        "search_ended",
        "searched",
        "tries",
        "why",
    )

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self.device = ""
        self.phases: list[Phase] = []
        self.why = ""
        self.number = 0
        self.searched = False
        self.search_ended = ""
        self.tries: list[tuple[int, bool]] = []
        self.estimated_batch: int | None = None

    @property
    def trains(self) -> bool:
        """Whether a step of training was measured."""
        return any(each.name == "training" and each.milliseconds for each in self.phases)


def cost(
    model: Model | None,
    sizes: dict[str, int],
    batch: int,
    replies: dict[str, Object | None],
    why: str,
) -> Cost:
    """What was measured of each phase, with the estimates for the same batch beside it.

    `sizes` are what the open ones were, the batch apart. A reply is None where the process did
    not live to give it, for the reason `why`.
    """
    found = Cost(batch)
    for name, reply in replies.items():
        phase = Phase(name, {"skipped": why} if reply is None else reply, batch)
        found.device = found.device or (reply or {}).get("device", "")
        found.phases.append(phase)
        if model is not None:
            _estimate(phase, model, sizes, batch)
    if not found.device:
        found.why = next((each.why for each in found.phases if each.why), why)
    return found


def _estimate(phase: Phase, model: Model, sizes: dict[str, int], batch: int) -> None:
    known = Resources(model)
    phase.least = not known.complete
    if phase.name == "training":
        phase.estimated_memory = known.of_training(batch)
        return
    each = known.inference.per_sample
    if isinstance(known.weights, int) and each is not None:
        phase.estimated_memory = known.weights + known.inference.fixed + batch * each
    macs = totals(model, rows(model)).macs
    work = None if macs is None else _number(macs, sizes)
    phase.estimated_flops = None if work is None else 2 * work * batch


def _number(size: Size, sizes: dict[str, int]) -> int | None:
    if isinstance(size, Dim):
        try:
            size = substitute(size, {n: sizes[n] for n in symbols(size) if n in sizes})
        except TooComplex:
            return None
    return size if isinstance(size, int) else None


def out_of_memory(why: str) -> bool:
    """Whether it was memory that a step wanted."""
    return any(sign in why for sign in OUT_OF_MEMORY)
