from . import Rule


class SplitNotEven(Rule):
    """A tensor is split into parts that its size does not give.

    ## What it is

    `split` with a number cuts an axis into so many equal parts, and the size of the axis must be a
    multiple of it. With a list, the pieces must add up to the axis.

    ## Why it matters

    With a list of places instead of a number, the parts may differ: `split(x, [3, 6])`.

    ## Bad

    ```python
    import keras

    features = keras.Input((10,))
    parts = keras.ops.split(features, 3, axis=-1)
    model = keras.Model(features, parts)
    ```

    ## Good

    ```python
    import keras

    features = keras.Input((12,))
    parts = keras.ops.split(features, 3, axis=-1)
    model = keras.Model(features, parts)
    ```

    ## What Keras says

    ```text
    ValueError: `x` size on given `axis` must be divisible by `indices_or_sections` when
    `indices_or_sections` is an int. But received 10 and 3.
    ```
    """

    code = "CNN121"
    name = "split-not-even"
    severity = "error"
