"""Recurrent layers and the two wrappers that take a layer as an argument.

Weights: a kernel of (inputs, gates·units), a recurrent kernel of (units, gates·units), a bias.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim, product
from ...network import Weight
from ...shapes import show
from .arguments import invalid, seed
from .kit import Declaration, Output, apply_inside, inside
from .windows import whole_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Inside


def units(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    if value <= 0:
        raise invalid(declaration, name, value, "a positive integer")
    return int(value) if isinstance(value, bool) else value


def clamped(declaration: Declaration, name: str, value: Any) -> Any:
    """A share that Keras forces between 0 and 1."""
    if not isinstance(value, (int, float, Dim)):
        raise invalid(declaration, name, value, "a number from 0 to 1", "TypeError")
    return value


def cudnn(declaration: Declaration, name: str, value: Any) -> Any:
    if value not in ("auto", True, False):
        raise invalid(declaration, name, value, '"auto", True or False')
    return value


class Recurrent(Declaration):
    """A cell applied to one step after another."""

    family = True
    rank = 3
    gates = 1
    states = 1
    sizes = ("units",)
    also = {"zero_output_for_mask": False}
    checks = {
        "units": units,
        "dropout": clamped,
        "recurrent_dropout": clamped,
        "seed": seed,
        "use_cudnn": cudnn,
    }

    def check(self) -> None:
        if self.states == 1 and isinstance(self.units, float):
            raise invalid(self, "units", self.units, "a positive integer")

    def weights(self, x: Shape) -> Iterator[Weight]:
        (size,) = whole_sizes(self, "units", (self.units,))
        wide = self.gates * size
        yield Weight("kernel", (self.known(x[-1], "number of features", x), wide))
        yield Weight("recurrent_kernel", (size, wide))
        if self.use_bias:
            yield Weight("bias", self.bias_shape(wide))
        if self.stateful:
            self.known(x[0], "batch size, with `stateful=True`,", x)

    def bias_shape(self, wide: Size) -> Shape:
        return (wide,)

    def output(self, x: Shape) -> Output:
        last = (x[0], self.units)
        first = (x[0], x[1], self.units) if self.return_sequences else last
        return Output([first, *[last] * self.states] if self.return_state else first)

    def macs(self, x: Shape, out: Any) -> Size:
        wide = self.gates * self.units
        return product((x[1], wide, x[2] + self.units))


class SimpleRNN(Recurrent):
    """One gate: the output is the state. Keras takes `activity_regularizer` and forgets it."""

    ignores = ("activity_regularizer",)

    def __init__(
        self, units, activation="tanh", use_bias=True, kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal", bias_initializer="zeros", kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, return_sequences=False, return_state=False, go_backwards=False,
        stateful=False, unroll=False, seed=None, **kwargs,
    ): ...  # fmt: skip


class LSTM(Recurrent):
    """Four gates and two states."""

    gates = 4
    states = 2
    also = {**Recurrent.also, "implementation": 2}

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, seed=None, return_sequences=False, return_state=False,
        go_backwards=False, stateful=False, unroll=False, use_cudnn="auto", **kwargs,
    ): ...  # fmt: skip


class GRU(Recurrent):
    """Three gates; with `reset_after` two rows of biases."""

    gates = 3
    also = LSTM.also

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
        unroll=False, reset_after=True, use_cudnn="auto", **kwargs,
    ): ...  # fmt: skip

    def bias_shape(self, wide: Size) -> Shape:
        return (2, wide) if self.reset_after else (wide,)


def a_layer(declaration: Declaration, name: str, value: Any) -> Inside:
    """What stands inside a wrapper; plain values are no layers."""
    found = inside(value)
    if found is None:
        raise invalid(declaration, name, value, "a layer")
    return found


class Bidirectional(Declaration):
    """A recurrent layer in both directions; each has its own weights."""

    rank = 3

    def __init__(self, layer, merge_mode="concat", weights=None, backward_layer=None, **kwargs): ...

    def check(self) -> None:
        forward: Any = self.recurrent("layer")
        modes = ["sum", "mul", "ave", "concat", None]
        if self.merge_mode not in modes:
            raise invalid(self, "merge_mode", self.merge_mode, "one of sum, mul, ave, concat, None")
        if self.backward_layer is None:
            if isinstance(forward, Recurrent) and forward.go_backwards:
                raise invalid(self, "layer", "...", "made without `go_backwards=True`")
            return
        backward: Any = self.recurrent("backward_layer")
        if not (isinstance(forward, Recurrent) and isinstance(backward, Recurrent)):
            return
        if bool(forward.go_backwards) == bool(backward.go_backwards):
            raise invalid(self, "backward_layer", "...", "made with `go_backwards=True`")
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(forward, name) != getattr(backward, name):
                raise invalid(self, "backward_layer", "...", f"made with the same `{name}`")

    def recurrent(self, name: str) -> Any:
        """The declaration of a recurrent layer among the arguments."""
        found = a_layer(self, name, getattr(self, name))
        if isinstance(found, Declaration) and not isinstance(found, Recurrent):
            raise Refused(
                "invalid-argument",
                f"`Bidirectional` cannot run `{found.title}` backwards",
                help="give it a recurrent layer: `LSTM`, `GRU` or `SimpleRNN`",
                exception="TypeError",
            )
        return found

    def both(self) -> tuple[Any, Any]:
        forward = self.recurrent("layer")
        backward = self.backward_layer
        return forward, forward if backward is None else self.recurrent("backward_layer")

    def weights(self, x: Shape) -> Iterator[Weight]:
        for layer in self.both():
            yield from apply_inside(self, layer, x).weights or ()

    def output(self, x: Shape) -> Output:
        shape = apply_inside(self, self.both()[0], x).shape
        out, *states = shape if isinstance(shape, list) else [shape]
        if self.merge_mode == "concat":
            out = (*out[:-1], out[-1] * 2)
        first = [out, out] if self.merge_mode is None else [out]
        listed = [*first, *states, *states]
        return Output(listed if len(listed) > 1 else out)

    def macs(self, x: Shape, out: Any) -> Size:
        first, second = self.both()
        return apply_inside(self, first, x).macs + apply_inside(self, second, x).macs


class TimeDistributed(Declaration):
    """The same layer on each step.

    Keras checks the rank of what the inner layer gets only when the model runs; here it is
    checked at once, as nothing can come of it.
    """

    def __init__(self, layer, **kwargs): ...

    def check(self) -> None:
        a_layer(self, "layer", self.layer)

    def accept(self, x: Shape) -> None:
        if len(x) < 3:
            raise Refused(
                "rank-mismatch",
                f"`TimeDistributed` needs an axis of steps besides batch and features: {show(x)}",
                help="give it an input of rank 3 or more",
            )

    def step(self, x: Shape) -> Any:
        return apply_inside(self, a_layer(self, "layer", self.layer), (x[0], *x[2:]))

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from self.step(x).weights or ()

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
