from . import Rule


class InputShapeMismatch(Rule):
    """A model is called on a shape that it was not made for.

    ## What it is

    A functional or sequential model keeps the shape of its inputs. A tensor it is called on must
    agree with it on every axis that is not None.

    ## Why it matters

    A pretrained base wants the size it was made with wherever it ends in `Dense` layers. An input
    of `keras.Input((None, None, 3))` leaves height and width open.

    ## Bad

    ```python
    import keras
    from keras import layers

    inside = keras.Input((32, 32, 3))
    base = keras.Model(inside, layers.Dense(8)(layers.Flatten()(inside)))
    image = keras.Input((16, 16, 3))
    model = keras.Model(image, base(image))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    inside = keras.Input((32, 32, 3))
    base = keras.Model(inside, layers.Dense(8)(layers.Flatten()(inside)))
    image = keras.Input((16, 16, 3))
    model = keras.Model(image, base(layers.UpSampling2D()(image)))
    ```

    ## What Keras says

    ```text
    ValueError: Input 0 with name 'input_layer' of layer 'functional' is incompatible with the
    layer: expected shape=(None, 32, 32, 3), found shape=(None, 16, 16, 3)
    ```
    """

    code = "CNN114"
    name = "input-shape-mismatch"
    severity = "error"
