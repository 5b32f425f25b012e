from . import Rule


class BadPermutation(Rule):
    """An order of axes names one twice, or leaves one out.

    ## What it is

    `Permute` and `transpose` reorder axes, so every axis must be named exactly once. `Permute`
    counts from 1 and leaves the batch axis out.

    ## Why it matters

    An axis that is left out would have to go somewhere, and one that is named twice would have to
    be copied.

    ## Bad

    ```python
    import keras
    from keras import layers

    steps = keras.Input((10, 64))
    x = layers.Permute((0, 1))(steps)
    model = keras.Model(steps, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    steps = keras.Input((10, 64))
    x = layers.Permute((2, 1))(steps)
    model = keras.Model(steps, x)
    ```

    ## What Keras says

    ```text
    ValueError: Invalid permutation argument `dims` for Permute Layer. The set of indices in
    `dims` must be consecutive and start from 1. Received dims=(0, 1)
    ```
    """

    code = "CNN118"
    name = "bad-permutation"
    severity = "error"
