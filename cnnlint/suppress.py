"""Comments that say what not to report: `# cnnlint: ignore[CNN101] the reason`, `# noqa: CNN101`.

ignore[RULES]       on a line of what is reported, or alone on the line above
ignore-file[RULES]  anywhere: in this file
off[RULES], on      from the line of the one to that of the other, or to the end
noqa: CODES         as for other linters, whose codes may stand beside ours

RULES are codes, prefixes of codes and names with commas between them; without them it is every
rule. In a notebook lines are those of the cells, and a file is the whole notebook.
"""

from __future__ import annotations

from . import syntax
from .interpreter.remarks import Remark
from .rules import is_selector, matches
from .rules.judge import of_remark
from .syntax.comments import MARK, marks, reserved
from .syntax.directives import every

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .diagnostics import Diagnostic
    from .source import Source
    from .syntax.tree import Module

    Lines = tuple[int, int]  # the first and the last, counted from 1 in the whole text

UNUSED = ("CNN004", "unused-suppression")
NOQA = "noqa"


class Suppression:
    """What one comment keeps from being reported: these `rules`, or all, on these `lines`.

    `word` is what it begins with. `used` are those of the rules that kept anything back.
    """

    __slots__ = ("end", "lines", "rules", "start", "used", "word")

    def __init__(self, word: str, rules: tuple[str, ...], lines: Lines, start: int, end: int):
        self.word = word
        self.rules = rules
        self.lines = lines
        self.start = start
        self.end = end
        self.used: set[str] = set()

    def naming(self, code: str, name: str) -> list[str]:
        """Those of its rules that are the rule of this code and name."""
        return [each for each in self.rules if matches(each, code, name)]

    def covers(self, lines: Lines) -> bool:
        """Whether it speaks of what stands on these lines.

        A comment that names no rule is taken to be about the line where a thing begins or ends:
        what is reported of a model as a whole has lines that are about something else.
        """
        first, last = self.lines
        begin, end = lines
        if first != last:
            return first <= begin <= last
        return begin <= first <= end if self.rules else first in lines


