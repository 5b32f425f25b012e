"""The automatic names of layers and operations, as Keras gives them: `dense`, `dense_1`."""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..interpreter.machine import Interpreter

_known: dict[str, str] = {}

#: What Keras 2 calls by other names.
OLDER = {"InputLayer": "input", "Functional": "model"}


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


#: What Keras 2 calls the rows of operators; they are functions of TensorFlow's there.
OPERATORS = {
    "add": "tf.__operators__.add",
    "subtract": "tf.math.subtract",
    "multiply": "tf.math.multiply",
    "true_divide": "tf.math.truediv",
    "floor_divide": "tf.math.floordiv",
    "power": "tf.math.pow",
    "negative": "tf.math.negative",
    "matmul": "tf.linalg.matmul",
    "get_item": "tf.__operators__.getitem",
    "mean": "tf.math.reduce_mean",
    "sum": "tf.math.reduce_sum",
    "max": "tf.math.reduce_max",
    "min": "tf.math.reduce_min",
}


def auto_name(interpreter: Interpreter, class_name: str) -> str:
    """The next automatic name for an object of this class, in this run."""
    if "keras 2" in interpreter.state and class_name in OLDER:
        name = OLDER[class_name]
        if name == "input":  # counted from 1
            interpreter.state.setdefault("names", {}).setdefault(name, 1)
        return unique(interpreter, name)
    return unique(interpreter, snake_case(class_name))


def unique(interpreter: Interpreter, name: str) -> str:
    """The name, numbered from the second time on that it is asked for."""
    counts = interpreter.state.setdefault("names", {})
    count = counts.get(name, 0)
    counts[name] = count + 1
    if name in interpreter.state.get("miscounted", ()):
        return f"?{name}_{count}"  # a loop has asked for it nobody knows how often
    return f"{name}_{count}" if count else name
