from . import Rule


class DuplicateLayerName(Rule):
    """Two layers of one model have the same name.

    ## What it is

    Names are how `get_layer`, saved weights and the summary tell layers apart, so within a model
    they must differ. Without `name=` Keras numbers them itself.

    ## Why it matters

    It happens in builder functions and loops that give every layer the same literal name.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, name="block")(image)
    x = layers.Conv2D(8, 3, name="block")(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, name="block_1")(image)
    x = layers.Conv2D(8, 3, name="block_2")(x)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: The name "block" is used 2 times in the model. All operation names should be
    unique.
    ```
    """

    code = "CNN112"
    name = "duplicate-layer-name"
    severity = "error"
