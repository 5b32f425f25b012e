from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MonitorWithoutValidation(Rule):
    """A callback watches a validation value, and there are no validation data.

    ## What it is

    `val_loss` and its like exist only where `fit` is given `validation_data` or `validation_split`.
    `val_loss` is what `EarlyStopping`, `ModelCheckpoint` and `ReduceLROnPlateau` watch if they are
    not told otherwise.

    ## Why it matters

    The callback never does anything: training never stops early, the best model is never kept.
    Keras prints a warning after every epoch, which is easily lost among the lines of the progress
    bar.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.zeros((100, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(x, y, callbacks=[keras.callbacks.EarlyStopping(patience=3)], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.zeros((100, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    stop = keras.callbacks.EarlyStopping(patience=3)
    model.fit(x, y, validation_split=0.2, callbacks=[stop], verbose=0)
    ```

    ## What Keras says

    A warning, and the model trains:

    ```text
    UserWarning: Early stopping conditioned on metric `val_loss` which is not available.
    ```
    """

    code = "CNN310"
    name = "monitor-without-validation"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 3:
            return None
        place, old, new = site.about
        call = None if place is None or place.source is not site.span.source else site.call(place)
        if call is None or call.spreads:
            return None
        if call.argument("monitor", 1 if site.callee(call) == "ModelCheckpoint" else 0) is None:
            return site.fix(f'watch "{new}"', call.append(f'monitor="{new}"'))
        return site.fix(f'watch "{new}"', site.reword(call, old, new))
