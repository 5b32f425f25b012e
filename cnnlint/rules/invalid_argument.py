from . import Rule


class InvalidArgument(Rule):
    """An argument has a value that Keras refuses.

    ## What it is

    The argument exists, but this value for it, or this value together with another argument, raises
    when the layer is made or first called.

    ## Why it matters

    The message names the argument and what it may be.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, padding="sane")(image)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3, padding="same")(image)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: The `padding` argument must be a list/tuple or one of {'same', 'valid'}.
    Received: sane
    ```
    """

    code = "CNN201"
    name = "invalid-argument"
    severity = "error"
