"""What stands between the tokens of a text: blanks, line ends, comments."""

from __future__ import annotations

BLANKS = " \t\f"


def skip(text: str, at: int) -> int:
    """The first offset from `at` on where neither a blank, nor a line end, nor a comment is."""
    while at < len(text):
        if text[at].isspace() or text[at] == "\\":
            at += 1
        elif text[at] == "#":
            at = line_end(text, at)
        else:
            break
    return at


def line_end(text: str, at: int) -> int:
    """Where the line ends that holds this offset: the offset of its line end."""
    ends = [found for found in (text.find("\n", at), text.find("\r", at)) if found >= 0]
    return min(ends, default=len(text))


def next_line(text: str, at: int) -> int:
    """Where the line after this one begins."""
    end = line_end(text, at)
    return end + (2 if text[end : end + 2] == "\r\n" else 1 if end < len(text) else 0)


def line_start(text: str, at: int) -> int:
    """Where the line begins that holds this offset."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_above(text: str, start: int) -> int:
    """Where the line before that one begins which begins here."""
    end = start - 2 if text[start - 2 : start] == "\r\n" else start - 1
    return line_start(text, max(end, 0))


def indent(text: str, at: int) -> str:
    """The blanks that the line of this offset begins with."""
    start = line_start(text, at)
    end = start
    while end < len(text) and text[end] in BLANKS:
        end += 1
    return text[start:end]


def begins_line(text: str, at: int) -> bool:
    """Whether only blanks stand before this in its line."""
    return not text[line_start(text, at) : at].strip()


def ends_line(text: str, at: int) -> bool:
    """Whether only blanks and a comment stand behind this in its line."""
    rest = text[at : line_end(text, at)].lstrip(BLANKS)
    return not rest or rest.startswith("#")


def blank_before(text: str, at: int) -> int:
    """Where the blanks begin that stand before this, in its line."""
    while at and text[at - 1] in BLANKS:
        at -= 1
    return at


def newline(text: str) -> str:
    """How the lines of a text end."""
    end = line_end(text, 0)
    return text[end : next_line(text, 0)] or "\n"
