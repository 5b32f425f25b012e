"""What every layer can be asked and told: its name, its weights, its shapes."""

from __future__ import annotations

from ..diagnostics import Refused, Unknown
from ..libraries.arrays import size_from
from ..libraries.names import auto_name
from ..network import Layer, Model, Node, Tensor
from . import calling, given, structures
from .events import refuse
from .layers import building, constructing
from .layers.kit import NotKnown
from .naming import free_size, keep_input_shape, name_layer
from .parts import refresh_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


def init_layer(
    interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any], unknown: Any
) -> None:
    """`Layer.__init__`: the name, and the few arguments that every layer takes."""
    instance, *rest = args
    record: Layer = instance.state
    common = {name: value for name, value in keywords.items() if name in constructing.COMMON}
    extra = next((name for name in keywords if name not in constructing.COMMON), None)
    if rest:
        why = refuse(
            interpreter,
            Refused(
                "unexpected-argument", "`Layer.__init__` takes keywords only", exception="TypeError"
            ),
            record,
        )
        if isinstance(record, Model):
            record.unknowns.append(why)
    elif extra is not None:
        refuse(
            interpreter,
            Refused(
                "unexpected-argument",
                f"`{record.class_name}` hands the argument `{extra}` on to `Layer`, "
                "which does not take it",
                help=f"take `{extra}` in `__init__`, and do not pass it to `super().__init__`",
            ),
            record,
        )
    name_layer(interpreter, record, common)
    keep_input_shape(interpreter, record, common)


def name(interpreter: Interpreter, self: Any) -> Any:
    name = self.state.name
    return interpreter.unknown("a name that is not known") if name.startswith("?") else name


def set_name(interpreter: Interpreter, self: Any, value: Any) -> None:
    if isinstance(value, str):
        self.state.name = value
        interpreter.state["renamed"] = True


def trainable(interpreter: Interpreter, self: Any) -> Any:
    return self.state.trainable


def set_trainable(interpreter: Interpreter, self: Any, value: Any) -> None:
    truth = interpreter.truth(value)
    if isinstance(truth, bool):
        record: Layer = self.state
        refresh_parts(record)
        for part in (record, *record.all_parts()):
            part.trainable = truth
            if part.built or part.declaration is None or not part.declaration.late:
                part.frozen = not truth
            if part.declaration is not None:
                part.declaration.trains = part.declaration.told = truth


def built(interpreter: Interpreter, self: Any) -> Any:
    return self.state.built


def set_built(interpreter: Interpreter, self: Any, value: Any) -> None:
    self.state.built = interpreter.truth(value) is True


def shape(interpreter: Interpreter, self: Any, side: str) -> Any:
    record: Layer = self.state
    if record.kind == "layer" and record.declaration and "keras 2" not in interpreter.state:
        raise interpreter.raised(
            "AttributeError", f"'{record.class_name}' object has no attribute '{side}_shape'"
        )
    tensors = (
        (record.inputs if side == "input" else record.outputs) if isinstance(record, Model) else ()
    )
    if not tensors and record.nodes:
        tensors = record.nodes[0].inputs if side == "input" else record.nodes[0].outputs
        if record.kind == "input":
            tensors = record.nodes[0].outputs
    from .promised import shape_of
    from .weights import waits

    if not tensors and side == "output" and waits(interpreter, record):
        raise interpreter.raised(
            "AttributeError", f"`{record.name}` has no defined output shape yet: it is not built"
        )
    if not tensors:
        return interpreter.unknown(f"`{record.name}` has no {side} yet")
    shapes = [shape_of(tensor) for tensor in tensors]
    return shapes[0] if len(shapes) == 1 else shapes


def tensor(interpreter: Interpreter, self: Any, side: str) -> Any:
    """`layer.input`, `layer.output`."""
    return first_call(interpreter, self.state, side)


def first_call(interpreter: Interpreter, record: Layer, side: str) -> Any:
    """What a layer was first called on, or gave then; a call on data leaves nothing behind.

    A `Sequential` has `inputs` and `outputs` from the start, and these only once it is called.
    """
    for node in record.nodes:
        if record.kind == "input":
            if side == "input" and "keras 2" not in interpreter.state:
                empty: list[Any] = []
                interpreter.state.setdefault("empty inputs", {})[id(empty)] = empty
                return empty
            tensors = node.outputs
        elif any(each.node is not None or each.shape is None for each in node.inputs):
            tensors = node.inputs if side == "input" else node.outputs
        else:
            continue
        return tensors[0] if len(tensors) == 1 else list(tensors)
    if record.broken is not None or interpreter.uncertain is not None:
        return record.broken or interpreter.uncertain
    if isinstance(record, Model) and record.unknowns:
        return record.unknowns[0]
    if record.nodes:
        return interpreter.unknown(f"`{record.name}` has no {side} that is known")
    return refuse(
        interpreter,
        Refused(
            "not-a-tensor",
            f"`{record.name}` was never called on a tensor, so it has no `{side}`",
            help=f"use `{side}s`: those of the model itself"
            if isinstance(record, Model) and record.outputs
            else f"call it on a tensor first, or on `keras.Input`, to give it an `{side}`",
            exception="AttributeError",
        ),
        record,
    )


