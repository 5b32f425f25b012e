"""Layers that prepare data: what they hold is not trained."""

from __future__ import annotations

from ...diagnostics import Unknown
from ...dims import Dim, symbol
from ...network import Weight
from .arguments import invalid
from .kit import Declaration, NotKnown
from .normalization import Normalizing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape


def kept_axes(declaration: Declaration, name: str, value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    if isinstance(value, int):
        return (int(value),)
    if not isinstance(value, (tuple, list, str)):
        raise invalid(declaration, name, value, "an integer, several of them, or None", "TypeError")
    return tuple(value)


class Normalization(Normalizing):
    """Shifts and scales by a mean and a variance, learned by `adapt` where they are not given."""

    nests = None
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

    def weights(self, x: Shape) -> Iterator[Weight]:
        for name in ("mean", "variance"):
            if isinstance(getattr(self, name), str):
                raise invalid(self, name, getattr(self, name), "a number or several", "TypeError")
        for axis in self.axes():
            self.along(x, axis, "ValueError")
        kept = sorted(axis % len(x) for axis in self.axes())
        if any(kept.count(axis) > 1 and x[axis] != 1 for axis in kept):
            raise invalid(self, "axis", self.axis, "without repetitions")
        sizes = tuple(self.known(x[axis], f"size of axis {axis}", x) for axis in kept)
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


def tokens(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, Dim):
        return value
    if value is None:
        raise invalid(declaration, name, value, "given: how many tokens there are")
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

    nests = None
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


def one_of(value: Any, *names: str) -> bool:
    """Whether it is one of these names, None, or a function."""
    plain = (str, int, float, tuple, list, dict, Dim)
    return value in names if isinstance(value, plain) else True


def is_count(value: Any) -> bool:
    return isinstance(value, Dim) or (type(value) is int and value > 0)


def distinct_words(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or not value:
        return False
    return all(isinstance(word, str) and word for word in value) and len({*value}) == len(value)


class TextVectorization(Declaration):
    """Texts as rows of word numbers; where each row is cut to one length, that length is known."""

    nests = None

    def __init__(
        self, max_tokens=None, standardize="lower_and_strip_punctuation", split="whitespace",
        ngrams=None, output_mode="int", output_sequence_length=None, pad_to_max_tokens=False,
        vocabulary=None, idf_weights=None, sparse=False, ragged=False, encoding="utf-8", name=None,
        **kwargs,
    ): ...  # fmt: skip

    def output(self, x: Shape) -> Shape:
        if not self.usual() or not 1 <= len(x) <= 2:
            raise NotKnown(Unknown("how a text is given back", None))
        length = self.output_sequence_length
        return (x[0], symbol("words", hidden=True) if length is None else length)

    def usual(self) -> bool:
        """Whether it gives word numbers, and no argument is one that Keras may refuse."""
        length, most, words = self.output_sequence_length, self.max_tokens, self.vocabulary
        return (
            self.output_mode == "int"
            and not (self.sparse or self.ragged or self.pad_to_max_tokens)
            and self.ngrams is self.idf_weights is None
            and self.encoding == "utf-8"
            and one_of(
                self.standardize, "lower_and_strip_punctuation", "lower", "strip_punctuation"
            )
            and one_of(self.split, "whitespace", "character")
            and (length is None or is_count(length))
            and (most is None or (is_count(most) and isinstance(most, int) and most > 1))
            and (words is None or (most is None and distinct_words(words)))
        )

    def output_dtype(self, dtypes: list[str]) -> str:
        return "int64"
