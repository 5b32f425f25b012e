"""Text as a terminal shows it: how wide it is, and what must not reach the terminal as it is."""

from __future__ import annotations

TAB = 4

#: Characters that reorder the text around them: shown as what they are not, they could hide code.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """The text with tabs expanded and every control character replaced by its picture."""
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    column = 0
    for character in text:
        if character == "\t":
            gap = TAB - column % TAB
            shown.append(" " * gap)
            column += gap
            continue
        code = ord(character)
        if code < 0x20:
            character = chr(0x2400 + code)
        elif code == 0x7F:
            character = "\u2421"
        elif 0x80 <= code < 0xA0 or character in _REORDERING or 0xD800 <= code < 0xE000:
            character = "\ufffd"
        elif code in (0x2028, 0x2029):
            character = "\u2424"
        shown.append(character)
        column += width(character)
    return "".join(shown)


def width(text: str) -> int:
    """How many columns a terminal gives to the text; tabs and control characters are gone."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    total = 0
    for character in text:
        if category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if east_asian_width(character) in ("W", "F") else 1
    return total


def left(text: str, columns: int) -> str:
    """The text filled up with blanks behind."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """The text filled up with blanks in front."""
    return " " * (columns - width(text)) + text
