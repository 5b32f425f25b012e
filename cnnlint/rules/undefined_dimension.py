from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site

#: What comes to a fixed size whatever the size of its input, by its rank.
POOLING = {
    3: "GlobalAveragePooling1D",
    4: "GlobalAveragePooling2D",
    5: "GlobalAveragePooling3D",
}


class UndefinedDimension(Rule):
    """A layer needs a size that is None.

    ## What it is

    Weights are made when a layer is first called, and their shapes depend on some sizes of its
    input: the last axis for `Dense`, the channels for a convolution. Those must be numbers by then.

    ## Why it matters

    A network that is to take images of any size must come to a fixed size before its first `Dense`
    layer: `GlobalAveragePooling2D` does, `Flatten` does not.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Conv2D(32, 3)(image)
    x = layers.Flatten()(x)
    x = layers.Dense(10)(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((None, None, 3))
    x = layers.Conv2D(32, 3)(image)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(10)(x)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: Shapes used to initialize variables must be fully-defined (no `None`
    dimensions). Received: shape=(None, 10) for variable path='dense/kernel'
    ```
    """

    code = "CNN107"
    name = "undefined-dimension"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        before = site.inputs[0].node if len(site.inputs) == 1 else None
        if before is None or before.layer.class_name != "Flatten" or before.inputs[0].shape is None:
            return None
        call = site.making(before.layer)
        pooling = POOLING.get(len(before.inputs[0].shape))
        said = None if call is None or pooling is None else site.sibling(call, pooling)
        if call is None or said is None:
            return None
        name, edits = said
        callee = call.callee
        return site.fix(f"use `{pooling}` instead", [*edits, (callee[1], callee[2], name)])
