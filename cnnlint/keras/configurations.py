"""Layers and models as dictionaries, and back: `get_config`, `from_config`, `serialize`.

The dictionaries are those of Keras (`keras/src/models/functional.py`, `.../saving/
serialization_lib.py`), so that programs may read and change them. The arguments of an operation
are the one thing they do not hold: an unknown stands there, which this run knows to be that one.
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import MISSING, Class, Function, Instance
from ..libraries.operations import visible
from ..network import Layer, Model, Node, Tensor
from . import classes, structures
from .classes import FUNCTIONAL, INPUT_LAYER, LAYER, MODEL, SEQUENTIAL
from .layers import constructing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: How Keras marks a tensor among the arguments of a call.
TENSOR = "__keras_tensor__"
#: Entries of a layer's configuration that are layers themselves.
INNER = ("layer", "forward_layer", "backward_layer", "cell")


def get_config(interpreter: Interpreter, self: Any) -> Any:
    """`layer.get_config()`, also under `super()` in the user's own."""
    record: Layer = self.state
    if isinstance(record, Model):
        if self.cls.derives_from(SEQUENTIAL):
            return _of_sequential(interpreter, record)
        if record.graph and constructs_functional(self.cls):
            return _of_functional(interpreter, self, record)
    if record.kind == "input":
        return _of_input(record)
    config: dict[str, Any] = {"name": _name(interpreter, record)}
    if type(self.cls.find("get_config")[0]) is not Function and record.declaration is None:
        config = _own_arguments(self, config)
    config |= {"trainable": record.trainable, "dtype": record.dtype}
    declaration = record.declaration
    if declaration is not None:
        for name in constructing.signature_of(type(declaration)).names:
            value = declaration.not_known.get(name, declaration.__dict__.get(name, MISSING))
            if value is not MISSING:
                config[name] = value
    return config


def _name(interpreter: Interpreter, record: Layer) -> Any:
    unknown = record.name.startswith("?")
    return interpreter.unknown("a name that is not known") if unknown else record.name


def _own_arguments(self: Instance, config: dict[str, Any]) -> dict[str, Any]:
    """What the constructor of the user's class was given: Keras keeps it where nobody says how."""
    init, _ = self.cls.find("__init__")
    if type(init) is not Function:
        return config
    args, keywords = self.attributes.get("_self_given", ((), {}))
    signature = init.signature
    given = {**signature.defaults, **dict(zip(signature.names[1:], args, strict=False)), **keywords}
    takes_name = "name" in (*signature.names, *signature.keyword_only)
    if not takes_name and signature.rest_keywords != "kwargs":
        return given
    return {**config, **given}


def _of_input(record: Layer) -> dict[str, Any]:
    tensor = record.nodes[0].outputs[0]
    shape = tensor.unknown if tensor.shape is None else visible(tensor.shape)
    return {
        "batch_shape": shape,
        "dtype": tensor.dtype,
        "sparse": False,
        "ragged": False,
        "name": record.name,
    }


def _of_sequential(interpreter: Interpreter, record: Model) -> Any:
    if record.unknowns:
        return record.unknowns[0]
    config: dict[str, Any] = {
        "name": record.name,
        "trainable": record.trainable,
        "dtype": record.dtype,
        "layers": [_serialized(interpreter, step) for step in record.steps],
    }
    if record.outputs and record.inputs[0].shape is not None:
        config["build_input_shape"] = visible(record.inputs[0].shape)
    return config


def _of_functional(interpreter: Interpreter, self: Instance, record: Model) -> Any:
    if record.unknowns:
        return record.unknowns[0]
    places: dict[int, list[Any]] = {}
    graph = set(record.graph)
    for layer in record.parts:
        kept = 1 if isinstance(layer, Model) and layer.graph else 0
        for node in layer.nodes:
            if node in graph:
                for index, tensor in enumerate(node.outputs):
                    places[id(tensor)] = [layer.name, kept, index]
                kept += 1

    def said(leaf: Any) -> Any:
        if not isinstance(leaf, Tensor):
            return leaf
        if id(leaf) not in places:
            return leaf.unknown or interpreter.unknown("a tensor from outside of a model")
        shape = leaf.unknown if leaf.shape is None else visible(leaf.shape)
        place = {"shape": shape, "dtype": leaf.dtype, "keras_history": places[id(leaf)]}
        return {"class_name": TENSOR, "config": place}

    entries = []
    for layer in record.parts:
        entry = _serialized(interpreter, layer)
        if isinstance(entry, Unknown):
            return entry
        calls = [given(node) for node in layer.nodes if node in graph and layer.kind != "input"]
        entry["name"] = layer.name
        entry["inbound_nodes"] = [
            {"args": structures.replace(list(args), said), "kwargs": _said_in(keywords, said)}
            for args, keywords in calls
        ]
        entries.append(entry)

    def place(leaf: Any) -> Any:
        return list(places[id(leaf)]) if id(leaf) in places else leaf

    return {
        "name": record.name,
        "trainable": record.trainable,
        "layers": entries,
        "input_layers": structures.replace(self.attributes["_self_inputs"], place),
        "output_layers": structures.replace(self.attributes["_self_outputs"], place),
    }


