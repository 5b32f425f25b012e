"""Making a layer from its arguments, and applying it to shapes: the two things Keras can refuse."""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused, Unknown
from ...interpreter.signature import BadCall, Signature
from ...shapes import show
from .kit import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import Size, When
    from ...network import Weight
    from ...shapes import Shape
    from .kit import Declaration

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
) -> tuple[Declaration, dict[str, Any]]:
    """A declaration holding its arguments, and those of `COMMON` that were given.

    Raises:
        Refused: where Keras's constructor raises.
    """
    signature = signature_of(layer)
    try:
        bound = signature.bind(args, keywords, unknown)
    except BadCall as bad:
        raise bad_arguments(layer, signature, bad) from None
    common: dict[str, Any] = {}
    if signature.rest_keywords is not None:
        extra = bound.pop(signature.rest_keywords)
        common = {name: extra.pop(name) for name in list(extra) if name in COMMON}
        if extra:
            raise unexpected(layer, signature, next(iter(extra)))
    for name in ("name", "dtype", "trainable", "activity_regularizer"):
        if name in bound:
            common[name] = bound.pop(name)
    declaration = object.__new__(layer)
    declaration.needs = []
    declaration.not_known = {}
    checks = layer.checks
    for name, value in bound.items():
        if isinstance(value, Unknown):
            declaration.not_known[name] = value
        else:
            check = checks.get(name)
            setattr(declaration, name, value if check is None else check(declaration, name, value))
    declaration.check()
    return declaration, common


def bad_arguments(layer: type[Declaration], signature: Signature, bad: BadCall) -> Refused:
    message = str(bad).removeprefix(signature.name + "() ")
    rule = "missing-argument" if message.startswith("missing") else "unexpected-argument"
    names = ", ".join(signature.names)
    return Refused(
        rule,
        f"`{layer.__name__}` {message}",
        help=f"its arguments are {names}",
        exception="TypeError",
    )


def unexpected(layer: type[Declaration], signature: Signature, name: str) -> Refused:
    from difflib import get_close_matches

    known = [*signature.names, *signature.keyword_only, *sorted(COMMON)]
    close = get_close_matches(name, known, 1)
    return Refused(
        "unexpected-argument",
        f"`{layer.__name__}` takes no argument `{name}`",
        help=f"did you mean `{close[0]}`?" if close else f"its arguments are {', '.join(known)}",
    )


class Applied:
    """What applying a layer gives: an output shape with its sum, weights, cost, conditions."""

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


def apply(declaration: Declaration, x: Any, built: bool = False) -> Applied:
    """Apply a layer to an input shape (a list of shapes for a layer that merges).

    `weights` of the result is None for a layer that was built before.

    Raises:
        Refused: where Keras's `__call__` raises.
        NotKnown: an argument that the shapes depend on is not known.
    """
    declaration.needs = []
    declaration.accept(x)
    weights = None
    if not built:
        weights = tuple(declaration.weights(x))
        axis = declaration.fixed_axis
        if axis is not None:
            declaration.__dict__["fixed_size"] = x[axis]
    else:
        check_fixed(declaration, x)
    result = declaration.output(x)
    output = result if isinstance(result, Output) else Output(result)
    return Applied(output, weights, declaration.macs(x, output.shape), tuple(declaration.needs))


def check_fixed(declaration: Declaration, x: Any) -> None:
    """A layer that has its weights keeps the size of the axis they were made for."""
    fixed = declaration.__dict__.get("fixed_size")
    if fixed is None or declaration.fixed_axis is None:
        return
    found = x[declaration.fixed_axis]
    same = dims.equal(found, fixed)
    if same is dims.NEVER:
        raise Refused(
            "channel-mismatch",
            f"`{declaration.title}` has weights for {fixed} on axis {declaration.fixed_axis}, "
            f"this input has {found}: {show(x)}",
            help="a shared layer keeps the width of its first input: make a second layer",
        )
    if isinstance(same, dims.When):
        declaration.needs.append(same)
