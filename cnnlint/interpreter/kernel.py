"""What a notebook's kernel adds to Python: names of its own, and what is not Python in a cell."""

from __future__ import annotations

from ..diagnostics import Unknown
from . import expressions
from .values import Native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..syntax.tree import Node
    from .machine import Interpreter
    from .values import Scope

#: What earlier cells were, and gave: that depends on the order in which somebody ran them.
HISTORY = ("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_dh", "_oh", "_ih")


def names() -> dict[str, Any]:
    """What a program in a notebook finds defined."""
    shell = Unknown("the notebook's kernel is not followed", None)
    return {
        **{name: Unknown("what earlier cells gave is not followed", None) for name in HISTORY},
        "display": Native("display", _display),
        "get_ipython": Native("get_ipython", lambda interpreter, args, keywords: shell),
    }


def _display(
    interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]
) -> Unknown | None:
    if keywords:
        return interpreter.unknown("what `display` gives is not followed")
    return None


def opaque(interpreter: Interpreter, node: Node, scope: Scope) -> Unknown:
    """Something that is not Python: what it gives is not known, nor what it binds."""
    unknown = interpreter.unknown(node[3], node)
    if node[4] is not None:
        for name in node[4]:
            scope.assign(name, unknown)
        # Names that are not found later may come from there.
        scope.module.names["*"] = unknown
    return unknown


expressions.EVALUATE["Opaque"] = opaque
