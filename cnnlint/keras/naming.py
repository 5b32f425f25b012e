"""What every layer has from the start: its name, and what it keeps of its first shape."""

from __future__ import annotations

from .. import dims
from ..diagnostics import Refused
from ..libraries.names import auto_name, snake_case
from ..network import Layer
from . import policies
from .events import refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def keep_input_shape(interpreter: Interpreter, record: Layer, common: dict[str, Any]) -> None:
    """The shape that a layer was told its input has: a `Sequential` may begin with it."""
    shape = common.get("input_shape")
    if shape is None and common.get("input_dim") is not None:
        shape = (common["input_dim"],)
    if shape is not None:
        interpreter.state.setdefault("input shapes", {})[id(record)] = shape


def name_layer(interpreter: Interpreter, record: Layer, common: dict[str, Any]) -> None:
    name = common.get("name")
    if name is None:
        record.name = record.name or auto_name(interpreter, record.class_name)
    elif isinstance(name, str):
        if "/" in name:
            refuse(
                interpreter,
                Refused(
                    "invalid-argument",
                    f'a layer name may not hold "/": "{name}"',
                    help='use "_" instead',
                ),
                record,
            )
        record.name = name
    else:
        record.name = f"?{auto_name(interpreter, record.class_name)}"
    trainable = common.get("trainable", True)
    record.trainable = trainable is not False
    said = common.get("dtype")
    dtype = (said is not None and policies.named(said)) or policies.default(interpreter)
    if dtype and isinstance(dtype, str):
        record.dtype = dtype


def by_chance(*layers: Layer) -> bool:
    """Whether layers have the same name only where nothing of their kind was made before: one of
    the names is automatic."""
    return any(
        layer.name.rstrip("0123456789").rstrip("_") == snake_case(layer.class_name)
        for layer in layers
    )


def free_size(interpreter: Interpreter, axis: int, rank: int) -> dims.Dim:
    """The symbol for a size that Keras shows as None: N for the batch, H, W, ... for the rest."""
    if axis == 0:
        return dims.symbol("N", hidden=True)
    letters = {3: "T", 4: "HW", 5: "DHW"}.get(rank, "")
    letter = letters[axis - 1] if axis - 1 < len(letters) else f"d{axis}"
    taken: dict[str, int] = interpreter.state.setdefault("free sizes", {})
    taken[letter] = taken.get(letter, 0) + 1
    count = taken[letter]
    return dims.symbol(letter if count == 1 else f"{letter}{count}", hidden=True)
