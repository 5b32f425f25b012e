from __future__ import annotations

from ...interpreter.remarks import Remark
from ...keras.training.endings import ACTIVATED, title
from .. import Rule
from .graph import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model

CONSTANT = ("zeros", "ones", "zero", "one", "Zeros", "Ones")


class ConstantInitialization(Rule):
    """All weights of a hidden layer begin with the same value.

    ## What it is

    With `kernel_initializer="zeros"`, `"ones"` or a constant, every unit of the layer computes the
    same, gets the same gradient and stays the same for ever.

    ## Why it matters

    The layer learns what a single unit could. It is said only of layers that others with weights
    follow: the last layer of a residual branch is often begun at zero on purpose.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(64, activation="relu", kernel_initializer="zeros"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN405"
    name = "constant-initialization"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for node, following in steps(model):
            layer = node.layer
            given = getattr(layer.declaration, "__dict__", {}).get("kernel_initializer")
            if given not in CONSTANT:
                continue
            if title(layer) not in ACTIVATED or title(following.layer) not in ACTIVATED:
                continue
            if layer.span is not None:
                yield Remark(
                    "constant-initialization",
                    layer.span,
                    f'all weights of `{layer.name}` begin the same: `kernel_initializer="{given}"`',
                    help="leave it out, so that the units begin differently",
                    certainty="likely",
                    layer=layer,
                )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        call = site.making(site.layer)
        given = None if call is None else call.named("kernel_initializer")
        if call is None or given is None:
            return None
        return site.fix("leave the initializer to Keras", call.remove(given))
