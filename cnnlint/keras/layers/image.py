"""Image layers: a few change the size, most only augment.

Keras mostly looks at the rank of the input when the model runs, not before.
"""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim, equal, hidden, required, symbol
from ...shapes import show
from .arguments import data_format, invalid, one_of, seed, whole
from .kit import Declaration, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape
    from .kit import Check


def factor(low: float, high: float, *, open_low: bool = False, strict: bool = False) -> Check:
    """A number in a range, or two that bound one. Unless `strict`, a pair may overlap it."""
    wanted = f"in the range {'(' if open_low else '['}{show_number(low)}, {show_number(high)}]"

    def inside(value: Any) -> bool:
        return value <= high and (value > low if open_low else value >= low)

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
WARP = {"interpolation": INTERPOLATION, "fill_mode": FILL}
PLACE = {"seed": seed, "data_format": data_format}
PIXELS = {**PLACE, "value_range": two_numbers}


class Image(Declaration):
    """What image layers take without naming it: a `factor` too, though not all want one."""

    family = True
    nests = None
    base_factor = False
    also = {"factor": None, "bounding_box_format": None, "data_format": None}
    checks = PLACE

    def check(self) -> None:
        if "factor" in self.checks or self.factor is None:
            return
        if not self.base_factor:
            raise invalid(self, "factor", self.factor, "left out")
        factor(-1, 1)(self, "factor", self.factor)


class Sized(Image):
    """Gives images of `height` × `width`."""

    family = True
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


def images(declaration: Declaration, x: Shape) -> None:
    if len(x) not in (3, 4):
        raise Refused(
            "rank-mismatch",
            f"`{declaration.title}` needs images of rank 3 or 4, this is of rank {len(x)}: "
            f"{show(x)}",
            help="give it (batch, height, width, channels)",
        )


class AugMix(Image):
    """Mixes chains of augmentations."""

    checks = {**PIXELS, "factor": factor(0, 1, strict=True), "interpolation": INTERPOLATION}

    def __init__(
        self, value_range=(0, 255), num_chains=3, chain_depth=3, factor=0.3, alpha=1.0,
        all_ops=True, interpolation="bilinear", seed=None, data_format=None, **kwargs,
    ): ...  # fmt: skip


class AutoContrast(Image):
    """Stretches the values of each channel over the whole range."""

    checks = PIXELS

    def __init__(self, value_range=(0, 255), **kwargs): ...


class ContrastLimitedAdaptiveHistogramEqualization(Image):
    """Evens out brightness tile by tile."""

    base_factor = True

    def __init__(
        self, value_range=(0, 255), clip_limit=4.0, tile_grid_size=(8, 8), data_format=None,
        **kwargs,
    ): ...  # fmt: skip


class CutMix(Image):
    """Puts a part of one image into another."""

    checks = {**PLACE, "factor": factor(0, 1)}

    def __init__(self, factor=1.0, seed=None, data_format=None, **kwargs): ...


class Equalization(Image):
    """Evens out the brightness of each channel."""

    base_factor = True
    keeps_dtype = True
    checks = PIXELS

    def __init__(self, value_range=(0, 255), bins=256, data_format=None, **kwargs): ...


class MaxNumBoundingBoxes(Image):
    """As many bounding boxes for each image."""

    base_factor = True
    checks = {**PLACE, "max_number": whole, "fill_value": whole}

    def __init__(self, max_number, fill_value=-1, **kwargs): ...


class MixUp(Image):
    """Blends two images, and their labels."""

    base_factor = True

    def __init__(self, alpha=0.2, data_format=None, seed=None, **kwargs): ...


class RandAugment(Image):
    """A few augmentations, drawn at random."""

    checks = {**PIXELS, "factor": factor(0, 1, strict=True), "interpolation": INTERPOLATION}

    def __init__(
        self, value_range=(0, 255), num_ops=2, factor=0.5, interpolation="bilinear", seed=None,
        data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomBrightness(Image):
    """Brighter or darker by a random share of the range."""

    checks = {**PIXELS, "factor": or_zero(factor(-1, 1))}

    def __init__(self, factor, value_range=(0, 255), seed=None, **kwargs): ...


class RandomColorDegeneration(Image):
    """Blends towards grey; needs images of 3 channels."""

    checks = {**PIXELS, "factor": factor(-1, 1)}

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs): ...

    def accept(self, x: Shape) -> None:
        images(self, x)
        axis = -3 if self.data_format == "channels_first" else -1
        if not hidden(x[axis]) and not required(equal(x[axis], 3), self.needs):
            raise Refused(
                "channel-mismatch",
                f"`{self.title}` needs images of 3 channels, these have {show_number(x[axis])}: "
                f"{show(x)}",
                help="put it before the first convolution, on RGB images",
            )


