from . import Rule


class EinsumMismatch(Rule):
    """The letters of an `einsum` do not fit its operands.

    ## What it is

    Each letter names an axis. An operand needs as many letters as it has axes, the same letter must
    mean the same size wherever it stands, and right of the arrow stand only letters from the left.

    ## Why it matters

    `...` stands for axes that need no name, the batch for example.

    ## Bad

    ```python
    import keras

    a = keras.Input((8, 16))
    b = keras.Input((8, 16))
    model = keras.Model([a, b], keras.ops.einsum("bi,bj->bij", a, b))
    ```

    ## Good

    ```python
    import keras

    a = keras.Input((8, 16))
    b = keras.Input((8, 16))
    model = keras.Model([a, b], keras.ops.einsum("bij,bkj->bik", a, b))
    ```

    ## What Keras says

    ```text
    ValueError: Number of dimensions in the subscript does not match the number of dimensions in
    the operand, received subscript `bi` and operand of shape [-1, 8, 16].
    ```
    """

    code = "CNN124"
    name = "einsum-mismatch"
    severity = "error"
