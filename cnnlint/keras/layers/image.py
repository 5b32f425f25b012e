"""Layers that change the size of images, and what all image layers check.

Keras mostly looks at the rank of the input when the model runs, not before.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim, symbol
from ...shapes import show
from .arguments import data_format, invalid, one_of, seed
from .kit import Declaration, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ...shapes import Shape
    from .kit import Check


def factor(low: float, high: float, *, open_low: bool = False, strict: bool = False) -> Check:
    """A number in a range, or two that bound one. Unless `strict`, a pair may overlap it."""
    wanted = f"in the range {'(' if open_low else '['}{show_number(low)}, {show_number(high)}]"

    def inside(value: Any) -> bool:
        return bool(value <= high and (value > low if open_low else value >= low))

    def check(declaration: Declaration, name: str, value: Any) -> Any:
        message = f"a number {wanted}, or two"
        if isinstance(value, (tuple, list)):
            if len(value) != 2:
                raise invalid(declaration, name, value, message)
            if not all(isinstance(part, (int, float)) for part in value):
                raise invalid(declaration, name, value, message, "TypeError")
            first, last = value
            fits = inside(first) and inside(last) if strict else first <= high and last >= low
            if not fits:
                raise invalid(declaration, name, value, message)
        elif not isinstance(value, Dim) and (
            not isinstance(value, (int, float)) or not inside(value)
        ):
            raise invalid(declaration, name, value, message)
        return value

    return check


def two_numbers(declaration: Declaration, name: str, value: Any) -> Any:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise invalid(declaration, name, value, "two numbers: (0, 255)")
    texts = [isinstance(part, str) for part in value]
    if any(part is None or isinstance(part, (list, tuple)) for part in value) or any(texts):
        raise invalid(declaration, name, value, "two numbers: (0, 255)", "TypeError")
    return value


def share(declaration: Declaration, name: str, value: Any) -> Any:
    """A number from 0 to 1, compared as it is."""
    if isinstance(value, Dim):
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a number from 0 to 1", "TypeError")
    if not 0 <= value <= 1:
        raise invalid(declaration, name, value, "a number from 0 to 1")
    return value


def optional(check: Check) -> Check:
    """The same for a value that may be None."""
    return lambda declaration, name, value: (
        None if value is None else check(declaration, name, value)
    )


def or_zero(check: Check) -> Check:
    """The same, where anything empty counts as 0."""
    return lambda declaration, name, value: check(
        declaration, name, value if isinstance(value, Dim) else value or 0.0
    )


INTERPOLATION = one_of("nearest", "bilinear", exception="NotImplementedError")
FILL = one_of("reflect", "wrap", "constant", "nearest", exception="NotImplementedError")
WARP: Mapping[str, Check] = {"interpolation": INTERPOLATION, "fill_mode": FILL}
PLACE: Mapping[str, Check] = {"seed": seed, "data_format": data_format}
PIXELS: Mapping[str, Check] = {**PLACE, "value_range": two_numbers}


def images(declaration: Declaration, x: Shape) -> None:
    if len(x) not in (3, 4):
        raise Refused(
            "rank-mismatch",
            f"`{declaration.title}` needs images of rank 3 or 4, this is of rank {len(x)}: "
            f"{show(x)}",
            help="give it (batch, height, width, channels)",
        )


class Image(Declaration):
    """What image layers take without naming it: a `factor` too, though not all want one."""

    family = "preprocessing"
    abstract = True
    nests = None
    reads_data = True
    base_factor = False
    also = {"factor": None, "bounding_box_format": None, "data_format": None}
    checks = PLACE

    def call(self, data, training=True): ...

    def check(self) -> None:
        if "factor" in self.checks or self.factor is None:
            return
        if not self.base_factor:
            raise invalid(self, "factor", self.factor, "left out")
        factor(-1, 1)(self, "factor", self.factor)


class Sized(Image):
    """Gives images of `height` × `width`."""

    abstract = True
    sizes = ("height", "width")

    def places(self, x: Shape) -> tuple[int, int]:
        """The axes of height and width."""
        return (-2, -1) if self.data_format == "channels_first" else (-3, -2)

    def output(self, x: Shape) -> Shape:
        shape = list(x)
        for axis, name in zip(self.places(x), ("height", "width"), strict=True):
            self.has_axis(axis, x, "IndexError")
            value = getattr(self, name)
            if value is None:
                value = symbol(name, hidden=True)
            elif not isinstance(value, (int, Dim)) or (isinstance(value, int) and value < 0):
                raise invalid(self, name, value, "a number of pixels")
            shape[axis] = int(value) if isinstance(value, bool) else value
        return tuple(shape)


class Resizing(Sized):
    """Scales images. Whatever is not of rank 4 is taken for one image."""

    def __init__(
        self, height, width, interpolation="bilinear", crop_to_aspect_ratio=False,
        pad_to_aspect_ratio=False, fill_mode="constant", fill_value=0.0, antialias=False,
        data_format=None, **kwargs,
    ): ...  # fmt: skip

    def places(self, x: Shape) -> tuple[int, int]:
        first = (len(x) == 4) + (self.data_format == "channels_first")
        return first, first + 1


class CenterCrop(Resizing):
    """Cuts the middle out of images, or scales those that are smaller."""

    def __init__(self, height, width, data_format=None, **kwargs): ...

    def accept(self, x: Shape) -> None:
        images(self, x)


class RandomCrop(Sized):
    """Cuts a part out of images; the middle, when not training."""

    base_factor = True

    def __init__(self, height, width, seed=None, data_format=None, name=None, **kwargs): ...
