from . import Rule


class ReshapeBadTarget(Rule):
    """A reshape has a target that is no shape.

    ## What it is

    A target is made of positive sizes, and of at most one -1 for the size that is to be worked out.

    ## Why it matters

    With two sizes left open there is no single answer, so Keras gives none.

    ## Bad

    ```python
    import keras
    from keras import layers

    features = keras.Input((64,))
    x = layers.Reshape((-1, -1))(features)
    model = keras.Model(features, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    features = keras.Input((64,))
    x = layers.Reshape((8, -1))(features)
    model = keras.Model(features, x)
    ```

    ## What Keras says

    ```text
    ValueError: There must be at most one unknown dimension (-1) in `target_shape`. Received:
    target_shape=(-1, -1).
    ```
    """

    code = "CNN117"
    name = "reshape-bad-target"
    severity = "error"
