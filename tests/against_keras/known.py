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


#: What Keras takes and TensorFlow cannot run, by words of what it raises, and why.
CANNOT = {
    "TensorFlow has no kernel for the dtype": (
        "list of allowed values",
        "must be integers",
        "must be an integer type",
        "Could not find device for node",
        "cannot compute",
        "Cannot convert",
        "incorrect types",
        "got dtype",
        "got tensor with dtype",
        "must be a floating point",
    ),
    "layers for images look at ranks and channels when they run": (
        "image",
        "Invalid channel",
        "tuple index out of range",
    ),
    "a layer that looks things up needs a vocabulary, or `adapt`": (
        "LookupTable",
        "You need to either",
        "When using `",
    ),
    '`activation="threshold"` needs arguments': ("threshold() missing",),
    "Keras leaves sizes and values to a kernel, which refuses them": (
        "{{function_node __wrapped__",
        "decomposition failed",
        "division by zero",
        "Attempt to convert a value (None)",
        "the process ended with",
    ),
    "Keras looks at ranks, axes and names of methods when it computes": (
        "out of bounds",
        "pop index out of range",
        "'list' object has no attribute",
        "to unpack",
        "cannot unpack",
        "Flash attention is not supported",
        "Invalid axis",
        "must be in the range",
        "batch_dot",
        "iteration over a 0-d",
        "cannot be scalar",
        "has no `len()`",
        "supports 1D, 2D, or 3D inputs only",
        "All `HashedCrossing` inputs",
        "Invalid value for argument",
        "Only one of",
        "must match for",
        "must equal or larger",
        "must have at least",
        "Kernel shape must have",
    ),
}

#: Where Keras says one shape or dtype and computes another. cnnlint says what Keras says.
OTHERWISE = {
    "AdditiveAttention": "of four axes the query and the value are stretched to each other",
    "Attention": "of four axes the query and the value are stretched to each other",
    "CategoryEncoding": "of three axes or more the first are counted together",
    "EinsumDense": "more sizes in `output_shape` than letters are not looked at",
    "Hashing": "of three axes or more the first are counted together",
    "MultiHeadAttention": "the scores are said to be as wide as the query",
    "GroupQueryAttention": "the scores are said to be as wide as the query",
    "RNN": "of more than three axes the cell is given all but that of the steps",
    "RandomCrop": "what does not train may be left as it is",
    "leaky_relu": "whole numbers become floats",
    "multi_hot": "a single number gives a number",
    "prod": "TensorFlow leaves `dtype` aside",
    "select": "truths become whole numbers",
}


def otherwise(name: str, case: object) -> bool:
    """Whether Keras is known to compute something else than it says; "glu" halves the last axis."""
    return name in OTHERWISE or "'glu'" in repr(case)


def cannot(error: str) -> bool:
    """Whether it is known why TensorFlow cannot run what Keras took."""
    return any(word in error for words in CANNOT.values() for word in words)


def told() -> list[str]:
    """The differences, for the page."""
    names = ", ".join(f"`{name}`" for name in sorted(TAKEN))
    return [
        (
            f"{names}: Keras refuses some symbolic calls of them that it can compute, for want of "
            "a `dtype` of a plain number or of a list of places to cut at. cnnlint takes them."
        ),
        *(f"`{name}`: on data, {why}." for name, why in OTHERWISE.items()),
        '`activation="glu"`: on data, the last axis is halved.',
        *(f"TensorFlow cannot run some calls that Keras takes: {why}." for why in CANNOT),
    ]
