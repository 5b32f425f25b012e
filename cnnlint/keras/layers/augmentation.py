"""Augmentation of images: values change, shapes do not."""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import equal, hidden, required
from ...shapes import show
from .arguments import invalid, one_of, whole
from .image import (
    INTERPOLATION,
    PIXELS,
    PLACE,
    WARP,
    Image,
    factor,
    images,
    optional,
    or_zero,
    share,
    two_numbers,
)
from .kit import show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape
    from .kit import Declaration


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
