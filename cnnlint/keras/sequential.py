"""`keras.Sequential`: layers on top of each other, built as soon as the first shape is known."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..interpreter.values import Class, Function, Instance
from ..libraries.names import auto_name
from ..network import Layer, Model, Node, Tensor
from . import masks, naming, structures
from .events import made, refuse
from .given import unknown_result
from .inputs import batched, checked_shape, input_layer
from .parts import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: What TensorFlow keeps of Keras 2 for itself.
PRIVATE = "tensorflow.python.keras"


def init_sequential(
    interpreter: Interpreter, self: Any, layers: Any = None, trainable: Any = True, name: Any = None
) -> None:
    record: Model = self.state
    naming.name_layer(interpreter, record, {"name": name, "trainable": trainable})
    made(interpreter, record)
    if layers is None:
        return
    items = interpreter.iterate(layers)
    if isinstance(items, Unknown):
        record.unknowns.append(items)
        return
    for item in items:
        push(interpreter, record, item)
    if items:
        rebuild(interpreter, record)


def add(interpreter: Interpreter, self: Any, layer: Any, rebuild: Any = True) -> None:
    """`model.add(layer)`."""
    record: Model = self.state
    if interpreter.attempt is not None:
        interpreter.attempt.keep(record)
    if interpreter.uncertain is not None:
        # Inside a loop of unknown length: how many layers there will be is not known, nor what
        # comes before this one.
        record.unknowns.append(interpreter.uncertain)
        if not any(step.broken is interpreter.uncertain for step in record.steps):
            push(interpreter, record, interpreter.uncertain)
    push(interpreter, record, layer)
    if rebuild is not False:
        _rebuild(interpreter, record)


def of_private_keras() -> Refused:
    """A layer of TensorFlow's own copy of Keras 2, which Keras 3 does not know for one."""
    return Refused(
        "not-a-layer",
        f"this layer is one of `{PRIVATE}`, and for Keras no layer",
        help=f"import it from `tensorflow.keras`: `{PRIVATE}` is a copy of Keras 2 that TensorFlow "
        "keeps for itself",
        late=True,
    )


def push(interpreter: Interpreter, record: Model, item: Any) -> None:
    """Append one layer, as `Sequential.add` checks it."""
    if isinstance(item, Tensor) and item.node is not None and item.node.layer.kind == "input":
        item = item.node.layer.value
    if isinstance(item, Instance) and not isinstance(item.state, Layer):
        item = item.cls.unknown_base or item  # what it derives from may be a layer
    if isinstance(item, Unknown):
        if item.span is not None and PRIVATE in item.span.source.line(item.span.line):
            refuse(interpreter, of_private_keras(), record)
        layer = Layer("?", f"?{len(record.steps)}", item.span or interpreter.span())
        layer.broken = item
        record.steps.append(layer)
        return
    if not (isinstance(item, Instance) and isinstance(item.state, Layer)):
        why = refuse(interpreter, not_a_layer(item), record)
        record.unknowns.append(why)
        return
    layer = item.state
    shape = interpreter.state.get("input shapes", {}).get(id(layer))
    whole = interpreter.state.get("batch shapes", {}).get(id(layer))
    if not record.steps and (shape is not None or whole is not None):
        full = batched(interpreter, shape, None) if whole is None else whole
        full = checked_shape(interpreter, full, shape if whole is None else whole)
        named = f"{layer.name}_input" if "keras 2" in interpreter.state else None
        first = input_layer(interpreter, full, "float32", named)
        first.span = layer.span
        record.steps.append(first)
        record.step_names.add(first.name)
    if layer.kind == "input" and record.steps and record.steps[0].kind == "input":
        why = refuse(
            interpreter,
            Refused(
                "invalid-argument",
                "this `Sequential` already has an input",
                help="keep one `Input`, as its first item",
            ),
            record,
        )
        record.unknowns.append(why)
        return
    twin = _twin(interpreter, record, layer)
    if twin is not layer:
        why = refuse(
            interpreter,
            Refused(
                "duplicate-layer-name",
                f"two layers of this model are named `{layer.name}`",
                help="give one of them another `name`",
                about=(twin.span, layer.span, layer.name),
                late="waiting" in interpreter.state and naming.by_chance(twin, layer),
            ),
            record,
        )
        record.unknowns.append(why)
    record.steps.append(layer)
    record.step_names.add(layer.name)


def _twin(interpreter: Interpreter, record: Model, layer: Layer) -> Layer:
    """The layer of this name that the model has already, else the layer itself."""
    # All names are compared only where one may be there twice: a model may have thousands.
    if layer.name not in record.step_names and "renamed" not in interpreter.state:
        return layer
    return next((each for each in record.steps if each.name == layer.name), layer)


def not_a_layer(item: Any) -> Refused:
    if isinstance(item, Class):
        return Refused(
            "not-a-layer",
            f"`Sequential` holds layers, and this is the class `{item.name}` itself",
            help=f"make a layer of it: `{item.name}(...)`",
            about=(item.name,),
        )
    if isinstance(item, Tensor):
        return Refused(
            "not-a-layer",
            "`Sequential` holds layers, and this is the tensor that a layer returned",
            help="put the layer itself in the list, without calling it",
        )
    if type(item) is Function:
        return Refused(
            "not-a-layer",
            f"`Sequential` holds layers, and this is the function `{item.name}`",
            help=f"call it: `{item.name}()`",
        )
    if isinstance(item, (str, int, float, list, tuple, type(None))):
        return Refused("not-a-layer", f"`Sequential` holds layers, and this is {item!r}"[:90])
    return Refused("not-a-layer", "`Sequential` holds layers, and this is something else")


