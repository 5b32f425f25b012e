"""What Keras 3 keeps of `keras.preprocessing`: `ImageDataGenerator` and `Tokenizer`."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Behaviour, Class, Native
from ..libraries.arrays import Array, array_of, folded, size_from, symbol_for
from ..libraries.dataset import Dataset
from ..libraries.pipelines import batched, each, without_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter

_CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
_DIRECTORY = (
    "directory",
    "target_size",
    "color_mode",
    "classes",
    "class_mode",
    "batch_size",
)
_FRAME = (
    "dataframe",
    "directory",
    "x_col",
    "y_col",
    "weight_col",
    "target_size",
    "color_mode",
    "classes",
    "class_mode",
    "batch_size",
)
_ARRAYS = ("x", "y", "batch_size", "shuffle", "sample_weight")


def _set_up(interpreter: Interpreter, args: Any, keywords: Any) -> None:
    args[0].attributes["_self_args"] = (args[1:], keywords)


def _bound(names: tuple[str, ...], args: Any, keywords: dict[str, Any]) -> dict[str, Any]:
    return {**dict(zip(names, args, strict=False)), **keywords}


def _flow(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    """Batches of the arrays that it is given."""
    given = _bound(_ARRAYS, args, keywords)
    x, y = given.get("x"), given.get("y")
    found = [array_of(interpreter, value) for value in ((x,) if y is None else (x, y))]
    arrays = [array for array in found if isinstance(array, Array) and array.shape]
    if len(arrays) < len(found):
        return interpreter.unknown("what a generator of images is given", of=[x, y])
    elements: Any = tuple(without_first(array) for array in arrays)
    if y is None:
        elements = elements[0]
    elements = each(elements, lambda array: Array(array.shape, "float32"))
    count = (arrays[0].shape or (None,))[0]
    return _batches(interpreter, elements, given.get("batch_size", 32), count)


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
    flow.traits.update(batch_size=batch_size, n=number, samples=number, reset=_quiet("reset"))
    return flow


def _quiet(name: str) -> Native:
    return Native(name, lambda interpreter, args, keywords: None)


def _from_directory(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return _from_files(interpreter, _bound(_DIRECTORY, args, keywords))


def _from_frame(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    return _from_files(interpreter, _bound(_FRAME, args, keywords))


def _from_files(interpreter: Interpreter, given: dict[str, Any]) -> Any:
    """Batches of images of one size, with labels as `class_mode` says."""
    target = folded(given.get("target_size", (256, 256)))
    colour = given.get("color_mode", "rgb")
    channels = _CHANNELS.get(colour) if isinstance(colour, str) else None
    mode = given.get("class_mode", "categorical")
    if type(target) not in (tuple, list) or len(target) != 2 or channels is None:
        return interpreter.unknown("a generator of images of unknown size", of=[target, colour])
    shape = (*(size_from(interpreter, size, "image") for size in target), channels)
    names = folded(given.get("classes"))
    number: Any
    classes: Size
    if type(names) in (list, tuple) and not isinstance(interpreter.iterate(names), Unknown):
        number = classes = len(names)
    else:
        number = interpreter.unknown("how many classes there are is in the directory")
        number.name = "num_classes"
        classes = number.size = symbol_for(interpreter, number, "num_classes")
    labels: dict[Any, Any] = {
        "categorical": Array((classes,), "float32"),
        "binary": Array((), "float32"),
        "sparse": Array((), "float32"),
        "input": Array(shape, "float32"),
        None: None,
    }
    if mode not in labels:
        return interpreter.unknown("a generator of labels that are not followed", of=mode)
    image = Array(shape, "float32")
    elements = image if mode is None else (image, labels[mode])
    flow = _batches(interpreter, elements, given.get("batch_size", 32), None)
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


def _itself(interpreter: Interpreter, self: Any, x: Any = None, *rest: Any, **more: Any) -> Any:
    return x


GENERATOR = Class(
    "ImageDataGenerator",
    (),
    {
        "__init__": Native("__init__", _set_up),
        "fit": _quiet("fit"),
        "flow": native(_flow, "flow"),
        "flow_from_directory": native(_from_directory, "flow_from_directory"),
        "flow_from_dataframe": native(_from_frame, "flow_from_dataframe"),
        "random_transform": native(_itself, "random_transform"),
        "standardize": native(_itself, "standardize"),
    },
    partial=True,
)


# Texts --------------------------------------------------------------------------------------------


def _start(interpreter: Interpreter, args: Any, keywords: dict[str, Any]) -> None:
    self, *rest = args
    self.attributes["num_words"] = keywords.get("num_words", rest[0] if rest else None)
    for name in ("word_index", "index_word", "word_counts", "word_docs"):
        unknown = interpreter.unknown("how many words there are is in the texts")
        unknown.name = name
        self.attributes[name] = unknown


def _how_many(interpreter: Interpreter, texts: Any) -> Size:
    found = interpreter.iterate(texts) if type(texts) in (list, tuple) else None
    if isinstance(found, list):
        return len(found)
    array = array_of(interpreter, texts)
    if isinstance(array, Array) and array.shape:
        return array.shape[0]
    unknown = found if isinstance(found, Unknown) else interpreter.unknown("texts", of=array)
    return symbol_for(interpreter, interpreter.derive(unknown, "len"), "texts")


def _sequences(interpreter: Interpreter, self: Any, texts: Any = None, *rest: Any) -> Any:
    """Lists of word numbers of different lengths."""
    unknown = interpreter.unknown("how long a text is differs from text to text")
    count = _how_many(interpreter, texts)
    top = folded(self.attributes["num_words"])
    highest = top - 1 if type(top) is int else None
    return Array((count,), "object", low=0, high=highest, unknown=unknown)


def _matrix(interpreter: Interpreter, self: Any, texts: Any = None, mode: Any = "binary") -> Any:
    """A column for each word, and one before them."""
    words = folded(self.attributes["num_words"])
    if words is None:
        index: Unknown = self.attributes["word_index"]
        words = symbol_for(interpreter, interpreter.derive(index, "len"), "words") + 1
    width = size_from(interpreter, words, "words")
    return Array((_how_many(interpreter, texts), width), "float64", low=0)


TOKENIZER = Class(
    "Tokenizer",
    (),
    {
        "__init__": Native("__init__", _start),
        "fit_on_texts": _quiet("fit_on_texts"),
        "fit_on_sequences": _quiet("fit_on_sequences"),
        "texts_to_sequences": native(_sequences, "texts_to_sequences"),
        "texts_to_matrix": native(_matrix, "texts_to_matrix"),
        "sequences_to_matrix": native(_matrix, "sequences_to_matrix"),
        "to_json": _quiet("to_json"),
    },
    partial=True,
)


# Data that the user's own class gives -------------------------------------------------------------


def _start_data(interpreter: Interpreter, args: Any, keywords: dict[str, Any]) -> None:
    args[0].attributes.update(keywords)


#: `keras.utils.PyDataset`, once `Sequence`: what a class of the user's own derives from.
PY_DATASET = Class(
    "PyDataset",
    (),
    {
        "__init__": Native("__init__", _start_data),
        "on_epoch_end": _quiet("on_epoch_end"),
        "on_epoch_begin": _quiet("on_epoch_begin"),
    },
    partial=True,
)
