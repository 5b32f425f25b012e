from . import Rule


class GraphDisconnected(Rule):
    """An output of the model cannot be worked out from its inputs.

    ## What it is

    `keras.Model(inputs, outputs)` walks back from the outputs. Every path must end at one of the
    given inputs; this one ends at a tensor that is not among them. A tensor from between two layers
    may be an input too, but then it cannot be an output as well.

    ## Why it matters

    Most often a second `keras.Input` was made and forgotten in the list, or a variable was
    overwritten, so that `inputs` no longer is what the layers were called on.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    age = keras.Input((1,))
    x = layers.Flatten()(image)
    x = layers.Concatenate()([x, age])
    model = keras.Model(image, layers.Dense(1)(x))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    age = keras.Input((1,))
    x = layers.Flatten()(image)
    x = layers.Concatenate()([x, age])
    model = keras.Model([image, age], layers.Dense(1)(x))
    ```

    ## What Keras says

    ```text
    ValueError: Output with path `` is not connected to `inputs`
    ```
    """

    code = "CNN110"
    name = "graph-disconnected"
    severity = "error"
