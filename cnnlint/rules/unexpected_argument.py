from __future__ import annotations

from ..edits.site import alike
from . import Rule
from .taking import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site

#: What Keras 1 called arguments of layers; Keras 2 still took the names.
_OLD = """
    init=kernel_initializer inner_init=recurrent_initializer inner_activation=recurrent_activation
    W_regularizer=kernel_regularizer b_regularizer=bias_regularizer
    U_regularizer=recurrent_regularizer W_constraint=kernel_constraint b_constraint=bias_constraint
    nb_filter=filters border_mode=padding subsample=strides bias=use_bias p=rate
    dropout_W=dropout dropout_U=recurrent_dropout output_dim=units pool_length=pool_size
    filter_length=kernel_size
"""
#: What every layer takes.
ALL_LAYERS = ("name", "dtype", "trainable")
OLD = dict(pair.split("=") for pair in _OLD.split())


class UnexpectedArgument(Rule):
    """An argument is given that the layer, or whatever else is made or called, does not take.

    ## What it is

    The name is misspelt, belongs to another layer, or there is one positional argument too many.
    Losses, metrics, optimizers and callbacks are held to their arguments alike:
    `EarlyStopping(patients=3)`.

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
        if len(site.about) != 2:
            return None
        return renamed(site, *site.about)


def renamed(site: Site, old: str, new: str) -> Fix | None:
    """The argument `old` under the name it has now, or under `new` where that is nearly it."""
    call = site.call()
    if call is None or call.spreads:
        return None
    names = positional(site.callee(call))
    new = OLD.get(old, new if new and alike(old, new) else "")
    given = [each for each in call.arguments if not each.how]
    if not new or call.named(new) is not None or new in names[: len(given)]:
        return None
    if names and new not in (*names, *ALL_LAYERS):
        return None
    return site.fix(f"call it `{new}`", call.rename(old, new), safe=old in OLD)
