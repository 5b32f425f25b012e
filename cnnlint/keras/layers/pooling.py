"""Pooling: the largest or the mean value of each window, of each part, or of everything."""

from __future__ import annotations

from .arguments import data_format, invalid, numbers
from .kit import Output
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape


class Pooling(Spatial):
    """Windows of `pool_size`, each `strides` after the last; side by side where not given."""

    family = "pooling"
    abstract = True

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


MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
