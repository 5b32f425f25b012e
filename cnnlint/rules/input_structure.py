from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class InputStructure(Rule):
    """A layer gets one tensor where it needs a list, or a list where it needs one.

    ## What it is

    Merging layers (`Add`, `Concatenate`, ...) are called on a list of two or more tensors; most
    other layers on exactly one.

    ## Why it matters

    `Add()(a, b)` is not `Add()([a, b])`: the second positional argument of a call is something
    else.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3)(image)
    x = layers.Concatenate()(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, padding="same")(image)
    x = layers.Concatenate()([image, x])
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: A `Concatenate` layer should be called on a list of at least 1 input. Received:
    input_shape=(None, 30, 30, 8)
    ```
    """

    code = "CNN111"
    name = "input-structure"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.call()
        if site.about != ("list",) or call is None or call.spreads:
            return None
        if len(call.arguments) < 2 or any(each.how for each in call.arguments):
            return None
        first, last = call.arguments[0], call.arguments[-1]
        edits = [(first.start, first.start, "["), (last.end, last.end, "]")]
        return site.fix("call it on a list", edits, safe=True)
