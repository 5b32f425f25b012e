from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class MissingArgument(Rule):
    """An argument without a default is not given.

    ## What it is

    Some arguments must be given: `units` of `Dense`, `filters` and `kernel_size` of a convolution,
    `num_classes` of `MeanIoU`, `decay_steps` of a schedule.

    ## Why it matters

    Python raises before Keras looks at anything.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32)(image)
    model = keras.Model(image, x)
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(32, 3)(image)
    model = keras.Model(image, x)
    ```

    ## What Keras says

    ```text
    TypeError: Conv2D.__init__() missing 1 required positional argument: 'kernel_size'
    ```
    """

    code = "CNN202"
    name = "missing-argument"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 1:
            return None
        from .unexpected_argument import renamed

        # It may be there, under a name that it once had.
        return renamed(site, site.about[0], "")
