from . import Rule


class NotOnePerOutput(Rule):
    """Labels, losses or metrics are not one for each output.

    ## What it is

    A model with several outputs takes a list of labels, and where `compile` is given a list of
    losses, loss weights or metrics, that has one for each output as well. `metrics=["mae"]` is no
    list for all outputs then, but one for the first.

    ## Why it matters

    The model compiles. The first batch of `fit` raises.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((8,))
    kind = layers.Dense(3, activation="softmax", name="kind")(image)
    size = layers.Dense(1, name="size")(image)
    model = keras.Model(image, [kind, size])
    model.compile("adam", loss=["categorical_crossentropy", "mse"], metrics=["mae"])
    model.fit(np.zeros((8, 8)), [np.eye(3)[np.zeros(8, int)], np.zeros((8, 1))], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((8,))
    kind = layers.Dense(3, activation="softmax", name="kind")(image)
    size = layers.Dense(1, name="size")(image)
    model = keras.Model(image, [kind, size])
    model.compile("adam", loss=["categorical_crossentropy", "mse"], metrics=[["accuracy"], ["mae"]])
    model.fit(np.zeros((8, 8)), [np.eye(3)[np.zeros(8, int)], np.zeros((8, 1))], verbose=0)
    ```

    ## What Keras says

    `ValueError: tuple arity mismatch; expected: 2, got: 1; tuple: ('mae',). Invalid `metrics`.` For
    labels: `y_true and y_pred have different structures`, or a `KeyError` about a path in `loss`.
    """

    code = "CNN318"
    name = "not-one-per-output"
    severity = "error"
