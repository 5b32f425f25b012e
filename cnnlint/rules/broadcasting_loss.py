from . import Rule


class BroadcastingLoss(Rule):
    """Labels and predictions of different shapes are broadcast.

    ## What it is

    Losses such as `mse` compare number by number, and spread an axis of size 1 over the other's
    size: one label for each sample is then compared with every number that is predicted for it.

    ## Why it matters

    Usually the model has too many outputs: a layer for sequences or images where one number was
    meant. Every one of them is trained to be the same label.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 20, 8)), np.zeros((100, 1))
    model = keras.Sequential(
        [keras.Input((20, 8)), layers.LSTM(16, return_sequences=True), layers.Dense(1)]
    )
    model.compile("adam", loss="mse")
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 20, 8)), np.zeros((100, 1))
    model = keras.Sequential([keras.Input((20, 8)), layers.LSTM(16), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN315"
    name = "broadcasting-loss"
    severity = "warning"
