"""Attributes of Keras's own layers that a program sets once they are made: `conv.strides = (1, 1)`.

A layer reads its arguments where it is called. What it made of them before, its weights and the
outputs of earlier calls, stays as it was.
"""

from __future__ import annotations

from copy import copy

from ..diagnostics import Unknown
from ..network import Layer
from .classes import KEPT, as_given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter
    from ..interpreter.values import Instance

#: What is read in every call, and nothing that is made once depends on.
READ = frozenset(("strides", "padding", "dilation_rate", "pool_size"))
#: What else sizes and weights depend on.
_FIXED = """
units filters kernel_size groups axis axes data_format input_dim output_dim output_size num_heads
key_dim value_dim size cropping target_shape dims n use_bias depth_multiplier mask_zero shared_axes
merge_mode return_sequences return_state height width factor
"""
FIXED = READ | frozenset(_FIXED.split())


def altered(interpreter: Interpreter, layer: Instance) -> Unknown | None:
    """Take what was set since the layer was made: why its calls are not known, where they are
    not."""
    record: Layer = layer.state
    declaration = record.declaration
    if declaration is None or not layer.attributes:
        return None
    kept: dict[str, Any] = declaration.__dict__
    for name, value in layer.attributes.items():
        if name not in FIXED or name not in kept or name in KEPT:
            continue
        before = as_given(kept[name])
        if type(value) is type(before) and value == before:
            continue
        if name not in READ or not _alike(before, value):
            why = f"`{name}` of `{record.name}` was set after it was made"
            return interpreter.unknown(why, of=value)
        declaration = record.declaration = copy(declaration)
        kept = declaration.__dict__
        kept[name] = value
    return None


def _alike(before: Any, value: Any) -> bool:
    """Whether Keras can read this in the place of what it made of the argument itself."""
    if type(before) is not tuple or type(value) is not tuple:
        return type(before) is str and type(value) is str
    return len(before) == len(value) and all(type(each) is int and each > 0 for each in value)
