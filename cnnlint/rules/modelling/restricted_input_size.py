from __future__ import annotations

from ...dims import Dim, hidden, symbols
from ...interpreter.remarks import Remark
from ...keras.conditions import askers, short_names
from .. import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...dims import When
    from ...network import Model, Tensor


class RestrictedInputSize(Rule):
    """The input may have any size, and the model works for some of them only.

    ## What it is

    Where two branches meet, as at the skip connections of a U-Net, their sizes must be the same.
    One of them has been halved and doubled again, and halving rounds down: only a size that divides
    comes back as it was. The condition is worked out from both ways through the model, and told at
    the call that asks for most of it.

    ## Why it matters

    The model builds, and trains as long as all images have sizes that fit. The first one that does
    not ends the program.

    ## Bad

    ```python
    import keras
    from keras import layers

    image = keras.Input((None, None, 3), name="image")
    skip = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    x = layers.MaxPooling2D(4)(skip)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(4)(x)
    x = layers.Concatenate()([x, skip])
    model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x))
    ```

    ## Good

    ```python
    import keras
    from keras import layers

    image = keras.Input((128, 128, 3), name="image")
    skip = layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    x = layers.MaxPooling2D(4)(skip)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = layers.UpSampling2D(4)(x)
    x = layers.Concatenate()([x, skip])
    model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid")(x))
    ```

    ## What Keras says

    Nothing, until an image of another size comes: then the call that joins the branches raises.
    The model is right if no such image ever does; this is for information.
    """

    code = "CNN128"
    name = "restricted-input-size"
    severity = "info"

    @staticmethod
    def look(model: Model) -> Iterator[Remark]:
        short = short_names(model)
        for node, conditions in askers(model):
            told = [each for each in conditions if _worth_telling(each, model)]
            if not told or node.span is None or len(node.inputs) < 2:
                continue
            from ..ways import met, unsettled

            said = {each: _said(each, short) for each in told}
            parts = [
                f"{_subject([each for each in told if said[each] == text], model)} {text}"
                for text in dict.fromkeys(said.values())
            ]
            yield Remark(
                "restricted-input-size",
                node.span,
                ", and ".join(parts),
                because=tuple(met(node.inputs, node.span, unsettled(node.inputs), short)),
                help=_help(told),
                certainty="likely",
            )


def _worth_telling(condition: When, model: Model) -> bool:
    """Whether it is about the rounding of an input's size: true for some remainders only.

    That a size is large enough, or the one that a known branch has, is no surprise.
    """
    found = condition.solutions
    if found is None or found.period == 1:
        return False
    return any(_places(name, model) for name in condition.names)


def _places(name: str, model: Model) -> list[tuple[Tensor, int, Dim]]:
    """Where the inputs have a size of this name: the tensor, the axis, the size."""
    return [
        (tensor, axis, size)
        for tensor in model.inputs
        for axis, size in enumerate(tensor.shape or ())
        if isinstance(size, Dim) and symbols(size) == frozenset((name,))
    ]


def _divisor(condition: When) -> int | None:
    """The number that the size must be divisible by, where that is all it is about."""
    found = condition.solutions
    if found is None or found.period == 1 or found.residues != frozenset((0,)) or found.early:
        return None
    return found.period


def _said(condition: When, short: Mapping[str, str]) -> str:
    divisor, found = _divisor(condition), condition.solutions
    if divisor is not None and found is not None:
        least = -(-found.start // divisor) * divisor
        more = f", and at least {least}" if least > divisor else ""
        return f"must be divisible by {divisor}{more}"
    return f"must satisfy `{condition.rename({n: short[n] for n in condition.names & {*short}})}`"


def _subject(conditions: Sequence[When], model: Model) -> str:
    """What the conditions are about: "the height and width of input `image`"."""
    from ..ways import axis_name, channels_first

    axes: dict[str, list[str]] = {}
    symbolic: list[str] = []
    first = any(channels_first(node.outputs) for node in model.graph)
    for condition in conditions:
        for name in sorted(condition.names):
            for tensor, axis, size in _places(name, model):
                node = tensor.node
                word = axis_name(len(tensor.shape or ()), axis, first)
                if hidden(size) and node is not None:
                    words = axes.setdefault(node.layer.name, [])
                    if word not in words:
                        words.append(word)
                elif f"`{name}`" not in symbolic:
                    symbolic.append(f"`{name}`")
    said = [f"the {' and '.join(words)} of input `{layer}`" for layer, words in axes.items()]
    return " and ".join([*said, *symbolic])


def _help(conditions: Sequence[When]) -> str:
    divisors = {_divisor(each) for each in conditions}
    number = divisors.pop() if len(divisors) == 1 else None
    if number is None:
        return "crop the larger branch where they meet, or fix the size of the input"
    return f"pad or crop the input to a multiple of {number}, or crop the larger branch here"
