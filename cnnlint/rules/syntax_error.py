from . import Rule


class NotPython(Rule):
    """The file is not Python.

    ## What it is

    The parser stopped here, so nothing else in this file was looked at. Other files are.

    ## Why it matters

    Python itself stops at the same place: no line of the file runs.

    ## Bad

    ```python
    import keras

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(10)
    ```

    ## Good

    ```python
    import keras

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ])
    ```

    ## What Keras says

    Nothing: it is Python that raises `SyntaxError`.
    """

    code = "CNN001"
    name = "syntax-error"
    severity = "error"
