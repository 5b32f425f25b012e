"""Activations with arguments of their own."""

from __future__ import annotations

from ...diagnostics import Refused
from ...network import Weight
from .activation import Elementwise
from .arguments import invalid, not_negative
from .kit import Declaration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...shapes import Shape


def ceiling(declaration: Declaration, name: str, value: Any) -> Any:
    return None if value is None else not_negative(declaration, name, value)


class ReLU(Elementwise):
    """Zero below `threshold`, at most `max_value`."""

    checks = {"max_value": ceiling, "negative_slope": not_negative, "threshold": not_negative}

    def __init__(self, max_value=None, negative_slope=0.0, threshold=0.0, **kwargs): ...


class LeakyReLU(Elementwise):
    """A small slope below zero; `alpha` is its name in Keras 2, still taken."""

    also = {"alpha": ...}

    def __init__(self, negative_slope=0.3, **kwargs): ...

    def check(self) -> None:
        if self.alpha is ...:
            not_negative(self, "negative_slope", self.negative_slope)
        else:
            not_negative(self, "alpha", self.alpha)


class ELU(Elementwise):
    """Exponential below zero."""

    def __init__(self, alpha=1.0, **kwargs): ...


class Softmax(Elementwise):
    """Shares of one along `axis`, which Keras only looks at when the model runs."""

    def __init__(self, axis=-1, **kwargs): ...

    def call(self, inputs, mask=None): ...

    def fails(self, x: Any) -> Refused | None:
        axes = self.axis if isinstance(self.axis, (tuple, list)) else (self.axis,)
        try:
            for axis in axes:
                if isinstance(axis, int) and isinstance(x, tuple):
                    self.has_axis(axis, x)
        except Refused as refused:
            return refused
        return None


class PReLU(Declaration):
    """A slope below zero for each value, learned; one along each of `shared_axes`."""

    family = "activation"
    masks = True
    fixed_rank = True

    def __init__(
        self, alpha_initializer="Zeros", alpha_regularizer=None, alpha_constraint=None,
        shared_axes=None, **kwargs,
    ): ...  # fmt: skip

    def shared(self) -> list[Any]:
        axes = self.shared_axes
        if axes is None:
            return []
        return list(axes) if isinstance(axes, (tuple, list)) else [axes]

    def fixed(self, x: Shape) -> tuple[int, ...]:
        shared = self.shared()
        return tuple(i for i in range(1, len(x)) if i not in shared) if shared else ()

    def weights(self, x: Shape) -> Iterator[Weight]:
        sizes = list(x[1:])
        for axis in self.shared():
            if not isinstance(axis, int):
                raise invalid(self, "shared_axes", self.shared_axes, "integers", "TypeError")
            if not -len(sizes) <= axis - 1 < len(sizes):
                raise invalid(
                    self, "shared_axes", self.shared_axes, f"from 1 to {len(sizes)}", "IndexError"
                )
            sizes[axis - 1] = 1
        for axis, size in enumerate(sizes, start=1):
            self.known(size, f"size of axis {axis}, or to share it (`shared_axes`),", x)
        yield Weight("alpha", tuple(sizes))
