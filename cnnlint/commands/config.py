"""`cnnlint config`: what counts for a path, key by key, and where each value comes from.

configuration of src/models.py: pyproject.toml
select = ["ALL"]                 default
ignore = ["CNN404"]              pyproject.toml:12
extend-ignore = ["CNN310"]       command line
"""

from __future__ import annotations

import os

from .arguments import add_config, add_discovery, add_rules, configs, parser
from .delivery import OK, WRONG, complain, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ..config import Config, Configs

#: What adds up: each place that says it counts.
ADDED = frozenset({"extend-select", "extend-ignore", "extend-exclude", "per-file-ignores"})

GAP = 2  # between a value and where it comes from
WIDE = 72  # longer values do not push the others' places away


def command() -> ArgumentParser:
    """The options."""
    made = parser("cnnlint config", "What counts for a path, and where each value comes from.")
    made.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="file or directory; default: ."
    )
    made.add_argument(
        "--output-format",
        dest="form",
        choices=("full", "json"),
        default="full",
        help="default: %(default)s",
    )
    made.add_argument(
        "--schema", action="store_true", help="only what may stand in a file, as JSON Schema"
    )
    add_rules(made)
    add_discovery(made)
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Show what counts."""
    options = command().parse_args(arguments)
    if options.schema:
        from json import dumps

        from ..config.schema import schema

        write(dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return OK
    from ..project import Outcome
    from ..source import shown

    found = configs(options)
    config = _of(options.path, found)
    if options.form == "json":
        write(_json(options, config), encoding="utf-8")
    else:
        write(_text(options, config))
    wrong = complain([Outcome(shown(each.path), problem=str(each)) for each in found.problems])
    return WRONG if wrong else OK


def _of(path: str, found: Configs) -> Config | None:
    whole = os.path.abspath(path)
    return found.within(whole) if os.path.isdir(whole) else found.of(whole)


def _entries(config: Config | None) -> Iterator[tuple[str, Sequence[str], Any, Config | None]]:
    """Each key, the name in its table where it is one, the value, and the place that gives it."""
    from ..config.keys import KEYS

    layers = [] if config is None else list(config.layers())
    for key, about in KEYS.items():
        saying = [layer for layer in layers if key in layer.values]
        if isinstance(about.default, dict):
            told = set()
            for layer in saying:
                for name, value in layer.values[key].items():
                    if key in ADDED or name not in told:
                        told.add(name)
                        yield key, [name], value, layer
            if not told:
                yield key, [], about.default, None
            continue
        for layer in saying if key in ADDED else saying[:1]:
            yield key, [], layer.values[key], layer
        if not saying:
            yield key, [], about.default, None


def _text(options: Namespace, config: Config | None) -> str:
    from ..report.text import left, visible, width

    files = _files(config)
    lines = [f"configuration of {visible(options.path)}: {', '.join(files) or 'none'}"]
    rows = []
    for key, names, value, layer in _entries(config):
        name = ".".join([key, *map(_toml, names)])
        text = f"# {name} is not set" if value is None else f"{name} = {_toml(value)}"
        rows.append((visible(text), _place(name, layer)))
    edge = max((width(text) for text, _ in rows if width(text) <= WIDE), default=0)
    lines += [f"{left(text, edge)}{' ' * GAP}{place}".rstrip() for text, place in rows]
    return "".join(f"{line}\n" for line in lines)


def _json(options: Namespace, config: Config | None) -> str:
    from json import dumps

    settings = [
        {
            "key": key,
            "name": names[0] if names else None,
            "value": list(value) if isinstance(value, tuple) else value,
            "from": _kind(layer),
            "path": _path(layer),
            "line": (layer.line_of(".".join([key, *map(_toml, names)])) or None) if layer else None,
        }
        for key, names, value, layer in _entries(config)
    ]
    content = {"version": 1, "path": options.path, "files": _files(config), "settings": settings}
    return dumps(content, indent=2, ensure_ascii=False) + "\n"


def _files(config: Config | None) -> list[str]:
    layers = [] if config is None else list(config.layers())
    return [path for layer in layers if (path := _path(layer)) is not None]


def _kind(layer: Config | None) -> str:
    from ..config import COMMAND_LINE

    if layer is None:
        return "default"
    return "command line" if layer.path == COMMAND_LINE else "file"


def _path(layer: Config | None) -> str | None:
    from ..source import shown

    return shown(layer.path) if layer is not None and _kind(layer) == "file" else None


def _place(name: str, layer: Config | None) -> str:
    path = _path(layer)
    if layer is None or path is None:
        return _kind(layer)
    line = layer.line_of(name)
    return f"{path}:{line}" if line else path


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        from json import dumps

        return dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_toml(name)} = {_toml(each)}" for name, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value)
