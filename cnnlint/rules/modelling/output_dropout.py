from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import PROBABILITIES, ending, title
from .. import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model


class OutputDropout(Rule):
    """Dropout is applied to what the model returns.

    ## What it is

    The last layer of the model is a dropout, after the layer that makes the prediction.

    ## Why it matters

    While the model is trained, predictions are set to 0 at random and the others are scaled up:
    probabilities above 1, and a loss that has little to do with the answer.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((8,)), layers.Dense(10, activation="softmax"), layers.Dropout(0.5)]
    )
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((8,)), layers.Dropout(0.5), layers.Dense(10, activation="softmax")]
    )
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN402"
    name = "output-dropout"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        if not any(call.method == "compile" for call in model.calls):
            return  # part of a larger model, perhaps
        for tensor in model.outputs:
            node = tensor.node
            if node is None or not title(node.layer).endswith("Dropout"):
                continue
            before = ending(node.inputs[0])
            span = node.layer.span or node.span
            if before is not None and before.activation in PROBABILITIES and span is not None:
                yield Remark(
                    "output-dropout",
                    span,
                    f"`{node.layer.name}` drops predictions: the model ends in it",
                    because=(Note(before.span, "the prediction"),) if before.span else (),
                    help=f"put it before `{before.layer.name}`",
                    layer=node.layer,
                )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from ..inserting import taken_away

        call = site.making(site.layer)
        edits = [] if call is None else taken_away(site, call)
        return site.fix("leave it out", edits)
