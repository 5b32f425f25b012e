"""The automatic names of layers and operations, as Keras gives them: `dense`, `dense_1`."""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter

_known: dict[str, str] = {}


def snake_case(name: str) -> str:
    """A class's name as Keras writes it: `Conv2DTranspose` becomes `conv2d_transpose`.

    The rules of `keras.src.utils.naming.to_snake_case`: what is no letter, digit or underscore
    goes; a capital that small letters follow starts a word, whatever stands before it; so does
    any capital right after a small letter.
    """
    known = _known.get(name)
    if known is None:
        known = _known[name] = _small_before(_words("".join(filter(_is_word, name)))).lower()
    return known


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _words(text: str) -> str:
    """`(.)([A-Z][a-z]+)` becomes `\\1_\\2`: matches do not overlap."""
    made: list[str] = []
    place = 0
    while place < len(text):
        start = place + 1
        if start + 1 < len(text) and "A" <= text[start] <= "Z" and "a" <= text[start + 1] <= "z":
            end = start + 1
            while end < len(text) and "a" <= text[end] <= "z":
                end += 1
            made.append(f"{text[place]}_{text[start:end]}")
            place = end
        else:
            made.append(text[place])
            place += 1
    return "".join(made)


def _small_before(text: str) -> str:
    """`([a-z])([A-Z])` becomes `\\1_\\2`."""
    made = [text[:1]]
    for before, char in itertools.pairwise(text):
        made.append(f"_{char}" if "a" <= before <= "z" and "A" <= char <= "Z" else char)
    return "".join(made)


def auto_name(interpreter: Interpreter, class_name: str) -> str:
    """The next automatic name for an object of this class, in this run."""
    return unique(interpreter, snake_case(class_name))


def unique(interpreter: Interpreter, name: str) -> str:
    """The name, numbered from the second time on that it is asked for."""
    counts = interpreter.state.setdefault("names", {})
    count = counts.get(name, 0)
    counts[name] = count + 1
    return f"{name}_{count}" if count else name
