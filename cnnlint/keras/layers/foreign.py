"""Layers whose code is not Keras's: what they give and hold is written in another library."""

from __future__ import annotations

from ...diagnostics import Unknown
from .kit import Declaration, NotKnown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...network import Weight


class Foreign(Declaration):
    """Neither its weights nor its output can be told without running it."""

    abstract = True
    nests = True
    runs = ""  # what would have to be run

    def weights(self, x: Any) -> Iterator[Weight]:
        raise NotKnown(Unknown(f"`{self.title}` runs {self.runs}", None))

    def output(self, x: Any) -> Any:
        raise NotKnown(Unknown(f"`{self.title}` runs {self.runs}", None))


class TFSMLayer(Foreign):
    """A model that TensorFlow saved."""

    runs = "a model read from a file"

    def __init__(
        self, filepath, call_endpoint="serve", call_training_endpoint=None, trainable=True,
        name=None, dtype=None,
    ): ...  # fmt: skip

    def call(self, inputs, training=False, **kwargs): ...


class TorchModuleWrapper(Foreign):
    """A module of PyTorch."""

    runs = "a module of PyTorch"

    def __init__(self, module, name=None, output_shape=None, **kwargs): ...

    def call(self, *args, training=None, **kwargs): ...


class JaxLayer(Foreign):
    """A function of JAX."""

    runs = "a function of JAX"

    def __init__(
        self, call_fn, init_fn=None, params=None, state=None, seed=None,
        native_serialization_platforms=None, **kwargs,
    ): ...  # fmt: skip

    def call(self, inputs, training=False): ...


class FlaxLayer(Foreign):
    """A module of Flax."""

    runs = "a module of Flax"

    def __init__(self, module, method=None, variables=None, **kwargs): ...

    def call(self, inputs, training=False): ...
