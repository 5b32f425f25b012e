from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...network import Model
from .. import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Node

#: How many layers must leave rows out, and which part of the image that must be.
LAYERS = 3
PART = 0.1


class UnreadRows(Rule):
    """One layer after the other leaves the last rows out.

    ## What it is

    Where a stride does not divide what it slides over, the rows that are left at the end are not
    looked at: a pooling of 2 makes 15 rows of 31, and 7 of 15. A row left out late stands for many
    of the image. Here a tenth of the image or more is looked at by nothing.

    ## Why it matters

    What lies at the lower and the right border has no part in the answer.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((63, 63, 1)),
            layers.MaxPooling2D(),
            layers.MaxPooling2D(),
            layers.MaxPooling2D(),
            layers.MaxPooling2D(),
            layers.Flatten(),
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
            keras.Input((63, 63, 1)),
            layers.MaxPooling2D(padding="same"),
            layers.MaxPooling2D(),
            layers.MaxPooling2D(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains. The table says of each layer how many rows it leaves out.
    """

    code = "CNN413"
    name = "unread-rows"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        losing = [node for node in model.graph if _loses(node)]
        if len(losing) < LAYERS or len(model.inputs) != 1:
            return
        from ...keras.receptive import fields

        found = fields(model)
        whole = found.get(id(model.inputs[0]))
        last = losing[-1]
        field = found.get(id(last.outputs[0]))
        span = last.layer.span or last.span
        if whole is None or field is None or span is None:
            return
        for axis, of in zip(field, whole, strict=True):
            if axis.last is None or of.last is None:
                return
            left = of.last - axis.last
            if left < PART * (of.last + 1):
                return
        rows, seen = whole[0].last or 0, field[0].last or 0
        yield Remark(
            "unread-rows",
            span,
            f"the last {rows - seen} of the {rows + 1} rows of the image are looked at by nothing: "
            f"{len(losing)} layers leave rows out",
            because=tuple(
                Note(node.span, f"last {node.unread[0]} of {_rows(node)} unread")
                for node in losing
                if node.span is not None
            ),
            help='use `padding="same"` where rows are left, or an input that halves as often',
            certainty="likely",
        )


def _loses(node: Node) -> bool:
    """Whether this call leaves out rows and columns: of an image."""
    shape = node.inputs[0].shape if node.inputs else None
    return (
        shape is not None
        and len(shape) == 4
        and len(node.unread) == 2
        and all(isinstance(count, int) and count > 0 for count in node.unread)
    )


def _rows(node: Node) -> object:
    shape = node.inputs[0].shape or ()
    first = getattr(node.layer.declaration, "data_format", "") == "channels_first"
    return shape[2] if first else shape[1]
