"""A model's graph as these rules read it: what feeds what."""

from __future__ import annotations

from ...keras.training.endings import title
from ...network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...network import Node


#: Rules, by their modules, that are about layers of Keras's with these names and no others.
ABOUT = {
    "bias_before_normalization": "BatchNormalization",
    "double_softmax": "Softmax Activation",
    "missing_flatten": "Dense",
    "no_nonlinearity": "Dense",
    "oversized_dense": "Dense",
    "positional_stride": "Conv2D SeparableConv2D Conv3D",
}


class Seen:
    """What several rules ask of one model, worked out once; `titles` are those of `nodes`."""

    __slots__ = ("graph", "model", "nodes", "steps", "titles")

    def __init__(self, model: Model) -> None:
        self.model = model
        self.graph = model.graph
        self.nodes = list(_nodes(model))
        self.steps = list(_steps(model))
        self.titles = [title(node.layer) for node in self.nodes]


_last: list[Seen] = []  # rules look at one model after the other, each at the same


def _seen(model: Model) -> Seen:
    if not _last or _last[0].model is not model or _last[0].graph is not model.graph:
        _last[:] = [Seen(model)]
    return _last[0]


def forget() -> None:
    """The rules have looked at a model: what they asked of it is wanted no more."""
    _last.clear()


def nodes(model: Model) -> list[Node]:
    """Every call in a model, and in the models inside it; not in what Keras brings."""
    return _seen(model).nodes


def titled(model: Model, titles: Collection[str]) -> list[Node]:
    """Those of them that call layers of Keras's with one of these names."""
    seen = _seen(model)
    return [node for node, name in zip(seen.nodes, seen.titles, strict=True) if name in titles]


def idle(model: Model) -> set[str]:
    """The rules, by their modules, that find nothing to look at in a model: nobody reads them."""
    seen = _seen(model)
    there = set(seen.titles)
    found = {rule for rule, titles in ABOUT.items() if there.isdisjoint(titles.split())}
    if not any(tensor.mask is not None for node in seen.nodes for tensor in node.inputs):
        found.add("mask_dropped")
    if not any(node.needs for node in seen.graph):
        found.add("restricted_input_size")
    return found


def steps(model: Model) -> list[tuple[Node, Node]]:
    """Pairs of calls where the second alone takes what the first alone gives.

    Those inside an architecture that Keras brings are nothing the user can change.
    """
    return _seen(model).steps


def _nodes(model: Model) -> Iterator[Node]:
    for node in model.graph:
        if node.layer.origin:
            continue
        if isinstance(node.layer, Model):
            yield from _nodes(node.layer)
        elif node.layer.kind != "input" and node.inputs:
            yield node  # one without inputs was called on what is no tensor


def _steps(model: Model) -> Iterator[tuple[Node, Node]]:
    takers: dict[int, list[Node]] = {}
    for node in model.graph:
        for tensor in node.inputs:
            takers.setdefault(id(tensor), []).append(node)
    outputs = {id(tensor) for tensor in model.outputs}
    for node in model.graph:
        if node.layer.origin:
            continue
        if isinstance(node.layer, Model):
            yield from _steps(node.layer)
        if node.layer.kind == "input" or len(node.outputs) != 1:
            continue
        output = node.outputs[0]
        after = takers.get(id(output), ())
        if len(after) == 1 and id(output) not in outputs and len(after[0].inputs) == 1:
            yield node, after[0]
