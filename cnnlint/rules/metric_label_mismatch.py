from . import Rule


class MetricLabelMismatch(Rule):
    """A metric cannot be computed from labels of this form.

    ## What it is

    AUC, precision, recall and their like compare labels and predictions number by number: a model
    of several units needs one-hot labels for them. The sparse metrics want class numbers, and fail
    on one-hot labels. `"accuracy"` looks at the shapes and chooses by itself.

    ## Why it matters

    The loss may take the labels while the metric does not; training stops in its first step.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.random.randint(0, 3, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["AUC"])
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.random.randint(0, 3, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    ```text
    InvalidArgumentError: Graph execution error: ...
    ```
    """

    code = "CNN307"
    name = "metric-label-mismatch"
    severity = "error"
