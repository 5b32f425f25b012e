"""The network that the code builds: layers, the nodes that call them, tensors, models.

These are records. What a call of a layer gives is decided in `cnnlint.keras`; here it is kept,
with the place in the source that made it.
"""

from __future__ import annotations

from . import dims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .diagnostics import Unknown
    from .dims import Size, When
    from .shapes import Shape
    from .source import Span


class Weight:
    """One variable of a layer. Its size is the product of its shape."""

    __slots__ = ("_size", "dtype", "name", "shape", "trainable")

    def __init__(
        self, name: str, shape: Shape, trainable: bool = True, dtype: str = "float32"
    ) -> None:
        self.name = name
        self.shape = shape
        self.trainable = trainable
        self.dtype = dtype
        self._size: Size | None = None

    @property
    def size(self) -> Size:
        if self._size is None:
            self._size = dims.product(self.shape)
        return self._size

    def again(self) -> Weight:
        """Another variable just like it."""
        made = Weight(self.name, self.shape, self.trainable, self.dtype)
        made._size = self._size
        return made

    def resize(self, shape: Shape) -> None:
        """Give it another shape."""
        self.shape = shape
        self._size = None


class Tensor:
    """A symbolic tensor: what `keras.Input` and every call of a layer return.

    `shape` is None when not even the rank is known; `unknown` then says why.
    """

    __slots__ = ("dtype", "index", "mask", "node", "shape", "sparse", "unknown")

    def __init__(
        self,
        shape: Shape | None,
        dtype: str = "float32",
        *,
        unknown: Unknown | None = None,
        sparse: bool = False,
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.unknown = unknown
        self.sparse = sparse
        self.node: Node | None = None
        self.index = 0
        self.mask: Tensor | None = None  # which steps count, where Keras keeps that


#: The class of a row that stands for all turns of a loop of which nobody knows how often it runs.
LOOP = "loop"


class Layer:
    """A layer, or an operation applied to tensors, or (as `Model`) a whole model.

    `declaration` is what cnnlint knows of a Keras layer and holds its arguments; it is None for
    operations and for layers that the user's own code defines. `weights` are its own, `parts` the
    layers inside it, in the order Keras lists them. `broken` says why it could not be built.
    """

    __slots__ = (
        "broken",
        "built",
        "class_name",
        "declaration",
        "delegates",
        "dtype",
        "frozen",
        "kind",
        "name",
        "nodes",
        "origin",
        "parts",
        "rule",
        "span",
        "trainable",
        "value",
        "weights",
    )

    def __init__(
        self,
        class_name: str,
        name: str,
        span: Span | None,
        *,
        declaration: Any = None,
        kind: str = "layer",
    ) -> None:
        self.class_name = class_name
        self.name = name
        self.span = span
        self.declaration = declaration
        self.kind = kind  # "layer", "operation", "input" or "model"
        self.dtype = "float32"
        self.built = False
        self.trainable = True
        self.delegates = False  # its weights are made by layers inside, `frozen` or not
        self.frozen = False
        self.weights: list[Weight] = []
        self.parts: list[Layer] = []
        self.nodes: list[Node] = []
        self.broken: Unknown | None = None
        # For an operation: the shapes it gives for other shapes than those it was made with.
        self.rule: Any = None
        self.value: Any = None  # the interpreter's object for this layer
        self.origin = ""  # the architecture of `keras.applications` that it was made for

    def __repr__(self) -> str:
        return f"<{self.class_name} {self.name}>"

    def all_weights(self, trainable: bool = True) -> list[tuple[Weight, bool]]:
        """Every weight in here, each once, with whether training changes it.

        As in Keras, that is up to the layer that made the weight, and to the one that is asked:
        `trainable=False` given to the constructor of a layer between them changes nothing.
        """
        found: dict[int, tuple[Weight, bool]] = {}
        self._weights(trainable and self.trainable, found)
        return list(found.values())

    def _weights(self, trainable: bool, found: dict[int, tuple[Weight, bool]]) -> None:
        if self.weights:
            trains = trainable and (not self.frozen if self.delegates else self.trainable)
            for weight in self.weights:
                if id(weight) not in found:
                    found[id(weight)] = weight, trains and weight.trainable
        for part in self.parts:
            part._weights(trainable, found)

    def all_parts(self) -> Iterator[Layer]:
        """Every layer below this one, each once, depth first."""
        seen: set[int] = set()
        stack = list(reversed(self.parts))
        while stack:
            layer = stack.pop()
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                stack.extend(reversed(layer.parts))


class Node:
    """One call of a layer: tensors in, tensors out, and the sum behind the output shape.

    `unread` counts, per spatial axis, the rows or columns at the end of the input that no window
    looks at. `needs` are the conditions on free sizes under which this call works at all. `given`
    are the arguments as the call had them: positional ones, and those with a name. `body`, for a
    call that the user's own code defines: the tensors it was given, and those it returned.
    `symbols` says what the symbols in its shapes stand for.
    """

    __slots__ = (
        "besides",
        "body",
        "given",
        "inputs",
        "layer",
        "macs",
        "needs",
        "outputs",
        "span",
        "sum",
        "symbols",
        "unread",
    )

    def __init__(
        self,
        layer: Layer,
        inputs: tuple[Tensor, ...],
        outputs: tuple[Tensor, ...],
        span: Span | None,
        *,
        sum: str = "",
        unread: tuple[Size, ...] = (),
        needs: tuple[When, ...] = (),
        macs: Size = 0,
    ) -> None:
        self.layer = layer
        self.inputs = inputs
        self.outputs = outputs
        self.span = span
        self.sum = sum
        self.unread = unread
        self.needs = needs
        self.macs = macs
        self.besides: list[str] = []  # classes of the operations Keras made for its masks
        self.given: tuple[tuple[Any, ...], dict[str, Any]] | None = None
        self.body: tuple[tuple[Tensor, ...], tuple[Tensor, ...]] | None = None
        self.symbols: dict[str, Unknown] = {}
        layer.nodes.append(self)
        for index, tensor in enumerate(outputs):
            tensor.node = self
            tensor.index = index


class Model(Layer):
    """A model. `variable` is the name it is known by in the code, `calls` what was done with it.

    `parts` are the rows of `summary()`, in its order: layers, operations and, where Keras shows
    them, input layers. For a model made of tensors (`Functional`, and a `Sequential` once it is
    built) `inputs` and `outputs` are those tensors, and `graph` holds the calls that lead from
    one to the other. `unknowns` say what about this model is not known; it is complete without.
    `waiting` is why the data that it was first given told no shape.
    """

    __slots__ = (
        "calls",
        "graph",
        "inputs",
        "outputs",
        "stacked",
        "step_names",
        "steps",
        "unknowns",
        "variable",
        "waiting",
    )

    def __init__(self, class_name: str, name: str, span: Span | None) -> None:
        super().__init__(class_name, name, span, kind="model")
        self.variable = ""
        self.inputs: tuple[Tensor, ...] = ()
        self.outputs: tuple[Tensor, ...] = ()
        self.graph: tuple[Node, ...] = ()
        self.steps: list[Layer] = []  # the layers of a Sequential, as they were added
        self.step_names: set[str] = set()  # those that they had then
        #: The graph that they gave, where each has a node in it, and what it names besides.
        self.stacked: tuple[tuple[Node, ...], list[str]] | None = None
        self.unknowns: list[Unknown] = []
        self.calls: list[Call] = []
        self.waiting: Unknown | None = None


class Call:
    """A method called on a model that training depends on: `compile`, `fit`, `evaluate`, ...

    `doubt` is what was found wrong with it and shows only later, when the model is trained.
    """

    __slots__ = ("arguments", "doubt", "method", "span")

    def __init__(self, method: str, arguments: dict[str, Any], span: Span) -> None:
        self.method = method
        self.arguments = arguments
        self.span = span
        self.doubt: Any = None
