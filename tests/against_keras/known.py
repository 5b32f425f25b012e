"""Where cnnlint and Keras say different things, and why; nothing else may."""

from __future__ import annotations

#: Functions that Keras refuses on symbolic tensors although it can compute them: for want of a
#: `dtype` of a plain number, or of a list of places to cut at. cnnlint takes these calls.
TAKEN = frozenset({"append", "array_split", "hypot"})

#: Names for which nothing is drawn.
NOT_DRAWN = {
    "FlaxLayer": "it runs a module of Flax",
    "JaxLayer": "it runs a function of JAX",
    "Layer": "it is what people's own layers derive from: those of the random programs do",
    "TFSMLayer": "it runs a model read from a file",
    "TorchModuleWrapper": "it runs a module of PyTorch",
    "Wrapper": "it is what people's own wrappers derive from",
    "custom_gradient": "its result is unknown",
    "random.SeedGenerator": "it makes no tensor",
    "vectorize": "its result is unknown",
}


def told() -> list[str]:
    """The differences, for the page."""
    names = ", ".join(f"`{name}`" for name in sorted(TAKEN))
    return [
        (
            f"{names}: Keras refuses some symbolic calls of them that it can compute, for want of "
            "a `dtype` of a plain number or of a list of places to cut at. cnnlint takes them."
        ),
    ]
