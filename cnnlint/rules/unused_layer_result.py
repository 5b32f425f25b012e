from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class UnusedLayerResult(Rule):
    """A layer is made and called, and nobody takes the result.

    ## What it is

    A layer changes nothing by itself: it returns a new tensor. A statement such as
    `Dropout(0.5)(x)` leaves `x` as it was, and the layer is in no model.

    ## Why it matters

    The model is built without that layer, and nothing says so.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((8,))
    x = layers.Dense(16, activation="relu")(image)
    layers.Dropout(0.5)(x)
    model = keras.Model(image, layers.Dense(4)(x))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((8,))
    x = layers.Dense(16, activation="relu")(image)
    x = layers.Dropout(0.5)(x)
    model = keras.Model(image, layers.Dense(4)(x))
    ```

    ## What Keras says

    Nothing: the model is built.
    """

    code = "CNN410"
    name = "unused-layer-result"
    severity = "warning"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.call()
        if call is None or len(call.arguments) != 1 or call.arguments[0].value[0] != "Name":
            return None
        name, start = call.arguments[0].value[3], call.node[1]
        return site.fix(f"assign it to `{name}`", [(start, start, f"{name} = ")])
