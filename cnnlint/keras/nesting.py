"""Calling a model: on the tensors of an outer model, or on data."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter import attributes
from ..interpreter.values import MISSING, Instance
from ..network import Model, Node, Tensor
from ..shapes import show
from . import fitting, given, members, rerunning, structures
from .classes import SEQUENTIAL
from .events import refuse
from .layers import building
from .layers.kit import NotKnown, Output, frozen
from .parts import refresh_parts
from .sequential import build_sequential, open_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..network import Layer, Weight
    from ..shapes import Shape

    Refusal = tuple[Layer, Any]  # and what it was given


def strange(interpreter: Interpreter, model: Model, options: dict[str, Any]) -> Refused | None:
    """An argument that a model made of layers does not take, called on symbolic tensors."""
    if interpreter.state.get("inside"):
        return None  # there the tensors may be data
    odd = next((key for key in options if key not in ("training", "mask")), None)
    if type(odd) is not str:
        return None
    return Refused(
        "unexpected-argument",
        f"`{model.name}` is called with `{odd}`, which it does not take",
        help="a model takes `training` and `mask` besides its inputs",
        exception="TypeError",
    )


def _as_output(interpreter: Interpreter, leaf: Any) -> Tensor:
    """What a model was given for an output; where that is no tensor, nothing is known of it."""
    if isinstance(leaf, Tensor):
        return leaf
    why = leaf if isinstance(leaf, Unknown) else interpreter.unknown("an output that is no tensor")
    return Tensor(None, unknown=why)


def call_model(
    interpreter: Interpreter,
    instance: Instance,
    record: Model,
    tensors: Any,
    *,
    eager: bool = False,
) -> Any:
    """A model called on tensors: a nested model, or, with `eager`, one tried on data."""
    leaves = tuple(structures.flatten(tensors))
    unknown = next((leaf.unknown for leaf in leaves if leaf.shape is None), None)
    if record.steps and not record.outputs and len(leaves) == 1:
        if record.steps[0].kind != "input" and leaves[0].shape is not None:
            open_with(interpreter, record, leaves[0].shape, leaves[0].dtype)
        if record.steps[0].kind == "input":
            build_sequential(interpreter, record, record.steps[0].nodes[0].outputs[0])
    if not record.steps and not record.unknowns and instance.cls.derives_from(SEQUENTIAL):
        empty = Refused(
            "not-a-layer",
            f"`{record.name}` is called, and holds no layers yet",
            help="add layers to it first: `model.add(...)`",
        )
        return given.unknown_result(interpreter, record, leaves, refuse(interpreter, empty, record))
    if not record.outputs:
        why = (
            next(iter(record.unknowns), None)
            or unknown
            or interpreter.unknown(f"`{record.name or record.class_name}` is not built")
        )
        return given.unknown_result(interpreter, record, leaves, why)
    if len(leaves) > len(record.inputs) == 1 and type(tensors) in (list, tuple):
        inside = interpreter.state.get("inside") or ()
        on_data = eager or (inside and not any(inside))
        if on_data and instance.cls.derives_from(SEQUENTIAL):
            _takes_first(interpreter, record, leaves)
            leaves = leaves[:1]
    if unknown is None and not record.unknowns:
        try:
            check_inputs(record, leaves)
        except Refused as refused:
            # What is called inside of a layer is called on data as well, when the layer runs.
            eager = eager or bool(interpreter.state.get("inside"))
            refused.late = refused.late and not _miscounted(interpreter, record, leaves)
            if not (eager and _lets_pass(interpreter, instance, record, leaves)):
                why = refuse(interpreter, refused, record, leaves)
                if not refused.late:
                    return given.unknown_result(interpreter, record, leaves, why)
    runs = eager or bool(interpreter.state.get("inside"))
    result = outputs_for(interpreter, instance, leaves, runs)
    result = structures.replace(result, lambda leaf: _as_output(interpreter, leaf))
    node = Node(record, leaves, tuple(structures.flatten(result)), interpreter.span())
    interpreter.events.append(node)
    return result


def outputs_for(
    interpreter: Interpreter, instance: Instance, leaves: tuple[Tensor, ...], runs: bool = True
) -> Any:
    """What a model made of tensors gives for these inputs, in the structure of its outputs.

    One output alone in a list comes without it where the model `runs`, and in it where the model is
    called on symbolic tensors.
    """
    outputs = rerunning.rerun(interpreter, instance.state, leaves)
    own = instance.attributes.get("_self_outputs", MISSING)
    if own is MISSING or isinstance(own, Tensor):
        return outputs[0] if len(outputs) == 1 else list(outputs)
    if runs and type(own) in (list, tuple) and len(own) == 1 and isinstance(own[0], Tensor):
        return outputs[0]
    pending = iter(outputs)
    return structures.replace(own, lambda leaf: next(pending) if isinstance(leaf, Tensor) else leaf)


def check_inputs(record: Model, leaves: tuple[Tensor, ...]) -> None:
    """Hold the tensors a model is called on against its inputs.

    Keras leaves a last axis of size 1 out of the comparison, and compares as many axes as both
    shapes have (`keras.src.layers.input_spec`): what it lets pass may still fail when it runs.

    Raises:
        Refused: `late` where Keras raises only once there are data.
    """
    if len(leaves) != len(record.inputs):
        raise Refused(
            "input-structure",
            f"`{record.name}` has {len(record.inputs)} inputs, and is called on {len(leaves)}",
            help="call it on a list with one tensor for each input",
        )
    for leaf, wanted in zip(leaves, record.inputs, strict=True):
        if leaf.shape is None or wanted.shape is None:
            continue
        at_once = fitting.differ(_without_one(leaf.shape), _without_one(wanted.shape))
        shape = fitting.fitted(leaf.shape, wanted.shape)
        if at_once or len(shape) != len(wanted.shape) or fitting.differ(shape, wanted.shape):
            raise Refused(
                "input-shape-mismatch",
                f"`{record.name}` takes {show(wanted.shape)}, it is called on {show(leaf.shape)}",
                help="give the model an input of this shape, or resize the tensor first",
                late=not at_once,
            )


def _takes_first(interpreter: Interpreter, record: Model, leaves: tuple[Tensor, ...]) -> None:
    """Warn of several tensors for a Sequential: of data it takes the first, and warns."""
    refused = Refused(
        "input-structure",
        f"`{record.name}` has one input, and is called on {len(leaves)}: it takes the first",
        help="join them, or make a model with several inputs: `keras.Model([a, b], outputs)`",
        late=True,
    )
    refuse(interpreter, refused, record, leaves)


def _lets_pass(
    interpreter: Interpreter, instance: Instance, record: Model, leaves: tuple[Tensor, ...]
) -> bool:
    """Whether a Sequential takes data of another size than that of its input.

    `Sequential.call` goes on to its layers at once: it is they who refuse.
    """
    if not instance.cls.derives_from(SEQUENTIAL) or len(leaves) != len(record.inputs):
        return False
    ranks = [
        (len(leaf.shape or ()), len(wanted.shape or ()))
        for leaf, wanted in zip(leaves, record.inputs, strict=True)
    ]
    if any(rank != wanted for rank, wanted in ranks):
        return False
    refusals: list[Refusal] = []
    rerunning.rerun(interpreter, record, leaves, refusals)
    return not refusals


def _miscounted(interpreter: Interpreter, record: Model, leaves: tuple[Tensor, ...]) -> bool:
    """Whether the first layer that refuses these tensors does so as soon as Keras asks it for
    the shape of its output, and not only when it runs."""
    refusals: list[Refusal] = []
    rerunning.rerun(interpreter, record, leaves, refusals)
    layer, x = refusals[0] if refusals else (None, ())
    declaration = None if layer is None else layer.declaration
    return declaration is not None and type(declaration).miscounts(declaration, x)


def _without_one(shape: Shape) -> Shape:
    return shape[:-1] if shape and isinstance(shape[-1], int) and shape[-1] == 1 else shape


class Contained:
    """A model, or a layer of the user's own, as the layer inside a wrapper."""

    __slots__ = ("instance", "interpreter")

    def __init__(self, interpreter: Interpreter, instance: Instance) -> None:
        self.interpreter = interpreter
        self.instance = instance

    def apply(self, x: Shape, built: bool) -> building.Applied:
        """Call it on a tensor of this shape, and keep no trace of that call.

        Raises:
            NotKnown: what it returns has no known shape.
        """
        record = self.instance.state
        kept = list(record.nodes)
        result = self.interpreter.call(self.instance, (Tensor(x),), {})
        record.nodes = kept
        leaves = structures.flatten(result)
        unknown = next((leaf for leaf in leaves if not isinstance(leaf, Tensor)), None)
        if unknown is not None or any(leaf.shape is None for leaf in leaves):
            why = next((leaf.unknown for leaf in leaves if isinstance(leaf, Tensor)), None)
            raise NotKnown(why or self.interpreter.unknown("the layer inside a wrapper"))
        shapes = [leaf.shape for leaf in leaves]
        weights = None if built else self.weights()
        return building.Applied(Output(shapes[0] if len(shapes) == 1 else shapes), weights, 0, ())

    def build(self, x: Shape) -> tuple[Weight, ...]:
        """Its weights, once its `build` has run; Keras does not call the cell of an `RNN`.

        What it holds stays without weights until there are data, and is counted by none before.

        Raises:
            NotKnown: it holds layers that are not built, and there are data.
        """
        from .users import build_users

        build_users(self.interpreter, self.instance, (Tensor(x),))
        record: Layer = self.instance.state
        refresh_parts(record)
        waiting = next((part for part in record.all_parts() if not part.built), None)
        symbolic = bool(x) and dims.hidden(x[0])
        if record.broken is not None or (waiting is not None and not symbolic):
            why = record.broken or (waiting and waiting.broken)
            raise NotKnown(why or self.interpreter.unknown("a cell whose layers are not built"))
        return self.weights()

    def train(self, truth: bool) -> None:
        """Set `trainable`, for all layers in it too."""
        members.set_trainable(self.interpreter, self.instance, truth)

    def weights(self) -> tuple[Weight, ...]:
        listed = self.instance.state.all_weights()
        return tuple(weight if trains else frozen([weight])[0] for weight, trains in listed)

    def attribute(self, name: str) -> Any:
        """An attribute that the user's class sets, None where it has none.

        Raises:
            NotKnown: its value is not known.
        """
        if name not in self.instance.attributes and self.instance.cls.find(name)[0] is MISSING:
            declaration = self.instance.state.declaration
            if declaration is not None:  # it derives from a cell of Keras
                return getattr(declaration, name, None)
            if self.instance.cls.unknown_base is None:
                return None
        value = attributes.get(self.interpreter, self.instance, name)
        if isinstance(value, Unknown):
            if value.size is not None:
                return value.size
            raise NotKnown(value)
        return value