class Suppressions:
    """What the comments of one file keep back; `problems` are those that cannot be read."""

    def __init__(self, source: Source, comments: Iterable[tuple[int, int, str]]) -> None:
        self.source = source
        self.all: list[Suppression] = []
        self.problems: list[Diagnostic] = []
        off: list[Suppression] = []
        for start, stop, comment in comments:
            for word, said, at in _words(comment):
                rules = _codes(said) if word == NOQA else self._rules(said, start + at, stop)
                if rules is None:
                    continue
                lines = self._about(word, start)
                if word == "on":
                    for each in off:
                        each.lines = (each.lines[0], lines[0])
                    off = []
                    continue
                self.all.append(Suppression(word, rules, lines, start + at, stop))
                if word == "off":
                    off.append(self.all[-1])
        self._wide = [each for each in self.all if each.lines[0] != each.lines[1]]
        self._by_line: dict[int, list[Suppression]] = {}
        for each in self.all:
            self._by_line.setdefault(each.lines[0], []).append(each)

    def keep_back(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic in this file is suppressed."""
        found = False
        for each in self.about(diagnostic):
            naming = each.naming(diagnostic.code, diagnostic.name)
            if naming or not each.rules:
                each.used.update(naming or [""])
                found = True
        return found

    def about(self, diagnostic: Diagnostic) -> list[Suppression]:
        """Those that speak of the lines where a diagnostic stands."""
        first, last = lines = self._lines(diagnostic)
        near = [each for line in range(first, last + 1) for each in self._by_line.get(line, ())]
        return [each for each in {*self._wide, *near} if each.covers(lines)]

    def of_comments(self, defined: list[Lines], trusted: int) -> Iterator[Diagnostic]:
        """What is wrong with the comments themselves.

        A comment that keeps nothing back is not told in a function or a class, of which `defined`
        has the lines, for other files may call it with other arguments; nor where something
        reported before may stand in the way, from the offset `trusted` on.
        """
        for each in self.all:
            idle = [rule for rule in each.rules if rule not in each.used]
            wrong = [rule for rule in idle if not is_selector(rule)]
            if wrong:
                listed = ", ".join(f"`{rule}`" for rule in wrong)
                self._complain(each.start, each.end, f"no rule has the code or name {listed}")
            idle = [rule for rule in idle if rule not in wrong and not matches(rule, *UNUSED)]
            if (each.rules and not idle) or (not each.rules and (each.used or each.word == NOQA)):
                continue
            first, last = each.lines
            inside = any(begin <= last and first <= end for begin, end in defined)
            if not inside and each.start < trusted:
                listed = f" of {', '.join(f'`{rule}`' for rule in idle)}" if idle else ""
                yield of_remark(
                    Remark(
                        UNUSED[1],
                        self.source.span(each.start, each.end),
                        f"nothing{listed} is reported here, so there is nothing to suppress",
                        help="take the comment away"
                        if len(idle) == len(each.rules)
                        else f"take {' and '.join(f'`{rule}`' for rule in idle)} out of it",
                        about=() if len(idle) == len(each.rules) else tuple(idle),
                    )
                )
        yield from self.problems

    def _rules(self, said: str, start: int, end: int) -> tuple[str, ...] | None:
        """The rules in the brackets after the word, () for all; None where they cannot be read."""
        said = said.lstrip()
        inner, closed, _ = said[1:].partition("]")
        rules = tuple(filter(None, (part.strip() for part in inner.split(","))))
        if not said.startswith("["):
            if said[:3].upper() != "CNN" or not said[3:4].isdigit():
                return ()
            problem = "the rules are not in brackets"
        elif not closed:
            problem = "a bracket is not closed"
        elif not rules:
            problem = "the brackets name no rule"
        else:
            return rules
        self._complain(start, end, problem)
        return None

    def _complain(self, start: int, end: int, message: str) -> None:
        advice = "write `# cnnlint: ignore[CNN101, rule-name]`; `cnnlint rule` lists the rules"
        span = self.source.span(start, end)
        self.problems.append(of_remark(Remark("invalid-directive", span, message, help=advice)))

    def _lines(self, diagnostic: Diagnostic) -> Lines:
        """The lines of a diagnostic, on to where a comment can stand."""
        source, span = self.source, diagnostic.span
        first = source.line_of(span.start)
        last = source.line_of(max(span.start, span.end - 1))
        while source.line(last).endswith("\\"):
            last += 1
        return first, last

    def _about(self, word: str, start: int) -> Lines:
        """The lines that a comment speaks of."""
        source = self.source
        line = source.line_of(start)
        if word == "ignore" and not source.text[source.starts[line - 1] : start].strip():
            line = self._next(line, start)  # it stands alone
        if word in ("ignore", NOQA):
            return line, line
        # The last line, and one more: a text of a single line is a range as well.
        return 1 if word == "ignore-file" else line, len(source.starts) + 1

    def _next(self, line: int, start: int) -> int:
        """The next line of code of the same cell; the same line where there is none."""
        cell = self.source.cell_at(start)
        end = self.source.line_of(len(self.source.text) if cell is None else cell.end)
        for number in range(line + 1, end + 1):
            text = self.source.line(number).strip()
            if text and not text.startswith("#"):
                return number
        return line


def has_marks(text: str) -> bool:
    """Whether a comment in this text may be meant."""
    return MARK in text or NOQA in text.lower()


def suppress(
    diagnostics: list[Diagnostic], tree: Module, source: Source, *, unused: bool
) -> list[Diagnostic]:
    """What is left to report, and what is wrong with the comments of `source`.

    With `unused` that is told of comments, too, that suppress nothing.
    """
    by_path: dict[str, Suppressions] = {source.path: Suppressions(source, tree.comments)}
    kept = []
    for diagnostic in diagnostics:
        where = diagnostic.span.source
        if where.path not in by_path:
            # Another file of the user's: it has been read, so it can be read again.
            comments = syntax.lower_source(where).comments if has_marks(where.text) else ()
            by_path[where.path] = Suppressions(where, comments)
        if not by_path[where.path].keep_back(diagnostic):
            kept.append(diagnostic)
    own = by_path[source.path]
    errors = [each.span for each in diagnostics if each.severity == "error"]
    starts = [span.start for span in errors if span.path == source.path]
    elsewhere = len(starts) < len(errors)
    trusted = min(starts, default=len(source.text)) if unused and not elsewhere else 0
    silent = any(each.word == "ignore-file" and not each.rules for each in own.all)
    for each in own.of_comments(_defined(tree, source), trusted):
        named = any(other.naming(each.code, each.name) for other in own.about(each))
        if not named and not silent:
            kept.append(each)
    return sorted(kept, key=lambda each: (each.span.path, each.span.start))


def _words(comment: str) -> Iterator[tuple[str, str, int]]:
    """What a comment says about reports: the word, what follows it, and where its `#` stands."""
    for start in marks(comment):
        said = comment[start:].lstrip()
        word = reserved(said)
        if word:
            yield word, said[len(word) :].partition("#")[0], comment.rfind("#", 0, start)
    at = 0
    while (at := comment.find("#", at)) >= 0:
        said = comment[at + 1 :].lstrip(" \t")
        if said[: len(NOQA)].lower() == NOQA and not _goes_on(said[len(NOQA) :]):
            yield NOQA, said[len(NOQA) :].partition("#")[0], at
        at += 1


def _goes_on(rest: str) -> bool:
    return rest[:1].isalnum() or rest[:1] in ("_", "-")


def _codes(said: str) -> tuple[str, ...] | None:
    """Our codes after `noqa`, () where it stands alone; None where all are another tool's."""
    rest = said.lstrip(" \t")
    if not rest.startswith(":"):
        return ()
    ours = []
    for word in rest[1:].replace(",", " ").split():
        letters = word.rstrip("0123456789")
        if not (letters.isascii() and letters.isalpha() and letters.isupper()):
            break  # from here on it says why
        if letters == "CNN":
            ours.append(word)
    return tuple(ours) or None


def _defined(tree: Module, source: Source) -> list[Lines]:
    """The lines of the functions and classes of a file."""
    return [
        (source.line_of(node[1]), source.line_of(max(part[2] for part in every((node,)))))
        for node in every(tree.statements)
        if node[0] in ("FunctionDef", "ClassDef")
    ]
