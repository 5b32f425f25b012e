from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import activation_of, ending
from .. import Rule
from .graph import titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model


class DoubleSoftmax(Rule):
    """A softmax is applied to the output of a softmax.

    ## What it is

    The second softmax takes probabilities for scores. They lie between 0 and 1, so that its own
    probabilities can differ by no more than a factor of e.

    ## Why it matters

    The model trains slowly and is never sure: with ten classes no probability can pass 0.24.
    Usually the last layer has `activation="softmax"` and a `Softmax` layer follows.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((8,)), layers.Dense(10, activation="softmax"), layers.Softmax()]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(10), layers.Softmax()])
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN401"
    name = "double-softmax"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for node in titled(model, ("Softmax", "Activation")):
            layer = node.layer
            if len(node.inputs) != 1 or activation_of(layer) != "softmax":
                continue
            before = ending(node.inputs[0])
            span = layer.span or node.span
            if before is not None and span is not None:
                if before.activation == "softmax":
                    yield Remark(
                        "double-softmax",
                        span,
                        f"`{layer.name}` applies a softmax to the softmax of `{before.layer.name}`",
                        because=(Note(before.span, "the first softmax"),) if before.span else (),
                        help="keep one of the two",
                        layer=before.layer,
                    )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.making(site.layer)
        given = None if call is None else call.named("activation")
        if call is None or given is None:
            return None
        return site.fix("take the first softmax away", call.remove(given))
