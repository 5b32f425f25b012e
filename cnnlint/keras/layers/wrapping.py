"""Layers that take another layer as an argument."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...network import Weight
from ...shapes import show
from .arguments import invalid
from .kit import Declaration, NotKnown, Output, apply_inside, inside
from .recurrent import Recurrent, steps_mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Inside, Make


def a_layer(declaration: Declaration, name: str, value: Any) -> Inside:
    """What stands inside a wrapper; plain values are no layers."""
    found = inside(value)
    if found is None:
        raise invalid(declaration, name, value, "a layer")
    return found


class Bidirectional(Declaration):
    """A recurrent layer in both directions; each has its own weights."""

    family = "model"
    delegates = True

    def __init__(self, layer, merge_mode="concat", weights=None, backward_layer=None, **kwargs): ...

    def call(self, sequences, initial_state=None, mask=None, training=None): ...

    def check(self) -> None:
        forward: Any = self.recurrent("layer")
        modes = ["sum", "mul", "ave", "concat", None]
        if self.merge_mode not in modes:
            raise invalid(self, "merge_mode", self.merge_mode, "one of sum, mul, ave, concat, None")
        if self.backward_layer is None:
            if isinstance(forward, Declaration) and forward.go_backwards:
                raise invalid(self, "layer", "...", "made without `go_backwards=True`")
            return
        backward: Any = self.recurrent("backward_layer")
        if not (isinstance(forward, Declaration) and isinstance(backward, Declaration)):
            return
        if bool(forward.go_backwards) == bool(backward.go_backwards):
            raise invalid(self, "backward_layer", "...", "made with `go_backwards=True`")
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(forward, name) != getattr(backward, name):
                raise invalid(self, "backward_layer", "...", f"made with the same `{name}`")

    def recurrent(self, name: str) -> Any:
        """The declaration of a recurrent layer among the arguments."""
        found = a_layer(self, name, getattr(self, name))
        if isinstance(found, Declaration) and not found.recurs:
            raise Refused(
                "invalid-argument",
                f"`Bidirectional` cannot run `{found.title}` backwards",
                help="give it a recurrent layer: `LSTM`, `GRU` or `SimpleRNN`",
                exception="TypeError",
            )
        return found

    @property
    def rank(self) -> int | None:  # type: ignore[override]
        found = self.recurrent("layer")
        return found.rank if isinstance(found, Declaration) else None

    def accept(self, x: Shape) -> None:
        super().accept(x)
        forward = self.recurrent("layer")
        if isinstance(forward, Declaration):
            type(forward).accept(forward, x)
            backward = self.both()[1]
            if isinstance(backward, Declaration) and backward.rank != forward.rank:
                raise NotKnown(Unknown("two layers that take inputs of different ranks", None))

    def both(self) -> tuple[Any, Any]:
        forward = self.recurrent("layer")
        backward = self.backward_layer
        return forward, forward if backward is None else self.recurrent("backward_layer")

    def weights(self, x: Shape) -> Iterator[Weight]:
        for layer in self.both():
            yield from apply_inside(self, layer, x, built=False).weights or ()

    def output(self, x: Shape) -> Output:
        shape = apply_inside(self, self.both()[0], x).shape
        out, *states = shape if isinstance(shape, list) else [shape]
        if self.merge_mode == "concat":
            out = (*out[:-1], out[-1] * 2)
        first = [out, out] if self.merge_mode is None else [out]
        listed = [*first, *states, *states]
        return Output(listed if len(listed) > 1 else out)

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        forward: Any = self.recurrent("layer")
        if not isinstance(forward, Declaration):
            return None
        kept = steps_mask(forward, masks)
        return kept * 2 if kept and self.merge_mode is None else kept

    def macs(self, x: Shape, out: Any) -> Size:
        first, second = self.both()
        return apply_inside(self, first, x).macs + apply_inside(self, second, x).macs


class TimeDistributed(Declaration):
    """The same layer on each step.

    Keras checks the rank of what the inner layer gets only when the model runs; here it is
    checked at once, as nothing can come of it.
    """

    family = "model"
    delegates = True
    nests = None
    masks = True

    def __init__(self, layer, **kwargs): ...

    def call(self, inputs, training=None, mask=None): ...

    def check(self) -> None:
        a_layer(self, "layer", self.layer)

    def accept(self, x: Shape) -> None:
        if len(x) < 3:
            raise Refused(
                "rank-mismatch",
                f"`TimeDistributed` needs an axis of steps besides batch and features: {show(x)}",
                help="give it an input of rank 3 or more",
            )

    def step(self, x: Shape, built: bool = True) -> Any:
        layer = a_layer(self, "layer", self.layer)
        return apply_inside(self, layer, (x[0], *x[2:]), built)

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from self.step(x, built=False).weights or ()

    def output(self, x: Shape) -> Output:
        done = self.step(x)
        if isinstance(done.shape, list):
            raise Refused(
                "input-structure",
                "`TimeDistributed` needs a layer with one output",
                help="leave out `return_state=True`",
            )
        return Output((done.shape[0], x[1], *done.shape[1:]), done.sum, done.unread)

    def macs(self, x: Shape, out: Any) -> Size:
        each: Size = self.step(x).macs
        return x[1] * each


def iterations(declaration: Declaration, name: str, value: Any) -> Any:
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    if value <= 0:
        raise invalid(declaration, name, value, "a positive integer")
    return value


class SpectralNormalization(Declaration):
    """Keeps the largest singular value of a layer's kernel at 1; follows it with one vector."""

    family = "model"
    delegates = True
    checks = {"power_iterations": iterations}

    def __init__(self, layer, power_iterations=1, **kwargs): ...

    def call(self, inputs, training=False): ...

    def check(self) -> None:
        a_layer(self, "layer", self.layer)

    def accept(self, x: Shape) -> None:
        if len(x) < 2:
            raise NotKnown(Unknown("`SpectralNormalization` of a batch of nothing", None))

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return (-1,)

    def inner(self, x: Shape, built: bool = True) -> Any:
        return apply_inside(self, a_layer(self, "layer", self.layer), x, built)

    def weights(self, x: Shape) -> Iterator[Weight]:
        held = self.inner(x, built=False).weights or ()
        kernel = next((w for w in held if w.name in ("kernel", "embeddings")), None)
        if kernel is None or isinstance(self.layer, Recurrent):
            raise Refused(
                "invalid-argument",
                "`SpectralNormalization` needs a layer with a kernel",
                help="wrap a `Dense`, a convolution or an `Embedding`",
            )
        yield from held
        yield Weight("vector_u", (1, kernel.shape[-1]), trainable=False)

    def output(self, x: Shape) -> Output:
        done = self.inner(x)
        return Output(done.shape, done.sum, done.unread)

    def macs(self, x: Shape, out: Any) -> Size:
        each: Size = self.inner(x).macs
        return each
