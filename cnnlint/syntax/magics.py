"""What IPython adds to Python in one cell: `%magic`, `!command`, `help?`, and `%%magic` at its top.

The rules are those by which IPython itself turns a cell into Python. Here nothing is moved: what
is not Python is blanked out, so that every offset stays what it was. A statement leaves a `0`
behind, so that the block it stands in is not empty.
"""

from __future__ import annotations

import re

from cnnlint.syntax.outline import logical_lines, string_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: Magics that bind no names of the program's; what others do is not known.
QUIET = frozenset(
    "% alias alias_magic autoawait autocall automagic autoreload bookmark cat cd colors conda "
    "config cp debug dhist dirs doctest_mode env gui hist history killbgscripts ldir lf lk ll "
    "load_ext logoff logon logstart logstate logstop ls lsmagic lx magic mamba matplotlib "
    "micromamba mkdir mv notebook page pastebin pdb pdef pdoc pfile pinfo pinfo2 pip popd pprint "
    "precision psearch psource pushd pwd pycat quickref rehashx reload_ext rm rmdir save set_env "
    "shell sx system tb tensorboard tensorflow_version time timeit unalias unload_ext uv wandb "
    "watermark who who_ls whos xmode".split()
)
#: Cell magics whose cell is run as it stands, in the names of the notebook.
HERE = frozenset("capture code_wrap debug heat memit prun scalene snakeviz time wandb".split())
#: Cell magics whose cell is not the program's: another language, a file, another process.
ELSEWHERE = frozenset(
    "! HTML SVG bash cmd file html javascript js latex markdown perl pypy python python2 python3 "
    "ruby script sh shell svg sx system writefile".split()
)

#: Characters of a line that is not Python in which the names it would bind are looked for.
MOST = 500
MOST_CELL_MAGICS = 10

ESCAPES = "!%?,;/"
_CELL_HELP = re.compile(r"%%\w+\?")
_HELP = re.compile(r"(%{0,2}(?!\d)[\w*]+(\.(?!\d)[\w*]+|\[-?[0-9]+\])*)\?\??$")
_MAGIC = re.compile(r"%\s*[^\W\d]")
_BINDING = re.compile(r"\s*(?:async\s+)?(?:def|class)\s+(\w+)|\bas\s+(\w+)|\bfor\s+(.+?)\s+in\b")
_IMPORT = re.compile(r"\s*(?:from\s.*\s)?import\s+(.*)", re.DOTALL)
_ASSIGNMENT = re.compile(r"\s*([^=(:]+?)\s*(?::[^=]+)?[-+*/@%&|^]?=(?!=)")
_AFTER = re.compile(r"(?:[ \t]|\\\n)*")
_NAME = re.compile(r"[^\W\d]\w*")

# What `ast.parse` passes to `compile`, which stops there after parsing; `await` may stand anywhere.
ONLY_PARSE = 0x400 | 0x2000


class Hole:
    """Something that is not Python, and a `0` in its place.

    `names` are those that it would bind, besides others that nobody can tell; None where it binds
    nothing at all.
    """

    __slots__ = ("end", "names", "reason", "start")

    def __init__(self, start: int, end: int, reason: str, names: tuple[str, ...] | None) -> None:
        self.start = start
        self.end = end
        self.reason = reason
        self.names = names


class Reading:
    """One cell as Python: `code` is as long as the cell's text.

    `indented` is set where all of it is indented, `timed` where it is the body of a function that
    `%%timeit` calls. `before` are the holes that come before its first statement, and leave no
    `0` behind.
    """

    __slots__ = ("_done", "_pieces", "_text", "before", "code", "holes", "indented", "timed")

    def __init__(self, text: str) -> None:
        self.code = text
        self.holes: list[Hole] = []
        self.before: list[Hole] = []
        self.indented = False
        self.timed = False
        self._text = text
        self._pieces: list[str] = []
        self._done = 0

    def blank(self, start: int, end: int, stand_in: str = "") -> None:
        """Take away what lies from `start`, which is not before the last one's end, to `end`."""
        lines = self._text[start:end].split("\n")
        gap = "\n".join(" " * len(line) for line in lines)
        self._pieces += (self._text[self._done : start], stand_in, gap[len(stand_in) :])
        self._done = end

    def finish(self) -> Reading:
        self.code = "".join((*self._pieces, self._text[self._done :]))
        return self


