"""Attention. Where Keras's symbolic answer and its run differ, the answer here is the symbolic one:
with `return_attention_scores` the scores of `MultiHeadAttention` are as wide as the query is long.
"""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...dims import Dim, apart, equal, hidden, pretty, product, required
from ...network import Weight
from ...shapes import show
from .arguments import count, invalid, of_python, one_of, rate, seed
from .kit import Declaration, NotKnown, Output
from .windows import whole_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Make


def number(declaration: Declaration, name: str, value: Any) -> Any:
    if not isinstance(value, (int, float)):
        raise invalid(declaration, name, value, "a number from 0 to 1", "TypeError")
    return value


class Attention(Declaration):
    """Values weighted by how well queries fit keys; called on [query, value] or with a key."""

    family = "attention"
    many = True
    checks = {"dropout": number, "score_mode": one_of("dot", "concat")}

    def __init__(self, use_scale=False, score_mode="dot", dropout=0.0, seed=None, **kwargs): ...

    def call(
        self, inputs, mask=None, training=False, return_attention_scores=False,
        use_causal_mask=False,
    ): ...  # fmt: skip

    def check(self) -> None:
        if self.dropout > 0:
            seed(self, "seed", self.seed)

    def accept(self, x: list[Shape]) -> None:
        if not 2 <= len(x) <= 3:
            raise Refused(
                "input-structure",
                f"`{self.title}` needs [query, value] or [query, value, key], not {len(x)} tensors",
                help="call it on a list of two or three tensors",
            )

    def weights(self, x: list[Shape]) -> Iterator[Weight]:
        if self.use_scale:
            yield Weight("scale", ())
        if self.score_mode == "concat":
            yield Weight("concat_score_weight", ())

    def output(self, x: list[Shape]) -> Output:
        query, value = x[:2]
        out = (*query[:-1], value[-1])
        if not self.options.get("return_attention_scores"):
            return Output(out)
        key = x[2] if len(x) > 2 else value
        self.has_axis(-2, key, "IndexError")
        return Output([out, (*query[:-1], key[-2])])

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        first = masks[0] if isinstance(masks, list) and masks else None
        return None if first is None else make("convert_to_tensor", x=first)

    def fails(self, x: list[Shape]) -> Refused | None:
        query, value = x[:2]
        key = x[2] if len(x) > 2 else value
        if self.title != "Attention" or self.score_mode != "dot" or not query or not key:
            return None
        if not apart(query[-1], key[-1]):
            return None
        return Refused(
            "matmul-shape-mismatch",
            f"`{self.title}` multiplies queries {show(query)} with keys {show(key)}: their last "
            "axes differ",
            sum=f"{pretty(query[-1])} ≠ {pretty(key[-1])}",
            help="bring both to the same width with a `Dense` layer, or use `MultiHeadAttention`",
        )

    def macs(self, x: list[Shape], out: Any) -> Size:
        query, value = x[:2]
        if len(query) < 2 or len(value) < 2:
            return 0
        return product((*query[1:-1], value[-2], query[-1] + value[-1]))


class AdditiveAttention(Attention):
    """Attention that adds query and key, with a weight for each feature."""

    checks = {**Attention.checks, "dropout": number}
    also = {"score_mode": "dot", "seed": None}

    def __init__(self, use_scale=True, dropout=0.0, **kwargs): ...

    def weights(self, x: list[Shape]) -> Iterator[Weight]:
        if self.use_scale:
            yield Weight("scale", (self.known(x[0][-1], "number of features", x[0]),))


def shape_or_none(declaration: Declaration, name: str, value: Any) -> Any:
    if not value:
        return None
    of_python(declaration, name, value)
    if isinstance(value, int):
        return (int(value),)
    if isinstance(value, (tuple, list, str)):
        return tuple(value)
    raise invalid(declaration, name, value, "an integer or a tuple of them")


def count_or_none(declaration: Declaration, name: str, value: Any) -> Any:
    return None if value is None else count(declaration, name, value)


def axes_or_none(declaration: Declaration, name: str, value: Any) -> Any:
    if isinstance(value, int):
        return (int(value),)
    if value and not isinstance(value, (tuple, list)):
        raise invalid(declaration, name, value, "an integer or a tuple of them")
    return tuple(value) if value is not None else None


