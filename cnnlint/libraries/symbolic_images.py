"""What Keras asks of symbolic images before anything is computed: see `symbolic`."""

from __future__ import annotations

from .. import shapes
from ..diagnostics import Unknown
from ..dims import NEVER, apart, equal, hidden, pretty
from .arrays import Array, array_of, folded
from .dtypes import is_float
from .symbolic import alike, ranked, shape_of, wrong
from .windows import _first as channels_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .operations import Call
    from .symbolic import Check

_image = ranked("x", (3, 4), "an image or a batch of them")
_images = ranked("images", (3, 4), "an image or a batch of them")


def _first(call: Call, given: dict[str, Any]) -> bool:
    return channels_first(call, given.get("data_format"))


def _coloured(call: Call, given: dict[str, Any]) -> None:
    shape = _image(call, given)
    x = array_of(call.interpreter, given["x"])
    if isinstance(x, Array) and x.dtype is not None and not is_float(x.dtype):
        raise wrong(call, f"needs images of floats, not of `{x.dtype}`")
    if shape is not None:
        channels = shape[-3 if _first(call, given) else -1]
        if not hidden(channels) and equal(channels, 3) is NEVER:
            raise wrong(
                call, f"needs three channels, not {pretty(channels)}", rule="channel-mismatch"
            )


def _patched(call: Call, given: dict[str, Any]) -> None:
    shape, size = shape_of(call, given["images"]), folded(given["size"])
    deep = call.name.endswith("3d") or (type(size) in (tuple, list) and len(size) == 3)
    place = (-4 if deep else -3) if _first(call, given) else -1
    if shape is not None and len(shape) >= 4 and hidden(shape[place]):
        raise wrong(
            call,
            f"needs to know the number of channels: {shapes.show(shape)}",
            rule="undefined-dimension",
            help="give it in `keras.Input`",
        )


_SIDES = (("top", "bottom", "height", -3), ("left", "right", "width", -2))


def _edged(call: Call, given: dict[str, Any]) -> None:
    """Of the two edges and the size two are given, and the third is not negative."""
    shape = _images(call, given)
    what, sign = ("cropping", -1) if call.name.startswith("crop") else ("padding", 1)
    for before, after, side, place in _SIDES:
        names = (f"{before}_{what}", f"{after}_{what}", f"target_{side}")
        values = [folded(given.get(name)) for name in names]
        if any(type(value) is Unknown for value in values):
            return
        if values.count(None) != 1:
            raise wrong(
                call,
                f"needs exactly two of `{names[0]}`, `{names[1]}` and `{names[2]}`, and "
                f"{3 - values.count(None)} are given",
            )
        size: Any = None if shape is None else shape[place + 1 if _first(call, given) else place]
        if shape is not None and not hidden(size):
            start, end, target = values
            if target is None:
                values[2] = size + sign * (start + end)
            elif start is None:
                values[0] = sign * (target - size) - end
            else:
                values[1] = sign * (target - size) - start
        for name, value in zip(names, values, strict=True):
            if isinstance(value, int) and value < 0:
                raise wrong(call, f"needs a `{name}` that is not negative, and this is {value}")


def _channels(argument: str, place: int) -> Check:
    def checked(call: Call, given: dict[str, Any]) -> None:
        shape, kernel = shape_of(call, given["inputs"]), shape_of(call, given[argument])
        if not shape or kernel is None or len(kernel) < 2 or len(shape) < 3:
            return
        channels = shape[1] if _first(call, given) else shape[-1]
        if apart(channels, kernel[place]):
            raise wrong(
                call,
                f"with the kernel {shapes.show(kernel)} takes {pretty(kernel[place])} channels, "
                f"and its input {shapes.show(shape)} has {pretty(channels)}",
                rule="channel-mismatch",
            )

    return checked


def _adapted(call: Call, given: dict[str, Any]) -> None:
    if type(folded(given["output_size"])) is int:
        raise wrong(
            call,
            "takes a single number as `output_size` of arrays alone",
            help="give a tuple, a size for each axis",
        )


def _transformed(call: Call, given: dict[str, Any]) -> None:
    _image(call, given)
    ranked("transform", (1, 2), "a transform of 8 numbers, or many such")(call, given)


def _seen_from(call: Call, given: dict[str, Any]) -> None:
    names = ("start_points", "end_points")
    alike(call, names, *(shape_of(call, given[name]) for name in names))


def _pictured(call: Call, given: dict[str, Any]) -> None:
    for name in ("x1", "x2"):
        ranked(name, (3, 4), "images, or batches of them")(call, given)


CHECKS: dict[str, Check] = {
    **dict.fromkeys(("rgb_to_hsv", "hsv_to_rgb"), _coloured),
    **dict.fromkeys(("extract_patches", "extract_patches_3d"), _patched),
    **dict.fromkeys(("crop_images", "pad_images"), _edged),
    **dict.fromkeys(("adaptive_average_pool", "adaptive_max_pool"), _adapted),
    **dict.fromkeys(("gaussian_blur", "elastic_transform"), _image),
    "sobel_edges": ranked("images", (4,), "a batch of images"),
    "depthwise_conv": _channels("kernel", -2),
    "separable_conv": _channels("depthwise_kernel", -2),
    "conv_transpose": _channels("kernel", -1),
    "affine_transform": _transformed,
    "perspective_transform": _seen_from,
    "ssim": _pictured,
}
