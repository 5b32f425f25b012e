from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class DuplicateLayerName(Rule):
    """Two layers of one model have the same name.

    ## What it is

    Names are how `get_layer`, saved weights and the summary tell layers apart, so within a model
    they must differ. Without `name=` Keras numbers them itself.

    ## Why it matters

    It happens in builder functions and loops that give every layer the same literal name.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, name="block")(image)
    x = layers.Conv2D(8, 3, name="block")(x)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, name="block_1")(image)
    x = layers.Conv2D(8, 3, name="block_2")(x)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    ValueError: The name "block" is used 2 times in the model. All operation names should be
    unique.
    ```
    """

    code = "CNN112"
    name = "duplicate-layer-name"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.call() or site.making(site.layer)
        if site.layer is not None:
            call = site.making(site.layer) or call
        given = None if call is None else call.named("name")
        if call is None or given is None:
            return None
        return site.fix("let Keras number the names", call.remove(given))
