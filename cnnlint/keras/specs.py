"""`keras.InputSpec`: what a layer of the user's says of its inputs, as plain attributes."""

from __future__ import annotations

from ..diagnostics import Unknown
from ..interpreter.calls import native
from ..interpreter.values import Class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..interpreter.machine import Interpreter


def init(
    interpreter: Interpreter,
    self: Any,
    dtype: Any = None,
    shape: Any = None,
    ndim: Any = None,
    max_ndim: Any = None,
    min_ndim: Any = None,
    axes: Any = None,
    allow_last_axis_squeeze: Any = False,
    name: Any = None,
    optional: Any = False,
) -> None:
    """Keep the arguments; with a shape, the number of axes is that of the shape."""
    if shape is not None:
        sizes = interpreter.iterate(shape)
        if isinstance(sizes, Unknown):
            shape, ndim = sizes, interpreter.derive(sizes, "len")
        else:
            shape, ndim = tuple(sizes), len(sizes)
    self.attributes.update(
        dtype=dtype,
        shape=shape,
        ndim=ndim,
        max_ndim=max_ndim,
        min_ndim=min_ndim,
        axes={} if axes is None else axes,
        allow_last_axis_squeeze=allow_last_axis_squeeze,
        name=name,
        optional=optional,
    )


INPUT_SPEC = Class("InputSpec", (), {"__init__": native(init, "__init__")}, partial=True)
