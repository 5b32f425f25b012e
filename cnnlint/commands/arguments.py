"""The arguments that several commands share."""

from __future__ import annotations

import os

from .delivery import SEVERITIES, WrongUse

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from ..config import Config, Configs


#: A variable that says the same as `--cache-dir`.
CACHE = "CNNLINT_CACHE_DIR"

#: Options that are given several times, or with commas.
LISTS = (
    *("select", "ignore", "extend-select", "extend-ignore", "per-file-ignores"),
    *("exclude", "extend-exclude"),
)


def parser(name: str, description: str, usage: str | None = None) -> argparse.ArgumentParser:
    """An empty parser of the command `name`."""
    import argparse

    from . import COMMANDS

    def formatter(prog: str) -> argparse.HelpFormatter:
        # Of a fixed width: to ask for the terminal's, argparse imports half of the library.
        return argparse.RawDescriptionHelpFormatter(prog, width=96, max_help_position=30)

    if usage is None:
        operands = COMMANDS[name.split()[-1]][0]
        usage = f"{name} [OPTION...] {operands}".rstrip()

    return argparse.ArgumentParser(
        name, usage=usage, description=description, formatter_class=formatter, allow_abbrev=False
    )


def add_output(to: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """In which format to answer, where to, and what makes the run fail."""
    to.set_defaults(formats=tuple(formats))
    group = to.add_argument_group("what is written")
    group.add_argument(
        "--output-format",
        choices=formats,
        metavar="FORMAT",
        help="%(choices)s; default: full",
    )
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="%(choices)s; default: auto, on a terminal, unless NO_COLOR or FORCE_COLOR is set",
    )
    group.add_argument("-o", "--output-file", default="", metavar="FILE", help="write to FILE")
    group.add_argument(
        "--fail-on",
        choices=SEVERITIES[::-1],
        metavar="SEVERITY",
        help="the least severity that makes the exit status 1: %(choices)s; default: warning",
    )
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever was found")


def add_reading(to: argparse.ArgumentParser) -> None:
    """How files are read and which rules are reported."""
    to.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="the name of what `-` reads"
    )
    add_rules(to)
    add_config(to)


def add_rules(to: argparse.ArgumentParser) -> None:
    """Which rules are reported."""
    group = to.add_argument_group(
        "which rules", "RULE is a code, the beginning of codes (CNN1), a name, or ALL."
    )
    for option, what in (
        ("select", "report only these; default: ALL"),
        ("ignore", "do not report these"),
        ("extend-select", "report these besides"),
        ("extend-ignore", "do not report these either"),
    ):
        group.add_argument(f"--{option}", action="append", metavar="RULE,...", help=what)
    group.add_argument(
        "--per-file-ignores",
        action="append",
        metavar="PATTERN:RULE,...",
        help="do not report these in files that match, as in a .gitignore",
    )


def add_fixing(to: argparse.ArgumentParser) -> None:
    """Whether to mend what can be mended."""
    group = to.add_argument_group("fixing")
    group.add_argument("--fix", action="store_true", help="write the fixes that are safe")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="also those that may change what is meant"
    )
    group.add_argument("--diff", action="store_true", help="show the fixes, and write nothing")


def add_config(to: argparse.ArgumentParser) -> None:
    """Which configuration counts."""
    group = to.add_argument_group("configuration", "See docs/configuration.md for the keys.")
    group.add_argument(
        "--config",
        action="append",
        metavar="FILE|KEY=VALUE",
        help="a file instead of those that are found, or a key with its value as in TOML",
    )
    group.add_argument("--isolated", action="store_true", help="read no configuration files")


