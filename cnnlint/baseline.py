"""What a project has decided to live with: diagnostics of today, by which new ones are told apart.

A diagnostic is known again by its path, its code, the text of its lines, and how many of the kind
come before it in the file. Lines may be added above and below, and be indented otherwise.
"""

from __future__ import annotations

import os

from . import asked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .diagnostics import Diagnostic

VERSION = 1


class Unusable(Exception):
    """A file that is no baseline, or that cannot be written; the message is one line."""


def fingerprints(diagnostics: Iterable[Diagnostic], directory: str) -> list[str]:
    """A name for each diagnostic, with paths from this directory.

    The name stays while the lines do, wherever they move in the file.
    """
    from hashlib import sha256

    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for each in diagnostics:
        key = (_path(each, directory), each.code, _lines(each))
        before = seen[key] = seen.get(key, -1) + 1
        content = "\0".join((*key, str(before)))
        found.append(sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found


def write(path: str, diagnostics: list[Diagnostic]) -> None:
    """Write these diagnostics as a baseline.

    Raises:
        Unusable: the file cannot be written.
    """
    from json import dumps

    directory = os.path.dirname(os.path.abspath(path))
    names = fingerprints(diagnostics, directory)
    entries = [
        {"path": _path(each, directory), "rule": each.code, "fingerprint": name}
        for each, name in zip(diagnostics, names, strict=True)
    ]
    entries.sort(key=lambda entry: tuple(entry.values()))
    text = dumps({"version": VERSION, "known": entries}, indent=2, ensure_ascii=False)
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{text}\n")
    except (OSError, ValueError) as error:
        raise Unusable(f"{path}: cannot be written: {_reason(error)}") from None


def unknown_to(path: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Those diagnostics that a baseline does not have.

    Raises:
        Unusable: there is no such file, or it is no baseline.
    """
    return new(path, known(path), diagnostics)


def new(path: str, names: set[str], diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Those diagnostics whose names are not among these, which a baseline at this path has."""
    found = fingerprints(diagnostics, os.path.dirname(os.path.abspath(path)))
    return [each for each, name in zip(diagnostics, found, strict=True) if name not in names]


def known(path: str) -> set[str]:
    """The names of the diagnostics that a baseline has.

    Raises:
        Unusable: there is no such file, or it is no baseline.
    """
    from json import loads

    try:
        asked.is_file(path)
        with open(path, encoding="utf-8") as file:
            content: Any = loads(file.read())
    except UnicodeDecodeError:
        content = None
    except OSError as error:
        raise Unusable(f"{path}: cannot be read: {_reason(error)}") from None
    except (ValueError, RecursionError):
        content = None
    version = content.get("version") if isinstance(content, dict) else None
    listed = content.get("known") if isinstance(content, dict) else None
    if version != VERSION and type(version) is int:
        raise Unusable(f"{path}: is a baseline of version {version}; write it anew")
    entries = listed if isinstance(listed, list) else [None]
    named = [entry.get("fingerprint") if isinstance(entry, dict) else None for entry in entries]
    found = [name for name in named if isinstance(name, str)]
    if version != VERSION or len(found) < len(named):
        raise Unusable(f"{path}: is not a baseline; `--write-baseline {path}` writes one")
    return set(found)


def _path(diagnostic: Diagnostic, directory: str) -> str:
    path = os.path.abspath(diagnostic.span.path)
    try:
        return os.path.relpath(path, directory).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.replace(os.sep, "/")


def _lines(diagnostic: Diagnostic) -> str:
    """The text of its lines, each without the blanks around and inside of it that mean nothing."""
    span = diagnostic.span
    source = span.source
    first = source.line_of(span.start)
    last = source.line_of(max(span.start, span.end - 1))
    return "\n".join(" ".join(source.line(number).split()) for number in range(first, last + 1))


def _reason(error: Exception) -> str:
    return ((error.strerror if isinstance(error, OSError) else "") or str(error)).lower()
