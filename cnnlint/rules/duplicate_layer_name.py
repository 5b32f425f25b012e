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
        if len(site.about) != 3:
            return None
        first, second, name = site.about
        if second is None or second.source is not site.span.source:
            return None
        call = site.call(second)
        given = None if call is None else call.named("name")
        if call is None or given is None:
            return None
        if first == second:  # in a loop, or in a function that is called twice
            return site.fix("let Keras number them", call.remove(given))
        free = next(f"{name}_{n}" for n in range(1, 1_000) if f"{name}_{n}" not in site.text)
        return site.fix(f'call it "{free}"', site.reword(call, name, free))
