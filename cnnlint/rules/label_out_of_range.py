from __future__ import annotations

from ..edits.site import literal
from ..network import Model
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class LabelOutOfRange(Rule):
    """A label is not the number of a class that the model knows.

    ## What it is

    With `sparse_categorical_crossentropy` the labels are class numbers, and a layer of N units
    knows the classes 0 to N − 1. `to_categorical` has as many columns as it is told, and a label
    below 0 counts from the last of them.

    ## Why it matters

    Either there are fewer units than classes, or the labels count from 1. On a CPU training stops
    at the first batch that holds such a label; on a GPU the loss becomes NaN instead, without a
    word.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((6, 8)), np.array([1, 2, 3, 3, 2, 1])
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((6, 8)), np.array([1, 2, 3, 3, 2, 1]) - 1
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    ```text
    InvalidArgumentError: Received a label value of 3 which is outside the valid range of [0, 3).
    ```
    """

    code = "CNN306"
    name = "label-out-of-range"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        model = site.layer
        if len(site.about) != 3 or not isinstance(model, Model) or len(model.outputs) != 1:
            return None
        _, units, wanted = site.about
        # The layer that makes the last axis: activations leave it as it is.
        node = model.outputs[0].node
        while node is not None and node.layer.class_name in ("Activation", "Softmax", "Dropout"):
            node = node.inputs[0].node
        call = None if node is None else site.making(node.layer)
        given = None if call is None else call.argument("units", 0)
        if call is None or given is None or site.callee(call) != "Dense":
            return None
        if not literal(given.value, int) or given.value[3] != units:
            return None
        return site.fix(f"end the model in {wanted} units", call.replace(given, str(wanted)))
