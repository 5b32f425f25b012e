"""`keras.Input`, `keras.Model`, `keras.Sequential`: making models, and calling them."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.calls import native
from ..interpreter.signature import BadCall, Signature
from ..interpreter.values import MISSING, Function, Instance, Method, Native
from ..libraries.names import auto_name
from ..network import Call, Layer, Model, Node, Tensor
from ..shapes import show
from . import structures
from .calling import _unknown_result, build_users, wrapped
from .classes import (
    FUNCTIONAL,
    INPUT_LAYER,
    MODEL,
    SEQUENTIAL,
    free_size,
    init_layer,
    name_layer,
    refresh_parts,
)
from .events import ModelMade, refuse
from .graph import Disconnected, trace
from .layers import building
from .layers.kit import NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


# Inputs ---------------------------------------------------------------------------------------


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
        if shape is not None or batch_size is not None:
            what = "shape" if shape is not None else "batch_size"
            return refuse(
                interpreter,
                Refused("invalid-argument", f"`Input` takes `{what}` or `batch_shape`, not both"),
            )
    elif shape is None:
        return refuse(
            interpreter,
            Refused(
                "missing-argument", "`Input` needs a `shape`", help="`keras.Input(shape=(...))`"
            ),
        )
    else:
        full = batched(interpreter, shape, batch_size)
    known = checked_shape(interpreter, full, shape if batch_shape is None else batch_shape)
    made = input_layer(interpreter, known, dtype if isinstance(dtype, str) else "float32", name)
    return made.nodes[0].outputs[0]


def batched(interpreter: Interpreter, shape: Any, batch_size: Any) -> Any:
    items = interpreter.iterate(shape) if isinstance(shape, (tuple, list)) else shape
    if isinstance(items, list):
        return (batch_size, *items)
    return items


def checked_shape(interpreter: Interpreter, full: Any, written: Any) -> Shape | Unknown:
    """A shape as Keras's `standardize_shape` takes it."""
    if isinstance(full, Unknown):
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
                ),
            )
        full = items
    sizes: list[Any] = []
    for axis, size in enumerate(full):
        if size is None:
            sizes.append(free_size(interpreter, axis, len(full)))
        elif isinstance(size, Unknown):
            from ..libraries.arrays import size_from

            sizes.append(size_from(interpreter, size, f"d{axis}"))
        elif isinstance(size, dims.Dim):
            sizes.append(size)
        elif isinstance(size, bool) or not isinstance(size, int) or size < 0:
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
            sizes.append(size)
    return tuple(sizes)


def input_layer(interpreter: Interpreter, shape: Shape | Unknown, dtype: str, name: Any) -> Layer:
    """An `InputLayer`, with the tensor it gives."""
    instance = Instance(INPUT_LAYER, interpreter.span())
    record = Layer("InputLayer", "", interpreter.span(), kind="input")
    instance.state, record.value = record, instance
    name_layer(interpreter, record, {"name": name})
    record.built = True
    tensor = (
        Tensor(None, dtype, unknown=shape) if isinstance(shape, Unknown) else Tensor(shape, dtype)
    )
    Node(record, (), (tensor,), interpreter.span())
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
    name_layer(interpreter, record, {"name": given.get("name")})
    record.built = True
    tensor = Tensor(None, unknown=known) if isinstance(known, Unknown) else Tensor(known)
    Node(record, (), (tensor,), interpreter.span())


INPUT_LAYER.namespace["__init__"] = Native("__init__", init_input_layer, open=True)


# Models made of tensors -----------------------------------------------------------------------

_FUNCTIONAL = Signature(
    "Model", ("inputs", "outputs", "name"), {"name": None}, rest_keywords="more"
)


def init_model(
    interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any], unknown: Any
) -> None:
    """`keras.Model(inputs, outputs)`, or `super().__init__()` of a class derived from it."""
    instance, *rest = args
    record: Model = instance.state
    old = {"input": "inputs", "output": "outputs"}
    if len(rest) >= 2 or ("outputs" in keywords and (rest or "inputs" in keywords)):
        try:
            bound = _FUNCTIONAL.bind(rest, keywords, unknown)
        except BadCall as bad:
            why = refuse(
                interpreter,
                Refused("unexpected-argument", f"`Model` {bad}", exception="TypeError"),
                record,
            )
            record.unknowns.append(why)
            return
        if instance.cls is MODEL:
            instance.cls = FUNCTIONAL
            record.class_name = "Functional"
        make_functional(interpreter, instance, bound["inputs"], bound["outputs"], bound["name"])
        extra = bound.get("more") or {}
        if extra.get("trainable") is False:
            record.trainable = False
        return
    if any(name in keywords for name in old):
        given = next(name for name in old if name in keywords)
        why = refuse(
            interpreter,
            Refused(
                "unexpected-argument",
                f"`Model` takes no argument `{given}`",
                help=f"did you mean `{old[given]}`?",
            ),
            record,
        )
        record.unknowns.append(why)
        record.name = record.name or auto_name(interpreter, "Functional")
        made(interpreter, record)
        return
    if unknown is not None:
        record.unknowns.append(unknown)
    init_layer(interpreter, (instance, *rest), keywords, unknown)
    made(interpreter, record)


