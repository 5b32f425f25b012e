"""TensorFlow: Keras is a part of it that is known already; the rest is read when it is named."""

from __future__ import annotations

from ..interpreter.values import MISSING, Module
from . import find, tensorflow_functions, tensorflow_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Refused

#: The version that a program is told, and whose names `tensorflow_names` has.
VERSION = "2.21.0"


def module() -> Module:
    """The module `tensorflow`."""
    made = Module("tensorflow", {"newaxis": None, "__version__": VERSION}, load)
    made.gone = _gone
    return made


def load(name: str) -> Any:
    """A member of TensorFlow's, or MISSING; `keras` is what `libraries.provide` was given."""
    return find("keras") or MISSING if name == "keras" else tensorflow_functions.load(name)


def _gone(name: str) -> Refused | None:
    return None if name == "keras" else tensorflow_names.absent(name)
