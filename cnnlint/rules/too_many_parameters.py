from . import Rule


class TooManyParameters(Rule):
    """A model has more parameters than its project allows.

    ## What it is

    `max-params` in the configuration is a number: `10_000_000`, or `"10M"`. Every variable of the
    model counts once, whether or not it is trained. Where something about the model is not known,
    what is known counts. `budgets` sets it for a file or a target.

    ## Why it matters

    A model that must fit on a device, or be sent over a line, grows past that in small steps, and
    nobody sees it before it is delivered.

    ## Bad

    ```toml
    [tool.cnnlint]
    max-params = "50K"
    ```

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(10),
        ]
    )
    ```

    ## What Keras says

    Nothing.
    """

    code = "CNN601"
    name = "too-many-parameters"
    severity = "warning"
