from . import Rule


class SymbolicTensor(Rule):
    """A function of TensorFlow or NumPy is given a symbolic tensor of Keras.

    ## What it is

    What `keras.Input` and the layers called on it return are shapes without values. Functions of
    `tf` and `np` want values. Inside the `call` of a layer or a model, and inside a `Lambda`,
    tensors have them, and such functions may be used; operators such as `x + 1` and the functions
    of `keras.ops` work everywhere.

    ## Why it matters

    Keras 2 made a layer of the function silently; Keras 3 raises.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3)(image)
    x = np.mean(x, axis=(1, 2))
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers, ops

    image = keras.Input((8, 8, 3))
    x = layers.Conv2D(4, 3)(image)
    x = ops.mean(x, axis=(1, 2))
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: A KerasTensor is symbolic: it's a placeholder for a shape an a dtype. ...
    ```
    """

    code = "CNN126"
    name = "symbolic-tensor"
    severity = "error"
