from __future__ import annotations

from ..edits.site import literal
from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class AxisOutOfRange(Rule):
    """An axis is named that the tensor does not have.

    ## What it is

    A tensor of rank R has the axes 0 to R − 1, which can also be counted from the back as −R to −1.
    The batch axis is axis 0, except where a layer says that it does not count it.

    ## Why it matters

    The axis was usually right for a tensor of another rank, before a `Flatten` or a pooling was put
    in between.

    ## Bad

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.BatchNormalization(axis=3)(features)
    model = keras.Model(features, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    features = keras.Input((32,))
    x = layers.BatchNormalization(axis=1)(features)
    model = keras.Model(features, x)
    ```

    ## What Keras says

    ```text
    IndexError: tuple index out of range
    ```
    """

    code = "CNN115"
    name = "axis-out-of-range"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.making(site.layer)
        given = None if call is None else call.named("axis")
        if call is None or given is None or not literal(given.value, int):
            return None
        return site.fix("name the last axis", call.replace(given, "-1"))
