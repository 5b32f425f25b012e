"""Modules that are imported when a program names what is in them."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def module(name: str) -> ModuleType:
    """The module of this full name. `importlib` gives the same, but imports `warnings` first."""
    __import__(name)
    return sys.modules[name]
