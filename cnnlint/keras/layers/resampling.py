"""Layers that add rows and columns, take them away, or repeat them."""

from __future__ import annotations

from ...diagnostics import Refused
from ...shapes import show
from .arguments import count_typed, data_format, lowercase, numbers, pairs
from .kit import Output, once, show_number, times
from .windows import Spatial, whole_factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


def working(text: str, size: Size) -> str:
    return f"{text} = {show_number(size)}"


class Resampling(Spatial):
    """Another size along each spatial axis."""

    family = "reshaping"
    abstract = True

    data_format = "channels_last"

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.spatial + 2

    def resized(self, x: Shape, sizes: Sequence[Size], texts: Sequence[str]) -> Output:
        shape = self.arrange(x[0], sizes, x[self.channel_axis])
        return Output(shape, once(map(working, texts, sizes)))


class ZeroPadding(Resampling):
    """Rows and columns of zeros around."""

    abstract = True

    def output(self, x: Shape) -> Output:
        sizes, texts = [], []
        for size, (before, after) in zip(self.places(x), self.padding, strict=True):
            sizes.append(size + before + after)
            sides = f"2·{show_number(before)}" if before == after else f"{before} + {after}"
            texts.append(f"{show_number(size)} + {sides}")
        return self.resized(x, sizes, texts)


def one_pair(declaration: Any, name: str, value: Any) -> tuple[tuple[Any, ...]]:
    return (numbers(low=0, length=2)(declaration, name, value),)


class ZeroPadding1D(ZeroPadding):
    """Zeros before and after a sequence."""

    spatial = 1
    checks = {"padding": one_pair, "data_format": data_format}

    def __init__(self, padding=1, data_format=None, **kwargs): ...


class ZeroPadding2D(ZeroPadding):
    """Zeros around an image. Keras takes a negative integer, and cuts."""

    spatial = 2
    checks = {"padding": pairs(2, low=None), "data_format": data_format}

    def __init__(self, padding=(1, 1), data_format=None, **kwargs): ...


class ZeroPadding3D(ZeroPadding):
    """Zeros around a volume."""

    spatial = 3
    checks = {"padding": pairs(3, low=None), "data_format": data_format}

    def __init__(self, padding=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs): ...


class Cropping(Resampling):
    """Rows and columns cut away; something must be left."""

    abstract = True

    def output(self, x: Shape) -> Output:
        sizes, texts = [], []
        for size, (before, after) in zip(self.places(x), self.cropping, strict=True):
            sizes.append(size - before - after)
            texts.append(f"{show_number(size)} − {show_number(before)} − {show_number(after)}")
        for size, left, text, cut in zip(self.places(x), sizes, texts, self.cropping, strict=True):
            if not self.demand(left, 1):
                raise Refused(
                    "window-larger-than-input",
                    f"`{self.title}` cuts {show_number(sum(cut))} of {show_number(size)} away: "
                    f"{show(x)}",
                    sum=working(text, left),
                    help=f"cut less than {times([size])}",
                )
        return self.resized(x, sizes, texts)


class Cropping1D(Cropping):
    """Cuts steps away at both ends of a sequence."""

    spatial = 1
    checks = {"cropping": one_pair}

    def __init__(self, cropping=(1, 1), **kwargs): ...


class Cropping2D(Cropping):
    """Cuts an image at its four sides."""

    spatial = 2
    checks = {"cropping": pairs(2), "data_format": data_format}

    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs): ...


class Cropping3D(Cropping):
    """Cuts a volume at its six sides."""

    spatial = 3
    checks = {"cropping": pairs(3), "data_format": data_format}

    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs): ...


class UpSampling(Resampling):
    """Each row and column several times."""

    abstract = True

    checks = {"size": numbers(), "data_format": data_format}

    def output(self, x: Shape) -> Output:
        factors = self.size if isinstance(self.size, tuple) else (self.size,)
        whole_factors(self, "size", factors, self.places(x))
        sizes = [size * factor for size, factor in zip(self.places(x), factors, strict=True)]
        texts = [
            f"{show_number(size)}·{show_number(factor)}"
            for size, factor in zip(self.places(x), factors, strict=True)
        ]
        return self.resized(x, sizes, texts)


class UpSampling1D(UpSampling):
    """Each step of a sequence `size` times."""

    spatial = 1
    checks = {"size": count_typed}

    def __init__(self, size=2, **kwargs): ...


class UpSampling2D(UpSampling):
    """Images larger by whole factors. Keras looks at `interpolation` only when the model runs."""

    spatial = 2
    checks = {**UpSampling.checks, "interpolation": lowercase}

    def __init__(self, size=(2, 2), data_format=None, interpolation="nearest", **kwargs): ...


class UpSampling3D(UpSampling):
    """Volumes larger by whole factors."""

    spatial = 3

    def __init__(self, size=(2, 2, 2), data_format=None, **kwargs): ...
