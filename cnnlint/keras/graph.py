"""The graph between the inputs and the outputs of a functional model, in Keras's own order.

Keras orders layers by depth, the length of the longest way to an output, and within one depth by
when a depth-first walk back from the outputs first met them (`keras.src.ops.function.map_graph`).
"""

from __future__ import annotations

from ..diagnostics import Refused
from .naming import by_chance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..network import Layer, Node, Tensor


class Disconnected(Refused):
    """An output needs a tensor that the inputs do not lead to; `tensor` is that one."""

    def __init__(self, tensor: Tensor, output: Tensor, message: str, help: str) -> None:
        super().__init__("graph-disconnected", message, help=help)
        self.tensor = tensor
        self.output = output


class Graph:
    """The calls on the way from inputs to outputs, and the layers they belong to."""

    __slots__ = ("layers", "nodes")

    def __init__(self, nodes: tuple[Node, ...], layers: tuple[Layer, ...]) -> None:
        self.nodes = nodes
        self.layers = layers


def trace(
    inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...], stands_for: dict[int, Tensor]
) -> Graph:
    """Walk back from the outputs to the inputs.

    An input may be any tensor: Keras then puts an input layer of its own in its place, and
    `stands_for` gives the tensor of that by the id of the tensor it replaces.

    Raises:
        Disconnected: an output depends on a `keras.Input` that is not among the inputs.
        Refused: two layers have the same name (`late` where that may be by chance), or one of the
            inputs that Keras replaces is an output as well.
    """
    given = {id(tensor) for tensor in inputs}
    for tensor in outputs:
        if id(tensor) in given and id(tensor) in stands_for:
            raise Refused(
                "graph-disconnected",
                f"the output of `{_name(tensor)}` is an input and an output of this model, which "
                "only a `keras.Input` can be",
                help="leave it out of the outputs: who calls the model has it",
            )
    ordered, met = _walk(given, inputs, outputs, stands_for)
    depth_of_node: dict[Node, int] = dict.fromkeys(ordered, 0)
    depth_of_layer: dict[int, int] = {}
    for node in reversed(ordered):
        depth = max(depth_of_node[node], depth_of_layer.get(id(node.layer), 0))
        depth_of_node[node] = depth_of_layer[id(node.layer)] = depth
        for tensor in node.inputs:
            before = stands_for.get(id(tensor), tensor).node if stands_for else tensor.node
            if before in depth_of_node and depth_of_node[before] <= depth:
                depth_of_node[before] = depth + 1
    for tensor in inputs:
        made = stands_for.get(id(tensor), tensor).node
        if made is not None and id(made.layer) not in depth_of_layer and made.layer.kind == "input":
            # An input that nothing uses: allowed, and shown at the end.
            depth_of_layer[id(made.layer)] = depth_of_node[made] = 0
            met[id(made.layer)] = (-1, made.layer)
            ordered.append(made)
    layers = sorted(
        (layer for _, layer in met.values() if id(layer) in depth_of_layer),
        key=lambda layer: (-depth_of_layer[id(layer)], met[id(layer)][0]),
    )
    nodes = sorted(ordered, key=lambda node: -depth_of_node[node])
    _unique_names(layers)
    return Graph(tuple(nodes), tuple(layers))


def _walk(
    given: set[int],
    inputs: tuple[Tensor, ...],
    outputs: tuple[Tensor, ...],
    stands_for: dict[int, Tensor],
) -> tuple[list[Node], dict[int, tuple[int, Layer]]]:
    """The nodes in the order a depth-first walk leaves them, and when it met each layer."""
    ordered: list[Node] = []
    met: dict[int, tuple[int, Layer]] = {}
    finished: set[Node] = set()
    for output in outputs:
        # The calls that wait for what they take, each with the rest of that.
        stack: list[tuple[Node | None, Iterator[Tensor]]] = [(None, iter((output,)))]
        while stack:
            node, taken = stack[-1]
            for tensor in taken:
                before = stands_for.get(id(tensor), tensor).node if stands_for else tensor.node
                if before is None or before in finished:
                    continue
                layer = before.layer
                if layer.kind == "input" and id(tensor) not in given:
                    raise _disconnected(tensor, output, inputs)
                met.setdefault(id(layer), (len(met), layer))
                stack.append((before, iter(before.inputs)))
                break
            else:
                stack.pop()
                if node is not None:
                    finished.add(node)
                    ordered.append(node)
    return ordered, met


def _disconnected(tensor: Tensor, output: Tensor, inputs: tuple[Tensor, ...]) -> Disconnected:
    name = _name(tensor)
    what = f"the output of `{_name(output)}`" if output is not tensor else "an output"
    listed = ", ".join(f"`{_name(each)}`" for each in inputs) or "nothing"
    return Disconnected(
        tensor,
        output,
        f"{what} depends on input `{name}`, which is not among `inputs`",
        f"`inputs` has {listed}: add the tensor of `{name}`, or build on the inputs given",
    )


def _name(tensor: Tensor) -> str:
    return tensor.node.layer.name if tensor.node is not None else "?"


def _unique_names(layers: list[Layer]) -> None:
    seen: dict[str, Layer] = {}
    for layer in layers:
        if layer.name.startswith("?"):
            continue
        if layer.name in seen:
            raise Refused(
                "duplicate-layer-name",
                f"two layers of this model are named `{layer.name}`",
                help="give one of them another `name`",
                about=(seen[layer.name].span, layer.span, layer.name),
                late=by_chance(seen[layer.name], layer),
            )
        seen[layer.name] = layer
