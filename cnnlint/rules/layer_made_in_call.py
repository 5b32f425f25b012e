from . import Rule


class LayerMadeInCall(Rule):
    """A layer with weights is made in `call`.

    ## What it is

    `call` runs for every batch. A layer that is made in it is a new one each time, with new
    weights, and it belongs to no model: layers belong in `__init__` (or `build`), and are kept in
    an attribute. Layers without weights, such as `Flatten()`, do no harm there.

    ## Why it matters

    `summary()` and the optimizer know nothing of the weights, so that they are not trained, and
    `fit` usually raises because variables are created in a function that is compiled once.

    ## Bad

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def call(self, x):
            return layers.Dense(4)(x)


    outputs = Block()(keras.Input((8,)))
    ```

    ## Good

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(4)

        def call(self, x):
            return self.dense(x)


    outputs = Block()(keras.Input((8,)))
    ```

    ## What Keras says

    Nothing: the layer is called.
    """

    code = "CNN409"
    name = "layer-made-in-call"
    severity = "warning"
