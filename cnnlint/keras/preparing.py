"""Data that functions of `keras.utils` prepare: sequences, pictures and files on a disk."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Unknown
from ..libraries import operations
from ..libraries.arrays import Array, array_of, dtype_argument, folded, size_from, symbol_for
from ..network import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


def normalize(interpreter: Interpreter, x: Any, axis: Any = -1, order: Any = 2) -> Any:
    """Vectors brought to a length of 1."""
    if type(x) is Tensor:
        return operations.apply(interpreter, "normalize", {"x": x, "axis": axis, "order": order})
    array = array_of(interpreter, x)
    if isinstance(array, Unknown):
        return array
    made = operations.apply(interpreter, "true_divide", {"x1": array, "x2": 2.0}, "numpy")
    if isinstance(made, Array) and made.shape is not None and len(made.shape) == 1:
        made.shape = (1, *made.shape)  # Keras divides by a norm that has two axes
    return made


def pad_sequences(
    interpreter: Interpreter,
    sequences: Any,
    maxlen: Any = None,
    dtype: Any = "int32",
    padding: Any = "pre",
    truncating: Any = "pre",
    value: Any = 0.0,
) -> Any:
    """Lists of different lengths as one array: all as long as `maxlen`, or as the longest."""
    count: Size
    longest: Size | None = None
    high = None
    if type(sequences) is Array:
        if sequences.shape is None:
            return interpreter.unknown("how many sequences there are", of=sequences.unknown)
        count, high = sequences.shape[0], sequences.high
        longest = sequences.shape[1] if len(sequences.shape) > 1 else None
    elif type(sequences) in (list, tuple):
        items = interpreter.iterate(sequences)
        if isinstance(items, Unknown):
            count = symbol_for(interpreter, items, "samples")
        else:
            count = len(items)
            if all(type(item) in (list, tuple) for item in items):
                longest = max((len(item) for item in items), default=0)
    elif type(sequences) is Unknown:
        count = symbol_for(interpreter, sequences, "samples")
    else:
        return interpreter.unknown("sequences that are not followed")
    given = folded(maxlen)
    if given is not None:
        longest = size_from(interpreter, given, "maxlen")
    elif longest is None:
        unknown = interpreter.unknown("how long the longest sequence is depends on the data")
        longest = symbol_for(interpreter, unknown, "maxlen")
    return Array((count, longest), dtype_argument(interpreter, dtype, "int32"), low=0, high=high)


_CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}


def load_img(
    interpreter: Interpreter,
    path: Any,
    color_mode: Any = "rgb",
    target_size: Any = None,
    interpolation: Any = "nearest",
    keep_aspect_ratio: Any = False,
) -> Any:
    """An image from a file, here as the array of its bytes; its size is the file's own unless a
    `target_size` is given."""
    channels = _CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    if channels is None:
        return interpreter.unknown("an image of an unknown colour mode", of=color_mode)
    target = folded(target_size)
    if target is None:
        unknown = interpreter.unknown("the size of an image is in its file")
        sizes = [interpreter.derive(unknown, axis) for axis in ("height", "width")]
        shape: tuple[Size, ...] = tuple(symbol_for(interpreter, each, "image") for each in sizes)
    elif type(target) in (tuple, list) and len(target) == 2:
        shape = tuple(size_from(interpreter, size, "image") for size in target)
    else:
        return interpreter.unknown("an image of unknown size", of=target)
    return Array((*shape, channels), "uint8", low=0, high=255)


def img_to_array(
    interpreter: Interpreter, img: Any, data_format: Any = None, dtype: Any = None
) -> Any:
    """An image as an array of floats."""
    array = array_of(interpreter, img)
    if type(array) is not Array:
        return interpreter.unknown("an image that is not known", of=img)
    shape = array.shape
    if shape is not None and len(shape) == 2:
        shape = (*shape, 1)
    if data_format == "channels_first" and shape is not None and len(shape) == 3:
        shape = (shape[2], shape[0], shape[1])
    return Array(shape, dtype_argument(interpreter, dtype, "float32"), unknown=array.unknown)


def get_file(interpreter: Interpreter, *given: Any, **named: Any) -> Any:
    """The path of a file that is fetched."""
    return interpreter.unknown("the path of a file that `get_file` fetches")


def split_dataset(
    interpreter: Interpreter,
    dataset: Any,
    left_size: Any = None,
    right_size: Any = None,
    shuffle: Any = False,
    seed: Any = None,
    preferred_backend: Any = None,
) -> Any:
    """Two datasets of the same kind of elements."""
    from ..libraries import sources

    return sources.split(interpreter, dataset)


def image_dataset_from_directory(
    interpreter: Interpreter,
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    color_mode: Any = "rgb",
    batch_size: Any = 32,
    image_size: Any = (256, 256),
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    interpolation: Any = "bilinear",
    follow_links: Any = False,
    crop_to_aspect_ratio: Any = False,
    pad_to_aspect_ratio: Any = False,
    data_format: Any = None,
    format: Any = "tf",
    verbose: Any = True,
) -> Any:
    """Batches of images of one size, with a label for each folder of the directory."""
    from ..libraries import sources

    channels = _CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    size = folded(image_size)
    if channels is None or type(size) not in (tuple, list) or len(size) != 2:
        return interpreter.unknown("a dataset of images of unknown size", of=[size, color_mode])
    sizes = tuple(size_from(interpreter, each, "image") for each in size)
    image = (channels, *sizes) if data_format == "channels_first" else (*sizes, channels)
    return sources.from_directory(
        interpreter, image, "float32", labels, label_mode, class_names, batch_size, subset
    )


def text_dataset_from_directory(
    interpreter: Interpreter,
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    batch_size: Any = 32,
    max_length: Any = None,
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    follow_links: Any = False,
    format: Any = "tf",
    verbose: Any = True,
) -> Any:
    """Batches of texts, with a label for each folder of the directory."""
    from ..libraries import sources

    return sources.from_directory(
        interpreter, (), "string", labels, label_mode, class_names, batch_size, subset
    )


def audio_dataset_from_directory(
    interpreter: Interpreter,
    directory: Any,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    batch_size: Any = 32,
    sampling_rate: Any = None,
    output_sequence_length: Any = None,
    ragged: Any = False,
    shuffle: Any = True,
    seed: Any = None,
    validation_split: Any = None,
    subset: Any = None,
    follow_links: Any = False,
    verbose: Any = True,
) -> Any:
    """Batches of sounds with their channels, which Keras shows as None, and a label for each."""
    from ..libraries import sources
    from ..libraries.pipelines import free_size

    if folded(ragged) is not False:
        return interpreter.unknown("sounds of several lengths in one batch")
    length = folded(output_sequence_length)
    steps = free_size(interpreter, "T") if length is None else size_from(interpreter, length)
    element = (steps, free_size(interpreter, "C"))
    return sources.from_directory(
        interpreter,
        element,
        "float32",
        labels,
        label_mode,
        class_names,
        batch_size,
        subset,
        (-1, 1),
    )


def timeseries_dataset_from_array(
    interpreter: Interpreter,
    data: Any,
    targets: Any,
    sequence_length: Any,
    sequence_stride: Any = 1,
    sampling_rate: Any = 1,
    batch_size: Any = 128,
    shuffle: Any = False,
    seed: Any = None,
    start_index: Any = None,
    end_index: Any = None,
    format: Any = "tf",
) -> Any:
    """Batches of windows that slide along the data."""
    from ..libraries import pipelines

    steps = size_from(interpreter, sequence_length, "steps")

    def element(value: Any, window: bool) -> Any:
        array = array_of(interpreter, value)
        if isinstance(array, Unknown) or array.shape is None:
            return interpreter.unknown("data of unknown shape", of=value)
        # The windows are cut while the program runs: Keras shows their length as None.
        length = dims.veil(steps) if isinstance(steps, int) else steps
        shape = (length, *array.shape[1:]) if window else array.shape[1:]
        dtype = "int64" if array.dtype == "int" else array.dtype
        return Array(shape, dtype, library="tensor")

    windows = element(data, True)
    made = windows if targets is None else (windows, element(targets, False))
    return pipelines.batched(interpreter, made, batch_size)


def get_source_inputs(interpreter: Interpreter, tensor: Any) -> Any:
    """The inputs a tensor was made from."""
    if type(tensor) is not Tensor:
        return interpreter.unknown("the sources of something that is no tensor", of=tensor)
    found: list[Any] = []
    seen: set[int] = set()
    pending = [tensor]
    while pending:
        each = pending.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if each.node is None or not each.node.inputs:
            found.append(each)
        else:
            pending.extend(reversed(each.node.inputs))
    return found
