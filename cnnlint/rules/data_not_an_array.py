from . import Rule


class DataNotAnArray(Rule):
    """A list of Python numbers is given where Keras takes arrays.

    ## What it is

    To `fit`, `evaluate` and `predict` a list means several arrays, one for each input of the model.
    A list of numbers, or of lists of numbers, is not turned into an array, as NumPy's functions
    would do.

    ## Why it matters

    Older versions of Keras took such lists, so that many examples still show them; Keras 3 raises.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0]), verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: Unrecognized data type: x=[[0, 0], [0, 1], [1, 0], [1, 1]] (of type <class 'list'>)
    ```
    """

    code = "CNN304"
    name = "data-not-an-array"
    severity = "error"
