from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class DataNotAnArray(Rule):
    """A list of Python numbers is given where Keras takes arrays.

    ## What it is

    To `fit`, `evaluate` and `predict` a list means several arrays, one for each input of the model.
    A list of numbers, or of lists of numbers, is not turned into an array, as NumPy's functions
    would do. Nor does Keras know what to do with a NumPy array of texts or of objects.

    ## Why it matters

    Older versions of Keras took such lists, so that many examples still show them; Keras 3 raises.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    model = keras.Sequential([keras.Input((2,)), layers.Dense(1)])
    model.compile("adam", loss="mse")
    model.fit(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0]), verbose=0)
    ```

    ## What Keras says

    ```text
    ValueError: Unrecognized data type: x=[[0, 0], [0, 1], [1, 0], [1, 1]] (of type <class 'list'>)
    ```
    """

    code = "CNN304"
    name = "data-not-an-array"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        (said,) = site.about
        call = site.call()
        if call is None:
            return None
        found = [
            each for each in call.arguments if site.text[each.value[1] : each.value[2]] == said
        ]
        if not found:
            found = [
                each for each in [call.argument(said, "xy".find(said))] if each and said in "xy"
            ]
        if len(found) != 1 or found[0].how not in ("", "="):
            return None
        numpy, edits = site.numpy()
        return site.fix(
            "make an array of it", [*edits, *call.wrap(found[0], f"{numpy}.array(", ")")], safe=True
        )
