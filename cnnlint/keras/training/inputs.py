"""Data against the inputs of the model they are given to."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused
from ...libraries.arrays import Array
from ...network import Layer, Model, Tensor
from ...shapes import show
from .. import fitting, structures
from ..classes import SEQUENTIAL
from ..layers import building
from ..layers.kit import NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.values import Instance
    from ...shapes import Shape


def check(self: Instance, x: Any, called: str) -> tuple[Tensor, ...]:
    """Hold data against the inputs of a model made of tensors; those data as tensors.

    A functional model compares every axis of which both sizes are known. A `Sequential` asks only
    for the rank, and leaves the sizes to its layers.

    Raises:
        Refused: Keras does not take these data.
    """
    model: Model = self.state
    if not model.inputs or not model.outputs or model.unknowns:
        return ()
    tensors = []
    sequential = self.cls.derives_from(SEQUENTIAL)
    leaves = _leaves(self, x, called, several=sequential)
    for leaf, wanted in zip(leaves, model.inputs, strict=False):
        if not isinstance(leaf, Array) or not leaf.shape or wanted.shape is None:
            tensors.append(wanted)
            continue
        shape = fitting.fitted((wanted.shape[0], *leaf.shape[1:]), wanted.shape)
        refused = Refused(
            "input-shape-mismatch",
            f"{called} is of shape {show(leaf.shape)}, and the model takes {show(wanted.shape)}",
            help=_advice(leaf.shape, wanted.shape, called),
        )
        if len(shape) != len(wanted.shape):
            raise refused
        if not sequential and fitting.differ(shape, wanted.shape):
            raise refused
        if len(model.inputs) == 1 and shape != wanted.shape:
            why = _through(model, shape)
            if why is not None:
                refused.sum = why.message
                raise refused
        tensors.append(Tensor(shape, wanted.dtype))
    return tuple(tensors) if len(tensors) == len(model.inputs) else ()


def _leaves(self: Instance, x: Any, called: str, *, several: bool) -> list[Any]:
    """The data for each input, in order; nothing where it is not certain which is which."""
    model: Model = self.state
    if type(x) is dict:
        made = self.attributes.get("_self_inputs")
        names = [tensor.node.layer.name if tensor.node else "" for tensor in model.inputs]
        if type(made) is dict:  # Keras goes by its keys then
            if len(made) != len(names) or not all(isinstance(key, str) for key in made):
                return []
            names = structures.ordered(made)
        missing = next((name for name in names if name not in x), None)
        known = all(isinstance(key, str) for key in x)
        if missing is not None and known and len(names) > 1:
            raise Refused(
                "input-structure",
                f'{called} has nothing for the input "{missing}"',
                help="the keys are the names of the inputs: "
                + ", ".join(f'"{name}"' for name in names),
            )
        return [x.get(name) for name in names]
    leaves = structures.flatten(x)
    if all(isinstance(leaf, Array) and leaf.shape for leaf in leaves):
        if len(leaves) != len(model.inputs) and not several:
            raise Refused(
                "input-structure",
                f"the model has {len(model.inputs)} input{'s' * (len(model.inputs) > 1)}, "
                f"{called} holds {len(leaves)} array{'s' * (len(leaves) > 1)}",
                help="give one array for each input, in a list",
            )
        return leaves
    return leaves if len(leaves) == len(model.inputs) else []


def _through(model: Model, shape: Shape) -> Refused | None:
    """What the first layers say to data of this shape; None where they take it."""
    given: dict[int, Any] = {id(model.inputs[0]): shape}
    for node in model.graph:
        layer = node.layer
        if layer.kind == "input":
            continue
        before = given.get(id(node.inputs[0])) if len(node.inputs) == 1 else None
        if before is None or layer.declaration is None or not layer.built:
            return None
        try:
            after = building.apply(layer.declaration, before, built=True).shape
            _fit_weights(layer, before)
        except Refused as refused:
            return refused
        except (NotKnown, dims.TooComplex):
            return None
        if not isinstance(after, tuple):
            return None
        given[id(node.outputs[0])] = after
    return None


def _fit_weights(layer: Layer, shape: Shape) -> None:
    """What was built for another shape cannot be multiplied with this one, asked or not."""
    declaration = layer.declaration
    needed = [weight.shape for weight in type(declaration).weights(declaration, shape)]
    if len(needed) == len(layer.weights):
        for weight, other in zip(layer.weights, needed, strict=True):
            if len(weight.shape) != len(other) or not _same(weight.shape, other):
                raise Refused(
                    "input-shape-mismatch",
                    f"`{layer.name}` has weights of shape {show(weight.shape)}, and this input "
                    f"needs {show(other)}: {show(shape)}",
                )


def _advice(shape: Shape, wanted: Shape, called: str) -> str:
    name = called.strip("`")
    if len(shape) == len(wanted) - 1:
        if _same(shape, wanted[1:]):
            return f"one sample is a batch of one: `{name}[np.newaxis]`"
        if _same(shape[1:], wanted[1:-1]) and not dims.hidden(wanted[-1]):
            return f"give the images {dims.pretty(wanted[-1])} channels"
    inner = ", ".join("None" if dims.hidden(size) else dims.pretty(size) for size in shape[1:])
    comma = "," if len(shape) == 2 else ""
    return f"give the model this input: `keras.Input(({inner}{comma}))`, or reshape the data"


def _same(a: Shape, b: Shape) -> bool:
    return len(a) == len(b) and not any(map(dims.apart, a, b))
