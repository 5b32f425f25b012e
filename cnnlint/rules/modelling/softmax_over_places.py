from __future__ import annotations

from ...interpreter.remarks import Remark
from ...keras.layers.kit import NotKnown
from ...keras.training.endings import activation_of, title
from ...shapes import show
from .. import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Model, Node


class SoftmaxOverPlaces(Rule):
    """A model that chooses a class for every pixel makes its shares along an axis of the image.

    ## What it is

    The output is a map with a value for each class at each pixel, and the softmax makes the values
    along its rows or columns add up to 1, not those of the classes: `Softmax(axis=1)`, or
    `activation="softmax"`, which always takes the last axis, after a layer with its channels first.

    ## Why it matters

    The model trains, and no pixel has shares that add up to 1.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.Conv2D(5, 1),
            layers.Softmax(axis=1),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.Conv2D(5, 1),
            layers.Softmax(axis=-1),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN414"
    name = "softmax-over-places"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for output in model.outputs:
            node = output.node
            if node is None or not node.inputs or activation_of(node.layer) != "softmax":
                continue
            x, span = node.inputs[0].shape, node.layer.span or node.span
            y = output.shape
            if x is None or y is None or len(x) != 4 or len(y) != 4 or span is None:
                continue
            channels = 1 if _channels_first(node) else 3
            axis = _axis(node)
            if axis is None or axis in (channels, 0) or not _several(y[channels]):
                continue
            yield Remark(
                "softmax-over-places",
                span,
                f"`{node.layer.name}` makes shares along axis {axis} of {show(y)}, and the classes "
                f"are on axis {channels}",
                help=f"use `Softmax(axis={1 if channels == 1 else -1})`"
                + (" in place of the activation" if title(node.layer) != "Softmax" else ""),
                certainty="likely",
            )


def _axis(node: Node) -> int | None:
    """The one axis along which the softmax of a layer makes shares."""
    if title(node.layer) != "Softmax":
        return 3 if title(node.layer) else None  # an activation takes the last one
    try:
        axis = node.layer.declaration.axis
    except NotKnown:
        return None
    return axis % 4 if isinstance(axis, int) else None


def _channels_first(node: Node) -> bool:
    """Whether the map comes from a layer with its channels first."""
    for _ in range(20):
        order = getattr(node.layer.declaration, "data_format", None)
        if isinstance(order, str):
            return order == "channels_first"
        before = node.inputs[0].node if node.inputs else None
        if before is None:
            return False
        node = before
    return False


def _several(size: object) -> bool:
    return isinstance(size, int) and size > 1
