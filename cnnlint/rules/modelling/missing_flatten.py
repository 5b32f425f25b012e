from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import activation_of, title
from ...shapes import show
from .. import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model
    from ...shapes import Shape


class MissingFlatten(Rule):
    """A model that chooses a class does so for every pixel.

    ## What it is

    The last layer is `Dense` with a softmax, and it is applied to feature maps: `Dense` works on
    the last axis, so that the model returns a choice for each of its rows and columns. Models that
    mark every pixel usually end in a convolution.

    ## Why it matters

    If the labels are one class for each image, `fit` raises about their shape. If they are
    broadcast, it does not even do that.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN408"
    name = "missing-flatten"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        if not any(call.method == "compile" for call in model.calls) or len(model.outputs) != 1:
            return
        node = model.outputs[0].node
        if node is None or title(node.layer) != "Dense" or node.layer.span is None:
            return
        if not node.inputs:
            return  # it was called on what is no tensor
        x, y = node.inputs[0].shape, node.outputs[0].shape
        if x is None or y is None or len(x) != 4:
            return
        if activation_of(node.layer) in ("softmax", "sigmoid") and not same_size(model, y):
            yield Remark(
                "missing-flatten",
                node.layer.span,
                f"`{node.layer.name}` chooses a class at each of the places of {show(x)}",
                because=tuple(
                    Note(n.span, show(x)) for n in (node.inputs[0].node,) if n and n.span
                ),
                help="put `Flatten()` or `GlobalAveragePooling2D()` before the first `Dense`",
                certainty="likely",
                layer=node.layer,
            )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from ..inserting import put_before

        layer = site.layer
        call = site.making(layer)
        said = None if call is None else site.sibling(call, "Flatten")
        if layer is None or call is None or said is None:
            return None
        name, edits = said
        more = put_before(site, call, f"{name}()")
        return site.fix(f"put `{name}()` before it", [*edits, *more] if more else [])


def same_size(model: Model, y: Shape) -> bool:
    """Whether the output has the rows and columns of the input, as a mask has."""
    return any(
        tensor.shape is not None and len(tensor.shape) == 4 and tensor.shape[1:3] == y[1:3]
        for tensor in model.inputs
    )
