from . import Rule


class MissingSuperInit(Rule):
    """A layer's `__init__` does not call that of `Layer`.

    ## What it is

    A class derived from `Layer` or `Model` that has an `__init__` of its own must call
    `super().__init__()` in it, before anything else: that is where Keras sets up the name, the
    weights and the list of layers.

    ## Why it matters

    The object can be made, and everything set on it, without a word; Keras raises when it is called
    for the first time, at a line that may be far away.

    ## Bad

    ```python
    import keras
    from keras import layers


    class Block(layers.Layer):
        def __init__(self, units):
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)


    block = Block(4)
    outputs = block(keras.Input((8,)))
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


    block = Block(4)
    outputs = block(keras.Input((8,)))
    ```

    ## What Keras says

    ```text
    RuntimeError: In layer 'Block', you forgot to call `super().__init__()` as the first
    statement in the `__init__()` method. Go add it!
    ```
    """

    code = "CNN127"
    name = "missing-super-init"
    severity = "error"
