"""`ImageDataGenerator`, which Keras 3 keeps for old programs: batches of changed images."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native, quiet
from ..interpreter.values import Behaviour, Class
from ..libraries.arrays import Array, array_of, folded, size_from, symbol_for
from ..libraries.dataset import Dataset
from ..libraries.pipelines import batched, each, without_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter

_CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
_SUBSETS = ("training", "validation")
#: Class modes that cnnlint follows, and those that Keras knows besides.
_MODES = ("categorical", "binary", "sparse", "input", None)
_OTHER_MODES = ("raw", "multi_output", "other")


def _pair(value: Any) -> bool:
    return type(value) in (tuple, list) and len(value) == 2


def _known(value: Any) -> bool:
    return type(value) in (int, float, bool, str, tuple, list)


def _set_up(
    interpreter: Interpreter,
    self: Any,
    featurewise_center: Any = False,
    samplewise_center: Any = False,
    featurewise_std_normalization: Any = False,
    samplewise_std_normalization: Any = False,
    zca_whitening: Any = False,
    zca_epsilon: Any = 1e-6,
    rotation_range: Any = 0,
    width_shift_range: Any = 0.0,
    height_shift_range: Any = 0.0,
    brightness_range: Any = None,
    shear_range: Any = 0.0,
    zoom_range: Any = 0.0,
    channel_shift_range: Any = 0.0,
    fill_mode: Any = "nearest",
    cval: Any = 0.0,
    horizontal_flip: Any = False,
    vertical_flip: Any = False,
    rescale: Any = None,
    preprocessing_function: Any = None,
    data_format: Any = None,
    validation_split: Any = 0.0,
    interpolation_order: Any = 1,
    dtype: Any = None,
) -> None:
    split = folded(validation_split)
    if type(split) in (int, float) and split and not 0 < split < 1:
        raise Refused(
            "invalid-argument", f"`validation_split` lies between 0 and 1, and this is {split}"
        )
    if type(data_format) is str and data_format not in ("channels_last", "channels_first"):
        raise Refused(
            "invalid-argument",
            f'`data_format` is "channels_last" or "channels_first", and this is "{data_format}"',
        )
    zoom, brightness = folded(zoom_range), folded(brightness_range)
    if type(zoom) in (tuple, list) and len(zoom) != 2:
        raise Refused("invalid-argument", "`zoom_range` is one number, or two")
    if _known(brightness) and not _pair(brightness):
        raise Refused(
            "invalid-argument",
            f"`brightness_range` is a pair of numbers, and this is {brightness!r}"[:80],
            help="(0.8, 1.2) makes images up to a fifth darker or brighter",
        )
    self.attributes.update(
        rotation_range=rotation_range,
        zoom_range=zoom_range,
        rescale=rescale,
        fill_mode=fill_mode,
        data_format=data_format,
        preprocessing_function=preprocessing_function,
        _validation_split=validation_split,
    )


def _subset(interpreter: Interpreter, subset: Any) -> None:
    if type(subset) is str and subset not in _SUBSETS:
        raise Refused(
            "invalid-argument", f'`subset` is "training" or "validation", and this is "{subset}"'
        )


def _flow(
    interpreter: Interpreter,
    self: Any,
    x: Any,
    y: Any = None,
    batch_size: Any = 32,
    shuffle: Any = True,
    sample_weight: Any = None,
    seed: Any = None,
    save_to_dir: Any = None,
    save_prefix: Any = "",
    save_format: Any = "png",
    ignore_class_split: Any = False,
    subset: Any = None,
) -> Any:
    """Batches of the arrays that it is given; beside the images of `x` there may be more."""
    images, more = x, ()
    if type(x) in (tuple, list) and len(x) > 1:
        images, more = x[0], tuple(x[1]) if type(x[1]) is list else (x[1],)
    given = (images, *more) if y is None else (images, *more, y)
    found = [array_of(interpreter, value) for value in given]
    arrays = [array for array in found if isinstance(array, Array) and array.shape]
    if len(arrays) < len(found):
        return interpreter.unknown("what a generator of images is given", of=[x, y])
    shape = arrays[0].shape or ()
    for other in arrays[1:]:
        length = (other.shape or (None,))[0]
        if isinstance(length, int) and isinstance(shape[0], int) and length != shape[0]:
            raise Refused(
                "sample-count-mismatch",
                f"there are {shape[0]} images, and {length} of what belongs to them",
            )
    if len(shape) != 4:
        raise Refused(
            "rank-mismatch",
            "a generator of images takes batches of images, of rank 4; "
            f"this is of rank {len(shape)}: {_shown(shape)}",
        )
    _subset(interpreter, subset)
    elements: Any = tuple(without_first(array) for array in arrays)
    if more and y is not None:
        elements = (list(elements[:-1]), elements[-1])
    if len(elements) == 1:
        elements = elements[0]
    elements = each(elements, lambda array: Array(array.shape, "float32"))
    return _batches(interpreter, elements, batch_size, None if subset else shape[0])


def _shown(shape: tuple[Size, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _batches(
    interpreter: Interpreter, elements: Any, batch_size: Any, count: Size | None
) -> Dataset:
    flow = batched(interpreter, elements, batch_size)
    size = folded(batch_size)
    if isinstance(size, int) and isinstance(count, int):
        flow.first = min(size, count)
    number: Any = count
    if number is None:
        number = interpreter.unknown("how many files are in a directory is not known")
        number.name = "samples"
    flow.traits.update(batch_size=batch_size, n=number, samples=number, reset=quiet("reset"))
    return flow


def _from_directory(
    interpreter: Interpreter,
    self: Any,
    directory: Any,
    target_size: Any = (256, 256),
    color_mode: Any = "rgb",
    classes: Any = None,
    class_mode: Any = "categorical",
    batch_size: Any = 32,
    shuffle: Any = True,
    seed: Any = None,
    save_to_dir: Any = None,
    save_prefix: Any = "",
    save_format: Any = "png",
    follow_links: Any = False,
    subset: Any = None,
    interpolation: Any = "nearest",
    keep_aspect_ratio: Any = False,
) -> Any:
    _subset(interpreter, subset)
    return _from_files(interpreter, target_size, color_mode, classes, class_mode, batch_size)


def _from_frame(
    interpreter: Interpreter,
    self: Any,
    dataframe: Any,
    directory: Any = None,
    x_col: Any = "filename",
    y_col: Any = "class",
    weight_col: Any = None,
    target_size: Any = (256, 256),
    color_mode: Any = "rgb",
    classes: Any = None,
    class_mode: Any = "categorical",
    batch_size: Any = 32,
    shuffle: Any = True,
    seed: Any = None,
    save_to_dir: Any = None,
    save_prefix: Any = "",
    save_format: Any = "png",
    subset: Any = None,
    interpolation: Any = "nearest",
    validate_filenames: Any = True,
    **more: Any,
) -> Any:
    _subset(interpreter, subset)
    return _from_files(interpreter, target_size, color_mode, classes, class_mode, batch_size)


def _from_files(
    interpreter: Interpreter, target_size: Any, colour: Any, classes: Any, mode: Any, batch: Any
) -> Any:
    """Batches of images of one size, with labels as `class_mode` says."""
    target = folded(target_size)
    if type(colour) is str and colour not in _CHANNELS:
        raise Refused(
            "invalid-argument",
            f'`color_mode` is "rgb", "rgba" or "grayscale", and this is "{colour}"',
        )
    if type(mode) is str and mode not in (*_MODES, *_OTHER_MODES):
        raise Refused(
            "invalid-argument",
            f'there is no `class_mode` "{mode}"',
            help='"categorical" gives one-hot labels, "sparse" and "binary" class numbers',
        )
    channels = _CHANNELS.get(colour) if isinstance(colour, str) else None
    if type(target) not in (tuple, list) or len(target) != 2 or channels is None:
        return interpreter.unknown("a generator of images of unknown size", of=[target, colour])
    shape = (*(size_from(interpreter, size, "image") for size in target), channels)
    names = folded(classes)
    number: Any
    count: Size
    if type(names) in (list, tuple) and not isinstance(interpreter.iterate(names), Unknown):
        number = count = len(names)
    else:
        number = interpreter.unknown("how many classes there are is in the directory")
        number.name = "num_classes"
        count = number.size = symbol_for(interpreter, number, "num_classes")
    labels: dict[Any, Any] = {
        "categorical": Array((count,), "float32"),
        "binary": Array((), "float32"),
        "sparse": Array((), "float32"),
        "input": Array(shape, "float32"),
        None: None,
    }
    if mode not in _MODES:
        return interpreter.unknown("a generator of labels that are not followed", of=mode)
    image = Array(shape, "float32")
    elements = image if mode is None else (image, labels[mode])
    flow = _batches(interpreter, elements, batch, None)
    indices = {index: index for index in range(number)} if isinstance(number, int) else None
    if type(names) in (list, tuple) and indices is not None:
        indices = dict(zip(names, range(len(names)), strict=True))
    samples = symbol_for(interpreter, flow.traits["samples"], "samples")
    flow.traits.update(
        num_classes=number,
        image_shape=shape,
        target_size=target,
        class_indices=Classes(number) if indices is None else indices,
        classes=Array((samples,), "int32"),
        labels=Array((samples,), "int32"),
        filenames=interpreter.unknown("the names of files in a directory"),
        class_mode=mode,
    )
    interpreter.behaviours.setdefault(Classes, ClassesBehaviour())
    return flow


class Classes:
    """`class_indices`: names that are not known, as many as there are classes."""

    __slots__ = ("number",)

    def __init__(self, number: Unknown) -> None:
        self.number = number


class ClassesBehaviour(Behaviour):
    """`class_indices` in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        names = interpreter.derive(value.number, "names")
        names.name = "class_indices"
        return interpreter.get(names, name)

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return interpreter.derive(value.number, "index", object())

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        return value.number

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown:
        return interpreter.derive(value.number, "names")

    def type_name(self, value: Any) -> str:
        return "dict"


