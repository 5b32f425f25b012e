from . import Rule


class SampleCountMismatch(Rule):
    """There are not as many labels as samples.

    ## What it is

    The first axis of everything given to `fit` or `evaluate` counts the samples: it must be the
    same for the inputs, the labels and the sample weights, and again for the two halves of the
    validation data.

    ## Why it matters

    Usually two halves of a split were mixed up (`x_train` with `y_test`), or one array was filtered
    and the other was not. Were the counts the same by chance, the model would be trained on wrong
    labels.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x_train, y_train = np.zeros((100, 8)), np.zeros((100, 1))
    x_test, y_test = np.zeros((20, 8)), np.zeros((20, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(x_train, y_test, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x_train, y_train = np.zeros((100, 8)), np.zeros((100, 1))
    x_test, y_test = np.zeros((20, 8)), np.zeros((20, 1))
    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(x_train, y_train, validation_data=(x_test, y_test), verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: Data cardinality is ambiguous. Make sure all arrays contain the same number of
    samples.'x' sizes: 100 'y' sizes: 20
    ```
    """

    code = "CNN302"
    name = "sample-count-mismatch"
    severity = "error"
