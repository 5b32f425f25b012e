from . import Rule


class IgnoredByKeras(Rule):
    """What Keras takes and never looks at.

    ## What it is

    Optimizers still take `decay=`, and train with a learning rate that stays. `ReduceLROnPlateau`
    and `LambdaCallback` take any argument: one that is misspelt, or was renamed, changes nothing.
    Nor does a method of a callback that is called like a hook and is none, as `on_train_start`.

    ## Why it matters

    The program runs, and does not do what is written there.

    ## Bad

    ```python
    import keras

    slower = keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=3, min_learning_rate=1e-6)
    ```

    ## Good

    ```python
    import keras

    slower = keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=3, min_lr=1e-6)
    ```

    ## What Keras says

    Of `decay`: Argument `decay` is no longer supported and will be ignored. Of the others nothing.
    """

    code = "CNN419"
    name = "ignored-by-keras"
    severity = "warning"
