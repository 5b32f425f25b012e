"""What a project says about itself: `[tool.cnnlint]` in pyproject.toml, or a cnnlint.toml.

The closest of these files counts, from the directory of the analysed file upward. TOML is read
only where such a file speaks of cnnlint: most do not, and `tomllib` takes its time.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .selection import Choices

#: The files, and the table in them that is ours; the first one counts where both are there.
FILES = (("cnnlint.toml", ""), ("pyproject.toml", "tool.cnnlint"))


class ConfigError(Exception):
    """A configuration that cannot be followed; the message is one line, `path` the file."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class Config:
    """What one file says.

    `targets` are expressions to analyse, by the absolute path of a file. `choices` are about which
    rules are reported; None where nothing is said of that.
    """

    __slots__ = ("choices", "path", "table", "targets", "text")

    def __init__(self, path: str, table: str, text: str = "") -> None:
        self.path = path
        self.table = table
        self.text = text
        self.targets: dict[str, tuple[str, ...]] = {}
        self.choices: Choices | None = None

    def error(self, key: str, message: str) -> ConfigError:
        """A mistake at this key of our table."""
        full = ".".join(filter(None, (self.table, key)))
        line = line_of(self.text, self.table, key)
        where = f"line {line}: " if line else ""
        return ConfigError(self.path, f"{where}`{full}` {message}" if full else message)

    def chosen(self) -> Choices:
        """The choices, to be added to."""
        if self.choices is None:
            from .selection import Choices

            self.choices = Choices(os.path.dirname(os.path.abspath(self.path)))
        return self.choices


class Configs:
    """The configurations of a run: each file is looked for, and read, once.

    `problems` are those that could not be followed, each of them told once.
    """

    __slots__ = ("_by_directory", "_by_path", "problems")

    def __init__(self) -> None:
        self.problems: list[ConfigError] = []
        self._by_directory: dict[str, Config | None] = {}
        self._by_path: dict[str, Config | None] = {}

    def of(self, path: str) -> Config | None:
        """The configuration that counts for this file."""
        directory = os.path.dirname(os.path.abspath(path))
        passed = []
        while directory not in self._by_directory:
            passed.append(directory)
            found = self._in(directory)
            parent = os.path.dirname(directory)
            if found is not None or parent == directory:
                self._by_directory[directory] = found
                break
            directory = parent
        found = self._by_directory[directory]
        self._by_directory.update(dict.fromkeys(passed, found))
        return found

    def _in(self, directory: str) -> Config | None:
        for name, table in FILES:
            path = os.path.join(directory, name)
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except OSError:
                continue
            if table and not _speaks_of_us(data):
                continue
            try:
                found = read(path, table, data)
            except ConfigError as problem:
                self.problems.append(problem)
                found = Config(path, table)  # it is ours, and stands for itself
            if found is not None:
                return found
        return None


def _speaks_of_us(data: bytes) -> bool:
    """Whether there may be a table of ours: importing a TOML reader takes longer than asking."""
    if b"cnnlint" not in data:
        return False
    lines = (line.strip() for line in data.splitlines() if b"cnnlint" in line)
    return any(
        line.startswith(b"[") or b"{" in line or b"." in line.split(b"=")[0] for line in lines
    )


def read(path: str, table: str, data: bytes) -> Config | None:
    """The configuration in a file; None where it says nothing to us.

    Raises:
        ConfigError: where it is no TOML, or says what nobody understands.
    """
    import tomllib

    config = Config(path, table)
    try:
        config.text = data.decode("utf-8")
        content: Any = tomllib.loads(config.text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, f"cannot be read: {' '.join(str(error).split())}") from None
    for name in table.split(".") if table else ():
        if not isinstance(content, dict) or name not in content:
            return None
        content = content[name]
    if not isinstance(content, dict):
        raise config.error("", f"is a table, not {kind_of(content)}")
    for key, value in content.items():
        take = KEYS.get(key)
        if take is None:
            raise config.error(key, f"is not known; there is {', '.join(f'`{k}`' for k in KEYS)}")
        take(config, value)
    return config


def _targets(config: Config, value: Any) -> None:
    """`"models.py" = ["build(input_shape=(224, 224, 3))", ...]`, or a single string."""
    if not isinstance(value, dict):
        raise config.error(
            "targets", f'is a table like `"models.py" = "build(10)"`, not {kind_of(value)}'
        )
    for name, given in value.items():
        key = f'targets."{name}"'
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list):
            raise config.error(key, f"is a string or a list of strings, not {kind_of(given)}")
        for each in listed:
            if not isinstance(each, str):
                raise config.error(key, f"holds strings, and {each!r} is {kind_of(each)}")
            _check(config, key, each)
        path = os.path.abspath(os.path.join(os.path.dirname(config.path), name))
        if not os.path.isfile(path):
            raise config.error(key, f"names a file that is not there: {name}")
        config.targets[path] = tuple(dict.fromkeys(text.strip() for text in listed))


