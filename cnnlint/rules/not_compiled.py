from . import Rule


class NotCompiled(Rule):
    """A model is trained that was never compiled.

    ## What it is

    `fit`, `evaluate`, `train_on_batch` and `test_on_batch` need to know the loss and the optimizer,
    and `compile` is where they are said. `predict` needs neither.

    ## Why it matters

    The call raises at once. It is said only where everything that was done with the model is in
    sight: a model that was read from a file may have been compiled before it was saved.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.fit(np.zeros((100, 8)), np.zeros((100, 1)), verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(np.zeros((100, 8)), np.zeros((100, 1)), verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: You must call `compile()` before using the model.
    ```
    """

    code = "CNN303"
    name = "not-compiled"
    severity = "error"
