from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class LabelShapeMismatch(Rule):
    """Labels do not have the shape that the loss compares predictions with.

    ## What it is

    Every loss compares what the model returns with what you give as labels, and each wants its own
    form of them. `categorical_crossentropy` and `binary_crossentropy` want labels of the very shape
    of the prediction: one-hot rows of 10 for a layer of 10 units. `sparse_categorical_crossentropy`
    wants one class number where the prediction has a row of probabilities. Losses such as `mse`
    compare number by number and broadcast, so that only sizes that cannot be broadcast are refused.
    An axis of size 1 at the end may be there or not.

    ## Why it matters

    It is the most frequent mistake of all. Training stops at its first step, often after the data
    have been loaded for minutes, with a message about shapes in which neither the loss nor the
    labels are named.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x = np.zeros((100, 8))
    y = np.random.randint(0, 10, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(10, activation="softmax")])
    model.compile("adam", loss="categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x = np.zeros((100, 8))
    y = np.random.randint(0, 10, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(10, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: Arguments `target` and `output` must have the same rank (ndim). Received:
    target.shape=(None,), output.shape=(None, 10)
    ```
    """

    code = "CNN301"
    name = "label-shape-mismatch"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 3:
            return None
        compiled, old, new = site.about
        call = site.call(compiled)
        given = None if call is None else call.argument("loss", 1)
        if call is None or given is None or compiled.source is not site.span.source:
            return None
        if given.value[0] == "Constant":
            return site.fix(f'use the loss "{new}"', site.reword(call, given.value[3], new))
        return site.fix(f"use the loss `{new}`", site.rename_class(given.value, old, new))
