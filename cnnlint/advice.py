"""What the user can add to the code so that something unknown is known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Unknown

#: What begins so is told as an error.
REFUSED = "Keras refuses this"
NAMELESS = "give it a name, and say what it is: `name = ...  # cnnlint: name = 64`"

LAYER = "call it on a tensor, and say what comes out: `x = layer(x)  # cnnlint: x: (None, 128)`"


def advice(unknowns: Iterable[Unknown]) -> str:
    """What to write where, for unknowns of one cause; "" where nothing can be said.

    A directive for each variable that is bound to one of them, on the line where that is. A number
    that has none can be given one; other things may be what no directive speaks of.
    """
    said: dict[str, list[str]] = {}
    nameless = False
    for unknown in unknowns:
        if unknown.help:
            return unknown.help
        if unknown.parameter or unknown.reason.startswith(REFUSED):
            continue
        if unknown.variable is None:
            nameless = nameless or unknown.size is not None
            continue
        span = unknown.variable[0]
        place = f"on line {span.line}"
        if span.cell is not None:
            place += f" of cell {span.cell}"
        statements = said.setdefault(place, [])
        statement = _statement(unknown)
        if statement not in statements:
            statements.append(statement)
    places = [f"`# cnnlint: {', '.join(each)}` {place}" for place, each in said.items()]
    if places:
        return f"say what it is: {' and '.join(places)}"
    return NAMELESS if nameless else ""


def _statement(unknown: Unknown) -> str:
    """The directive to fill in: for a number its value, for an array its shape."""
    span, part = unknown.variable or (None, "")
    text = span.text if span is not None else ""
    part, asked, _ = part.partition(".shape")
    name = f"{text}{part}"
    is_value = (unknown.size is not None and not asked) or name.rstrip("\"]'").endswith("shape")
    return f"{name} = ..." if is_value else f"{name}: (...)"
