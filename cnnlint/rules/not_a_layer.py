from __future__ import annotations

from ..edits.finding import walk
from . import Rule
from .taking import needs_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class NotALayer(Rule):
    """Something that is no layer stands where a layer belongs.

    ## What it is

    A `Sequential` model is made of layers. A class, a function, a string or a tensor is none.

    ## Why it matters

    `layers.Flatten` without its brackets is the class; `layers.Flatten()` is a layer. A function
    becomes a layer as `layers.Lambda(function)` or `layers.Activation(function)`.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Flatten,
        layers.Dense(10),
    ])
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Flatten(),
        layers.Dense(10),
    ])
    ```

    ## What Keras says

    ```text
    ValueError: Only instances of `keras.Layer` can be added to a Sequential model. Received:
    <class '...Flatten'> (of type <class 'type'>)
    ```
    """

    code = "CNN204"
    name = "not-a-layer"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        found = site.way()
        if not site.about or not found or found[-1][0] != "Call":
            return None
        names = [
            each
            for each in walk((found[-1][4],))
            if each[0] in ("Name", "Attribute") and each[-1] == site.about[0]
        ]
        if len(names) != 1 or needs_arguments(site.about[0]):
            return None
        end = names[0][2]
        return site.fix("make a layer of it", [(end, end, "()")], safe=True)
