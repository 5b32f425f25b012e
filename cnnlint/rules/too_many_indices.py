from . import Rule


class TooManyIndices(Rule):
    """A tensor is indexed on more axes than it has.

    ## What it is

    Between the brackets there is one index or slice for each axis, from the first on; `...` stands
    for those in between. There may be fewer than axes, but not more.

    ## Why it matters

    The batch axis is counted: the first index chooses among the samples.

    ## Bad

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, 0, 0, 0])
    ```

    ## Good

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, 0, 0])
    ```

    ## What Keras says

    ```text
    ValueError: Array has shape (None, 10, 64) but slice has to many indices. Received:
    `(slice(None, None, None), 0, 0, 0)`
    ```
    """

    code = "CNN122"
    name = "too-many-indices"
    severity = "error"
