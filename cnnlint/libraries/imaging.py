"""Operations on images: resizing, cropping, colours, patches."""

from __future__ import annotations

from .. import dims, shapes
from ..diagnostics import Refused
from ..dims import hidden, pretty
from .arrays import Array, folded
from .dtypes import kind_of
from .windows import _first, _numbers, _slide, _spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..shapes import Shape
    from .operations import Call


def _places(call: Call, images: Array, data_format: Any) -> tuple[list[Size], int, int, int]:
    """The shape, and where rows, columns and channels are in it."""
    shape = list(call.shape(images))
    if len(shape) not in (3, 4):
        shown = shapes.show(tuple(shape))
        raise Refused("rank-mismatch", f"an image (three axes) or a batch of them, not {shown}")
    start = len(shape) - 3
    if _first(call, data_format):
        return shape, start + 1, start + 2, start
    return shape, start, start + 1, start + 2


def resize(
    call: Call,
    images: Array,
    size: Any,
    interpolation: Any = "bilinear",
    data_format: Any = None,
    **rest: Any,
) -> Array:
    """Images of another height and width."""
    target = call.sizes(size)
    if len(target) != 2:
        raise Refused(
            "invalid-argument", f"a size is a height and a width, not {len(target)} numbers"
        )
    shape, rows, columns, _ = _places(call, images, data_format)
    if rest.get("preserve_aspect_ratio"):
        raise call.lost("a resize that keeps the aspect ratio")
    shape[rows] = shape[rows] if target[0] is None else target[0]
    shape[columns] = shape[columns] if target[1] is None else target[1]
    dtype = images.dtype
    if call.dialect == "tensorflow" and interpolation not in ("nearest",):
        dtype = "float32"
    return call.made(tuple(shape), dtype)


def resize_by(
    call: Call, images: Array, height: Any, width: Any, data_format: Any = None, **rest: Any
) -> Array:
    """`K.resize_images`: so many times as high and wide."""
    shape, rows, columns, _ = _places(call, images, data_format)
    for place, factor in ((rows, height), (columns, width)):
        times = shape[place] * call.size(factor)
        shape[place] = (
            dims.veil(times) if hidden(shape[place]) and isinstance(times, int) else times
        )
    return call.made(tuple(shape), images.dtype)


def grayscale(call: Call, images: Array, data_format: Any = None, **rest: Any) -> Array:
    """One channel of three."""
    shape, _, _, channels = _places(call, images, data_format)
    if dims.equal(shape[channels], 3) is dims.NEVER and shape[channels] != 1:
        raise Refused(
            "channel-mismatch", f"colour images have three channels, not {pretty(shape[channels])}"
        )
    shape[channels] = 1
    return call.made(tuple(shape), images.dtype)


def colour(call: Call, images: Array, **rest: Any) -> Array:
    """Three channels of one."""
    shape = call.shape(images)
    return call.made((*shape[:-1], 3), images.dtype)


def _cut(call: Call, size: Size, before: Any, after: Any, target: Any, sign: int) -> Size:
    """The size after cropping (−1) or padding (+1); two of three numbers say it."""
    if target is not None:
        return call.size(target)
    if sign < 0 and hidden(size):
        raise Refused("undefined-dimension", "a size of None is cropped to a target size only")
    if before is None or after is None:
        raise Refused("invalid-argument", "two of before, after and the target size are needed")
    made = size + sign * (call.size(before) + call.size(after))
    return dims.veil(made) if hidden(size) and isinstance(made, int) else made


def crop(
    call: Call,
    images: Array,
    top_cropping: Any = None,
    left_cropping: Any = None,
    bottom_cropping: Any = None,
    right_cropping: Any = None,
    target_height: Any = None,
    target_width: Any = None,
    data_format: Any = None,
) -> Array:
    """Rows and columns cut off."""
    shape, rows, columns, _ = _places(call, images, data_format)
    shape[rows] = _cut(call, shape[rows], top_cropping, bottom_cropping, target_height, -1)
    shape[columns] = _cut(call, shape[columns], left_cropping, right_cropping, target_width, -1)
    return call.made(tuple(shape), images.dtype)


def pad(
    call: Call,
    images: Array,
    top_padding: Any = None,
    left_padding: Any = None,
    bottom_padding: Any = None,
    right_padding: Any = None,
    target_height: Any = None,
    target_width: Any = None,
    data_format: Any = None,
) -> Array:
    """Rows and columns added."""
    shape, rows, columns, _ = _places(call, images, data_format)
    shape[rows] = _cut(call, shape[rows], top_padding, bottom_padding, target_height, 1)
    shape[columns] = _cut(call, shape[columns], left_padding, right_padding, target_width, 1)
    return call.made(tuple(shape), images.dtype)


