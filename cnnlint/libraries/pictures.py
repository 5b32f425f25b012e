"""OpenCV and Pillow: images from files, whose size is known once they are resized."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Behaviour, Module, Native
from .arrays import Array, array_of, folded, size_from, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter

#: Colours of an image of OpenCV by what its constants say.
_GREY = "GRAY"
#: Channels of Pillow's modes; those of one channel give arrays of two axes.
_MODES = {"RGB": 3, "RGBA": 4, "CMYK": 4, "YCbCr": 3, "HSV": 3, "LAB": 3, "L": 0, "1": 0, "P": 0}


def _two(interpreter: Interpreter, value: Any) -> tuple[Size, Size] | None:
    """A width and a height."""
    sizes = folded(value)
    if type(sizes) in (tuple, list) and len(sizes) == 2:
        return size_from(interpreter, sizes[0], "width"), size_from(interpreter, sizes[1], "height")
    return None


def _of_file(interpreter: Interpreter, reason: str) -> tuple[Size, Size]:
    unknown = interpreter.unknown(reason)
    width, height = (
        symbol_for(interpreter, interpreter.derive(unknown, axis), axis)
        for axis in ("width", "height")
    )
    return width, height


# OpenCV -------------------------------------------------------------------------------------------


def imread(interpreter: Interpreter, filename: Any = None, flags: Any = "IMREAD_COLOR") -> Any:
    """An image as an array, rows first; grey ones have two axes."""
    width, height = _of_file(interpreter, "an image from a file (`cv2.imread`)")
    if flags in (0, "IMREAD_GRAYSCALE"):
        return Array((height, width), "uint8", low=0, high=255)
    if flags in (1, "IMREAD_COLOR"):
        return Array((height, width, 3), "uint8", low=0, high=255)
    return interpreter.unknown("an image from a file (`cv2.imread`)", of=flags)


def resize(interpreter: Interpreter, src: Any, dsize: Any = None, *rest: Any, **more: Any) -> Any:
    """`dsize` is the width, then the height."""
    image = array_of(interpreter, src)
    sizes = _two(interpreter, dsize)
    if isinstance(image, Unknown) or image.shape is None or len(image.shape) < 2 or sizes is None:
        return interpreter.unknown("an image that is resized is not known", of=[src, dsize])
    rest_of = image.shape[2:]
    if rest_of == (1,):
        rest_of = ()  # OpenCV drops a single channel
    return Array((sizes[1], sizes[0], *rest_of), image.dtype, low=image.low, high=image.high)


def cvt_color(interpreter: Interpreter, src: Any, code: Any = None, *rest: Any, **m: Any) -> Any:
    """Other colours: a grey image has two axes, any other three channels, or four."""
    image = array_of(interpreter, src)
    if isinstance(image, Unknown) or image.shape is None or not isinstance(code, str):
        return interpreter.unknown("an image in other colours", of=[src, code])
    target = code.rpartition("2")[2]
    channels = {"BGRA": (4,), "RGBA": (4,), _GREY: ()}.get(target, (3,))
    return Array((*image.shape[:2], *channels), image.dtype, low=image.low, high=image.high)


def _same_image(interpreter: Interpreter, src: Any, *rest: Any, **more: Any) -> Any:
    return src


_OPENCV = {
    "imread": imread,
    "resize": resize,
    "cvtColor": cvt_color,
    "GaussianBlur": _same_image,
    "medianBlur": _same_image,
    "flip": _same_image,
    "imwrite": lambda interpreter, *args, **more: True,
}


def opencv() -> Module:
    """The module `cv2`."""
    return Module("cv2", None, _opencv)


def _opencv(name: str) -> Any:
    if name in _OPENCV:
        return native(_OPENCV[name], name)
    if name in ("VideoCapture", "imdecode"):
        reason = f"an image from a file (`cv2.{name}`)"
        return Native(name, lambda machine, args, keywords: machine.unknown(reason))
    if name.startswith(("COLOR_", "IMREAD_", "INTER_")):
        return name  # constants stand for what they say
    return MISSING


# Pillow -------------------------------------------------------------------------------------------


class Picture:
    """An image of Pillow: its array has the height first; `channels` is 0 for two axes."""

    __slots__ = ("channels", "height", "width")

    def __init__(self, width: Size, height: Size, channels: int | None) -> None:
        self.width = width
        self.height = height
        self.channels = channels


class PictureBehaviour(Behaviour):
    """Images of Pillow in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name == "size":
            return value.width, value.height
        if name in ("width", "height"):
            return getattr(value, name)
        if name in ("resize", "convert", "crop"):
            method = {"resize": _resized, "convert": _converted, "crop": _cropped}[name]
            return Native(name, lambda machine, args, named: method(machine, value, args, named))
        if name in ("copy", "transpose", "filter"):
            return Native(name, lambda machine, args, named: value)
        if name in ("close", "save", "show", "load", "verify"):
            return Native(name, lambda machine, args, named: None)
        return interpreter.unknown(f"`.{name}` of an image is not followed")

    def array(self, interpreter: Interpreter, value: Any) -> Array | Unknown:
        """What `np.asarray` makes of it."""
        if value.channels is None:
            return interpreter.unknown("the channels of an image are in its file")
        channels = (value.channels,) if value.channels else ()
        return Array((value.height, value.width, *channels), "uint8", low=0, high=255)

    def type_name(self, value: Any) -> str:
        return "Image"


