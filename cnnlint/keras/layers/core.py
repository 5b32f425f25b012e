"""Dense, Embedding, and layers that hardly touch their input."""

from __future__ import annotations

from ...dims import product
from ...network import Weight
from .arguments import count, count_not_bool
from .convolution import lora
from .kit import Declaration, Output, Refused, show_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...dims import Size
    from ...shapes import Shape
    from .kit import Make


class Dense(Declaration):
    """A matrix product along the last axis: a kernel of shape (inputs, units)."""

    family = "dense"
    quantizes = True
    min_rank = 2
    masks = True
    checks = {"units": count}
    sizes = ("units",)

    def __init__(
        self, units, activation=None, use_bias=True, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
        activity_regularizer=None, kernel_constraint=None, bias_constraint=None, lora_rank=None,
        lora_alpha=None, quantization_config=None, **kwargs,
    ): ...  # fmt: skip

    def call(self, inputs, training=None): ...

    def output(self, x: Shape) -> Shape:
        return (*x[:-1], self.units)

    def fixed(self, x: Shape) -> tuple[int, ...]:
        return (-1,)

    def weights(self, x: Shape) -> Iterator[Weight]:
        inputs = self.known(x[-1], "number of features", x)
        kernel = Weight("kernel", (inputs, self.units))
        yield from lora(self, kernel, "kernel_constraint")
        if self.use_bias:
            yield Weight("bias", (self.units,))

    def macs(self, x: Shape, out: Shape) -> Size:
        return product((*x[1:], self.units))


class Embedding(Declaration):
    """A vector of `output_dim` numbers for each of `input_dim` indices."""

    family = "dense"
    quantizes = True
    checks = {"input_dim": count_not_bool, "output_dim": count_not_bool}
    sizes = ("input_dim", "output_dim")
    also = {"input_length": None}

    def __init__(
        self, input_dim, output_dim, embeddings_initializer="uniform", embeddings_regularizer=None,
        embeddings_constraint=None, mask_zero=False, weights=None, lora_rank=None, lora_alpha=None,
        quantization_config=None, **kwargs,
    ): ...  # fmt: skip

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return make("not_equal", x1=inputs, x2=0) if self.mask_zero else None

    def output(self, x: Shape) -> Output:
        return Output((*x, self.output_dim), f"one vector of {show_number(self.output_dim)} each")

    def weights(self, x: Shape) -> Iterator[Weight]:
        table = Weight("embeddings", (self.input_dim, self.output_dim))
        yield from lora(self, table, "embeddings_constraint")


class ReversibleEmbedding(Embedding):
    """An embedding that also goes the other way: called with `reverse=True` it gives a score for
    each of `input_dim` indices. Without `tie_weights` it has a second table for that."""

    also = {**Embedding.also, "weights": None, "lora_rank": None, "lora_alpha": None}

    def __init__(
        self, input_dim, output_dim, tie_weights=True, embeddings_initializer="uniform",
        embeddings_regularizer=None, embeddings_constraint=None, mask_zero=False,
        reverse_dtype=None, logit_soft_cap=None, **kwargs,
    ): ...  # fmt: skip

    def call(self, inputs, reverse=False): ...

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return None  # Keras sets it while the layer runs

    def output(self, x: Shape) -> Output:
        if not self.options.get("reverse"):
            return super().output(x)
        self.has_axis(-1, x, "IndexError")
        return Output((*x[:-1], self.input_dim), f"one score for each of {self.input_dim}")

    def weights(self, x: Shape) -> Iterator[Weight]:
        yield from super().weights(x)
        if not self.tie_weights:
            if self.lora_rank:
                raise Refused(
                    "invalid-argument",
                    f"`{self.title}` cannot add its second table after LoRA has closed it",
                    help="remove `lora_rank`, or tie the weights",
                )
            yield Weight("reverse_embeddings", (self.output_dim, self.input_dim))

    def macs(self, x: Shape, out: Shape) -> Size:
        return product((*x[1:], self.input_dim)) if self.options.get("reverse") else 0


class Identity(Declaration):
    """Gives back what it gets, one tensor or many."""

    nests = True
    masks = True
    keeps_dtype = True

    def __init__(self, **kwargs): ...


class Masking(Declaration):
    """Marks the time steps that hold nothing but `mask_value`."""

    nests = None

    def __init__(self, mask_value=0.0, **kwargs): ...

    def mask(self, inputs: Any, masks: Any, make: Make) -> Any:
        return make("any", x=make("not_equal", x1=inputs, x2=self.mask_value), axis=-1)


class Rescaling(Declaration):
    """Multiplies by `scale` and adds `offset`."""

    nests = True
    masks = True
    reads_data = True

    def __init__(self, scale, offset=0.0, **kwargs): ...
