"""Cells, which do one step, and `RNN`, which applies any cell to one step after another."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, hidden, product
from ...network import Weight
from ...shapes import show
from .arguments import above_zero, invalid, seed
from .kit import Declaration, NotKnown, Output, asked_inside, frozen, inside
from .recurrent import clamped, steps_mask
from .windows import whole_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Make


class Cell(Declaration):
    """One step of a recurrent layer: called on the inputs and on the list of its states."""

    family = "recurrent"
    abstract = True
    gates = 1
    states = 1
    sizes = ("units",)
    checks = {
        "units": above_zero,
        "dropout": clamped,
        "recurrent_dropout": clamped,
        "seed": seed,
    }

    def call(self, inputs, states, training=False): ...

    @property
    def state_size(self) -> Any:
        return self.units if self.states == 1 else [self.units] * self.states

    @property
    def output_size(self) -> Any:
        return self.units

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return (-1,)

    def weights(self, x: Shape) -> Iterator[Weight]:
        (size,) = whole_sizes(self, "units", (self.units,))
        wide = self.gates * size
        yield Weight("kernel", (self.known(x[-1], "number of features", x), wide))
        yield Weight("recurrent_kernel", (size, wide))
        if self.use_bias:
            yield Weight("bias", self.bias_shape(wide))

    def bias_shape(self, wide: Size) -> Shape:
        return (wide,)

    def output(self, x: Shape) -> Output:
        given = self.options.get("states")
        alone = self.states == 1 and not isinstance(given, (list, tuple))
        if alone:
            given = [given]  # a single state may stand for itself, and is given back as it came
        if not isinstance(given, (list, tuple)) or len(given) != self.states or len(x) != 2:
            raise NotKnown(Unknown(f"`{self.title}` was not called on rows and its states", None))
        for state in given:
            shape = getattr(state, "shape", None)
            if shape is None or len(shape) != 2 or shape[1] != self.units or shape[0] != x[0]:
                raise NotKnown(Unknown(f"the states that `{self.title}` was called on", None))
        self.activate()
        each: Any = (x[0], self.units)
        states: Any = each if alone else [each] * self.states
        return Output([each, states])

    def activate(self) -> None:
        """A cell by itself is traced, with its activations."""
        for name in ("activation", "recurrent_activation"):
            chosen = getattr(self, name, None)
            if chosen == "threshold":
                wanted = "an activation that needs no arguments"
                raise invalid(self, name, chosen, wanted, "TypeError")
            if chosen == "glu":
                raise NotKnown(Unknown("gates that are halved by their activation", None))

    def macs(self, x: Shape, out: Any) -> Size:
        return product((self.gates * self.units, x[-1] + self.units))


class SimpleRNNCell(Cell):
    """One step with one gate: the output is the state."""

    def __init__(
        self, units, activation="tanh", use_bias=True, kernel_initializer="glorot_uniform",
        recurrent_initializer="orthogonal", bias_initializer="zeros", kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, **kwargs,
    ): ...  # fmt: skip

    def call(self, sequence, states, training=False): ...


class LSTMCell(Cell):
    """One step with four gates and two states."""

    gates = 4
    states = 2
    also = {"implementation": 2}

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
        recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,
        seed=None, **kwargs,
    ): ...  # fmt: skip


class GRUCell(Cell):
    """One step with three gates; with `reset_after` two rows of biases."""

    gates = 3
    also = LSTMCell.also

    def __init__(
        self, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
        bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
        bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, reset_after=True, seed=None,
        **kwargs,
    ): ...  # fmt: skip

    def bias_shape(self, wide: Size) -> Shape:
        return (2, wide) if self.reset_after else (wide,)


def a_cell(declaration: Declaration, name: str, value: Any) -> Any:
    """What does one step: it has a `call` and a `state_size`."""
    found = inside(value)
    if found is None or asked_inside(found, "state_size") is None:
        raise invalid(declaration, name, "..." if found else value, "a cell, such as `LSTMCell(8)`")
    return found


def cells_of(declaration: Declaration, name: str, value: Any) -> list[Any]:
    """The cells among the arguments, one after another."""
    listed = value if isinstance(value, (list, tuple)) else [value]
    return [a_cell(declaration, name, each) for each in listed]


def width_of(cell: Any) -> Size:
    """How many numbers a cell gives for each sample.

    Raises:
        NotKnown: the cell's attributes are not followed.
    """
    size = asked_inside(cell, "output_size")
    if size is None:
        size = asked_inside(cell, "state_size")
        size = size[0] if isinstance(size, (list, tuple)) else size
    if not isinstance(size, (int, Dim)):
        raise NotKnown(Unknown("the size of what a cell gives", None))
    return size


class StackedRNNCells(Declaration):
    """Cells that act as one: each gets what the one before it gives."""

    family = "recurrent"
    delegates = True

    def __init__(self, cells, **kwargs): ...

    def call(self, inputs, states, training=False, **kwargs): ...

    def check(self) -> None:
        if not isinstance(self.cells, (list, tuple)):
            inside(self.cells)
            raise invalid(self, "cells", self.cells, "a list of cells", "TypeError")
        cells_of(self, "cells", self.cells)

    @property
    def state_size(self) -> Any:
        return [asked_inside(cell, "state_size") for cell in self.each]

    @property
    def output_size(self) -> Size:
        return width_of(self.each[-1])

    @property
    def each(self) -> list[Any]:
        return cells_of(self, "cells", self.cells)

    def weights(self, x: Shape) -> Iterator[Weight]:
        for cell in self.each:
            yield from built_inside(self, cell, x)
            x = (x[0], width_of(cell))

    def output(self, x: Shape) -> Output:
        raise NotKnown(Unknown("what stacked cells give when they are called by themselves", None))

    def macs(self, x: Shape, out: Any) -> Size:
        total: Size = 0
        for cell in self.each:
            total = total + step_macs(cell, x)
            x = (x[0], width_of(cell))
        return total


def built_inside(outer: Declaration, cell: Any, x: Shape) -> tuple[Weight, ...]:
    """The weights of a cell; Keras builds it and does not call it."""
    if isinstance(cell, Declaration):
        if outer.told is not None:
            cell.trains = cell.told = outer.told
        made = tuple(type(cell).weights(cell, x))
        if not cell.trains and not cell.delegates:
            made = frozen(made)
        outer.needs.extend(cell.needs)
        return made
    built: tuple[Weight, ...] = cell.build(x)
    return built


def step_macs(cell: Any, x: Shape) -> Size:
    return type(cell).macs(cell, x, None) if isinstance(cell, Declaration) else 0


class RNN(Declaration):
    """Any cell, or a list of them, along the steps of a sequence."""

    family = "recurrent"
    delegates = True
    recurs = True

    def __init__(
        self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False,
        unroll=False, zero_output_for_mask=False, **kwargs,
    ): ...  # fmt: skip

    def call(self, sequences, initial_state=None, mask=None, training=False): ...

    def check(self) -> None:
        size = asked_inside(self.one, "state_size")
        if not isinstance(size, (int, Dim, list, tuple)):
            raise invalid(self, "cell", "...", "a cell whose `state_size` is an integer or a list")

    @property
    def one(self) -> Any:
        """The cell; a list of them acts as one."""
        given = self.cell
        if not isinstance(given, (list, tuple)):
            return a_cell(self, "cell", given)
        stacked = object.__new__(StackedRNNCells)
        stacked.needs, stacked.not_known = [], {}
        vars(stacked)["cells"] = given
        stacked.check()
        if not given:
            raise invalid(self, "cell", given, "a cell, or a list of them", "IndexError")
        return stacked

    def accept(self, x: Shape) -> None:
        if len(x) < 3:
            if len(x) == 2 and "built_for" in self.__dict__:
                return  # once it is built Keras looks again when it runs
            if len(x) == 2 and not hidden(x[0]):
                raise NotKnown(Unknown("a cell along the features of a batch", None))
            raise self.not_along_steps(x)

    def fails(self, x: Shape) -> Refused | None:
        return self.not_along_steps(x) if len(x) < 3 else None

    def not_along_steps(self, x: Shape) -> Refused:
        return Refused(
            "rank-mismatch",
            f"`RNN` needs (batch, steps, features): {show(x)}",
            help=self.rank_help(x) if x else "give it an input of rank 3",
        )

    def rank_help(self, x: Shape) -> str:
        return "give it (batch, steps, features)"

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from built_inside(self, self.one, (x[0], *x[2:]))
        if self.stateful:
            self.known(x[0], "batch size, with `stateful=True`,", x)

    def output(self, x: Shape) -> Output:
        cell = self.one
        size = asked_inside(cell, "state_size")
        states: list[Any] = [
            [(x[0], one) for one in each] if isinstance(each, (list, tuple)) else (x[0], each)
            for each in (size if isinstance(size, (list, tuple)) else [size])
        ]
        wide = asked_inside(cell, "output_size")
        if wide is None:
            wide = size[0] if isinstance(size, (list, tuple)) else size
        if not isinstance(wide, (int, Dim)):
            raise invalid(self, "cell", "...", "a cell whose `output_size` is an integer")
        first = (x[0], x[1], wide) if self.return_sequences else (x[0], wide)
        return Output([first, *states] if self.return_state else first)

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return steps_mask(self, masks)

    def macs(self, x: Shape, out: Any) -> Size:
        each: Size = step_macs(self.one, (x[0], *x[2:]))
        return x[1] * each
