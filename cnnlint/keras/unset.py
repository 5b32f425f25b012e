"""Attributes that a layer of the user's is asked for, and that no place in the program sets."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance

#: By these a program gives an object attributes whose names are not in its text.
BY_NAME = ("setattr", "__dict__", "vars(", "__getattr", "exec(", "__slots__")


def is_set_nowhere(interpreter: Interpreter, layer: Instance, name: str) -> bool:
    """Whether no text of this object's classes, nor that of the program, sets the attribute.

    A method that could not be followed may set anything that its text sets: that is not proved.
    """
    interpreter.wide = True
    sources = {cls.span.source for cls in layer.cls.mro if cls.span is not None}
    sources.add(interpreter.source)
    sources.update(frame.source for frame in interpreter.chain())
    texts = [source.text for source in sources]
    if any(word in text for text in texts for word in BY_NAME):
        return False
    return all(_is_only_read(text, name) for text in texts)


def _is_only_read(text: str, name: str) -> bool:
    at = text.find(f".{name}")
    while at >= 0:
        end = at + 1 + len(name)
        if not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
            before = text[text.rfind("\n", 0, at) + 1 : at]
            inside = before.count("(") > before.count(")")
            if "for " in before or " as " in before or _is_target(text, end, inside):
                return False
        at = text.find(f".{name}", end)
    return True


def _is_target(text: str, end: int, inside: bool) -> bool:
    """Whether a `=` sets what ends here, alone or among others; `+=` reads it first.

    What stands `inside` brackets is set by what follows them; a `=` among them names an argument.
    """
    depth, last = 0, ""
    for at in range(end, len(text)):
        char = text[at]
        if char == "\n" and depth <= 0:
            return False
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "=" and text[at + 1 : at + 2] != "=" and text[at - 1] not in "=!<>+-*/@%|&^":
            if (depth == 0 and not inside) or (depth < 0 and last == ")"):
                return True
        if not char.isspace():
            last = char
    return False