def made(interpreter: Interpreter, record: Model) -> None:
    known: list[Model] = interpreter.state.setdefault("models", [])
    if not any(record is model for model in known):
        known.append(record)
        frames = interpreter.frames
        builder = f"{frames[-1].function.name}()" if frames else ""
        interpreter.events.append(ModelMade(record, tuple(interpreter.chain()), builder))


def make_functional(
    interpreter: Interpreter, instance: Instance, inputs: Any, outputs: Any, name: Any
) -> None:
    record: Model = instance.state
    name_layer(interpreter, record, {"name": name})
    made(interpreter, record)
    record.built = True
    instance.attributes["_self_inputs"] = inputs
    instance.attributes["_self_outputs"] = outputs
    flat: dict[str, list[Tensor]] = {}
    for side, value in (("inputs", inputs), ("outputs", outputs)):
        flat[side] = []
        for leaf in structures.flatten(value):
            if isinstance(leaf, Tensor):
                flat[side].append(leaf)
            elif isinstance(leaf, Unknown):
                record.unknowns.append(leaf)
            else:
                record.unknowns.append(_not_a_tensor(interpreter, record, side, leaf))
    record.inputs, record.outputs = tuple(flat["inputs"]), tuple(flat["outputs"])
    try:
        graph = trace(record.inputs, record.outputs, clones(interpreter, record.inputs))
    except Disconnected as refused:
        if record.unknowns:
            return  # an input that is not known may well lead there
        outer = (refused.output, refused.tensor)
        record.unknowns.append(refuse(interpreter, refused, record, outer))
        everything = [t for t in (refused.tensor, *record.inputs) if t.node is not None]
        graph = trace(tuple(everything), record.outputs, {}) if _lenient(record, refused) else None  # type: ignore[assignment]
    except Refused as refused:
        record.unknowns.append(refuse(interpreter, refused, record))
        return
    if graph is not None:
        record.graph, record.parts = graph.nodes, list(graph.layers)


def _lenient(record: Model, refused: Disconnected) -> bool:
    """Whether the table can still be drawn, with the missing input taken in."""
    try:
        trace((refused.tensor, *record.inputs), record.outputs, {})
    except Refused:
        return False
    return True


def clones(interpreter: Interpreter, inputs: tuple[Tensor, ...]) -> dict[int, Tensor]:
    """Keras puts an input layer of its own in place of an input that is no `keras.Input`."""
    stand_ins: dict[int, Tensor] = {}
    for tensor in inputs:
        if tensor.node is not None and tensor.node.layer.kind != "input":
            layer = Layer(
                "InputLayer", f"{tensor.node.layer.name}_input", tensor.node.span, kind="input"
            )
            layer.built = True
            copy = Tensor(tensor.shape, tensor.dtype, unknown=tensor.unknown)
            Node(layer, (), (copy,), tensor.node.span)
            stand_ins[id(tensor)] = copy
    return stand_ins


def _not_a_tensor(interpreter: Interpreter, record: Layer, side: str, leaf: Any) -> Unknown:
    if isinstance(leaf, Instance) and isinstance(leaf.state, Layer):
        message = (
            f"`{side}` of a model are tensors, and this is the layer `{leaf.state.class_name}`"
        )
        advice = f"call it: `{leaf.state.class_name}(...)(x)`"
    elif leaf is None:
        message = f"`{side}` of a model are tensors, and this is None"
        advice = "a function that builds layers must `return` the last tensor"
    elif isinstance(leaf, (int, float, str)):
        message = f"`{side}` of a model are tensors, and this is {leaf!r}"
        advice = ""
    else:
        return interpreter.unknown("a model made of something that is not followed")
    return refuse(interpreter, Refused("not-a-tensor", message, help=advice), record)


