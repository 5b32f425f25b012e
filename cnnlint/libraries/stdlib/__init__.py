"""Python's standard library, as far as model code needs it: one module per group, when named."""

from __future__ import annotations

from ... import loading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...interpreter.values import Module

#: Name of a module: the module of this package that knows it, in a function of its own.
_HOMES: dict[str, str] = {
    "__future__": "annotations",
    "abc": "annotations",
    "absl": "commands",
    "argparse": "commands",
    "collections": "containers",
    "contextlib": "contexts",
    "copy": "copies",
    "csv": "files",
    "dataclasses": "records",
    "datetime": "system",
    "enum": "enumerations",
    "functools": "functional",
    "importlib": "importing",
    "inspect": "contexts",
    "itertools": "iterators",
    "json": "files",
    "logging": "inert",
    "math": "mathematics",
    "numbers": "annotations",
    "operator": "operators",
    "os": "system",
    "pathlib": "paths",
    "pickle": "files",
    "random": "chance",
    "re": "texts",
    "string": "texts",
    "sys": "system",
    "time": "system",
    "types": "namespaces",
    "typing": "annotations",
    "typing_extensions": "annotations",
    "warnings": "inert",
}


def find(name: str) -> Module | None:
    """The module of this name, made anew: a program may set names in it."""
    home = _HOMES.get(name)
    if home is None:
        return None
    make = getattr(loading.module(f"{__name__}.{home}"), name.strip("_"))
    return make()  # type: ignore[no-any-return]
