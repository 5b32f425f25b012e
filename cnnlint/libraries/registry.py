"""TensorFlow Datasets: the published shapes of the data sets that tutorials use most.

Figures: the catalogue's page of each data set (https://www.tensorflow.org/datasets/catalog). A
size that differs from image to image is None there, and a symbol of its own here.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Class, Instance, Module
from .arrays import Array, folded
from .pipelines import batched, free_size, made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from .dataset import Dataset

#: Image shape, classes, and how many examples each split has.
IMAGES: dict[str, tuple[tuple[int | None, ...], int, dict[str, int]]] = {
    "mnist": ((28, 28, 1), 10, {"train": 60_000, "test": 10_000}),
    "fashion_mnist": ((28, 28, 1), 10, {"train": 60_000, "test": 10_000}),
    "kmnist": ((28, 28, 1), 10, {"train": 60_000, "test": 10_000}),
    "cifar10": ((32, 32, 3), 10, {"train": 50_000, "test": 10_000}),
    "cifar100": ((32, 32, 3), 100, {"train": 50_000, "test": 10_000}),
    "svhn_cropped": ((32, 32, 3), 10, {"train": 73_257, "test": 26_032, "extra": 531_131}),
    "cats_vs_dogs": ((None, None, 3), 2, {"train": 23_262}),
    "tf_flowers": ((None, None, 3), 5, {"train": 3_670}),
    "horses_or_humans": ((300, 300, 3), 2, {"train": 1_027, "test": 256}),
    "rock_paper_scissors": ((300, 300, 3), 3, {"train": 2_520, "test": 372}),
    "beans": ((500, 500, 3), 3, {"train": 1_034, "validation": 133, "test": 128}),
}
#: What an example has besides, where it does not come as a pair.
_MORE = {"cifar10": "id", "cifar100": "id", "cats_vs_dogs": "image/filename"}


def element(interpreter: Interpreter, name: str, supervised: bool) -> Any:
    """One example: an image and a label, in a pair or by name."""
    shape, classes, _ = IMAGES[name]
    sizes = tuple(free_size(interpreter) if size is None else size for size in shape)
    image = Array(sizes, "uint8", low=0, high=255, library="tensor")
    label = Array((), "int64", classes=classes, library="tensor")
    if supervised:
        return image, label
    example: dict[str, Any] = {"image": image, "label": label}
    if name in _MORE:
        example[_MORE[name]] = Array((), "string", library="tensor")
    if name == "cifar100":
        example["coarse_label"] = Array((), "int64", classes=20, library="tensor")
    return example


def load_data_set(
    interpreter: Interpreter,
    name: Any,
    split: Any = None,
    data_dir: Any = None,
    batch_size: Any = None,
    shuffle_files: Any = False,
    as_supervised: Any = False,
    with_info: Any = False,
    **more: Any,
) -> Any:
    """`tfds.load(...)`."""
    known = name.partition(":")[0].partition("/")[0] if isinstance(name, str) else name
    if not isinstance(known, str) or known not in IMAGES:
        what = f"the data set `{name}`" if isinstance(name, str) else "which data set is loaded"
        unknown = interpreter.unknown(f"{what} is not known", of=name)
        return (unknown, interpreter.derive(unknown, "info")) if with_info is True else unknown
    example = element(interpreter, known, as_supervised is True)
    sizes = IMAGES[known][2]

    def part(value: Any) -> Dataset:
        if batch_size is not None:
            return batched(interpreter, example, batch_size)
        return made(interpreter, example, sizes.get(value) if isinstance(value, str) else None)

    def parts(value: Any) -> Any:
        if type(value) in (list, tuple):
            return type(value)(parts(item) for item in value)
        return part(value)

    given = folded(split)
    if folded(batch_size) == -1 or isinstance(given, Unknown):
        found: Any = interpreter.unknown("which part of a data set is loaded", of=given)
    elif given is None:
        found = {key: part(key) for key in sizes}
    else:
        found = parts(given)
    return (found, info(interpreter, known, example)) if with_info is True else found


def info(interpreter: Interpreter, name: str, example: Any) -> Instance:
    """`ds_info`: its `features` and its `splits`."""
    shape, classes, sizes = IMAGES[name]
    label = _object(interpreter, "ClassLabel", num_classes=classes, shape=())
    names = interpreter.unknown("the name of a class")
    label.attributes["names"] = [names] * classes
    image = _object(interpreter, "Image", shape=shape)
    splits = {
        key: _object(interpreter, "SplitInfo", num_examples=count) for key, count in sizes.items()
    }
    features = {"image": image, "label": label}
    return _object(interpreter, "DatasetInfo", features=features, splits=splits, name=name)


def _object(interpreter: Interpreter, title: str, **attributes: Any) -> Instance:
    made_of = Instance(_class(title), interpreter.span())
    made_of.attributes.update(attributes)
    return made_of


def _unsaid(interpreter: Interpreter, self: Any, name: str) -> Any:
    return interpreter.unknown(f"`{self.cls.name}.{name}` is not followed")


def _class(title: str) -> Class:
    return Class(title, (), {"__getattr__": native(_unsaid, "__getattr__")})


def module() -> Module:
    """The module `tensorflow_datasets`."""
    return Module("tensorflow_datasets", None, load)


def load(name: str) -> Any:
    """A function of it, or MISSING."""
    if name == "load":
        return native(load_data_set, name)
    if name in ("disable_progress_bar", "enable_progress_bar"):
        return native(lambda interpreter, *args, **more: None, name)
    if name == "as_numpy":
        return native(lambda interpreter, dataset: dataset, name)
    return MISSING
