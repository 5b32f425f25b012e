"""Masks, which say what steps of a sequence count, as tensors that go along with tensors.

Keras works a mask out with operations of its own. Those are rows of a model where the mask goes
into a layer that takes one, which it does only where that layer is called on a single tensor of
its own dtype, and on nothing else (`keras.src.layers.layer.Layer.__call__`).
"""

from __future__ import annotations

from ..interpreter.values import Function, Method
from ..libraries import operations
from ..network import Model, Tensor
from . import structures
from .layers.calls import call_signature
from .layers.kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance
    from ..network import Layer, Node


def of(value: Any) -> Any:
    """The masks of tensors, in the structure of the tensors."""
    return structures.replace(value, lambda leaf: leaf.mask if isinstance(leaf, Tensor) else None)


def taken(layer: Instance, args: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[Tensor, ...]:
    """The mask that goes into a call besides its arguments: none, or one."""
    record: Layer = layer.state
    if keywords or len(args) != 1 or not isinstance(args[0], Tensor) or args[0].mask is None:
        return ()
    if args[0].dtype != computed(record) or not takes_mask(layer):
        return ()
    return (args[0].mask,)


def computed(record: Layer) -> str:
    """The dtype in which a layer computes."""
    if record.declaration is not None:
        own: str = record.declaration.compute_dtype
        return own
    return record.dtype.removeprefix("mixed_")


def takes_mask(layer: Instance) -> bool:
    """Whether its `call` has an argument `mask`."""
    call = layer.cls.find("call")[0]
    if type(call) is Function:
        signature = call.signature
        return "mask" in signature.names or "mask" in signature.keyword_only
    record: Layer = layer.state
    if record.declaration is not None:
        return "mask" in call_signature(type(record.declaration)).names
    return isinstance(record, Model) or layer.cls.find("__traced__")[0] is True


def handed_on(layer: Instance, args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    """The keywords of a call of the user's own layer, with the mask of the one tensor it is
    called on where its `call` takes one."""
    if type(layer.cls.find("call")[0]) is not Function or not takes_mask(layer):
        return keywords
    holding = [
        value
        for value in (*args, *keywords.values())
        if any(isinstance(leaf, Tensor) for leaf in structures.flatten(value))
    ]
    if len(holding) != 1 or len(args) > 1 or "mask" in keywords:
        return keywords
    return {**keywords, "mask": of(holding[0])}


def compute(
    interpreter: Interpreter,
    self: Any,
    inputs: Any,
    mask: Any = None,
    previous_mask: Any = None,
    **more: Any,
) -> Any:
    """`layer.compute_mask(inputs, mask)` called by hand; most layers say `previous_mask`."""
    mask = previous_mask if mask is None else mask
    declaration = self.state.declaration
    if declaration is None:
        return interpreter.unknown("the result of `.compute_mask()` is not known")

    def make(name: str, **arguments: Any) -> Any:
        return operations.apply(interpreter, name, arguments)

    try:
        return type(declaration).mask(declaration, inputs, mask, make)
    except NotKnown as lost:
        return lost.unknown


def follow(
    interpreter: Interpreter, layer: Instance, inputs: Any, given: Any, result: Any, node: Node
) -> None:
    """Give the outputs of a call their masks; `given` is the mask among its arguments."""
    declaration = layer.state.declaration
    leaves = [inputs]
    if type(inputs) is not Tensor:
        leaves = [leaf for leaf in structures.flatten(inputs) if isinstance(leaf, Tensor)]
    if declaration is not None and given is None and {leaf.mask for leaf in leaves} <= {None}:
        if type(declaration).mask is Declaration.mask:
            return  # it makes none of its own
    inside = bool(interpreter.state.get("inside"))
    if not inside and all(leaf.node is None for leaf in leaves):
        return  # data, not symbolic tensors
    masks = given if given is not None else of(inputs)

    def make(name: str, **arguments: Any) -> Any:
        made = operations.apply(interpreter, name, arguments)
        if isinstance(made, Tensor) and made.node is not None and not inside:
            node.besides.append(made.node.layer.class_name)
        return made

    if declaration is not None:
        try:
            found = type(declaration).mask(declaration, inputs, masks, make)
        except NotKnown:
            return
    elif type(layer.cls.find("compute_mask")[0]) is Function:
        method, owner = layer.cls.find("compute_mask")
        found = interpreter.call(Method(method, layer, owner), (inputs, masks), {})
    elif interpreter.truth(layer.attributes.get("supports_masking", False)) is True:
        found = masks
    else:
        return
    for tensor, mask in zip(structures.flatten(result), structures.flatten(found), strict=False):
        if isinstance(tensor, Tensor) and isinstance(mask, Tensor) and tensor.mask is None:
            tensor.mask = mask
