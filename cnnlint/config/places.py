"""Where in a TOML file a key is set."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def line_of(text: str, table: str, key: str) -> int:
    """The line on which a key of a table is set; 0 where there is none.

    `key` is written as in TOML: `select`, `severity.CNN4`, `severity."double-softmax"`. The reader
    of TOML is asked: it is the first line with which the file says anything of the key, however it
    is written (in its table, with dots, in braces).
    """
    parts = _parts(key) if key else []
    if key and not parts:
        return 0
    path = [*filter(None, table.split(".")), *parts]
    if not path:
        return 0
    lines = text.splitlines(keepends=True)
    plain = path[-1].isprintable() and not set(path[-1]) & set("\"'\\")
    for number, line in enumerate(lines):
        if (
            (not plain or path[-1] in line)
            and not _says(lines[:number], path)
            and _sets(lines, number, path)
        ):
            return number + 1
    return 0


def _parts(key: str) -> list[str]:
    """`severity."CNN4"` is two names."""
    content: Any = _read([f"{key} = 0"])
    parts = []
    while isinstance(content, dict):
        ((name, content),) = content.items()
        parts.append(name)
    return parts


def _sets(lines: Sequence[str], number: int, path: Sequence[str]) -> bool:
    """Whether the statement that begins on this line sets it; a statement may cover several."""
    if _read(lines[:number]) is None:
        return False  # within a statement that began before
    for end in range(number + 1, len(lines) + 1):
        content = _read(lines[:end])
        if content is not None:
            return _holds(content, path)
    return False


def _says(lines: Sequence[str], path: Sequence[str]) -> bool:
    content = _read(lines)
    return content is not None and _holds(content, path)


def _read(lines: Sequence[str]) -> object:
    from tomllib import loads

    try:
        return loads("".join(lines))
    except (ValueError, RecursionError):
        return None


def _holds(content: object, path: Sequence[str]) -> bool:
    for name in path:
        if not isinstance(content, dict) or name not in content:
            return False
        content = content[name]
    return True
