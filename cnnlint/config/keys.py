"""The keys of `[tool.cnnlint]`: the one table that reads, checks, shows and publishes them."""

from __future__ import annotations

import os

from .. import asked
from .kinds import Amount, Count, Flag, OneOf, Record, Table, Text, Texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..selection import Choices
    from . import Config
    from .kinds import Kind, Schema

#: What is left out of directories where nothing else is said; `discover` knows these by name.
EXCLUDED = (".*/", "__pycache__/", "node_modules/", "site-packages/", "venv/")


class Key:
    """One key: its kind, what it is for, and what counts where it is not set.

    `run` marks what is of a whole run and not of single files: there the configuration of the
    working directory counts.
    """

    __slots__ = ("about", "default", "kind", "run")

    def __init__(self, kind: Kind, about: str, default: Any, *, run: bool = False) -> None:
        self.kind = kind
        self.about = about
        self.default = default
        self.run = run


def _selectors(config: Config, key: str, listed: list[str]) -> tuple[str, ...]:
    from ..selection import NotAChoice, selectors

    try:
        return selectors(listed)
    except NotAChoice as problem:
        raise config.error(key, f"cannot be followed: {problem}") from None


def _selector(config: Config, key: str, name: str) -> None:
    _selectors(config, key, [name])


def _patterns(config: Config, key: str, listed: list[str]) -> tuple[str, ...]:
    for each in listed:
        _pattern(config, key, each)
    return tuple(listed)


def _pattern(config: Config, key: str, text: str) -> None:
    from ..selection import NotAChoice, pattern

    try:
        pattern(text)
    except NotAChoice as problem:
        raise config.error(key, f"cannot be followed: {problem}") from None


def _file(config: Config, key: str, name: str) -> None:
    if not asked.is_file(os.path.join(config.directory, name)):
        raise config.error(key, f"names a file that is not there: {name}")


def _target(config: Config, key: str, name: str) -> None:
    """A file, or something in it, as `cnnlint summary` takes them."""
    path, _ = split_target(name)
    if not asked.is_file(os.path.join(config.directory, path)):
        raise config.error(key, f"names a file that is not there: {path}")


def split_target(target: str) -> tuple[str, str]:
    """The file of a target, and what in it is meant; "" for all."""
    for end in (".py:", ".ipynb:"):
        path, found, name = target.partition(end)
        if found:
            return path + end[:-1], "".join(name.split())
    return target, ""


def _memory(text: str) -> int:
    from ..resources.amounts import memory

    return memory(text)


def _count(text: str) -> int:
    from ..resources.amounts import count

    return count(text)


def _expressions(config: Config, key: str, listed: list[str]) -> tuple[str, ...]:
    """A target is one expression: a name, or calls with values written out."""
    from ..syntax import lower
    from ..syntax.tree import SyntaxProblem

    for text in listed:
        try:
            statements = lower(text.strip()).statements
        except SyntaxProblem as problem:
            raise config.error(
                key, f"holds `{text}`, which cannot be read: {problem.message}"
            ) from None
        if len(statements) != 1 or statements[0][0] != "Expr":
            raise config.error(key, f"holds `{text}`, which is not one expression like `build(10)`")
        if statements[0][3][0] not in ("Name", "Attribute", "Call"):
            raise config.error(
                key, f"holds `{text}`, which is no call like `build(10)`, and no name"
            )
    return tuple(dict.fromkeys(text.strip() for text in listed))


def _rule() -> Schema:
    return {"$ref": "#/definitions/rule"}


def _any_text() -> Schema:
    return {"type": "string"}


RULES = Texts("a list of rules", "the codes or names of rules", _selectors, _rule)
PATTERNS = Texts("a list of patterns", "patterns as in a .gitignore", _patterns, _any_text)
EXPRESSIONS = Texts("a string or a list of strings", "strings", _expressions, _any_text)

