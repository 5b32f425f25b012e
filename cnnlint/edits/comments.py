"""Comments that say what is not to be reported: what they name, and the text without them."""

from __future__ import annotations

from .trivia import begins_line, blank_before, line_end, line_start, next_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    Edit = tuple[int, int, str]


def without_comment(text: str, start: int, end: int) -> list[Edit]:
    """A comment, or the end of one, taken away; with its line where nothing else is there."""
    if end < line_end(text, end):
        return [(start, end, "")]
    start = blank_before(text, start)
    if begins_line(text, start):
        return [(line_start(text, start), next_line(text, end), "")]
    return [(start, end, "")]


def codes_in(text: str, at: int, end: int) -> tuple[int, int, list[str]]:
    """The codes of rules that are listed from here on, with commas or blanks between them, and
    where the list begins and ends. Behind it stands why."""
    found: list[str] = []
    start = stop = at
    while at < end:
        rest = text[at:end].lstrip(", \t")
        word = rest.split(maxsplit=1)[0].partition(",")[0] if rest else ""
        letters = word.rstrip("0123456789")
        if not letters.isalpha() or not letters.isupper() or letters == word:
            break
        begin = end - len(rest)
        if not found:
            start = begin
        found.append(word)
        at = stop = begin + len(word)
    return start, stop, found
