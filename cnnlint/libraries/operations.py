"""Operations on tensors and arrays: found by name, bound, worked out, and noted in the graph.

An operation is written once, over shapes and dtypes, in one of the modules beside this one
(`catalogue` says in which). A library's function is a name and a signature that leads to it: its
parameters by the library's own names, with the operation's own name after `>` where they differ,
and nothing after `>` where the parameter makes no difference to a shape.
"""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused, Unknown
from ..dims import Dim, TooComplex
from ..interpreter.signature import BadCall
from ..interpreter.values import MISSING, Native, Stream
from ..network import Layer, Node, Tensor, Weight
from . import catalogue
from .arrays import Array, NotKnown, array_of, folded, packed, size_from
from .dtypes import keras_meet, meet, name_of
from .forms import form
from .names import OPERATORS, auto_name, snake_case, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ..dims import Size, When
    from ..interpreter.machine import Interpreter
    from ..shapes import Shape
    from ..source import Span


class TensorFlowCall:
    """A function of TensorFlow's given a symbolic tensor: Keras 3 refuses it outside of layers."""

    __slots__ = ("inputs", "inside", "name", "span")

    def __init__(self, name: str, span: Span, inputs: tuple[Tensor, ...], inside: bool) -> None:
        self.name = name
        self.span = span
        self.inputs = inputs
        self.inside = inside


class Call:
    """One use of an operation: what its arithmetic may ask and note.

    `dialect` is whose rules of dtypes hold: "numpy", "keras" or "tensorflow".
    """

    __slots__ = ("dialect", "interpreter", "name", "needs", "noted", "options", "sum")

    def __init__(self, interpreter: Interpreter, name: str, dialect: str) -> None:
        self.interpreter = interpreter
        self.name = name
        self.dialect = dialect
        self.needs: list[When] = []
        self.sum = ""
        #: Whether Keras works out the shape beforehand, and notes the call in a graph.
        self.noted = False
        self.options: dict[str, Any] = {}

    def shape(self, array: Array) -> Shape:
        """The shape of an operand, where its rank is known."""
        if array.shape is None:
            raise NotKnown(array.unknown or self.interpreter.unknown("a shape is not known"))
        return array.shape

    def lost(self, reason: str, of: Any = None) -> NotKnown:
        """Why the result cannot be told."""
        return NotKnown(self.interpreter.unknown(reason, of=of))

    def whole(self, value: Any) -> int:
        """An argument that must be a plain number for the shape to be known."""
        value = folded(value)
        if type(value) is tuple and len(value) == 1:
            value = value[0]
        if isinstance(value, int):
            return int(value)
        if type(value) in (Unknown, Dim, Array):
            raise self.lost("a number that the shape depends on is not known", value)
        name = self.interpreter.type_name(value)
        raise self.interpreter.raised(
            "TypeError", f"'{name}' object cannot be interpreted as an integer"
        )

    def axes(self, value: Any) -> int | tuple[int, ...] | None:
        """An `axis` argument: one, several, or None."""
        value = folded(value)
        if value is None:
            return None
        if type(value) in (tuple, list, range):
            return tuple(self.whole(item) for item in value)
        if type(value) in (Stream, Array):
            return tuple(self.whole(item) for item in self.items(value))
        return self.whole(value)

    def items(self, value: Any) -> list[Any]:
        """The items of a sequence given as an argument."""
        found = self.interpreter.iterate(value)
        if type(found) is Unknown:
            raise NotKnown(found)
        return found

    def size(self, value: Any) -> Size:
        return size_from(self.interpreter, value)

    def sizes(self, value: Any) -> list[Size | None]:
        """A shape given as an argument; None stays where Keras takes it for a hidden size."""
        value = folded(value)
        value = getattr(value, "sizes", value)  # a shape of TensorFlow's
        kind = type(value)
        if kind is Unknown and (value.size is None or value.parameter):
            raise NotKnown(value)  # a parameter may be several sizes as well as one
        if kind is Tensor and value.shape != ():
            raise self.lost("a shape that is computed by tensors is not known", value.unknown)
        if kind in (tuple, list, range, Stream) or (kind is Array and value.shape != ()):
            items = list(value) if kind in (tuple, list) else self.items(value)
            return [None if item is None else self.size(packed(item)) for item in items]
        return [None if value is None else self.size(value)]

    def array(self, value: Any) -> Array:
        """An argument as an array."""
        found = array_of(self.interpreter, value)
        if isinstance(found, Unknown):
            raise NotKnown(found)
        if self.dialect != "numpy" and found.dtype == "object":
            raise self.lost(f"a {self.interpreter.type_name(value)} in place of a tensor", value)
        if self.dialect == "numpy" and found.shape and found.dtype in ("int", "float"):
            found = found.like(found.shape, items=found.items)
            found.dtype = meet([found.dtype])
        return found

    def flag(self, value: Any) -> bool:
        """The truth of an argument that the shape depends on."""
        truth = self.interpreter.truth(folded(value))
        if type(truth) is Unknown:
            raise NotKnown(truth)
        return bool(truth)

    def dtype(self, given: Any, default: str | None) -> str | None:
        return default if given is None else name_of(given)

    def meet(self, arrays: Iterable[Array]) -> str | None:
        """The dtype in which operands meet."""
        names = [array.dtype for array in arrays]
        return meet(names) if self.dialect == "numpy" else keras_meet(names)

    def made(self, shape: Shape | None, dtype: str | None, **about: Any) -> Array:
        """A result of this operation."""
        library = "numpy" if self.dialect == "numpy" else "tensor"
        if dtype in ("int", "float"):
            dtype = meet([dtype]) if self.dialect == "numpy" else keras_meet([dtype])
        return Array(shape, dtype, library=library, **about)


