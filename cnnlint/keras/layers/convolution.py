"""Convolutions. Output sizes are those of `shapes.window` and `shapes.transposed`."""

from __future__ import annotations

from ...dims import NEVER, Dim, When, divides, hidden, product
from ...network import Weight
from ...shapes import transposed
from .arguments import above_zero, data_format, invalid, numbers, padding
from .kit import Declaration, Output, Refused, once, show_number
from .windows import Spatial, whole_factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


def lora(layer: Declaration, frozen: Weight, constraint: str) -> Iterator[Weight]:
    """The weight that LoRA freezes, and the two thin ones that are trained in its place.

    `constraint` names the argument that constrains the weight: only LoRA asks for it.
    """
    rank: Any = layer.lora_rank
    if not rank:
        yield frozen
        return
    if getattr(layer, constraint):
        raise Refused(
            "invalid-argument",
            f"`{layer.title}` cannot have both LoRA and a constraint on what LoRA freezes",
            help="remove `lora_rank` or the constraint",
        )
    if not isinstance(rank, Dim) and (not isinstance(rank, int) or rank < 0):
        raise invalid(layer, "lora_rank", rank, "a positive integer or None")
    *rest, last = frozen.shape
    yield Weight(f"lora_{frozen.name}_a", (*rest, rank))
    yield Weight(f"lora_{frozen.name}_b", (rank, last))
    yield Weight(frozen.name, frozen.shape, trainable=False)


class AnyConvolution(Spatial):
    """What all convolutions check."""

    family = True

    checks = {
        "filters": above_zero,
        "depth_multiplier": above_zero,
        "kernel_size": numbers(),
        "strides": numbers(),
        "dilation_rate": numbers(),
        "padding": padding("valid", "same"),
        "data_format": data_format,
    }
    sizes = ("filters",)

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.spatial + 2

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return (self.channel_axis,)

    def channels(self, x: Shape, exception: str = "ValueError") -> Size:
        return self.known(x[self.channel_axis], "number of channels", x, exception)

    def check(self) -> None:
        if self.checks_dilation:
            refuse_strides_with_dilation(self)

    checks_dilation = False

    def miscounts(self, x: Shape) -> bool:
        return len(x) != self.spatial + 2

    def windows(self, x: Shape, channels: Size) -> Output:
        if not isinstance(self.padding, str):
            raise invalid(self, "padding", self.padding, '"valid" or "same"')
        return self.slide(
            x, self.kernel_size, self.strides, self.padding, self.dilation_rate, channels
        )


def refuse_strides_with_dilation(layer: Any) -> None:
    """Keras takes only one of the two above 1."""
    if whole(layer.strides) > 1 and whole(layer.dilation_rate) > 1:
        raise Refused(
            "invalid-argument",
            f"`{layer.title}` cannot have `strides={layer.strides}` "
            f"together with `dilation_rate={layer.dilation_rate}`",
            help="keep one of the two at 1",
        )


def whole(values: tuple[Any, ...]) -> int:
    """The largest of the plain numbers."""
    return max((v for v in values if not isinstance(v, Dim)), default=1)


class Convolution(AnyConvolution):
    """A kernel of shape (*kernel_size, channels in // groups, filters)."""

    family = True

    also = {"lora_rank": None, "lora_alpha": None}
    checks_dilation = True

    def check(self) -> None:
        groups, filters = self.groups, self.filters
        if isinstance(groups, Dim):
            return
        if not isinstance(groups, (int, float)):
            raise invalid(self, "groups", groups, "a positive integer", "TypeError")
        if groups <= 0:
            raise invalid(self, "groups", groups, "a positive integer")
        if isinstance(filters, Dim):
            if isinstance(groups, int) and divides(groups, filters) is NEVER:
                raise self.uneven("filters", filters)
        elif filters is not None and filters % groups:
            raise self.uneven("filters", filters)
        super().check()

    def uneven(self, what: str, size: Size) -> Refused:
        """Groups that do not divide the channels."""
        if isinstance(size, float):
            return invalid(self, what, size, "a positive integer")
        return Refused(
            "groups-do-not-divide",
            f"`{self.title}` has {show_number(size)} {what} for `groups={self.groups}`",
            sum=f"{show_number(size)} / {self.groups} = {size / self.groups:g}"
            if isinstance(size, int)
            else "",
            help=f"make the {what} a multiple of {self.groups}, or `groups` a divisor of "
            f"{show_number(size)}",
        )

    def per_group(self, x: Shape) -> Size:
        channels = self.channels(x, "TypeError")
        groups: Any = self.groups
        if isinstance(groups, float):
            raise invalid(self, "groups", groups, "a positive integer")
        if groups == 1:
            return channels
        answer = divides(groups, channels)
        if answer is NEVER:
            raise self.uneven("input channels", channels)
        if isinstance(answer, When):
            self.needs.append(answer)
        inside: Size = channels // groups
        return inside

    def weights(self, x: Shape) -> Iterator[Weight]:
        inside = self.per_group(x)
        self.windows(x, 1)
        shape = (*self.weight_sizes("kernel_size", self.kernel_size), inside)
        (filters,) = self.weight_sizes("filters", (self.filters,))
        yield from lora(self, Weight("kernel", (*shape, filters)), "kernel_constraint")
        if self.use_bias:
            yield Weight("bias", (filters,))

    def output(self, x: Shape) -> Output:
        return self.windows(x, self.filters)

    def macs(self, x: Shape, out: Shape) -> Size:
        inside = x[self.channel_axis] // self.groups
        return product((*self.places(out), *self.kernel_size, inside, self.filters))


