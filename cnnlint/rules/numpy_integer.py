from __future__ import annotations

from . import Rule
from .taking import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class NumpyInteger(Rule):
    """A whole number of NumPy's is given where Keras asks for an `int` of Python's.

    ## What it is

    `np.prod(shape)`, `np.max(y) + 1`, `np.int64(10)` and the items of an array are numbers of
    NumPy's: `isinstance(np.int64(10), int)` is False. Keras asks that of `Dense(units)`, of a
    lone `kernel_size`, `pool_size` or `strides`, of `Embedding(input_dim, output_dim)`,
    `num_heads`, `RepeatVector(n)` and some more. `len(...)`, `x.shape[1]` and `x.size` are plain
    numbers, and so is what `int(...)` gives. A tuple may hold numbers of either kind:
    `Reshape((n, 3))`, `Conv2D(8, (k, k))`, `keras.Input((n,))`.

    ## Why it matters

    Both kinds print alike, so the message of Keras says that 10 is no positive integer.

    Keras has come to ask it one layer after the other: always of windows and `RepeatVector`, of
    `Dense` from 3.13 on, of `Embedding` and `MultiHeadAttention` from 3.15 on. `int(...)` is right
    in all of them.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Flatten()(image)
    x = layers.Dense(16, activation="relu")(x)
    x = layers.Dense(np.prod(image.shape[1:]), activation="sigmoid")(x)
    model = keras.Model(image, layers.Reshape((28, 28, 1))(x))
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Flatten()(image)
    x = layers.Dense(16, activation="relu")(x)
    x = layers.Dense(int(np.prod(image.shape[1:])), activation="sigmoid")(x)
    model = keras.Model(image, layers.Reshape((28, 28, 1))(x))
    ```

    ## What Keras says

    ```text
    ValueError: Received an invalid value for `units`, expected a positive integer.
    Received: units=784
    ```
    """

    code = "CNN207"
    name = "numpy-integer"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        (name,) = site.about
        call = site.call()
        names = () if call is None else positional(site.callee(call))
        if call is None or not names:
            return None
        given = call.argument(name, names.index(name) if name in names else None)
        if given is None or given.value[0] in ("Tuple", "List"):
            return None
        return site.fix("write `int(...)`", call.wrap(given, "int(", ")"), safe=True)
