from . import Rule


class IndexOutOfRange(Rule):
    """An index lies beyond the end of its axis.

    ## What it is

    An axis of size N has the indices 0 to N − 1, which can also be counted from the back as −N to
    −1. A mask must be as long as the axis it chooses from.

    ## Why it matters

    A slice stops at the end by itself, a single index does not.

    ## Bad

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, 10])
    ```

    ## Good

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, 9])
    ```

    ## What Keras says

    ```text
    ValueError: Array has shape (None, 10, 64) but out-of-bounds index (slice(None, None, None),
    10) was requested.
    ```
    """

    code = "CNN123"
    name = "index-out-of-range"
    severity = "error"