def _said_in(keywords: dict[str, Any], said: Any) -> dict[str, Any]:
    return {key: structures.replace(value, said) for key, value in keywords.items()}


def given(node: Node) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What a layer or an operation was called with."""
    if node.given is not None:
        return node.given
    return (node.inputs[0] if len(node.inputs) == 1 else list(node.inputs),), {}


def _serialized(interpreter: Interpreter, layer: Layer) -> Any:
    """One layer with its class and its configuration."""
    if layer.kind == "operation":
        # Its arguments stay with it.
        config = interpreter.unknown("the arguments of an operation are not followed")
        operations: dict[object, Layer] = interpreter.state.setdefault("operations", {})
        operations[config.key] = layer
        return {"module": "keras.src.ops", "class_name": layer.class_name, "config": config}
    if layer.value is None:
        return layer.broken or interpreter.unknown("a layer that is not followed")
    return serialize(interpreter, layer.value)


def serialized(interpreter: Interpreter, *given: Any, **named: Any) -> Any:
    """`serialize_keras_object(obj)`, `layers.serialize(layer)`."""
    values = (*given, *named.values())
    if len(values) != 1:
        return interpreter.unknown("what is made a configuration of")
    return serialize(interpreter, values[0])


def serialize(interpreter: Interpreter, value: Any) -> Any:
    """`serialize_keras_object`: layers and models as dictionaries, all else as it is."""
    if type(value) in (list, tuple):
        return [serialize(interpreter, item) for item in value]
    if type(value) is dict:
        return {key: serialize(interpreter, item) for key, item in value.items()}
    if not (isinstance(value, Instance) and isinstance(value.state, Layer)):
        return value
    own = value.cls.span is not None
    module = "keras" if value.state.kind == "model" else "keras.layers"
    config = interpreter.call(interpreter.get(value, "get_config"), (), {})
    return {
        "module": "__main__" if own else module,
        "class_name": value.cls.name,
        "config": config,
        "registered_name": value.cls.name if own else None,
    }


def constructs_functional(cls: Class) -> bool:
    """Whether a class is made as `Model(inputs, outputs)` is (`functional_like_constructor`)."""
    init, _ = cls.find("__init__")
    if type(init) is not Function:
        return True
    return tuple(init.signature.names[1:4]) == ("inputs", "outputs", "name")


# And back -----------------------------------------------------------------------------------------


def from_config(interpreter: Interpreter, cls: Any, config: Any, custom_objects: Any = None) -> Any:
    """`Class.from_config(config)`, where the class does not say otherwise."""
    if type(config) is not dict or any(not isinstance(key, str) for key in config):
        return interpreter.unknown("a layer from a configuration that is not known", of=config)
    if cls.derives_from(SEQUENTIAL):
        return _to_sequential(interpreter, cls, config, custom_objects)
    if cls.derives_from(MODEL) and {"layers", "input_layers", "output_layers"} <= config.keys():
        if constructs_functional(cls):
            return _to_functional(interpreter, cls, config, custom_objects)
    keywords = {
        key: deserialize(interpreter, value, custom_objects) if key in INNER else value
        for key, value in config.items()
    }
    if cls.derives_from(MODEL) and not (keywords.keys() - {"name", "trainable", "dtype"}):
        keywords = {key: value for key, value in keywords.items() if key == "name"}
    return interpreter.call(cls, (), keywords)


def deserialize(interpreter: Interpreter, config: Any, custom_objects: Any = None) -> Any:
    """A dictionary with a class and a configuration as the layer it describes."""
    if type(config) is not dict or "class_name" not in config:
        return config
    inner = config.get("config")
    operations = interpreter.state.get("operations", {})
    if isinstance(inner, Unknown) and inner.key in operations:
        return operations[inner.key]
    name = config["class_name"]
    if not isinstance(name, str):
        return interpreter.unknown("a layer of a class that is not known", of=name)
    cls = find_class(interpreter, name, config.get("registered_name"), custom_objects)
    if cls is None:
        return interpreter.unknown(f"no class `{name}` is known to make a layer of")
    return interpreter.call(interpreter.get(cls, "from_config"), (inner,), {})


def find_class(
    interpreter: Interpreter, name: str, registered: Any, custom_objects: Any
) -> Class | None:
    """The class that a configuration names: the user's own, or one of Keras."""
    if type(custom_objects) is dict and isinstance(custom_objects.get(name), Class):
        return custom_objects[name]  # type: ignore[no-any-return]
    if registered is None:
        of_keras = {"Functional": FUNCTIONAL, "Model": FUNCTIONAL, "InputLayer": INPUT_LAYER}
        found = of_keras.get(name) or (SEQUENTIAL if name == "Sequential" else None)
        found = found or classes.layer_class(name)
        if found is not None:
            return found
    interpreter.wide = True
    for each in reversed(interpreter.defined):
        if isinstance(each, Class) and each.name == name and each.derives_from(LAYER):
            return each
    return None


