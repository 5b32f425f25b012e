"""Calling a layer: the shapes that go in, the weights it builds, the shapes that come out."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.values import Function, Instance, Method
from ..libraries.arrays import array_of
from ..libraries.names import auto_name
from ..network import Layer, Model, Node, Tensor
from . import masks, positional, structures
from .events import arrive, refuse
from .given import (
    arrived,
    as_tensor,
    eager,
    is_eager,
    is_plain,
    not_tensors,
    structures_of,
    unknown_result,
)
from .layers import building
from .layers.calls import call_arguments
from .layers.kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def call_layer(
    interpreter: Interpreter,
    layer: Instance,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> Any:
    """`layer(...)`: what it returns, with a node that keeps the call."""
    record: Layer = layer.state
    arrive(interpreter)
    if interpreter.attempt is not None:
        interpreter.attempt.keep(record)
    method, owner = layer.cls.find("call")
    problem = positional.others(interpreter, layer, args)
    if problem is None and layer.cls.span is not None and type(method) is not Function:
        problem = positional.without_call(interpreter, layer, method)
    if problem is not None:
        return unknown_result(interpreter, record, (), problem)
    traced = layer.cls.native is None and layer.cls.find("__traced__")[0] is True
    if type(method) is Function or traced:
        from .users import call_users

        return call_users(interpreter, layer, Method(method, layer, owner), args, keywords, unknown)
    try:
        inputs, options = _arguments(record, args, keywords, unknown)
    except Refused as refused:
        return unknown_result(interpreter, record, (), refuse(interpreter, refused, record))
    if record.declaration is not None and record.declaration.reads_data and is_plain(inputs):
        inputs = array_of(interpreter, inputs)
    tensors, on_data = inputs, False
    if type(inputs) is not Tensor:
        problem = not_tensors(interpreter, record, inputs)
        if problem is not None:
            return unknown_result(interpreter, record, (), problem)
        tensors = structures.replace(inputs, lambda leaf: as_tensor(interpreter, leaf))
        on_data = is_eager(inputs)
    if isinstance(record, Model):
        from .nesting import call_model, strange

        symbolic = any(isinstance(leaf, Tensor) for leaf in structures.flatten(inputs))
        odd = strange(interpreter, record, options) if symbolic and not on_data else None
        if odd is not None:
            return unknown_result(interpreter, record, (), refuse(interpreter, odd, record))

        result = call_model(interpreter, layer, record, tensors, eager=on_data)
    else:
        why = None
        if layer.attributes:
            from .altered import altered

            why = altered(interpreter, layer)
        if why is None and (layer.cls.span is not None or interpreter.altered):
            from .overriding import call_overridden

            result = call_overridden(interpreter, layer, tensors, options, on_data)
        elif why is None:
            result = call_declared(interpreter, record, tensors, options)
        else:
            leaves = tuple(structures.flatten(tensors))
            result = unknown_result(interpreter, record, leaves, why)
    if record.nodes and not on_data:
        node = record.nodes[-1]
        if len(node.inputs) != 1 or type(inputs) is not Tensor or inputs.mask is not None:
            taken = masks.taken(layer, args, keywords)
            node.inputs = (*arrived(node.inputs, args, keywords), *taken)
        given = keywords.get("mask") if keywords else None
        given = given if isinstance(given, (Tensor, list)) else None
        if given is not None or _may_mask(record.declaration, tensors):
            masks.follow(interpreter, layer, tensors, given, result, node)
    return eager(result) if on_data else result


def _may_mask(declaration: Declaration | None, tensors: Any) -> bool:
    """Whether a call may have a mask: it was given one, or the layer may make one."""
    if declaration is None or type(declaration).mask is not Declaration.mask:
        return True
    return type(tensors) is not Tensor or tensors.mask is not None


#: What the first argument of `call` is named where no declaration says it.
FIRST = ("inputs", "x", "input", "data")


def _arguments(
    record: Layer, args: tuple[Any, ...], keywords: dict[str, Any], unknown: Unknown | None
) -> tuple[Any, dict[str, Any]]:
    """The tensors a layer is called on, and whatever else the call says.

    Raises:
        Refused: where the arguments do not fit Keras's own `call`.
    """
    declaration = record.declaration
    if declaration is not None:
        return call_arguments(declaration, args, keywords, unknown)
    rest = dict(keywords)
    if args:
        if len(args) > 1 and isinstance(record, Model):
            raise Refused(
                "unexpected-argument",
                f"`{record.name}` is called on {len(args)} tensors, and takes one argument",
                help="put them in a list: `model([a, b])`",
                exception="TypeError",
            )
        return args[0], rest
    name = next((name for name in FIRST if name in rest), None) or next(iter(rest), None)
    if name is None:
        if unknown is not None:
            return unknown, rest
        raise Refused(
            "missing-argument",
            f"`{record.class_name}` is called without a tensor",
            help=f"`{record.class_name}(...)(x)`",
            exception="TypeError",
        )
    return rest.pop(name), rest


def call_declared(
    interpreter: Interpreter, record: Layer, tensors: Any, options: dict[str, Any] | None = None
) -> Any:
    """Apply a layer of Keras to tensors; `options` are the other arguments of the call."""
    declaration: Declaration | None = record.declaration
    options = options or {}
    # Tensors among the options (`initial_state=[h, c]`) are inputs of the call as well.
    leaves = (tensors,) if type(tensors) is Tensor else tuple(structures.flatten(tensors))
    if options:
        given = [leaf for value in options.values() for leaf in structures.flatten(value)]
        leaves += tuple([leaf for leaf in given if isinstance(leaf, Tensor)])
    if declaration is None:
        why = record.broken or interpreter.unknown(f"`{record.class_name}` is not followed")
        return unknown_result(interpreter, record, leaves, why)
    for leaf in leaves:
        if leaf.shape is None and leaf.unknown is not None:
            return unknown_result(interpreter, record, leaves, leaf.unknown)
    x = tensors.shape if type(tensors) is Tensor else _shapes(tensors)
    asked = options.get("return_attention_scores")
    if isinstance(asked, Unknown):
        return unknown_result(interpreter, record, leaves, asked)
    try:
        applied = building.apply(declaration, x, record.built, options)
    except Refused as refused:
        why = refuse(interpreter, refused, record, leaves)
        return unknown_result(interpreter, record, leaves, why)
    except NotKnown as lost:
        return unknown_result(interpreter, record, leaves, lost.unknown)
    except dims.TooComplex:
        why = interpreter.unknown("the sizes are too complex to work out")
        return unknown_result(interpreter, record, leaves, why)
    if applied.weights is not None:
        record.weights = list(applied.weights)
        record.built = True
        for made in declaration.makes:
            auto_name(interpreter, made)
    dtype = declaration.output_dtype([leaf.dtype for leaf in leaves])
    result = structures_of(applied.shape, dtype)
    node = Node(
        record,
        leaves,
        (result,) if type(result) is Tensor else tuple(structures.flatten(result)),
        interpreter.span(),
        sum=applied.sum,
        unread=applied.unread,
        needs=applied.needs,
        macs=applied.macs,
    )
    interpreter.events.append(node)
    _when_run(interpreter, record, x, leaves)
    return result


def _shapes(tensors: Any) -> Any:
    """The shapes of several tensors, which may stand in a list or in a tuple."""
    several = list(tensors) if isinstance(tensors, tuple) else tensors
    return structures.replace(several, lambda leaf: leaf.shape)


def _when_run(interpreter: Interpreter, record: Layer, x: Any, leaves: tuple[Tensor, ...]) -> None:
    """Note what will be wrong with this call once there are data."""
    declared = type(record.declaration)
    if declared.fails is Declaration.fails:
        return
    try:
        late = declared.fails(record.declaration, x)
    except (NotKnown, dims.TooComplex):
        return
    if late is not None:
        late.late = True
        refuse(interpreter, late, record, leaves)


# Layers that the user's own code defines ------------------------------------------------------
