from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class PositionalCallArgument(Rule):
    """A layer is called with something by position that is no tensor.

    ## What it is

    Keras 3 takes only tensors (and None) by position where a layer is called:
    `dropout(x, True)` has to be `dropout(x, training=True)`. That holds for layers of your own
    too. In a `call(self, x, training=False)` of Keras 2, `self.dropout(x, training)` was well
    formed; now it stops, for `training` is then `False` or `True`.

    ## Why it matters

    The model is not built, or `fit` stops at its first batch, where Keras sets `training`.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((8,))
    x = layers.Dropout(0.5)(image, True)
    model = keras.Model(image, layers.Dense(1)(x))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((8,))
    x = layers.Dropout(0.5)(image, training=True)
    model = keras.Model(image, layers.Dense(1)(x))
    ```

    ## What Keras says

    ```text
    ValueError: Only input tensors may be passed as positional arguments. The following argument
    value should be passed as a keyword argument: True (of type <class 'bool'>)
    ```
    """

    code = "CNN503"
    name = "positional-call-argument"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 2:
            return None
        place, name = site.about
        call = site.call()
        given = call.at(place) if call is not None and name else None
        if call is None or given is None or call.at(place + 1) is not None:
            return None
        return site.fix(f"name it `{name}`", [(given.start, given.start, f"{name}=")], safe=True)
