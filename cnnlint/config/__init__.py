"""What a project says about itself: `[tool.cnnlint]` in pyproject.toml, or a cnnlint.toml.

The closest of these files counts, from the directory of the analysed file upward. TOML is read
only where such a file speaks of cnnlint: most do not, and `tomllib` takes its time.
"""

from __future__ import annotations

import os

from .. import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..gitignore import Rules
    from ..requirements import Demand
    from ..resources.limits import Budgets
    from ..selection import Choices

#: The files, and the table in them that is ours; the first one counts where both are there.
FILES = (("cnnlint.toml", ""), ("pyproject.toml", "tool.cnnlint"))

#: The keys that say which rules are reported, and how severely.
RULED = frozenset(
    {"select", "ignore", "extend-select", "extend-ignore", "per-file-ignores", "severity"}
)

#: Where a value of `--config KEY=VALUE` comes from.
COMMAND_LINE = "--config"


class ConfigError(Exception):
    """A configuration that cannot be followed; the message is one line, `path` the file."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(_one_line(message))
        self.path = path


class Config:
    """What one place says: a file, or `--config` on the command line.

    `values` are those that it gives, by key. Patterns and paths in it begin in its `directory`.
    `beneath` is what counts where it says nothing.
    """

    __slots__ = (
        "_choices",
        "_chosen",
        "_patterns",
        "beneath",
        "directory",
        "path",
        "table",
        "text",
        "values",
    )

    def __init__(self, path: str, table: str, text: str = "", directory: str = "") -> None:
        self.path = path
        self.table = table
        self.text = text
        self.directory = directory or os.path.dirname(os.path.abspath(path))
        self.values: dict[str, Any] = {}
        self.beneath: Config | None = None
        self._choices: Choices | None = None
        self._chosen = False
        self._patterns: dict[str, Rules | None] = {}

    def error(self, key: str, message: str) -> ConfigError:
        """A mistake at this key of our table."""
        full = ".".join(filter(None, (self.table, key)))
        line = self.line_of(key)
        where = f"line {line}: " if line else ""
        return ConfigError(self.path, f"{where}`{full}` {message}" if full else message)

    def line_of(self, key: str) -> int:
        """The line on which a key is set; 0 on the command line."""
        if self.path == COMMAND_LINE:
            return 0
        from .places import line_of

        return line_of(self.text, self.table, key)

    def layers(self) -> Iterator[Config]:
        """This one, and what lies beneath it."""
        layer: Config | None = self
        while layer is not None:
            yield layer
            layer = layer.beneath

    def layer_of(self, key: str) -> Config | None:
        """Where the value of a key comes from; None where it is not set."""
        return next((layer for layer in self.layers() if key in layer.values), None)

    def get(self, key: str) -> Any:
        """The value of a key; None where it is not set."""
        layer = self.layer_of(key)
        return None if layer is None else layer.values[key]

    @property
    def choices(self) -> Choices | None:
        """What this place by itself says about rules; None where it says nothing."""
        if not self._chosen:
            self._chosen = True
            if not RULED.isdisjoint(self.values):
                from .keys import choices

                self._choices = choices(self)
        return self._choices

    def patterns(self, key: str) -> Rules | None:
        """Whether a path matches a list of patterns of this place."""
        if key not in self._patterns:
            from ..gitignore import matcher

            self._patterns[key] = matcher(self.values[key], self.directory)
        return self._patterns[key]

    def targets_of(self, path: str) -> tuple[str, ...]:
        """The expressions to analyse besides a file."""
        return next((expressions for _, _, expressions in self._targets_of(path)), ())

    def target_error(self, path: str, expression: str, reason: str) -> ConfigError:
        """That one of those expressions gives no model."""
        layer, name = next((layer, name) for layer, name, _ in self._targets_of(path))
        return layer.error(f"targets.{quoted(name)}", f"holds `{expression}`: {reason}")

    def _targets_of(self, path: str) -> Iterator[tuple[Config, str, tuple[str, ...]]]:
        whole = os.path.abspath(path)
        for layer in self.layers():
            for name, expressions in layer.values.get("targets", {}).items():
                if os.path.abspath(os.path.join(layer.directory, name)) == whole:
                    yield layer, name, expressions

    def budgets_of(self, path: str) -> Budgets | None:
        """How much the models of a file may take; None where nothing limits them."""
        if not any(self.get(name) for name in ("max-params", "max-memory", "max-macs", "budgets")):
            return None
        from ..resources.limits import Budgets, Limits
        from .keys import LIMITS, split_target

        named: dict[str, Limits] = {}
        whole = os.path.abspath(path)
        for layer in reversed(list(self.layers())):
            for target, limits in layer.values.get("budgets", {}).items():
                file, name = split_target(target)
                if os.path.abspath(os.path.join(layer.directory, file)) == whole:
                    given = Limits(*(limits.get(each) for each in LIMITS))
                    named[name] = named.get(name, Limits()).under(given)
        return Budgets(Limits(*(self.get(each) for each in LIMITS)), named)


class Configs:
    """The configurations of a run: each file is looked for, and read, once.

    `given` counts before what any file says; with `only` no file is looked for. `problems` are
    those that could not be followed, each of them told once.
    """

    __slots__ = ("_by_directory", "_names", "_only", "given", "problems")

    def __init__(self, given: Config | None = None, *, only: bool = False) -> None:
        self.problems: list[ConfigError] = []
        self.given = given
        self._only = only
        self._by_directory: dict[str, Config | None] = {}
        self._names: dict[str, set[str]] = {}

    def listed(self, directory: str, names: set[str]) -> None:
        """Told what there is in a directory, nobody need ask for each file."""
        from ..requirements import listed

        self._names[directory] = names
        listed(directory, names)

    def of(self, path: str) -> Config | None:
        """The configuration that counts for this file."""
        return self.within(os.path.dirname(os.path.abspath(path)))

    def within(self, directory: str) -> Config | None:
        """The configuration that counts for the files of a directory, by its absolute path."""
        if self._only:
            return self.given
        passed = []
        while directory not in self._by_directory:
            passed.append(directory)
            found = self._in(directory)
            parent = os.path.dirname(directory)
            if found is not None or parent == directory:
                self._by_directory[directory] = self._below_given(found)
                break
            directory = parent
        found = self._by_directory[directory]
        self._by_directory.update(dict.fromkeys(passed, found))
        return found

    def _below_given(self, found: Config | None) -> Config | None:
        """What a file says, under what is given on the command line."""
        if self.given is None or found is None:
            return found or self.given
        above = Config(self.given.path, "", directory=self.given.directory)
        above.values = self.given.values
        above.beneath = found
        return above

    def _in(self, directory: str) -> Config | None:
        names = self._names.get(directory)
        for name, table in FILES:
            if names is not None and name not in names:
                continue
            path = os.path.join(directory, name)
            if not asked.is_file(path):
                continue  # nothing, or something that need not end when it is read
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except OSError:
                continue
            if table and not _speaks_of_us(data):
                continue
            from .reading import read

            try:
                found = read(path, table, data)
            except ConfigError as problem:
                self.problems.append(problem)
                found = Config(path, table)  # it is ours, and stands for itself
            if found is not None:
                return found
        return None


def quoted(name: str) -> str:
    """A name as a key in TOML."""
    return '"' + _one_line(name.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _one_line(text: str) -> str:
    """The text with an escape for each character that a terminal would act upon."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in text
    )


def _speaks_of_us(data: bytes) -> bool:
    """Whether there may be a table of ours: importing a TOML reader takes longer than asking."""
    if b"cnnlint" not in data:
        return False
    lines = (line.strip() for line in data.splitlines() if b"cnnlint" in line)
    return any(
        line.startswith(b"[") or b"{" in line or b"." in line.split(b"=")[0] for line in lines
    )


def in_force(path: str, config: Config | None) -> Demand | None:
    """Which Keras is asked for: by the configuration of a file, or else by its project."""
    from ..requirements import Demand, demand

    layer = None if config is None else config.layer_of("keras")
    if layer is None:
        return demand(path)
    keras = layer.values["keras"]
    return Demand(int(keras), f'{os.path.basename(layer.path)}: keras = "{keras}"')
