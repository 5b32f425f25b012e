"""Calling a layer: the shapes that go in, the weights it builds, the shapes that come out."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..interpreter.values import MISSING, Function, Instance, Method
from ..libraries.arrays import Array, array_of
from ..libraries.names import auto_name
from ..network import Layer, Model, Node, Tensor
from . import masks, structures
from .events import leaf_name, reach, refuse, waits_for
from .layers import building
from .layers.calls import call_arguments
from .layers.kit import Declaration, NotKnown
from .positional import named, others, without_call
from .promised import promised, shape_of, shapes_for, tensor_shapes

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
    reach(interpreter, interpreter.span())
    problem = others(interpreter, layer, args) or without_call(interpreter, layer)
    if problem is not None:
        return unknown_result(interpreter, record, (), problem)
    method, owner = layer.cls.find("call")
    if type(method) is Function or layer.cls.find("__traced__")[0] is True:
        return _call_users(
            interpreter, layer, Method(method, layer, owner), args, keywords, unknown
        )
    try:
        inputs, options = _arguments(record, args, keywords, unknown)
    except Refused as refused:
        return unknown_result(interpreter, record, (), refuse(interpreter, refused, record))
    if record.declaration is not None and record.declaration.reads_data and _is_plain(inputs):
        inputs = array_of(interpreter, inputs)
    problem = not_tensors(interpreter, record, inputs)
    if problem is not None:
        return unknown_result(interpreter, record, (), problem)
    tensors = structures.replace(inputs, lambda leaf: as_tensor(interpreter, leaf))
    if isinstance(record, Model):
        from .nesting import call_model

        result = call_model(interpreter, layer, record, tensors, eager=_is_eager(inputs))
    else:
        result = call_declared(interpreter, record, tensors, options)
    if record.nodes and not _is_eager(inputs):
        node = record.nodes[-1]
        node.inputs = (*arrived(node.inputs, args, keywords), *masks.taken(layer, args, keywords))
        given = keywords.get("mask") if isinstance(keywords.get("mask"), (Tensor, list)) else None
        masks.follow(interpreter, layer, tensors, given, result, node)
    return eager(result) if _is_eager(inputs) else result


def arrived(
    inputs: tuple[Tensor, ...], args: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Tensor, ...]:
    """The inputs of a call in the order Keras notes them: what has a name comes last, sorted."""
    if len(inputs) < 2:
        return inputs
    given = [leaf for leaf in structures.flatten([args, keywords]) if isinstance(leaf, Tensor)]
    same = sorted(map(id, given)) == sorted(map(id, inputs))
    return tuple(given) if same else inputs


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


def _is_plain(inputs: Any) -> bool:
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
        if leaf is None or isinstance(leaf, str):
            return refuse(
                interpreter,
                Refused(
                    "not-a-tensor",
                    f"`{record.class_name}` is called on {leaf_name(leaf)}, not on a tensor",
                    help="a function that builds layers must `return` the last tensor"
                    if leaf is None
                    else "",
                ),
                record,
            )
        if what := named(leaf, inside=False):
            message = f"`{record.class_name}` is called on {what}, not on a tensor"
            return refuse(interpreter, Refused("not-a-tensor", message), record)
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


def _is_eager(inputs: Any) -> bool:
    leaves = structures.flatten(inputs)
    return bool(leaves) and all(isinstance(leaf, (Array, int, float)) for leaf in leaves)


def eager(result: Any) -> Any:
    """The result of a layer called on data is data."""
    return structures.replace(
        result,
        lambda leaf: (
            Array(leaf.shape, leaf.dtype, unknown=leaf.unknown)
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
    if not record.built and record.broken is None and not _weightless(record):
        record.broken = why
    return tensor


def _weightless(record: Layer) -> bool:
    """Whether this layer never has weights, whatever its input is."""
    declaration = record.declaration
    return (
        declaration is not None
        and type(declaration).weights is Declaration.weights
        and not record.weights
    )


def call_declared(
    interpreter: Interpreter, record: Layer, tensors: Any, options: dict[str, Any] | None = None
) -> Any:
    """Apply a layer of Keras to tensors; `options` are the other arguments of the call."""
    declaration: Declaration | None = record.declaration
    options = options or {}
    # Tensors among the options (`initial_state=[h, c]`) are inputs of the call as well.
    leaves = tuple(structures.flatten(tensors)) + tuple(
        leaf
        for value in options.values()
        for leaf in structures.flatten(value)
        if isinstance(leaf, Tensor)
    )
    if declaration is None:
        why = record.broken or interpreter.unknown(f"`{record.class_name}` is not followed")
        return unknown_result(interpreter, record, leaves, why)
    unknown = next((leaf.unknown for leaf in leaves if leaf.shape is None), None)
    if unknown is not None:
        return unknown_result(interpreter, record, leaves, unknown)
    given = list(tensors) if isinstance(tensors, tuple) else tensors  # either is several tensors
    x = structures.replace(given, lambda leaf: leaf.shape)
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
        tuple(structures.flatten(result)),
        interpreter.span(),
        sum=applied.sum,
        unread=applied.unread,
        needs=applied.needs,
        macs=applied.macs,
    )
    interpreter.events.append(node)
    _when_run(interpreter, record, x, leaves)
    return result


def _when_run(interpreter: Interpreter, record: Layer, x: Any, leaves: tuple[Tensor, ...]) -> None:
    """Note what will be wrong with this call once there are data."""
    try:
        late = type(record.declaration).fails(record.declaration, x)
    except (NotKnown, dims.TooComplex):
        return
    if late is not None:
        late.late = True
        refuse(interpreter, late, record, leaves)


def structures_of(shape: Any, dtype: str) -> Any:
    """A tensor for a shape, and for a list of shapes a list of tensors."""
    if isinstance(shape, list):
        return [structures_of(each, dtype) for each in shape]
    return Tensor(shape, dtype)


# Layers that the user's own code defines ------------------------------------------------------


def _call_users(
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

    if result is None:
        tensor = refuse(
            interpreter,
            Refused(
                "not-a-tensor",
                f"`{record.class_name}.call` returns None",
                help="add `return` to the end of `call`",
            ),
            record,
        )
        return unknown_result(interpreter, record, leaves, tensor)
    packed = structures.replace(result, out)
    node = Node(record, (*leaves, *mask_taken), tuple(made), span)
    node.body = leaves, tuple(returned)
    interpreter.events.append(node)
    masks.follow(interpreter, layer, args[0] if args else None, given, packed, node)
    record.rule = lambda shapes: _retraced(interpreter, record, method, args, keywords, shapes)
    return eager(packed) if eager_call else packed


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
    if type(build) is not Function:
        _build_inherited(interpreter, layer, args, keywords or {})
        record.built = True
        return
    record.built = True
    building_now: list[Layer] = interpreter.state.setdefault("building", [])
    building_now.append(record)
    try:
        method = Method(build, layer, owner)
        shapes = shapes_for(build, layer.cls.find("call")[0], args, keywords or {})
        if shapes:
            interpreter.call(method, (), shapes)
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
