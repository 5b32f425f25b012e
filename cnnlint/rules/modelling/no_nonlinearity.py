from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import activation_of, title
from .. import Rule
from .graph import steps, titled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model


class NoNonlinearity(Rule):
    """Two layers without an activation between them are one layer.

    ## What it is

    A `Dense` layer without an activation is linear, and two linear layers in a row compute what one
    could. Dropout between them changes nothing about that. It is not said where the first layer is
    narrower than what it stands between: that is a factorization.

    ## Why it matters

    The model has the parameters of two layers and can do what one can.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((20,)), layers.Dense(64), layers.Dense(64, activation="relu"), layers.Dense(1)]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Dense(64, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(1),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN403"
    name = "no-nonlinearity"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        if len(titled(model, ("Dense",))) < 2:
            return
        after = {id(node): (node, following) for node, following in steps(model)}
        for node, following in after.values():
            while title(following.layer) == "Dropout" and id(following) in after:
                following = after[id(following)][1]
            first, second = node.layer, following.layer
            if title(first) != "Dense" or title(second) != "Dense":
                continue
            if activation_of(first) != "linear" or len(first.nodes) > 1 or len(second.nodes) > 1:
                continue
            x, hidden, y = node.inputs[0].shape, node.outputs[0].shape, following.outputs[0].shape
            if x is None or hidden is None or y is None or first.span is None:
                continue
            width, sides = hidden[-1], (x[-1], y[-1])
            if isinstance(width, int) and any(isinstance(s, int) and width >= s for s in sides):
                yield Remark(
                    "no-nonlinearity",
                    first.span,
                    f"`{first.name}` has no activation, and `{second.name}` follows: two linear "
                    "layers are one",
                    because=(Note(second.span, "the second"),) if second.span else (),
                    help='give the first an activation, such as `activation="relu"`',
                    certainty="likely",
                    layer=first,
                )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        return site.fix('give it `activation="relu"`', site.activate(site.layer, "relu"))
