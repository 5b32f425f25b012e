"""What a layer is made of: the layers that it holds."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.values import Instance
from ..network import LOOP, Layer, Model, Weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def refresh_parts(record: Layer, seen: set[int] | None = None) -> None:
    """Bring up to date which layers a layer holds: a class of the user's may gain some any time.

    For such a class they are those that its attributes hold, in the order Keras tracks them.
    """
    seen = set() if seen is None else seen
    if id(record) in seen:
        return
    seen.add(id(record))
    instance = record.value
    if isinstance(record, Model) and record.steps:
        record.parts = shown(record.steps)
    elif instance is not None and not (isinstance(record, Model) and record.outputs):
        found: dict[int, Layer] = {}
        for key, value in instance.attributes.items():
            if isinstance(key, str) and not key.startswith("_self_"):
                _collect(value, found, record)
        record.parts = list(found.values())
    for part in record.parts:
        if part.parts or part.kind == "model" or (part.value and part.value.attributes):
            refresh_parts(part, seen)


def shown(steps: list[Layer]) -> list[Layer]:
    """The layers of a Sequential, without the input that it begins with."""
    return steps[1:] if steps and steps[0].kind == "input" else steps[:]


def _collect(value: Any, found: dict[int, Layer], owner: Layer, depth: int = 0) -> None:
    if isinstance(value, Instance) and isinstance(value.state, Layer):
        if value.state is not owner and value.state.kind != "input":
            found.setdefault(id(value.state), value.state)
    elif type(value) is Weight:
        if all(value is not weight for weight in owner.weights):
            owner.weights.append(value)
    elif type(value) in (list, tuple) and depth < 6:
        for item in value:
            _collect(item, found, owner, depth + 1)
    elif type(value) is dict and depth < 6:
        for item in value.values():
            _collect(item, found, owner, depth + 1)
    elif type(value) is Unknown and value.items is not None:
        if value.items.row is None:
            value.items.row = Layer(LOOP, "?", value.items.span)
            value.items.row.broken = value.items.why
        found.setdefault(id(value.items.row), value.items.row)
