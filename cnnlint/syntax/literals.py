"""Numbers, strings and f-strings: what a literal is worth."""

from __future__ import annotations

from cnnlint.syntax.tree import SyntaxProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cnnlint.syntax.cursor import Cursor
    from cnnlint.syntax.tree import Node


def integer(read: Cursor, node: Any) -> Node:
    return _number(read, node, _integer)


def floating(read: Cursor, node: Any) -> Node:
    return _number(read, node, float)


def imaginary(read: Cursor, node: Any) -> Node:
    return _number(read, node, _imaginary)


def _integer(digits: str) -> int:
    return int(digits, 0)


def _imaginary(digits: str) -> complex:
    return complex(0, float(digits[:-1]))


def _number(read: Cursor, node: Any, value_of: Callable[[str], complex]) -> Node:
    read.open(node.lpar)
    start = read.take(node.value)
    try:
        value = value_of(node.value)
    except ValueError as error:
        raise SyntaxProblem(str(error), start) from None
    return ("Constant", start, read.close(node.rpar), value)


def ellipsis(read: Cursor, node: Any) -> Node:
    read.open(node.lpar)
    start = read.take("...")
    return ("Constant", start, read.close(node.rpar), ...)


def simple_string(read: Cursor, node: Any) -> Node:
    read.open(node.lpar)
    start = read.take(node.value)
    return ("Constant", start, read.close(node.rpar), _value(node.value, start))


def formatted_string(read: Cursor, node: Any) -> Node:
    return _interpolated(read, node, "FString")


def templated_string(read: Cursor, node: Any) -> Node:
    return _interpolated(read, node, "TString")


def _interpolated(read: Cursor, node: Any, kind: str) -> Node:
    start = read.open(node.lpar)
    read.take(node.start)
    raw = "r" in node.start.lower()
    parts = _merged(_parts(read, node.parts, raw))
    read.take_exactly(node.end)
    return (kind, start, read.close(node.rpar), parts)


def concatenated_string(read: Cursor, node: Any) -> Node:
    """Adjacent literals are one: a Constant, or an FString where any of them is one."""
    start = read.open(node.lpar)
    pieces = [read.expression(node.left)]
    rest = node.right
    # A long text has one level of the tree for each of its lines.
    while type(rest).__name__ == "ConcatenatedString":
        pieces.append(read.expression(rest.left))
        rest = rest.right
    pieces.append(read.expression(rest))
    end = read.close(node.rpar)
    if len({isinstance(piece[3], bytes) for piece in pieces}) > 1:
        raise SyntaxProblem("cannot mix bytes and nonbytes literals", start)
    kinds = {piece[0] for piece in pieces}
    if kinds == {"Constant"}:
        values = [piece[3] for piece in pieces]
        return ("Constant", start, end, values[0][:0].join(values))
    parts: list[Any] = []
    for piece in pieces:
        parts += (piece[3],) if piece[0] == "Constant" else piece[3]
    return ("TString" if "TString" in kinds else "FString", start, end, _merged(parts))


def _value(literal: str, start: int) -> str | bytes:
    """What a string literal, from its prefix to its closing quote, stands for."""
    quote = literal[-1]
    opening = literal.index(quote)
    prefix = literal[:opening].lower()
    width = 3 if literal.startswith(quote * 3, opening) and len(literal) >= opening + 6 else 1
    body = _lines(literal[opening + width : -width])
    if "b" in prefix:
        if not body.isascii():
            raise SyntaxProblem("bytes can only contain ASCII literal characters", start)
        if "r" in prefix or "\\" not in body:
            return body.encode()
        from cnnlint.syntax.escapes import unescape_bytes

        return unescape_bytes(body, start)
    return body if "r" in prefix else _unescaped(body, start)


def _unescaped(text: str, start: int) -> str:
    if "\\" not in text:
        return text
    from cnnlint.syntax.escapes import unescape

    return unescape(text, start)


def _lines(text: str) -> str:
    """Python reads every line end in a string as a line feed."""
    if "\r" in text:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _parts(read: Cursor, nodes: Any, raw: bool) -> list[Any]:
    parts: list[Any] = []
    for node in nodes:
        if type(node).__name__ in ("FormattedStringText", "TemplatedStringText"):
            start = read.take_exactly(node.value)
            text = _lines(node.value).replace("{{", "{").replace("}}", "}")
            parts.append(text if raw else _unescaped(text, start))
        else:
            _format(read, node, raw, parts)
    return parts


def _format(read: Cursor, node: Any, raw: bool, parts: list[Any]) -> None:
    """One `{...}`; with `=` in it, the text it shows comes before it."""
    start = read.take_exactly("{")
    comments = len(read.comments)
    value = read.expression(node.expression)
    conversion = node.conversion or ""
    if node.equal is not None:
        read.take("=")
        parts.append(_shown(read, start + 1, comments))
        if not conversion and node.format_spec is None:
            conversion = "r"
    if node.conversion:
        read.take("!")
        read.take(node.conversion)
    spec = None
    if node.format_spec is not None:
        colon = read.take(":")
        shown = _merged(_parts(read, node.format_spec, raw))
        spec = ("FString", colon, read.end, shown)
        read.take_exactly("}")
    else:
        read.take("}")
    parts.append(("Format", start, read.end, value, conversion, spec))


def _shown(read: Cursor, at: int, comments: int) -> str:
    """The text from `at` to here, without the comments found since there were `comments`."""
    end = read.next()
    pieces = []
    for comment, after, _ in read.comments[comments:]:
        pieces.append(read.text[at:comment])
        at = after
    pieces.append(read.text[at:end])
    return _lines("".join(pieces))


def _merged(parts: list[Any]) -> tuple[Any, ...]:
    """Texts that stand side by side are one, and an empty one is none."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)
