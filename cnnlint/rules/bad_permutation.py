from . import Rule


class BadPermutation(Rule):
    """An order of axes names one twice, or leaves one out.

    ## What it is

    `transpose` and its like reorder axes, so every axis must be named exactly once. `transpose`
    counts from 0, which is the batch axis; the layer `Permute` counts from 1 and leaves the batch
    out.

    ## Why it matters

    It was usually right for a tensor of another rank.

    ## Bad

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, keras.ops.transpose(steps, (0, 2)))
    ```

    ## Good

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, keras.ops.transpose(steps, (0, 2, 1)))
    ```

    ## What Keras says

    ```text
    ValueError: axis must be a list of the same length as the input shape, expected 3, but
    received 2.
    ```
    """

    code = "CNN118"
    name = "bad-permutation"
    severity = "error"
