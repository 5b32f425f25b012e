from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MonitorNotComputed(Rule):
    """A callback watches a value that nothing computes.

    ## What it is

    `EarlyStopping`, `ModelCheckpoint` and `ReduceLROnPlateau` watch a value by its name: `loss`,
    the metrics as `compile` names them, and the same with `val_` before for validation data. A
    metric given as `"accuracy"` is not called `acc`.

    ## Why it matters

    From the metric Keras takes whether more is better; without one it raises when training begins,
    after the data have been loaded.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.zeros((100, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_acc", patience=3)
    model.fit(x, y, validation_split=0.2, callbacks=[stop], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.zeros((100, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1, activation="sigmoid")])
    model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3)
    model.fit(x, y, validation_split=0.2, callbacks=[stop], verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: EarlyStopping callback received monitor=val_acc, but Keras isn't able to
    automatically determine whether that metric should be maximized or minimized.
    ```
    """

    code = "CNN308"
    name = "monitor-not-computed"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 3:
            return None
        place, old, new = site.about
        if place is None or place.source is not site.span.source or not new:
            return None
        # Keras 3 calls by its full name what `acc` was short for.
        safe = old.removeprefix("val_") == "acc" and new.removeprefix("val_") == "accuracy"
        return site.fix(f'watch "{new}"', site.reword(site.call(place), old, new), safe=safe)
