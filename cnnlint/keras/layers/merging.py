"""Layers that make one tensor of several."""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import equal, hidden, pretty, required, symbol
from ...shapes import concatenate, merge, show
from .arguments import invalid, of_python
from .kit import Declaration, Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ...network import Weight
    from ...shapes import Shape
    from .kit import Make


class Merging(Declaration):
    """Called on a list of tensors."""

    family = "merging"
    abstract = True

    many = True

    def accept(self, x: list[Shape]) -> None:
        if not x:
            raise Refused(
                "input-structure",
                f"`{self.title}` was called on an empty list",
                help="give it the tensors to merge",
                exception="TypeError",
            )
        if any(isinstance(each, list) for each in x):
            raise Refused(
                "input-structure",
                f"`{self.title}` takes a list of tensors, and a list stands among them",
                help="take one tensor of it; with `return_state=True` a layer returns several",
            )


class Elementwise(Merging):
    """Value by value: batch axes together, the others lined up from the right."""

    abstract = True

    def __init__(self, **kwargs): ...

    def weights(self, x: list[Shape]) -> Iterable[Weight]:
        try:
            merge(x, self.needs)
        except Refused as refused:
            refused.help = refused.help or "give all of them the same batch size, or leave it free"
            raise
        return ()

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        if not isinstance(masks, list) or not masks or any(mask is None for mask in masks):
            return None
        whole, *rest = masks
        for mask in rest:
            whole = make("logical_or", x1=whole, x2=mask)
        return whole

    def output(self, x: list[Shape]) -> Shape:
        if len({shape[0] for shape in x if isinstance(shape[0], int)}) > 1:
            # Batches are only compared when the layer is built.
            free = symbol("batch", hidden=True)
            x = [(free, *shape[1:]) for shape in x]
        return merge(x, self.needs)


class Add(Elementwise):
    """The sum, value by value."""


class Multiply(Elementwise):
    """The product, value by value."""


class Average(Elementwise):
    """The mean, value by value."""


class Maximum(Elementwise):
    """The larger, value by value."""


class Minimum(Elementwise):
    """The smaller, value by value."""


class Subtract(Elementwise):
    """The first less the second."""

    def weights(self, x: list[Shape]) -> Iterable[Weight]:
        if len(x) != 2:
            raise Refused(
                "input-structure",
                f"`Subtract` needs 2 tensors and was called on {len(x)}",
                help="call it on the two of which one is taken from the other",
            )
        return super().weights(x)


class Concatenate(Merging):
    """One behind the other along `axis`; all other sizes must agree."""

    def __init__(self, axis=-1, **kwargs): ...

    def weights(self, x: list[Shape]) -> Iterable[Weight]:
        if not isinstance(self.axis, int):
            raise invalid(self, "axis", self.axis, "an integer", "TypeError")
        if len(x) > 1 or self.axis < 0:
            concatenate(x, int(self.axis), self.needs)
        return ()

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        if not isinstance(masks, list) or all(mask is None for mask in masks):
            return None
        parts = []
        for tensor, mask in zip(inputs, masks, strict=True):
            if mask is None:
                parts.append(make("ones_like", x=tensor, dtype="bool"))
            elif mask.shape is None or len(mask.shape) < len(tensor.shape):
                grown = make("expand_dims", x=mask, axis=-1)
                zeros = make("zeros_like", x=tensor, dtype="bool")
                parts.append(make("logical_or", x1=grown, x2=zeros))
            else:
                parts.append(mask)
        joined = make("concatenate", xs=parts, axis=self.axis)
        return make("any", x=joined, axis=-1, keepdims=False)

    def output(self, x: list[Shape]) -> Output:
        # Other axes are only compared when the layer is built; the first input gives them.
        first = x[0]
        if len(x) == 1:
            return Output(first)
        rows = []
        for shape in x:
            self.has_axis(self.axis, shape, "IndexError")
            row = list(first)
            row[self.axis] = shape[self.axis]
            rows.append(tuple(row))
        return Output(*concatenate(rows, int(self.axis), self.needs))


def two_axes(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        if len(value) != 2 or not all(isinstance(axis, int) for axis in value):
            raise invalid(declaration, name, value, "an integer or two of them")
        return tuple(map(int, value))
    of_python(declaration, name, value, "TypeError")
    if not isinstance(value, int):
        raise invalid(declaration, name, value, "an integer or two of them", "TypeError")
    return int(value)


class Dot(Merging):
    """Sums of products along one axis of each of two tensors."""

    checks = {"axes": two_axes}

    def __init__(self, axes, normalize=False, **kwargs): ...

    def pair(self, x: list[Shape]) -> tuple[int, int]:
        """The axis of the first input and that of the second, which both must have."""
        if len(x) != 2:
            raise Refused(
                "input-structure",
                f"`Dot` needs 2 tensors and was called on {len(x)}",
                help="call it on a list of two",
            )
        axes: Any = self.axes
        if isinstance(axes, int):  # one number wraps around, a pair does not
            axes = (axes, axes) if axes >= 0 else (axes % len(x[0]), axes % len(x[1]))
        for axis, shape in zip(axes, x, strict=True):
            self.has_axis(axis, shape, "IndexError")
        return axes[0], axes[1]

    def weights(self, x: list[Shape]) -> Iterator[Weight]:
        first, second = self.pair(x)
        a, b = x[0][first], x[1][second]
        if hidden(a) != hidden(b) or not required(equal(a, b), self.needs):
            raise Refused(
                "merge-shape-mismatch",
                f"`Dot` sums over axis {first} of {show(x[0])} and axis {second} of {show(x[1])}",
                sum=" ≠ ".join("None" if hidden(size) else pretty(size) for size in (a, b)),
                help="choose `axes` of the same size in both",
            )
        yield from ()

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return None  # it takes masks, and has none to give

    def output(self, x: list[Shape]) -> Shape:
        first, second = self.pair(x)
        left, right = list(x[0]), list(x[1])
        left.pop(first)
        right.pop(second)
        if not right:
            raise Refused(
                "rank-mismatch",
                f"`Dot` has nothing left of its second input: {show(x[1])}",
                help="give it an axis besides the batch",
                exception="IndexError",
            )
        joined = (*left, *right[1:])
        return joined if len(joined) != 1 else (*joined, 1)
