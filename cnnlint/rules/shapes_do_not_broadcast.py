from . import Rule


class ShapesDoNotBroadcast(Rule):
    """Two tensors in an arithmetic operation have shapes that do not fit.

    ## What it is

    Operators and elementwise functions line the axes of their operands up from the right. Two sizes
    that meet must be equal, or one of them 1.

    ## Why it matters

    Lining up from the right is not always what is meant: (None, 32) against (None, 8, 16) meets 32
    with 16, not with 8. `keras.ops.expand_dims` puts an axis where it is missing.

    ## Bad

    ```python
    import keras
    from keras import layers

    a = keras.Input((16,))
    b = keras.Input((8,))
    model = keras.Model([a, b], a * b)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    a = keras.Input((16,))
    b = keras.Input((8,))
    model = keras.Model([a, b], a * layers.Dense(16)(b))
    ```

    ## What Keras says

    ```text
    ValueError: Cannot broadcast shape, the failure dim has value 16, which cannot be
    broadcasted to 8. Input shapes are: [None, 16] and [None, 8].
    ```
    """

    code = "CNN109"
    name = "shapes-do-not-broadcast"
    severity = "error"
