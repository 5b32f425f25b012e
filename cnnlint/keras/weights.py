"""The weights of a layer: those it has, and those that the user adds."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..interpreter.values import Instance
from ..libraries.arrays import Array, size_from
from ..network import Layer, Model, Tensor, Weight
from ..shapes import show
from . import identifiers
from .events import refuse
from .inputs import no_dtype
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


def quantize(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    """`layer.quantize("int8")`, `model.quantize("int8")`: other weights, of the same outputs."""
    record: Layer = self.state
    refresh_parts(record)
    for layer in (record, *record.all_parts()):
        if layer.declaration is not None and layer.declaration.quantizes and not layer.broken:
            why = f"`{layer.class_name}` holds other weights once it is quantized"
            layer.broken, layer.weights = interpreter.unknown(why), []


def enable_lora(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> None:
    """`layer.enable_lora(rank)`: two more weights, and the others are frozen."""
    record: Layer = self.state
    why = f"what `{record.class_name}` holds once `enable_lora` was called"
    record.broken, record.weights = record.broken or interpreter.unknown(why), []


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
    refused = None if "keras 2" in interpreter.state else _misused(shape, initializer, dtype, more)
    if refused is not None:
        why = refuse(interpreter, refused, record)
        record.broken = record.broken or why
        return Tensor(None, unknown=why)
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


#: What `add_weight` takes by name.
_TAKES = """
    shape initializer dtype trainable autocast regularizer constraint aggregation
    overwrite_with_gradient name
""".split()


def _misused(
    shape: Any, initializer: Any, dtype: Any, more: dict[str, Any], taken: list[str] = _TAKES
) -> Refused | None:
    """What `add_weight` raises whatever the layer is; None where it takes its arguments."""
    from .spelling import closest

    strange = next(iter(more), None)
    if strange is not None:
        close = closest(strange, taken)
        return Refused(
            "unexpected-argument",
            f"`add_weight` takes no argument `{strange}`",
            help=f"did you mean `{close}`?" if close else f"it takes {', '.join(taken)}",
            exception="TypeError",
            about=(strange, close or ""),
        )
    parts = shape if isinstance(shape, (list, tuple)) else (shape,)
    odd = next((part for part in parts if isinstance(part, (str, float, list, tuple))), None)
    if odd is not None:
        return Refused(
            "invalid-argument",
            f"`add_weight` takes a shape of whole numbers, and {odd!r} is none"[:120],
            help="give the sizes: `shape=(input_shape[-1], units)`",
        )
    if isinstance(initializer, str) and initializer not in identifiers.INITIALIZERS:
        close = closest(initializer, identifiers.INITIALIZERS)
        return Refused(
            "invalid-argument",
            f'there is no initializer "{initializer}"',
            help=f'did you mean "{close}"?' if close else "they are in `keras.initializers`",
            about=("text", initializer, close),
        )
    if isinstance(dtype, str) and dtype not in identifiers.DTYPES:
        return no_dtype("a weight", dtype)
    return None


def of_metric(interpreter: Interpreter, self: Any, args: Any, keywords: Any) -> Refused | None:
    """What `Metric.add_weight` raises; None where it takes its arguments."""
    names = ("shape", "initializer", "dtype", "name")
    if "keras 2" in interpreter.state or len(args) > len(names):
        return None
    given = {**dict(zip(names, args, strict=False)), **keywords}
    known = [given.pop(name, None) for name in names[:3]]
    given.pop("name", None)
    return _misused(known[0], known[1], known[2], given, [*names])


def get_weights(interpreter: Interpreter, self: Any) -> Any:
    """The values of all weights, in order, as NumPy's arrays."""
    shapes = _shapes(interpreter, self.state)
    if shapes is None:
        return interpreter.unknown("the result of `.get_weights()` is not known")
    return [Array(shape, weight.dtype) for shape, weight in shapes]


def set_weights(interpreter: Interpreter, self: Any, weights: Any) -> None:
    """Hold values against the weights they are given to: how many, and of which shapes."""
    record: Layer = self.state
    shapes = _shapes(interpreter, record)
    if isinstance(weights, Instance):
        interpreter.refused(
            interpreter,
            Refused(
                "invalid-argument",
                f"`set_weights` takes a list of arrays, and is given a `{weights.cls.name}`",
                help="ask it for its values: `set_weights(other.get_weights())`",
                exception="TypeError",
            ),
        )
        return
    if shapes is None or type(weights) not in (list, tuple):
        return
    wanted = [shape for shape, _ in shapes]
    if not all(isinstance(size, int) for shape in wanted for size in shape):
        return
    given = [getattr(each, "shape", None) for each in weights]
    message = ""
    if len(given) != len(wanted):
        message = f"has {len(wanted)} weights, and is given {len(given)}"
    elif record.kind == "layer" and record.declaration is not None and not record.parts:
        for own, other in zip(wanted, given, strict=True):
            if isinstance(other, tuple) and not _alike(own, other):
                message = f"has a weight of shape {show(own)}, and is given {show(other)}"
                break
    elif all(isinstance(other, tuple) for other in given):
        # In which order a model keeps its weights is not asked here.
        left = [other for other in given if isinstance(other, tuple)]
        for own in wanted:
            found = next((other for other in left if _alike(own, other)), None)
            if found is None:
                message = f"has a weight of shape {show(own)}, and is given none like it"
                break
            left.remove(found)
    if message:
        refuse(
            interpreter,
            Refused(
                "state-shape-mismatch",
                f"`{record.name}` {message}",
                help="weights go from one model to another that is made the same way",
            ),
            record,
        )


def _alike(own: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(own) == len(other) and not any(map(dims.apart, own, other))


def _shapes(interpreter: Interpreter, record: Layer) -> list[tuple[Any, Weight]] | None:
    """The weights with their shapes, where every one of them is known."""
    refresh_parts(record)
    whole = (record, *record.all_parts())
    if isinstance(record, Model) and record.unknowns:
        return None
    if id(record) in interpreter.state.get("let go", ()) or interpreter.state.get("inside"):
        return None
    for part in whole:
        own = part.value is not None and part.value.cls.span is not None
        if not part.built or part.broken is not None or (own and part.declaration is None):
            return None
        if part.declaration is None and part.kind == "layer":
            return None
    return [(weight.shape, weight) for weight, _ in record.all_weights()]
