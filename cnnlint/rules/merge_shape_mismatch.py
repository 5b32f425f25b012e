from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MergeShapeMismatch(Rule):
    """The inputs of a merging layer have shapes that do not fit together.

    ## What it is

    `Add`, `Subtract`, `Multiply`, `Average`, `Maximum`, `Minimum` and `Dot` combine their inputs
    value by value. Two sizes of the same axis must be equal, or one of them 1.

    ## Why it matters

    In a residual block the shortcut must have the shape of what it skips: when the block changes
    the number of filters or strides, the shortcut needs a 1×1 convolution that does the same.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 64))
    x = layers.Conv2D(128, 3, strides=2, padding="same")(image)
    x = layers.Add()([image, x])
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 64))
    x = layers.Conv2D(128, 3, strides=2, padding="same")(image)
    shortcut = layers.Conv2D(128, 1, strides=2)(image)
    x = layers.Add()([shortcut, x])
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: Inputs have incompatible shapes. Received shapes (32, 32, 64) and (16, 16, 128)
    ```
    """

    code = "CNN104"
    name = "merge-shape-mismatch"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .padding import keep_sizes

        return keep_sizes(site)
