from . import Rule


class BadSlice(Rule):
    """A slice has a step of zero.

    ## What it is

    `x[a:b:step]` takes every `step`-th value from `a` to `b`; a step of 0 never gets there.

    ## Why it matters

    Python refuses it for its own lists, and Keras for tensors.

    ## Bad

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, ::0])
    ```

    ## Good

    ```python
    import keras

    steps = keras.Input((10, 64))
    model = keras.Model(steps, steps[:, ::2])
    ```

    ## What Keras says

    ```text
    ValueError: slice step cannot be zero
    ```
    """

    code = "CNN205"
    name = "bad-slice"
    severity = "error"
