"""Which framework a run needs, and whether it is there. Nothing of it is imported here."""

from __future__ import annotations

import os
from contextlib import suppress

from .confined import keras_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..analysis import Analysis

#: What switches `TF_USE_LEGACY_KERAS` on.
ON = ("1", "true", "True")
LEFT_OPEN = (
    "`TF_USE_LEGACY_KERAS` is set in the shell, and nothing in the code says so: "
    'write `keras = "2"` into the configuration, or unset it'
)
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


def readied(option: str, analysis: Analysis) -> tuple[str, str]:
    """The backend of a run, and in one line what stands in its way; "" where nothing does."""
    code = analysis.source.text
    why = legacy(analysis)
    if not why:
        backend = chosen(option, code)
        shell = os.environ.get("TF_USE_LEGACY_KERAS", "") in ON and "tensorflow" in code
        return backend, missing(backend) or (LEFT_OPEN if shell else "")
    if option not in ("", "tensorflow"):
        return option, f"this code asks for Keras 2 ({why}), which runs on tensorflow alone"
    lacking = _lacking(("tf_keras", "tensorflow"))
    obstacle = f"this code asks for Keras 2 ({why}), and {lacking}: pip install tf_keras"
    return "tensorflow", obstacle if lacking else ""


def missing(backend: str) -> str:
    """What to install for Keras 3, in one line; "" where all is there."""
    lacking = _lacking(("keras", *NEEDS.get(backend, ())))
    if not lacking:
        return ""
    remedy = f"pip install {' '.join(('keras', *NEEDS.get(backend, ())))}"
    if backend == "tensorflow":
        remedy = "pip install 'cnnlint[runtime]'"
    told = f"`verify` runs Keras on {backend}, and {lacking}: {remedy}"
    there = [other for other in BACKENDS if not _lacking(("keras", *NEEDS[other]))]
    return f"{told}, or `--backend {there[0]}`, which is" if there else told


def _lacking(names: Iterable[str]) -> str:
    from importlib.util import find_spec

    absent = [name for name in names if find_spec(name) is None]
    verb = "is" if len(absent) == 1 else "are"
    return f"{' and '.join(absent)} {verb} not installed" if absent else ""


def legacy(analysis: Analysis) -> str:
    """Why it is Keras 2 that has to run; "" where it is Keras 3."""
    return analysis.older or _legacy(analysis.source.text)


def renames(analysis: Analysis) -> bool:
    """Whether `import keras` means Keras 2 as well: where a project asks for it, and where the
    code itself does, by a name that is no other's, not."""
    return bool(analysis.older) and not _legacy(analysis.source.text)


def _legacy(code: str) -> str:
    """Where the code itself asks for Keras 2."""
    if "tf_keras" not in code and "TF_USE_LEGACY_KERAS" not in code:
        return ""
    for node in _nodes(code):
        if any(name.partition(".")[0] == "tf_keras" for name in _imported(node)):
            return "`import tf_keras`"
        if _environment_entry(node, "TF_USE_LEGACY_KERAS") in ON:
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