def fitted(call: Call, images: Array, target_height: Any, target_width: Any, **rest: Any) -> Array:
    """Cropped or padded to a size."""
    shape, rows, columns, _ = _places(call, images, "channels_last")
    shape[rows], shape[columns] = call.size(target_height), call.size(target_width)
    return call.made(tuple(shape), images.dtype)


def central_crop(call: Call, images: Array, central_fraction: Any, **rest: Any) -> Array:
    """The middle of images."""
    fraction = folded(central_fraction)
    shape, rows, columns, _ = _places(call, images, "channels_last")
    if not isinstance(fraction, (int, float)):
        raise call.lost("how much of an image is kept", fraction)
    for place in (rows, columns):
        size = shape[place]
        if not isinstance(size, int):
            raise call.lost("how large the middle of an image is")
        shape[place] = size - 2 * int((size - size * fraction) / 2)
    return call.made(tuple(shape), images.dtype)


def patches(
    call: Call,
    images: Array,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    **rest: Any,
) -> Array:
    """The windows of an image or a volume, each laid out as the channels of one place."""
    given, extent = call.shape(images), folded(size)
    deep = call.name == "extract_patches_3d"
    count = 3 if deep or (type(extent) in (tuple, list) and len(extent) == 3) else 2
    single = len(given) == count + 1
    shape: Shape = (1, *given) if single else given
    if len(shape) != count + 2:
        what = "a volume" if count == 3 else "an image"
        raise Refused("rank-mismatch", f"{what} or a batch of them is needed: {shapes.show(given)}")
    first = _first(call, data_format)
    window = _numbers(call, size, count)
    steps = window if strides is None else _numbers(call, strides, count)
    spread = _numbers(call, dilation_rate, count)
    mode = str(folded(padding)).lower()
    made = _slide(call, _spatial(shape, first), window, steps, mode, spread)
    channels = (shape[1] if first else shape[-1]) * dims.product(window)
    result = (shape[0], channels, *made) if first else (shape[0], *made, channels)
    return call.made(result[1:] if single else result, images.dtype)


def map_coordinates(call: Call, inputs: Array, coordinates: Array, **rest: Any) -> Array:
    """The values at these places of an array."""
    shape, places = call.shape(inputs), call.shape(coordinates)
    if len(places) < 2:
        raise Refused(
            "rank-mismatch", f"coordinates have two axes or more, not {shapes.show(places)}"
        )
    if dims.equal(places[0], len(shape)) is dims.NEVER:
        raise Refused(
            "shapes-do-not-broadcast",
            f"{shapes.show(shape)} has {len(shape)} axes, and there are coordinates for "
            f"{pretty(places[0])}: {shapes.show(places)}",
        )
    return call.made(places[1:], inputs.dtype)


def perspective(
    call: Call, images: Array, start_points: Array, end_points: Array, **rest: Any
) -> Array:
    """Images seen from elsewhere: four corners and where they go."""
    shape = call.shape(images)
    if len(shape) not in (3, 4):
        raise Refused(
            "rank-mismatch", f"an image or a batch of them is needed: {shapes.show(shape)}"
        )
    for points in (start_points, end_points):
        places = call.shape(points)
        if len(places) not in (2, 3) or places[-2:] != (4, 2):
            raise Refused(
                "rank-mismatch", f"corners are of shape (4, 2), or many such: {shapes.show(places)}"
            )
    return call.made(shape, images.dtype)


def scale_and_translate(call: Call, images: Array, output_shape: Any, **rest: Any) -> Array:
    """Images scaled and moved, into a shape that is given whole."""
    target = call.sizes(output_shape)
    if None in target:
        raise call.lost("a shape that is not known")
    return call.made(tuple(size for size in target if size is not None), images.dtype)


def sobel(call: Call, images: Array, data_format: Any = None, **rest: Any) -> Array:
    """Edges: a last axis for the two directions."""
    return call.made((*call.shape(images), 2), images.dtype)


def similarity(call: Call, x1: Array, x2: Array, **rest: Any) -> Array:
    """How alike two images are: one number, or in TensorFlow one for each."""
    if call.noted:
        first = call.shape(x1)
        if call.name == "psnr":
            return call.made((), "float32")
        return call.made(first[:-3], x1.dtype)
    shape = shapes.broadcast([call.shape(x1), call.shape(x2)], call.needs)
    made = shape[:-3] if call.dialect == "tensorflow" or call.name == "ssim" else ()
    dtype = x1.dtype if kind_of(x1.dtype) == "f" else "float32"
    return call.made(made, dtype)