def rebuild(interpreter: Interpreter, record: Model) -> None:
    """Build what the first layer's input shape allows, as Keras does after every `add`."""
    first = record.steps[0] if record.steps else None
    if first is None or len(record.steps) < 2:
        record.parts = shown(record.steps)
    elif first.kind == "input":
        build_sequential(interpreter, record, first.nodes[0].outputs[0])
    elif isinstance(first, Model) and len(first.inputs) == 1:
        source = first.inputs[0]
        shape: Any = source.shape if source.shape is not None else source.unknown
        open_with(interpreter, record, shape, source.dtype)
        build_sequential(interpreter, record, record.steps[0].nodes[0].outputs[0])
    else:
        record.parts = shown(record.steps)


_rebuild = rebuild


def open_with(interpreter: Interpreter, record: Model, shape: Any, dtype: str) -> None:
    """Put an input before the layers, which have none of their own.

    It has the dtype in which the first layer computes, whatever that of the data is; with Keras 2
    it has `dtype`, which is that of the data, and a name after the first layer.
    """
    step = record.steps[0]
    if "keras 2" in interpreter.state:
        first = input_layer(interpreter, shape, dtype, f"{step.name}_input")
    else:
        first = input_layer(interpreter, shape, masks.computed(step), None)
    first.span = step.span
    record.steps.insert(0, first)
    record.step_names.add(first.name)


def build_sequential(interpreter: Interpreter, record: Model, x: Tensor) -> None:
    """Apply the layers one after the other; only those that have not been applied yet."""
    inputs = x
    record.parts = shown(record.steps)
    if "keras 2" not in interpreter.state:
        auto_name(interpreter, "Functional")  # Keras keeps a model of tensors inside, and names it
    done = record.graph
    nodes: list[Node] = []
    given: Any = x  # what the next layer is called on: a list where a model gives a list
    besides = _standing(record, inputs)
    if besides is not None:
        nodes = list(done)
        given = x = done[-1].outputs[0]
        for made in besides:
            auto_name(interpreter, made)
    besides = besides or []
    whole = True  # each layer has a node here, by which it will be found again
    for place in range(len(nodes), len(record.parts)):
        step, before_it = record.parts[place], x
        # What was built by the last `add` has not changed since.
        if place < len(done) and done[place].layer is step and done[place].inputs[:1] == (x,):
            nodes.append(done[place])
            for made in done[place].besides:  # Keras works its mask out again
                auto_name(interpreter, made)
            gave = done[place].outputs
            result: Any = gave[0] if len(gave) == 1 else list(gave)
        else:
            before = interpreter.node
            result = apply_step(interpreter, step, given)
            interpreter.node = before
            if step.nodes:
                nodes.append(step.nodes[-1])
        leaves = [leaf for leaf in structures.flatten(result) if isinstance(leaf, Tensor)]
        last = nodes[-1] if len(nodes) == place + 1 else None
        if (
            last is None
            or last.layer is not step
            or last.inputs[:1] != (before_it,)
            or len(leaves) != 1
        ):
            whole = False
        elif last.besides:
            besides = [*besides, *last.besides]
        if len(leaves) != 1 and place + 1 < len(record.parts):
            after = record.parts[place + 1]
            why = after.broken  # said when it was added
            if why is None:
                refused = Refused(
                    "input-structure",
                    f"`{after.class_name}` takes one tensor, `{step.class_name}` gives "
                    f"{len(leaves)}",
                    help="use the functional API to pick one of them",
                )
                why = after.broken = refuse(interpreter, refused, after, tuple(leaves))
            given = x = Tensor(None, unknown=why)
            continue
        x = leaves[0] if leaves else Tensor(None, unknown=interpreter.unknown("no output"))
        given = [x] if isinstance(result, list) else x
    record.graph = tuple(nodes)
    record.inputs, record.outputs = (inputs,), (x,)
    record.stacked = (record.graph, besides) if whole else None
    record.built = True


def _standing(record: Model, inputs: Tensor) -> list[str] | None:
    """What all that was built before names besides its layers, if it stands as it did: then only
    what is above it is new. None if it does not."""
    graph, parts = record.graph, record.parts
    if record.stacked is None or record.stacked[0] is not graph or not graph:
        return None
    stands = (
        len(graph) <= len(parts)
        and graph[-1].layer is parts[len(graph) - 1]
        and len(graph[-1].outputs) == 1
        and record.inputs[0] is inputs
        and record.outputs[0] is graph[-1].outputs[0]
    )
    return record.stacked[1] if stands else None


def apply_step(interpreter: Interpreter, step: Layer, x: Any) -> Any:
    """Call one layer of a Sequential; what is wrong is said where that layer stands."""
    if step.value is None:
        why = step.broken or interpreter.unknown("a layer")
        return unknown_result(interpreter, step, tuple(structures.flatten(x)), why)
    place, here = step.span, interpreter.node
    if (
        place is not None
        and place.source is interpreter.source
        and here[1] <= place.start
        and place.end <= here[2]
    ):
        interpreter.node = ("Call", place.start, place.end)
    return interpreter.call(step.value, (x,), {})


def pop(interpreter: Interpreter, self: Any, rebuild: Any = True) -> Any:
    record: Model = self.state
    if not record.steps:
        return interpreter.unknown("`pop` of an empty model")
    last = record.steps.pop()
    record.graph, record.outputs, record.built = (), (), False
    _rebuild(interpreter, record)
    return last.value


#: What a `Sequential` has besides.
METHODS: dict[str, Any] = {
    "__init__": native(init_sequential, "__init__"),
    "add": native(add),
    "pop": native(pop),
}
