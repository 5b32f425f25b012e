"""What a layer of the user's says of its own output, and the shapes its methods are handed.

On symbolic tensors Keras believes `compute_output_spec` and `compute_output_shape`, and does not
run `call` (`Layer.compute_output_spec`).
"""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.signature import BadCall
from ..interpreter.values import MISSING, Function, Method
from ..libraries.operations import visible
from ..network import Tensor
from . import structures
from .events import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance


#: Layers of Keras that say nothing of their output: for these it runs `call`.
TRACED = frozenset(
    ("GRUCell", "LSTMCell", "Pipeline", "SimpleRNNCell", "StackedRNNCells", "Wrapper")
)


def shape_of(leaf: Any) -> Any:
    """The shape of a tensor as Python sees it: None where Keras has None."""
    if isinstance(leaf, Tensor):
        if leaf.shape is None:
            return leaf.unknown
        return visible(leaf.shape)
    return leaf


def shapes_for(
    target: Function, call: Any, args: tuple[Any, ...], keywords: dict[str, Any]
) -> dict[str, Any] | None:
    """The arguments of `build` or `compute_output_shape`, for a call of the layer.

    A method with one argument gets the shape of the first tensor; one with several gets those of
    the arguments of `call` that it names: `a_shape` is that of `a`. None where that is not known.
    """
    given = tensor_shapes(call, args, keywords)
    if not given:
        return None
    names = (*target.signature.names[1:], *target.signature.keyword_only)
    if len(names) == 1:
        return {names[0]: next(iter(given.values()), None)}
    if not all(name.endswith("_shape") for name in names):
        return None
    return {name: given[name[:-6]] for name in names if name[:-6] in given}


def tensor_shapes(
    call: Any, args: tuple[Any, ...], keywords: dict[str, Any]
) -> dict[str, Any] | None:
    """The shapes of the arguments of `call` that are tensors, or hold some."""
    bound: dict[str, Any] = {}
    if isinstance(call, Function):
        signature = call.signature
        try:
            bound = signature.bind((None, *args), keywords)
        except BadCall:
            return None
        for name in (*signature.names[:1], signature.rest, signature.rest_keywords):
            bound.pop(name or "", None)
    else:
        bound = {"inputs": args[0]} if args else dict(keywords)
    given: dict[str, Any] = {}
    for name, value in bound.items():
        leaves = structures.flatten(value)
        if name != "mask" and any(isinstance(leaf, Tensor) for leaf in leaves):
            given[name] = structures.replace(value, shape_of)
        elif not given and any(isinstance(leaf, Unknown) for leaf in leaves):
            return None  # this may be the first tensor
    return given


def promised(
    interpreter: Interpreter,
    layer: Instance,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    trace: Callable[[], Any],
) -> Any:
    """What a call on symbolic tensors gives where the layer says so itself; MISSING elsewhere.

    Keras runs `call` all the same where no `build` makes the layers inside; what that raises is a
    warning. `trace` does it.
    """
    from .parts import refresh_parts

    spec, owner = layer.cls.find("compute_output_spec")
    method, home = layer.cls.find("compute_output_shape")
    if type(spec) is Function:
        result = interpreter.call(Method(spec, layer, owner), args, keywords)
        found = all(isinstance(leaf, Tensor) for leaf in structures.flatten(result))
        return result if found else MISSING
    record = layer.state
    call, _ = layer.cls.find("call")
    declaration = record.declaration
    if type(method) is not Function or (declaration is not None and in_base(home)):
        if declaration is None or declaration.spreads or declaration.title in TRACED:
            return MISSING
        # Inherited from a layer of Keras, whose shape a `call` of the user's does not change.
        shapes = tensor_shapes(call, args, keywords)
        if not shapes or record.broken is not None:
            return MISSING
        from .output_shapes import compute_output_shape

        shape = compute_output_shape(interpreter, layer, next(iter(shapes.values())))
        return _tensors_of(interpreter, shape)
    given = shapes_for(method, call, args, keywords)
    if given is None:
        return MISSING
    refresh_parts(record)
    if type(layer.cls.find("build")[0]) is not Function and any(
        not part.built for part in record.parts
    ):
        before = len(interpreter.events)
        trace()
        interpreter.events[before:] = [
            event for event in interpreter.events[before:] if not isinstance(event, Refusal)
        ]
    leaves = structures.flatten(list(given.values()))
    whole = {leaf.key for leaf in leaves if isinstance(leaf, Unknown)}
    result = interpreter.call(Method(method, layer, home), (), given)
    return _tensors_of(interpreter, result, frozenset(whole))


def in_base(owner: Any) -> bool:
    """Whether a method stands in `keras.layers.Layer` itself, where a program put it: the layers of
    Keras have their own."""
    from .classes import LAYER

    return owner is LAYER


def _tensors_of(
    interpreter: Interpreter, shape: Any, whole: frozenset[object] = frozenset()
) -> Any:
    """A tensor for a shape, and for several shapes as many tensors; `whole` are the keys of what is
    not known and stands for a shape."""
    if isinstance(shape, Unknown):
        return Tensor(None, unknown=shape)
    if isinstance(shape, dict):
        return {key: _tensors_of(interpreter, each, whole) for key, each in shape.items()}
    items = interpreter.iterate(shape)
    if isinstance(items, Unknown):
        return Tensor(None, unknown=items)
    if any(
        isinstance(item, (list, tuple, dict)) or (isinstance(item, Unknown) and item.key in whole)
        for item in items
    ):
        return [_tensors_of(interpreter, each, whole) for each in items]
    from .members import as_shape

    sizes = as_shape(interpreter, tuple(items))
    if sizes is None:
        why = interpreter.unknown("what `compute_output_shape` returns is not a shape", of=shape)
        return Tensor(None, unknown=why)
    return Tensor(sizes)