COUNT = Amount(_count, r"^\s*[0-9][0-9_.]*\s*[KkMmGgBbTt]?\s*$", plain=True)
MEMORY = Amount(_memory, r"^\s*[0-9][0-9_.]*\s*([KkMmGgTt][Ii]?)?[Bb]\s*$", plain=False)
LIMITS: dict[str, Kind] = {
    "max-params": COUNT,
    "max-memory": MEMORY,
    "max-macs": COUNT,
    "batch": Count(1),
}

KEYS: dict[str, Key] = {
    "targets": Key(
        Table('"models.py" = "build(10)"', EXPRESSIONS, _file),
        "Expressions to analyse besides a file: builders with their arguments.",
        {},
    ),
    "select": Key(RULES, "The rules that are reported.", ("ALL",)),
    "ignore": Key(RULES, "The rules that are not reported.", ()),
    "extend-select": Key(RULES, "Rules to report besides those of `select`.", ()),
    "extend-ignore": Key(RULES, "Rules not to report besides those of `ignore`.", ()),
    "per-file-ignores": Key(
        Table('"notebooks/*" = ["CNN4"]', RULES, _pattern),
        "Rules that are not reported in files that match a pattern as in a .gitignore.",
        {},
    ),
    "severity": Key(
        Table('"CNN404" = "error"', OneOf("error", "warning", "info", "off"), _selector, _rule),
        "How severe a rule is; `off` is not reported.",
        {},
    ),
    "max-params": Key(COUNT, "The most parameters that a model may have.", None),
    "max-memory": Key(MEMORY, "The most memory that training a model may take.", None),
    "max-macs": Key(COUNT, "The most multiply-accumulates that a sample may take.", None),
    "batch": Key(LIMITS["batch"], "The batch for `max-memory`, where not that of `fit`.", None),
    "budgets": Key(
        Table(
            '"models.py:build(10)" = { max-params = "5M" }',
            Record('{ max-params = "5M" }', LIMITS),
            _target,
        ),
        "The same for the models of a file, or for a target in it.",
        {},
    ),
    "keras": Key(
        OneOf("2", "3"),
        "The Keras to judge by, where it is not the one that the project's requirements name.",
        None,
    ),
    "exclude": Key(
        PATTERNS,
        "What is left out of directories: patterns as in a .gitignore, instead of the usual ones.",
        EXCLUDED,
    ),
    "extend-exclude": Key(PATTERNS, "What is left out besides.", ()),
    "force-exclude": Key(
        Flag(), "Leave out also files that are named on the command line.", False, run=True
    ),
    "respect-gitignore": Key(Flag(), "Leave out what git ignores.", True, run=True),
    "baseline": Key(
        Text("the path of a file"), "Report only what this file does not have.", None, run=True
    ),
    "cache-dir": Key(Text("the path of a directory"), "Where results are kept.", None, run=True),
    "fail-on": Key(
        OneOf("error", "warning", "info"),
        "The least severity that makes the exit status 1.",
        "warning",
        run=True,
    ),
    "output-format": Key(
        OneOf(
            *("full", "concise", "json", "jsonl"),
            *("sarif", "github", "gitlab", "junit", "rdjson"),
        ),
        "The format of what is written, in a command that has it.",
        "full",
        run=True,
    ),
}


def choices(config: Config) -> Choices:
    """What a place says about rules, with keys of `RULED`."""
    from ..selection import Choices, pattern

    values = config.values
    made = Choices(config.directory)
    for name, attribute in _LISTS.items():
        if name in values:
            setattr(made, attribute, values[name])
    made.per_file = [
        (pattern(text), rules) for text, rules in values.get("per-file-ignores", {}).items()
    ]
    made.severity = dict(values.get("severity", {}))
    return made


_LISTS = {
    "select": "select",
    "ignore": "ignore",
    "extend-select": "extend_select",
    "extend-ignore": "extend_ignore",
}
