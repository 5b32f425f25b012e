from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class FromLogitsMismatch(Rule):
    """The activation is applied twice: by the last layer, and by the loss.

    ## What it is

    A loss with `from_logits=True` applies a softmax or a sigmoid to what it is given. If the last
    layer has done so already, the loss squeezes probabilities once more.

    ## Why it matters

    The model trains, slowly and to worse results: a softmax of numbers between 0 and 1 is never far
    from uniform.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True))
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3)])
    model.compile("adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True))
    ```

    ## What Keras says

    A warning in the first step, and the model trains.
    """

    code = "CNN312"
    name = "from-logits-mismatch"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.call()
        given = None if call is None else call.argument("loss", 1)
        loss = None if given is None or given.value[0] != "Call" else site.call_at(given.value)
        said = None if loss is None else loss.named("from_logits")
        if loss is None or said is None:
            return None
        return site.fix("leave out `from_logits=True`", loss.remove(said))
