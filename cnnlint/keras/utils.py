"""`keras.utils` and `keras.preprocessing`: the functions that data pass through."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native, quiet
from ..interpreter.remarks import Remark
from ..interpreter.values import MISSING, Module
from ..libraries import operations
from ..libraries.arrays import Array, array_of, folded, size_from, symbol_for
from ..network import Tensor
from . import preparing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter


def to_categorical(interpreter: Interpreter, x: Any, num_classes: Any = None) -> Any:
    """A column for each class. Without a number of classes it is the largest label and one."""
    labels = array_of(interpreter, x)
    if isinstance(labels, Unknown):
        return interpreter.derive(labels, "to_categorical")
    if type(labels) is not Array or labels.shape is None:
        return interpreter.unknown("labels of unknown shape", of=getattr(labels, "unknown", None))
    given = folded(num_classes)
    if given is None or given == 0:
        count = largest(interpreter, labels)
    else:
        count = size_from(interpreter, given, "classes")
    if labels.library == "numpy" and type(x) is not Tensor:
        _are_classes(interpreter, labels, count)
    shape = labels.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    if type(x) is Tensor:
        return operations.apply(interpreter, "one_hot", {"x": x, "num_classes": count})
    return Array((*shape, count), "float64", low=0, high=1)


#: What holds only because numbers are bytes says nothing about classes.
BYTES = 255


def _are_classes(interpreter: Interpreter, labels: Array, count: Size) -> None:
    """Hold labels against the columns of `to_categorical`, which are counted from 0."""
    lowest, highest, sure = labels.low, labels.high, False
    if labels.items and all(type(item) is int for item in labels.items):
        lowest, highest, sure = min(labels.items), max(labels.items), True
    elif isinstance(labels.classes, int):
        lowest, highest, sure = 0, labels.classes - 1, True
    if not labels.dtype or "int" not in labels.dtype:
        return
    if not sure and isinstance(highest, int) and highest >= BYTES:
        return  # any byte: its dtype says so, and nobody knows of the data
    if isinstance(highest, int) and isinstance(count, int) and highest >= count:
        interpreter.refused(
            interpreter,
            Refused(
                "label-out-of-range",
                f"the labels {'go' if sure else 'may go'} up to {highest}, and `to_categorical` "
                f"makes {count} columns",
                help=f"classes are counted from 0: `num_classes={highest + 1}`",
                exception="IndexError",
                late=not sure,
            ),
        )
    elif isinstance(lowest, int) and lowest < 0 and isinstance(count, int):
        interpreter.events.append(
            Remark(
                "label-out-of-range",
                interpreter.span(),
                f"the labels {'go' if sure else 'may go'} down to {lowest}, which `to_categorical` "
                "takes for the last column",
                help="classes are counted from 0",
                certainty="likely",
            )
        )


def largest(interpreter: Interpreter, labels: Array) -> Size:
    """The largest label and one more."""
    if labels.classes is not None:
        return labels.classes
    if labels.items and all(type(item) is int for item in labels.items):
        return max(labels.items) + 1  # type: ignore[no-any-return]
    unknown = labels.unknown or interpreter.unknown("how many classes the labels have")
    return symbol_for(interpreter, unknown, "classes")


#: What is written in `preparing`.
_PREPARED = frozenset(
    """
    audio_dataset_from_directory get_file get_source_inputs image_dataset_from_directory
    img_to_array load_img normalize pad_sequences split_dataset text_dataset_from_directory
    timeseries_dataset_from_array
    """.split()
)
_QUIET = frozenset(
    [
        "set_random_seed",
        "plot_model",
        "save_img",
        "disable_interactive_logging",
        "enable_interactive_logging",
        "clear_session",
        "model_to_dot",
    ]
)
#: Classes, the module that has each, and what it is called there.
_CLASSES = {
    "ImageDataGenerator": ("generators", "GENERATOR"),
    "Tokenizer": ("legacy", "TOKENIZER"),
    "PyDataset": ("legacy", "PY_DATASET"),
    "Sequence": ("legacy", "PY_DATASET"),
}
#: What is known by name alone, and why.
_NOT_FOLLOWED = {
    "FeatureSpace": "what `FeatureSpace` encodes depends on the data that it is adapted to",
}
#: `keras.preprocessing.image.load_img` and its like: where else the functions are found.
_PREPROCESSING = {
    "sequence": ("pad_sequences",),
    "image": (
        "load_img",
        "img_to_array",
        "save_img",
        "image_dataset_from_directory",
        "ImageDataGenerator",
    ),
    "text": ("Tokenizer",),
}


def module() -> Module:
    """The functions of the module `keras.utils` that handle data."""
    return Module("keras.utils", None, load)


def preprocessing() -> Module:
    """The module `keras.preprocessing`."""
    return Module("keras.preprocessing", None, _preprocessing)


def load(name: str) -> Any:
    """A function of `keras.utils`, or MISSING."""
    if name in _QUIET:
        return quiet(name)
    if name in _CLASSES:
        from importlib import import_module

        module, class_ = _CLASSES[name]
        return getattr(import_module(f".{module}", __package__), class_)
    if name in _NOT_FOLLOWED:
        return Unknown(_NOT_FOLLOWED[name], None)
    if name in _PREPARED:
        return native(getattr(preparing, name), name)
    return native(to_categorical) if name == "to_categorical" else MISSING


def _preprocessing(name: str) -> Any:
    names = _PREPROCESSING.get(name)
    if names is None:
        return load(name) if name.endswith("_directory") or name.startswith("time") else MISSING
    return Module(f"keras.preprocessing.{name}", {each: load(each) for each in names})
