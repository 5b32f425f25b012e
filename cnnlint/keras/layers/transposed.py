"""Transposed convolutions. Output sizes are those of `shapes.transposed`."""

from __future__ import annotations

from ... import shapes
from ...dims import Dim, hidden, product
from ...network import Weight
from .arguments import invalid, numbers
from .convolution import AnyConvolution
from .kit import Output, Refused, once
from .windows import whole_factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


class Transposed(AnyConvolution):
    """A convolution run backwards: a kernel of shape (*kernel_size, filters, channels in).

    Keras has no static check of its own against `padding="same"` with an even kernel and
    `output_padding=0`, which fails when the model runs; neither have we.
    """

    abstract = True

    checks_dilation = True
    output_padding: Any

    def check(self) -> None:
        extra = self.output_padding
        if extra is not None:
            extra = self.output_padding = numbers(low=0)(self, "output_padding", extra)
            for more, step in zip(extra, self.strides, strict=True):
                if not isinstance(more, Dim) and not isinstance(step, Dim) and more >= step:
                    raise Refused(
                        "invalid-argument",
                        f"`{self.title}` has `output_padding={more}` with `strides={step}`",
                        help=f"`output_padding` must be below `strides`: at most {step - 1}",
                    )
        super().check()

    def weights(self, x: Shape) -> Iterator[Weight]:
        kernel = self.weight_sizes("kernel_size", self.kernel_size)
        (filters,) = self.weight_sizes("filters", (self.filters,))
        yield Weight("kernel", (*kernel, filters, self.channels(x)))
        if self.use_bias:
            yield Weight("bias", (filters,))

    def miscounts(self, x: Shape) -> bool:
        return len(x) > self.spatial + 2

    def output(self, x: Shape) -> Output:
        if not isinstance(self.padding, str) and not all(map(hidden, self.places(x))):
            raise invalid(self, "padding", self.padding, '"valid" or "same"', "AttributeError")
        extra = self.output_padding or (None,) * self.spatial
        places = self.places(x)
        for name in ("strides", "dilation_rate", "output_padding"):
            whole_factors(self, name, getattr(self, name) or (None,) * self.spatial, places)
        steps = zip(places, self.kernel_size, self.strides, self.dilation_rate, extra, strict=True)
        results = [
            shapes.transposed(size, kernel, step, self.padding, rate, more)
            for size, kernel, step, rate, more in steps
        ]
        shape = self.arrange(x[0], [size for size, _ in results], self.filters)
        return Output(shape, once(text for _, text in results))

    def macs(self, x: Shape, out: Shape) -> Size:
        inside = x[self.channel_axis]
        return product((*self.places(x), *self.kernel_size, inside, self.filters))


class Conv1DTranspose(Transposed):
    """Transposed convolution along one axis: makes sequences longer."""

    spatial = 1

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", output_padding=None,
        data_format=None, dilation_rate=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Conv2DTranspose(Transposed):
    """Transposed convolution along two axes: makes images larger."""

    spatial = 2

    def __init__(
        self, filters, kernel_size, strides=(1, 1), padding="valid", output_padding=None,
        data_format=None, dilation_rate=(1, 1), activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Conv3DTranspose(Transposed):
    """Transposed convolution along three axes: makes volumes larger."""

    spatial = 3

    def __init__(
        self, filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
        output_padding=None, dilation_rate=(1, 1, 1), activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


Convolution1DTranspose = Conv1DTranspose
Convolution2DTranspose = Conv2DTranspose
Convolution3DTranspose = Conv3DTranspose
