"""The shape of the images: what the user gives, judged as Keras judges it."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...interpreter.operators import held
from ...interpreter.values import Instance
from ...libraries.arrays import folded, size_from
from ...libraries.operations import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Tensor
    from .arguments import Given
    from .known import Architecture

#: The sides of square images for which there are weights of their own, where there is more than
#: one.
SIDES = {"mobilenet": (128, 160, 192, 224), "mobilenet_v2": (96, 128, 160, 192, 224)}


def input_shape(interpreter: Interpreter, known: Architecture, shape: Any) -> Any:
    """`input_shape` as a tuple or a list, None, or what it is not known for."""
    if shape is None or isinstance(shape, Unknown):
        return shape
    items = interpreter.iterate(shape) if isinstance(shape, (list, tuple)) else None
    if items is None and isinstance(shape, (int, float, str, dims.Dim)):
        raise invalid(
            known,
            f"takes three sizes as its `input_shape`, not {shape!r}"[:80],
            "`input_shape=(height, width, channels)`",
            "TypeError",
        )
    if items is None:
        return interpreter.unknown("a shape that is not followed", of=shape)
    if isinstance(items, Unknown):
        return items
    sizes = [folded(held(item)) for item in items]
    return tuple(sizes) if isinstance(shape, tuple) else sizes


def shape_of(known: Architecture, given: Given, shape: Any) -> tuple[Any, ...]:
    """The shape of the images, for every family but MobileNetV3."""
    side = _default_side(known, given, shape)
    if known.family == "nasnet":
        if given.pretrained and isinstance(shape, tuple) and None in shape:
            raise _sizes(known, shape, "loads its weights for images of a known size only")
        if known.name == "NASNetMobile" and shape is None and not given.top:
            shape = (224, 224, 3)
    default = (3, side, side) if given.first else (side, side, 3)
    if isinstance(shape, Unknown):
        only = given.pretrained and given.top and known.family not in SIDES
        return default if only else _derived(given, shape)
    if given.pretrained and given.top and shape is not None:
        return _expected(known, given, shape, default)
    if not shape:
        free = (3, None, None) if given.first else (None, None, 3)
        return default if given.top else free
    if len(shape) != 3:
        raise _sizes(known, shape, "takes three sizes as its `input_shape`")
    sizes: tuple[Any, ...] = tuple(shape)
    if given.pretrained and differs(sizes[0 if given.first else -1], 3):
        raise channels_differ(known, f"`input_shape` is {written(sizes)}")
    _at_least(known, given, sizes)
    if given.top and None in sizes:
        raise _sizes(known, sizes, "with its classifier takes images of a known size only")
    return sizes


def _expected(
    known: Architecture, given: Given, shape: Any, default: tuple[Any, ...]
) -> tuple[Any, ...]:
    """With the classifier of ImageNet's weights there is one shape, and it is a tuple."""
    sides = given.sides(shape) if len(shape) == 3 else (None, None)
    free = known.family in SIDES and any(isinstance(side, (Unknown, dims.Dim)) for side in sides)
    known_to_differ = len(shape) != 3 or any(
        differs(size, wanted)
        for size, wanted in zip(shape, default, strict=True)
        if not (free and wanted != 3)
    )
    if isinstance(shape, list) or known_to_differ:
        raise invalid(
            known,
            f"with ImageNet's classifier takes images of shape {written(default)}, and "
            f"`input_shape` is {'the list ' if isinstance(shape, list) else ''}{written(shape)}",
            "give `include_top=False` to keep the weights, or `weights=None`",
        )
    return tuple(shape) if free else default


def _default_side(known: Architecture, given: Given, shape: Any) -> int:
    """MobileNets have weights for several sizes of images."""
    if known.family not in SIDES or isinstance(shape, Unknown):
        return known.size
    if shape is None:
        if known.family == "mobilenet" or given.tensor is None:
            return known.size
        sides: Any = given.sides(visible(given.tensor.shape or ())[1:])
    else:
        if len(shape) < (3 if given.first else 2):
            raise _sizes(known, shape, "takes three sizes as its `input_shape`", "IndexError")
        sides = given.sides(shape)
    height, width = sides
    return height if height == width and height in SIDES[known.family] else known.size


