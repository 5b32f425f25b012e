"""`tf.strings`: texts as arrays. Their number is what models depend on, not what they say."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..dims import symbol
from ..interpreter.calls import native
from ..interpreter.values import MISSING
from .arrays import Array, array_of, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Functions that work text by text, by the dtype of what they give.
_EACH = {
    "string": ("as_string lower regex_replace strip substr unicode_encode unicode_transcode upper"),
    "int32": "length",
    "int64": "to_hash_bucket to_hash_bucket_fast to_hash_bucket_strong",
    "float32": "to_number",
    "bool": "regex_full_match",
}
_DTYPES = {name: dtype for dtype, names in _EACH.items() for name in names.split()}
#: Functions that take every text apart: one more axis, of as many sizes as there are texts.
_APART = frozenset(("bytes_split", "split", "unicode_decode", "unicode_script", "unicode_split"))


def load(name: str) -> Any:
    """A member of `tf.strings`, or MISSING."""
    if name == "*":
        return (*_DTYPES, *_APART, "join", "reduce_join")
    if name in _DTYPES:
        return native(_each(_DTYPES[name]), name)
    if name in _APART:
        return native(_apart, name)
    return native(_OWN[name], name) if name in _OWN else MISSING


def _texts(interpreter: Interpreter, value: Any, shape: Any, dtype: str) -> Array:
    unknown = interpreter.unknown("what is in a text", of=value)
    return Array(shape, dtype, unknown=unknown, library="tensor")


def _each(dtype: str) -> Callable[..., Any]:
    def each(interpreter: Interpreter, input: Any, *rest: Any, **more: Any) -> Any:
        given = array_of(interpreter, input)
        if isinstance(given, Unknown):
            return given
        return _texts(interpreter, input, given.shape, dtype)

    return each


def _apart(interpreter: Interpreter, input: Any, *rest: Any, **more: Any) -> Any:
    given = array_of(interpreter, input)
    if isinstance(given, Unknown):
        return given
    shape = None if given.shape is None else (*given.shape, symbol("pieces", hidden=True))
    return _texts(interpreter, input, shape, "string")


def _join(interpreter: Interpreter, inputs: Any, separator: Any = "", name: Any = None) -> Any:
    """Texts put together place by place; single texts go with each."""
    listed = interpreter.iterate(inputs)
    if isinstance(listed, Unknown):
        return listed
    shapes = []
    for each in listed:
        given = array_of(interpreter, each)
        if isinstance(given, Unknown):
            return given
        shapes.append(given.shape)
    whole = None if None in shapes else max((shape or () for shape in shapes), key=len, default=())
    return _texts(interpreter, listed, whole, "string")


def _reduce_join(
    interpreter: Interpreter,
    inputs: Any,
    axis: Any = None,
    keepdims: Any = False,
    separator: Any = "",
    name: Any = None,
) -> Any:
    given = array_of(interpreter, inputs)
    if isinstance(given, Unknown):
        return given
    axis, shape = folded(axis), given.shape
    if shape is None or keepdims or not (axis is None or type(axis) is int):
        return interpreter.unknown("texts joined along an axis", of=inputs)
    if axis is not None:
        place = axis % len(shape) if shape else 0
        return _texts(interpreter, inputs, (*shape[:place], *shape[place + 1 :]), "string")
    return _texts(interpreter, inputs, (), "string")


_OWN = {"join": _join, "reduce_join": _reduce_join}