def _check(config: Config, key: str, text: str) -> None:
    """A target is one expression: a name, or calls with values written out."""
    from .syntax import lower
    from .syntax.tree import SyntaxProblem

    try:
        statements = lower(text.strip()).statements
    except SyntaxProblem as problem:
        raise config.error(
            key, f"holds `{text}`, which cannot be read: {problem.message}"
        ) from None
    if len(statements) != 1 or statements[0][0] != "Expr":
        raise config.error(key, f"holds `{text}`, which is not one expression like `build(10)`")
    if statements[0][3][0] not in ("Name", "Attribute", "Call"):
        raise config.error(key, f"holds `{text}`, which is no call like `build(10)`, and no name")


def _rules(name: str) -> Callable[[Config, Any], None]:
    """Takes a list of rules, like `["CNN1", "double-softmax"]`, or one of them."""

    def take(config: Config, value: Any) -> None:
        setattr(config.chosen(), name.replace("-", "_"), _selectors(config, name, value))

    return take


def _per_file(config: Config, value: Any) -> None:
    """`"notebooks/*" = ["CNN4"]`, or a single rule."""
    from .selection import NotAChoice, pattern

    name = "per-file-ignores"
    if not isinstance(value, dict):
        example = '`"notebooks/*" = ["CNN4"]`'
        raise config.error(name, f"is a table like {example}, not {kind_of(value)}")
    for each, rules in value.items():
        key = f'{name}."{each}"'
        try:
            match = pattern(each)
        except NotAChoice as problem:
            raise config.error(key, f"cannot be followed: {problem}") from None
        config.chosen().per_file.append((match, _selectors(config, key, rules)))


def _severity(config: Config, value: Any) -> None:
    """`"CNN404" = "error"`: the severity of what a rule says, or `off`."""
    from .selection import SEVERITIES

    if not isinstance(value, dict):
        example = '`"CNN404" = "error"`'
        raise config.error("severity", f"is a table like {example}, not {kind_of(value)}")
    for rule, severity in value.items():
        key = f'severity."{rule}"'
        _selectors(config, key, rule)
        if severity not in SEVERITIES:
            listed = ", ".join(f'"{each}"' for each in SEVERITIES[::-1])
            told = f'"{severity}"' if isinstance(severity, str) else kind_of(severity)
            raise config.error(key, f"is one of {listed}, not {told}")
        config.chosen().severity[rule] = severity


def _selectors(config: Config, key: str, value: Any) -> tuple[str, ...]:
    from .selection import NotAChoice, selectors

    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise config.error(key, f"is a list of rules, not {kind_of(value)}")
    for each in listed:
        if not isinstance(each, str):
            raise config.error(key, f"holds the codes or names of rules, and {kind_of(each)}")
    try:
        return selectors(listed)
    except NotAChoice as problem:
        raise config.error(key, f"cannot be followed: {problem}") from None


def line_of(text: str, table: str, key: str) -> int:
    """The line where a key of a table stands; 0 where it is written in a way not looked for."""
    name, _, inner = key.partition(".")
    full = ".".join(filter(None, (table, name)))
    within, found = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line.startswith("["):
            within = "".join(line.partition("#")[0].split()).strip("[]")
            if within == full:
                found = number
        elif _sets(line, {table: key, full: inner}.get(within, "")):
            return number
        elif within == table and not found and _sets(line, name):
            found = number
    return found


def _sets(line: str, key: str) -> bool:
    if not key:
        return False
    for written in {key, f'"{key}"', key.strip('"')}:
        if line.startswith(written) and line[len(written) :].lstrip()[:1] in ("=", "."):
            return True
    return False


def kind_of(value: Any) -> str:
    """What TOML calls a value."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string"}
    names |= {list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")


#: The keys of the table, with what takes their value.
KEYS: dict[str, Callable[[Config, Any], None]] = {
    "targets": _targets,
    "select": _rules("select"),
    "ignore": _rules("ignore"),
    "extend-select": _rules("extend-select"),
    "extend-ignore": _rules("extend-ignore"),
    "per-file-ignores": _per_file,
    "severity": _severity,
}
