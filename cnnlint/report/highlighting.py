"""The lines of a program as HTML, with comments, strings, numbers and keywords marked."""

from __future__ import annotations

import io
import keyword
import tokenize

from .svg import escaped
from .text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..source import Source

STYLES = {tokenize.COMMENT: "c", tokenize.STRING: "s", tokenize.NUMBER: "n"}
STYLES |= {
    kind: "s"
    for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
    if (kind := getattr(tokenize, name, None)) is not None
}


def highlighted(source: Source) -> list[str]:
    """Each line of the text; what is not Python is not marked."""
    lines = [source.line(number) for number in range(1, len(source.starts) + 1)]
    marks: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for start, end, style in _marks(lines):
        for line in range(start[0], min(end[0], len(lines)) + 1):
            first = start[1] if line == start[0] else 0
            last = end[1] if line == end[0] else len(lines[line - 1])
            marks[line - 1].append((first, last, style))
    return [_marked(text, found) for text, found in zip(lines, marks, strict=True)]


def _marks(lines: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    text = "".join(f"{line}\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            style = STYLES.get(token.type, "")
            if token.type == tokenize.NAME and keyword.iskeyword(token.string):
                style = "k"
            if style:
                yield token.start, token.end, style
    except (tokenize.TokenError, SyntaxError):
        return


def _marked(text: str, marks: list[tuple[int, int, str]]) -> str:
    shown, place = "", 0
    for start, end, style in marks:
        if start < place or end > len(text):
            continue
        shown += escaped(visible(text[place:start]))
        shown += f'<span class="{style}">{escaped(visible(text[start:end]))}</span>'
        place = end
    return shown + escaped(visible(text[place:]))