def _to_sequential(interpreter: Interpreter, cls: Class, config: Any, custom_objects: Any) -> Any:
    layers = config.get("layers")
    if type(layers) is not list:
        return interpreter.unknown("a configuration without layers", of=layers)
    keywords = {key: config[key] for key in ("name",) if key in config}
    model = interpreter.call(cls, (), keywords)
    for entry in layers:
        layer = deserialize(interpreter, entry, custom_objects)
        interpreter.call(interpreter.get(model, "add"), (layer,), {})
    record: Model = model.state
    shape = config.get("build_input_shape")
    if shape is not None and not record.outputs and not record.unknowns:
        interpreter.call(interpreter.get(model, "build"), (shape,), {})
    return model


def _to_functional(interpreter: Interpreter, cls: Class, config: Any, custom_objects: Any) -> Any:
    outputs: dict[tuple[Any, Any], list[Any]] = {}
    calls: list[tuple[str, Any, Any]] = []
    for entry in config["layers"]:
        layer = deserialize(interpreter, entry, custom_objects)
        if isinstance(layer, Unknown) or type(entry) is not dict:
            return interpreter.unknown("a layer of a model's configuration", of=layer)
        record: Layer = layer if isinstance(layer, Layer) else layer.state
        name = entry.get("name", record.name)
        if record.kind == "input":
            outputs[name, 0] = list(record.nodes[0].outputs)
        calls.extend((name, layer, call) for call in entry.get("inbound_nodes", ()))
    turns: dict[str, int] = {}
    while calls:
        waiting = []
        for name, layer, call in calls:
            found = _arguments(call, outputs)
            if found is None:
                waiting.append((name, layer, call))
                continue
            first = 1 if isinstance(layer, Instance) and _is_functional(layer) else 0
            turn = turns[name] = turns.get(name, first - 1) + 1
            result = call_again(interpreter, layer, *found)
            outputs[name, turn] = structures.flatten(result)
        if len(waiting) == len(calls):
            return interpreter.unknown("the calls in a model's configuration do not fit")
        calls = waiting

    def tensor(place: Any) -> Any:
        try:
            return outputs[place[0], place[1]][place[2]]
        except (KeyError, IndexError, TypeError):
            return interpreter.unknown("an end of a model's configuration is not found", of=place)

    ends = [_each_place(config[side], tensor) for side in ("input_layers", "output_layers")]
    keywords = {key: config[key] for key in ("name",) if key in config}
    return interpreter.call(cls, tuple(ends), keywords)


def _is_functional(layer: Instance) -> bool:
    return isinstance(layer.state, Model) and bool(layer.state.graph)


def _each_place(value: Any, new: Any) -> Any:
    """A structure of places `[layer, call, output]`, every one replaced."""
    if type(value) in (list, tuple):
        if len(value) == 3 and isinstance(value[0], str) and type(value[1]) is int:
            return new(value)
        return [_each_place(item, new) for item in value]
    if type(value) is dict:
        return {key: _each_place(item, new) for key, item in value.items()}
    return new(value)


def _arguments(call: Any, outputs: dict[Any, list[Any]]) -> tuple[Any, Any] | None:
    """The arguments of a call with its tensors, once they are all made."""
    missing = False

    def revived(value: Any) -> Any:
        nonlocal missing
        if type(value) is dict:
            if value.get("class_name") == TENSOR:
                name, turn, index = value["config"]["keras_history"]
                found = outputs.get((name, turn))
                if found is None or index >= len(found):
                    missing = True
                    return None
                return found[index]
            return {key: revived(item) for key, item in value.items()}
        if type(value) in (list, tuple):
            return type(value)(revived(item) for item in value)
        return value

    if type(call) is not dict or "args" not in call:
        return None
    args, keywords = tuple(revived(call["args"])), revived(call.get("kwargs", {}))
    return None if missing else (args, keywords)


def call_again(interpreter: Interpreter, layer: Any, args: Any, keywords: Any) -> Any:
    """Call a layer on other tensors; an operation, which keeps its arguments, is made anew."""
    if isinstance(layer, Instance):
        return interpreter.call(layer, args, keywords)
    leaves = [leaf for leaf in structures.flatten([args, keywords]) if isinstance(leaf, Tensor)]
    before: Node = layer.nodes[0]
    shapes: list[Any] | None = None
    if all(leaf.shape is not None for leaf in leaves):
        if [leaf.shape for leaf in leaves] == [tensor.shape for tensor in before.inputs]:
            shapes = [tensor.shape for tensor in before.outputs]
        elif layer.rule is not None:
            shapes = layer.rule([leaf.shape for leaf in leaves])
    again = Layer(layer.class_name, layer.name, layer.span, kind="operation")
    again.rule, again.built = layer.rule, layer.built
    why = next((leaf.unknown for leaf in leaves if leaf.unknown is not None), None)
    why = why or interpreter.unknown("an operation on a tensor of another shape")
    made = [
        Tensor(shapes[place], tensor.dtype) if shapes else Tensor(None, tensor.dtype, unknown=why)
        for place, tensor in enumerate(before.outputs)
    ]
    Node(again, tuple(leaves), tuple(made), before.span, sum=before.sum, macs=before.macs)
    return made[0] if len(made) == 1 else made
