from . import Rule


class PadRankMismatch(Rule):
    """The widths to pad by are not one pair for each axis.

    ## What it is

    `pad_width` holds a pair (before, after) for every axis, the batch axis included, or a single
    pair for all.

    ## Why it matters

    A pair too few usually forgets the batch axis or the channels: they need (0, 0).

    ## Bad

    ```python
    import keras

    image = keras.Input((28, 28, 1))
    model = keras.Model(image, keras.ops.pad(image, ((2, 2), (2, 2))))
    ```

    ## Good

    ```python
    import keras

    image = keras.Input((28, 28, 1))
    model = keras.Model(image, keras.ops.pad(image, ((0, 0), (2, 2), (2, 2), (0, 0))))
    ```

    ## What Keras says

    ```text
    ValueError: `pad_width` must have the same length as `x.shape`. Received: pad_width=((2, 2),
    (2, 2)) (of length 2) and x.shape=(None, 28, 28, 1) (of length 4)
    ```
    """

    code = "CNN120"
    name = "pad-rank-mismatch"
    severity = "error"
