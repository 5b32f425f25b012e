from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import PROBABILITIES, activation_of, title
from ...shapes import show
from .. import Rule
from .graph import steps, titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Model, Node

#: How many times a field must fit into the image before it is told.
TIMES = 8
#: Smaller images have no shapes that are large beside a field.
LEAST = 64
POOLS = frozenset(("GlobalAveragePooling2D", "GlobalMaxPooling2D"))
#: What stands between the pooling and the classes.
HEAD = frozenset(("Dense", "Dropout", "BatchNormalization", "Activation", "ReLU", "Softmax"))


class SmallReceptiveField(Rule):
    """What is pooled over the whole image was worked out from a small part of it each.

    ## What it is

    A value of a feature map is worked out from a square of the image, its receptive field: 3×3
    after one convolution with a kernel of 3×3, 5×5 after two, and each pooling doubles what later
    layers add. Global pooling then takes the mean of these values. Here the field is less than an
    eighth of the image's height and width.

    ## Why it matters

    No value knows of more than its square. The model tells textures apart, and not shapes that are
    larger than that.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((224, 224, 3)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
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
            keras.Input((224, 224, 3)),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.Conv2D(64, 3, strides=2, activation="relu"),
            layers.Conv2D(128, 3, strides=2, activation="relu"),
            layers.Conv2D(128, 3, strides=2, activation="relu"),
            layers.Conv2D(128, 3, strides=2, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains. `cnnlint summary --output-format json` has the field of every layer.
    """

    code = "CNN416"
    name = "small-receptive-field"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        pools = titled(model, POOLS)
        image = model.inputs[0].shape or () if len(model.inputs) == 1 else ()
        numbers = [size for size in image if isinstance(size, int)]
        if not pools or len(image) != 4 or sum(size >= LEAST for size in numbers) < 2:
            return
        from ...keras.receptive import fields, spans

        # Most fields are so large that a look back at a few layers tells it.
        pools = [
            node
            for node in _before_classes(model, pools)
            if not spans(model, node.inputs[0], max(numbers) // TIMES + 1)
        ]
        if not pools:
            return
        found = fields(model)
        whole = found.get(id(model.inputs[0]))
        for node in pools:
            field = found.get(id(node.inputs[0]))
            span = node.layer.span or node.span
            if field is None or whole is None or span is None:
                continue
            rows = [axis.last + 1 for axis in whole if axis.last is not None]
            sizes = [axis.size for axis in field]
            if len(rows) != 2 or min(rows) < LEAST or max(sizes) == 1:
                continue
            if any(TIMES * a > b for a, b in zip(sizes, rows, strict=True)):
                continue
            before = node.inputs[0].node
            yield Remark(
                "small-receptive-field",
                span,
                f"`{node.layer.name}` pools over an image of {rows[0]}×{rows[1]} what was worked "
                f"out from {sizes[0]}×{sizes[1]} pixels of it",
                because=(Note(before.span, show(node.inputs[0].shape or ())),)
                if before and before.span
                else (),
                help="add convolutions or poolings with strides before it: each makes the field of "
                "those after it larger",
                certainty="likely",
            )


def _before_classes(model: Model, pools: list[Node]) -> Iterator[Node]:
    """Those that the model chooses a class from; another may be a gate for other values, or one of
    several views."""
    after = {id(node): following for node, following in steps(model)}
    outputs = {id(tensor) for tensor in model.outputs}
    for node in pools:
        end = node
        while id(end) in after and title(after[id(end)].layer) in HEAD:
            end = after[id(end)]
        if id(end.outputs[0]) in outputs and activation_of(end.layer) in PROBABILITIES:
            yield node
