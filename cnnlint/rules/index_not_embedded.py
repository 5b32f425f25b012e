from . import Rule


class IndexNotEmbedded(Rule):
    """A number is looked up that the embedding has no row for.

    ## What it is

    `Embedding(1000, 16)` has rows for the numbers 0 to 999. Words are often counted from 1, with 0
    kept for padding: 1,000 words then need 1,001 rows.

    ## Why it matters

    On a CPU the first batch that holds such a number raises. On a GPU nothing does: TensorFlow
    returns zeros in its place, and the model learns from them.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential(
        [keras.Input((4,)), layers.Embedding(5, 8), layers.Flatten(), layers.Dense(1)]
    )
    model.compile("adam", loss="mse")
    words = np.array([[1, 2, 3, 4], [2, 3, 4, 5]])
    model.fit(words, np.array([0.0, 1.0]), verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential(
        [keras.Input((4,)), layers.Embedding(6, 8), layers.Flatten(), layers.Dense(1)]
    )
    model.compile("adam", loss="mse")
    words = np.array([[1, 2, 3, 4], [2, 3, 4, 5]])
    model.fit(words, np.array([0.0, 1.0]), verbose=0)
    ```

    ## What Keras says

    `InvalidArgumentError: Graph execution error: ... indices[1,3] = 5 is not in [0, 5)`, on a CPU.
    Where the numbers are only known to lie in some range, as those of `randint`, cnnlint warns.
    """

    code = "CNN317"
    name = "index-not-embedded"
    severity = "error"
