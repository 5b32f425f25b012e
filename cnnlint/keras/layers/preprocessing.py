"""Layers that prepare data: what they hold is not trained."""

from __future__ import annotations

from ...diagnostics import Refused
from ...network import Weight
from .arguments import invalid, of_python
from .kit import Declaration
from .normalization import Normalizing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...shapes import Shape


def kept_axes(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    of_python(declaration, name, value, "TypeError")
    if isinstance(value, int):
        return (int(value),)
    if not isinstance(value, (tuple, list, str)):
        raise invalid(declaration, name, value, "an integer, several of them, or None", "TypeError")
    return tuple(value)


class Normalization(Normalizing):
    """Shifts and scales by a mean and a variance, learned by `adapt` where they are not given."""

    family = "preprocessing"
    masks = True
    nests = None
    reads_data = True
    offers = ("adapt",)
    checks = {"axis": kept_axes}

    def __init__(self, axis=-1, mean=None, variance=None, invert=False, **kwargs): ...

    def check(self) -> None:
        if (self.mean is None) != (self.variance is None):
            missing = "mean" if self.mean is None else "variance"
            raise invalid(self, missing, None, "given where the other of the two is")
        if self.mean is not None:
            mean, variance = extent(self.mean), extent(self.variance)
            if mean is not None and variance is not None and mean != variance:
                raise invalid(self, "variance", self.variance, "of the same shape as `mean`")

    def adapt(self, data: Any) -> None:
        """Keras takes the mean and the variance of numbers: an array, or batches of them."""
        given = getattr(data, "dtype", None)
        if given == "string" or data is None or isinstance(data, str):
            raise Refused(
                "invalid-argument",
                f"`{self.title}` adapts to numbers, and is given "
                + ("None" if data is None else "texts"),
                help="give it the columns that hold numbers",
                exception="TypeError",
            )

    def weights(self, x: Shape) -> Iterator[Weight]:
        for name in ("mean", "variance"):
            if isinstance(getattr(self, name), str):
                raise invalid(self, name, getattr(self, name), "a number or several", "TypeError")
        for axis in self.axes():
            self.along(x, axis, "ValueError")
        kept = sorted(axis % len(x) for axis in self.axes())
        if self.mean is None and any(kept.count(axis) > 1 and x[axis] != 1 for axis in kept):
            raise invalid(self, "axis", self.axis, "without repetitions")
        sizes = tuple(self.known(x[axis], f"size of axis {axis}", x) for axis in kept)
        given = extent(self.mean) or ()
        for count, size in zip(reversed(given), reversed(sizes), strict=False):
            if isinstance(size, int) and count not in (1, size):
                wanted = f"of one number or {size}, as many as axis {kept[-1]} has"
                raise invalid(self, "mean", self.mean, wanted)
        if self.mean is None:
            yield Weight("mean", sizes, trainable=False)
            yield Weight("variance", sizes, trainable=False)
            yield Weight("count", (), trainable=False, dtype="int32")


def extent(value: Any) -> tuple[int, ...] | None:
    """The shape of numbers in lists in lists; None where that is not known."""
    if isinstance(value, (tuple, list)):
        inside = [extent(part) for part in value]
        if not inside:
            return (0,)
        first = inside[0]
        return None if first is None or any(i != first for i in inside) else (len(value), *first)
    return () if isinstance(value, (int, float, str)) else None
