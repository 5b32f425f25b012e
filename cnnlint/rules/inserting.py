"""One more layer before another: in a list, by `add`, or around the tensor it is called on."""

from __future__ import annotations

from ..edits.calls import items
from ..edits.statements import before

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
