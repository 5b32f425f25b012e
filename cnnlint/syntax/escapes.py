"""What backslashes mean inside string and bytes literals.

The codecs of the standard library would warn about `"\\d"` on standard error; Python's own reader
keeps such a backslash, and so does this one.
"""

from __future__ import annotations

from cnnlint.syntax.tree import SyntaxProblem

SINGLE = {
    "\n": "",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
HEXADECIMAL = {"x": 2, "u": 4, "U": 8}
OCTAL_DIGITS = "01234567"
HEXADECIMAL_DIGITS = "0123456789abcdefABCDEF"


def unescape(body: str, offset: int) -> str:
    """The text that `body`, found in the literal at `offset`, stands for."""
    return _unescape(body, offset, HEXADECIMAL, named=True)


def unescape_bytes(body: str, offset: int) -> bytes:
    """The bytes that `body` stands for: no `\\u`, no `\\N`, and octal digits wrap at 256."""
    text = _unescape(body, offset, {"x": 2}, named=False)
    return bytes(ord(character) & 0xFF for character in text)


def _unescape(body: str, offset: int, hexadecimal: dict[str, int], named: bool) -> str:
    pieces = []
    done = 0
    while (at := body.find("\\", done)) >= 0:
        pieces.append(body[done:at])
        kind = body[at + 1 : at + 2]
        done = at + 2
        if kind in SINGLE:
            pieces.append(SINGLE[kind])
        elif kind in hexadecimal:
            pieces.append(_hexadecimal(body, done, hexadecimal[kind], offset))
            done += hexadecimal[kind]
        elif kind and kind in OCTAL_DIGITS:
            digits = _octal(body, at + 1)
            pieces.append(chr(int(digits, 8)))
            done = at + 1 + len(digits)
        elif kind == "N" and named:
            character, done = _named(body, done, offset)
            pieces.append(character)
        else:
            pieces.append("\\" + kind)
    pieces.append(body[done:])
    return "".join(pieces)


def _hexadecimal(body: str, at: int, width: int, offset: int) -> str:
    digits = body[at : at + width]
    if len(digits) < width or digits.strip(HEXADECIMAL_DIGITS):
        raise SyntaxProblem(f"a \\{body[at - 1]} escape needs {width} hexadecimal digits", offset)
    code = int(digits, 16)
    if code > 0x10FFFF:
        raise SyntaxProblem("illegal Unicode character", offset)
    return chr(code)


def _octal(body: str, at: int) -> str:
    end = at
    while end < at + 3 and body[end : end + 1] and body[end] in OCTAL_DIGITS:
        end += 1
    return body[at:end]


def _named(body: str, at: int, offset: int) -> tuple[str, int]:
    """The character of `\\N{name}`, and where the escape ends."""
    end = body.find("}", at)
    if not body.startswith("{", at) or end < 0:
        raise SyntaxProblem("malformed \\N character escape", offset)
    from unicodedata import lookup

    try:
        return lookup(body[at + 1 : end]), end + 1
    except KeyError:
        raise SyntaxProblem("unknown Unicode character name", offset) from None
