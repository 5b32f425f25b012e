from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class AccuracyOfRegression(Rule):
    """Accuracy is measured where numbers are predicted.

    ## What it is

    `"accuracy"` counts how often a prediction equals its label. A model that ends without an
    activation and is trained by `mse` or its like predicts numbers, which hardly ever equal their
    labels exactly.

    ## Why it matters

    The figure stays near 0 however well the model does, and early stopping or the choice of the
    best model may depend on it.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse", metrics=["accuracy"])
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse", metrics=["mae"])
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN316"
    name = "accuracy-of-regression"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        (kind,) = site.about
        return site.fix('measure "mae"', site.reword(site.call(), kind, "mae"))
