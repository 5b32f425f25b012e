from . import Rule


class ChannelMismatch(Rule):
    """A layer that has its weights is called on another number of channels.

    ## What it is

    The first call of a layer makes its weights, for as many channels or features as that input has.
    Every later call of the same layer must bring as many.

    ## Why it matters

    Sharing a layer means sharing its weights, so the inputs must be alike. Where they are not meant
    to be, two layers are.

    ## Bad

    ```python
    import keras
    from keras import layers

    left = keras.Input((64,))
    right = keras.Input((32,))
    shared = layers.Dense(16)
    x = layers.Concatenate()([shared(left), shared(right)])
    model = keras.Model([left, right], x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    left = keras.Input((64,))
    right = keras.Input((64,))
    shared = layers.Dense(16)
    x = layers.Concatenate()([shared(left), shared(right)])
    model = keras.Model([left, right], x)
    ```

    ## What Keras says

    ```text
    ValueError: Input 0 with name 'None' of layer 'dense' is incompatible with the layer:
    expected axis -1 of input shape to have value 64, but received input with shape (None, 32)
    ```
    """

    code = "CNN103"
    name = "channel-mismatch"
    severity = "error"
