from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class RankMismatch(Rule):
    """A layer gets a tensor with too many or too few axes.

    ## What it is

    Each layer works on tensors of a certain rank: `Conv2D` and `MaxPooling2D` on rank 4 (batch,
    height, width, channels), `Conv1D` and `LSTM` on rank 3 (batch, steps, features), `Dense` on
    rank 2 or more. This one got another.

    ## Why it matters

    For images the channel axis is often missing: grey images come as (28, 28) and need to be (28,
    28, 1). After `Flatten` or a global pooling there is no image any more to convolve.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28))
    x = layers.Conv2D(32, 3)(image)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3)(image)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer:
    expected min_ndim=4, found ndim=3. Full shape received: (None, 28, 28)
    ```
    """

    code = "CNN102"
    name = "rank-mismatch"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .ranks import add_axis, return_sequences

        return return_sequences(site) or add_axis(site)
