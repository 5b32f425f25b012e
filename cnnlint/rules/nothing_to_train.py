from . import Rule


class NothingToTrain(Rule):
    """A model is trained and all of its weights are frozen.

    ## What it is

    Every weight of the model is frozen (`trainable = False` on the model or on all its layers)
    when it is trained. Keras 3 looks at `trainable` when training begins, not when the model is
    compiled: a discriminator that is frozen after it was compiled, as for Keras 2, is not trained
    by its own `train_on_batch` either.

    ## Why it matters

    `fit` runs its epochs and changes nothing.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    base = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
    base.trainable = False
    model = keras.Sequential([base, layers.Softmax()])
    model.compile("adam", loss="categorical_crossentropy")
    model.fit(np.zeros((16, 8)), np.zeros((16, 4)), verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    base = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
    base.trainable = False
    model = keras.Sequential([base, layers.Dense(4, activation="softmax")])
    model.compile("adam", loss="categorical_crossentropy")
    model.fit(np.zeros((16, 8)), np.zeros((16, 4)), verbose=0)
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN407"
    name = "nothing-to-train"
    severity = "warning"