class RandomColorJitter(Image):
    """Brightness, contrast, saturation and hue at once."""

    base_factor = True
    checks = {
        **PLACE,
        "brightness_factor": optional(factor(-1, 1)),
        "contrast_factor": optional(factor(0, 1)),
        "saturation_factor": optional(factor(-1, 1)),
        "hue_factor": optional(factor(0, 1)),
    }

    def __init__(
        self, value_range=(0, 255), brightness_factor=None, contrast_factor=None,
        saturation_factor=None, hue_factor=None, seed=None, data_format=None, **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        super().check()
        if self.brightness_factor is not None or self.saturation_factor is not None:
            two_numbers(self, "value_range", self.value_range)


class RandomContrast(Image):
    """More or less contrast."""

    checks = {**PLACE, "factor": factor(0, 1)}

    def __init__(self, factor, value_range=(0, 255), seed=None, **kwargs): ...


class RandomElasticTransform(Image):
    """Bends images."""

    checks = {
        **PLACE,
        "factor": factor(0, 1),
        "scale": factor(0, 1),
        "interpolation": INTERPOLATION,
        "fill_mode": one_of(
            "constant", "nearest", "wrap", "mirror", "reflect", exception="NotImplementedError"
        ),
    }

    def __init__(
        self, factor=1.0, scale=1.0, interpolation="bilinear", fill_mode="reflect",
        fill_value=0.0, value_range=(0, 255), seed=None, data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomErasing(Image):
    """Blots a rectangle out."""

    checks = {**PLACE, "factor": factor(0, 1), "scale": factor(0, 1)}

    def __init__(
        self, factor=1.0, scale=(0.02, 0.33), fill_value=None, value_range=(0, 255), seed=None,
        data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomFlip(Image):
    """Mirrors images; Keras takes any `mode`, and one it does not know does nothing."""

    def __init__(self, mode="horizontal_and_vertical", seed=None, data_format=None, **kwargs): ...


def odd(declaration: Declaration, name: str, value: Any) -> Any:
    parts = value if isinstance(value, (tuple, list)) else (value,)
    if isinstance(value, (tuple, list)) and len(value) != 2:
        raise invalid(declaration, name, value, "an odd number, or two")
    for part in parts:
        if not isinstance(part, (int, float)) or part % 2 == 0:
            raise invalid(declaration, name, value, "an odd number, or two")
    return value


class RandomGaussianBlur(Image):
    """Blurs images."""

    checks = {**PLACE, "factor": factor(0, 1), "kernel_size": odd, "sigma": factor(0, 1)}

    def __init__(
        self, factor=1.0, kernel_size=3, sigma=1.0, value_range=(0, 255), data_format=None,
        seed=None, **kwargs,
    ): ...  # fmt: skip


class RandomGrayscale(Image):
    """Takes the colour away from some images."""

    keeps_dtype = True
    checks = {**PLACE, "factor": share}

    def __init__(self, factor=0.5, data_format=None, seed=None, **kwargs): ...


class RandomHue(Image):
    """Turns colours."""

    checks = {**PLACE, "factor": factor(0, 1)}

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs): ...


class RandomInvert(Image):
    """Turns some images into their negatives."""

    checks = {**PLACE, "factor": factor(0, 1)}

    def __init__(self, factor=1.0, value_range=(0, 255), seed=None, data_format=None, **kwargs): ...


class RandomPerspective(Image):
    """Looks at images from the side."""

    checks = {**PLACE, "factor": factor(0, 1), "scale": share, "interpolation": INTERPOLATION}

    def __init__(
        self, factor=1.0, scale=1.0, interpolation="bilinear", fill_value=0.0, seed=None,
        data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomPosterization(Image):
    """Fewer shades: 1 to 8 bits for each channel."""

    checks = {**PIXELS, "factor": factor(1, 8)}

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs): ...


class RandomRotation(Image):
    """Turns images by a share of a full turn."""

    checks = {**PLACE, **WARP, "factor": or_zero(factor(-1, 1))}

    def __init__(
        self, factor, fill_mode="reflect", interpolation="bilinear", seed=None, fill_value=0.0,
        data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomSaturation(Image):
    """Stronger or weaker colours."""

    checks = {**PIXELS, "factor": factor(-1, 1)}

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs): ...


class RandomSharpness(Image):
    """Sharper or softer."""

    checks = {**PIXELS, "factor": factor(0, 1)}

    def __init__(self, factor, value_range=(0, 255), data_format=None, seed=None, **kwargs): ...


class RandomShear(Image):
    """Shears images."""

    checks = {
        **PLACE,
        **WARP,
        "x_factor": factor(0, 1, strict=True),
        "y_factor": factor(0, 1, strict=True),
    }

    def __init__(
        self, x_factor=0.0, y_factor=0.0, interpolation="bilinear", fill_mode="reflect",
        fill_value=0.0, data_format=None, seed=None, **kwargs,
    ): ...  # fmt: skip


class RandomTranslation(Image):
    """Moves images by a share of their size."""

    checks = {
        **PLACE,
        **WARP,
        "height_factor": factor(-1, 1, strict=True),
        "width_factor": factor(-1, 1, strict=True),
    }

    def __init__(
        self, height_factor, width_factor, fill_mode="reflect", interpolation="bilinear",
        seed=None, fill_value=0.0, data_format=None, **kwargs,
    ): ...  # fmt: skip


class RandomZoom(Image):
    """Zooms in or out; below zero is in."""

    checks = {
        **PLACE,
        **WARP,
        "height_factor": factor(-1, 1, strict=True, open_low=True),
        "width_factor": optional(factor(-1, 1, strict=True, open_low=True)),
    }

    def __init__(
        self, height_factor, width_factor=None, fill_mode="reflect", interpolation="bilinear",
        seed=None, fill_value=0.0, data_format=None, **kwargs,
    ): ...  # fmt: skip


class Solarization(Image):
    """Inverts what is brighter than a threshold."""

    checks = {
        **PIXELS,
        "addition_factor": factor(0, 1, strict=True),
        "threshold_factor": factor(0, 1, strict=True),
    }

    def __init__(
        self, addition_factor=0.0, threshold_factor=0.0, value_range=(0, 255), seed=None, **kwargs
    ): ...
