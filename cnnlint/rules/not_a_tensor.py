from . import Rule


class NotATensor(Rule):
    """A layer is called on something that is no tensor.

    ## What it is

    What stands in the call is a layer, a class, a string or another object that no tensor can be
    made of.

    ## Why it matters

    Usually the layer before was made but never called: `layers.Dense(64)` is a layer,
    `layers.Dense(64)(x)` is what it makes of `x`.

    ## Bad

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.Dense(64)
    x = layers.Dense(10)(x)
    model = keras.Model(features, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.Dense(64, activation="relu")(features)
    x = layers.Dense(10)(x)
    model = keras.Model(features, x)
    ```

    ## What Keras says

    ```text
    ValueError: Only input tensors may be passed as positional arguments. The following argument
    value should be passed as a keyword argument: <Dense name=dense, built=False> (of type
    <class '...Dense'>)
    ```
    """

    code = "CNN113"
    name = "not-a-tensor"
    severity = "error"