def apply(
    interpreter: Interpreter,
    name: str,
    arguments: dict[str, Any],
    dialect: str = "keras",
    shown: str = "",
) -> Any:
    """The result of an operation: a tensor with its node, an array, or an unknown.

    `shown` is what a function of TensorFlow's is called.

    Raises:
        Refused: where the shapes or arguments do not fit.
    """
    operation = catalogue.find(name)
    tensors: list[Tensor] = []
    call = Call(interpreter, name, dialect)
    call.options = operation.options
    lost: Unknown | None = None
    bound: dict[str, Any] = {}
    for key, value in arguments.items():
        if key in operation.arrays:
            _collect(value, tensors)
            try:
                if value is None and key not in operation.optional:
                    raise call.lost("None is given where an array is needed")
                bound[key] = None if value is None else call.array(value)
            except NotKnown as stop:
                if name == "reshape" and dialect == "numpy" and not tensors:
                    bound[key] = Array(None, None, unknown=stop.unknown, library="numpy")
                else:
                    lost = lost or stop.unknown
        elif key in operation.lists:
            try:
                items = [value] if type(value) is Tensor else call.items(value)
                _collect(items, tensors)
                bound[key] = [call.array(item) for item in items]
            except NotKnown as stop:
                _collect(value, tensors)
                lost = lost or stop.unknown
        else:
            if key in operation.beside:
                _collect(value, tensors)
            bound[key] = value
    if dialect == "numpy" and tensors:
        if name not in FOLLOWED and not interpreter.state.get("inside"):
            _refuse_symbolic(call, shown, tensors)
        return interpreter.unknown("NumPy is given a symbolic tensor, which has no values")
    call.noted = bool(tensors) and not interpreter.state.get("inside")
    if lost is None:
        try:
            checked = dialect == "keras" and name in catalogue.CHECKED
            if call.noted and checked and any(t.node is None or _is_symbolic(t) for t in tensors):
                from . import symbolic

                symbolic.check(call, arguments)
            result = operation.function()(call, **bound)
        except NotKnown as stop:
            lost = stop.unknown
        except Refused as refused:
            refused.inputs = refused.inputs or tuple(tensors)
            raise
        except TooComplex:
            lost = interpreter.unknown("the sizes are too complex to work out")
    if lost is not None:
        if not tensors and operation.lists:
            from . import joining

            (listed,) = operation.lists
            found = joining.of_unknown_length(call, arguments[listed], arguments.get("axis", 0))
            if found is not None:
                return found
        if not tensors or name in NUMBERS:
            return interpreter.derive(lost, name)
        result = Array(None, None, unknown=lost)
    if not tensors:
        return _outside(call, result)
    noted = _noted(call, operation, tensors, result, shown)
    made = next((leaf for leaf in _leaves(noted) if type(leaf) is Tensor), None)
    if made is not None and made.node is not None:
        made.node.layer.rule = lambda shapes: _again(interpreter, name, arguments, dialect, shapes)
    return noted