# Sequential -----------------------------------------------------------------------------------


def init_sequential(
    interpreter: Interpreter, self: Any, layers: Any = None, trainable: Any = True, name: Any = None
) -> None:
    record: Model = self.state
    name_layer(interpreter, record, {"name": name, "trainable": trainable})
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
    if interpreter.uncertain is not None:
        # Inside a loop of unknown length: how many layers there will be is not known.
        record.unknowns.append(interpreter.uncertain)
    push(interpreter, record, layer)
    if rebuild is not False:
        _rebuild(interpreter, record)


def push(interpreter: Interpreter, record: Model, item: Any) -> None:
    """Append one layer, as `Sequential.add` checks it."""
    if isinstance(item, Tensor) and item.node is not None and item.node.layer.kind == "input":
        item = item.node.layer.value
    if isinstance(item, Unknown):
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
    if not record.steps and shape is not None:
        full = checked_shape(interpreter, batched(interpreter, shape, None), shape)
        first = input_layer(interpreter, full, "float32", None)
        first.span = layer.span
        record.steps.append(first)
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
    if any(step is not layer and step.name == layer.name for step in record.steps):
        why = refuse(
            interpreter,
            Refused(
                "duplicate-layer-name",
                f"two layers of this model are named `{layer.name}`",
                help="give one of them another `name`",
            ),
            record,
        )
        record.unknowns.append(why)
    record.steps.append(layer)


def not_a_layer(item: Any) -> Refused:
    from ..interpreter.values import Class

    if isinstance(item, Class):
        return Refused(
            "not-a-layer",
            f"`Sequential` holds layers, and this is the class `{item.name}` itself",
            help=f"make a layer of it: `{item.name}(...)`",
        )
    if isinstance(item, Tensor):
        return Refused(
            "not-a-layer",
            "`Sequential` holds layers, and this is the tensor that a layer returned",
            help="put the layer itself in the list, without calling it",
        )
    what = (
        item if isinstance(item, (str, int, float, list, tuple, type(None))) else "something else"
    )
    return Refused("not-a-layer", f"`Sequential` holds layers, and this is {what!r}"[:90])


def rebuild(interpreter: Interpreter, record: Model) -> None:
    """Build what the first layer's input shape allows, as Keras does after every `add`."""
    first = record.steps[0] if record.steps else None
    record.parts = [step for step in record.steps if step.kind != "input"]
    if first is None or len(record.steps) < 2:
        return
    if first.kind == "input":
        build_sequential(interpreter, record, first.nodes[0].outputs[0])
    elif isinstance(first, Model) and len(first.inputs) == 1:
        source = first.inputs[0]
        shape: Any = source.shape if source.shape is not None else source.unknown
        record.steps.insert(0, input_layer(interpreter, shape, source.dtype, None))
        build_sequential(interpreter, record, record.steps[0].nodes[0].outputs[0])


_rebuild = rebuild


def build_sequential(interpreter: Interpreter, record: Model, x: Tensor) -> None:
    """Apply the layers one after the other; only those that have not been applied yet."""
    inputs = x
    record.parts = [step for step in record.steps if step.kind != "input"]
    auto_name(interpreter, "Functional")  # Keras keeps a model of tensors inside, and names it
    done = record.graph
    nodes: list[Node] = []
    for place, step in enumerate(record.parts):
        # What was built by the last `add` has not changed since.
        if place < len(done) and done[place].layer is step and done[place].inputs[:1] == (x,):
            nodes.append(done[place])
            x = done[place].outputs[0]
            continue
        before = interpreter.node
        result = apply_step(interpreter, step, x)
        interpreter.node = before
        if step.nodes:
            nodes.append(step.nodes[-1])
        leaves = [leaf for leaf in structures.flatten(result) if isinstance(leaf, Tensor)]
        if len(leaves) != 1 and place + 1 < len(record.parts):
            why = refuse(
                interpreter,
                Refused(
                    "input-structure",
                    f"`{record.parts[place + 1].class_name}` takes one tensor, "
                    f"`{step.class_name}` gives {len(leaves)}",
                    help="use the functional API to pick one of them",
                ),
                record.parts[place + 1],
                tuple(leaves),
            )
            x = Tensor(None, unknown=why)
            continue
        x = leaves[0] if leaves else Tensor(None, unknown=interpreter.unknown("no output"))
    record.graph = tuple(nodes)
    record.inputs, record.outputs = (inputs,), (x,)
    record.built = True


