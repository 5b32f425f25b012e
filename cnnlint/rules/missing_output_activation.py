from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MissingOutputActivation(Rule):
    """A crossentropy reads as probabilities what no activation has made such.

    ## What it is

    A crossentropy without `from_logits=True` takes the output of the model for probabilities. Where
    the last layer has no activation, or one whose values are not between 0 and 1, they are clipped,
    and the loss of a wrong answer can be as small as that of a right one.

    ## Why it matters

    The loss starts high, falls hardly at all or becomes NaN, and nothing says why.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3)])
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN313"
    name = "missing-output-activation"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        (wanted,) = site.about
        call = site.call()
        given = None if call is None else call.argument("loss", 1)
        if given is not None and given.value[0] == "Call":
            loss = site.call_at(given.value)
            return (
                site.fix("say `from_logits=True`", loss.put("from_logits", "True"))
                if loss
                else None
            )
        return site.fix(f'give it `activation="{wanted}"`', site.activate(site.layer, wanted))
