"""Making a layer from its arguments, and applying it to shapes: the two things Keras can refuse."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...interpreter.signature import BadCall, Signature
from ...interpreter.whole import Whole
from ...network import Weight
from ...shapes import show
from . import recipes
from .arguments import PLAIN, invalid
from .kit import FLOATS, Declaration, NotKnown, Output, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ...dims import Size, When
    from ...network import Layer

#: Arguments that every layer takes through `**kwargs`.
COMMON = frozenset(
    {"name", "dtype", "trainable", "autocast", "activity_regularizer", "input_shape", "input_dim"}
)

_signatures: dict[type[Declaration], Signature] = {}


def signature_of(layer: type[Declaration]) -> Signature:
    """The constructor's signature, without `self`."""
    signature = _signatures.get(layer)
    if signature is None:
        signature = Signature.of(layer.__init__, f"{layer.__name__}.__init__", skip=1)
        _signatures[layer] = signature
    return signature


def construct(
    layer: type[Declaration],
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None = None,
    policy: str = "",
) -> tuple[Declaration, dict[str, Any]]:
    """A declaration holding its arguments, and those of `COMMON` that were given.

    `policy` is the dtype policy of layers that name none, if the program sets one.

    Raises:
        Refused: where Keras's constructor raises.
    """
    key = recipes.key_of(layer, args, keywords, policy) if unknown is None else None
    recipe = None if key is None else recipes.known(key)
    if recipe is not None:
        return recipe.another(layer, keywords)
    declaration, common = _construct(layer, args, keywords, unknown, policy)
    if key is not None:
        recipes.keep(key, declaration, common)
    return declaration, common


def _construct(
    layer: type[Declaration],
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
    policy: str,
) -> tuple[Declaration, dict[str, Any]]:
    signature = signature_of(layer)
    try:
        bound = signature.bind(args, keywords, unknown)
    except BadCall as bad:
        raise bad_arguments(layer, signature, bad, keywords) from None
    common: dict[str, Any] = {}
    if signature.rest_keywords is not None:
        extra = bound.pop(signature.rest_keywords)
        common = {name: extra.pop(name) for name in list(extra) if name in COMMON}
        for name in layer.refuses:
            if name in common:
                raise unexpected(layer, signature, name, "TypeError")
        for name, default in layer.also.items():
            if name not in bound:
                bound[name] = extra.pop(name, default if unknown is None else unknown)
        if extra and not layer.swallows:
            raise unexpected(layer, signature, next(iter(extra)))
    for name in ("name", "dtype", "trainable", "activity_regularizer"):
        if name in bound:
            common[name] = bound.pop(name)
    declaration = object.__new__(layer)
    declaration.needs = []
    declaration.not_known = {}
    for name, value in bound.items():
        hold(declaration, name, value)
    for name, value in common.items():
        check_common(declaration, name, value)
    try:
        declaration.trains = common.get("trainable", True) is not False
        dtype = common.get("dtype")
        if dtype is None and policy and layer.check_dtype is Declaration.check_dtype:
            dtype = policy
        declaration.dtype_policy = declaration.check_dtype(dtype)
        declaration.check()
    except NotKnown:
        pass  # what depends on an unknown argument is left unjudged
    for name in bound:
        if name in declaration.__dict__ and name not in declaration.raw:
            declaration.__dict__[name] = counted(declaration.__dict__[name])
    return declaration, common


def counted(value: Any) -> Any:
    """Numbers of NumPy's as Python's own, once it is judged whether they may be there."""
    kind = type(value)
    if kind is Whole:
        return int(value)
    if (kind is tuple or kind is list) and value:
        return kind(counted(each) for each in value)
    return value


def hold(declaration: Declaration, name: str, value: Any) -> None:
    """Check one argument and keep it; what cannot be judged is kept as not known."""
    cause = unknown_in(value)
    if cause is not None and cause is not value:
        value = sized(value)
        cause = unknown_in(value)
    if cause is not None:
        if cause is value and cause.size is not None and name in declaration.sizes:
            setattr(declaration, name, cause.size)
        else:
            declaration.not_known[name] = cause
        return
    if isinstance(value, PLAIN):
        check_identifier(declaration, name, value)
        check = declaration.checks.get(name)
        if check is not None:
            try:
                value = check(declaration, name, value)
            except NotKnown as stop:
                declaration.not_known[name] = stop.unknown
                return
    elif name in declaration.checks:
        reason = f"`{name}` of `{declaration.title}` is not a plain value"
        declaration.not_known[name] = Unknown(reason, None)
        return
    setattr(declaration, name, value)


def sized(value: Any) -> Any:
    """Tuples and lists with symbols in the place of whole numbers that are not known."""
    from ...interpreter.operators import size_of

    if isinstance(value, (tuple, list)):
        return type(value)(sized(part) for part in value)
    if not isinstance(value, Unknown):
        return value
    size = size_of(value)
    return value if size is None else size


