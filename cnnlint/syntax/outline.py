"""The top-level statements of a text, found without parsing it; and what is too much to parse.

Two reasons to look first. LibCST's parser needs far less time and memory for ten small texts than
for one that is ten times as long. And it recurses on the machine's stack, where ten thousand
brackets inside one another end the process, not the parse; other texts keep it busy for hours.

What this module gets wrong costs time only: a piece that does not parse by itself is parsed again
as part of the whole. It takes a string to end at the first quote like the one that opened it,
which since Python 3.12 is not all there is to f-strings.
"""

from __future__ import annotations

from cnnlint.syntax.tree import TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Pieces are put together up to this length: each costs a call.
PIECE = 4_000

MAX_LENGTH = 1_000_000
# One statement, without its strings: half a megabyte of literals takes half a gigabyte of memory.
MAX_STATEMENT = 500_000
# Python itself allows 200 brackets inside one another; in what people write 27 is a record.
MAX_DEPTH = 64
MAX_PATTERN_DEPTH = 12
# `a + b + ...`, `not not ...`, `x.y.z...`: links between two of `,` `:` `;` `=`.
MAX_CHAIN = 2_500
MAX_LAMBDAS = 200
MAX_BRANCHES = 1_000
# In microseconds, by the estimates of `_effort`, beyond what ordinary lines take.
MAX_EFFORT = 10_000_000
# A line of code shorter than this can neither be deep nor a long chain.
SHORT = 200

OPENING = "([{"
CLOSING = ")]}"
FORMATTED = frozenset("fFtT")
CONTINUING = ("else", "elif", "except", "finally")
NO_LINKS = bytes(range(33)) + b"0123456789_" + bytes(range(65, 91)) + bytes(range(97, 123))


def cuts(text: str, piece: int = PIECE) -> list[int]:
    """The offsets at which `text` falls into runs of whole top-level statements, both ends too.

    Runs end where they are longer than `piece` characters: for 0 they are single statements.

    Raises TooMuch where there is too much to parse.
    """
    if len(text) > MAX_LENGTH:
        raise TooMuch(f"the text is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    found = [0]
    effort = size = branches = 0
    decorated = False
    for start, code in logical_lines(text):
        if code[0] not in " \t\f" and not decorated and not code.startswith(CONTINUING):
            if start - found[-1] > piece:
                found.append(start)
            size = branches = 0
        decorated = code[0] == "@"
        size += len(code)
        branches += "elif" in code
        if size > MAX_STATEMENT or branches > MAX_BRANCHES:
            raise TooMuch("a statement that is too long", start)
        if len(code) > SHORT or "case" in code:
            effort += _effort(code, start)
            if effort > MAX_EFFORT:
                raise TooMuch("too many deeply nested statements", start)
    return [*found, len(text)]


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line of code starts, and the code itself.

    A line goes on while a bracket is open and after a backslash. Its comments are left out, and
    what a string says is replaced by a letter.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    length = len(text)
    at = start = depth = 0
    lines: list[str] = []
    while at < length:
        end = _line_end(text, at)
        line = text[at:end]
        if '"' in line or "'" in line or "#" in line:
            line, end = _code(text, at, end)
        lines.append(line)
        depth = max(depth + _opened(line), 0)
        at = end + 1
        if depth == 0 and not line.rstrip(" ").endswith("\\"):
            code = "\n".join(lines)
            if code and not code.isspace():
                yield start, code
            lines = []
            start = at
    if lines:
        yield start, "\n".join(lines)


def _opened(code: str) -> int:
    """How many more brackets `code` opens than it closes."""
    count = code.count
    return count("(") + count("[") + count("{") - count(")") - count("]") - count("}")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _code(text: str, at: int, end: int) -> tuple[str, int]:
    """The code of the line from `at` to `end`, and where it ends with the last of its strings."""
    parts = []
    while (mark := _mark(text, at, end)) < end:
        parts.append(text[at:mark])
        if text[mark] == "#":
            return "".join(parts), end
        parts.append("s")
        at = string_end(text, mark)
        if not FORMATTED.isdisjoint(text[max(mark - 2, 0) : mark]):
            _depth(text[mark:at], mark, MAX_DEPTH)
        if at > end:
            end = _line_end(text, at)
    parts.append(text[at:end])
    return "".join(parts), end


def _mark(text: str, at: int, end: int) -> int:
    """Where the next string or comment begins, or `end`."""
    for sign in "\"'#":
        found = text.find(sign, at, end)
        if found >= 0:
            end = found
    return end


def string_end(text: str, start: int) -> int:
    """Where the string ends whose opening quote is at `start`; with its line, at the latest."""
    quote = text[start]
    if text.startswith(quote * 3, start):
        quote *= 3
        limit = len(text)
    else:
        limit = _line_end(text, start)
        while text[limit - 1] == "\\" and limit < len(text):
            limit = _line_end(text, limit + 1)
    at = start + len(quote)
    while (end := text.find(quote, at, limit)) >= 0:
        escapes = end
        while text[escapes - 1] == "\\":
            escapes -= 1
        if (end - escapes) % 2 == 0:
            return end + len(quote)
        at = end + 1
    return limit


def _effort(code: str, start: int) -> int:
    """About how many microseconds a long line takes to parse, beyond what its length says."""
    if code.lstrip().startswith("case"):
        return 2 << _depth(code, start, MAX_PATTERN_DEPTH)
    depth = _depth(code, start, MAX_DEPTH)
    if code.count("lambda") > MAX_LAMBDAS:
        raise TooMuch("a statement with too many lambdas", start)
    for end_of_chain in ":;=":
        code = code.replace(end_of_chain, ",")
    chain = max(map(_links, code.split(",")))
    if chain > MAX_CHAIN:
        raise TooMuch("an expression that is too long", start)
    return 5 * depth**2 + chain**3 // 5_000


def _depth(code: str, start: int, limit: int) -> int:
    """The most brackets that are open at once."""
    depth = deepest = 0
    for character in code:
        if character in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif character in CLOSING and depth:
            depth -= 1
    if deepest > limit:
        raise TooMuch(f"more than {limit} brackets inside one another", start)
    return deepest


def _links(code: str) -> int:
    """How many operators, dots and brackets, or words, there are."""
    if len(code) < SHORT:
        return 0
    signs = code.replace("**", "*").encode("ascii", "ignore").translate(None, NO_LINKS)
    return max(len(signs), len(code.split()))