def _leaves(value: Any) -> list[Any]:
    if type(value) in (list, tuple):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _again(
    interpreter: Interpreter,
    name: str,
    arguments: dict[str, Any],
    dialect: str,
    shapes: list[Shape],
) -> list[Shape | None]:
    """The shapes that the same operation gives for tensors of other shapes.

    Raises:
        Refused: where those do not fit.
    """
    pending = iter(shapes)

    def other(value: Any) -> Any:
        if type(value) is Tensor:
            return Array(next(pending), value.dtype, library="tensor")
        if type(value) in (list, tuple):
            return type(value)(other(item) for item in value)
        return value

    result = apply(interpreter, name, {key: other(arguments[key]) for key in arguments}, dialect)
    return [leaf.shape if type(leaf) is Array else None for leaf in _leaves(result)]


def _collect(value: Any, tensors: list[Tensor]) -> None:
    """The symbolic tensors in an argument, as often as they stand there."""
    if type(value) is Tensor:
        tensors.append(value)
    elif type(value) in (list, tuple):
        for item in value:
            _collect(item, tensors)


def _outside(call: Call, result: Any) -> Any:
    """What is handed back where no symbolic tensor took part."""
    if type(result) is Array and call.dialect == "numpy" and result.shape == () and result.items:
        from .scalars import scalar

        return scalar(call.interpreter, call.name, result.items[0], result.dtype)
    if type(result) is Array and call.dialect == "numpy" and result.shape == ():
        from .scalars import REDUCING

        result.scalar = call.name in REDUCING
    if type(result) in (list, tuple):
        return type(result)(_outside(call, item) for item in result)
    return result


def _noted(
    call: Call, operation: catalogue.Operation, tensors: list[Tensor], result: Any, shown: str
) -> Any:
    """The result as symbolic tensors, with the row of the graph that made them."""
    interpreter = call.interpreter
    inside = bool(interpreter.state.get("inside"))
    if not inside and call.dialect == "tensorflow":
        _refuse_symbolic(call, shown, tensors)
    outputs: list[Tensor] = []

    def out(value: Any) -> Any:
        if type(value) is Array:
            lost = value.unknown if value.shape is None else None  # not that of its values
            tensor = Tensor(value.shape, value.dtype or "float32", unknown=lost)
            outputs.append(tensor)
            return tensor
        if type(value) in (list, tuple):
            return type(value)(out(item) for item in value)
        return value

    packed = out(result)
    if not outputs:
        return packed  # `ndim`, `shape`: nothing that stands in a graph
    span = interpreter.span()
    older = "keras 2" in interpreter.state
    if call.dialect == "tensorflow" or older:
        class_name, name = "TFOpLambda", shown or f"tf.{call.name}"
        if older:
            name = OPERATORS.get(call.name, name)
            class_name = "SlicingOpLambda" if call.name == "get_item" else class_name
        name = name if inside else unique(interpreter, name)
        if call.dialect == "tensorflow":
            event = TensorFlowCall(shown, span, tuple(tensors), inside)
            interpreter.events.append(event)
    else:
        class_name = operation.class_name
        name = snake_case(class_name) if inside else auto_name(interpreter, class_name)
    layer = Layer(class_name, name, span, kind="operation")
    layer.built = True
    layer.dtype = outputs[0].dtype
    node = Node(
        layer,
        tuple(tensors),
        tuple(outputs),
        span,
        sum=call.sum,
        needs=tuple(call.needs),
    )
    interpreter.events.append(node)
    return packed


