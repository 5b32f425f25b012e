"""`clone_model`: a model of the same layers, made anew (`keras/src/models/cloning.py`)."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import Function, Instance
from ..network import Layer, Model, Tensor
from . import structures
from .classes import FUNCTIONAL, SEQUENTIAL
from .configurations import call_again, constructs_functional, given
from .halted import quiet_where_refused
from .inputs import input_layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


class Cloner:
    """Makes each layer once, as `clone_function` says, and calls it as `call_function` says."""

    __slots__ = ("call_function", "function", "interpreter", "made", "recursive")

    def __init__(
        self, interpreter: Interpreter, function: Any, call_function: Any, recursive: bool
    ) -> None:
        self.interpreter = interpreter
        self.function = function
        self.call_function = call_function
        self.recursive = recursive
        self.made: dict[int, Any] = {}

    def layer(self, layer: Layer) -> Any:
        """The clone of one layer; an operation is told apart when it is called."""
        if layer.kind == "operation":
            return layer
        if id(layer) not in self.made:
            self.made[id(layer)] = self._new(layer)
        return self.made[id(layer)]

    def _new(self, layer: Layer) -> Any:
        interpreter, value = self.interpreter, layer.value
        if value is None:
            return layer.broken or interpreter.unknown("a layer that is not followed")
        if self.recursive and isinstance(layer, Model) and layer.graph:
            return self.model(value, None)
        if self.function is not None:
            return interpreter.call(self.function, (value,), {})
        config = interpreter.call(interpreter.get(value, "get_config"), (), {})
        return interpreter.call(interpreter.get(value.cls, "from_config"), (config,), {})

    def model(self, instance: Instance, input_tensors: Any) -> Any:
        """A `Sequential` or a model made of tensors, layer by layer."""
        record: Model = instance.state
        if record.unknowns:
            return record.unknowns[0]
        if instance.cls.derives_from(SEQUENTIAL):
            return self._sequential(record, input_tensors)
        return self._functional(instance, record, input_tensors)

    def _sequential(self, record: Model, input_tensors: Any) -> Any:
        steps = [step for step in record.steps if step.kind != "input"]
        layers = [self.layer(step) for step in steps]
        first = record.steps[0] if record.steps and record.steps[0].kind == "input" else None
        if type(input_tensors) in (list, tuple) and len(input_tensors) == 1:
            input_tensors = input_tensors[0]
        if input_tensors is not None:
            layers.insert(0, input_tensors)
        elif first is not None:
            tensor = first.nodes[0].outputs[0]
            layers.insert(0, self._input(tensor, first.name).value)
        keywords = {"name": record.name, "trainable": record.trainable}
        return self.interpreter.call(SEQUENTIAL, (layers,), keywords)

    def _input(self, tensor: Tensor, name: str) -> Layer:
        shape: Any = tensor.unknown if tensor.shape is None else tensor.shape
        return input_layer(self.interpreter, shape, tensor.dtype, name)

    def _functional(self, instance: Instance, record: Model, input_tensors: Any) -> Any:
        inputs = instance.attributes["_self_inputs"]
        if input_tensors is None:
            input_tensors = structures.replace(inputs, self._new_input)
        fresh = structures.flatten(input_tensors)
        if len(fresh) != len(record.inputs) or not all(isinstance(t, Tensor) for t in fresh):
            return self.interpreter.unknown("a clone on other inputs", of=input_tensors)
        new: dict[int, Any] = dict(zip(map(id, record.inputs), fresh, strict=True))
        for node in record.graph:
            if node.layer.kind != "input":
                result = self._called(node, new)
                found = structures.flatten(result)
                if len(found) != len(node.outputs):
                    return self.interpreter.unknown("a clone of other outputs", of=result)
                new.update(zip(map(id, node.outputs), found, strict=True))
        outputs = structures.replace(
            instance.attributes["_self_outputs"], lambda leaf: new.get(id(leaf), leaf)
        )
        cls = instance.cls if constructs_functional(instance.cls) else FUNCTIONAL
        return self.interpreter.call(cls, (input_tensors, outputs), {"name": record.name})

    def _called(self, node: Any, new: dict[int, Any]) -> Any:
        args, keywords = given(node)
        args = structures.replace(tuple(args), lambda leaf: new.get(id(leaf), leaf))
        keywords = {
            key: structures.replace(value, lambda leaf: new.get(id(leaf), leaf))
            for key, value in keywords.items()
        }
        layer = self.layer(node.layer)
        if isinstance(layer, Unknown):
            return structures.replace(list(node.outputs), lambda leaf: Tensor(None, unknown=layer))
        if self.call_function is not None and isinstance(layer, Instance):
            return self.interpreter.call(self.call_function, (layer, *args), keywords)
        return call_again(self.interpreter, layer, args, keywords)

    def _new_input(self, tensor: Any) -> Any:
        layer = tensor.node.layer
        named = layer.value is not None and layer.value.attributes.get("_self_named")
        # Keras calls it after a tensor, of which it counts more than the program makes.
        name = layer.name if named else "?keras_tensor"
        made = self._input(tensor, layer.name)
        made.name = name
        return made.nodes[0].outputs[0]


def clone_model(
    interpreter: Interpreter,
    model: Any,
    input_tensors: Any = None,
    clone_function: Any = None,
    call_function: Any = None,
    recursive: Any = False,
    **more: Any,
) -> Any:
    """A model of new layers; one of the user's own class is made from its configuration."""
    for value in (model, clone_function, call_function, input_tensors):
        if isinstance(value, Unknown):
            return interpreter.unknown("a clone of a model that is not known", of=value)
    if not (isinstance(model, Instance) and isinstance(model.state, Model)):
        return interpreter.unknown("a clone of something that is no model")
    record: Model = model.state
    with quiet_where_refused(interpreter, record):
        return _cloned(
            interpreter, model, record, input_tensors, clone_function, call_function, recursive
        )


def _cloned(
    interpreter: Interpreter,
    model: Instance,
    record: Model,
    input_tensors: Any,
    clone_function: Any,
    call_function: Any,
    recursive: Any,
) -> Any:
    cloner = Cloner(interpreter, clone_function, call_function, recursive is True)
    if model.cls.derives_from(SEQUENTIAL) or (record.graph and _by_layers(model)):
        return cloner.model(model, input_tensors)
    config = interpreter.call(interpreter.get(model, "get_config"), (), {})
    made = interpreter.call(interpreter.get(model.cls, "from_config"), (config,), {})
    build_like(interpreter, record, made)
    return made


def _by_layers(model: Instance) -> bool:
    return type(model.cls.find("get_config")[0]) is not Function


def build_like(interpreter: Interpreter, record: Model, made: Any) -> None:
    """A model of the user's own class is built again for the shape the first one was built for."""
    if not (record.nodes and isinstance(made, Instance) and isinstance(made.state, Model)):
        return
    if made.state.outputs or made.state.nodes:
        return
    first = record.nodes[0]
    if len(first.inputs) == 1 and first.inputs[0].shape is not None:
        tensor = Tensor(first.inputs[0].shape, first.inputs[0].dtype)
        interpreter.call(made, (tensor,), {})
