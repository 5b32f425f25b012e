from . import Rule


class TrainableAfterFit(Rule):
    """Layers are frozen, or set free, between two trainings, and the model is not compiled again.

    ## What it is

    The first `fit` after `compile` makes the step that all further ones use, for the weights that
    are trained at that time. Changing `trainable` later has no effect on it.

    ## Why it matters

    What was meant to be frozen goes on changing; what was meant to be tuned stays as it is.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    base = layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input((8,)), base, layers.Dense(1)])
    base.trainable = False
    model.compile("adam", loss="mse")
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    base.trainable = True
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    base = layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input((8,)), base, layers.Dense(1)])
    base.trainable = False
    model.compile("adam", loss="mse")
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    base.trainable = True
    model.compile("adam", loss="mse")
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN418"
    name = "trainable-after-fit"
    severity = "warning"
