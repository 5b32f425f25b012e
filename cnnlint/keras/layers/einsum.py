"""`EinsumDense`: a product with a kernel along the axes that an equation names."""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import Dim, equal, hidden, product, required, symbol, veil
from ...network import Weight
from ...shapes import show
from .arguments import invalid, of_python
from .convolution import lora
from .equations import parse
from .kit import Declaration, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .equations import Equation


def partial_shape(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    of_python(declaration, name, value, "TypeError")
    if isinstance(value, (int, Dim)):
        return (int(value) if isinstance(value, bool) else value,)
    if not isinstance(value, (tuple, list, str)):
        raise invalid(declaration, name, value, "an integer or a tuple of them", "TypeError")
    return tuple(value)


class EinsumDense(Declaration):
    """The sizes that neither input nor `output_shape` gives stay free.

    Keras reads the start of an equation and lets pass what follows it. Where `...` stands for
    several axes on the left it gives them back in the opposite order, as this does: that is the
    shape `summary()` shows, while the data keep their order.
    """

    family = "dense"
    quantizes = True
    fixed_rank = True
    checks = {"output_shape": partial_shape}

    def __init__(
        self, equation, output_shape, activation=None, bias_axes=None,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None,
        lora_alpha=None, gptq_unpacked_column_size=None, quantization_config=None, **kwargs,
    ): ...  # fmt: skip

    def call(self, inputs, training=None): ...

    @property
    def parts(self) -> Equation:
        """The equation, taken apart."""
        said = self.equation
        if not isinstance(said, str):
            raise invalid(self, "equation", said, "a string such as `ab,bc->ac`", "TypeError")
        found = parse(said)
        if found is None:
            raise invalid(
                self, "equation", said, "like `ab,bc->ac`, `...a,ab->...b` or `ab...,bc->ac...`"
            )
        return found

    def full(self, x: Shape) -> tuple[Equation, int, list[Any]]:
        """The equation, how many axes `...` stands for, and the whole shape of the output."""
        parts = self.parts
        more = len(x) - len(parts.inputs)
        if not x:
            raise self.too_short(x)
        shape: list[Any] = [x[0], *self.output_shape]
        if more > 0 and parts.left:
            for axis in range(1, more):
                shape.insert(1, x[axis])
        elif more > 0:
            shape.extend(x[len(x) - more :])
        return parts, more, shape

    def too_short(self, x: Shape) -> Refused:
        return Refused(
            "rank-mismatch",
            f"`{self.title}` with `{self.equation}` finds no size for an axis: {show(x)} gives "
            f"({', '.join(map(str, self.output_shape))})",
            help="give the input, and `output_shape`, an axis for each letter; the batch is not "
            "part of `output_shape`",
            exception="IndexError",
        )

    def sizes_by_letter(self, x: Shape) -> tuple[dict[str, Any], dict[str, Any]]:
        """The size of each letter of the input, and of each letter of the output."""
        parts, more, shape = self.full(x)
        skipped = more if parts.left else 0
        try:
            given = {a: x[place - len(parts.inputs)] for place, a in enumerate(parts.inputs)}
            if not parts.left:
                given = {a: x[place] for place, a in enumerate(parts.inputs)}
        except IndexError:
            raise self.too_short(x) from None
        wanted = {}
        for place, letter in enumerate(parts.output):
            if -len(shape) <= place + skipped < len(shape):
                wanted[letter] = shape[place + skipped]
            elif letter in parts.inputs + parts.kernel + str(self.bias_axes or ""):
                raise self.too_short(x)
        return given, wanted

    def check_letters(self, x: Shape) -> tuple[dict[str, Any], dict[str, Any]]:
        parts = self.parts
        given, wanted = self.sizes_by_letter(x)
        for letter in parts.inputs:
            size = wanted.get(letter)
            if letter in parts.output and not self.free(size):
                if self.free(given[letter]) or not self.same(size, given[letter]):
                    raise Refused(
                        "channel-mismatch",
                        f"`{self.title}` with `{self.equation}` gives axis `{letter}` the size "
                        f"{show_number(size)}, and the input has {show_number(given[letter])} "
                        f"there: {show(x)}",
                        help=f"write None in `output_shape` for `{letter}`, or the input's size",
                    )
        for letter in parts.output:
            if letter not in parts.inputs + parts.kernel:
                raise self.unmatched(letter, "in the output")
        for letter in parts.kernel:
            if letter not in parts.output + parts.inputs:
                raise self.unmatched(letter, "in the kernel")
        if self.bias_axes is not None:
            for letter in self.bias_letters():
                if letter not in parts.output:
                    raise self.unmatched(letter, "in `bias_axes`")
        return given, wanted

    def free(self, size: Any) -> bool:
        """Whether Keras sees None."""
        return size is None or hidden(size)

    def same(self, a: Any, b: Any) -> bool:
        sizes = isinstance(a, (int, Dim)) and isinstance(b, (int, Dim))
        return required(equal(a, b), self.needs) if sizes else a == b

    def unmatched(self, letter: str, where: str) -> Refused:
        return Refused(
            "invalid-argument",
            f"`{self.title}` finds `{letter}` {where} of `{self.equation}`, and nowhere else",
            help="each letter stands for an axis of at least two of input, kernel and output",
        )

    def bias_letters(self) -> Any:
        axes = self.bias_axes
        if not isinstance(axes, (str, tuple, list)):
            raise invalid(self, "bias_axes", axes, "letters of the output, or None", "TypeError")
        if not all(isinstance(letter, str) for letter in axes):
            raise invalid(self, "bias_axes", axes, "letters of the output, or None", "TypeError")
        if not axes:
            raise invalid(self, "bias_axes", axes, "letters of the output, or None")
        return axes

    def output(self, x: Shape) -> Shape:
        given, _ = self.check_letters(x)
        parts, more, shape = self.full(x)
        skipped = more if parts.left else 0
        for place, size in enumerate(shape):
            if size is None:
                letter = parts.output[place - skipped : place - skipped + 1]
                known = given.get(letter)
                shape[place] = (
                    symbol(letter or "free", hidden=True)
                    if known is None
                    else veil(known)
                    if isinstance(known, int)
                    else known
                )
            elif not isinstance(size, (int, Dim)):
                raise invalid(self, "output_shape", self.output_shape, "made of integers")
        return tuple(shape)

    def weights(self, x: Shape) -> Iterator[Weight]:
        parts, more, _ = self.full(x)
        given, wanted = self.check_letters(x)
        sizes = [wanted[a] if a in parts.output else given[a] for a in parts.kernel]
        kernel = Weight("kernel", tuple(self.whole(size, x) for size in sizes))
        biases = []
        if self.bias_axes is not None:
            axes = self.bias_letters()
            first = min(parts.output.find(letter) for letter in axes)
            for letter in parts.output[first:]:
                biases.append(self.whole(wanted[letter], x) if letter in axes else 1)
            biases += [1] * (0 if parts.left else more)
        yield from lora(self, kernel, "kernel_constraint")
        if self.bias_axes is not None:
            yield Weight("bias", tuple(biases))

    def whole(self, size: Any, x: Shape) -> Size:
        if size is None or hidden(size):
            raise Refused(
                "undefined-dimension",
                f"`{self.title}` with `{self.equation}` needs a number for each axis of its "
                f"kernel, and one of them is None: {show(x)}",
                help="give that size in `output_shape`, or in `keras.Input`",
            )
        if not isinstance(size, (int, Dim)) or (isinstance(size, int) and size < 0):
            raise invalid(self, "output_shape", self.output_shape, "made of positive integers")
        return size

    def macs(self, x: Shape, out: Shape) -> Size:
        given, _ = self.sizes_by_letter(x)
        parts = self.parts
        summed = [given[letter] for letter in parts.kernel if letter not in parts.output]
        return product((*out[1:], *summed))
