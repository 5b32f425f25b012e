"""Recurrent layers.

Weights: a kernel of (inputs, gates·units), a recurrent kernel of (units, gates·units), a bias.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim, apart, pretty, product
from ...network import Weight
from ...shapes import show
from .arguments import above_zero, invalid, of_python, seed
from .kit import Declaration, Output
from .windows import whole_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Make


def clamped(declaration: Declaration, name: str, value: Any) -> Any:
    """A share that Keras forces between 0 and 1."""
    if not isinstance(value, (int, float, Dim)):
        raise invalid(declaration, name, value, "a number from 0 to 1", "TypeError")
    return value


def cudnn(declaration: Declaration, name: str, value: Any) -> Any:
    if value not in ("auto", True, False):
        raise invalid(declaration, name, value, '"auto", True or False')
    return value


def steps_mask(layer: Declaration, masks: Any) -> Any:
    """The mask of the steps, where they are given back; states have none."""
    first = masks[0] if isinstance(masks, (list, tuple)) and masks else masks
    return [first] if layer.return_sequences else None


def unlike_state(layer: Declaration, sizes: list[Any]) -> Refused | None:
    """A state to begin with that has another size than the layer's own, which are `sizes`."""
    given = layer.options.get("initial_state")
    states = given if isinstance(given, (list, tuple)) else [given]
    if len(states) != len(sizes):
        return None
    for state, size in zip(states, sizes, strict=True):
        shape = getattr(state, "shape", None)
        if isinstance(shape, tuple) and len(shape) == 2 and apart(shape[-1], size):
            return Refused(
                "state-shape-mismatch",
                f"`{layer.title}` keeps {pretty(size)} numbers for each sample, and its "
                f"`initial_state` is of shape {show(shape)}",
                sum=f"{pretty(shape[-1])} ≠ {pretty(size)}",
                help=f"use {pretty(shape[-1])} units, or bring the state to {pretty(size)} with a "
                "`Dense` layer",
            )
    return None


class Recurrent(Declaration):
    """A cell applied to one step after another."""

    family = "recurrent"
    abstract = True
    rank = 3
    recurs = True
    gates = 1
    states = 1
    sizes = ("units",)
    raw = ("units",)
    also = {"zero_output_for_mask": False}
    checks = {
        "units": above_zero,
        "dropout": clamped,
        "recurrent_dropout": clamped,
        "seed": seed,
        "use_cudnn": cudnn,
    }

    def call(self, sequences, initial_state=None, mask=None, training=False): ...

    def check(self) -> None:
        if self.states == 1:
            of_python(self, "units", self.units)
        if self.states == 1 and isinstance(self.units, float):
            raise invalid(self, "units", self.units, "a positive integer")

    def weights(self, x: Shape) -> Iterator[Weight]:
        of_python(self, "units", self.units)
        (size,) = whole_sizes(self, "units", (self.units,))
        wide = self.gates * size
        yield Weight("kernel", (self.known(x[-1], "number of features", x), wide))
        yield Weight("recurrent_kernel", (size, wide))
        if self.use_bias:
            yield Weight("bias", self.bias_shape(wide))
        if self.stateful:
            self.known(x[0], "batch size, with `stateful=True`,", x)

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return steps_mask(self, masks)

    def bias_shape(self, wide: Size) -> Shape:
        return (wide,)

    def output(self, x: Shape) -> Output:
        last = (x[0], self.units)
        first = (x[0], x[1], self.units) if self.return_sequences else last
        return Output([first, *[last] * self.states] if self.return_state else first)

    def macs(self, x: Shape, out: Any) -> Size:
        wide = self.gates * self.units
        return product((x[1], wide, x[2] + self.units))

    def fails(self, x: Shape) -> Refused | None:
        return unlike_state(self, [self.units] * self.states)


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
