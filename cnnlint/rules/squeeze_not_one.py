from . import Rule


class SqueezeNotOne(Rule):
    """An axis to be removed has a size other than 1.

    ## What it is

    `squeeze` takes axes of size 1 away. Any other size holds more than one value, and there is
    nowhere for them to go.

    ## Why it matters

    To take one of several values, index the axis; to combine them, reduce it.

    ## Bad

    ```python
    import keras

    image = keras.Input((28, 28, 3))
    model = keras.Model(image, keras.ops.squeeze(image, axis=-1))
    ```

    ## Good

    ```python
    import keras

    image = keras.Input((28, 28, 1))
    model = keras.Model(image, keras.ops.squeeze(image, axis=-1))
    ```

    ## What Keras says

    ```text
    ValueError: Cannot squeeze axis -1, because the dimension is not 1.
    ```
    """

    code = "CNN119"
    name = "squeeze-not-one"
    severity = "error"
