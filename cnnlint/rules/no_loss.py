from . import Rule


class NoLoss(Rule):
    """A model is trained that was compiled without a loss.

    ## What it is

    `compile` takes a model without a loss: it may have one of its own, from `add_loss` or from
    regularizers. This model has none of these.

    ## Why it matters

    There is nothing to make smaller, and `fit` raises.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(optimizer="adam")
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(np.zeros((16, 8)), np.zeros((16, 1)), verbose=0)
    ```

    ## What Keras says

    `ValueError: No loss to compute. Provide a `loss` argument in `compile()`.` With JAX as the
    backend training goes on, with a loss of 0.
    """

    code = "CNN319"
    name = "no-loss"
    severity = "error"
