from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import title
from ...shapes import show
from .. import Rule
from .graph import titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Model, Node, Tensor
    from ...shapes import Shape

#: A layer with fewer parameters harms nobody, whatever its share is.
LEAST = 20_000_000
#: The share of one layer, in percent, from which it is the model.
SHARE = 90
#: As many positions as a map has that was not made small before it was flattened.
POSITIONS = 15 * 15
#: What may stand between a feature map and the layer.
PASSING = frozenset(
    "Flatten Reshape Dropout BatchNormalization Activation ReLU LeakyReLU ELU".split()
)


class OversizedDense(Rule):
    """One `Dense` layer behind a `Flatten` holds nearly all parameters of a model.

    ## What it is

    `Flatten` makes one long row of a feature map, and `Dense` has a weight for each of its numbers
    and each unit. It is said where such a layer has more than 20 million parameters, nine tenths
    or more of its model's, and the map is still of more than 225 rows and columns together (15
    times 15): there, pooling or strides have not yet done their work.

    ## Why it matters

    The layer is most of the file, of the memory, and of what can be learnt by heart; the
    convolutions before it are nearly nothing beside it.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((128, 128, 3)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((128, 128, 3)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(16),
            layers.GlobalAveragePooling2D(),
            layers.Dense(256, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN412"
    name = "oversized-dense"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        if model.unknowns or not any(map(_is_large, titled(model, ("Dense",)))):
            return
        sizes = [weight.size for weight, _ in model.all_weights()]
        total = sum(size for size in sizes if isinstance(size, int))
        for node in titled(model, ("Dense",)):
            layer = node.layer
            if layer.span is None:
                continue
            own = _size(node)
            if own < LEAST or own * 100 < total * SHARE:
                continue
            flattened = _flattened(node)
            if flattened is None or flattened.shape is None:
                continue
            span = None if flattened.node is None else flattened.node.span
            yield Remark(
                "oversized-dense",
                layer.span,
                f"`{layer.name}` has {own:,} of the {total:,} parameters of this model",
                because=() if span is None else (Note(span, show(flattened.shape)),),
                help="make the map smaller before it is flattened: more pooling or strides, or "
                "`GlobalAveragePooling2D` in place of `Flatten`",
                certainty="likely",
            )
            return


def _is_large(node: Node) -> bool:
    return _size(node) >= LEAST


def _size(node: Node) -> int:
    """How many parameters the layer has that are counted."""
    return sum(each.size for each in node.layer.weights if isinstance(each.size, int))


def _flattened(node: Node) -> Tensor | None:
    """The large feature map that this layer has a weight for each number of."""
    before = node.inputs[0].node if node.inputs else None
    while before is not None and title(before.layer) in PASSING and before.inputs:
        if title(before.layer) in ("Flatten", "Reshape"):
            shape = before.inputs[0].shape
            if shape is not None and len(shape) > 3:
                return before.inputs[0] if _positions(shape) > POSITIONS else None
        before = before.inputs[0].node
    return None


def _positions(shape: Shape) -> int:
    """The rows and columns of a feature map, wherever its channels are: the fewer of two counts."""
    sizes = [size for size in shape[1:] if isinstance(size, int)]
    if len(sizes) != len(shape) - 1:
        return 0
    first, last = 1, 1
    for size in sizes[1:]:
        first *= size
    for size in sizes[:-1]:
        last *= size
    return min(first, last)
