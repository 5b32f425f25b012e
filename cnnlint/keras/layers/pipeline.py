"""`Pipeline`: layers one after another, as one layer."""

from __future__ import annotations

from .arguments import invalid
from .kit import Declaration, Output, apply_inside, inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...network import Weight
    from ...shapes import Shape


class Pipeline(Declaration):
    """Each layer gets what the one before it gives."""

    family = "preprocessing"
    delegates = True
    nests = None

    def __init__(self, layers, name=None): ...

    def call(self, inputs, training=True, mask=None): ...

    @property
    def each(self) -> list[Any]:
        given = self.layers
        if not isinstance(given, (list, tuple)):
            inside(given)
            raise invalid(self, "layers", given, "a list of layers", "TypeError")
        found = [inside(layer) for layer in given]
        if not found or None in found:
            raise invalid(self, "layers", given, "a list of layers", "AttributeError")
        return found

    def run(self, x: Any, built: bool) -> list[Any]:
        """What each layer gives."""
        results = []
        for layer in self.each:
            done = apply_inside(self, layer, x, built, called=True)
            x = done.shape
            results.append(done)
        return results

    def weights(self, x: Shape) -> Iterator[Weight]:
        for done in self.run(x, built=False):
            yield from done.weights or ()

    def output(self, x: Shape) -> Output:
        last = self.run(x, built=True)[-1]
        return Output(last.shape, last.sum, last.unread)

    def output_dtype(self, dtypes: list[str]) -> str:
        for layer in self.each:
            own = layer.output_dtype(dtypes) if isinstance(layer, Declaration) else "float32"
            dtypes = [own]
        return dtypes[0]

    def macs(self, x: Shape, out: Any) -> Size:
        total: Size = 0
        for done in self.run(x, built=True):
            total = total + done.macs
        return total