def unknown_in(value: Any) -> Unknown | None:
    """The first unknown in a value, also inside of tuples and lists."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, (tuple, list)):
        for part in value:
            found = unknown_in(part)
            if found is not None:
                return found
    return None


def check_identifier(declaration: Declaration, name: str, value: Any) -> None:
    """Refuse a name that Keras does not resolve, wherever an argument names an object."""
    if value is None or not name.endswith(("activation", "izer", "constraint")):
        return
    from ..identifiers import INCOMPLETE, KINDS, kind_of
    from ..spelling import closest

    kind = kind_of(name)
    if kind is None or isinstance(value, dict):
        return
    a = "an" if kind[0] in "ai" else "a"
    if not isinstance(value, str):
        raise invalid(declaration, name, value, f"{a} {kind}, its name, or None")
    if value in INCOMPLETE:
        raise Refused(
            "invalid-argument",
            f'`{declaration.title}` got the {kind} "{value}", which needs an argument',
            help=f"give the object: `{name}=keras.{kind}s.{value.title()}(...)`",
            exception="KeyError",
        )
    if value not in KINDS[kind]:
        close = closest(value, KINDS[kind])
        raise Refused(
            "invalid-argument",
            f'`{declaration.title}` does not know the {kind} "{value}"',
            help=f'did you mean "{close}"?' if close else f"use {a} {kind} of Keras, or a function",
            about=("text", value, close),
        )


def check_common(declaration: Declaration, name: str, value: Any) -> None:
    """The arguments that every layer has."""
    if not isinstance(value, PLAIN) or name in declaration.ignores:
        return
    if name == "activity_regularizer":
        check_identifier(declaration, name, value)
    elif name == "name":
        if value is not None and (not isinstance(value, str) or "/" in value):
            raise invalid(declaration, name, value, "a string without `/`")
    elif name == "trainable":
        if not isinstance(value, bool):
            raise invalid(declaration, name, value, "True or False")
    elif name == "dtype" and value is not None and not isinstance(value, dict):
        from ..identifiers import DTYPES, QUANTIZED
        from ..spelling import closest

        if not isinstance(value, str):
            raise invalid(declaration, name, value, "the name of a dtype")
        if value.startswith(QUANTIZED) and "_from_" in value:
            return
        if value not in DTYPES:
            close = closest(value, DTYPES)
            hint = f'did you mean "{close}"?' if close else 'use "float32" or "mixed_float16"'
            raise Refused(
                "invalid-argument",
                f'`{declaration.title}` got no dtype: "{value}"',
                help=hint,
                about=("text", value, close),
            )


def bad_arguments(
    layer: type[Declaration], signature: Signature, bad: BadCall, keywords: Mapping[str, Any]
) -> Refused:
    message = str(bad).removeprefix(signature.name + "() ")
    missing = message.startswith("missing")
    needed = [name for name in signature.names if name not in signature.defaults]
    known = {*signature.names, *signature.keyword_only, *COMMON, *layer.also}
    strange = next((name for name in keywords if name not in known), None)
    advice = f"call it as `{layer.__name__}({', '.join(needed)})`"
    if strange is not None:
        advice = f"it has no argument `{strange}`: {advice}"
    return Refused(
        "missing-argument" if missing else "unexpected-argument",
        f"`{layer.__name__}` {message}",
        help=advice if missing else takes(signature),
        exception="TypeError",
        about=(strange,) if missing and strange is not None else (),
    )


def takes(signature: Signature) -> str:
    """The first few arguments, by name."""
    shown = [f"`{name}`" for name in signature.names[:8]]
    more = ", …" if len(signature.names) > 8 else ""
    return f"its arguments are {', '.join(shown)}{more}" if shown else "it takes only keywords"


def unexpected(
    layer: type[Declaration], signature: Signature, name: str, exception: str = "ValueError"
) -> Refused:
    from ..spelling import closest

    known = [*signature.names, *signature.keyword_only, *sorted(COMMON - {*layer.refuses})]
    close = closest(name, known)
    return Refused(
        "unexpected-argument",
        f"`{layer.__name__}` takes no argument `{name}`",
        help=f"did you mean `{close}`?" if close else takes(signature),
        exception=exception,
        about=(name, close or ""),
    )


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
            weights = tuple([Weight(w.name, w.shape, w.trainable, w.dtype) for w in self.weights])
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
    if len(x) == 1 or declaration.nests is None:
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
    terms: dict[str, int] = {}
    for weight in weights:
        text = "·".join(factor(size) for size in weight.shape) or "1"
        terms[text] = terms.get(text, 0) + 1
    return " + ".join(
        text if count == 1 else str(count) if text == "1" else f"{count}·{text}"
        for text, count in terms.items()
    )


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
