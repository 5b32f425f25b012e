"""Convolutional recurrent layers: an LSTM whose products are convolutions, over steps of images."""

from __future__ import annotations

from ...dims import product
from ...network import Weight
from .arguments import data_format, invalid, numbers, padding, seed
from .convolution import refuse_strides_with_dilation
from .kit import Output
from .recurrent import clamped, steps_mask
from .windows import Spatial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Make


class ConvLSTM(Spatial):
    """A kernel of (*kernel_size, channels in, 4·filters), and one from filters to 4·filters.

    The recurrent convolution keeps the size of the state.
    """

    family = "recurrent"
    delegates = True
    abstract = True
    recurs = True
    also = {"zero_output_for_mask": False, "unroll": False}
    sizes = ("filters",)
    checks = {
        "kernel_size": numbers(),
        "strides": numbers(low=0),
        "dilation_rate": numbers(),
        "padding": padding("valid", "same"),
        "data_format": data_format,
        "dropout": clamped,
        "recurrent_dropout": clamped,
        "seed": seed,
    }

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, seed=None, return_sequences=False, return_state=False,
        go_backwards=False, stateful=False, **kwargs,
    ): ...  # fmt: skip

    def call(self, sequences, initial_state=None, mask=None, training=False): ...

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.spatial + 3

    def check(self) -> None:
        refuse_strides_with_dilation(self)

    def weights(self, x: Shape) -> Iterator[Weight]:
        step = (x[0], *x[2:])
        for size in self.places(step):
            self.known(size, "height, width or depth", x)
        inputs = self.known(step[self.channel_axis], "number of channels", x)
        if isinstance(self.filters, (str, tuple, list)):
            raise invalid(self, "filters", self.filters, "a positive integer")
        (filters,) = self.weight_sizes("filters", (self.filters,))
        if isinstance(filters, int) and filters < 0:
            raise invalid(self, "filters", filters, "a positive integer")
        kernel = self.weight_sizes("kernel_size", self.kernel_size)
        yield Weight("kernel", (*kernel, inputs, 4 * filters))
        yield Weight("recurrent_kernel", (*kernel, filters, 4 * filters))
        if self.use_bias:
            yield Weight("bias", (4 * filters,))
        if self.stateful:
            self.known(x[0], "batch size, with `stateful=True`,", x)

    def output(self, x: Shape) -> Output:
        if not isinstance(self.padding, str):
            raise invalid(self, "padding", self.padding, '"valid" or "same"')
        if 0 in self.strides:
            raise invalid(self, "strides", self.strides, "positive", "OverflowError")
        step = self.slide(
            (x[0], *x[2:]),
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.filters,
        )
        state: Any = step.shape
        first = (x[0], x[1], *state[1:]) if self.return_sequences else state
        shapes = [first, state, state] if self.return_state else first
        return Output(shapes, step.sum, step.unread)

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return steps_mask(self, masks)

    def macs(self, x: Shape, out: Any) -> Size:
        state = out[1] if isinstance(out, list) else out
        places = self.places(state if len(state) < len(x) else (state[0], *state[2:]))
        inputs = x[2] if self.data_format == "channels_first" else x[-1]
        each = product((*self.kernel_size, inputs + self.filters, 4, self.filters))
        return product((x[1], *places, each))


class ConvLSTM1D(ConvLSTM):
    """A convolutional LSTM over steps of sequences."""

    spatial = 1


class ConvLSTM2D(ConvLSTM):
    """A convolutional LSTM over frames of video."""

    spatial = 2


class ConvLSTM3D(ConvLSTM):
    """A convolutional LSTM over steps of volumes."""

    spatial = 3
