"""A model as the steps of a run: each call of a layer, what it reads and what it writes.

Models inside are followed, and so is the `call` of the user's own layers. A tensor is a buffer;
what only looks at a tensor in another way (`Flatten`, `Reshape`) writes none.
"""

from __future__ import annotations

from ..dims import Dim, TooComplex, product, substitute, symbols
from ..keras.training.endings import title
from ..network import Model
from .amounts import itemsize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..dims import Size
    from ..network import Layer, Node, Tensor
    from ..shapes import Shape

#: Layers and operations whose output is their input, looked at in another way.
VIEWS = frozenset(
    """
    Flatten Reshape Identity ActivityRegularization Squeeze ExpandDims Ravel StopGradient Masking
    """.split()
)
#: Those that change their input in training only.
IN_TRAINING = frozenset(
    """
    Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout AlphaDropout
    GaussianNoise
    """.split()
)
MOST_STEPS = 20_000
DEEPEST = 20


class Step:
    """One call: `reads` and `writes` are buffers, `inputs` and `outputs` their shapes here."""

    __slots__ = ("inputs", "layer", "node", "outputs", "reads", "title", "writes")

    def __init__(
        self,
        node: Node,
        reads: list[int],
        writes: list[int],
        inputs: list[Shape],
        outputs: list[Shape],
    ) -> None:
        self.node = node
        self.layer: Layer = node.layer
        # A class of the user's whose `call` could not be followed does what it is derived from.
        self.title = title(node.layer) or (
            node.layer.class_name
            if node.layer.kind == "operation"
            else getattr(node.layer.declaration, "title", "")
        )
        self.reads = reads
        self.writes = writes
        self.inputs = inputs
        self.outputs = outputs


class Flow:
    """The steps of a model in their order, and the size in bytes of each buffer.

    `given` are the buffers of the inputs, `results` those of the outputs. `partial` says that not
    all of it could be followed: what is missing only adds. Where a size is left open that is not
    the batch, it ends early, and `open` says so. `samples` is the batch where the code fixes one.
    """

    def __init__(self, model: Model, training: bool) -> None:
        self.training = training
        self.steps: list[Step] = []
        self.sizes: list[Size] = []
        self.given: list[int] = []
        self.results: list[int] = []
        self.partial = bool(model.unknowns)
        self.open = False
        self.batch: set[str] = set()
        self._known: dict[Dim, bool] = {}
        self._bytes: dict[tuple[Shape, str], Size | None] = {}  # many tensors are alike
        self._view = VIEWS if training else VIEWS | IN_TRAINING
        nodes, inputs, outputs = _graph(model)
        if not nodes:
            self.partial = True
        firsts = {tensor.shape[0] for tensor in inputs if tensor.shape}
        for first in firsts:
            if isinstance(first, Dim):
                self.batch |= symbols(first)
        only = firsts.pop() if len(firsts) == 1 else None
        self.samples = only if isinstance(only, int) else None
        buffers: dict[int, int] = {}
        for tensor in inputs:
            buffers[id(tensor)] = self._buffer(tensor, {})
            self.given.append(buffers[id(tensor)])
        self._follow(nodes, buffers, {}, 0)
        self.results = [buffers[id(tensor)] for tensor in outputs if id(tensor) in buffers]

    def _follow(
        self, nodes: Iterable[Node], buffers: dict[int, int], at: dict[str, Size], depth: int
    ) -> None:
        for node in nodes:
            if self.open:
                return
            if len(self.steps) >= MOST_STEPS or depth > DEEPEST:
                self.partial = True
                return
            if node.layer.kind == "input":
                self._write(node.outputs, buffers, at)
                continue
            reads = [buffers[id(each)] for each in node.inputs if id(each) in buffers]
            if len(reads) != len(node.inputs):
                for tensor in node.inputs:  # made outside of what is followed
                    if id(tensor) not in buffers:
                        buffers[id(tensor)] = self._buffer(tensor, at)
                reads = [buffers[id(each)] for each in node.inputs]
            inner, inputs, outputs = _inside(node)
            if inner:
                self._enter(node, (inner, inputs, outputs), buffers, at, depth)
                continue
            step = Step(node, reads, [], _shapes(node.inputs, at), _shapes(node.outputs, at))
            if step.title in self._view and len(node.outputs) == 1 and reads:
                buffers[id(node.outputs[0])] = reads[0]
                continue
            step.writes = self._write(node.outputs, buffers, at)
            self.partial |= not step.title or node.layer.broken is not None
            self.steps.append(step)

    def _enter(
        self,
        node: Node,
        graph: tuple[list[Node], tuple[Tensor, ...], tuple[Tensor, ...]],
        buffers: dict[int, int],
        at: dict[str, Size],
        depth: int,
    ) -> None:
        """Follow the graph of a model, or of the `call` of a layer, that this node runs."""
        nodes, inputs, outputs = graph
        within: dict[int, int] = {}
        sizes = dict(at)
        for own, outer in zip(inputs, node.inputs, strict=False):
            within[id(own)] = buffers[id(outer)]
            for size, given in zip(own.shape or (), outer.shape or (), strict=False):
                if isinstance(size, Dim) and size != given:
                    names = symbols(size)
                    if len(names) == 1 and str(size) in names:
                        sizes[str(size)] = _at(given, at)
        self._follow(nodes, within, sizes, depth + 1)
        for tensor, outer in zip(outputs, node.outputs, strict=False):
            if id(tensor) in within:
                buffers[id(outer)] = within[id(tensor)]
        for outer in node.outputs:
            if id(outer) not in buffers:
                self.partial = True
                buffers[id(outer)] = self._buffer(outer, at)

    def _write(
        self, tensors: Iterable[Tensor], buffers: dict[int, int], at: dict[str, Size]
    ) -> list[int]:
        for tensor in tensors:
            if id(tensor) not in buffers:
                buffers[id(tensor)] = self._buffer(tensor, at)
        return [buffers[id(tensor)] for tensor in tensors]

    def _buffer(self, tensor: Tensor, at: dict[str, Size]) -> int:
        size = None
        if tensor.shape is not None:
            shape = tensor.shape
            if at:
                shape = tuple([_at(each, at) for each in shape])
            if not all(isinstance(each, int) or self._is_known(each) for each in shape):
                self.open = True
                shape = ()
            size = self.bytes_of(shape, tensor.dtype)
        self.partial |= size is None
        self.sizes.append(0 if size is None else size)
        return len(self.sizes) - 1

    def _is_known(self, size: Dim) -> bool:
        """Whether a size depends on nothing but the batch."""
        known = self._known.get(size)
        if known is None:
            known = self._known[size] = symbols(size) <= self.batch
        return known

    def bytes_of(self, shape: Shape, dtype: str) -> Size | None:
        """What a tensor takes; None where that is not known."""
        key = shape, dtype
        if key not in self._bytes:
            width = itemsize(dtype)
            try:
                # The plain numbers first: a batch is often the one size that is none.
                size = None if width is None else product((width, *reversed(shape)))
            except TooComplex:
                size = None
            self._bytes[key] = size
        return self._bytes[key]


