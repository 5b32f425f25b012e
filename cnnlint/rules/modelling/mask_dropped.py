from __future__ import annotations

from ...diagnostics import Note
from ...interpreter.remarks import Remark
from ...keras.layers.calls import call_signature
from ...keras.layers.kit import Declaration
from ...keras.training.endings import title
from .. import Rule
from .graph import nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...network import Model, Node, Tensor


class MaskDropped(Rule):
    """A mask says which steps are padding, and a layer on its way drops it.

    ## What it is

    `Embedding(mask_zero=True)` and `Masking` mark the steps that were only added to make all
    sequences alike. Recurrent layers and attention skip them. Layers that know nothing of masks,
    such as `Flatten`, `Conv1D` and global max pooling, take the padding for data, and those
    after them have no mask any more.

    ## Why it matters

    The padding takes part in the answer, although the model says that it must not.

    ## Bad

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1000, 16, mask_zero=True),
            layers.GlobalMaxPooling1D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    model = keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1000, 16, mask_zero=True),
            layers.GlobalAveragePooling1D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    ```

    ## What Keras says

    A `UserWarning`, when the model is built: the layer `does not support masking and will therefore
    destroy the mask information`.
    """

    code = "CNN415"
    name = "mask-dropped"
    severity = "warning"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        for node in nodes(model):
            layer, span = node.layer, node.layer.span or node.span
            masked = next((tensor for tensor in node.inputs if tensor.mask is not None), None)
            if masked is None or span is None or not title(layer) or not _drops(node):
                continue
            source = _source(masked)
            yield Remark(
                "mask-dropped",
                span,
                f"`{layer.name}` drops the mask of `{source.layer.name if source else 'its input'}`"
                ": the steps that it marks as padding count from here on",
                because=(Note(source.span, "the mask comes from here"),)
                if source and source.span
                else (),
                help="put a layer before it that uses the mask (`LSTM`, `GlobalAveragePooling1D`), "
                "or leave the mask out",
                certainty="likely",
            )


def _drops(node: Node) -> bool:
    """Whether this layer neither takes a mask nor has one to give: `supports_masking`."""
    declaration = type(node.layer.declaration)
    return (
        not declaration.masks
        and declaration.mask is Declaration.mask
        and "mask" not in call_signature(declaration).names
    )


def _source(tensor: Tensor) -> Node | None:
    """The call that the mask began with."""
    node = tensor.node
    while node is not None and node.inputs and node.inputs[0].mask is not None:
        node = node.inputs[0].node
    return node
