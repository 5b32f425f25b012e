"""Categories as numbers: by bins, by hashing, as rows of zeros and ones."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, symbol
from ...shapes import show
from .arguments import invalid
from .kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


def tokens(declaration: Declaration, name: str, value: Any) -> Any:
    if value is None or isinstance(value, Dim):
        if value is None:
            raise invalid(declaration, name, value, "a positive integer")
        return value
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    if value < 1:
        raise invalid(declaration, name, value, "a positive integer")
    return int(value) if isinstance(value, bool) else value


def output_mode(declaration: Declaration, name: str, value: Any) -> Any:
    value = "multi_hot" if value == "binary" else value
    if value not in ("count", "one_hot", "multi_hot"):
        raise invalid(declaration, name, value, '"count", "one_hot" or "multi_hot"')
    return value


class CategoryEncoding(Declaration):
    """Integers as rows of zeros and ones, or of counts."""

    family = "preprocessing"
    nests = None
    reads_data = True
    sizes = ("num_tokens",)
    checks = {"output_mode": output_mode, "num_tokens": tokens}

    def __init__(self, num_tokens=None, output_mode="multi_hot", sparse=False, **kwargs): ...

    def call(self, inputs, count_weights=None): ...

    def output(self, x: Shape) -> Shape:
        width: Size = self.num_tokens
        if isinstance(width, float):
            raise invalid(self, "num_tokens", width, "a positive integer")
        if self.output_mode == "one_hot" and x and (x[-1] != 1 or len(x) == 1):
            return (*x, width)
        return (*x[:-1], width)


def encoding(*modes: str) -> Any:
    listed = ", ".join(f'"{mode}"' for mode in modes)

    def check(declaration: Declaration, name: str, value: Any) -> Any:
        if not isinstance(value, str) or value not in modes:
            raise invalid(declaration, name, value, f"one of {listed}")
        return value

    return check


def a_number(declaration: Declaration, name: str, value: Any) -> Any:
    if value is not None and not isinstance(value, (int, float, Dim)):
        raise invalid(declaration, name, value, "an integer", "TypeError")
    return value


class Encoding(Declaration):
    """Gives back integers, or with another `output_mode` rows of zeros and ones."""

    family = "preprocessing"
    abstract = True
    reads_data = True

    def check(self) -> None:
        if self.sparse and self.output_mode == "int":
            raise invalid(self, "sparse", self.sparse, 'left out with `output_mode="int"`')

    def whole(self, name: str) -> Size:
        """A count of bins that Keras takes as it is given, and needs as an integer."""
        value: Any = getattr(self, name)
        if isinstance(value, float):
            raise invalid(self, name, value, "a positive integer")
        if isinstance(value, int) and value < 0:
            raise invalid(self, name, value, "a positive integer")
        return int(value) if isinstance(value, bool) else value


class Discretization(Encoding):
    """Numbers by the bin they fall in: bounds that are given, or that `adapt` finds.

    Where one row is made of many numbers, Keras leaves out the second axis, and so does this.
    """

    nests = None
    sizes = ("num_bins",)
    offers = ("adapt",)
    checks = {
        "num_bins": a_number,
        "output_mode": encoding("int", "one_hot", "multi_hot", "count"),
    }

    def __init__(
        self, bin_boundaries=None, num_bins=None, epsilon=0.01, output_mode="int", sparse=False,
        dtype=None, name=None,
    ): ...  # fmt: skip

    def check(self) -> None:
        super().check()
        bins = self.num_bins
        if isinstance(bins, (int, float)) and bins < 0:
            raise invalid(self, "num_bins", bins, "an integer that is not negative")
        if (bins is None) == (self.bin_boundaries is None):
            both = "both" if bins is not None else "neither"
            raise Refused(
                "invalid-argument",
                f"`{self.title}` is given {both} of `bin_boundaries` and `num_bins`",
                help="give the bounds, or how many bins `adapt` shall find",
            )

    def adapt(self, data: Any, steps: Any = None) -> None:
        """Find the bounds of `num_bins` bins in data; with few data there are fewer bins."""
        if self.num_bins is None:
            raise Refused(
                "invalid-argument",
                f"`{self.title}` cannot adapt: it was made with `bin_boundaries`",
                help="make it with `num_bins`, or leave out `adapt`",
            )
        self.__dict__["adapted"] = True

    def depth(self) -> Size:
        bounds = self.bin_boundaries
        if bounds is None:
            if "adapted" in self.__dict__:
                raise NotKnown(Unknown("how many bins `adapt` found", None))
            return self.whole("num_bins")
        if not isinstance(bounds, (list, tuple, str)):
            shape = getattr(bounds, "shape", None)
            if isinstance(bounds, (int, float)):
                raise invalid(self, "bin_boundaries", bounds, "a list of numbers", "TypeError")
            if shape is None or len(shape) != 1:
                raise NotKnown(Unknown("the bounds of the bins", None))
            size: Size = shape[0]
            return size + 1
        return len(bounds) + 1

    def output(self, x: Shape) -> Shape:
        if self.output_mode == "int":
            return x
        if self.output_mode == "one_hot":
            return (*(x[:-1] if len(x) > 1 and x[-1] == 1 else x), self.depth())
        return (x[0], *x[2:], self.depth()) if len(x) >= 2 else (self.depth(),)

    def output_dtype(self, dtypes: list[str]) -> str:
        return "int32" if self.output_mode == "int" else super().output_dtype(dtypes)


def bins(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, Dim):
        return value
    if value is None or (isinstance(value, (int, float)) and value <= 0):
        raise invalid(declaration, name, value, "a positive integer")
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    return value


def salt(declaration: Declaration, name: str, value: Any) -> Any:
    if value is None or isinstance(value, (int, Dim)):
        return value
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise invalid(declaration, name, value, "an integer or two of them")
    return value


class Hashing(Encoding):
    """Each value by the number of the bin that a hash puts it in."""

    nests = None
    sizes = ("num_bins",)
    checks = {
        "num_bins": bins,
        "salt": salt,
        "output_mode": encoding("int", "one_hot", "multi_hot", "count"),
    }

    def __init__(
        self, num_bins, mask_value=None, salt=None, output_mode="int", sparse=False, **kwargs
    ): ...  # fmt: skip

    def check_dtype(self, dtype: Any) -> str:
        if dtype is None:
            return "int64" if self.output_mode == "int" else "float32"
        if self.output_mode == "int" and isinstance(dtype, str) and dtype not in INTEGERS:
            raise invalid(self, "dtype", dtype, '"int32" or "int64" with `output_mode="int"`')
        return str(dtype)

    def output(self, x: Shape) -> Shape:
        return x if self.output_mode == "int" else (*x[:-1], self.whole("num_bins"))


INTEGERS = ("int32", "int64")


class HashedCrossing(Encoding):
    """Two features as one: the bin that a hash puts each pair of values in."""

    many = True
    ignores = ("trainable", "activity_regularizer")
    swallows = True
    sizes = ("num_bins",)
    checks = {"output_mode": encoding("int", "one_hot")}

    def __init__(
        self, num_bins, output_mode="int", sparse=False, name=None, dtype=None, **kwargs
    ): ...  # fmt: skip

    def check(self) -> None:
        pass

    def check_dtype(self, dtype: Any) -> str:
        return "int64" if dtype is None and self.output_mode == "int" else str(dtype or "float32")

    def accept(self, x: list[Shape]) -> None:
        if len(x) != 2:
            raise Refused(
                "input-structure",
                f"`{self.title}` crosses two tensors, and is called on {len(x)}",
                help="call it on two, or cross the others one after another",
            )

    def output(self, x: list[Shape]) -> Shape:
        first, second = x
        if not first or not second:
            raise Refused(
                "rank-mismatch",
                f"`{self.title}` looks at the last axis of both tensors, and one has none",
                help="give it (batch,) or (batch, 1)",
                exception="IndexError",
            )
        if not self.alike(first[-1], second[-1]):
            raise Refused(
                "merge-shape-mismatch",
                f"`{self.title}` needs two tensors of one shape: {show(first)} and {show(second)}",
                help="give both the shape (batch,) or (batch, 1)",
            )
        if self.output_mode == "int":
            return first
        width = self.num_bins
        if width is None:
            width = symbol("bins", hidden=True)
        if not isinstance(width, (int, Dim)) or (isinstance(width, int) and width < 0):
            raise invalid(self, "num_bins", width, "a positive integer")
        return (*(first if first[-1] != 1 else first[:-1]), width)
