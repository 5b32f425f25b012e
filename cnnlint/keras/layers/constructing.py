"""Making a layer from its arguments, as Keras's constructors take and refuse them."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...interpreter.signature import BadCall, Signature
from ...interpreter.whole import Whole
from . import recipes
from .arguments import PLAIN, invalid
from .kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

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
    made = again(layer, args, keywords, policy) if unknown is None else None
    if made is None:
        made = _construct(layer, args, keywords, unknown, policy)
        if unknown is None:
            key = recipes.key_of(layer, args, keywords, policy)
            if key is not None:
                recipes.keep(key, *made)
    return made


def again(
    layer: type[Declaration], args: tuple[Any, ...], keywords: dict[str, Any], policy: str
) -> tuple[Declaration, dict[str, Any]] | None:
    """The same, where a layer was made with these plain arguments before; else None."""
    key = recipes.key_of(layer, args, keywords, policy)
    recipe = None if key is None else recipes.known(key)
    return None if recipe is None else recipe.another(layer, keywords)


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
        from ..spelling import closest

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