def build(interpreter: Interpreter, self: Any, *args: Any, **keywords: Any) -> Any:
    """`layer.build(shape)` called by hand; for a user's class the end of its own `build`."""
    record: Layer = self.state
    declaration = record.declaration
    # Where `super().build(shape)` ends a `build` of the user's, the layer counts as built already.
    own = any(record is each for each in interpreter.state.get("building", ()))
    if declaration is not None and (own or not record.built) and (args or keywords):
        shape = _given_shapes(interpreter, declaration, args, keywords)
        if type(shape) is tuple and len(shape) + 1 == declaration.min_rank:
            shape = (free_size(interpreter, 0, 0), *shape)  # the rank is held against a call only
        if shape is not None:
            try:
                applied = building.apply(declaration, shape)
            except Refused as refused:
                if refused.rule == "rank-mismatch":
                    record.broken = interpreter.unknown("built by hand for another rank")
                else:
                    record.broken = refuse(interpreter, refused, record)
                return
            except NotKnown as lost:
                record.broken = lost.unknown
                return
            record.weights = [*record.weights, *(applied.weights or ())]
            outputs = given.structures_of(applied.shape, record.dtype.removeprefix("mixed_"))
            tensors = tuple(structures.flatten(outputs))
            inputs = tuple(Tensor(each) for each in (shape if type(shape) is list else [shape]))
            Node(record, inputs, tensors, interpreter.span(), sum=applied.sum)
            for made in declaration.makes:
                auto_name(interpreter, made)
    record.built = True


def _given_shapes(
    interpreter: Interpreter, declaration: Any, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    """The shape, or the list of shapes, that a `build` called by hand is given; None if unknown."""
    said = [*args, *(value for name, value in keywords.items() if name.endswith("shape"))]
    if declaration.spreads and len(said) > 1:
        shapes = [as_shape(interpreter, each) for each in said if each is not None]
        return None if None in shapes or not shapes else shapes
    return as_shapes(interpreter, said[0], declaration.many) if said else None


def as_shapes(interpreter: Interpreter, value: Any, many: bool = False) -> Any:
    """A shape, or for several of them a list; None where that is not known."""
    nested = type(value) in (list, tuple) and value and type(value[0]) in (list, tuple)
    if nested or many:
        if type(value) not in (list, tuple):
            return None
        shapes = [as_shape(interpreter, each) for each in value]
        return None if None in shapes else shapes
    return as_shape(interpreter, value)


def as_shape(interpreter: Interpreter, value: Any) -> Shape | None:
    """A shape written as a tuple, with a free size for every None; None where it is not known."""
    items = interpreter.iterate(value) if type(value) in (tuple, list) else None
    if not isinstance(items, list) or any(type(item) in (list, tuple) for item in items):
        return None
    return tuple(size_of_item(interpreter, item, place) for place, item in enumerate(items))


def size_of_item(interpreter: Interpreter, item: Any, axis: int, rank: int = 0) -> Any:
    """One size of a shape the user wrote: None is a free size, an unknown gets a symbol."""
    if item is None:
        return free_size(interpreter, axis, rank)
    if isinstance(item, Unknown):
        return size_from(interpreter, item, "size")
    return item


def nothing(interpreter: Interpreter, *args: Any, **keywords: Any) -> None:
    return None


def call_own(interpreter: Interpreter, args: Any, keywords: Any, unknown: Any) -> Any:
    """`super().call(x)` inside a class derived from a layer of Keras."""
    instance, *rest = args
    record: Layer = instance.state
    if record.declaration is None or not rest:
        return interpreter.unknown(f"`{record.class_name}.call` is not followed")
    tensors = structures.replace(rest[0], lambda leaf: given.as_tensor(interpreter, leaf))
    was = record.nodes[:]
    result = calling.call_declared(interpreter, record, tensors)
    record.nodes = was
    return result


def no_items(interpreter: Interpreter, self: Any, index: Any) -> Any:
    """`layer[0]`: layers, models and what trains them have no items.

    Raises:
        Raised: always.
    """
    raise interpreter.raised("TypeError", f"'{self.cls.name}' object is not subscriptable")
