"""`None` where a model was expected: where it was lost, and what keeps it."""

from __future__ import annotations

from ..edits.finding import blocks, walk
from ..edits.statements import behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site
    from ..syntax.tree import Node

#: Methods of a model that return None.
IN_PLACE = frozenset(("add", "build", "compile", "summary"))


def keep_model(site: Site) -> Fix | None:
    """For `model.fit` where `model` is None: what was assigned to it last."""
    found = site.way()
    attribute = next((node for node in reversed(found) if node[0] == "Attribute"), None)
    if attribute is None and found and found[-1][0] == "Call":
        attribute = found[-1][3]
    if attribute is None or attribute[0] != "Attribute" or attribute[3][0] != "Name":
        return None
    name = attribute[3][3]
    last = _last_assigned(site, name)
    if last is None or last[4][0] != "Call":
        return None
    callee = last[4][3]
    if callee[0] == "Attribute" and callee[4] in IN_PLACE and callee[3][3:] == (name,):
        edits = [(last[1], last[4][1], "")]
        return site.fix(f"`{callee[4]}` changes `{name}` itself: assign nothing", edits, safe=True)
    return _with_return(site, callee[3]) if callee[0] == "Name" else None


def _last_assigned(site: Site, name: str) -> Node | None:
    """The last statement before this place, in the blocks around it, that assigns to a name."""
    way = site.way()
    runs = [site.tree().statements, *(run for node in way for run in blocks(node))]
    found = None
    for run in runs:
        for node in run:
            if node[1] < site.span.start and node[0] == "Assign" and len(node[3]) == 1:
                if node[3][0][0] == "Name" and node[3][0][3] == name:
                    found = node
    return found


def _with_return(site: Site, name: str) -> Fix | None:
    """A function that makes a model and returns nothing."""
    made = [each for each in site.tree().statements if each[0] == "FunctionDef" and each[3] == name]
    if len(made) != 1 or any(each[0] in ("Return", "Yield") for each in walk(made[0][5])):
        return None
    last = made[0][5][-1]
    model = ""
    if last[0] == "Assign" and len(last[3]) == 1 and last[3][0][0] == "Name":
        model = last[3][0][3]
    elif last[0] == "Expr" and last[3][0] == "Call" and last[3][3][0] == "Attribute":
        owner, method = last[3][3][3:5]
        model = owner[3] if owner[0] == "Name" and method in IN_PLACE else ""
    if not model:
        return None
    return site.fix(f"return `{model}`", behind(site.text, last, f"return {model}"))
