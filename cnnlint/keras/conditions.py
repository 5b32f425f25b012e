"""Conditions on free sizes: under which sizes of its inputs a model works at all, and who asks."""

from __future__ import annotations

from ..dims import Dim, conjoin, hidden, symbols
from ..network import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dims import When
    from ..network import Node


def requirements(model: Model) -> tuple[When, ...]:
    """The conditions on free sizes under which every call in the model works."""
    short = short_names(model)
    return tuple(
        need.rename({n: short[n] for n in need.names if n in short}) for need in joined(model)
    )


def joined(model: Model) -> tuple[When, ...]:
    """The same under the names that the free sizes have in the whole program."""
    needs = tuple(dict.fromkeys(need for node in model.graph for need in node.needs))
    found = conjoin(needs)
    return needs if found is None else found


def askers(model: Model) -> list[tuple[Node, list[When]]]:
    """The calls that these conditions come from, each with its own.

    Of several that ask the same of a size, as the skip connections of a U-Net do, that one which
    asks the most: the first that needs all of it; else the last where branches meet. What a model
    inside asks, its own calls ask.
    """
    asking = [node for node in model.graph if node.needs and not isinstance(node.layer, Model)]
    found: dict[int, tuple[Node, list[When]]] = {}
    for condition in joined(model):
        alike = [node for node in asking if condition in node.needs]
        some = [n for n in asking[::-1] if any(c.names & condition.names for c in n.needs)]
        alike += sorted(some, key=lambda node: len(node.inputs) < 2)
        if alike:
            found.setdefault(id(alike[0]), (alike[0], []))[1].append(condition)
    return list(found.values())


def short_names(model: Model) -> dict[str, str]:
    """What the free sizes of a model are called when it is shown alone.

    They are numbered through a whole program (`H`, `H2`, ...); in one model that has a single
    `H2` the number says nothing.
    """
    found = {
        name
        for tensor in model.inputs
        for size in tensor.shape or ()
        if isinstance(size, Dim) and hidden(size)
        for name in symbols(size)
    }
    stems = [name.rstrip("0123456789") for name in found]
    return {
        name: stem
        for name, stem in zip(found, stems, strict=True)
        if stem and stem != name and stems.count(stem) == 1 and stem not in found
    }