def sample_bytes(tensors: Iterable[Tensor]) -> int:
    """What these tensors take for one sample, as far as their sizes are known."""
    total = 0
    for tensor in tensors:
        width = itemsize(tensor.dtype)
        if tensor.shape and width is not None and all(type(n) is int for n in tensor.shape[1:]):
            total += int(product(tensor.shape[1:])) * width  # type: ignore[arg-type]
    return total


def _graph(model: Model) -> tuple[list[Node], tuple[Tensor, ...], tuple[Tensor, ...]]:
    """The calls of a model, with the tensors that go in and come out."""
    if model.graph:
        return list(model.graph), model.inputs, model.outputs
    for node in reversed(model.nodes):
        nodes, inputs, outputs = _inside(node)
        if nodes:
            return nodes, inputs, outputs
    return [], (), ()


def _inside(node: Node) -> tuple[list[Node], tuple[Tensor, ...], tuple[Tensor, ...]]:
    """The calls that a call consists of: those of a model, or of the `call` of the user's own."""
    layer = node.layer
    if isinstance(layer, Model) and layer.graph:
        return list(layer.graph), layer.inputs, layer.outputs
    if node.body is None:
        return [], (), ()
    given, returned = node.body
    return _behind(returned, {id(tensor) for tensor in given}), given, returned


def _behind(tensors: tuple[Tensor, ...], known: set[int]) -> list[Node]:
    """The calls that lead to these tensors from the `known` ones, in an order they can run in."""
    order: list[Node] = []
    done: set[int] = set()
    stack = [(tensor, False) for tensor in reversed(tensors)]
    while stack:
        tensor, ready = stack.pop()
        node = tensor.node
        if node is None or id(tensor) in known or id(node) in done:
            continue
        if ready:
            done.add(id(node))
            order.append(node)
            continue
        stack.append((tensor, True))
        stack.extend((before, False) for before in reversed(node.inputs))
    return order


def _shapes(tensors: Iterable[Tensor], at: dict[str, Size]) -> list[Shape]:
    if not at:
        return [tensor.shape or () for tensor in tensors]
    return [tuple([_at(size, at) for size in tensor.shape or ()]) for tensor in tensors]


def _at(size: Size, at: dict[str, Size]) -> Size:
    if not at or not isinstance(size, Dim):
        return size
    try:
        return substitute(size, {name: at[name] for name in symbols(size) if name in at})
    except TooComplex:
        return size
