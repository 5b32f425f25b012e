from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class LossActivationMismatch(Rule):
    """The loss and the last activation belong to different questions.

    ## What it is

    A softmax with a categorical crossentropy answers which one of several classes it is. A sigmoid
    with a binary crossentropy answers yes or no, for each unit by itself. Mixed up, or with a
    single unit under a categorical loss, they answer neither.

    ## Why it matters

    The model trains, and its loss and its accuracy mean something else than they seem to: with one
    unit under `categorical_crossentropy` the loss is exactly 0.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="sigmoid")])
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="sigmoid")])
    model.compile("adam", loss="binary_crossentropy")
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN314"
    name = "loss-activation-mismatch"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 2:
            return None
        wanted, loss = site.about
        edits = site.activate(site.layer, wanted)
        if not edits or not loss:
            return site.fix(f'use `activation="{wanted}"`', edits)
        call = site.call()
        given = None if call is None else call.argument("loss", 1)
        if call is None or given is None or given.value[0] != "Constant":
            return None
        more = site.reword(call, given.value[3], loss)
        return site.fix(f'use "{wanted}" with "{loss}"', [*edits, *more]) if more else None
