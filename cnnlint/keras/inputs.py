"""`keras.Input` and `InputLayer`: where a shape is written down."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.operators import held
from ..interpreter.values import Instance, Native
from ..libraries.arrays import size_from
from ..libraries.dtypes import Dtype
from ..network import Layer, Node, Tensor
from . import naming
from .classes import INPUT_LAYER
from .events import refuse, taken_as_shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


def input_(
    interpreter: Interpreter,
    shape: Any = None,
    batch_size: Any = None,
    dtype: Any = None,
    sparse: Any = None,
    ragged: Any = None,
    batch_shape: Any = None,
    name: Any = None,
    tensor: Any = None,
    optional: Any = False,
) -> Any:
    """`keras.Input(...)`."""
    if isinstance(tensor, Tensor):
        return tensor
    full: Any
    if batch_shape is not None:
        full = batch_shape
        given = [each for each in (shape, batch_size) if each is not None]
        # What is not known may be None: `Input(**config)` passes one of them or the other.
        if given and not any(isinstance(each, Unknown) for each in (full, *given)):
            what = "shape" if shape is not None else "batch_size"
            return refuse(
                interpreter,
                Refused("invalid-argument", f"`Input` takes `{what}` or `batch_shape`, not both"),
            )
    elif shape is None:
        if isinstance(tensor, Unknown):
            return interpreter.derive(tensor, "Input")
        return refuse(
            interpreter,
            Refused(
                "missing-argument", "`Input` needs a `shape`", help="`keras.Input(shape=(...))`"
            ),
        )
    else:
        full = batched(interpreter, shape, batch_size)
    known = checked_shape(interpreter, full, shape if batch_shape is None else batch_shape)
    called = dtype.name if type(dtype) is Dtype else dtype
    called = called if isinstance(called, str) else "float32"
    if type(dtype) is str and "keras 2" not in interpreter.state:
        from .identifiers import DTYPES

        if dtype not in DTYPES or dtype.startswith("mixed"):
            return refuse(interpreter, no_dtype("`Input`", dtype))
    made = input_layer(interpreter, known, called, name)
    return made.nodes[0].outputs[0]


def no_dtype(called: str, value: str) -> Refused:
    """What to say of a text that names no dtype."""
    from .identifiers import DTYPES
    from .spelling import closest

    close = closest(value, DTYPES)
    return Refused(
        "invalid-argument",
        f'{called} got no dtype: "{value}"',
        help=f'did you mean "{close}"?' if close else 'use "float32"',
        about=("text", value, close),
    )


def batched(interpreter: Interpreter, shape: Any, batch_size: Any) -> Any:
    shape = held(shape)
    if isinstance(shape, (int, float, str, type(None), dims.Dim, Unknown)):
        return shape
    items = interpreter.iterate(shape)
    return (batch_size, *items) if isinstance(items, list) else items


def checked_shape(interpreter: Interpreter, full: Any, written: Any) -> Shape | Unknown:
    """A shape as Keras's `standardize_shape` takes it."""
    full = held(full)
    if isinstance(full, Unknown):
        taken_as_shape(interpreter, full)
        return full
    if not isinstance(full, (tuple, list)):
        items = (
            interpreter.iterate(full)
            if not isinstance(full, (int, float, str, type(None), dims.Dim))
            else None
        )
        if not isinstance(items, list):
            if isinstance(items, Unknown):
                return items
            return refuse(
                interpreter,
                Refused(
                    "invalid-argument",
                    f"a shape is a tuple, and this is {written!r}"[:80],
                    help=f"`({written},)`" if isinstance(written, int) else "",
                    about=("shape",) if isinstance(written, int) else (),
                ),
            )
        full = items
    sizes: list[Any] = []
    for axis, size in enumerate(full):
        if size is None:
            sizes.append(naming.free_size(interpreter, axis, len(full)))
        elif isinstance(size, Unknown):
            sizes.append(size_from(interpreter, size, f"d{axis}"))
        elif isinstance(size, dims.Dim):
            sizes.append(size)
        elif isinstance(size, bool) or not isinstance(size, int) or size < 0:
            if isinstance(size, (tuple, list)):
                inner = f"`{size!r}` alone" if axis == len(full) - 1 and axis < 2 else ""
                return refuse(
                    interpreter,
                    Refused(
                        "invalid-argument",
                        f"a size in a shape is a whole number or None, and this one is {size!r}"[
                            :90
                        ],
                        help=f"give {inner}, without another pair of brackets" if inner else "",
                    ),
                )
            if not isinstance(size, (int, float, str, bool)):
                return interpreter.unknown("a shape with a size that is not followed", of=size)
            return refuse(
                interpreter,
                Refused(
                    "invalid-argument",
                    f"a size in a shape is a whole number or None, and this one is {size!r}",
                    help=f"`{int(size)}`, or `//` instead of `/`"
                    if isinstance(size, float)
                    else "",
                ),
            )
        else:
            sizes.append(int(size))
    return tuple(sizes)


def input_layer(interpreter: Interpreter, shape: Shape | Unknown, dtype: str, name: Any) -> Layer:
    """An `InputLayer`, with the tensor it gives."""
    instance = Instance(INPUT_LAYER, interpreter.span())
    record = Layer("InputLayer", "", interpreter.span(), kind="input")
    instance.state, record.value = record, instance
    naming.name_layer(interpreter, record, {"name": name})
    record.built = True
    instance.attributes["_self_named"] = name is not None
    tensor = (
        Tensor(None, dtype, unknown=shape) if isinstance(shape, Unknown) else Tensor(shape, dtype)
    )
    interpreter.events.append(Node(record, (), (tensor,), interpreter.span()))
    return record


def init_input_layer(
    interpreter: Interpreter, args: Any, keywords: dict[str, Any], unknown: Any
) -> None:
    """`InputLayer(shape=...)` itself, with the older spellings it still takes."""
    instance, *rest = args
    names = (
        "shape",
        "batch_size",
        "dtype",
        "sparse",
        "ragged",
        "batch_shape",
        "input_tensor",
        "name",
    )
    given = {**dict(zip(names, rest, strict=False)), **keywords}
    shape = given.get("shape", given.get("input_shape"))
    full = given.get("batch_shape", given.get("batch_input_shape"))
    if full is None:
        full = batched(interpreter, shape, given.get("batch_size"))
    known = checked_shape(interpreter, full, shape)
    record: Layer = instance.state
    record.kind = "input"
    naming.name_layer(interpreter, record, {"name": given.get("name")})
    record.built = True
    tensor = Tensor(None, unknown=known) if isinstance(known, Unknown) else Tensor(known)
    interpreter.events.append(Node(record, (), (tensor,), interpreter.span()))


INPUT_LAYER.namespace["__init__"] = Native("__init__", init_input_layer, open=True)
