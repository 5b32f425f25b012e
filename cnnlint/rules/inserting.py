"""One layer more before another, or one less: in a list, by `add`, or around a tensor."""

from __future__ import annotations

from ..edits.calls import items
from ..edits.statements import before, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..edits.calls import CallText, Edit
    from ..edits.site import Site


def put_before(site: Site, call: CallText, layer: str) -> list[Edit]:
    """The edits that put `layer` before the one that `call` makes; [] where it stands otherwise."""
    node = call.node
    way = site.way(site.span.source.span(node[1], node[2]), "Call")
    outer = way[-2] if len(way) > 1 else None
    if outer is None:
        return []
    if outer[0] in ("List", "Tuple"):
        listed = items(site.text, outer)
        for each in listed.arguments:
            if each.value == node:
                return listed.before(each, layer)
        return []
    applied = site.call_at(outer)
    if applied is None:
        return []
    if outer[3] == node and len(applied.arguments) == 1:
        return applied.wrap(applied.arguments[0], f"{layer}(", ")")
    if site.callee(applied) == "add" and len(way) > 2 and way[-3][0] == "Expr":
        said = site.text[outer[1] : applied.open]
        return before(site.text, way[-3], f"{said}{layer})")
    return []


def taken_away(site: Site, call: CallText) -> list[Edit]:
    """The edits that leave out the layer that `call` makes; [] where it stands otherwise."""
    node, text = call.node, site.text
    way = site.way(site.span.source.span(node[1], node[2]), "Call")
    outer = way[-2] if len(way) > 1 else None
    if outer is None:
        return []
    if outer[0] in ("List", "Tuple"):
        listed = items(text, outer)
        found = next((each for each in listed.arguments if each.value == node), None)
        return listed.remove(found) if found is not None else []
    applied = site.call_at(outer)
    if applied is None or len(applied.arguments) != 1:
        return []
    if outer[3] == node:
        given = applied.arguments[0]
        return [(outer[1], outer[2], text[given.at : given.end])]
    if site.callee(applied) == "add" and len(way) > 2 and way[-3][0] == "Expr":
        return without(text, way[-3])
    return []