def apply_step(interpreter: Interpreter, step: Layer, x: Tensor) -> Any:
    """Call one layer of a Sequential; what is wrong is said where that layer stands."""
    if step.value is None:
        return _unknown_result(
            interpreter, step, (x,), step.broken or interpreter.unknown("a layer")
        )
    place = step.span
    if place is not None and place.source is interpreter.source:
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


# Calling models -------------------------------------------------------------------------------


def call_model(interpreter: Interpreter, instance: Instance, record: Model, tensors: Any) -> Any:
    """A model called on tensors: a nested model, or one tried on data."""
    leaves = tuple(structures.flatten(tensors))
    unknown = next((leaf.unknown for leaf in leaves if leaf.shape is None), None)
    if record.class_name == "Sequential" or record.steps:
        if not record.outputs and record.steps and len(leaves) == 1:
            if record.steps[0].kind != "input" and leaves[0].shape is not None:
                shape = (free_size(interpreter, 0, 0), *leaves[0].shape[1:])
                record.steps.insert(0, input_layer(interpreter, shape, leaves[0].dtype, None))
            if record.steps[0].kind == "input":
                build_sequential(interpreter, record, record.steps[0].nodes[0].outputs[0])
    if not record.outputs:
        why = (
            next(iter(record.unknowns), None)
            or unknown
            or interpreter.unknown(f"`{record.name or record.class_name}` is not built")
        )
        return _unknown_result(interpreter, record, leaves, why)
    if unknown is None and not record.unknowns:
        try:
            check_inputs(interpreter, record, leaves)
        except Refused as refused:
            return _unknown_result(
                interpreter, record, leaves, refuse(interpreter, refused, record, leaves)
            )
    outputs = rerun(interpreter, record, leaves)
    Node(record, leaves, tuple(outputs), interpreter.span())
    shape_of_result = instance.attributes.get("_self_outputs", MISSING)
    if shape_of_result is MISSING or isinstance(shape_of_result, Tensor):
        return outputs[0] if len(outputs) == 1 else list(outputs)
    pending = iter(outputs)
    packed = structures.replace(
        shape_of_result, lambda leaf: next(pending) if isinstance(leaf, Tensor) else leaf
    )
    return packed[0] if isinstance(packed, list) and len(packed) == 1 else packed


def check_inputs(interpreter: Interpreter, record: Model, leaves: tuple[Tensor, ...]) -> None:
    """Hold the tensors a model is called on against its inputs.

    A missing or superfluous last axis of size 1 is put right by Keras and is no error.
    """
    if len(leaves) != len(record.inputs):
        raise Refused(
            "input-structure",
            f"`{record.name}` has {len(record.inputs)} inputs and is called on {len(leaves)} tensors",
            help="call it on a list with one tensor for each input",
        )
    for leaf, wanted in zip(leaves, record.inputs, strict=True):
        if leaf.shape is None or wanted.shape is None:
            continue
        shape = fitted(leaf.shape, wanted.shape)
        bad = len(shape) != len(wanted.shape) or any(
            dims.equal(a, b) is dims.NEVER
            for a, b in zip(shape[1:], wanted.shape[1:], strict=True)
            if not dims.hidden(b)
        )
        if bad:
            raise Refused(
                "input-shape-mismatch",
                f"`{record.name}` takes {show(wanted.shape)}, it is called on {show(leaf.shape)}",
                help="give the model an input of this shape, or resize the tensor first",
            )


def fitted(shape: Shape, wanted: Shape) -> Shape:
    if len(shape) == len(wanted) + 1 and isinstance(shape[-1], int) and shape[-1] == 1:
        return shape[:-1]
    if len(shape) == len(wanted) - 1 and isinstance(wanted[-1], int) and wanted[-1] == 1:
        return (*shape, 1)
    return shape


