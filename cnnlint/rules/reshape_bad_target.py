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

    features = keras.Input((64,))
    model = keras.Model(features, keras.ops.reshape(features, (-1, -1, 8)))
    ```

    ## Good

    ```python
    import keras

    features = keras.Input((64,))
    model = keras.Model(features, keras.ops.reshape(features, (-1, 8, 8)))
    ```

    ## What Keras says

    ```text
    ValueError: There must be at most one unknown dimension (-1) in `newshape`. Received:
    newshape=(-1, -1, 8).
    ```
    """

    code = "CNN117"
    name = "reshape-bad-target"
    severity = "error"