class Conv1D(Convolution):
    """Convolution along one axis, over sequences: (batch, steps, channels)."""

    spatial = 1
    checks = {**AnyConvolution.checks, "padding": padding("valid", "same", "causal")}

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        groups=1, activation=None, use_bias=True, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Conv2D(Convolution):
    """Convolution along two axes, over images: (batch, height, width, channels)."""

    spatial = 2

    def __init__(
        self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1), groups=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Conv3D(Convolution):
    """Convolution along three axes, over volumes or video."""

    spatial = 3

    def __init__(
        self, filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1, 1), groups=1, activation=None, use_bias=True,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Transposed(AnyConvolution):
    """A convolution run backwards: a kernel of shape (*kernel_size, filters, channels in).

    Keras has no static check of its own against `padding="same"` with an even kernel and
    `output_padding=0`, which fails when the model runs; neither have we.
    """

    family = True

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
            transposed(size, kernel, step, self.padding, rate, more)
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


class Depthwise(AnyConvolution):
    """One kernel for each input channel, `depth_multiplier` of them: channels in × multiplier."""

    family = True

    sizes = ("depth_multiplier",)

    def weights(self, x: Shape) -> Iterator[Weight]:
        channels = self.channels(x, "TypeError")
        (multiplier,) = self.weight_sizes("depth_multiplier", (self.depth_multiplier,))
        self.windows(x, 1)
        kernel = self.weight_sizes("kernel_size", self.kernel_size)
        yield Weight("kernel", (*kernel, channels, multiplier))
        if self.use_bias:
            yield Weight("bias", (multiplier * channels,))

    def output(self, x: Shape) -> Output:
        return self.windows(x, self.depth_multiplier * self.channels(x, "TypeError"))

    def macs(self, x: Shape, out: Shape) -> Size:
        return product((*self.places(out), *self.kernel_size, out[self.channel_axis]))


class DepthwiseConv1D(Depthwise):
    """Convolution along one axis, for each channel on its own."""

    spatial = 1

    def __init__(
        self, kernel_size, strides=1, padding="valid", depth_multiplier=1, data_format=None,
        dilation_rate=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform",
        bias_initializer="zeros", depthwise_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, depthwise_constraint=None, bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class DepthwiseConv2D(Depthwise):
    """Convolution along two axes, for each channel on its own."""

    spatial = 2

    def __init__(
        self, kernel_size, strides=(1, 1), padding="valid", depth_multiplier=1, data_format=None,
        dilation_rate=(1, 1), activation=None, use_bias=True,
        depthwise_initializer="glorot_uniform", bias_initializer="zeros",
        depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        depthwise_constraint=None, bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class Separable(AnyConvolution):
    """A depthwise convolution, then a pointwise one that mixes the channels."""

    family = True

    def weights(self, x: Shape) -> Iterator[Weight]:
        (multiplier,) = self.weight_sizes("depth_multiplier", (self.depth_multiplier,))
        self.windows(x, 1)
        channels = self.channels(x)
        kernel = self.weight_sizes("kernel_size", self.kernel_size)
        (filters,) = self.weight_sizes("filters", (self.filters,))
        yield Weight("depthwise_kernel", (*kernel, channels, multiplier))
        ones = (1,) * self.spatial
        yield Weight("pointwise_kernel", (*ones, multiplier * channels, filters))
        if self.use_bias:
            yield Weight("bias", (filters,))

    def output(self, x: Shape) -> Output:
        return self.windows(x, self.filters)

    def macs(self, x: Shape, out: Shape) -> Size:
        middle = x[self.channel_axis] * self.depth_multiplier
        each = product((*self.kernel_size, middle)) + middle * self.filters
        return product((*self.places(out), each))


class SeparableConv1D(Separable):
    """Depthwise separable convolution along one axis."""

    spatial = 1

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer="glorot_uniform",
        pointwise_initializer="glorot_uniform", bias_initializer="zeros",
        depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None,
        bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


class SeparableConv2D(Separable):
    """Depthwise separable convolution along two axes."""

    spatial = 2

    def __init__(
        self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
        dilation_rate=(1, 1), depth_multiplier=1, activation=None, use_bias=True,
        depthwise_initializer="glorot_uniform", pointwise_initializer="glorot_uniform",
        bias_initializer="zeros", depthwise_regularizer=None, pointwise_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
        pointwise_constraint=None, bias_constraint=None, **kwargs,
    ): ...  # fmt: skip


Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
Convolution1DTranspose = Conv1DTranspose
Convolution2DTranspose = Conv2DTranspose
Convolution3DTranspose = Conv3DTranspose
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