def rerun(interpreter: Interpreter, record: Model, leaves: tuple[Tensor, ...]) -> list[Tensor]:
    """The outputs of a model for other inputs than those it was made of."""
    same = len(leaves) == len(record.inputs) and all(
        leaf.shape is not None
        and wanted.shape is not None
        and len(fitted(leaf.shape, wanted.shape)) == len(wanted.shape)
        and all(
            dims.equal(a, b) is dims.ALWAYS
            for a, b in zip(fitted(leaf.shape, wanted.shape)[1:], wanted.shape[1:], strict=True)
        )
        for leaf, wanted in zip(leaves, record.inputs, strict=True)
    )
    if same:
        batch = leaves[0].shape[0] if leaves and leaves[0].shape else None
        return [_with_batch(tensor, batch) for tensor in record.outputs]
    values: dict[int, Any] = {
        id(wanted): leaf.shape if leaf.shape is not None else leaf.unknown
        for wanted, leaf in zip(record.inputs, leaves, strict=False)
    }
    for node in record.graph:
        if node.layer.kind != "input":
            _rerun_node(interpreter, node, values)
    outputs = []
    for tensor in record.outputs:
        value = values.get(id(tensor))
        if isinstance(value, tuple):
            outputs.append(Tensor(value, tensor.dtype))
        else:
            why = value if isinstance(value, Unknown) else tensor.unknown
            outputs.append(
                Tensor(None, tensor.dtype, unknown=why or interpreter.unknown("a nested model"))
            )
    return outputs


def _with_batch(tensor: Tensor, batch: Any) -> Tensor:
    shape = tensor.shape
    if shape and batch is not None and dims.hidden(shape[0]):
        shape = (batch, *shape[1:])
    return Tensor(shape, tensor.dtype, unknown=tensor.unknown)


def _rerun_node(interpreter: Interpreter, node: Node, values: dict[int, Any]) -> None:
    given = [values.get(id(tensor)) for tensor in node.inputs]
    unknown = next((value for value in given if not isinstance(value, tuple)), None)
    shapes: list[Any] | None = None
    layer = node.layer
    if unknown is None and given:
        if isinstance(layer, Model) and layer.outputs:
            inner = tuple(Tensor(shape) for shape in given)
            shapes = [tensor.shape for tensor in rerun(interpreter, layer, inner)]
        elif layer.declaration is not None and layer.built:
            x = given if layer.declaration.many else given[0]
            try:
                shape = building.apply(layer.declaration, x, built=True).shape
            except (Refused, NotKnown, dims.TooComplex):
                shape = None
            shapes = structures.flatten([shape]) if not isinstance(shape, tuple) else [shape]
        elif layer.rule is not None:
            try:
                shapes = layer.rule(given)
            except (Refused, dims.TooComplex):
                shapes = None
    why = unknown or interpreter.unknown("a nested model called on another shape")
    for place, tensor in enumerate(node.outputs):
        known = shapes[place] if shapes is not None and place < len(shapes) else None
        values[id(tensor)] = known if isinstance(known, tuple) else why


# Methods of models ----------------------------------------------------------------------------


def build_model(interpreter: Interpreter, self: Any, input_shape: Any = None) -> None:
    """`model.build(input_shape)`."""
    record: Model = self.state
    if record.outputs or input_shape is None:
        return
    shape = (
        checked_shape(interpreter, input_shape, input_shape)
        if isinstance(input_shape, (tuple, list, Unknown))
        else None
    )
    if shape is None:
        return
    if record.steps or self.cls.derives_from(SEQUENTIAL):
        if record.steps and record.steps[0].kind != "input":
            record.steps.insert(0, input_layer(interpreter, shape, "float32", None))
        _rebuild(interpreter, record)
        return
    method, owner = self.cls.find("call")
    if isinstance(method, Function) and not isinstance(shape, Unknown):
        # Keras runs `call` on a placeholder of that shape, where it can.
        build_users(interpreter, self, Tensor(shape))
        tensor = wrapped(interpreter, Tensor(shape))
        inside = interpreter.state.setdefault("inside", [])
        inside.append(record)
        try:
            interpreter.call(Method(method, self, owner), (tensor,), {})
        finally:
            inside.pop()
        record.built = True


def get_layers(interpreter: Interpreter, self: Any) -> Any:
    record: Model = self.state
    refresh_parts(record)
    if record.unknowns and not record.parts:
        return record.unknowns[0]
    found = []
    for part in record.parts:
        if part.kind == "operation":
            continue
        if part.value is None:
            return part.broken or interpreter.unknown("a layer that is not followed")
        found.append(part.value)
    return found


def get_layer(interpreter: Interpreter, self: Any, name: Any = None, index: Any = None) -> Any:
    layers = get_layers(interpreter, self)
    if isinstance(layers, Unknown):
        return layers
    if isinstance(index, int):
        if -len(layers) <= index < len(layers):
            return layers[index]
    elif isinstance(name, str):
        for layer in layers:
            if layer.state.name == name:
                return layer
        if any(layer.state.name.startswith("?") for layer in layers) or self.state.unknowns:
            return interpreter.unknown(f'whether there is a layer "{name}" is not known')
        return refuse(
            interpreter,
            Refused(
                "invalid-argument",
                f'this model has no layer named "{name}"',
                help=_close(name, [layer.state.name for layer in layers]),
            ),
            self.state,
        )
    return interpreter.unknown("a layer whose name is not known", of=[name, index])