class MultiHeadAttention(Declaration):
    """Attention in several heads, each with its own projections; called as (query, value, key).

    Query and key are projected to `key_dim` in each head, values to `value_dim`, and what comes
    out back to the width of the query, or to `output_shape`.
    """

    family = "attention"
    quantizes = True
    delegates = True
    late = True
    masks = True
    many = True
    spreads = True
    makes = ("Softmax", "Dropout")
    sizes = ("num_heads", "key_dim", "value_dim")
    checks = {
        "num_heads": count,
        "key_dim": count,
        "value_dim": count_or_none,
        "output_shape": shape_or_none,
        "attention_axes": axes_or_none,
        "sliding_window": count_or_none,
    }

    def __init__(
        self, num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None,
        attention_axes=None, sliding_window=None, flash_attention=None,
        kernel_initializer="glorot_uniform", bias_initializer="zeros", kernel_regularizer=None,
        bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
        bias_constraint=None, use_gate=False, seed=None, **kwargs,
    ): ...  # fmt: skip

    def call(
        self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None,
        attention_mask=None, return_attention_scores=False, training=None, use_causal_mask=False,
    ): ...  # fmt: skip

    def check(self) -> None:
        if not self.flash_attention:
            return
        number(self, "dropout", self.dropout)
        if self.dropout > 0:
            raise invalid(self, "dropout", self.dropout, "0 with `flash_attention`")

    def accept(self, x: list[Shape]) -> None:
        if not 2 <= len(x) <= 3:
            raise Refused(
                "input-structure",
                f"`{self.title}` needs a query and a value, and was called on {len(x)} tensors",
                help="call it as `attention(query, value)`, with itself for self-attention",
                exception="TypeError",
            )
        if any(len(shape) < 2 for shape in x):
            raise NotKnown(Unknown("attention along no axis means nothing", None))

    def three(self, x: list[Shape]) -> tuple[Shape, Shape, Shape]:
        """Query, value and key, which is the value where none is given."""
        query, value, *rest = x
        key = rest[0] if rest else value
        for a, b in zip(value[1:-1], key[1:-1], strict=False):
            if hidden(a) != hidden(b) or not required(equal(a, b), self.needs):
                raise self.unlike(value, key)
        if len(value) != len(key):
            raise self.unlike(value, key)
        return query, value, key

    def unlike(self, value: Shape, key: Shape) -> Refused:
        return Refused(
            "merge-shape-mismatch",
            f"`{self.title}` needs as many keys as values: {show(key)} and {show(value)}",
            help="all axes of key and value but the last must agree",
        )

    @property
    def value_width(self) -> Any:
        return self.key_dim if self.value_dim in (None, 0) else self.value_dim

    def weights(self, x: list[Shape]) -> Iterator[Weight]:
        query, value, key = self.three(x)
        for name in ("kernel_initializer", "bias_initializer"):
            if getattr(self, name) is None:
                raise invalid(self, name, None, "an initializer", "AttributeError")
        width = self.value_width
        yield from self.projection("query", query, self.key_dim)
        yield from self.projection("key", key, self.key_dim)
        if self.use_gate:
            yield from self.projection("gate", query, width)
        yield from self.projection("value", value, width)
        rate(self, "dropout", self.dropout)
        if self.dropout > 0:
            seed(self, "seed", self.seed)
        out = self.output_shape or query[-1:]
        if not all(isinstance(size, int) for size in self.output_shape or ()):
            raise invalid(self, "output_shape", self.output_shape, "made of integers")
        yield Weight("attention_output/kernel", (self.num_heads, width, *out))
        if self.use_bias:
            yield Weight("attention_output/bias", out)

    def projection(self, name: str, x: Shape, width: Size) -> Iterator[Weight]:
        features = self.known(x[-1], f"number of features of the {name}", x)
        yield Weight(f"{name}/kernel", (features, self.num_heads, width))
        if self.use_bias:
            yield Weight(f"{name}/bias", (self.num_heads, width))

    def fails(self, x: list[Shape]) -> Refused | None:
        if any(len(shape) != 2 for shape in x):
            return None
        return Refused(
            "rank-mismatch",
            f"`{self.title}` needs (batch, steps, features), and was called on {show(x[0])}",
            help="attention goes from step to step: add an axis for them, as in "
            f"`Reshape((1, {pretty(x[0][-1])}))`",
            exception="IndexError",
        )

    def output(self, x: list[Shape]) -> Output:
        query, _, _ = self.three(x)
        out = (*query[:-1], *(self.output_shape or query[-1:]))
        if not self.options.get("return_attention_scores"):
            return Output(out)
        return Output([out, (query[0], self.num_heads, query[1], query[1])])

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return masks[0] if isinstance(masks, list) and masks else masks

    def macs(self, x: list[Shape], out: Any) -> Size:
        query, value, key = self.three(x)
        depth, width = self.key_dim, self.value_width
        rows, columns = product(query[1:-1]), product(value[1:-1])
        gate = width if self.use_gate else 0
        back = width * product(self.output_shape or query[-1:])
        each_row = query[-1] * (depth + gate) + back
        each_column = key[-1] * depth + value[-1] * width
        pairs = rows * columns * (depth + width)
        return product((self.num_heads, rows * each_row + columns * each_column + pairs))


