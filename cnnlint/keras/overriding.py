"""Layers of Keras of which the program says in part how they are built, or what they give: a class
that derives from one and has a `build` or a `compute_output_shape` of its own, but no `call`, and
`keras.layers.Dense.build = build`."""

from __future__ import annotations

from ..interpreter.values import MISSING, Function
from ..network import Tensor
from . import calling, structures
from .given import unknown_result
from .promised import in_base, promised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance
    from ..network import Layer

#: Layers with a `compute_output_spec` that does not ask for their `compute_output_shape`.
_UNASKED = frozenset(
    ("Equalization", "Hashing", "Identity", "RandomGrayscale", "ReversibleEmbedding")
)
#: What says the shape of an output.
_SAID = ("compute_output_shape", "compute_output_spec")


def _is_own(layer: Instance, name: str) -> bool:
    """Whether the program defines a method; what it puts into `keras.layers.Layer` itself is hidden
    by what the layers of Keras have."""
    found, owner = layer.cls.find(name)
    return type(found) is Function and not in_base(owner)


def call_overridden(
    interpreter: Interpreter, layer: Instance, tensors: Any, options: dict[str, Any], on_data: bool
) -> Any:
    """Call a layer of Keras, with what the program says of it in Keras's place."""
    record: Layer = layer.state
    own = [name for name in ("build", *_SAID) if _is_own(layer, name)]
    declaration = record.declaration
    if not own or declaration is None:
        return calling.call_declared(interpreter, record, tensors, options)
    if declaration.spreads:
        why = interpreter.unknown(f"`{record.class_name}.{own[0]}` is not followed")
        leaves = tuple(structures.flatten(tensors))
        return unknown_result(interpreter, record, leaves, why)
    inside = interpreter.state.setdefault("inside", [])
    inside.append(record)
    try:
        if "build" in own:
            from .users import build_users

            build_users(interpreter, layer, (tensors,))
        said: Any = MISSING
        if own != ["build"] and not on_data and declaration.title not in _UNASKED:
            said = promised(interpreter, layer, (tensors,), options, lambda: None)
    finally:
        inside.pop()
    if record.broken is not None:
        leaves = tuple(structures.flatten(tensors))
        return unknown_result(interpreter, record, leaves, record.broken)
    kept = record.nodes[:]
    result = calling.call_declared(interpreter, record, tensors, options)
    if said is MISSING:
        return result
    made, wanted = structures.flatten(result), structures.flatten(said)
    if len(made) != len(wanted) or not all(type(leaf) is Tensor for leaf in (*made, *wanted)):
        record.nodes = kept
        why = interpreter.unknown(f"what `{record.class_name}.{own[-1]}` returns is not followed")
        leaves = tuple(structures.flatten(tensors))
        return unknown_result(interpreter, record, leaves, why)
    for leaf, other in zip(made, wanted, strict=True):
        if leaf.shape != other.shape and record.nodes:
            record.nodes[-1].sum = ""  # the program says it, and no formula
            leaf.shape, leaf.unknown = other.shape, other.unknown
    return result
