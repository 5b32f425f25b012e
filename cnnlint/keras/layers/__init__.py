"""Keras's layers, one class each.

Nothing lists them by hand: the modules of this package are looked through, as text, for the
classes and aliases they define at the left margin, and only the family that defines a name is
ever imported. Names of classes that declare no layer of Keras are those that are never looked up.
"""

from __future__ import annotations

import os

from ... import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .kit import Declaration

#: Modules of this package that declare no layers.
_TOOLS = frozenset(
    "__init__ arguments building calls constructing equations kit recipes windows".split()
)

_homes: dict[str, str] = {}


def homes() -> dict[str, str]:
    """For each name that is defined with an `__init__` of Keras's, or an alias: its module."""
    if not _homes:
        # Without pathlib, which takes longer to import than all this takes to run.
        for entry in os.scandir(__path__[0]):
            stem, _, kind = entry.name.rpartition(".")
            if kind == "py" and stem not in _TOOLS:
                with open(entry.path, encoding="utf-8") as file:
                    for name in _defined(file.read()):
                        _homes[name] = stem
    return _homes


def _defined(text: str) -> list[str]:
    *classes, end = text.split("\nclass ")
    heads = (part.partition("\n")[0] for part in (*classes[1:], end) if classes)
    names = [head.partition("(")[0].rstrip(":") for head in heads]
    # Aliases stand below all classes.
    for line in end.splitlines():
        alias, equals, name = line.partition(" = ")
        if equals and alias.isidentifier() and alias[0].isupper() and name in names:
            names.append(alias)
    return names


def find(name: str) -> type[Declaration] | None:
    """The declaration of the layer that Keras knows by this name."""
    home = homes().get(name)
    if home is None:
        return None
    found: type[Declaration] = getattr(loading.module(f"{__name__}.{home}"), name)
    return found if found.is_layer() else None


def names() -> frozenset[str]:
    """The names of all layers declared here, aliases too."""
    return frozenset(name for name in homes() if find(name) is not None)
