from . import Rule


class BuildWithoutEffect(Rule):
    """`build` is called on a model that does not know how to build itself.

    ## What it is

    In Keras 3 `model.build(shape)` of a class of your own does only what its own `build` says;
    without one it marks the model as built and makes no weights. Keras 2 ran `call` instead.

    ## Why it matters

    `summary()` shows no shapes and no parameters, and weights that are loaded or counted next are
    not there. The first call builds the layers, here or in `fit`.

    ## Bad

    ```python
    import keras
    from keras import layers


    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(4)

        def call(self, x):
            return self.dense(x)


    model = Net()
    model.build((None, 8))
    ```

    ## Good

    ```python
    import keras
    from keras import layers


    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(4)

        def call(self, x):
            return self.dense(x)


    model = Net()
    outputs = model(keras.Input((8,)))
    ```

    ## What Keras says

    A warning: `build()` was called on a layer that does not have a `build()` method implemented.
    """

    code = "CNN411"
    name = "build-without-effect"
    severity = "warning"
