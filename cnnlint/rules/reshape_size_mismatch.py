from . import Rule


class ReshapeSizeMismatch(Rule):
    """A reshape asks for more or fewer values than there are.

    ## What it is

    A reshape moves no value and drops none: the product of the sizes before and after must be the
    same (the batch axis left out). With -1 for one size, the product of the others must divide it.

    ## Why it matters

    The target was usually written for another input size, or for another number of filters in the
    layer before.

    ## Bad

    ```python
    import keras
    from keras import layers

    code = keras.Input((100,))
    x = layers.Dense(7 * 7 * 64)(code)
    x = layers.Reshape((7, 7, 128))(x)
    model = keras.Model(code, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    code = keras.Input((100,))
    x = layers.Dense(7 * 7 * 128)(code)
    x = layers.Reshape((7, 7, 128))(x)
    model = keras.Model(code, x)
    ```

    ## What Keras says

    ```text
    ValueError: The total size of the tensor must be unchanged. Received: input_shape=(3136,),
    target_shape=(7, 7, 128)
    ```
    """

    code = "CNN106"
    name = "reshape-size-mismatch"
    severity = "error"
