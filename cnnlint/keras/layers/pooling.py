"""Pooling: the largest or the mean value of each window, of each part, or of everything."""

from __future__ import annotations

from ...dims import symbol
from .arguments import data_format, invalid, numbers, of_python
from .kit import Declaration, Output
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape


class Pooling(Spatial):
    """Windows of `pool_size`, each `strides` after the last; side by side where not given."""

    family = True

    checks = {"pool_size": numbers(), "data_format": data_format}
    strides: Any

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.spatial + 2

    def check(self) -> None:
        if self.strides is None:
            self.strides = self.pool_size
        else:
            self.strides = numbers(low=0)(self, "strides", self.strides)

    def miscounts(self, x: Shape) -> bool:
        return len(x) - 2 != self.spatial and 1 not in (len(x) - 2, self.spatial)

    def output(self, x: Shape) -> Output:
        if not isinstance(self.padding, str) or self.padding not in ("valid", "same"):
            raise invalid(self, "padding", self.padding, '"valid" or "same"')
        window = self.pool_size  # where it is not known, the strides are not known either
        if 0 in self.strides:
            raise invalid(self, "strides", self.strides, "positive", "OverflowError")
        once = (1,) * self.spatial
        channels = x[self.channel_axis]
        return self.slide(x, window, self.strides, self.padding, once, channels)


class MaxPooling1D(Pooling):
    """The largest value of each window along one axis."""

    spatial = 1

    def __init__(
        self, pool_size=2, strides=None, padding="valid", data_format=None, name=None, **kwargs
    ): ...


class MaxPooling2D(Pooling):
    """The largest value of each window along two axes."""

    spatial = 2

    def __init__(
        self, pool_size=(2, 2), strides=None, padding="valid", data_format=None, name=None, **kwargs
    ): ...


class MaxPooling3D(Pooling):
    """The largest value of each window along three axes."""

    spatial = 3

    def __init__(
        self, pool_size=(2, 2, 2), strides=None, padding="valid", data_format=None, name=None,
        **kwargs,
    ): ...  # fmt: skip


class AveragePooling1D(Pooling):
    """The mean of each window along one axis."""

    spatial = 1

    def __init__(
        self, pool_size, strides=None, padding="valid", data_format=None, name=None, **kwargs
    ): ...


class AveragePooling2D(AveragePooling1D):
    """The mean of each window along two axes."""

    spatial = 2


class AveragePooling3D(AveragePooling1D):
    """The mean of each window along three axes."""

    spatial = 3


class GlobalPooling(Spatial):
    """One value for each channel."""

    family = True

    checks = {"data_format": data_format}

    def __init__(self, data_format=None, keepdims=False, **kwargs): ...

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.spatial + 2

    def output(self, x: Shape) -> Shape:
        places = (1,) * self.spatial if self.keepdims else ()
        return self.arrange(x[0], places, x[self.channel_axis])


class GlobalMaxPooling1D(GlobalPooling):
    """The largest value of each channel of a sequence."""

    spatial = 1


class GlobalMaxPooling2D(GlobalPooling):
    """The largest value of each channel of an image."""

    spatial = 2


class GlobalMaxPooling3D(GlobalPooling):
    """The largest value of each channel of a volume."""

    spatial = 3


class GlobalAveragePooling1D(GlobalPooling):
    """The mean of each channel of a sequence."""

    spatial = 1

    def call(self, inputs, mask=None): ...


class GlobalAveragePooling2D(GlobalPooling):
    """The mean of each channel of an image."""

    spatial = 2


class GlobalAveragePooling3D(GlobalPooling):
    """The mean of each channel of a volume."""

    spatial = 3


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

    family = True

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


MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
