"""`tf.GradientTape`: what it can be asked, and what its methods take."""

from __future__ import annotations

from ..diagnostics import Refused
from ..interpreter.calls import native
from ..interpreter.values import Class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

METHODS = (
    *("batch_jacobian", "gradient", "jacobian", "reset", "stop_recording", "watch"),
    "watched_variables",
)
#: What is looked for in a tape, and is called otherwise there.
MEANT = {"gradients": "gradient", "grad": "gradient", "backward": "gradient"}


def _init(
    interpreter: Interpreter,
    self: Any,
    persistent: Any = False,
    watch_accessed_variables: Any = True,
) -> None:
    return None


def _enter(interpreter: Interpreter, self: Any) -> Any:
    return self


def _exit(interpreter: Interpreter, self: Any, *exception: Any) -> bool:
    return False


def _watch(interpreter: Interpreter, self: Any, tensor: Any) -> None:
    return None


def _gradient(
    interpreter: Interpreter,
    self: Any,
    target: Any,
    sources: Any,
    output_gradients: Any = None,
    unconnected_gradients: Any = None,
) -> Any:
    return interpreter.unknown("gradients", of=target)


def _jacobian(
    interpreter: Interpreter, self: Any, target: Any, sources: Any, *rest: Any, **more: Any
) -> Any:
    return interpreter.unknown("a Jacobian", of=target)


def _get(interpreter: Interpreter, self: Any, name: str) -> Any:
    if name in METHODS or name[:1] == "_":
        return interpreter.unknown(f"`GradientTape.{name}` is not followed")
    from difflib import get_close_matches

    close = get_close_matches(name, METHODS, 1)
    meant = MEANT.get(name, close[0] if close else "")
    return interpreter.refused(
        interpreter,
        Refused(
            "program-raises",
            f"AttributeError: 'GradientTape' object has no attribute '{name}'",
            help=f"use `{meant}`" if meant else "",
            exception="AttributeError",
        ),
    )


TAPE = Class(
    "GradientTape",
    (),
    {
        "__init__": native(_init, "__init__"),
        "__enter__": native(_enter, "__enter__"),
        "__exit__": native(_exit, "__exit__"),
        "__getattr__": native(_get, "__getattr__"),
        "watch": native(_watch, "watch"),
        "gradient": native(_gradient, "gradient"),
        "jacobian": native(_jacobian, "jacobian"),
    },
    partial=True,
)
