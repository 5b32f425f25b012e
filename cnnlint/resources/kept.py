"""What a call keeps until the gradient comes back to it.

The derivative of a product needs its factors, that of `relu` or `softmax` can be told from the
output, that of a sum needs nothing. These are the rules of automatic differentiation, without the
liberties that a compiler takes: it may keep less and work it out again.
"""

from __future__ import annotations

from ..dims import TooComplex, product
from ..keras.layers.kit import Declaration, NotKnown
from ..keras.training.endings import ACTIVATED, activation_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..shapes import Shape
    from .flow import Step

#: A product of an input and a weight: the gradient of the weight needs the input.
PRODUCTS = ACTIVATED - {"Activation"} | {"Embedding", "ReversibleEmbedding"}
#: Their derivative can be told from what they gave.
BY_OUTPUT = frozenset(
    """
    relu relu6 leaky_relu elu selu celu sigmoid hard_sigmoid tanh hard_tanh softmax log_softmax
    exponential softsign
    """.split()
)
#: Linear in their inputs, or differentiable by nothing but a shape.
NOTHING = frozenset(
    """
    Permute Concatenate Add Subtract Average RepeatVector Rescaling Normalization Resizing
    CenterCrop RandomCrop ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D
    UpSampling1D UpSampling2D UpSampling3D AveragePooling1D AveragePooling2D AveragePooling3D
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D AdaptiveAveragePooling1D
    AdaptiveAveragePooling2D AdaptiveAveragePooling3D GaussianNoise RandomFlip RandomRotation
    RandomTranslation RandomZoom RandomShear RandomContrast RandomBrightness RandomPerspective
    Negative Transpose Cast Sum Mean GetItem Slice Stack Concatenate Split Pad Repeat Tile Flip
    Roll BroadcastTo MoveAxis Moveaxis SwapAxes Swapaxes Resize Shape ZerosLike OnesLike Unstack
    Reshape DepthToSpace SpaceToDepth
    """.split()
)
#: Kept as they come in: norms, products of tensors, extremes, and whatever is told from its input.
INPUTS = frozenset(
    """
    BatchNormalization LayerNormalization RMSNormalization UnitNormalization GroupNormalization
    SpectralNormalization PReLU Dot Maximum Minimum Einsum Matmul TrueDivide Divide
    GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D Square Log Log1p Power Sin Cos Silu
    Gelu Softplus Mish Absolute Clip Where Max Min Var Std Norm Logsumexp Take Gather
    """.split()
)
#: Their derivative needs nothing where only one factor is a tensor.
FACTORS = frozenset(("Multiply", "TrueDivide", "Divide", "Einsum", "Matmul"))
OUTPUTS = frozenset(
    """
    ReLU LeakyReLU ELU Softmax Relu Relu6 LeakyRelu Elu Selu Sigmoid HardSigmoid Tanh LogSoftmax
    Exp Sqrt Rsqrt Reciprocal Normalize
    """.split()
)
BOTH = frozenset(
    """
    MaxPooling1D MaxPooling2D MaxPooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D
    AdaptiveMaxPooling3D MaxPool
    """.split()
)
#: Which values were dropped, one byte each; `Spatial` ones drop whole channels.
MASKED = frozenset(
    "Dropout AlphaDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D".split()
)
#: For each unit and step, the values of the gates, of the state, and of what is between.
PER_STEP = {"SimpleRNN": 1, "LSTM": 7, "GRU": 5}
#: `ConvLSTM2D` keeps what `LSTM` does, for each row and column.
CONVOLVED = frozenset(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"))


class Kept:
    """What is kept of one call. `extra` are shapes and dtypes that are no output of anything.

    `guessed`: nothing is known of how it is differentiated, and input and output are counted.
    """

    __slots__ = ("extra", "guessed", "inputs", "outputs")

    def __init__(self, inputs: bool = False, outputs: bool = False) -> None:
        self.inputs = inputs
        self.outputs = outputs
        self.extra: list[tuple[Shape, str]] = []
        self.guessed = False


def kept(step: Step, trains: bool) -> Kept:
    """What a step keeps that a gradient comes back to; `trains`: it has weights to be trained."""
    name = step.title
    if name == "TimeDistributed":
        inner = _inner(step)
        if inner is not None:
            name = inner.title
    found = Kept()
    out = step.outputs[0] if step.outputs else ()
    dtype = step.node.outputs[0].dtype if step.node.outputs else "float32"
    if name in PRODUCTS:
        found.inputs = trains
        _product(step, name, out, dtype, found)
    elif name == "Activation":
        _activation(activation_of(step.layer), found)
    elif name == "BatchNormalization" and not step.layer.trainable:
        pass  # by fixed numbers: linear
    elif name in FACTORS:
        found.inputs = len(step.reads) > 1
    elif name in NOTHING:
        pass
    elif name in INPUTS:
        found.inputs = True
    elif name in OUTPUTS:
        found.outputs = True
    elif name in BOTH:
        found.inputs = found.outputs = True
    elif name in MASKED:
        spatial = name.startswith("Spatial")
        found.extra.append(((out[0], out[-1]) if spatial else out, "bool"))
    elif name == "GaussianDropout":
        found.extra.append((out, dtype))
    elif not _within(step, name, dtype, found):
        found.inputs = found.outputs = found.guessed = True
    return found


def _product(step: Step, name: str, out: Shape, dtype: str, found: Kept) -> None:
    if name.startswith("Separable"):
        # What is between its two convolutions: as many rows and columns as it gives.
        depth = _known(step.layer.declaration, "depth_multiplier")
        first = _known(step.layer.declaration, "data_format") == "channels_first"
        channel = 1 if first else -1
        if depth is not None and step.inputs[0]:
            between = list(out)
            between[channel] = step.inputs[0][channel] * depth
            found.extra.append((tuple(between), dtype))
    if not name.endswith("Embedding") and step.title == name:
        _activation(activation_of(step.layer), found, (out, dtype))


def _activation(name: str | None, found: Kept, before: tuple[Shape, str] | None = None) -> None:
    """An activation; `before` is its input, where that is inside of a layer."""
    if name == "linear":
        return
    if name in BY_OUTPUT:
        found.outputs = True
    elif before is None:
        found.inputs = True
        found.guessed = name is None
    else:
        found.extra.append(before)
        found.guessed = name is None


def _within(step: Step, name: str, dtype: str, found: Kept) -> bool:
    """What layers keep that are a graph of their own; False for those that are not known."""
    declaration = step.layer.declaration
    found.inputs = True
    try:
        if name == "Bidirectional":
            inner = _inner(step)
            return inner is not None and _steps(step, inner, dtype, found, 2)
        if name in PER_STEP or name in CONVOLVED:
            return _steps(step, declaration, dtype, found, 1)
        if name == "MultiHeadAttention":
            return _heads(step, declaration, dtype, found)
        if name == "GroupQueryAttention":
            return _groups(step, declaration, dtype, found)
        if name in ("Attention", "AdditiveAttention"):
            query, value = step.inputs[:2]
            scores = (*query[:-1], value[-2])
            found.extra.append((scores, dtype))
            if name == "AdditiveAttention":
                found.extra.append(((*scores, query[-1]), dtype))
            return True
    except (NotKnown, AttributeError, ValueError, IndexError, TypeError, TooComplex):
        pass
    return False


def _steps(step: Step, layer: Declaration, dtype: str, found: Kept, times: int) -> bool:
    x = step.inputs[0]
    if layer.title in CONVOLVED:
        if not layer.return_sequences:
            size = step.outputs[0][1:]
        else:
            size = step.outputs[0][2:]
        found.extra.append(((times * PER_STEP["LSTM"], *x[:2], *size), dtype))
        return True
    number = PER_STEP.get(layer.title)
    if number is None:
        return False
    found.extra.append(((times * number, *x[:2], layer.units), dtype))
    return True


def _heads(step: Step, layer: Any, dtype: str, found: Kept) -> bool:
    query, value = step.inputs[:2]
    rows, columns = product(query[1:-1]), product(value[1:-1])
    heads, depth, width = layer.num_heads, layer.key_dim, layer.value_width
    batch = query[0]
    found.extra += [
        ((batch, rows, heads, depth), dtype),
        ((batch, columns, heads, depth), dtype),
        ((batch, columns, heads, width), dtype),
        ((batch, heads, rows, columns), dtype),
        ((batch, rows, heads, width), dtype),
    ]
    if layer.dropout > 0:
        found.extra.append(((batch, heads, rows, columns), dtype))
        found.extra.append(((batch, heads, rows, columns), "bool"))
    return True


def _groups(step: Step, layer: Any, dtype: str, found: Kept) -> bool:
    query, value = step.inputs[:2]
    rows, columns = product(query[1:-1]), product(value[1:-1])
    heads, depth, batch = layer.num_query_heads, layer.head_dim, query[0]
    # Keys and values are repeated for every head that shares them.
    found.extra += [
        ((2, batch, rows, heads, depth), dtype),
        ((2, batch, columns, heads, depth), dtype),
        ((batch, heads, rows, columns), dtype),
    ]
    if layer.dropout > 0:
        found.extra.append(((batch, heads, rows, columns), dtype))
        found.extra.append(((batch, heads, rows, columns), "bool"))
    return True


def _inner(step: Step) -> Declaration | None:
    """The declaration of the layer that a wrapper holds."""
    from ..keras.layers.kit import inside

    try:
        found = inside(step.layer.declaration.layer)
    except (NotKnown, AttributeError):
        return None
    return found if isinstance(found, Declaration) else None


def _known(declaration: Any, name: str) -> Any:
    try:
        return getattr(declaration, name)
    except (NotKnown, AttributeError):
        return None
