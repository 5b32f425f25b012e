from . import Rule


class MatmulShapeMismatch(Rule):
    """Two tensors cannot be multiplied as matrices.

    ## What it is

    In a matrix product the last axis of the left operand meets the second last axis of the right
    one. Their sizes must be equal.

    ## Why it matters

    One of the two usually needs its last two axes swapped.

    ## Bad

    ```python
    import keras

    a = keras.Input((8, 16))
    b = keras.Input((8, 16))
    model = keras.Model([a, b], keras.ops.matmul(a, b))
    ```

    ## Good

    ```python
    import keras

    a = keras.Input((8, 16))
    b = keras.Input((8, 16))
    model = keras.Model([a, b], keras.ops.matmul(a, keras.ops.transpose(b, (0, 2, 1))))
    ```

    ## What Keras says

    ```text
    ValueError: Inner dimensions (`x1.shape[-1]` and `x2.shape[-2]`) must be equal, but received
    `x1.shape=(None, 8, 16)` and `x2.shape=(None, 8, 16)`.
    ```
    """

    code = "CNN116"
    name = "matmul-shape-mismatch"
    severity = "error"
