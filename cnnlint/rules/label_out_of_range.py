from . import Rule


class LabelOutOfRange(Rule):
    """A label is not the number of a class that the model knows.

    ## What it is

    With `sparse_categorical_crossentropy` the labels are class numbers, and a layer of N units
    knows the classes 0 to N − 1.

    ## Why it matters

    Either there are fewer units than classes, or the labels count from 1. On a CPU training stops
    at the first batch that holds such a label; on a GPU the loss becomes NaN instead, without a
    word.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((6, 8)), np.array([1, 2, 3, 3, 2, 1])
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((6, 8)), np.array([1, 2, 3, 3, 2, 1]) - 1
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    ```text
    InvalidArgumentError: Received a label value of 3 which is outside the valid range of [0, 3).
    ```
    """

    code = "CNN306"
    name = "label-out-of-range"
    severity = "error"
