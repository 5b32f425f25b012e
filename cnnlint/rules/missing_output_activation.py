from . import Rule


class MissingOutputActivation(Rule):
    """A crossentropy reads as probabilities what no activation has made such.

    ## What it is

    A crossentropy without `from_logits=True` takes the output of the model for probabilities. Where
    the last layer has no activation, or one whose values are not between 0 and 1, they are clipped,
    and the loss of a wrong answer can be as small as that of a right one.

    ## Why it matters

    The loss starts high, falls hardly at all or becomes NaN, and nothing says why.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3)])
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="categorical_crossentropy")
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN313"
    name = "missing-output-activation"
    severity = "warning"
