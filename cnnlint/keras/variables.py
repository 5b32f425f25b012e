"""`keras.Variable`: an array that a layer takes for a weight of its own where it is kept there."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Class, Native
from ..libraries.arrays import array_of, size_from, symbol_for
from ..libraries.names import auto_name
from ..network import Tensor, Weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..shapes import Shape


def made(
    interpreter: Interpreter,
    initializer: Any,
    shape: Any = None,
    dtype: Any = None,
    trainable: Any = True,
    autocast: Any = True,
    aggregation: Any = "none",
    synchronization: Any = "auto",
    name: Any = None,
    layout: Any = None,
) -> Weight:
    """The values are those of the initializer; where it is a function, `shape` says how many."""
    given = array_of(interpreter, initializer) if not isinstance(initializer, str) else None
    known: Shape | None = getattr(given, "shape", None)
    kind = getattr(given, "dtype", None)
    if known is None and isinstance(given, Unknown) and shape is None:
        known = (symbol_for(interpreter, given, "size"),)
    elif known is None:
        known = _sizes(interpreter, shape)
    return Weight(
        name if isinstance(name, str) else auto_name(interpreter, "Variable"),
        known,
        interpreter.truth(trainable) is not False,
        dtype if isinstance(dtype, str) else kind or "float32",
    )


def _sizes(interpreter: Interpreter, shape: Any) -> Shape:
    sizes = [shape] if isinstance(shape, int) else interpreter.iterate(shape)
    if isinstance(sizes, Unknown):
        return (symbol_for(interpreter, sizes, "size"),)
    return tuple(size_from(interpreter, size, "size") for size in sizes)


_made = native(made, "Variable")


def _new(interpreter: Interpreter, cls: Any, args: Any, keywords: Any, unknown: Any) -> Any:
    return interpreter.call(_made, args, keywords, unknown)


def _is_one(interpreter: Interpreter, value: Any) -> Any:
    if isinstance(value, Tensor) and value.unknown is not None:
        return interpreter.derive(value.unknown, "isinstance")
    return isinstance(value, Weight)


VARIABLE = Class(
    "Variable",
    (),
    {"__new__": Native("__new__", _new), "__instancecheck__": Native("__instancecheck__", _is_one)},
)
