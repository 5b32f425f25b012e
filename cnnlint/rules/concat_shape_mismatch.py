from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class ConcatShapeMismatch(Rule):
    """Tensors to be joined along one axis differ along another.

    ## What it is

    `Concatenate` lays its inputs side by side along one axis (the last unless `axis` says
    otherwise). Along every other axis they must have the same size.

    ## Why it matters

    In a U-Net the branch that comes up must have the height and width of the one that skips over.
    When a size is odd on the way down, ⌊I/2⌋·2 is one less than I on the way up.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((33, 33, 3))
    down = layers.MaxPooling2D()(image)
    up = layers.UpSampling2D()(down)
    x = layers.Concatenate()([image, up])
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    down = layers.MaxPooling2D()(image)
    up = layers.UpSampling2D()(down)
    x = layers.Concatenate()([image, up])
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: A `Concatenate` layer requires inputs with matching shapes except for the
    concatenation axis. Received: input_shape=[(None, 33, 33, 3), (None, 32, 32, 3)]
    ```
    """

    code = "CNN105"
    name = "concat-shape-mismatch"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .padding import keep_sizes

        return keep_sizes(site)
