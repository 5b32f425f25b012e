from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class FileEnding(Rule):
    """A file is to be written whose name does not end as Keras wants it.

    ## What it is

    Whole models are written to `.keras` files (or `.h5`, the older format), weights alone to
    `.weights.h5`. `ModelCheckpoint` follows the same rule, by `save_weights_only`.

    ## Why it matters

    Keras looks at the name first and raises: `save` after the training whose result it was to keep.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    keep = keras.callbacks.ModelCheckpoint("best_model", save_best_only=True)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    keep = keras.callbacks.ModelCheckpoint("best_model.keras", save_best_only=True)
    ```

    ## What Keras says

    ```text
    ValueError: The filepath provided must end in `.keras` (Keras model format). Received:
    filepath=best_model
    ```
    """

    code = "CNN309"
    name = "file-ending"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 2:
            return None
        old, new = site.about
        edits = site.reword(site.call(), old, new)
        # Where the name is written once more, it may be that of the same file.
        return site.fix(f'call it "{new}"', edits, safe=site.text.count(old) == 1)
