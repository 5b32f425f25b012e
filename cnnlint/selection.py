"""Which rules are reported, and how severely: what the command line and the configuration choose.

A rule is named by its code, its name, a prefix of its code (`CNN1`), or `ALL`. Where one is both
selected and ignored, the closer of the two names counts, and of equals the one that ignores it.
"""

from __future__ import annotations

import os

from .rules import find, is_selector, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .diagnostics import Diagnostic

#: From the mildest; `off` is not to be reported at all.
SEVERITIES = ("off", "info", "warning", "error")


class NotAChoice(Exception):
    """What names no rule, or is no pattern; the message is one line."""


class Choices:
    """What one place says: a configuration, or the command line.

    `select` and `ignore` are None where it says nothing of them. `per_file` are patterns as in a
    .gitignore of `directory`, each with the rules that are not reported in such files.
    """

    __slots__ = (
        "directory",
        "extend_ignore",
        "extend_select",
        "ignore",
        "per_file",
        "select",
        "severity",
    )

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.select: tuple[str, ...] | None = None
        self.ignore: tuple[str, ...] | None = None
        self.extend_select: tuple[str, ...] = ()
        self.extend_ignore: tuple[str, ...] = ()
        self.per_file: list[tuple[Callable[[str], bool], tuple[str, ...]]] = []
        self.severity: dict[str, str] = {}

    def ignored_in(self, path: str) -> list[str]:
        """The rules that are not reported in this file."""
        if not self.per_file:
            return []
        inside = os.path.relpath(os.path.abspath(path), self.directory).replace(os.sep, "/")
        if inside.startswith("../"):
            return []
        return [rule for match, rules in self.per_file if match(inside) for rule in rules]


class Selection:
    """What counts for a file: the command line goes before its configuration.

    `select` and `ignore` of the command line stand in the place of the configuration's; whatever
    extends them, and what is said of single files, counts from both.
    """

    __slots__ = ("_all", "_ignored", "_selected", "_severity")

    def __init__(self, *choices: Choices) -> None:
        selected = next((each.select for each in choices if each.select is not None), ("ALL",))
        ignored = next((each.ignore for each in choices if each.ignore is not None), ())
        self._all = choices
        self._selected = [*selected, *(rule for each in choices for rule in each.extend_select)]
        self._ignored = [*ignored, *(rule for each in choices for rule in each.extend_ignore)]
        self._severity: dict[str, str] = {}
        for each in choices:
            for rule, severity in each.severity.items():
                self._severity.setdefault(rule, severity)

    def of(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those that are reported, with the severity that was chosen for them."""
        kept = []
        for each in diagnostics:
            if self._is_selected(each.code, each.name, each.span.path):
                severity = self._severity_of(each)
                if severity != "off":
                    each.severity = severity
                    kept.append(each)
        return kept

    def _is_selected(self, code: str, name: str, path: str) -> bool:
        selected = max((matches(each, code, name) for each in self._selected), default=0)
        ignored = max((matches(each, code, name) for each in self._ignored), default=0)
        if ignored >= selected:
            return False
        return not any(
            matches(rule, code, name) for each in self._all for rule in each.ignored_in(path)
        )

    def _severity_of(self, diagnostic: Diagnostic) -> str:
        """The severity that was chosen; what is less than its rule, for want of proof, stays so."""
        closest, chosen = 0, ""
        for selector, severity in self._severity.items():
            match = matches(selector, diagnostic.code, diagnostic.name)
            if match > closest:
                closest, chosen = match, severity
        if not chosen or diagnostic.severity == find(diagnostic.name).severity:
            return chosen or diagnostic.severity
        return min(chosen, diagnostic.severity, key=SEVERITIES.index)


def selectors(listed: Iterable[str]) -> tuple[str, ...]:
    """The names of rules in a list, in which one text may hold several, with commas between.

    Raises:
        NotAChoice: one of them names no rule.
    """
    found = tuple(filter(None, (part.strip() for text in listed for part in text.split(","))))
    for each in found:
        if not is_selector(each):
            raise NotAChoice(_no_rule(each))
    return found


def _no_rule(selector: str) -> str:
    return f"no rule has the code or name `{selector}`; `cnnlint rule` lists them"


def per_file(listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """`PATTERN:RULE,RULE,PATTERN:RULE` as the command line has it.

    Raises:
        NotAChoice: a rule that is none, or a rule without a pattern.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in listed:
        pattern = ""
        for part in text.split(","):
            before, colon, rule = part.strip().rpartition(":")
            pattern = before if colon else pattern
            if not pattern:
                raise NotAChoice(f"`{part.strip()}` is not of the form PATTERN:RULE")
            found[pattern] = (*found.get(pattern, ()), *selectors([rule]))
    return found


def pattern(text: str) -> Callable[[str], bool]:
    """Whether a path matches a line as in a .gitignore.

    Raises:
        NotAChoice: it is no such line.
    """
    from pathspec import GitIgnoreSpec

    try:
        match: Callable[[str], bool] = GitIgnoreSpec.from_lines([text]).match_file
    except Exception:  # its own error, or that of a regular expression
        raise NotAChoice(f"`{text}` is not a pattern as in a .gitignore") from None
    return match
