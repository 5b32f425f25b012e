"""Layers of the user's own: their `build` and `call` are followed."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..interpreter.values import MISSING, Function, Instance, Method
from ..libraries.arrays import Array
from ..network import Layer, Node, Tensor
from . import masks, structures
from .events import refuse
from .given import as_tensor, eager, unknown_result
from .promised import in_base, promised, shape_of, shapes_for, tensor_shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def call_users(
    interpreter: Interpreter,
    layer: Instance,
    method: Method,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> Any:
    """Interpret `build` once and `call`; the tensors it returns come out of this one layer."""
    record: Layer = layer.state
    mask_taken = masks.taken(layer, args, keywords)
    args = tuple(structures.replace(arg, lambda leaf: wrapped(interpreter, leaf)) for arg in args)
    keywords = {
        key: structures.replace(value, lambda leaf: wrapped(interpreter, leaf))
        for key, value in keywords.items()
    }
    leaves = tuple(
        leaf for leaf in structures.flatten([args, keywords]) if isinstance(leaf, Tensor)
    )
    given = keywords.get("mask")
    keywords = masks.handed_on(layer, args, keywords)
    inside = interpreter.state.setdefault("inside", [])
    span = interpreter.span()
    inside.append(record)
    eager_call = bool(leaves) and all(
        leaf.node is None and leaf.shape is not None for leaf in leaves
    )
    eager_call = eager_call and len(inside) == 1 and _came_from_data(args, keywords, interpreter)
    try:
        build_users(interpreter, layer, args, keywords)
        keywords = _context(method.function, keywords)

        def follow() -> Any:
            return interpreter.call(method, args, keywords, unknown)

        result: Any = MISSING
        if len(inside) == 1 and not eager_call:
            result = promised(interpreter, layer, args, keywords, follow)
        if result is MISSING:
            result = follow()
    finally:
        inside.pop()
        anew = [] if inside else interpreter.state.pop("made in call", [])
    record.built = True
    if anew:
        from .wiring import remark_untracked

        remark_untracked(interpreter, record, anew, span)
    made: list[Tensor] = []
    returned: list[Tensor] = []

    def out(leaf: Any) -> Any:
        if isinstance(leaf, Unknown):
            leaf = Tensor(None, unknown=leaf)
        elif isinstance(leaf, Array):
            leaf = as_tensor(interpreter, leaf)
        if not isinstance(leaf, Tensor):
            return leaf
        fresh = Tensor(leaf.shape, leaf.dtype, unknown=leaf.unknown, sparse=leaf.sparse)
        made.append(fresh)
        returned.append(leaf)
        return fresh

    # Of what nobody calls is not known whether its call is symbolic.
    alone = "waiting" in interpreter.state and not interpreter.frames
    if result is None and _is_left_out(method.function):
        nothing = interpreter.unknown(f"`{record.class_name}.call` is left to the classes below it")
        return unknown_result(interpreter, record, leaves, nothing)
    if result is None:
        tensor = refuse(
            interpreter,
            Refused(
                "not-a-tensor",
                f"`{record.class_name}.call` returns None",
                help="add `return` to the end of `call`",
                late=alone,
            ),
            record,
        )
        return unknown_result(interpreter, record, leaves, tensor)
    layer_given = next((leaf for leaf in structures.flatten(result) if _is_layer(leaf)), None)
    if layer_given is not None:
        refused = Refused(
            "not-a-tensor",
            f"`{record.class_name}.call` returns the layer `{layer_given.state.class_name}`, "
            "not a tensor",
            help="call it: `return layer(x)`",
            late=eager_call or alone,
        )
        return unknown_result(interpreter, record, leaves, refuse(interpreter, refused, record))
    packed = structures.replace(result, out)
    node = Node(record, (*leaves, *mask_taken), tuple(made), span)
    node.body = leaves, tuple(returned)
    interpreter.events.append(node)
    masks.follow(interpreter, layer, args[0] if args else None, given, packed, node)
    record.rule = lambda shapes: _retraced(interpreter, record, method, args, keywords, shapes)
    return eager(packed) if eager_call else packed


def _is_left_out(function: Any) -> bool:
    """Whether a method holds nothing but its documentation: it says what others are to do."""
    return isinstance(function, Function) and all(
        node[0] == "Pass" or (node[0] == "Expr" and node[3][0] == "Constant")
        for node in function.body
    )


def _is_layer(leaf: Any) -> bool:
    return type(leaf) is Instance and isinstance(leaf.state, Layer)


def _came_from_data(args: Any, keywords: Any, interpreter: Interpreter) -> bool:
    data = interpreter.state.get("from data", set())
    return any(
        id(leaf) in data
        for value in (*args, *keywords.values())
        for leaf in structures.flatten(value)
    )


def wrapped(interpreter: Interpreter, leaf: Any) -> Any:
    """Data that a user's layer is called on become tensors inside its `call`."""
    if isinstance(leaf, Array):
        tensor = as_tensor(interpreter, leaf)
        interpreter.state.setdefault("from data", set()).add(id(tensor))
        interpreter.state.setdefault("kept", []).append(tensor)
        return tensor
    return leaf


