"""The parsers to try: LibCST's own under light node classes, then LibCST as it is."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    Parse: TypeAlias = Callable[[str], Any]

# Set to "full", it leaves only LibCST as it is.
SWITCH = "CNNLINT_LIBCST"

_light: Parse | None = None


def parsers() -> Iterator[Parse]:
    """The parsers, best first; the next is for when a tree and the text do not agree."""
    if os.environ.get(SWITCH) != "full":
        light = _light or _load()
        if light is not None:
            yield light
    from libcst import parse_module

    yield parse_module


def _load() -> Parse | None:
    global _light
    from cnnlint.syntax.light import Parser

    try:
        _light = Parser()
    except Exception:
        # No contract was broken: LibCST never promised that this would work.
        return None
    return _light
