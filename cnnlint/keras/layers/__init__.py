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

#: Families whose layers most programs use: they are looked through first.
_FIRST = (
    "core convolution pooling reshaping regularization activation normalization merging".split()
)

_families: list[str] = []  # those that are still to be looked through, the next one last
_homes: dict[str, str] = {}


def home(name: str) -> str | None:
    """The module that defines a name with an `__init__` of Keras's, or as an alias."""
    if not (_homes or _families):
        # Without pathlib, which takes longer to import than all this takes to run.
        stems = (entry.rpartition(".") for entry in os.listdir(__path__[0]))
        rest = {stem for stem, _, kind in stems if kind == "py"}.difference(_TOOLS, _FIRST)
        _families.extend((*sorted(rest), *reversed(_FIRST)))
    while name not in _homes and _families:
        stem = _families.pop()
        with open(f"{__path__[0]}/{stem}.py", "rb", buffering=0) as file:
            _homes.update(dict.fromkeys(_defined(file.read().decode()), stem))
    return _homes.get(name)


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
    family = home(name)
    if family is None:
        return None
    found: type[Declaration] = getattr(loading.module(f"{__name__}.{family}"), name)
    return found if found.is_layer() else None


def names() -> frozenset[str]:
    """The names of all layers declared here, aliases too."""
    home("")  # which is in none of them
    return frozenset(name for name in _homes if find(name) is not None)