def read(text: str) -> Reading:
    """The Python of one cell."""
    reading = Reading(text)
    at, margin = _cell_magics(reading, text)
    _lines(reading, text, at)
    reading.finish()
    reading.indented = bool(margin) and any(
        line.strip()[:1] not in ("", "#") for line in reading.code.split("\n")
    )
    return reading


def unreadable(text: str, reason: str = "") -> Reading:
    """A cell that is no Python at all; with a `reason`, what it would bind is not known."""
    start = len(text) - len(text.lstrip())
    reading = Reading(text)
    reading.blank(0, len(text))
    if reason:
        reading.before.append(Hole(start, len(text.rstrip()), reason, tuple(bound_names(text))))
    return reading.finish()


def is_command(text: str) -> bool:
    """Whether a cell that is not Python is a magic without its `%`, which must stand alone."""
    word, _, rest = text.strip().partition(" ")
    return word in QUIET and "\n" not in rest


def bound_names(text: str) -> list[str]:
    """The names that a text, Python or nearly so, seems to bind outside of brackets."""
    names: dict[str, None] = {}
    # A bracket left open makes one line of all that follows it.
    lines = [line for line in text.split("\n") if line[:1].strip()]
    for whole in (*lines, *(line for _, line in logical_lines(text))):
        line = whole[:MOST]
        for match in _BINDING.finditer(line):
            for part in match.groups():
                names.update(dict.fromkeys(_NAME.findall(part or "")))
        imported = _IMPORT.match(line)
        if imported is not None:
            for part in imported[1].strip("() \n").split(","):
                found = _NAME.findall(part)
                names.update(dict.fromkeys(found[-1:] if " as " in part else found[:1]))
        assigned = _ASSIGNMENT.match(line)
        if assigned is not None:
            for target in assigned[1].split(","):
                name = _NAME.fullmatch(target.strip(" *()[]\n"))
                if name is not None:
                    names[name[0]] = None
    return list(names)


# Cell magics --------------------------------------------------------------------------------


def _cell_magics(reading: Reading, text: str) -> tuple[int, str]:
    """Take away the `%%magic` lines at the top; where the code begins, and its indentation."""
    at = 0
    margin = ""
    for _ in range(MOST_CELL_MAGICS):
        start, margin = _first_line(text, at)
        mark = start + len(margin)
        if not text.startswith("%%", mark) or _CELL_HELP.match(text, mark):
            return at, margin
        end = _line_end(text, mark)
        name, _, arguments = text[mark + 2 : end].strip().partition(" ")
        if name == "timeit":
            reading.timed = True
        elif name not in HERE:
            if name not in ELSEWHERE:
                reason = f"`%%{name}` is not followed"
                reading.before.append(Hole(mark, len(text.rstrip()), reason, ()))
            reading.blank(at, len(text))
            return len(text), ""
        elif name == "capture":
            names = tuple(word for word in arguments.split() if word.isidentifier())
            if names:
                reason = "what `%%capture` gives is not known"
                reading.before.append(Hole(mark, end, reason, names))
        reading.blank(mark, end)
        at = end
    return at, margin


def _first_line(text: str, at: int) -> tuple[int, str]:
    """Where the first line from `at` on begins that is not blank, and what all are indented by."""
    first, margin = len(text), None
    start = at
    for line in text[at:].split("\n"):
        if line.strip():
            indentation = line[: len(line) - len(line.lstrip())]
            if margin is None:
                first, margin = start, indentation
            while not indentation.startswith(margin):
                margin = margin[:-1]
        start += len(line) + 1
    return first, margin or ""


# Lines --------------------------------------------------------------------------------------


