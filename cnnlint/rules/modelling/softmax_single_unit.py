from __future__ import annotations

from ...interpreter.remarks import Remark
from ...keras.training.endings import activation_of, title
from ...shapes import show
from .. import Rule
from .graph import nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model


class SoftmaxSingleUnit(Rule):
    """A softmax over a single unit is always 1.

    ## What it is

    A softmax makes its inputs add up to 1. Of one input it always makes 1, whatever the weights
    are.

    ## Why it matters

    The model predicts the same for every sample and never learns: every gradient is zero. It
    happens where a layer for several classes is changed to one unit for a yes-or-no question.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="softmax")])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    ```

    ## What Keras says

    A warning when the layer is called, and the model trains.
    """

    code = "CNN311"
    name = "softmax-single-unit"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for node in nodes(model):
            layer = node.layer
            shape = node.outputs[0].shape if len(node.outputs) == 1 else None
            if not shape or shape[-1] != 1 or activation_of(layer) != "softmax":
                continue
            if layer.declaration is None:
                continue  # an operation: along which axis is not kept
            if title(layer) == "Softmax" and layer.declaration.__dict__.get("axis") != -1:
                continue
            span = layer.span or node.span
            if span is not None:
                yield Remark(
                    "softmax-single-unit",
                    span,
                    f"a softmax over one unit always gives 1: `{layer.name}` returns {show(shape)}",
                    help='use `activation="sigmoid"` for a yes or no, or a unit for each class',
                    layer=layer,
                )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        return site.fix('use `activation="sigmoid"`', site.activate(site.layer, "sigmoid"))
