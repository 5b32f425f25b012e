from . import Rule


class UnusedSuppression(Rule):
    """A comment suppresses what is not reported.

    ## What it is

    A comment `# cnnlint: ignore[...]`, or `# noqa` with a code of cnnlint's, stands where no such
    thing is reported: it has been put right since, or the comment stands on the wrong line. In a
    function or a class nothing is said of that, since other files may use it in other ways. A
    bare `# noqa` and the codes of other tools are left to those.

    ## Why it matters

    Whoever reads it looks for a mistake that is not there; and the next one that is made on this
    line will not be reported.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3),  # cnnlint: ignore[CNN101]
    ])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3),
    ])
    ```

    ## What Keras says

    Nothing: to Python this is a comment.
    """

    code = "CNN004"
    name = "unused-suppression"
    severity = "warning"
