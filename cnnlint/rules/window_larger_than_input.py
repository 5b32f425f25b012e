from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class WindowLargerThanInput(Rule):
    """A window is larger than what it slides over.

    ## What it is

    A convolution or pooling without padding needs at least as many rows and columns as its window
    spans: with a window of K rows and a step of S, an input of I rows gives (I − K)/S + 1, and that
    must be 1 or more. A dilated window of K rows spans D·(K − 1) + 1. Cropping away more than there
    is belongs here too.

    ## Why it matters

    It usually means that the layers before have halved the image once too often for its size: the
    same network works on 224×224 and breaks on 32×32. The lines above the error show how the size
    came about.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(32, 3)(image)
    x = layers.MaxPooling2D()(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(64, 3)(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(32, 3, padding="same")(image)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(64, 3)(x)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: Computed output size would be zero or negative. Received `inputs shape=(None, 1,
    1, 32)`, `kernel shape=(3, 3, 32, 64)`, `dilation_rate=[1 1]`, `strides=(1, 1)`,
    `padding=valid`.
    ```
    """

    code = "CNN101"
    name = "window-larger-than-input"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .padding import padded

        return site.fix('use `padding="same"`', padded(site, site.layer))
