"""What a value that is not known gives, where only the call says it."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import Native
from . import operations
from .arrays import Array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


#: Operations of NumPy's that give arrays: what is made of their results is one as well.
_ARRAYS = frozenset(
    """
    array asarray stack concatenate vstack hstack load expand_dims reshape append
    """.split()
)
#: What stands in the reason of what was read: data, and no symbolic tensor.
_READ = ("file", "pickle", "table", "machine", "data")


def _is_array(interpreter: Interpreter, value: Unknown) -> bool:
    """Whether an unknown is data: a symbolic tensor has this method too, and other rules."""
    if value.parameter or interpreter.state.get("inside"):
        return False
    read = any(word in value.reason for word in _READ)
    return read or any(part in _ARRAYS for part in interpreter.origins.made_of(value))


def reshape(value: Unknown, derived: Unknown) -> Native:
    """`x.reshape(sizes)`: whatever the array is, its sizes are the arguments.

    `derived` is the method as nobody knows it, for arguments that say no sizes.
    """

    def run(interpreter: Interpreter, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        sizes = args[0] if len(args) == 1 else args or keywords.get("shape")
        found: Any = derived
        if (
            sizes is not None
            and _is_array(interpreter, value)
            and not keywords.keys() - {"order", "shape"}
        ):
            array = Array(None, None, unknown=value, library="numpy")
            arguments = {"x": array, "newshape": sizes}
            found = operations.apply(interpreter, "reshape", arguments, "numpy")
        return interpreter.call(derived, args, keywords) if type(found) is Unknown else found

    return Native("reshape", run)
