"""Who feeds whom among the layers that lie side by side in a model or in a layer."""

from __future__ import annotations

from ..network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..network import Layer, Node, Tensor

#: What comes from outside of the model or layer.
OUTSIDE = -1


def sources(parent: Layer) -> list[tuple[int, ...]]:
    """For each of the parts, the places of those that feed it, in the order of its arguments.

    `OUTSIDE` stands for what is fed from elsewhere. What has no row of its own, like `x + y` in
    a `call`, is looked through.
    """
    graph = frozenset(parent.graph) if isinstance(parent, Model) else frozenset()
    if not graph and isinstance(parent, Model) and parent.class_name == "Sequential":
        return [(place - 1,) for place in range(len(parent.parts))]
    places = {id(part): place for place, part in enumerate(parent.parts)}
    found: dict[int, tuple[int, ...]] = {}
    result = []
    for place, part in enumerate(parent.parts):
        calls = [node for node in part.nodes if node in graph] or part.nodes
        feeding: dict[int, None] = {}
        for node in calls:
            for tensor in node.inputs:
                feeding.update(dict.fromkeys(_behind(tensor, places, graph, found)))
        feeding.pop(place, None)
        result.append(tuple(feeding))
    return result


def given(parent: Layer) -> tuple[int, ...]:
    """The places of the parts whose output is one of the model's."""
    if not isinstance(parent, Model):
        return ()
    places = {id(part): place for place, part in enumerate(parent.parts)}
    layers = (id(tensor.node.layer) for tensor in parent.outputs if tensor.node is not None)
    return tuple(sorted({places[layer] for layer in layers if layer in places}))


def _behind(
    tensor: Tensor,
    places: dict[int, int],
    graph: frozenset[Node],
    found: dict[int, tuple[int, ...]],
) -> tuple[int, ...]:
    """The places where a tensor comes from; `found` keeps them by the node they lie behind."""
    node = tensor.node
    stack = [] if node is None else [node]
    while stack:
        top = stack[-1]
        if id(top) in found:
            stack.pop()
            continue
        place = places.get(id(top.layer))
        if place is not None:
            found[id(top)] = (place,)
            continue
        if graph and top not in graph:
            found[id(top)] = (OUTSIDE,)
            continue
        before = [each.node for each in top.inputs if each.node is not None]
        waiting = [each for each in before if id(each) not in found]
        if waiting:
            stack.extend(waiting)
            continue
        behind = dict.fromkeys(each for node in before for each in found[id(node)])
        found[id(top)] = tuple(behind) or (OUTSIDE,)
    return (OUTSIDE,) if node is None else found[id(node)]
