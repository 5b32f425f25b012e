"""Where datasets of `tf.data` come from: arrays, generators, files, directories."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..interpreter.values import MISSING, Module, Raised, Stream
from .arrays import Array, folded, size_from, symbol_for
from .dataset import Dataset
from .dtypes import Dtype, name_of
from .pipelines import (
    arrays_in,
    batched,
    each,
    free_size,
    leaves,
    made,
    without_first,
)
from .tensor_shapes import Sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..dims import Size
    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


def from_directory(
    interpreter: Interpreter,
    element: Shape,
    dtype: str,
    labels: Any,
    label_mode: Any,
    class_names: Any,
    batch_size: Any,
    subset: Any,
    ends: tuple[float, float] = (0, 255),
) -> Any:
    """What `image_dataset_from_directory` gives: elements between `ends`, and labels by folder."""
    mode = folded(label_mode)
    names = class_names
    if names is None:
        names = interpreter.unknown("the names of the classes are folders of a directory")
        names.name = "class_names"
    item: Any = Array(element, dtype, low=ends[0], high=ends[1], library="tensor")
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
    elements = each(arrays_in(interpreter, dataset), without_first)
    if any(type(leaf) is Unknown for leaf in leaves(elements)):
        return interpreter.unknown("a dataset that is split is not known", of=dataset)
    return made(interpreter, elements), made(interpreter, elements)


def from_tensor_slices(interpreter: Interpreter, tensors: Any, name: Any = None) -> Any:
    """One element for each item of the first axis.

    Raises:
        Refused: the first axes differ, or arrays are given side by side and not in a tuple.
    """
    if type(name) is Array:
        raise Refused(
            "sample-count-mismatch",
            "`from_tensor_slices` takes one argument, and here are two side by side",
            help="put them into a tuple: `from_tensor_slices((x, y))`",
        )
    arrays = arrays_in(interpreter, tensors)
    found = leaves(arrays)
    counts = [leaf.shape[0] for leaf in found if type(leaf) is Array and leaf.shape]
    sizes = [count for count in counts if type(count) is int]
    if sizes and min(sizes) != max(sizes):
        raise Refused(
            "sample-count-mismatch",
            f"`from_tensor_slices` is given arrays of {' and '.join(map(str, sizes))} items",
            help="all of them have the same first axis: a label for each sample",
        )
    count = counts[0] if counts else None
    return made(interpreter, each(arrays, without_first), count)


def from_tensors(interpreter: Interpreter, tensors: Any, name: Any = None) -> Any:
    """A single element."""
    return made(interpreter, arrays_in(interpreter, tensors), 1)


def from_generator(
    interpreter: Interpreter,
    generator: Any,
    output_types: Any = None,
    output_shapes: Any = None,
    args: Any = None,
    output_signature: Any = None,
    name: Any = None,
) -> Any:
    """Elements that the running program makes: what the call says of them holds."""
    if output_signature is not None:
        return made(interpreter, arrays_in(interpreter, output_signature))
    if output_types is not None:
        return made(interpreter, _typed(interpreter, output_types, output_shapes))
    return made(interpreter, interpreter.unknown("what a generator yields is not followed"))


def _typed(interpreter: Interpreter, types: Any, shapes: Any) -> Any:
    """Arrays of these types: the shapes come in the same structure, where they are given."""
    if type(types) in (tuple, list):
        parts = [None] * len(types) if shapes is None else interpreter.iterate(shapes)
        if isinstance(parts, Unknown) or len(parts) != len(types):
            return interpreter.unknown("shapes that are not known", of=shapes)
        pairs = zip(types, parts, strict=True)
        return tuple(_typed(interpreter, kind, shape) for kind, shape in pairs)
    if type(types) is dict:
        given = shapes if type(shapes) is dict else {}
        return {key: _typed(interpreter, kind, given.get(key)) for key, kind in types.items()}
    if type(types) not in (Dtype, str):
        return interpreter.unknown("elements of a type that is not known", of=types)
    return tensor_spec(interpreter, shapes, types)


def tensor_spec(
    interpreter: Interpreter, shape: Any = None, dtype: Any = "float32", name: Any = None
) -> Any:
    """`tf.TensorSpec`: an array of which nothing but this is known; None is a size of its own."""
    if type(shape) is Sizes:
        shape = shape.sizes
    kind = name_of(dtype, "float32")
    if shape is None:
        unknown = interpreter.unknown("the shape of what a generator yields is not given")
        return Array(None, kind, unknown=unknown, library="tensor")
    sizes = [shape] if isinstance(shape, int) else interpreter.iterate(shape)
    if isinstance(sizes, Unknown):
        return Array(None, kind, unknown=sizes, library="tensor")
    known = (
        free_size(interpreter) if size is None else size_from(interpreter, size) for size in sizes
    )
    return Array(tuple(known), kind, library="tensor")


def next_of(interpreter: Interpreter, generator: Any) -> Any:
    """What a generator, or a function that makes one, yields first; it is not used up."""
    try:
        if not isinstance(generator, Stream):
            generator = interpreter.call(generator, (), {})
        items = interpreter.iterator(generator)
        return items if isinstance(items, Unknown) else next(items)
    except (Raised, StopIteration):
        return interpreter.unknown("what a generator yields is not followed")


def range_(interpreter: Interpreter, *bounds: Any, **keywords: Any) -> Any:
    """Numbers."""
    sizes = [folded(bound) for bound in bounds]
    count = None
    if sizes and all(type(size) is int for size in sizes):
        count = len(range(*sizes))
    return made(interpreter, Array((), "int64", library="tensor"), count)


def files(interpreter: Interpreter, filenames: Any = None, *rest: Any, **keywords: Any) -> Any:
    """Strings: the paths of files, their lines, or the records in them."""
    return made(interpreter, Array((), "string", library="tensor"))


def zip_(interpreter: Interpreter, *datasets: Any, **keywords: Any) -> Any:
    """Elements of several datasets side by side."""
    given = datasets[0] if len(datasets) == 1 and type(datasets[0]) is not Dataset else datasets
    if not given:
        given = keywords.get("datasets", ())
    parts = interpreter.iterate(given)
    if isinstance(parts, Unknown) or any(type(part) is not Dataset for part in parts):
        return interpreter.unknown("datasets that are not known", of=given)
    firsts = {part.first for part in parts}
    first = firsts.pop() if len(firsts) == 1 else None
    return made(interpreter, tuple(part.elements for part in parts), parts[0].count, first=first)


_SOURCES = {
    "from_tensor_slices": from_tensor_slices,
    "from_tensors": from_tensors,
    "from_generator": from_generator,
    "range": range_,
    "list_files": files,
    "zip": zip_,
}


def load(name: str) -> Any:
    """A member of `tf.data`, or MISSING."""
    if name == "Dataset":
        from .tensorflow_names import not_there

        made_of = {key: native(function, key) for key, function in _SOURCES.items()}
        module = Module("tensorflow.data.Dataset", made_of)
        module.gone = lambda member: not_there("data.Dataset", member)
        return module
    if name in ("TFRecordDataset", "TextLineDataset"):
        return native(files, name)
    if name == "AUTOTUNE":
        return -1
    if name == "experimental":
        return Module("tensorflow.data.experimental", {"AUTOTUNE": -1})
    return MISSING
