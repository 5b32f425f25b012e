from . import Rule


class NoSuchName(Rule):
    """A name that Keras does not have, and nearly one that it has.

    ## What it is

    `keras.layers.Conv2d` is not there, `Conv2D` is: names of classes count capitals. It is said
    only where a name that Keras exports is close, so that a name of a newer Keras is left alone.

    ## Why it matters

    Python raises when it comes to this line, which may be after an hour of loading data.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    model = keras.Model(image, layers.Conv2d(8, 3)(image))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    model = keras.Model(image, layers.Conv2D(8, 3)(image))
    ```

    ## What Keras says

    ```text
    AttributeError: module 'keras.layers' has no attribute 'Conv2d'
    ```
    """

    code = "CNN206"
    name = "no-such-name"
    severity = "error"