def divided(declaration: Declaration, name: str, value: Any) -> Any:
    """A number of heads, which Keras divides without looking at it."""
    if not isinstance(value, (int, float, Dim)):
        raise invalid(declaration, name, value, "a positive integer", "TypeError")
    return value


class GroupQueryAttention(MultiHeadAttention):
    """Attention whose keys and values are shared by groups of query heads."""

    called = "GroupedQueryAttention"
    sizes = ("head_dim", "num_query_heads", "num_key_value_heads")
    checks = {
        "head_dim": divided,
        "num_query_heads": divided,
        "num_key_value_heads": divided,
        "sliding_window": count_or_none,
    }

    def __init__(
        self, head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True,
        sliding_window=None, flash_attention=None, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, bias_constraint=None, use_gate=False,
        seed=None, **kwargs,
    ): ...  # fmt: skip

    def check(self) -> None:
        heads, shared = self.num_query_heads, self.num_key_value_heads
        for name in ("num_key_value_heads", "head_dim"):
            if getattr(self, name) == 0:
                raise invalid(self, name, 0, "a positive integer", "ZeroDivisionError")
        if isinstance(self.head_dim, (int, float)) and self.head_dim < 0:
            raise invalid(self, "head_dim", self.head_dim, "a positive integer")
        if isinstance(heads, (int, float)) and isinstance(shared, (int, float)) and heads % shared:
            raise invalid(
                self, "num_query_heads", heads, f"a multiple of `num_key_value_heads={shared}`"
            )
        if not isinstance(heads, Dim) and not isinstance(shared, Dim) and heads // shared < 0:
            raise NotKnown(Unknown("a negative number of heads", None))
        super().check()

    def three(self, x: list[Shape]) -> tuple[Shape, Shape, Shape]:
        query, value, key = super().three(x)
        if hidden(query[-1]) != hidden(value[-1]) or not required(
            equal(query[-1], value[-1]), self.needs
        ):
            raise Refused(
                "merge-shape-mismatch",
                f"`{self.title}` needs values as wide as the query: {show(value)} and "
                f"{show(query)}",
                help="bring both to the same last axis first",
            )
        return query, value, key

    def weights(self, x: list[Shape]) -> Iterator[Weight]:
        query, value = x[:2]
        key = x[2] if len(x) > 2 else value
        if any(len(shape) != 3 for shape in (query, value, key)):
            raise NotKnown(Unknown(f"`{self.title}` on anything but (batch, steps, width)", None))
        for name in ("kernel_initializer", "bias_initializer"):
            if getattr(self, name) is None:
                raise invalid(self, name, None, "an initializer", "AttributeError")
        heads, depth = whole_sizes(self, "num_query_heads", (self.num_query_heads, self.head_dim))
        (shared,) = whole_sizes(self, "num_key_value_heads", (self.num_key_value_heads,))
        yield from self.project("query", query, heads, depth)
        yield from self.project("key", key, shared, depth)
        if self.use_gate:
            yield from self.project("gate", query, heads, depth)
        yield from self.project("value", value, shared, depth)
        rate(self, "dropout", self.dropout)
        if self.dropout > 0:
            seed(self, "seed", self.seed)
        yield Weight("attention_output/kernel", (heads, depth, query[-1]))
        if self.use_bias:
            yield Weight("attention_output/bias", (query[-1],))

    def project(self, name: str, x: Shape, heads: Size, depth: Size) -> Iterator[Weight]:
        features = self.known(x[-1], f"number of features of the {name}", x)
        yield Weight(f"{name}/kernel", (features, heads, depth))
        if self.use_bias:
            yield Weight(f"{name}/bias", (heads, depth))

    def output(self, x: list[Shape]) -> Output:
        query, value, _ = self.three(x)
        if not self.options.get("return_attention_scores"):
            return Output(query)
        return Output([query, (query[0], self.num_query_heads, query[1], value[1])])

    def macs(self, x: list[Shape], out: Any) -> Size:
        query, value, key = self.three(x)
        heads, shared, depth = self.num_query_heads, self.num_key_value_heads, self.head_dim
        rows, columns = product(query[1:-1]), product(value[1:-1])
        gate = heads * depth if self.use_gate else 0
        each_row = query[-1] * (2 * heads * depth + gate)
        each_column = (key[-1] + value[-1]) * shared * depth
        pairs: Size = product((2, rows, columns, heads, depth))
        return pairs + product((rows, each_row)) + product((columns, each_column))
