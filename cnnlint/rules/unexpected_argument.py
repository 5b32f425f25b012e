from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class UnexpectedArgument(Rule):
    """An argument is given that the layer does not take.

    ## What it is

    The name is misspelt, belongs to another layer, or there is one positional argument too many.

    ## Why it matters

    A misspelt argument is not passed over: Keras raises.

    ## Bad

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.Dense(10, activaton="softmax")(features)
    model = keras.Model(features, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.Dense(10, activation="softmax")(features)
    model = keras.Model(features, x)
    ```

    ## What Keras says

    ```text
    ValueError: Unrecognized keyword arguments passed to Dense: {'activaton': 'softmax'}
    ```
    """

    code = "CNN203"
    name = "unexpected-argument"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if not site.about or not site.about[1]:
            return None
        old, new = site.about
        call = site.call()
        if call is None or call.named(new) is not None:
            return None
        return site.fix(f"call it `{new}`", call.rename(old, new))
