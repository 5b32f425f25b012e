"""`tf.data`: datasets as the shapes of their elements, followed through the pipeline."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..dims import Dim
from ..interpreter.values import Behaviour, Class, Lost, Missing, Native, Raised
from ..network import Tensor
from . import dataset_methods, traced
from .arrays import Array, array_of, folded, size_from
from .dataset import Dataset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..shapes import Shape

#: Datasets of at most so many elements are gone through one by one.
FEW = 16


def made(
    interpreter: Interpreter,
    elements: Any,
    count: Size | None = None,
    names: Any = None,
    first: int | None = None,
) -> Dataset:
    """A new dataset, whose part in Python the interpreter is taught at the first one."""
    interpreter.behaviours.setdefault(Dataset, DatasetBehaviour())
    return Dataset(elements, count, names, first)


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
    if type(value) is Dataset:
        return value
    found = array_of(interpreter, value)
    if isinstance(found, Array):
        dtype = {"int": "int32", "float": "float32"}.get(found.dtype or "", found.dtype)
        made = found.like(found.shape)
        made.dtype, made.library = dtype, "tensor"
        return made
    return found


def without_first(array: Array) -> Any:
    """One item of an array."""
    shape = array.shape[1:] if array.shape else array.shape
    made = array.like(shape)
    made.library = "tensor"
    return made


def _with_first(size: Size) -> Callable[[Array], Any]:
    def grown(array: Array) -> Any:
        shape: Shape | None = None if array.shape is None else (size, *array.shape)
        # Not every class is in a batch; none that is not below the highest one.
        high = array.classes - 1 if isinstance(array.classes, int) else array.high
        low = 0 if isinstance(array.classes, int) else array.low
        return Array(
            shape, array.dtype, low=low, high=high, unknown=array.unknown, library="tensor"
        )

    return grown


def hidden_batch() -> Dim:
    """The size of a batch of which the last may be smaller: None to Keras."""
    return dims.symbol("batch", hidden=True)


def free_size(interpreter: Interpreter, letter: str = "n") -> Dim:
    """A size of its own that is None to Keras."""
    taken: dict[str, int] = interpreter.state.setdefault("free sizes", {})
    taken[letter] = taken.get(letter, 0) + 1
    name = letter if taken[letter] == 1 else f"{letter}{taken[letter]}"
    return dims.symbol(name, hidden=True)


def batched(interpreter: Interpreter, elements: Any, batch_size: Any) -> Dataset:
    """Batches of elements; the elements themselves where `batch_size` is None."""
    if folded(batch_size) is not None:
        elements = each(elements, _with_first(hidden_batch()))
    return made(interpreter, elements)


def first_element(dataset: Dataset) -> Any:
    """The first element as the running program sees it: its sizes are numbers."""
    batch, first = hidden_batch(), dataset.first

    def seen(array: Array) -> Array:
        if array.shape is None or not any(map(dims.hidden, array.shape)):
            return array
        return array.like(
            tuple(first if size == batch and first else _seen(size) for size in array.shape)
        )

    return each(dataset.elements, seen)


def _seen(size: Size) -> Size:
    """A size that Keras shows as None, where its value is known."""
    least = dims.lower(size)
    known = dims.hidden(size) and least is not None and least == dims.upper(size)
    return least if known and least is not None else size


# What is done with datasets ---------------------------------------------------------------------

_SAME = frozenset(
    "repeat skip filter shard snapshot ignore_errors rebatch rejection_resample take_while".split()
)


def _traced(interpreter: Interpreter, function: Any, elements: Any) -> Any:
    """What a function gives for an element; what it cannot be asked is not known.

    Raises:
        Raised: the function raises for elements that are known.
    """
    args = elements if type(elements) is tuple else (elements,)
    inside = interpreter.state.setdefault("inside", [])
    before = len(interpreter.events)
    try:
        # TensorFlow traces the function: nothing in it belongs to a model's graph.
        inside.append(None)
        traced.enter(interpreter)
        result = interpreter.call(function, tuple(args), {})
    except Raised as raised:
        known = not any(isinstance(leaf, Unknown) for leaf in leaves(elements))
        if known and raised.cls.name in ("TypeError", "NameError", "AttributeError", "KeyError"):
            raise
        result = interpreter.unknown("the function that maps a dataset cannot be followed")
    except Refused:
        result = interpreter.unknown("the function that maps a dataset cannot be followed")
    finally:
        traced.leave(interpreter)
        inside.pop()
    if any(getattr(event, "refused", None) is not None for event in interpreter.events[before:]):
        return interpreter.unknown("the function that maps a dataset is refused")
    return tuple(result) if type(result) is list else result


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
        function = args[0] if args else keywords.get("map_func")
        result = _settled(interpreter, _traced(interpreter, function, dataset.elements))
        return made(interpreter, result, dataset.count, dataset.names, dataset.first)

    return run


def flat_map(dataset: Dataset) -> Any:
    """The elements of the datasets that a function makes, one after the other or in turns."""

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        function = args[0] if args else keywords.get("map_func")
        result = _traced(interpreter, function, dataset.elements)
        if type(result) is Dataset:
            return made(interpreter, result.elements)
        unknown = interpreter.unknown("a dataset made of others is not followed", of=result)
        return made(interpreter, unknown)

    return run


def apply(dataset: Dataset) -> Any:
    """A function of the whole dataset."""

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        function = args[0] if args else keywords.get("transformation_func")
        result = interpreter.call(function, (dataset,), {})
        if type(result) is Dataset:
            return result
        return made(interpreter, interpreter.unknown("what is applied to a dataset", of=result))

    return run


def batch(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        size = folded(args[0] if args else keywords.get("batch_size"))
        drop = args[1] if len(args) > 1 else keywords.get("drop_remainder", False)
        first: Size = hidden_batch()
        if drop is True:
            first = size_from(interpreter, size, "batch")
        elements = each(dataset.elements, _with_first(first))
        count, whole = None, None
        if dataset.count is not None and isinstance(size, (int, Dim)) and size != 0:
            count = dims.ceil_div(dataset.count, size)
            if isinstance(size, int) and isinstance(dataset.count, int):
                whole = min(size, dataset.count)
        return made(interpreter, elements, count, dataset.names, whole)

    return run


def padded_batch(dataset: Dataset) -> Any:
    """Every batch is as long as its longest element, or as the given shapes say."""

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        shapes = args[1] if len(args) > 1 else keywords.get("padded_shapes")
        return made(interpreter, _padded(interpreter, dataset.elements, shapes))

    return run


def _padded(interpreter: Interpreter, elements: Any, shapes: Any) -> Any:
    if type(elements) is tuple and shapes is not None:
        parts = interpreter.iterate(shapes)
        if isinstance(parts, list) and len(parts) == len(elements):
            pairs = zip(elements, parts, strict=True)
            return tuple(_padded(interpreter, element, part) for element, part in pairs)
        return interpreter.unknown("batches padded to shapes that are not known", of=shapes)
    if type(elements) is dict and type(shapes) is dict:
        return {key: _padded(interpreter, elements[key], shapes.get(key)) for key in elements}
    if type(elements) is not Array or shapes is None:
        return each(elements, _with_first(hidden_batch()))
    sizes = interpreter.iterate(shapes)
    if isinstance(sizes, Unknown):
        return interpreter.unknown("batches padded to shapes that are not known", of=shapes)
    shape = tuple(
        free_size(interpreter) if size is None or size == -1 else size_from(interpreter, size)
        for size in sizes
    )
    return Array((hidden_batch(), *shape), elements.dtype, library="tensor")


def window(dataset: Dataset) -> Any:
    """Datasets of a few elements each."""
    return lambda interpreter, args, keywords: made(
        interpreter, each(dataset.elements, lambda array: made(interpreter, array))
    )


def unbatch(dataset: Dataset) -> Any:
    return lambda interpreter, args, keywords: made(
        interpreter, each(dataset.elements, without_first), None, dataset.names
    )


def same(dataset: Dataset) -> Any:
    """What changes how many elements there are."""
    return lambda interpreter, args, keywords: made(
        interpreter, dataset.elements, None, dataset.names, dataset.first
    )


def take(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        number = folded(args[0] if args else keywords.get("count"))
        count = number if isinstance(number, int) and number >= 0 else None
        if count is not None and isinstance(dataset.count, int):
            count = min(count, dataset.count)
        return made(interpreter, dataset.elements, count, dataset.names, dataset.first)

    return run


def concatenate(dataset: Dataset) -> Any:
    """One dataset after the other."""

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        other = args[0] if args else keywords.get("dataset")
        count = None
        if type(other) is Dataset and dataset.count is not None and other.count is not None:
            count = dataset.count + other.count
        return made(interpreter, dataset.elements, count, dataset.names, dataset.first)

    return run


def enumerated(dataset: Dataset) -> Any:
    """Every element with its number."""
    return lambda interpreter, args, keywords: made(
        interpreter,
        (Array((), "int64", library="tensor"), dataset.elements),
        dataset.count,
        dataset.names,
        dataset.first,
    )


def kept(dataset: Dataset) -> Any:
    """What keeps the elements and their number."""
    return lambda interpreter, args, keywords: made(
        interpreter, dataset.elements, dataset.count, dataset.names, dataset.first
    )


def cardinality(dataset: Dataset) -> Any:
    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        if dataset.count is not None:
            return dataset.count
        return interpreter.unknown("how many elements a dataset has is not known")

    return run


_OWN = {
    "map": map_,
    "flat_map": flat_map,
    "interleave": flat_map,
    "apply": apply,
    "batch": batch,
    "padded_batch": padded_batch,
    "window": window,
    "unbatch": unbatch,
    "take": take,
    "concatenate": concatenate,
    "enumerate": enumerated,
    "shuffle": kept,
    "prefetch": kept,
    "cache": kept,
    "with_options": kept,
    "cardinality": cardinality,
}


class DatasetBehaviour(Behaviour):
    """Datasets in Python."""

    def attribute(self, interpreter: Interpreter, value: Any, name: str) -> Any:
        if name in value.traits:
            return value.traits[name]
        own = _OWN.get(name) or (same if name in _SAME else None)
        if own is not None:
            return dataset_methods.held_to_signature(name, own(value))
        if name == "element_spec":
            return value.elements
        if name == "class_names" and value.names is not None:
            return value.names
        if name == "as_numpy_iterator":
            return Native(name, lambda machine, args, keywords: value)
        if name in ("next", "__next__", "get_next"):
            return Native(name, lambda machine, args, keywords: first_element(value))
        if name == "__class__":
            return Class("Dataset")
        if not (value.traits or "keras 2" in interpreter.state or dataset_methods.has(name)):
            return dataset_methods.missing(interpreter, name)
        return interpreter.unknown(f"`.{name}` of a dataset is not followed")

    def item(self, interpreter: Interpreter, value: Any, index: Any) -> Any:
        return first_element(value)

    def iterate(self, interpreter: Interpreter, value: Any) -> Any | Unknown | Missing:
        return _elements(interpreter, value)

    def length(self, interpreter: Interpreter, value: Any) -> Any:
        if value.count is not None:
            return value.count
        return interpreter.unknown("how many elements a dataset has is not known")

    def type_name(self, value: Any) -> str:
        return "Dataset"


def _elements(interpreter: Interpreter, dataset: Dataset) -> Iterator[Any]:
    """The elements one by one. Of many only the first is known to be there.

    Raises:
        Lost: after the first, where nobody knows how many follow.
    """
    if dataset.count == 0:
        return
    yield first_element(dataset)
    if isinstance(dataset.count, int) and dataset.count <= FEW:
        for _ in range(dataset.count - 2):
            yield first_element(dataset)
        if dataset.count > 1:
            yield dataset.elements
        return
    raise Lost(interpreter.unknown("how many elements a dataset has is not followed"))
