"""Who feeds whom among the layers that lie side by side in a model or in a layer."""

from __future__ import annotations

from ..network import Model
from ..rows import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..network import Layer, Node, Tensor

#: What comes from outside of the model or layer.
OUTSIDE = -1


class Wiring:
    """Of the parts of a model or a layer, by their places.

    `sources` are, for each part, the places of those that feed it, in the order of its arguments;
    `given` are those whose output is given back. `OUTSIDE` stands for what is fed from elsewhere.
    What has no row of its own, like `x + y` in a `call`, is looked through.
    """

    __slots__ = ("_found", "_graph", "_places", "given", "sources")

    def __init__(self, parent: Layer) -> None:
        parts = listed(parent)
        self._places = {id(part): place for place, part in enumerate(parts)}
        self._graph: frozenset[Node] = frozenset()
        self._found: dict[int, tuple[int, ...]] = {}  # by the node that a tensor comes from
        outputs: Iterable[Tensor] = ()
        if isinstance(parent, Model):
            self._graph = frozenset(parent.graph)
            outputs = parent.outputs
        bodies = [node.body for node in parent.nodes if node.body is not None]
        if bodies and not self._graph:
            for body in bodies:
                for tensor in body[0]:
                    if tensor.node is not None and id(tensor.node.layer) not in self._places:
                        self._found[id(tensor.node)] = (OUTSIDE,)
            outputs = bodies[-1][1]
        count = len(parts)
        self.sources: list[tuple[int, ...]]
        self.given: tuple[int, ...]
        if not self._graph and parent.class_name == "Sequential":
            self.sources = [(place - 1,) for place in range(count)]
            self.given = (count - 1,) if count else ()
            return
        self.sources = [self._sources(part) for part in parts]
        self.given = tuple(dict.fromkeys(each for out in outputs for each in self._behind(out)))

    def _sources(self, part: Layer) -> tuple[int, ...]:
        calls = [node for node in part.nodes if node in self._graph] or part.nodes
        tensors = (tensor for node in calls for tensor in node.inputs)
        feeding = dict.fromkeys(each for tensor in tensors for each in self._behind(tensor))
        feeding.pop(self._places[id(part)], None)
        return tuple(feeding)

    def _behind(self, tensor: Tensor) -> tuple[int, ...]:
        """The places where a tensor comes from."""
        node, found = tensor.node, self._found
        stack = [] if node is None else [node]
        while stack:
            top = stack[-1]
            if id(top) in found:
                stack.pop()
                continue
            place = self._places.get(id(top.layer))
            if place is not None:
                found[id(top)] = (place,)
                continue
            if self._graph and top not in self._graph:
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