def picture(interpreter: Interpreter, width: Size, height: Size, channels: int | None) -> Picture:
    """An image of this size."""
    interpreter.behaviours.setdefault(Picture, PictureBehaviour())
    return Picture(width, height, channels)


def _resized(interpreter: Interpreter, value: Any, args: Any, named: dict[str, Any]) -> Any:
    sizes = _two(interpreter, args[0] if args else named.get("size"))
    if sizes is None:
        return interpreter.unknown("an image that is resized is not known", of=list(args))
    return picture(interpreter, *sizes, value.channels)


def _converted(interpreter: Interpreter, value: Any, args: Any, named: dict[str, Any]) -> Any:
    mode = args[0] if args else named.get("mode")
    channels = _MODES.get(mode) if isinstance(mode, str) else None
    return picture(interpreter, value.width, value.height, channels)


def _cropped(interpreter: Interpreter, value: Any, args: Any, named: dict[str, Any]) -> Any:
    box = folded(args[0] if args else named.get("box"))
    if type(box) in (tuple, list) and len(box) == 4 and all(type(each) is int for each in box):
        return picture(interpreter, box[2] - box[0], box[3] - box[1], value.channels)
    return picture(
        interpreter, *_of_file(interpreter, "a part of an image from a file"), value.channels
    )


def _open(interpreter: Interpreter, *args: Any, **more: Any) -> Any:
    sizes = _of_file(interpreter, "an image from a file (`PIL.Image.open`)")
    return picture(interpreter, *sizes, None)


def _from_array(interpreter: Interpreter, obj: Any = None, mode: Any = None) -> Any:
    image = array_of(interpreter, obj)
    if isinstance(image, Unknown) or image.shape is None or len(image.shape) not in (2, 3):
        return interpreter.unknown("an image made from an array", of=obj)
    channels = image.shape[2] if len(image.shape) == 3 else 0
    known = channels if isinstance(channels, int) else None
    return picture(interpreter, image.shape[1], image.shape[0], known)


def pillow() -> Module:
    """The module `PIL`."""
    image = Module("PIL.Image", None, _pillow)
    return Module("PIL", {"Image": image})


def _pillow(name: str) -> Any:
    if name == "open":
        return native(_open, name)
    if name == "fromarray":
        return native(_from_array, name)
    if name.isupper() or name in ("Resampling", "Transpose"):
        return name
    return MISSING
