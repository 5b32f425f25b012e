"""Tensors inside of functions that TensorFlow traces: steps of training, losses, mapped datasets.

They are symbolic there. What TensorFlow's own tensor has not, such as NumPy's methods, it refuses;
and its values, `.numpy()`, are not there yet.
"""

from __future__ import annotations

from ..diagnostics import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter

#: Every attribute of such a tensor without a leading underscore.
_NAMES = """
    OVERLOADABLE_OPERATORS consumers device dtype eval experimental_ref get_shape graph name ndim op
    ref set_shape shape value_index
"""
NAMES = frozenset(_NAMES.split())
#: What is looked for in a tensor, and the function that does it.
MEANT = {
    "astype": "tf.cast(x, dtype)",
    "reshape": "tf.reshape(x, shape)",
    "flatten": "tf.reshape(x, [-1])",
    "ravel": "tf.reshape(x, [-1])",
    "transpose": "tf.transpose(x)",
    "T": "tf.transpose(x)",
    "mean": "tf.reduce_mean(x)",
    "sum": "tf.reduce_sum(x)",
    "max": "tf.reduce_max(x)",
    "min": "tf.reduce_min(x)",
    "size": "tf.size(x)",
    "argmax": "tf.argmax(x, axis)",
}
#: By these a program gives tensors NumPy's methods, or has its functions run without tracing.
OTHERWISE = ("enable_numpy_behavior", "run_functions_eagerly", "enable_debug_mode", "run_eagerly")


def enter(interpreter: Interpreter) -> None:
    """A function is traced from here on, up to `leave`."""
    interpreter.state["traced"] = interpreter.state.get("traced", 0) + 1


def leave(interpreter: Interpreter) -> None:
    """The traced function has returned."""
    interpreter.state["traced"] -= 1


def refused(interpreter: Interpreter, name: str) -> Any:
    """The refusal of an attribute that a traced tensor has not; None for all others."""
    if name in NAMES or name[:1] == "_" or "keras 2" in interpreter.state:
        return None
    interpreter.wide = True
    if any(each in interpreter.source.text for each in OTHERWISE):
        return None
    message = f"AttributeError: 'SymbolicTensor' object has no attribute '{name}'"
    advice = f"use `{MEANT[name]}`" if name in MEANT else ""
    if name == "numpy":
        advice = "TensorFlow traces this function: its tensors have no values yet; use `tf` on them"
    return interpreter.refused(
        interpreter,
        Refused("program-raises", message, help=advice, exception="AttributeError"),
    )
