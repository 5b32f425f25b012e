"""Depthwise and separable convolutions."""

from __future__ import annotations

from ...dims import product
from ...network import Weight
from .convolution import AnyConvolution
from .kit import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...dims import Size
    from ...shapes import Shape


class Depthwise(AnyConvolution):
    """One kernel for each input channel, `depth_multiplier` of them: channels in × multiplier."""

    abstract = True

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

    abstract = True

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


SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
