"""What a layer is called on, as tensors; and what comes out where that is not known."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.values import Instance
from ..libraries.arrays import Array
from ..network import Layer, Node, Tensor
from . import positional, structures
from .events import refuse, waits_for
from .layers import building

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def arrived(
    inputs: tuple[Tensor, ...], args: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Tensor, ...]:
    """The inputs of a call in the order Keras notes them: what has a name comes last, sorted."""
    if len(inputs) < 2:
        return inputs
    given = [leaf for leaf in structures.flatten([args, keywords]) if isinstance(leaf, Tensor)]
    same = sorted(map(id, given)) == sorted(map(id, inputs))
    return tuple(given) if same else inputs


def is_plain(inputs: Any) -> bool:
    """Whether what a layer is called on is a text, or lists of texts and numbers."""
    return isinstance(inputs, (str, list, tuple)) and all(
        isinstance(leaf, (str, int, float)) for leaf in structures.flatten(inputs)
    )


def not_tensors(interpreter: Interpreter, record: Layer, inputs: Any) -> Unknown | None:
    """Refuse an argument that cannot be an input, as Keras does."""
    for leaf in structures.flatten(inputs):
        if isinstance(leaf, (Tensor, Array, Unknown, int, float, dims.Dim)):
            continue
        if isinstance(leaf, Instance):
            if isinstance(leaf.state, Layer) and leaf.state.kind != "input":
                if type(leaf.state.broken) is Unknown and leaf.state.declaration is None:
                    return leaf.state.broken  # its own mistake is said already
                return refuse(
                    interpreter,
                    Refused(
                        "not-a-tensor",
                        f"`{record.class_name}` is called on the layer `{leaf.state.class_name}`, "
                        "not on a tensor",
                        help=f"call that layer first: `{leaf.state.class_name}(...)(x)`",
                    ),
                    record,
                )
            return interpreter.unknown("a layer called on an object that is not followed")
        what = "None" if leaf is None else positional.named(leaf, inside=False)
        if what:
            refused = Refused(
                "not-a-tensor",
                f"`{record.class_name}` is called on {what}, not on a tensor",
                help="a function that builds layers must `return` the last tensor"
                if leaf is None
                else "",
            )
            return refuse(interpreter, refused, record)
        return interpreter.unknown("a layer called on something that is not followed")
    return None


def as_tensor(interpreter: Interpreter, leaf: Any) -> Tensor:
    """A value as a symbolic tensor; data keep their shape."""
    if isinstance(leaf, Tensor):
        return leaf
    if isinstance(leaf, Array):
        return Tensor(leaf.shape, leaf.dtype or "float32", unknown=leaf.unknown)
    if isinstance(leaf, Unknown):
        return Tensor(None, unknown=leaf)
    return Tensor((), "float32")


def is_eager(inputs: Any) -> bool:
    leaves = structures.flatten(inputs)
    return bool(leaves) and all(isinstance(leaf, (Array, int, float)) for leaf in leaves)


def eager(result: Any) -> Any:
    """The result of a layer called on data is data, in the tensors of the backend."""
    return structures.replace(
        result,
        lambda leaf: (
            Array(leaf.shape, leaf.dtype, unknown=leaf.unknown, library="tensor")
            if isinstance(leaf, Tensor)
            else leaf
        ),
    )


def unknown_result(
    interpreter: Interpreter, record: Layer, inputs: tuple[Tensor, ...], why: Unknown
) -> Tensor:
    tensor = Tensor(None, unknown=why)
    interpreter.events.append(Node(record, inputs, (tensor,), interpreter.span()))
    if why.parameter:
        waits_for(interpreter, why)
    if not record.built and record.broken is None and not building.weightless(record):
        record.broken = why
    return tensor


def structures_of(shape: Any, dtype: str) -> Any:
    """A tensor for a shape, and for a list of shapes a list of tensors."""
    if isinstance(shape, list):
        return [structures_of(each, dtype) for each in shape]
    return Tensor(shape, dtype)