def _lines(reading: Reading, text: str, at: int) -> None:
    """Blank out the magics of the statements from `at` on."""
    while at < len(text):
        start = at
        while start < len(text) and text[start] in " \t\f\r\n":
            start += 1
        if start == len(text):
            return
        if text[start] == "#":
            at = _line_end(text, start)
        elif text[start] in ESCAPES and text[start + 1 : start + 2] not in _LONGER[text[start]]:
            at = _continued(text, start)
            _command(reading, text, start, at)
        else:
            at = _statement(reading, text, start)


#: What makes another token of a character that escapes.
_LONGER: dict[str, tuple[str, ...]] = {
    "!": ("=",),
    "%": ("=",),
    "/": ("=", "/"),
    "?": (),
    ",": (),
    ";": (),
}


def _command(reading: Reading, text: str, start: int, end: int) -> None:
    """A line that begins with one of the escapes."""
    if text[start] != "%":
        reading.blank(start, end, "0")
        return
    name, _, rest = text[start + 1 : end].partition(" ")
    name = name.strip()
    first = end - len(rest)
    if name == "time" and rest.strip() and _parses(rest.strip(), "exec"):
        reading.blank(start, first, "0;")
        return
    reading.blank(start, end, "0")
    names: tuple[str, ...] | None = None
    if name == "time":
        names = tuple(bound_names(rest.strip()))
    elif name.lstrip("%").rstrip("?") not in QUIET and not name.endswith("?") and name:
        names = ()
    if names is not None:
        reading.holes.append(Hole(start, end, f"`%{name}` is not followed", names))


def _statement(reading: Reading, text: str, start: int) -> int:
    """Go past one statement, or the line that opens a block, and say where the next begins."""
    assigned = False
    for at, sign in _signs(text, start):
        if sign == "=" and not assigned:
            assigned = True
            value = _AFTER.match(text, at + 1).end()  # type: ignore[union-attr]
            command = text.startswith("!", value) and not text.startswith("!=", value)
            if command or _MAGIC.match(text, value):
                end = _continued(text, value)
                _value(reading, text, value, end)
                return end
        elif sign == "?":
            if _HELP.search(text[start : at + 1]):
                reading.blank(start, at + 1, "0")
        elif sign == "end":
            return at
    return len(text)


def _value(reading: Reading, text: str, start: int, end: int) -> None:
    """`!command` or `%magic` on the right of an assignment."""
    written = " ".join(text[start:end].replace("\\\n", " ").split())
    name, _, rest = text[start + 1 : end].partition(" ")
    if text[start] == "%" and name == "time" and _parses(rest.strip(), "eval"):
        reading.blank(start, end - len(rest))
        return
    reading.blank(start, end, "0")
    shown = written if len(written) <= 40 else f"{written[:39]}…"
    reading.holes.append(Hole(start, end, f"what `{shown}` gives is not known", None))


def _signs(text: str, at: int) -> Iterator[tuple[int, str]]:
    """What matters of a statement outside of strings and brackets.

    An `=` of an assignment; the `?` that ends it; where it has ended.
    """
    depth = 0
    last = at
    length = len(text)
    while at < length:
        character = text[at]
        if character in "\"'":
            at = string_end(text, at)
            last = -1
            continue
        if character == "#":
            at = _line_end(text, at)
            last = -1
            continue
        if character == "\n":
            if depth == 0 and text[at - 1] != "\\":
                break
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth = max(depth - 1, 0)
        elif character == "=" and depth == 0:
            if text[at + 1 : at + 2] == "=":
                at += 1
            elif text[at - 1] not in "=!<>:+-*/%&|^@":
                yield at, "="
        last = at
        at += 1
    if last >= 0 and text[last] == "?":
        yield last, "?"
    yield at, "end"


def _parses(text: str, mode: str) -> bool:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = compile(text, "<magic>", mode, ONLY_PARSE, dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
            return False
    # A block cannot follow on the line of another statement.
    body = getattr(parsed, "body", None)
    return not isinstance(body, list) or all(not hasattr(each, "body") for each in body)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _continued(text: str, at: int) -> int:
    """Where the line ends that a backslash may carry on."""
    end = _line_end(text, at)
    while end < len(text) and text[end - 1] == "\\":
        end = _line_end(text, end + 1)
    return end
