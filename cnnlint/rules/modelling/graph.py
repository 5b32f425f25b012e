"""A model's graph as these rules read it: what feeds what."""

from __future__ import annotations

from ...network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Node


def nodes(model: Model) -> Iterator[Node]:
    """Every call in a model, and in the models inside it; not in what Keras brings."""
    for node in model.graph:
        if node.layer.origin:
            continue
        if isinstance(node.layer, Model):
            yield from nodes(node.layer)
        elif node.layer.kind != "input" and node.inputs:
            yield node  # one without inputs was called on what is no tensor


def steps(model: Model) -> Iterator[tuple[Node, Node]]:
    """Pairs of calls where the second alone takes what the first alone gives.

    Those inside an architecture that Keras brings are nothing the user can change.
    """
    takers: dict[int, list[Node]] = {}
    for node in model.graph:
        for tensor in node.inputs:
            takers.setdefault(id(tensor), []).append(node)
    outputs = {id(tensor) for tensor in model.outputs}
    for node in model.graph:
        if node.layer.origin:
            continue
        if isinstance(node.layer, Model):
            yield from steps(node.layer)
        if node.layer.kind == "input" or len(node.outputs) != 1:
            continue
        output = node.outputs[0]
        after = takers.get(id(output), [])
        if len(after) == 1 and id(output) not in outputs and len(after[0].inputs) == 1:
            yield node, after[0]
