"""The weights of a layer: those it has, and those that the user adds."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..libraries.arrays import size_from
from ..network import Layer, Model, Tensor, Weight
from .events import refuse
from .layers import building
from .parts import refresh_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def weights(interpreter: Interpreter, self: Any, which: str) -> Any:
    record: Layer = self.state
    refresh_parts(record)
    if not record.built:
        return interpreter.unknown("the weights of a layer that is not built")
    return [
        weight
        for weight, trains in record.all_weights()
        if which == "all" or trains is (which == "trainable")
    ]


def waits(interpreter: Interpreter, record: Layer) -> bool:
    """Whether this is a `Sequential` that certainly was not built: it was never called, and no
    layer of it says what its input is."""
    return (
        isinstance(record, Model)
        and record.class_name == "Sequential"
        and bool(record.steps)
        and not (record.built or record.outputs or record.nodes or record.unknowns)
        and all(call.method == "compile" for call in record.calls)
        and not any(step.kind == "input" or step.broken or step.built for step in record.steps)
        and id(record) not in interpreter.state.get("let go", ())
        and not interpreter.state.get("inside")
    )


def count_params(interpreter: Interpreter, self: Any) -> Any:
    record: Layer = self.state
    refresh_parts(record)
    if waits(interpreter, record):
        raise interpreter.raised(
            "ValueError", f"`{record.name}` has no parameters to count: it is not built yet"
        )
    if not record.built or record.broken is not None:
        return interpreter.unknown("the parameters of a layer that is not built")
    total: Any = 0
    for weight, _ in record.all_weights():
        total = total + weight.size
    return total


def weight_of(
    interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any], unknown: Any
) -> Any:
    """`self.add_weight(...)`: Keras 2 has the name first, Keras 3 by its name alone."""
    if len(args) > 1 and isinstance(args[1], str):
        if "keras 2" in interpreter.state:
            keywords = {**dict(zip(BY_PLACE, args[1:], strict=False)), **keywords}
            args = args[:1]
        else:
            record: Layer = args[0].state
            refused = Refused(
                "invalid-argument",
                f'`add_weight` takes a shape first, and is given the name "{args[1]}"',
                help=f'`add_weight(shape=..., name="{args[1]}")`',
            )
            why = refuse(interpreter, refused, record)
            record.broken = record.broken or why
            return Tensor(None, unknown=why)
    return interpreter.call(_ADD_WEIGHT, args, keywords, unknown)


#: The arguments of `add_weight` in Keras 2, in order.
BY_PLACE = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")


def _is_called(interpreter: Interpreter, record: Layer) -> bool:
    """Whether the `call` of this layer is going on, and not its `build` inside of it."""
    if not any(record is each for each in interpreter.state.get("inside", ())):
        return False
    names = (frame.function.name for frame in reversed(interpreter.users_frames()))
    return next((name for name in names if name in ("call", "build", "__init__")), "") == "call"


def add_weight(
    interpreter: Interpreter,
    self: Any,
    shape: Any = None,
    initializer: Any = None,
    dtype: Any = None,
    trainable: Any = True,
    autocast: Any = True,
    regularizer: Any = None,
    constraint: Any = None,
    aggregation: Any = "none",
    overwrite_with_gradient: Any = False,
    name: Any = None,
    **more: Any,
) -> Any:
    """`self.add_weight(...)` of a class of the user's."""
    record: Layer = self.state
    if _is_called(interpreter, record):
        why = refuse(
            interpreter,
            Refused(
                "weight-made-in-call",
                f"`{record.class_name}.call` makes a weight, and a layer is built before it is "
                "called",
                help="make it in `build(self, input_shape)`, or in `__init__`",
            ),
            record,
        )
        return Tensor(None, unknown=why)
    sizes = (
        interpreter.iterate(() if shape is None else shape)
        if not isinstance(shape, int)
        else [shape]
    )
    if isinstance(sizes, Unknown):
        record.broken = record.broken or sizes
        return Tensor(None, unknown=sizes)
    known: list[Any] = []
    for size in sizes:
        if isinstance(size, Unknown):
            size = size_from(interpreter, size, "size")
        if size is None or (isinstance(size, dims.Dim) and dims.hidden(size)):
            why = refuse(
                interpreter,
                Refused(
                    "undefined-dimension",
                    f"a weight of `{record.class_name}` needs known sizes, and one of them is None",
                    help="give that size in `keras.Input`",
                ),
                record,
            )
            record.broken = record.broken or why
            return Tensor(None, unknown=why)
        if not isinstance(size, (int, dims.Dim)):
            why = interpreter.unknown("the size of a weight is no whole number", of=size)
            record.broken = record.broken or why
            return Tensor(None, unknown=why)
        if dims.less_than(size, 0) is dims.ALWAYS:
            why = refuse(
                interpreter,
                Refused(
                    "invalid-argument",
                    f"a weight of `{record.class_name}` has a size below 0: {dims.pretty(size)}",
                ),
                record,
            )
            record.broken = record.broken or why
            return Tensor(None, unknown=why)
        known.append(int(size) if isinstance(size, int) else size)
    weight = Weight(
        name if isinstance(name, str) else "variable",
        tuple(known),
        interpreter.truth(trainable) is not False,
        dtype if isinstance(dtype, str) else building.variable_dtype(record.dtype),
    )
    record.weights.append(weight)
    return weight


_ADD_WEIGHT = native(add_weight)
