from . import Rule


class NotALayer(Rule):
    """Something that is no layer stands where a layer belongs.

    ## What it is

    A `Sequential` model is made of layers. A class, a function, a string or a tensor is none.

    ## Why it matters

    `layers.Flatten` without its brackets is the class; `layers.Flatten()` is a layer. A function
    becomes a layer as `layers.Lambda(function)` or `layers.Activation(function)`.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Flatten,
        layers.Dense(10),
    ])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Flatten(),
        layers.Dense(10),
    ])
    ```

    ## What Keras says

    ```text
    ValueError: Only instances of `keras.Layer` can be added to a Sequential model. Received:
    <class '...Flatten'> (of type <class 'type'>)
    ```
    """

    code = "CNN204"
    name = "not-a-layer"
    severity = "error"
