"""Normalizations: the shape stays; what they hold has the size of the normalized axes."""

from __future__ import annotations

from ...diagnostics import Refused
from ...dims import NEVER, When, divides, less_than
from ...network import Weight
from .arguments import axes, invalid, number, of_python, whole
from .kit import Declaration, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


class Normalizing(Declaration):
    """What the normalizations share: an axis, or a list of axes."""

    family = "normalization"
    abstract = True

    def axes(self) -> list[int]:
        found = self.__dict__["axis"] if "axis" in self.__dict__ else self.axis_not_known()
        listed = list(found) if isinstance(found, (tuple, list)) else [found]
        for one in listed:
            if not isinstance(one, int):
                raise invalid(self, "axis", found, "an integer or a list of integers", "TypeError")
        return sorted(listed)

    def axis_not_known(self) -> Any:
        return self.__getattr__("axis")

    def along(self, x: Shape, axis: int, exception: str = "IndexError") -> Size:
        """The size of the input along one axis, which must exist."""
        self.has_axis(axis, x, exception)
        return x[axis]

    def normalized(self, x: Shape) -> Shape:
        """The sizes along the axes, which a weight needs to know."""
        sizes = [(axis, self.along(x, axis)) for axis in self.axes()]
        return tuple(self.known(size, f"size of axis {axis}", x) for axis, size in sizes)


class BatchNormalization(Normalizing):
    """Mean and variance of each channel over the batch: two weights trained, two followed."""

    masks = True
    fixed_rank = True
    checks = {"axis": whole, "momentum": number, "epsilon": number}

    def __init__(
        self, axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True,
        beta_initializer="zeros", gamma_initializer="ones", moving_mean_initializer="zeros",
        moving_variance_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, renorm=False, renorm_clipping=None,
        renorm_momentum=0.99, synchronized=False, **kwargs,
    ): ...  # fmt: skip

    def call(self, inputs, training=None, mask=None): ...

    def check(self) -> None:
        limits = self.renorm_clipping
        if not self.renorm or not limits:
            return
        if not isinstance(limits, dict):
            raise invalid(self, "renorm_clipping", limits, "a dict, or None", "TypeError")
        low, high, shift = (limits.get(key) for key in ("rmin", "rmax", "dmax"))
        if set(limits) - {"rmin", "rmax", "dmax"}:
            raise invalid(self, "renorm_clipping", limits, "a dict of rmin, rmax and dmax")
        if low is not None and high is not None and high < low:
            raise invalid(self, "renorm_clipping", limits, "a range: rmax not below rmin")
        if shift is not None and shift < 0:
            raise invalid(self, "renorm_clipping", limits, "without a negative dmax")

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return (self.axis,)

    def weights(self, x: Shape) -> Iterator[Weight]:
        size = self.normalized(x)
        if self.scale:
            yield Weight("gamma", size)
        if self.center:
            yield Weight("beta", size)
        names = ["moving_mean", "moving_variance"]
        if self.renorm:
            names += ["moving_stddev", "renorm_mean", "renorm_stddev"]
        for name in names:
            yield Weight(name, size, trainable=False)


class LayerNormalization(Normalizing):
    """Mean and variance of each sample along `axis`. Nothing is asked of later inputs."""

    masks = True
    nests = None
    checks = {"axis": axes()}
    also = {"rms_scaling": False}

    def __init__(
        self, axis=-1, epsilon=1e-3, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, **kwargs,
    ): ...  # fmt: skip

    def weights(self, x: Shape) -> Iterator[Weight]:
        if self.scale or self.rms_scaling:
            yield Weight("gamma", self.normalized(x))
        if self.center and not self.rms_scaling:
            yield Weight("beta", self.normalized(x))

    def output(self, x: Shape) -> Shape:
        for axis in self.axes():
            self.along(x, axis, "ValueError")
        return x

    def refuses_lists(self) -> bool:
        return bool(self.scale or self.center or self.rms_scaling)


class RMSNormalization(Normalizing):
    """Divides by the root of the mean square along `axis`.

    Keras builds it for an axis other than the last, and fails when the model runs.
    """

    nests = None

    def __init__(self, axis=-1, epsilon=1e-6, **kwargs): ...

    def call(self, x): ...

    def refuses_lists(self) -> bool:
        return True

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield Weight("scale", self.normalized(x))

    def output(self, x: Shape) -> Shape:
        for axis in self.axes():
            self.along(x, axis, "ValueError")
        return x


class UnitNormalization(Normalizing):
    """Makes each vector along `axis` as long as 1."""

    masks = True
    nests = None
    checks = {"axis": axes()}

    def __init__(self, axis=-1, **kwargs): ...

    def output(self, x: Shape) -> Shape:
        for axis in self.axes():
            self.along(x, axis, "ValueError")
        return x


def groups(declaration: Declaration, name: str, value: Any) -> Any:
    of_python(declaration, name, value)
    if isinstance(value, (float, str, tuple, list, dict)) or value is None:
        raise invalid(declaration, name, value, "a positive integer, or −1 for one each")
    if isinstance(value, int) and value <= 0 and value != -1:
        raise invalid(declaration, name, value, "a positive integer, or −1 for one each")
    return int(value) if isinstance(value, bool) else value


class GroupNormalization(Normalizing):
    """Mean and variance of each of `groups` groups of channels; −1 is a group for each."""

    masks = True
    fixed_rank = True
    checks = {"groups": groups}

    def __init__(
        self, groups=32, axis=-1, epsilon=1e-3, center=True, scale=True, beta_initializer="zeros",
        gamma_initializer="ones", beta_regularizer=None, gamma_regularizer=None,
        beta_constraint=None, gamma_constraint=None, **kwargs,
    ): ...  # fmt: skip

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return tuple(self.axes())

    def weights(self, x: Shape) -> Iterator[Weight]:
        if isinstance(self.axis, (tuple, list)):
            raise invalid(self, "axis", self.axis, "one integer", "TypeError")
        (size,) = self.normalized(x)
        if self.groups != -1:
            self.split(size)
        if self.scale:
            yield Weight("gamma", (size,))
        if self.center:
            yield Weight("beta", (size,))

    def split(self, size: Size) -> None:
        """Groups must share the channels out evenly, at least one to each."""
        for answer, bad in (
            (less_than(size, self.groups), None),
            (divides(self.groups, size), NEVER),
        ):
            refused = answer is bad if bad is not None else answer is not NEVER
            if refused and not isinstance(answer, When):
                raise Refused(
                    "groups-do-not-divide",
                    f"`GroupNormalization` has {show_number(size)} channels for "
                    f"`groups={show_number(self.groups)}`",
                    sum=f"{size} / {self.groups} = {size / self.groups:g}"
                    if isinstance(size, int) and isinstance(self.groups, int)
                    else "",
                    help=f"`groups` must divide {show_number(size)}; the default is 32",
                )
        self.demand(size, self.groups)
        answer = divides(self.groups, size)
        if isinstance(answer, When):
            self.needs.append(answer)
