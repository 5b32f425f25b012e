from . import Rule


class MissingCall(Rule):
    """A layer or a model of one's own is called, and its class has no `call`.

    ## What it is

    What a class derived from `Layer` or `Model` computes stands in its method `call`. Under
    another name (PyTorch has `forward`) Keras does not find it. Classes whose base is a layer of
    Keras's own, and models with a `train_step` that never call themselves, need none.

    ## Why it matters

    Python takes the class as it is; Keras raises when it is called for the first time, for a model
    that is in `fit`.

    ## Bad

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)

        def forward(self, x):
            return self.dense(x)


    outputs = Block(4)(keras.Input((8,)))
    ```

    ## Good

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)


    outputs = Block(4)(keras.Input((8,)))
    ```

    ## What Keras says

    ```text
    NotImplementedError: Exception encountered when calling Block.call().

    Layer Block does not have a `call()` method implemented.
    ```
    """

    code = "CNN140"
    name = "missing-call"
    severity = "error"
