"""Layers that lay the same values out differently."""

from __future__ import annotations

from ... import shapes
from ...diagnostics import Refused
from ...dims import Dim, product, symbol
from .arguments import data_format, invalid
from .kit import Declaration, Output, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape


class Flatten(Declaration):
    """All axes but the batch as one."""

    family = "reshaping"
    min_rank = 1
    keeps_dtype = True
    checks = {"data_format": data_format}

    def __init__(self, data_format=None, **kwargs): ...

    def output(self, x: Shape) -> Output:
        return Output(*shapes.flatten(x))


def target(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (tuple, list, str, dict)):
        raise invalid(declaration, name, value, "a tuple of integers", "TypeError")
    sizes = tuple(value)
    plain = [size for size in sizes if isinstance(size, int)]
    if any(size < -1 for size in plain):
        raise invalid(declaration, name, value, "made of sizes, or −1 for what is left over")
    if plain.count(-1) > 1:
        raise invalid(declaration, name, value, "open (−1) in one place at most")
    return tuple(
        int(size) if isinstance(size, int) else size if isinstance(size, Dim) else None
        for size in sizes
    )


class Reshape(Declaration):
    """The values of each sample in another shape.

    Where the target has a None, Keras counts nothing before the model runs.
    """

    family = "reshaping"
    keeps_dtype = True
    checks = {"target_shape": target}

    def __init__(self, target_shape, **kwargs): ...

    def output(self, x: Shape) -> Output:
        target = self.target_shape
        try:
            places, text = shapes.reshape(x[1:], target, self.needs, name=f"`{self.title}`")
        except Refused as refused:
            if None not in target:
                total = show_number(product(x[1:]))
                refused.help = refused.help or f"the sizes of the target must multiply to {total}"
                raise
            free = symbol("reshaped", hidden=True)
            return Output((x[0], *(free if size in (None, -1) else size for size in target)))
        return Output((x[0], *places), text)
