from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.training.endings import ACTIVATED, activation_of, title
from .. import Rule
from .graph import nodes, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Fix
    from ...edits.site import Site
    from ...network import Model, Node


class BiasBeforeNormalization(Rule):
    """A bias is added that batch normalization takes away again.

    ## What it is

    `BatchNormalization` subtracts the mean of every channel, and with it whatever bias the layer
    before has added; its own `beta` is the bias that counts.

    ## Why it matters

    The parameters do no harm and no good: `filters` of them for every such layer.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [keras.Input((32, 32, 3)), layers.Conv2D(16, 3), layers.BatchNormalization(), layers.ReLU()]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            layers.Conv2D(16, 3, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
        ]
    )
    ```

    ## What Keras says

    Nothing: the model trains.
    """

    code = "CNN404"
    name = "bias-before-normalization"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        found = [node for node, following in steps(model) if wasted(node, following)]
        spans = [node.layer.span for node in found if node.layer.span is not None]
        if not spans:
            return
        # A call that makes other layers too, whose bias is not for nothing, stays as it is.
        ours = {id(node) for node in found}
        needed = {node.layer.span for node in nodes(model) if id(node) not in ours}
        first = found[0].layer
        others = f" and those of {len(found) - 1} more layers" if len(found) > 2 else ""
        others = f" and that of `{found[1].layer.name}`" if len(found) == 2 else others
        yield Remark(
            "bias-before-normalization",
            spans[0],
            f"the bias of `{first.name}`{others} "
            f"{'are' if others else 'is'} taken away by the batch normalization that follows",
            because=tuple(Note(span, "a bias for nothing") for span in spans[1:6]),
            help="leave it out: `use_bias=False`",
            certainty="likely",
            about=tuple(node.layer for node in found if node.layer.span not in needed),
        )

    @staticmethod
    def fix(site: Site) -> Fix | None:
        from ...edits.site import literal

        edits = []
        for layer in site.about:
            call = site.making(layer)
            given = None if call is None else call.named("use_bias")
            if (
                call is not None
                and not call.spreads
                and (given is None or literal(given.value, bool))
            ):
                edits += call.put("use_bias", "False")
        return site.fix("leave the bias out", edits)


def wasted(node: Node, following: Node) -> bool:
    """Whether a layer adds a bias just before it is centred away."""
    layer, norm = node.layer, following.layer
    given = getattr(layer.declaration, "__dict__", {})
    if given.get("use_bias") is not True or len(layer.nodes) > 1:
        return False
    if title(norm) != "BatchNormalization" or title(layer) not in ACTIVATED:
        return False
    rank = len(node.outputs[0].shape or ())
    channels = 1 if given.get("data_format") == "channels_first" else rank - 1
    axis = norm.declaration.__dict__.get("axis")
    by_channel = isinstance(axis, int) and axis % (rank or 1) == channels
    centred = norm.declaration.__dict__.get("center") is True and by_channel
    return centred and activation_of(layer) == "linear"