def _close(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names, 1)
    if close:
        return f'did you mean "{close[0]}"?'
    return "its layers are " + ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")


def _recorded(method: str, names: tuple[str, ...]) -> Native:
    """`compile`, `fit`, ...: kept with the model, for the rules."""

    def record_call(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
        self, *rest = args
        model: Model = self.state
        arguments = {**dict(zip(names, rest, strict=False)), **keywords}
        model.calls.append(Call(method, arguments, interpreter.span()))
        if method in ("fit", "predict", "evaluate", "train_on_batch"):
            build_from_data(interpreter, self, arguments.get("x"))
        return None if method == "compile" else interpreter.unknown(f"the result of `{method}`")

    return Native(method, record_call, open=True)


def build_from_data(interpreter: Interpreter, self: Any, data: Any) -> None:
    """A model without an input shape takes that of the first data it sees."""
    from ..libraries.arrays import Array

    model: Model = self.state
    if model.outputs or model.built or not isinstance(data, Array) or data.shape is None:
        return
    batch = free_size(interpreter, 0, 0)
    tensor = Tensor((batch, *data.shape[1:]), data.dtype)
    interpreter.call(self, (tensor,), {})


def _summary(interpreter: Interpreter, self: Any, **keywords: Any) -> None:
    made(interpreter, self.state)


def _structure(side: str) -> Native:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        self = args[0]
        record: Model = self.state
        given = self.attributes.get(f"_self_{side}s", MISSING)
        if given is not MISSING:
            return given[0] if isinstance(given, list) and len(given) == 1 else given
        tensors = record.inputs if side == "input" else record.outputs
        if not tensors:
            return interpreter.unknown(f"`{record.name}` has no {side} yet")
        return tensors[0] if len(tensors) == 1 else list(tensors)

    return Native(side, read)


def _flat(side: str) -> Native:
    def read(interpreter: Interpreter, args: Any, keywords: Any) -> Any:
        record: Model = args[0].state
        tensors = record.inputs if side == "inputs" else record.outputs
        return (
            list(tensors) if tensors else interpreter.unknown(f"`{record.name}` has no {side} yet")
        )

    return Native(side, read)


def _not_known(name: str) -> Any:
    def give_up(interpreter: Interpreter, *args: Any, **keywords: Any) -> Any:
        return interpreter.unknown(f"the result of `.{name}()` is not known")

    return native(give_up, name)


def _quiet(interpreter: Interpreter, *args: Any, **keywords: Any) -> None:
    return None


def install() -> None:
    """Give the classes of models their methods."""
    from ..interpreter.values import Property

    MODEL.namespace.update(
        {
            "__init__": Native("__init__", init_model, open=True),
            "build": native(build_model, "build"),
            "layers": Property(native(get_layers, "layers")),
            "get_layer": native(get_layer),
            "summary": native(_summary, "summary"),
            "input": Property(_structure("input")),
            "output": Property(_structure("output")),
            "inputs": Property(_flat("inputs")),
            "outputs": Property(_flat("outputs")),
            "compile": _recorded("compile", ("optimizer", "loss", "loss_weights", "metrics")),
            "fit": _recorded("fit", ("x", "y", "batch_size", "epochs", "verbose", "callbacks")),
            "evaluate": _recorded("evaluate", ("x", "y", "batch_size", "verbose")),
            "predict": _recorded("predict", ("x", "batch_size", "verbose")),
            "train_on_batch": _recorded("train_on_batch", ("x", "y")),
            **{
                name: native(_quiet, name)
                for name in ("save", "save_weights", "load_weights", "export", "reset_states")
            },
            **{
                name: _not_known(name)
                for name in (
                    "to_json",
                    "to_yaml",
                    "predict_on_batch",
                    "test_on_batch",
                    "fit_generator",
                )
            },
        }
    )
    SEQUENTIAL.namespace.update(
        {
            "__init__": native(init_sequential, "__init__"),
            "add": native(add),
            "pop": native(pop),
        }
    )
    FUNCTIONAL.namespace["__init__"] = MODEL.namespace["__init__"]


install()
