"""Shape arithmetic, each rule once and for any rank.

The rules are those of Keras 3 (`keras.src.ops.operation_utils`, `keras.src.backend.common` and
`keras.src.layers`); where Keras has None there is a hidden size here, and a result that Keras
leaves None is hidden too. What holds only for some values of hidden sizes is added to `needs`.
Functions that work out a single size also return the sum as one would write it down.

A model needs few of them: each module is loaded when the first of its functions is asked for.
"""

from __future__ import annotations

from .. import loading

# Where each name is.
HOMES = {
    "axes": "expand_dims pad permute reduce slice_size squeeze transpose",
    "joining": "broadcast concatenate matmul merge",
    "reshaping": "flatten reshape",
    "places": "canonical_axis",
    "text": "factors show",
    "windows": "Window transposed window",
}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .axes import expand_dims as expand_dims
    from .axes import pad as pad
    from .axes import permute as permute
    from .axes import reduce as reduce
    from .axes import slice_size as slice_size
    from .axes import squeeze as squeeze
    from .axes import transpose as transpose
    from .joining import broadcast as broadcast
    from .joining import concatenate as concatenate
    from .joining import matmul as matmul
    from .joining import merge as merge
    from .places import canonical_axis as canonical_axis
    from .reshaping import flatten as flatten
    from .reshaping import reshape as reshape
    from .text import Shape as Shape
    from .text import factors as factors
    from .text import show as show
    from .windows import Window as Window
    from .windows import transposed as transposed
    from .windows import window as window
else:
    # Hidden from type checkers, for which a module with `__getattr__` has every name.
    def __getattr__(name: str) -> object:
        for home, names in HOMES.items():
            if name in names.split():
                found = getattr(loading.module(f"{__name__}.{home}"), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
