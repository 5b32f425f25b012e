"""`keras.Model`: a model made of tensors, and what every model can be asked and told."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.remarks import Remark
from ..interpreter.signature import BadCall, Signature
from ..interpreter.values import Function, Instance
from ..libraries.names import auto_name
from ..network import Layer, Model, Node, Tensor
from . import members, naming, positional, structures
from .classes import FUNCTIONAL, MODEL, SEQUENTIAL
from .events import made, refuse
from .inputs import checked_shape, input_layer
from .parts import refresh_parts
from .sequential import open_with, rebuild

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from .graph import Disconnected


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
        if len(rest) > 2:
            why = refuse(interpreter, _too_many(rest), record)
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
        rest = []  # `outputs` may be among what is not known
    members.init_layer(interpreter, (instance, *rest), keywords, unknown)
    made(interpreter, record)


def _too_many(args: list[Any]) -> Refused:
    """`Model(inputs, x, outputs)`: Keras takes no more than two arguments without their names."""
    named_so = isinstance(args[2], str)
    return Refused(
        "unexpected-argument",
        f"`Model` takes two arguments, inputs and outputs, and {len(args)} are given",
        help=f'give the name as a keyword: `name="{args[2]}"`'
        if named_so
        else "put several inputs or outputs into a list: `Model(inputs, [first, second])`",
        exception="TypeError",
    )


def make_functional(
    interpreter: Interpreter, instance: Instance, inputs: Any, outputs: Any, name: Any
) -> None:
    from .graph import Disconnected, trace

    record: Model = instance.state
    naming.name_layer(interpreter, record, {"name": name})
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
        if not flat[side] and not record.unknowns and type(value) in (list, tuple, dict):
            record.unknowns.append(_without(interpreter, record, side, value))
    record.inputs, record.outputs = tuple(flat["inputs"]), tuple(flat["outputs"])
    stand_ins = clones(interpreter, record.inputs)
    try:
        graph = trace(record.inputs, record.outputs, stand_ins)
    except Disconnected as refused:
        if record.unknowns:
            return  # an input that is not known may well lead there
        outer = (refused.output, refused.tensor)
        record.unknowns.append(refuse(interpreter, refused, record, outer))
        everything = [t for t in (refused.tensor, *record.inputs) if t.node is not None]
        graph = trace(tuple(everything), record.outputs, {}) if _lenient(record, refused) else None  # type: ignore[assignment]
    except Refused as refused:
        if "waiting" not in interpreter.state:
            refused.late = False  # whatever was made before is known
        record.unknowns.append(refuse(interpreter, refused, record))
        return
    if graph is not None:
        record.graph, record.parts = graph.nodes, list(graph.layers)
        if stand_ins:
            copy_graph(instance, stand_ins)


def _lenient(record: Model, refused: Disconnected) -> bool:
    """Whether the table can still be drawn, with the missing input taken in."""
    from .graph import trace

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
            name = f"{tensor.node.layer.name}_input"
            shape: Any = tensor.unknown if tensor.shape is None else tensor.shape
            layer = input_layer(interpreter, shape, tensor.dtype, name)
            layer.span = tensor.node.span
            stand_ins[id(tensor)] = layer.nodes[0].outputs[0]
    return stand_ins


def copy_graph(instance: Instance, stand_ins: dict[int, Tensor]) -> None:
    """Lead a model from its own inputs to outputs of its own: Keras calls its layers once more."""
    record: Model = instance.state
    new = dict(stand_ins)
    nodes = []
    for node in record.graph:
        if node.layer.kind != "input":
            given, body = node.given, node.body
            outputs = [Tensor(t.shape, t.dtype, unknown=t.unknown) for t in node.outputs]
            new.update((id(t), out) for t, out in zip(node.outputs, outputs, strict=True))
            node = Node(
                node.layer,
                tuple(new.get(id(t), t) for t in node.inputs),
                tuple(outputs),
                node.span,
                sum=node.sum,
                unread=node.unread,
                needs=node.needs,
                macs=node.macs,
            )
            if given is not None:
                node.given = structures.replace(given, lambda leaf: new.get(id(leaf), leaf))
            node.body = body
        nodes.append(node)
    record.graph = tuple(nodes)
    record.inputs = tuple(new.get(id(t), t) for t in record.inputs)
    record.outputs = tuple(new.get(id(t), t) for t in record.outputs)
    for side in ("_self_inputs", "_self_outputs"):
        instance.attributes[side] = structures.replace(
            instance.attributes[side], lambda leaf: new.get(id(leaf), leaf)
        )


def _without(interpreter: Interpreter, record: Layer, side: str, value: Any) -> Unknown:
    message, advice = (
        f"the `{side}` of this model are empty",
        "give it a tensor, or a list or a dictionary that holds some",
    )
    if id(value) in interpreter.state.get("empty inputs", ()):
        message += ": `input` of an `InputLayer` is `[]` since Keras 3"
        advice = "use the `inputs` of the model, or the `output` of that layer"
    return refuse(interpreter, Refused("invalid-argument", message, help=advice), record)


def _not_a_tensor(interpreter: Interpreter, record: Layer, side: str, leaf: Any) -> Unknown:
    if isinstance(leaf, Instance) and isinstance(leaf.state, Layer):
        if type(leaf.state.broken) is Unknown and leaf.state.declaration is None:
            return leaf.state.broken  # its own mistake is said already
        message = (
            f"`{side}` of a model are tensors, and this is the layer `{leaf.state.class_name}`"
        )
        advice = f"call it: `{leaf.state.class_name}(...)(x)`"
    elif leaf is None:
        message = f"`{side}` of a model are tensors, and this is None"
        advice = "a function that builds layers must `return` the last tensor"
    elif what := positional.named(leaf, inside=True):
        message = f"`{side}` of a model are tensors, and this is {what}"
        advice = ""
    else:
        return interpreter.unknown("a model made of something that is not followed")
    return refuse(interpreter, Refused("not-a-tensor", message, help=advice), record)


def build_model(interpreter: Interpreter, self: Any, input_shape: Any = None) -> None:
    """`model.build(input_shape)`."""
    if not isinstance(self, Instance):
        return  # the class was asked, and not a model of it
    record: Model = self.state
    if record.outputs or input_shape is None:
        return
    sequential = record.steps or self.cls.derives_from(SEQUENTIAL)
    if sequential or "keras 2" in interpreter.state:
        several = isinstance(input_shape, (tuple, list)) and any(
            isinstance(size, (tuple, list)) for size in input_shape
        )
        if not isinstance(input_shape, (tuple, list, Unknown)) or (several and not sequential):
            return
        shape = checked_shape(interpreter, input_shape, input_shape)
        if sequential:
            if record.steps and record.steps[0].kind != "input":
                open_with(interpreter, record, shape, "float32")
            rebuild(interpreter, record)
            return
    if isinstance(self.cls.find("call")[0], Function):
        if "keras 2" in interpreter.state:  # which runs `call`
            first = input_layer(interpreter, shape, "float32", None)
            interpreter.call(self, (first.nodes[0].outputs[0],), {})
            return
        # Keras 3 neither runs `call` here nor looks at the shape: the first call builds.
        refresh_parts(record)
        if not record.built and any(not part.built for part in record.all_parts()):
            interpreter.events.append(
                Remark(
                    "build-without-effect",
                    interpreter.span(),
                    f"`{record.class_name}` has no `build` of its own, so this builds none of its "
                    "layers",
                    help="call it once instead: `model(keras.Input(shape))`, without the batch",
                )
            )
        record.built = True


def get_layers(interpreter: Interpreter, self: Any) -> Any:
    gap = _gap(self.state)
    return _seen(interpreter, self) if gap is None else gap


def _seen(interpreter: Interpreter, self: Any) -> Any:
    """The layers of a model that were seen being called."""
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


def _gap(record: Model) -> Unknown | None:
    """Why layers of this model are not seen: what they return is not known, nor what they are."""
    tensors = (tensor for node in record.graph for tensor in (*node.inputs, *node.outputs))
    return next((each.unknown for each in tensors if each.node is None and each.unknown), None)


def get_layer(interpreter: Interpreter, self: Any, name: Any = None, index: Any = None) -> Any:
    layers = _seen(interpreter, self) if isinstance(name, str) else get_layers(interpreter, self)
    if isinstance(layers, Unknown):
        return layers
    if isinstance(index, int):
        if -len(layers) <= index < len(layers):
            return layers[index]
    elif isinstance(name, str):
        for layer in layers:
            if layer.state.name == name:
                return layer
        unnamed = any(layer.state.name.startswith("?") for layer in layers)
        if unnamed or self.state.unknowns or _gap(self.state) is not None:
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
    from .spelling import closest

    close = closest(name, names)
    if close:
        return f'did you mean "{close}"?'
    return "its layers are " + ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")


def without_attribute(interpreter: Interpreter, record: Layer, name: str) -> Unknown:
    """What only another kind of model has."""
    return refuse(
        interpreter,
        Refused(
            "invalid-argument",
            f"a `{record.class_name}` model has no `{name}`",
            help="only a `Sequential` can be changed so; call the layer on `model.output` instead"
            if name in ("add", "pop")
            else "only a model made of tensors has; call this one on `keras.Input(...)`",
            exception="AttributeError",
        ),
        record,
    )