#: What answers with Python's own numbers, and with no tensor.
NUMBERS = frozenset(("shape", "dynamic_shape", "ndim"))

#: Functions of NumPy's that ask the tensor itself, and so work on a symbolic one.
FOLLOWED = frozenset(("squeeze", "flip", "shape", "ndim", "split"))


def _refuse_symbolic(call: Call, shown: str, tensors: list[Tensor]) -> None:
    """TensorFlow's and NumPy's own functions want values, and outside of a layer there are none."""
    if not all(map(_is_symbolic, tensors)):
        return
    whose, short = {"tensorflow": ("TensorFlow", "tf"), "numpy": ("NumPy", "np")}[call.dialect]
    said = shown if "." in shown else f"{short}.{shown or call.name}"
    refused = Refused(
        "symbolic-tensor",
        f"`{said}` is a function of {whose}'s, and is given a symbolic tensor of Keras",
        help="use `keras.ops`, or call it inside a layer of your own",
    )
    call.interpreter.refused(call.interpreter, refused)


def _is_symbolic(tensor: Tensor) -> bool:
    """Whether a tensor comes from `keras.Input`, and from there through calls alone."""
    for _ in range(1_000):
        node = tensor.node
        if node is None:
            return False
        if node.layer.kind == "input":
            return True
        if not node.inputs:
            return False
        tensor = node.inputs[0]
    return False


# Functions of libraries -----------------------------------------------------------------------


def function(name: str, target: str, text: str, dialect: str, shown: str = "") -> Native:
    """A library's function `name` that leads to the operation `target`."""

    def run(
        interpreter: Interpreter,
        args: tuple[Any, ...],
        keywords: dict[str, Any],
        unknown: Unknown | None = None,
    ) -> Any:
        signature, renamed = form(text)
        try:
            bound = signature.bind(args, keywords, unknown)
        except BadCall as bad:
            raise interpreter.raised("TypeError", f"{name}{bad}") from None
        if signature.rest_keywords is not None:
            bound.update(bound.pop(signature.rest_keywords))
        if unknown is not None and not bound.keys() >= set(signature.names):
            return interpreter.derive(unknown, "arguments", object())
        if not renamed:
            return apply(interpreter, target, bound, dialect, shown)
        own: dict[str, Any] = {}
        for key, value in bound.items():
            key = renamed.get(key, key)
            if key and (value is not None or key not in own):  # an argument under an older name
                own[key] = value
        return apply(interpreter, target, own, dialect, shown)

    return Native(name, run, open=True)


def members(
    tables: Iterable[dict[str, str]], dialect: str, prefix: str = ""
) -> Callable[[str], Any]:
    """What finds a library's functions: each table is signature -> names, `name:operation`."""
    found: dict[str, tuple[str, str]] = {}

    def find(name: str) -> Any:
        if not found:
            for table in tables:
                for text, words in table.items():
                    for word in words.split():
                        own, _, target = word.partition(":")
                        found[own] = (target or own, text)
        entry = found.get(name)
        if name == "*":
            return tuple(found)
        if entry is None:
            return MISSING
        return function(name, *entry, dialect, f"{prefix}{name}")

    return find


def visible(shape: Shape) -> tuple[Any, ...]:
    """A shape as Keras shows it to the program: None for a hidden size."""
    return tuple(None if dims.hidden(size) else size for size in shape)


__all__ = ["Call", "TensorFlowCall", "Weight", "apply", "form", "function", "members", "visible"]
