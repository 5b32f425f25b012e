from . import Rule


class UndefinedDimension(Rule):
    """A layer needs a size that is None.

    ## What it is

    Weights are made when a layer is first called, and their shapes depend on some sizes of its
    input: the last axis for `Dense`, the channels for a convolution. Those must be numbers by then.

    ## Why it matters

    A network that is to take images of any size must come to a fixed size before its first `Dense`
    layer: `GlobalAveragePooling2D` does, `Flatten` does not.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Conv2D(32, 3)(image)
    x = layers.Flatten()(x)
    x = layers.Dense(10)(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Conv2D(32, 3)(image)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(10)(x)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: Shapes used to initialize variables must be fully-defined (no `None`
    dimensions). Received: shape=(None, 10) for variable path='dense/kernel'
    ```
    """

    code = "CNN107"
    name = "undefined-dimension"
    severity = "error"
