from . import Rule


class MissingArgument(Rule):
    """An argument without a default is not given.

    ## What it is

    Some arguments must be given: `units` of `Dense`, `filters` and `kernel_size` of a convolution.

    ## Why it matters

    Python raises before Keras looks at anything.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32)(image)
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
    TypeError: Conv2D.__init__() missing 1 required positional argument: 'kernel_size'
    ```
    """

    code = "CNN202"
    name = "missing-argument"
    severity = "error"
