"""The arguments of a call: the tensors that go in, and whatever else Keras's `call` takes."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.signature import BadCall, Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...diagnostics import Unknown
    from .kit import Declaration

#: Where a layer is called on several tensors that are arguments of their own: their names.
SPREAD = ("query", "value", "key")

_signatures: dict[type[Declaration], Signature] = {}


def call_signature(layer: type[Declaration]) -> Signature:
    """The signature of Keras's `call`, without `self`."""
    signature = _signatures.get(layer)
    if signature is None:
        signature = Signature.of(layer.call, f"{layer.__name__}.call", skip=1)
        _signatures[layer] = signature
    return signature


def call_arguments(
    declaration: Declaration,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
    unknown: Unknown | None,
) -> tuple[Any, dict[str, Any]]:
    """What a layer is called on (a list where `call` names several tensors), and all other
    arguments. `training` may be given to any layer: Keras drops it where `call` has none.

    Raises:
        Refused: where the arguments do not fit Keras's own `call`.
    """
    signature = call_signature(type(declaration))
    if len(args) == 1 == len(signature.everything) and not keywords and unknown is None:
        return args[0], {}
    takes = signature.everything
    given = {name: keywords[name] for name in keywords if name in takes or name != "training"}
    try:
        bound = signature.bind(args, given, unknown)
    except BadCall as bad:
        raise _misfit(declaration, signature, bad, args, given) from None
    if declaration.spreads:
        three = [bound.pop(name) for name in SPREAD]
        if unknown is not None and any(value is unknown for value in three):
            return unknown, bound
        return [value for value in three if value is not None], bound
    if not signature.names:
        return list(args), bound
    return bound.pop(signature.names[0]), bound


def _misfit(
    declaration: Declaration,
    signature: Signature,
    bad: BadCall,
    args: tuple[Any, ...],
    keywords: dict[str, Any],
) -> Refused:
    title = declaration.title
    if not args and not keywords:
        return Refused(
            "missing-argument",
            f"`{title}` is called without a tensor",
            help=f"`{title}(...)(x)`",
            exception="TypeError",
        )
    if declaration.spreads and "value" not in keywords and len(args) < 2:
        return Refused(
            "missing-argument",
            f"`{title}` is called on a query and a value",
            help=f"`{title}(...)(x, x)` for attention of a tensor to itself",
            exception="TypeError",
        )
    if declaration.many and len(args) > 1:
        return Refused(
            "input-structure",
            f"`{title}` takes one list of tensors, not {len(args)} arguments",
            help=f"`{title}(...)([a, b])`",
            exception="TypeError",
            about=("list",),
        )
    message = str(bad).removeprefix(signature.name + "() ")
    listed = ", ".join(f"`{name}`" for name in (*signature.names, *signature.keyword_only))
    return Refused(
        "missing-argument" if message.startswith("missing") else "unexpected-argument",
        f"a call of `{title}` {message}",
        help=f"it is called on {listed}",
        exception="TypeError",
    )