def add_discovery(to: argparse.ArgumentParser) -> None:
    """Which files a directory stands for."""
    group = to.add_argument_group("which files", "PATTERN is as in a .gitignore.")
    group.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN,...",
        help="leave these out of directories, instead of hidden ones, venv, node_modules ...",
    )
    group.add_argument(
        "--extend-exclude", action="append", metavar="PATTERN,...", help="leave out these besides"
    )
    group.add_argument(
        "--force-exclude",
        action="store_const",
        const=True,
        help="leave them out also where they are named themselves",
    )
    group.add_argument(
        "--no-respect-gitignore",
        dest="respect_gitignore",
        action="store_const",
        const=False,
        help="look also at what git ignores",
    )


def configs(options: argparse.Namespace) -> Configs:
    """The configurations that count, under what the command line says.

    What these options do not say for the whole run is then taken from the configuration of the
    working directory.
    """
    from .. import asked, requirements
    from ..config import COMMAND_LINE, Config, ConfigError, Configs

    # Where one process runs again and again, each run sees what has changed.
    asked.forget()
    requirements.forget()
    try:
        os.getcwd()
    except OSError:
        raise WrongUse("the working directory is no longer there") from None
    given: Config | None = None
    is_file = False
    if options.config:
        from ..config.reading import given as read

        if options.isolated and any(os.path.isfile(each) for each in options.config):
            raise WrongUse("--isolated reads no file, and --config names one")
        try:
            given, is_file = read(options.config)
        except ConfigError as problem:
            raise WrongUse(f"{problem.path}: {problem}") from None
    values = _settings(options)
    if values:
        if given is None or given.path != COMMAND_LINE:
            above = Config(COMMAND_LINE, "", directory=os.getcwd())
            above.beneath = given
            given = above
        given.values.update(values)
    found = Configs(given, only=is_file or options.isolated)
    _settle(options, found)
    return found


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say, by the keys of the configuration."""
    values: dict[str, Any] = {}
    said = vars(options)
    for key in ("force-exclude", "respect-gitignore", "fail-on", "output-format"):
        if said.get(key.replace("-", "_")) is not None:
            values[key] = said[key.replace("-", "_")]
    if said.get("baseline"):
        values["baseline"] = options.baseline
    if "cache_dir" in options and (options.cache_dir or os.environ.get(CACHE)):
        values["cache-dir"] = options.cache_dir or os.environ[CACHE]
    lists = {
        key: said[key.replace("-", "_")]
        for key in LISTS
        if said.get(key.replace("-", "_")) is not None
    }
    if not lists:
        return values
    from ..selection import NotAChoice, pattern, per_file, selectors

    try:
        for key, texts in lists.items():
            if key == "per-file-ignores":
                values[key] = per_file(texts)
            elif key.endswith("exclude"):
                values[key] = tuple(part for text in texts for part in text.split(",") if part)
            else:
                values[key] = selectors(texts)
        for key in ("per-file-ignores", "exclude", "extend-exclude"):
            for text in values.get(key, ()):
                pattern(text)
    except NotAChoice as problem:
        raise WrongUse(str(problem)) from None
    return values


def _settle(options: argparse.Namespace, found: Configs) -> None:
    """Fill in what counts for the whole run."""
    config = found.within(os.getcwd())
    if "fail_on" in options and options.fail_on is None:
        options.fail_on = (config and config.get("fail-on")) or "warning"
    if "formats" in options and options.output_format is None:
        wanted = config and config.get("output-format")
        options.output_format = wanted if wanted in options.formats else "full"
    for key, name in (("baseline", "baseline"), ("cache-dir", "cache_dir")):
        layer = None if config is None else config.layer_of(key)
        if layer is not None and name in options:
            path = os.path.relpath(os.path.join(layer.directory, layer.values[key]))
            setattr(options, name, path)


def split(target: str) -> tuple[str, str]:
    """A target's file, and what is wanted from it."""
    if os.path.exists(target):
        return target, ""
    for end in (".py:", ".ipynb:", "-:"):
        at = target.find(end)
        if at >= 0 and (end != "-:" or at == 0):
            at += len(end)
            return target[: at - 1], target[at:].strip()
    return target, ""
