from . import Rule


class AxisOutOfRange(Rule):
    """An axis is named that the tensor does not have.

    ## What it is

    A tensor of rank R has the axes 0 to R − 1, which can also be counted from the back as −R to −1.
    The batch axis is axis 0, except where a layer says that it does not count it.

    ## Why it matters

    The axis was usually right for a tensor of another rank, before a `Flatten` or a pooling was put
    in between.

    ## Bad

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.BatchNormalization(axis=3)(features)
    model = keras.Model(features, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.BatchNormalization(axis=1)(features)
    model = keras.Model(features, x)
    ```

    ## What Keras says

    ```text
    IndexError: tuple index out of range
    ```
    """

    code = "CNN115"
    name = "axis-out-of-range"
    severity = "error"
