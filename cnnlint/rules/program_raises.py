from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site


class ProgramRaises(Rule):
    """The program ends here, in an exception of Python's own.

    ## What it is

    Python raises at this line, whatever the data are: an attribute of `None`, more names than
    values, a symbolic tensor used as a number or in an `if`. Exceptions that the program raises
    itself, and those that it catches, are not meant. What training calls is followed as well: a
    `train_step`, losses and metrics of the program's own, the functions that map a dataset, the
    methods of a callback. So is what optimizers, metrics, datasets and tapes are asked for.

    ## Why it matters

    Nothing behind this line is reached. The commonest case is a function that builds a model and
    does not return it: what it gives back is `None`, and that is found out only where the model is
    used.

    ## Bad

    ```python
    import keras
    from keras import layers


    def build():
        image = keras.Input((8,))
        model = keras.Model(image, layers.Dense(4)(image))


    model = build()
    model.compile("adam", loss="mse")
    ```

    ## Good

    ```python
    import keras
    from keras import layers


    def build():
        image = keras.Input((8,))
        return keras.Model(image, layers.Dense(4)(image))


    model = build()
    model.compile("adam", loss="mse")
    ```

    ## What Keras says

    ```text
    AttributeError: 'NoneType' object has no attribute 'compile'
    ```
    """

    code = "CNN125"
    name = "program-raises"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from .nothing_returned import keep_model

        return keep_model(site)
