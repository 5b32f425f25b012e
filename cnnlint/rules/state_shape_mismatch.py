from . import Rule


class StateShapeMismatch(Rule):
    """A recurrent layer begins with a state of another size than its own.

    ## What it is

    A layer with 64 units keeps 64 numbers for each sample from step to step (`LSTM` does so twice).
    `initial_state` gives the first of them, and has that many: (batch, units).

    ## Why it matters

    The model builds. In the first step of the first batch, Keras adds what comes of the inputs to
    what comes of the state, and these cannot be multiplied.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    words = keras.Input((10, 8))
    start = keras.Input((32,))
    decoded = layers.GRU(64)(words, initial_state=start)
    model = keras.Model([words, start], decoded)
    model.predict([np.zeros((2, 10, 8)), np.zeros((2, 32))], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    words = keras.Input((10, 8))
    start = keras.Input((32,))
    decoded = layers.GRU(64)(words, initial_state=layers.Dense(64, activation="tanh")(start))
    model = keras.Model([words, start], decoded)
    model.predict([np.zeros((2, 10, 8)), np.zeros((2, 32))], verbose=0)
    ```

    ## What Keras says

    `ValueError: Exception encountered when calling GRUCell.call(). Dimensions must be equal, but
    are 32 and 64`, when the model first runs.
    """

    code = "CNN129"
    name = "state-shape-mismatch"
    severity = "error"
