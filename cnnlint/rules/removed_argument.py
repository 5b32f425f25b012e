from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site

#: Those that mean what they meant, under another name.
RENAMED = ("lr", "nb_epoch", "experimental_steps_per_execution")
#: Those that told nothing about the model or its training.
WITHOUT_EFFECT = ("experimental_run_tf_function",)


class RemovedArgument(Rule):
    """An argument that Keras 3 no longer takes.

    ## What it is

    Some arguments of older versions have another name now, or stand elsewhere: `lr` of the
    optimizers is `learning_rate`, `nb_epoch` of `fit` is `epochs`, and how many workers prepare the
    data is said where a `keras.utils.PyDataset` is made.

    ## Why it matters

    Code from an older book or answer stops at this line.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(lr=0.001), loss="mse")
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential([keras.Input((8,)), layers.Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate=0.001), loss="mse")
    ```

    ## What Keras says

    ```text
    ValueError: Argument(s) not recognized: {'lr': 0.001}
    ```
    """

    code = "CNN501"
    name = "removed-argument"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 2:
            return None
        old, new = site.about
        call = site.call()
        given = None if call is None else call.named(old)
        if call is None or given is None:
            return None
        if not new:
            return site.fix(f"take `{old}` away", call.remove(given), safe=old in WITHOUT_EFFECT)
        if call.named(new) is not None:
            return None
        return site.fix(f"call it `{new}`", call.rename(old, new), safe=old in RENAMED)
