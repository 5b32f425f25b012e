"""The equations of `EinsumDense`: `ab,bc->ac`, `...a,ab->...b`, `ab...,bc->ac...`."""

from __future__ import annotations


class Equation:
    """The axes of input, kernel and output; `left` where `...` stands for axes before them."""

    __slots__ = ("inputs", "kernel", "left", "output")

    def __init__(self, inputs: str, kernel: str, output: str, left: bool) -> None:
        self.inputs = inputs
        self.kernel = kernel
        self.output = output
        self.left = left


def parse(text: str) -> Equation | None:
    """The equation that a text begins with, None where Keras reads none.

    Whatever follows the letters of the output is not looked at.
    """
    text = text.replace("...", "0")
    left = text.startswith("0")
    inputs, comma, rest = text.removeprefix("0").partition(",")
    right = not left and inputs.endswith("0")
    inputs = inputs.removesuffix("0") if right else inputs
    kernel, arrow, output = rest.partition("->")
    if left:
        output = output[1:] if output.startswith("0") else ""
    letters = _letters(output)
    fits = comma and arrow and all(map(_named, (inputs, kernel, letters)))
    if right and fits:
        fits = len(inputs) > 1 and output[len(letters) :].startswith("0")
    return Equation(inputs, kernel, letters, left) if fits else None


def _letters(text: str) -> str:
    """The letters that a text begins with."""
    count = next((place for place, sign in enumerate(text) if not _named(sign)), len(text))
    return text[:count]


def _named(text: str) -> bool:
    return text.isascii() and text.isalpha()