def shape_of_v3(known: Architecture, given: Given, shape: Any) -> tuple[Any, ...]:
    """MobileNetV3 judges its input by itself."""
    if shape is None and given.tensor is not None:
        height, width = given.sides(visible(given.tensor.shape or ())[1:])
        shape = (3, width, height) if given.first else (width, height, 3)
    elif shape is None:
        shape = (3, None, None) if given.first else (None, None, 3)
    if isinstance(shape, Unknown):
        return _derived(given, shape)
    if len(shape) < (3 if given.first else 2):
        raise _sizes(known, shape, "takes three sizes as its `input_shape`", "IndexError")
    height, width = given.sides(shape)
    if height != 0 and width != 0 and height is not None and width is not None:
        _at_least(known, given, shape)
    if given.pretrained and given.tensor is None and len(shape) == 3:
        if differs(shape[0 if given.first else -1], 3):
            raise channels_differ(known, f"`input_shape` is {written(shape)}")
    return tuple(shape)


def _derived(given: Given, shape: Unknown) -> tuple[Any, ...]:
    """Three sizes of a shape that is not known; ImageNet's weights are for three channels."""
    sizes: list[Any] = [
        Unknown(shape.reason, shape.span, ("derived", (shape.key, "size", axis)))
        for axis in range(3)
    ]
    if given.pretrained:
        sizes[0 if given.first else 2] = 3
    return tuple(sizes)


def _at_least(known: Architecture, given: Given, shape: Any) -> None:
    """Both sides of an image."""
    least = known.least
    for size in given.sides(shape):
        if isinstance(size, dims.Dim):
            enough = dims.required(dims.at_least(size, least), given.needs)
        else:
            enough = not isinstance(size, (int, float)) or size >= least
        if not enough:
            raise invalid(
                known,
                f"needs images of at least {least}×{least}, and `input_shape` is {written(shape)}",
                f"make the images larger: {least}×{least} or more",
            )


def agree(known: Architecture, given: Given, tensor: Tensor, shape: Any) -> None:
    """These compare the two that say how wide the images are."""
    if isinstance(shape, Unknown) or len(shape) < 2:
        return
    sizes = visible(tensor.shape or ())
    axis = 1 if given.first else 2
    theirs, ours = (sizes[axis] if len(sizes) > axis else None), shape[1]
    unclear = (Unknown, dims.Dim)
    if not isinstance(theirs, unclear) and not isinstance(ours, unclear) and theirs != ours:
        raise invalid(
            known,
            f"is given an `input_tensor` of shape {written(sizes)} and another `input_shape`, "
            f"{written(shape)}",
            "leave `input_shape` out",
        )


def differs(size: Any, wanted: int) -> bool:
    """Whether a size is certainly another one; None is no number."""
    if isinstance(size, dims.Dim):
        if dims.hidden(size):
            return False
        low, high = dims.lower(size), dims.upper(size)
        return (low is not None and low > wanted) or (high is not None and high < wanted)
    return not isinstance(size, Unknown) and size != wanted


def channels_differ(known: Architecture, what: str) -> Refused:
    return invalid(
        known,
        f"loads ImageNet's weights, which are for images of 3 channels, and {what}",
        "give it three channels: `layers.Concatenate()([x, x, x])` of one, or `weights=None`",
    )


def _sizes(known: Architecture, shape: Any, what: str, exception: str = "ValueError") -> Refused:
    return invalid(
        known,
        f"{what}, and `input_shape` is {written(shape)}",
        "`input_shape=(height, width, channels)`",
        exception,
    )


def invalid(
    known: Architecture, message: str, help: str, exception: str = "ValueError", late: bool = False
) -> Refused:
    return Refused(
        "invalid-argument", f"`{known.name}` {message}", help=help, exception=exception, late=late
    )


def written(shape: Any) -> str:
    """A shape as one would write it."""
    sizes = ["?" if isinstance(size, (Unknown, Instance)) else str(size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def bounded(interpreter: Interpreter, known: Architecture, given: Given) -> tuple[Any, ...]:
    """The shape of the images; sides that are not known are from here on as large as Keras wants.

    Without them it would have raised.
    """
    sides = (1, 2) if given.first else (0, 1)
    sizes = list(given.shape)
    if len(sizes) != 3 or any(sizes[axis] is None for axis in sides):
        return given.shape  # MobileNetV3 does not look at one side alone
    for axis in sides:
        if isinstance(sizes[axis], Unknown):
            sizes[axis] = size_from(interpreter, sizes[axis], "size")
        size = sizes[axis]
        if isinstance(size, dims.Dim) and dims.symbols(size) == {str(size)}:
            hidden = dims.hidden(size)
            sizes[axis] = dims.symbol(str(size), hidden=hidden, at_least=known.least)
    return tuple(sizes)
