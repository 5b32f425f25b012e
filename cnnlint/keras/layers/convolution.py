"""Convolutions. Output sizes are those of `shapes.window` and `shapes.transposed`."""

from __future__ import annotations

from ...dims import NEVER, Dim, When, divides, product
from ...network import Weight
from .arguments import above_zero_or_none, data_format, invalid, numbers, padding
from .kit import Declaration, Output, Refused, show_number
from .windows import Spatial

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

    family = "convolution"
    abstract = True

    checks = {
        "filters": above_zero_or_none,
        "depth_multiplier": above_zero_or_none,
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

    abstract = True

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


Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
