"""`keras.applications`: the architectures, and what prepares images for them.

Each architecture is written down as plain Keras code in `architectures/`. cnnlint follows that
code as it follows the user's, and the tests run it under Keras itself.
"""

from __future__ import annotations

from ...interpreter.values import MISSING, Module, Native
from .known import ARCHITECTURES, MODULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def module() -> Module:
    """The module `keras.applications`."""
    return Module("keras.applications", None, load)


def load(name: str) -> Any:
    """A member of `keras.applications`, or MISSING."""
    if name in ARCHITECTURES:
        return architecture(name)
    if name == "*":
        return [*MODULES, *ARCHITECTURES]
    if name not in MODULES:
        return MISSING
    scales, *names = MODULES[name].split()

    def member(wanted: str) -> Any:
        if wanted in names:
            return architecture(wanted)
        if wanted == "*":
            return [*names, "decode_predictions", "preprocess_input"]
        from . import images

        return images.function(wanted, scales, any_mode=name == "imagenet_utils")

    made = Module(f"keras.applications.{name}", None, member)
    made.complete = True
    return made


_made: dict[str, Native] = {}


def architecture(name: str) -> Native:
    """The function of this name: the same one wherever it is asked for."""
    made = _made.get(name)
    if made is None:

        def called(interpreter: Any, args: Any, keywords: Any, unknown: Any) -> Any:
            from . import building

            return building.build(interpreter, ARCHITECTURES[name], args, keywords, unknown)

        made = _made[name] = Native(name, called, open=True)
    return made
