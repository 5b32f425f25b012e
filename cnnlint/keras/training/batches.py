"""Data that come in batches: datasets, generators, classes that give one batch after another."""

from __future__ import annotations

from ...diagnostics import Refused, Unknown
from ...interpreter.values import Instance, Stream
from ...libraries.dataset import Dataset
from .. import deferred

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...interpreter.machine import Interpreter
    from ...network import Call


def come_in_batches(x: Any) -> bool:
    """Whether each of these data is a batch, with its labels."""
    return type(x) in (Dataset, Stream) or (type(x) is Instance and _gives_batches(x))


def _gives_batches(x: Instance) -> bool:
    return x.cls.span is not None and any(
        each.span is None and each.name in ("PyDataset", "Sequence") for each in x.cls.mro
    )


def batch_of(interpreter: Interpreter, call: Call) -> tuple[Any, Any]:
    """The inputs and the labels in the first batch.

    Raises:
        Refused: something is given besides that goes with arrays only.
    """
    for name in ("y", "sample_weight", "validation_split"):
        value = call.arguments.get(name)
        if value is None or isinstance(value, Unknown) or (value == 0 and name[0] == "v"):
            continue
        held = call.arguments.get("validation_data")
        if name == "validation_split" and (held is not None or call.method != "fit"):
            continue  # Keras does not come to it
        raise Refused(
            "unexpected-argument",
            f"`{call.method}` takes `{name}` with arrays only, and `x` gives whole batches",
            help="split the data first, and give the rest as `validation_data`"
            if name[0] == "v"
            else f"leave `{name}` out: `x` yields (inputs, labels), or (inputs, labels, weights)",
        )
    x, weights = call.arguments["x"], call.arguments.get("class_weight")
    if type(x) is Stream and weights is not None and not isinstance(weights, Unknown):
        raise Refused(
            "unexpected-argument",
            f"`{call.method}` takes no `class_weight` with a generator",
            help="let it yield (inputs, labels, weights), or put the data into a `PyDataset`",
        )
    return parts_of(x.elements if type(x) is Dataset else deferred.first_batch(interpreter, call))


def parts_of(parts: Any) -> tuple[Any, Any]:
    """The inputs and the labels in one batch; of one that is not known neither is."""
    if isinstance(parts, Unknown):
        return parts, parts
    if type(parts) is tuple and 1 <= len(parts) <= 3:
        return parts[0], parts[1] if len(parts) > 1 else None
    return parts, None
