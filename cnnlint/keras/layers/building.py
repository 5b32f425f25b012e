"""Applying a layer to shapes: what it gives, what it holds, and what Keras refuses."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...network import Weight
from ...shapes import show
from . import recipes
from .kit import FLOATS, Declaration, NotKnown, Output, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ...dims import Size, When
    from ...network import Layer
    from ...shapes import Shape


class Applied:
    """What applying a layer gives: an output shape with its sum, weights, cost, conditions.

    `shape` is a list of shapes for a layer with several outputs.
    """

    __slots__ = ("macs", "needs", "shape", "sum", "unread", "weights")

    def __init__(
        self,
        output: Output,
        weights: tuple[Weight, ...] | None,
        macs: Size,
        needs: tuple[When, ...],
    ) -> None:
        self.shape = output.shape
        self.sum = output.sum
        self.unread = output.unread
        self.weights = weights
        self.macs = macs
        self.needs = needs

    def again(self) -> Applied:
        """The same for another layer, which has weights of its own."""
        weights = None
        if self.weights is not None:
            weights = tuple([weight.again() for weight in self.weights])
        return Applied(Output(self.shape, self.sum, self.unread), weights, self.macs, self.needs)


def apply(
    declaration: Declaration, x: Any, built: bool = False, options: Mapping[str, Any] | None = None
) -> Applied:
    """Apply a layer to an input shape (a list of shapes for a layer that takes several tensors).

    `options` are the other arguments of the call, such as `return_attention_scores=True`.
    `weights` of the result is None for a layer that was built before.

    Raises:
        Refused: where Keras's `__call__` raises.
        NotKnown: an argument that the shapes depend on is not known.
    """
    declaration.__dict__["options"] = options or {}
    key = None
    if not built and (not options or all(value is None for value in options.values())):
        key = recipes.input_key(declaration, x)
    if key is not None:
        known = recipes.given(declaration, key)
        if known is not None:
            return known
    try:
        applied = _apply(declaration, x, built)
    except dims.TooComplex as grown:
        reason = f"the sizes of `{declaration.title}` are too complex: {grown}"
        raise NotKnown(Unknown(reason, None)) from None
    if key is not None:
        recipes.give(declaration, key, x, applied)
    return applied


def _apply(declaration: Declaration, x: Any, built: bool) -> Applied:
    layer = type(declaration)  # an argument may be named as a method is: `Embedding(weights=)`
    declaration.needs = []
    if isinstance(x, list) != declaration.many and not (declaration.nests and x):
        raise wrong_structure(declaration, x)
    layer.accept(declaration, x)
    weights = None
    if layer.quantizes and "_from_" in declaration.dtype_policy:
        reason = f"`{declaration.title}` holds other weights with `{declaration.dtype_policy}`"
        raise NotKnown(Unknown(reason, None))
    if not built:
        own = variable_dtype(declaration.dtype_policy)
        weights = tuple(
            each
            if own == each.dtype or each.dtype != "float32"
            else Weight(each.name, each.shape, each.trainable, own)
            for each in layer.weights(declaration, x)
        )
        declaration.__dict__["built_for"] = x
    else:
        check_fixed(declaration, x)
    result = layer.output(declaration, x)
    output = result if isinstance(result, Output) else Output(result)
    if below_zero(output.shape) and not below_zero(x):  # `build` is given -1 for what is open
        raise Refused(
            "window-larger-than-input",
            f"the output of `{declaration.title}` would have a size below zero: "
            f"{', '.join(map(show_number, sizes_of(output.shape)))}",
            sum=output.sum,
            help="no size can be below zero: take away less",
        )
    needs = tuple(dict.fromkeys(declaration.needs))
    return Applied(output, weights, layer.macs(declaration, x, output.shape), needs)


def below_zero(shape: Any) -> bool:
    return any(isinstance(size, int) and size < 0 for size in sizes_of(shape))


def variable_dtype(policy: str) -> str:
    """The type in which layers with this dtype policy keep their weights."""
    return policy if policy in FLOATS else "float32"


def sizes_of(shape: Any) -> Iterable[Size]:
    for part in shape:
        if isinstance(part, (tuple, list)):
            yield from sizes_of(part)
        else:
            yield part


def wrong_structure(declaration: Declaration, x: Any) -> Exception:
    """A list where one tensor is needed, or one tensor where a list is."""
    title = declaration.title
    if declaration.spreads:
        return Refused(
            "input-structure",
            f"`{title}` takes several tensors and was called on one: {show(x)}",
            help=f"call it as `{title}(...)(query, value)`",
            exception="TypeError",
        )
    if declaration.many:
        return Refused(
            "input-structure",
            f"`{title}` merges a list of tensors and was called on one: {show(x)}",
            help=f"call it on a list: `{title}(...)([a, b])`",
        )
    weighted = type(declaration).weights is not Declaration.weights
    if len(x) == 1 and (weighted or title in ("Flatten", "Reshape")):
        return Refused(
            "input-structure",
            f"`{title}` takes one tensor and was called on a list that holds one",
            help="call it on the tensor itself: a model whose `outputs` are a list gives a list",
        )
    if len(x) == 1 or (
        declaration.nests is None and not type(declaration).refuses_lists(declaration)
    ):
        return NotKnown(Unknown(f"`{title}` was called on a list of {len(x)}", None))
    return Refused(
        "input-structure",
        f"`{title}` takes one tensor and was called on a list of {len(x)}",
        help="merge them first (`Concatenate()([a, b])`), or call it on one of them",
    )


def check_fixed(declaration: Declaration, x: Any) -> None:
    """A layer that has its weights keeps the sizes of the axes they were made for."""
    before = declaration.__dict__.get("built_for")
    if before is None or isinstance(before, list):
        return
    if declaration.fixed_rank and len(before) != len(x):
        raise Refused(
            "rank-mismatch",
            f"`{declaration.title}` was built for rank {len(before)}, this input has rank {len(x)}",
            help="a shared layer keeps the rank of its first input: make a second layer",
        )
    for axis in declaration.fixed(before):
        same = dims.equal(x[axis], before[axis])
        if same is dims.NEVER:
            raise Refused(
                "channel-mismatch",
                f"`{declaration.title}` has weights for {show_number(before[axis])} on axis "
                f"{show_number(axis)}, this input has {show_number(x[axis])}: {show(x)}",
                help="a shared layer keeps the width of its first input: make a second layer",
            )
        if isinstance(same, dims.When):
            declaration.needs.append(same)


def params_sum(weights: Iterable[Weight]) -> str:
    """The sum behind a parameter count: `3·3·3·64 + 64`, and `4·64` for four alike."""
    shapes = tuple([weight.shape for weight in weights])
    known = _sums.get(shapes)
    if known is not None:
        return known
    terms: dict[str, int] = {}
    for shape in shapes:
        text = "·".join(map(factor, shape)) or "1"
        terms[text] = terms.get(text, 0) + 1
    told = " + ".join(
        text if count == 1 else str(count) if text == "1" else f"{count}·{text}"
        for text, count in terms.items()
    )
    if all(type(size) is int for shape in shapes for size in shape):
        if len(_sums) >= recipes.MOST:
            _sums.clear()
        _sums[shapes] = told
    return told


_sums: dict[tuple[Shape, ...], str] = {}  # many layers have the same, of plain numbers


def factor(size: Size) -> str:
    """A size as a factor of a product: sums in brackets."""
    text = dims.pretty(size)
    return f"({text})" if " " in text else text


def weightless(record: Layer) -> bool:
    """Whether this layer never has weights, whatever its input is."""
    declaration = record.declaration
    return (
        declaration is not None
        and type(declaration).weights is Declaration.weights
        and not record.weights
    )
