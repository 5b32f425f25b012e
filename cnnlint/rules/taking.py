"""What the layers of Keras take."""

from __future__ import annotations


def positional(layer: str) -> tuple[str, ...]:
    """The arguments of a layer in their order; () for what is no layer."""
    from ..keras.layers import find
    from ..keras.layers.constructing import signature_of

    declared = find(layer)
    return () if declared is None else tuple(signature_of(declared).names)


def needs_arguments(layer: str) -> bool:
    """Whether a layer cannot be made without arguments, or is not known."""
    from ..keras.layers import find
    from ..keras.layers.constructing import signature_of

    declared = find(layer)
    if declared is None:
        return True
    signature = signature_of(declared)
    return any(name not in signature.defaults for name in signature.names)
