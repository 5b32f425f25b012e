"""Layers whose windows slide along spatial axes: what convolutions, pooling and resizing share."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...dims import hidden
from ...shapes import show, window
from .kit import Declaration, NotKnown, Output, Refused, once, times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


class Spatial(Declaration):
    """A layer with batch, channels and `spatial` axes between or behind them."""

    abstract = True

    data_format: str

    @property
    def channel_axis(self) -> int:
        return 1 if self.data_format == "channels_first" else -1

    def places(self, x: Shape) -> Shape:
        """The sizes along the spatial axes."""
        return x[2:] if self.data_format == "channels_first" else x[1:-1]

    def arrange(self, batch: Size, places: Sequence[Size], channels: Size) -> Shape:
        """A shape with these sizes in the order that `data_format` asks for."""
        if self.data_format == "channels_first":
            return (batch, channels, *places)
        return (batch, *places, channels)

    def slide(
        self,
        x: Shape,
        kernel: Sequence[Size],
        strides: Sequence[Size],
        padding: str,
        dilation: Sequence[Size],
        channels: Size,
    ) -> Output:
        """Windows of size `kernel` over every spatial axis."""
        if any(isinstance(number, float) and number % 1 for number in (*kernel, *strides)):
            raise NotKnown(Unknown(f"`{self.title}` got a fraction where it needs integers", None))
        strides = [int(step) if isinstance(step, float) else step for step in strides]
        kernel = [int(size) if isinstance(size, float) else size for size in kernel]
        dilation = [int(rate) if isinstance(rate, float) else rate for rate in dilation]
        results = [
            window(size, k, step, padding, rate)
            for size, k, step, rate in zip(self.places(x), kernel, strides, dilation, strict=True)
        ]
        if padding == "valid":
            spans = [(k - 1) * rate + 1 for k, rate in zip(kernel, dilation, strict=True)]
            for size, span, result in zip(self.places(x), spans, results, strict=True):
                if not self.demand(size, span):
                    raise self.too_large(x, spans, result.sum)
        shape = self.arrange(x[0], [result.size for result in results], channels)
        unread = tuple(result.unread for result in results)
        return Output(shape, once(result.sum for result in results), unread)

    def too_large(self, x: Shape, spans: Sequence[Size], sum: str) -> Refused:
        places = self.places(x)
        smallest = times(places)
        return Refused(
            "window-larger-than-input",
            f"`{self.title}` needs {times(spans)}, its input is {smallest}: {show(x)}",
            sum=sum,
            help=f'use `padding="same"`, a window of at most {smallest}, '
            "or take away a layer that made the input smaller",
        )

    def weight_sizes(self, name: str, sizes: Sequence[Size]) -> tuple[Size, ...]:
        return whole_sizes(self, name, sizes)


def whole_sizes(layer: Declaration, name: str, sizes: Sequence[Size]) -> tuple[Size, ...]:
    """Sizes of a weight: Keras takes no fractions and no None there."""
    for size in sizes:
        if size is None or isinstance(size, float):
            raise Refused(
                "invalid-argument",
                f"`{layer.title}` cannot make its weights with `{name}={size}`",
                help=f"`{name}` must be made of positive integers",
            )
    return tuple(sizes)


def whole_factors(
    layer: Declaration, name: str, factors: Sequence[Any], places: Sequence[Size]
) -> None:
    """Refuse to make a known size larger by a number with a point, whatever its value.

    Raises:
        Refused: where a size would be no whole number for Keras.
        NotKnown: where it is one that Keras does not look at before there are data.
    """
    for factor, size in zip(factors, places, strict=True):
        if not isinstance(factor, float):
            continue
        if hidden(size):
            raise NotKnown(Unknown(f"`{name}={factor}` is no integer", None))
        raise Refused(
            "invalid-argument",
            f"`{layer.title}` cannot work out its sizes with `{name}={factor}`",
            help=f"`{name}` must be made of integers",
        )
