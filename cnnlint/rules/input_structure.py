from . import Rule


class InputStructure(Rule):
    """A layer gets one tensor where it needs a list, or a list where it needs one.

    ## What it is

    Merging layers (`Add`, `Concatenate`, ...) are called on a list of two or more tensors; most
    other layers on exactly one.

    ## Why it matters

    `Add()(a, b)` is not `Add()([a, b])`: the second positional argument of a call is something
    else.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3)(image)
    x = layers.Concatenate()(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, padding="same")(image)
    x = layers.Concatenate()([image, x])
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: A `Concatenate` layer should be called on a list of at least 1 input. Received:
    input_shape=(None, 30, 30, 8)
    ```
    """

    code = "CNN111"
    name = "input-structure"
    severity = "error"