def _retraced(
    interpreter: Interpreter,
    record: Layer,
    method: Method,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    shapes: list[Any],
) -> list[Any]:
    """The shapes that `call` returns for tensors of other shapes; it leaves no trace."""
    given = iter(shapes)

    def other(leaf: Any) -> Any:
        if isinstance(leaf, Tensor):
            return Tensor(next(given, None), leaf.dtype, unknown=leaf.unknown)
        return leaf

    layers = (record, *record.all_parts())
    kept = [(layer, list(layer.nodes)) for layer in layers]
    inside = interpreter.state.setdefault("inside", [])
    inside.append(record)
    try:
        result = interpreter.call(
            method,
            tuple(structures.replace(arg, other) for arg in args),
            {key: structures.replace(value, other) for key, value in keywords.items()},
        )
    finally:
        inside.pop()
        for layer, nodes in kept:
            layer.nodes = nodes
    return [
        leaf.shape if isinstance(leaf, (Tensor, Array)) else None
        for leaf in structures.flatten(result)
    ]


def build_users(
    interpreter: Interpreter,
    layer: Instance,
    args: tuple[Any, ...],
    keywords: dict[str, Any] | None = None,
) -> None:
    """Run the user's `build(input_shape)` before the first call."""
    record: Layer = layer.state
    if record.built or layer.attributes.get("built") is True:
        return
    build, owner = layer.cls.find("build")
    patched = record.declaration is not None and in_base(owner)
    if type(build) is not Function or patched:
        _build_inherited(interpreter, layer, args, keywords or {})
        record.built = True
        return
    record.built = True
    building_now: list[Layer] = interpreter.state.setdefault("building", [])
    building_now.append(record)
    try:
        method = Method(build, layer, owner)
        shapes = shapes_for(build, layer.cls.find("call")[0], args, keywords or {})
        if shapes or not (build.signature.names[1:] or build.signature.keyword_only):
            interpreter.call(method, (), shapes or {})  # Keras gives what the method names
        else:
            first = args[0] if args else next(iter((keywords or {}).values()), None)
            interpreter.call(method, (structures.replace(first, shape_of),), {})
    finally:
        building_now.pop()


def _build_inherited(
    interpreter: Interpreter, layer: Instance, args: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    """What a layer of Keras builds, in a class of the user's that has only another `call`."""
    from .members import build

    record: Layer = layer.state
    declaration = record.declaration
    if declaration is None:
        return
    given = tensor_shapes(layer.cls.find("call")[0], args, keywords) or {}
    wanted = [name for name in ("query", "value", "key") if name in given]
    shapes = [given[name] for name in wanted] if declaration.spreads else [*given.values()][:1]
    if not shapes or (declaration.spreads and len(shapes) < 2):
        record.broken = interpreter.unknown(f"the shapes that `{record.class_name}` is built for")
        return
    kept = list(record.nodes)
    build(interpreter, layer, *shapes)
    record.nodes = kept


def _context(function: Any, keywords: dict[str, Any]) -> dict[str, Any]:
    """`training` and `mask` are passed to a `call` only where it takes them."""
    if not isinstance(function, Function):
        return keywords
    signature = function.signature
    if signature.rest_keywords is not None:
        return keywords
    takes = {*signature.names, *signature.keyword_only}
    return {
        key: value
        for key, value in keywords.items()
        if key in takes or key not in ("training", "mask")
    }
