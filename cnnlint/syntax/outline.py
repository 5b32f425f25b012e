"""The top-level statements of a text, found without parsing it; and what is too much to parse.

Two reasons to look first. LibCST's parser needs far less time and memory for ten small texts than
for one that is ten times as long, and copies what stands in a block each time that the block is
looked at: a quarter of the time goes into blocks inside of classes and functions. And it recurses
on the machine's stack, where ten thousand brackets inside one another end the process, not the
parse; other texts keep it busy for hours.

What this module gets wrong costs time only: a piece that does not parse by itself is parsed again
as part of the whole. It takes a string to end at the first quote like the one that opened it,
which since Python 3.12 is not all there is to f-strings.
"""

from __future__ import annotations

from _bisect import bisect_left, bisect_right

from cnnlint.syntax.tree import TooMuch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# Pieces are put together up to this length: each costs a call. Small ones have this at least.
PIECE = 4_000
SMALL = 500
# A shorter body of a function is never left for later.
BODY = 200

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
DEFINING = ("def ", "class ", "async def ")
NO_LINKS = bytes(range(33)) + b"0123456789_" + bytes(range(65, 91)) + bytes(range(97, 123))


def cuts(text: str) -> list[int]:
    """The offsets at which `text` falls into its top-level statements, both ends too.

    Raises TooMuch where there is too much to parse.
    """
    return [0, *(start for start, _, begins in _checked(text) if begins and start), len(text)]


def recut(text: str, old: str, edges: list[int]) -> list[int]:
    """The same for a text that came of an `old` one, which was cut at these `edges`.

    From the statement before the change the text is looked at, up to a statement behind it that
    begins where one did.

    Raises TooMuch where there is too much to parse of what is new.
    """
    if "\r" in text or "\r" in old:
        return cuts(text)
    head = _common(text, old, True)
    most = min(len(text), len(old)) - head
    tail = len(text) - _common(text[len(text) - most :], old[len(old) - most :], False)
    by = len(text) - len(old)
    first = max(bisect_right(edges, head) - 2, 0)
    found = edges[: first + 1]
    for start, _, begins in _checked(text, edges[first]):
        if not begins or start <= found[-1]:
            continue
        if start >= tail:
            at = bisect_left(edges, start - by)
            if edges[at] == start - by:
                return found + ([each + by for each in edges[at:]] if by else edges[at:])
        found.append(start)
    return [*found, len(text)]


def _common(one: str, other: str, front: bool) -> int:
    """With how many of the same characters two texts begin, or end."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if front:
            same = one[low:middle] == other[low:middle]
        else:
            ends = [slice(len(each) - middle, len(each) - low) for each in (one, other)]
            same = one[ends[0]] == other[ends[1]]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def flattened(
    text: str, at: int = 0, small: bool = False, left: dict[int, int] | None = None
) -> tuple[list[str], dict[int, int]]:
    """The text without the indentation of classes and functions, in pieces that parse by
    themselves: their headers have a body of `pass`, and what stands in them comes behind.

    Also where each such body ends, by where its first statement starts in `text`. Where the
    indentation is not what it takes, the text is one piece as it is.

    The first statement is the one that starts `at` an offset; those before it are left out. Where
    the pieces end depends on the lines there, if they are `small`: most stay the same in an edited
    text. The bodies of functions, but for short ones and generators, go nowhere if `left` is there
    to be told where each starts and ends.

    Raises TooMuch where there is too much to parse.
    """
    first = text.rfind("\n", 0, at) + 1
    lines = list(_checked(text, first))
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    ends: dict[int, int] = {}
    # The indentation of the definitions around, where they begin, and where their ends are told.
    levels, bodies, told = [text[first:at]], [at], ends
    opening = decorated = False
    kept, deepest = False, 0  # whether this stands in a function that is not left, and how far in
    for place, (start, code, _) in enumerate(lines):
        end = lines[place + 1][0] if place + 1 < len(lines) else len(text)
        bare = code.lstrip(" \t\f")
        indentation = code[: len(code) - len(bare)]
        if bare[0] == "\\" or "\f" in indentation:  # how far that is in is a matter of its own
            return [text], {}
        if opening:
            if indentation == levels[-1] or not indentation.startswith(levels[-1]):
                return [text], {}
            levels.append(indentation)
            bodies.append(start + len(indentation))
        elif len(indentation) < len(levels[-1]):
            while len(indentation) < len(levels[-1]):
                levels.pop()
                told[bodies.pop()] = start
                told = ends
            # Behind a body neither an `else` goes on nor a decorator.
            if indentation != levels[-1] or decorated or bare.startswith(CONTINUING):
                return [text], {}
        level = levels[-1]
        if not indentation.startswith(level):
            return [text], {}
        if told is left:
            opening = False
            continue
        own = len(indentation) == len(level)
        kept = kept and len(level) > deepest
        line = text[start + len(level) : end]
        full = size > PIECE or (small and size > SMALL and len(line) % 4 == 0)
        if own and not decorated and full and not bare.startswith(CONTINUING):
            pieces.append("".join(piece))
            piece, size = [], 0
        opening = own and bare.startswith(DEFINING) and bare.rstrip().endswith(":")
        if opening:
            line += " pass\n"
            if left is not None and not kept and not bare.startswith("class "):
                behind = _behind(lines, place, len(level), len(text))
                kept = behind - end < BODY or "yield" in text[end:behind]
                deepest = len(level)
                told = ends if kept else left
        decorated = own and bare[0] == "@"
        piece.append(line)
        size += len(line)
    pieces.append("".join(piece))
    if opening:
        return [text], {}
    for body in reversed(bodies[1:]):
        told[body] = len(text)
        told = ends
    return pieces, ends


def _behind(lines: list[tuple[int, str, bool]], header: int, width: int, end: int) -> int:
    """Where the first line behind a header starts that is not indented further than it."""
    for place in range(header + 1, len(lines)):
        start, code, _ = lines[place]
        if len(code) - len(code.lstrip(" \t\f")) <= width:
            return start
    return end


def _checked(text: str, at: int = 0) -> Iterator[tuple[int, str, bool]]:
    """Each logical line, and whether a top-level statement starts with it; from one that does on.

    Raises TooMuch where there is too much to parse.
    """
    if len(text) > MAX_LENGTH:
        raise TooMuch(f"the text is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    effort = size = branches = 0
    decorated = False
    for start, code in logical_lines(text, at):
        begins = code[0] not in " \t\f" and not decorated and not code.startswith(CONTINUING)
        if begins:
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
        yield start, code, begins


def logical_lines(text: str, at: int = 0) -> Iterator[tuple[int, str]]:
    """Where each line of code starts, and the code itself; from the line that starts at `at` on.

    A line goes on while a bracket is open and after a backslash. Its comments are left out, and
    what a string says is replaced by a letter.
    """
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    length = len(text)
    start, depth = at, 0
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
