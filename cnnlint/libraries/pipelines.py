"""`tf.data`: datasets as the shapes of their elements, followed through the pipeline."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..dims import Dim
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Behaviour, Class, Missing, Module, Native, Raised
from ..network import Tensor
from .arrays import Array, array_of, folded, size_from, symbol_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


class Dataset:
    """A dataset. `elements` is the structure of one element: arrays in tuples and dicts.

    `count` is how many elements there are, where that is known; `names` the names of the classes,
    for images that were sorted into folders.
    """

    __slots__ = ("count", "elements", "names")

    def __init__(self, elements: Any, count: Size | None = None, names: Any = None) -> None:
        self.elements = elements
        self.count = count
        self.names = names


def made(
    interpreter: Interpreter, elements: Any, count: Size | None = None, names: Any = None
) -> Dataset:
    """A new dataset, whose part in Python the interpreter is taught at the first one."""
    interpreter.behaviours.setdefault(Dataset, DatasetBehaviour())
    return Dataset(elements, count, names)


def each(value: Any, new: Callable[[Array], Any]) -> Any:
    """The same structure with every array replaced."""
    if type(value) in (tuple, list):
        return type(value)(each(item, new) for item in value)
    if type(value) is dict:
        return {key: each(item, new) for key, item in value.items()}
    return new(value) if type(value) is Array else value


def leaves(value: Any) -> list[Any]:
    """What a structure is made of."""
    if type(value) in (tuple, list):
        return [leaf for item in value for leaf in leaves(item)]
    if type(value) is dict:
        return [leaf for item in value.values() for leaf in leaves(item)]
    return [value]


def arrays_in(interpreter: Interpreter, value: Any) -> Any:
    """A structure whose leaves are arrays; lists of numbers are arrays here, tuples are not."""
    if type(value) is tuple:
        return tuple(arrays_in(interpreter, item) for item in value)
    if type(value) is dict:
        return {key: arrays_in(interpreter, item) for key, item in value.items()}
    found = array_of(interpreter, value)
    if isinstance(found, Array):
        dtype = {"int": "int32", "float": "float32"}.get(found.dtype or "", found.dtype)
        return Array(
            found.shape, dtype, classes=found.classes, unknown=found.unknown, library="tensor"
        )
    return found


def _without_first(array: Array) -> Any:
    shape = array.shape[1:] if array.shape else array.shape
    return Array(shape, array.dtype, classes=array.classes, unknown=array.unknown, library="tensor")


def _with_first(size: Size) -> Callable[[Array], Any]:
    def grown(array: Array) -> Any:
        shape: Shape | None = None if array.shape is None else (size, *array.shape)
        return Array(shape, array.dtype, unknown=array.unknown, library="tensor")

    return grown


def hidden_batch() -> Dim:
    """The size of a batch of which the last may be smaller: None to Keras."""
    return dims.symbol("batch", hidden=True)


def batched(interpreter: Interpreter, elements: Any, batch_size: Any) -> Dataset:
    """Batches of elements; the elements themselves where `batch_size` is None."""
    if folded(batch_size) is not None:
        elements = each(elements, _with_first(hidden_batch()))
    return made(interpreter, elements)


def from_directory(
    interpreter: Interpreter,
    element: Shape,
    dtype: str,
    labels: Any,
    label_mode: Any,
    class_names: Any,
    batch_size: Any,
    subset: Any,
) -> Any:
    """What `image_dataset_from_directory` gives: elements and labels, by folder."""
    mode = folded(label_mode)
    names = class_names
    if names is None:
        names = interpreter.unknown("the names of the classes are folders of a directory")
    item: Any = Array(element, dtype, low=0, high=255, library="tensor")
    if labels is not None and mode is not None:
        if isinstance(names, (list, tuple)):
            count: Size = len(names)
        else:
            count = symbol_for(interpreter, interpreter.derive(names, "len"), "classes")
        shapes = {"int": (), "binary": (1,), "categorical": (count,)}
        if mode not in shapes:
            return interpreter.unknown("labels of an unknown mode", of=mode)
        kind = "int32" if mode == "int" else "float32"
        item = (item, Array(shapes[mode], kind, library="tensor"))
    dataset = batched(interpreter, item, batch_size)
    dataset.names = names
    if subset == "both":
        return dataset, made(interpreter, dataset.elements, names=names)
    return dataset


def split(interpreter: Interpreter, dataset: Any) -> Any:
    """`split_dataset`: two datasets of the same elements."""
    if type(dataset) is Dataset:
        return made(interpreter, dataset.elements), made(interpreter, dataset.elements)
    elements = each(arrays_in(interpreter, dataset), _without_first)
    if any(type(leaf) is Unknown for leaf in leaves(elements)):
        return interpreter.unknown("a dataset that is split is not known", of=dataset)
    return made(interpreter, elements), made(interpreter, elements)


# Where datasets come from -----------------------------------------------------------------------


def from_tensor_slices(interpreter: Interpreter, tensors: Any, name: Any = None) -> Any:
    """One element for each item of the first axis."""
    arrays = arrays_in(interpreter, tensors)
    found = leaves(arrays)
    count = next((leaf.shape[0] for leaf in found if type(leaf) is Array and leaf.shape), None)
    return made(interpreter, each(arrays, _without_first), count)


def from_tensors(interpreter: Interpreter, tensors: Any, name: Any = None) -> Any:
    """A single element."""
    return made(interpreter, arrays_in(interpreter, tensors), 1)


def from_generator(interpreter: Interpreter, generator: Any, *rest: Any, **keywords: Any) -> Any:
    """Elements that only the running program makes."""
    return made(interpreter, interpreter.unknown("what a generator yields is not followed"))


def range_(interpreter: Interpreter, *bounds: Any, **keywords: Any) -> Any:
    """Numbers."""
    return made(interpreter, Array((), "int64", library="tensor"))


def list_files(interpreter: Interpreter, file_pattern: Any, *rest: Any, **keywords: Any) -> Any:
    """The paths of files."""
    return made(interpreter, Array((), "string", library="tensor"))


def zip_(interpreter: Interpreter, *datasets: Any, **keywords: Any) -> Any:
    """Elements of several datasets side by side."""
    given = datasets[0] if len(datasets) == 1 and type(datasets[0]) is not Dataset else datasets
    if not given:
        given = keywords.get("datasets", ())
    parts = interpreter.iterate(given)
    if isinstance(parts, Unknown) or any(type(part) is not Dataset for part in parts):
        return interpreter.unknown("datasets that are not known", of=given)
    return made(interpreter, tuple(part.elements for part in parts), parts[0].count)


_SOURCES = {
    "from_tensor_slices": from_tensor_slices,
    "from_tensors": from_tensors,
    "from_generator": from_generator,
    "range": range_,
    "list_files": list_files,
    "zip": zip_,
}


def load(name: str) -> Any:
    """A member of `tf.data`, or MISSING."""
    if name == "Dataset":
        return Module(
            "tensorflow.data.Dataset",
            {key: native(function, key) for key, function in _SOURCES.items()},
        )
    if name == "AUTOTUNE":
        return -1
    if name == "experimental":
        return Module("tensorflow.data.experimental", {"AUTOTUNE": -1})
    return MISSING


# What is done with datasets ---------------------------------------------------------------------

_SAME = frozenset(
    "repeat shuffle prefetch cache take skip filter with_options apply shard snapshot "
    "ignore_errors rebatch rejection_resample take_while concatenate".split()
)


def _mapped(interpreter: Interpreter, dataset: Dataset, function: Any) -> Dataset:
    """A function of every element; what it cannot be asked is not known."""
    elements = dataset.elements
    args = elements if type(elements) is tuple else (elements,)
    inside = interpreter.state.setdefault("inside", [])
    try:
        # TensorFlow traces the function: nothing in it belongs to a model's graph.
        inside.append(None)
        result = interpreter.call(function, tuple(args), {})
    except (Raised, Refused):
        result = interpreter.unknown("the function that maps a dataset cannot be followed")
    finally:
        inside.pop()
    if type(result) is list:
        result = tuple(result)
    result = _settled(interpreter, result)
    return made(interpreter, result, dataset.count, dataset.names)


def _settled(interpreter: Interpreter, value: Any) -> Any:
    if type(value) is Tensor:
        return Array(value.shape, value.dtype, unknown=value.unknown, library="tensor")
    if type(value) is tuple:
        return tuple(_settled(interpreter, item) for item in value)
    if type(value) is dict:
        return {key: _settled(interpreter, item) for key, item in value.items()}
    return arrays_in(interpreter, value)


def map_(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        return _mapped(interpreter, dataset, args[0] if args else keywords.get("map_func"))

    return run


def batch(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        size = args[0] if args else keywords.get("batch_size")
        drop = args[1] if len(args) > 1 else keywords.get("drop_remainder", False)
        first: Size = hidden_batch()
        if drop is True:
            first = size_from(interpreter, size, "batch")
        elements = each(dataset.elements, _with_first(first))
        number = folded(size)
        count = None
        if dataset.count is not None and isinstance(number, (int, Dim)) and number != 0:
            count = dims.ceil_div(dataset.count, number)
        return made(interpreter, elements, count, dataset.names)

    return run


def padded_batch(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        shapes = args[1] if len(args) > 1 else keywords.get("padded_shapes")
        if shapes is not None:
            return made(interpreter, interpreter.unknown("batches padded to given shapes"))
        return made(interpreter, each(dataset.elements, _with_first(hidden_batch())))

    return run


def unbatch(dataset: Dataset) -> Any:
    return lambda interpreter, args, keywords: made(
        interpreter, each(dataset.elements, _without_first), None, dataset.names
    )


def same(dataset: Dataset) -> Any:
    return lambda interpreter, args, keywords: made(
        interpreter, dataset.elements, None, dataset.names
    )


def take(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        count = folded(args[0] if args else keywords.get("count"))
        number = count if isinstance(count, int) and count >= 0 else None
        return made(interpreter, dataset.elements, number, dataset.names)

    return run


def shuffle(dataset: Dataset) -> Any:
    """What keeps the number of elements as well."""
    return lambda interpreter, args, keywords: made(
        interpreter, dataset.elements, dataset.count, dataset.names
    )


def cardinality(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if dataset.count is not None:
            return dataset.count
        return interpreter.unknown("how many elements a dataset has is not known")

    return run


_OWN = {
    "map": map_,
    "batch": batch,
    "padded_batch": padded_batch,
    "unbatch": unbatch,
    "take": take,
    "shuffle": shuffle,
    "prefetch": shuffle,
    "cache": shuffle,
    "cardinality": cardinality,
}


class DatasetBehaviour(Behaviour):
    """Datasets in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        own = _OWN.get(name) or (same if name in _SAME else None)
        if own is not None:
            return Native(name, own(value))
        if name == "element_spec":
            return value.elements
        if name == "class_names" and value.names is not None:
            return value.names
        if name == "as_numpy_iterator":
            return Native(name, lambda machine, args, keywords: value)
        if name == "__class__":
            return Class("Dataset")
        return interpreter.unknown(f"`.{name}` of a dataset is not followed")

    def iterate(self, interpreter: Interpreter, value: Any) -> list[Any] | Unknown | Missing:
        if isinstance(value.count, int) and value.count <= 16:
            return [value.elements] * value.count
        return interpreter.unknown("the elements of a dataset")

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        if value.count is not None:
            return value.count
        return interpreter.unknown("how many elements a dataset has is not known")

    def type_name(self, value: Any) -> str:
        return "Dataset"
