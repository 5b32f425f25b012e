"""A configuration read: TOML in, checked values out."""

from __future__ import annotations

import os

from .. import asked
from . import COMMAND_LINE, FILES, Config, ConfigError
from .keys import KEYS
from .kinds import Table, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def read(path: str, table: str, data: bytes, directory: str = "") -> Config | None:
    """The configuration in a file; None where it says nothing to us.

    Raises:
        ConfigError: where it is no TOML, or says what nobody understands.
    """
    import tomllib

    config = Config(path, table, directory=directory)
    try:
        config.text = data.decode("utf-8-sig")
        content: Any = tomllib.loads(config.text)
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number without end
        raise ConfigError(path, f"cannot be read: {' '.join(str(error).split())}") from None
    for name in table.split(".") if table else ():
        if not isinstance(content, dict) or name not in content:
            return None
        content = content[name]
    if not isinstance(content, dict):
        raise config.error("", f"is a table, not {kind_of(content)}")
    _take(config, content)
    return config


def given(texts: Iterable[str]) -> tuple[Config | None, bool]:
    """What `--config FILE|KEY=VALUE` says, each time it is given; and whether one is a file.

    Patterns and paths then begin in the working directory.

    Raises:
        ConfigError: neither a file nor a setting, or one that nobody understands.
    """
    file: Config | None = None
    settings = Config(COMMAND_LINE, "", directory=os.getcwd())
    for text in texts:
        if asked.is_file(text):
            if file is not None:
                raise ConfigError(COMMAND_LINE, f"one file is enough: {file.path} and {text}")
            file = _file(text)
        else:
            _take(settings, _setting(text))
    if file is None:
        return (settings if settings.values else None), False
    if not settings.values:
        return file, True
    settings.beneath = file
    return settings, True


def _file(path: str) -> Config:
    table = "tool.cnnlint" if os.path.basename(path) == "pyproject.toml" else ""
    try:
        with open(path, "rb") as opened:
            data = opened.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigError(path, f"cannot be read: {reason}") from None
    found = read(path, table, data, os.getcwd())
    if found is None:
        raise ConfigError(path, f"has no table `{table}`")
    return found


def _setting(text: str) -> dict[str, Any]:
    """`KEY=VALUE`, where the value is written as in TOML."""
    import tomllib

    name, equals, value = text.partition("=")
    if not equals:
        known = " or ".join(name for name, _ in FILES)
        raise ConfigError(
            COMMAND_LINE, f"`{text}` is neither a file like {known} nor of the form KEY=VALUE"
        )
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        hint = ""
        if value.strip() and not value.strip().startswith(('"', "'", "[", "{")):
            hint = f"; a string has quotes: '{name.strip()}=\"{value.strip()}\"'"
        told = str(error).partition(" (at ")[0].lower()
        raise ConfigError(COMMAND_LINE, f"`{text}` is not TOML: {told}{hint}") from None


def _take(config: Config, content: dict[str, Any]) -> None:
    for name, value in content.items():
        key = KEYS.get(name)
        if key is None:
            raise config.error(name, f"is not known; there is {', '.join(f'`{k}`' for k in KEYS)}")
        taken = key.kind.take(config, name, value)
        if isinstance(key.kind, Table):
            taken = {**config.values.get(name, {}), **taken}
        config.values[name] = taken
