from . import Rule


class RemovedArgument(Rule):
    """An argument that Keras 3 no longer takes.

    ## What it is

    Some arguments of older versions have another name now, or stand elsewhere: `lr` of the
    optimizers is `learning_rate`, `nb_epoch` of `fit` is `epochs`, and how many workers prepare the
    data is said where a `keras.utils.PyDataset` is made.

    ## Why it matters

    Code from an older book or answer stops at this line.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=0.001), loss="mse")
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate=0.001), loss="mse")
    ```

    ## What Keras says

    ```text
    ValueError: Argument(s) not recognized: {'lr': 0.001}
    ```
    """

    code = "CNN501"
    name = "removed-argument"
    severity = "error"
