"""What a model takes: the memory of its weights, of training it, of running it.

Weights and the variables of an optimizer are exact. What lies between is an estimate: a count of
the tensors that are alive at once, layer by layer, of which docs/resources.md gives the rules.
"""

from __future__ import annotations

from ..dims import TooComplex
from .amounts import itemsize
from .flow import Flow
from .optimizers import State, of_model
from .peaks import Peak, inference, training

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dims import Size
    from ..network import Model, Weight

__all__ = ["Peak", "Resources", "resources"]

#: The batch of `fit` where nobody says another.
BATCH = 32


class Resources:
    """Bytes. `weights` are all variables; `gradients` as many as are trained; `copies` the same
    weights once more in the type that they are used in, where that is another.

    `optimizer` is None where none is known. `training` and `inference` are activations. What is
    None depends on sizes that are left open; where `complete` is False, it is a lower bound.
    `batch` is that of the inputs where the code fixes one: nothing is taken per sample then.
    """

    __slots__ = (
        "batch",
        "complete",
        "copies",
        "gradients",
        "inference",
        "optimizer",
        "training",
        "weights",
    )

    def __init__(self, model: Model) -> None:
        variables = list(model.all_weights())
        self.weights = _bytes([weight for weight, _ in variables])
        self.gradients = _bytes([weight for weight, trains in variables if trains])
        self.copies = _copies(model)
        self.optimizer: State | None = of_model(model)
        there_and_back = Flow(model, True)
        self.batch = there_and_back.samples
        self.training: Peak = training(there_and_back, model)
        self.inference: Peak = inference(Flow(model, False))
        self.complete = not (self.training.least or model.unknowns or None in (self.weights,))

    @property
    def fixed(self) -> int | None:
        """What training takes whatever the batch; without an optimizer where none is known."""
        held = 0 if self.optimizer is None else self.optimizer.bytes
        parts = (self.weights, self.gradients, self.copies, held, self.training.fixed)
        return _sum(parts)

    @property
    def at_rest(self) -> int | None:
        """What inference takes whatever the batch: the weights, and tensors of a size of their
        own."""
        return _sum((self.weights, self.copies, self.inference.fixed))

    def of_training(self, batch: int) -> int | None:
        """What training on batches of this size takes."""
        fixed, each = self.fixed, self.training.per_sample
        return None if fixed is None or each is None else fixed + batch * each

    def largest_batch(self, memory: int) -> int | None:
        """The largest batch that trains in so much memory; 0 where none does, and None where that
        is not known, or does not depend on the batch."""
        fixed, each = self.fixed, self.training.per_sample
        if fixed is None or not each:
            return None
        return max(0, (memory - fixed) // each)


def resources(model: Model) -> Resources:
    """What a model takes."""
    return Resources(model)


def _sum(parts: tuple[Size | None, ...]) -> int | None:
    total = 0
    for part in parts:
        if not isinstance(part, int):
            return None
        total += part
    return total


def _bytes(weights: list[Weight]) -> Size | None:
    total: Size = 0
    try:
        for weight in weights:
            width = itemsize(weight.dtype)
            if width is None:
                return None
            total = total + weight.size * width
    except TooComplex:
        return None
    return total


def _copies(model: Model) -> Size | None:
    """Weights that are cast each time they are used, as `mixed_float16` has it."""
    total: Size = 0
    try:
        for layer in (model, *model.all_parts()):
            policy = layer.declaration.dtype_policy if layer.declaration is not None else ""
            if policy.startswith("mixed_"):
                width = itemsize(policy.removeprefix("mixed_")) or 0
                for weight in layer.weights:
                    total = total + weight.size * width
    except TooComplex:
        return None
    return total
