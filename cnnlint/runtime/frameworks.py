"""Which framework a run needs, and whether it is there. Nothing of it is imported here."""

from __future__ import annotations

import os
from contextlib import suppress

from .confined import keras_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

BACKENDS = ("tensorflow", "jax", "torch", "numpy")
#: What a backend of Keras imports.
NEEDS = {
    "tensorflow": ("tensorflow",),
    "jax": ("jax",),
    "torch": ("torch",),
    "numpy": ("numpy", "jax"),
}


def chosen(option: str, code: str) -> str:
    """The backend of a run: as asked for, as the code sets it, as the user has set it for Keras."""
    return option or _set_by(code) or os.environ.get("KERAS_BACKEND", "") or _configured()


def missing(backend: str) -> str:
    """What to install, in one line; "" where all is there."""
    from importlib.util import find_spec

    absent = [name for name in ("keras", *NEEDS.get(backend, ())) if find_spec(name) is None]
    if not absent:
        return ""
    remedy = f"pip install {' '.join(('keras', *NEEDS.get(backend, ())))}"
    if backend == "tensorflow":
        remedy = "pip install 'cnnlint[runtime]'"
    names = " and ".join(absent)
    verb = "is" if len(absent) == 1 else "are"
    return f"`verify` runs Keras on {backend}, and {names} {verb} not installed: {remedy}"


def unsuited(older: str, code: str) -> str:
    """Why this cannot be held against Keras 3, in one line; "" where it can.

    `older` is why the analysis judged by Keras 2.
    """
    why = older or _legacy(code)
    return f"`verify` runs Keras 3, and this code asks for Keras 2: {why}" if why else ""


def _legacy(code: str) -> str:
    """Where the code itself asks for Keras 2."""
    if "tf_keras" not in code and "TF_USE_LEGACY_KERAS" not in code:
        return ""
    for node in _nodes(code):
        if any(name.partition(".")[0] == "tf_keras" for name in _imported(node)):
            return "`import tf_keras`"
        if _environment_entry(node, "TF_USE_LEGACY_KERAS") in ("1", "true", "True"):
            return "`TF_USE_LEGACY_KERAS` is set"
    return ""


def _nodes(code: str) -> Iterable[Any]:
    import ast

    with suppress(SyntaxError, ValueError, RecursionError):
        return ast.walk(ast.parse(code))
    return ()


def _imported(node: Any) -> list[str]:
    """The modules that a statement imports."""
    import ast

    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def _configured() -> str:
    from json import load

    with suppress(OSError, ValueError, AttributeError):
        with open(keras_config(), encoding="utf-8") as file:
            backend = load(file).get("backend")
        if backend in BACKENDS:
            return str(backend)
    return "tensorflow"


def _set_by(code: str) -> str:
    """What the code itself writes to `os.environ["KERAS_BACKEND"]`."""
    if "KERAS_BACKEND" not in code:
        return ""
    for node in _nodes(code):
        found = _environment_entry(node, "KERAS_BACKEND")
        if found in BACKENDS:
            return str(found)
    return ""


def _environment_entry(node: Any, name: str) -> object:
    """The value that this assignment, or `setdefault`, gives to a variable of the environment."""
    import ast

    key: Any = None
    value: Any = None
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        key, value = node.targets[0].slice, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("setdefault", "putenv") and len(node.args) == 2:
            key, value = node.args
    if isinstance(key, ast.Constant) and key.value == name:
        return getattr(value, "value", None)
    return None
