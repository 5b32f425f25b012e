"""Pooling over all places there are."""

from __future__ import annotations

from .arguments import data_format
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...shapes import Shape


class GlobalPooling(Spatial):
    """One value for each channel."""

    family = "pooling"
    abstract = True

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


GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
