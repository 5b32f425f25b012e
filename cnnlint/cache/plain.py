"""JSON and a hash, for a fraction of what importing `json` and `hashlib` takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def hash_of(data: bytes) -> str:
    """Tells contents apart."""
    try:
        from _blake2 import blake2b
    except ImportError:  # not CPython, whose hashlib takes five times as long to import
        from hashlib import blake2b
    return blake2b(data, digest_size=16).hexdigest()


class _Reading:
    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = None


def from_json(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: it is none.
    """
    try:
        from _json import make_scanner
    except ImportError:
        from json import loads

        return loads(text)
    context: Any = _Reading
    try:
        value, end = make_scanner(context)(text, 0)
    except StopIteration:
        raise ValueError("no JSON") from None
    if end != len(text):
        raise ValueError("no JSON")
    return value


def to_json(value: Any) -> str:
    """A value as JSON, in one line of ASCII."""
    try:
        from _json import encode_basestring_ascii, make_encoder

        make: Any = make_encoder
        encode = make(None, None, encode_basestring_ascii, None, ":", ",", False, False, False)
    except (ImportError, TypeError):
        from json import dumps

        return dumps(value, separators=(",", ":"))
    return "".join(encode(value, 0))