def _fit(
    interpreter: Interpreter,
    self: Any,
    x: Any,
    augment: Any = False,
    rounds: Any = 1,
    seed: Any = None,
) -> None:
    """The mean and the deviation of images are looked at."""
    array = array_of(interpreter, x)
    if isinstance(array, Array) and array.shape is not None and len(array.shape) != 4:
        raise Refused(
            "rank-mismatch",
            "a generator of images is fitted to images, of rank 4; "
            f"this is of rank {len(array.shape)}: {_shown(array.shape)}",
        )


def _changed(interpreter: Interpreter, self: Any, x: Any, seed: Any = None) -> Any:
    return x


def _standardized(interpreter: Interpreter, self: Any, x: Any) -> Any:
    return x


def _transform(interpreter: Interpreter, self: Any, img_shape: Any, seed: Any = None) -> Any:
    return interpreter.unknown("a transformation is drawn by chance")


def _applied(interpreter: Interpreter, self: Any, x: Any, transform_parameters: Any) -> Any:
    return x


GENERATOR = Class(
    "ImageDataGenerator",
    (),
    {
        "__init__": native(_set_up, "__init__"),
        "fit": native(_fit, "fit"),
        "flow": native(_flow, "flow"),
        "flow_from_directory": native(_from_directory, "flow_from_directory"),
        "flow_from_dataframe": native(_from_frame, "flow_from_dataframe"),
        "random_transform": native(_changed, "random_transform"),
        "standardize": native(_standardized, "standardize"),
        "get_random_transform": native(_transform, "get_random_transform"),
        "apply_transform": native(_applied, "apply_transform"),
    },
)
