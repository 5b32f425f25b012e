"""Pooling to a size that is asked for, whatever the input's is."""

from __future__ import annotations

from ...dims import symbol
from .arguments import invalid, of_python
from .kit import Declaration
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape


def exact_data_format(declaration: Declaration, name: str, value: Any) -> str:
    """As `data_format`, but not in any case."""
    value = value or "channels_last"
    if value not in ("channels_last", "channels_first"):
        raise invalid(declaration, name, value, '"channels_last" or "channels_first"')
    return str(value)


def output_size(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    size = declaration.spatial
    if isinstance(value, (tuple, list)):
        if len(value) != size:
            kind = "ValueError" if size == 1 else "TypeError"
            raise invalid(declaration, name, value, f"an integer or {size} of them", kind)
        return tuple(value)
    of_python(declaration, name, value, "TypeError")
    if value is None or isinstance(value, (float, str, dict)):
        raise invalid(declaration, name, value, f"an integer or {size} of them", "TypeError")
    return (value,) * size


class AdaptivePooling(Spatial):
    """As many windows as `output_size` asks for.

    Keras does not check the rank before the model runs.
    """

    family = "pooling"
    abstract = True

    checks = {"output_size": output_size, "data_format": exact_data_format}

    def __init__(self, output_size, data_format=None, **kwargs): ...

    def output(self, x: Shape) -> Shape:
        self.has_axis(self.channel_axis, x, "IndexError")
        sizes = []
        for size in self.output_size:
            if size is None:
                size = symbol("places", hidden=True)
            if isinstance(size, (str, float, tuple, list)):
                raise invalid(self, "output_size", self.output_size, "made of integers")
            if isinstance(size, int) and size < 0:
                raise invalid(self, "output_size", self.output_size, "not negative")
            sizes.append(int(size) if isinstance(size, bool) else size)
        return self.arrange(x[0], sizes, x[self.channel_axis])


class AdaptiveMaxPooling1D(AdaptivePooling):
    """The largest values of a sequence cut in `output_size` parts."""

    spatial = 1


class AdaptiveMaxPooling2D(AdaptivePooling):
    """The largest values of an image cut in `output_size` parts."""

    spatial = 2


class AdaptiveMaxPooling3D(AdaptivePooling):
    """The largest values of a volume cut in `output_size` parts."""

    spatial = 3


class AdaptiveAveragePooling1D(AdaptivePooling):
    """The means of a sequence cut in `output_size` parts."""

    spatial = 1


class AdaptiveAveragePooling2D(AdaptivePooling):
    """The means of an image cut in `output_size` parts."""

    spatial = 2


class AdaptiveAveragePooling3D(AdaptivePooling):
    """The means of a volume cut in `output_size` parts."""

    spatial = 3
