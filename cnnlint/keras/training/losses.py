"""Losses: which labels fit which predictions.

Keras has three kinds of losses (`keras.src.losses`): those that compare number by number and
broadcast, those that want both shapes to be the same, and the sparse one, which wants a class
number where the prediction has a vector. Before, an axis of size 1 at the end of the longer of
the two is taken away, or added to a vector.
"""

from __future__ import annotations

from ... import dims
from ...diagnostics import Refused
from ...interpreter.values import Class, Instance, Native
from ...shapes import show
from .. import identifiers, spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...dims import Size
    from ...libraries.arrays import Array
    from ...shapes import Shape

#: By Keras's own name: the names it can also be asked for by, apart from that of its class.
NAMES = {
    "binary_crossentropy": "BinaryCrossentropy bce BCE",
    "binary_focal_crossentropy": "BinaryFocalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "categorical_focal_crossentropy": "CategoricalFocalCrossentropy",
    "categorical_generalized_cross_entropy": "CategoricalGeneralizedCrossEntropy",
    "categorical_hinge": "CategoricalHinge",
    "circle": "Circle",
    "cosine_similarity": "CosineSimilarity",
    "ctc": "CTC",
    "dice": "Dice",
    "hinge": "Hinge",
    "huber": "Huber",
    "kl_divergence": "KLDivergence kld KLD",
    "log_cosh": "LogCosh",
    "mean_absolute_error": "MeanAbsoluteError mae MAE",
    "mean_absolute_percentage_error": "MeanAbsolutePercentageError mape MAPE",
    "mean_squared_error": "MeanSquaredError mse MSE",
    "mean_squared_logarithmic_error": "MeanSquaredLogarithmicError msle MSLE",
    "poisson": "Poisson",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
    "squared_hinge": "SquaredHinge",
    "tversky": "Tversky",
}
#: Every name of a loss, and Keras's own.
CANONICAL = {other: name for name, others in NAMES.items() for other in (name, *others.split())}
#: Labels and predictions have the same shape.
SAME = frozenset(("binary_crossentropy", "binary_focal_crossentropy", "categorical_crossentropy"))
SPARSE = "sparse_categorical_crossentropy"
#: What any byte may be says nothing of the labels in it.
_BYTES = 255
#: Compared number by number, after broadcasting.
ELEMENTWISE = frozenset(NAMES) - SAME - {SPARSE, "circle", "ctc"}


class Loss:
    """A loss of Keras. `said` is how the code names it, `from_logits` None where not known."""

    __slots__ = ("from_logits", "name", "said")

    def __init__(self, name: str, said: str, from_logits: bool | None = False) -> None:
        self.name = name
        self.said = said
        self.from_logits = from_logits


def loss_of(value: Any) -> Loss | None:
    """The loss of Keras that an argument of `compile` stands for; None for all others.

    Raises:
        Refused: it is a name, and Keras knows no such loss; only training finds that out.
    """
    if isinstance(value, str):
        if value not in identifiers.LOSSES:
            meant = spelling.closest(value, identifiers.LOSSES)
            raise Refused(
                "invalid-argument",
                f'there is no loss "{value}"',
                help=f'did you mean "{meant}"?' if meant else "its names are in `keras.losses`",
                about=("text", value, meant),
            )
        name = CANONICAL.get(value)
        return Loss(name, f'"{value}"') if name else None
    if type(value) is Native and value.name in NAMES:
        return Loss(value.name, f"`{value.name}`")
    cls = value if type(value) is Class else value.cls if type(value) is Instance else None
    if cls is None or cls.span is not None or cls.name not in CANONICAL:
        return None
    if type(value) is Instance and "_self_refused" in value.attributes:
        return None  # it is not made
    logits: Any = False
    if type(value) is Instance:
        given = value.attributes.get("_self_args", ())
        named = value.attributes.get("_self_keywords", {})
        logits = named.get("from_logits", given[0] if given else False)
        if value.attributes.get("_self_more"):
            logits = None
    return Loss(CANONICAL[cls.name], f"`{cls.name}`", logits if isinstance(logits, bool) else None)


def aligned(labels: Shape, prediction: Shape) -> tuple[Shape, Shape]:
    """Both shapes as the loss sees them (`squeeze_or_expand_to_same_rank`)."""
    if len(labels) == len(prediction) + 1 and _is_one(labels[-1]):
        if len(prediction) == 1:
            prediction = (*prediction, 1)
        else:
            labels = labels[:-1]
    if len(prediction) == len(labels) + 1 and _is_one(prediction[-1]):
        if len(labels) == 1:
            labels = (*labels, 1)
        else:
            prediction = prediction[:-1]
    return labels, prediction


def _is_one(size: Size) -> bool:
    return isinstance(size, int) and size == 1


def check(loss: Loss, labels: Shape, prediction: Shape, batch: Size, called: str) -> bool:
    """Hold labels against a prediction, both with their batch axis; whether one is broadcast.

    `batch` is how many samples are taken at once, `called` how the code names the labels.

    Raises:
        Refused: the loss cannot be computed for these shapes.
    """
    if not labels or not prediction:
        return False
    y, p = aligned((batch, *labels[1:]), (batch, *prediction[1:]))
    broadcast = False
    if loss.name == SPARSE:
        fits = _sparse(y, p)
    elif loss.name in SAME:
        fits = len(y) == len(p) and not any(map(dims.apart, y, p))
    elif loss.name in ELEMENTWISE:
        pairs = list(zip(y[::-1], p[::-1], strict=False))
        fits = not any(dims.apart(a, b) and not _is_one(a) and not _is_one(b) for a, b in pairs)
        broadcast = len(y) != len(p) or any(dims.apart(a, b) for a, b in pairs)
    else:
        return False
    if not fits:
        raise Refused(
            "label-shape-mismatch",
            f"{loss.said} compares {called} of shape {show(labels)} with predictions of shape "
            f"{show(prediction)}",
            sum=wanted(loss, prediction),
            help=advice(loss, labels, prediction, called),
            about=other(loss, labels, prediction),
        )
    return broadcast


def check_range(loss: Loss, labels: Array, prediction: Shape, called: str) -> None:
    """Hold class numbers against the number of classes that the prediction has.

    Raises:
        Refused: some label is not below it.
    """
    units = prediction[-1]
    if loss.name != SPARSE or not isinstance(units, int) or len(prediction) < 2:
        return
    highest, sure = None, True
    if labels.items and all(type(item) is int for item in labels.items):
        highest = max(labels.items)
    elif isinstance(labels.classes, int):
        highest = labels.classes - 1
    elif isinstance(labels.high, int) and labels.high < _BYTES:
        highest, sure = labels.high, False
    if highest is not None and highest >= units:
        raise Refused(
            "label-out-of-range",
            f"{called} {'holds' if sure else 'may hold'} classes up to {highest}, and the model "
            f"tells {units} apart",
            help=f"end the model in {highest + 1} units: classes are counted from 0",
            late=not sure,
            about=(units, highest + 1),
        )


def _sparse(y: Shape, p: Shape) -> bool:
    """Class numbers against vectors: (n,) or (n, 1) against (n, classes)."""
    if len(y) == len(p) > 1:
        if dims.apart(y[-1], 1):
            return False
        y = y[:-1]
    return len(p) == len(y) + 1 and not any(map(dims.apart, y[1:], p[1:-1]))


def wanted(loss: Loss, prediction: Shape) -> str:
    """The labels that would fit."""
    if loss.name == SPARSE:
        return f"class numbers of shape {show(prediction[:-1])} are needed"
    if loss.name in SAME:
        return f"labels of shape {show(prediction)} are needed"
    return ""


def other(loss: Loss, labels: Shape, prediction: Shape) -> tuple[str, ...]:
    """The loss that these labels are made for, if it is this one in its other form."""
    one_hot = len(labels) == len(prediction) and not _is_one(labels[-1])
    if loss.name == SPARSE and one_hot and not dims.apart(labels[-1], prediction[-1]):
        return SPARSE, "categorical_crossentropy"
    if loss.name == "categorical_crossentropy" and _sparse(labels, prediction):
        return loss.name, SPARSE
    return ()


def advice(loss: Loss, labels: Shape, prediction: Shape, called: str) -> str:
    """What to do, for the ways in which labels usually do not fit."""
    units = prediction[-1]
    one_hot = len(labels) == len(prediction) and not _is_one(labels[-1])
    numbers = len(labels) == len(prediction) - 1 or (
        len(labels) == len(prediction) and _is_one(labels[-1])
    )
    if loss.name == SPARSE and one_hot:
        return 'one-hot labels go with "categorical_crossentropy"'
    if loss.name == "categorical_crossentropy" and numbers and not dims.hidden(units):
        return (
            'class numbers go with "sparse_categorical_crossentropy"; or make them one-hot: '
            f"`keras.utils.to_categorical({called.strip('`')}, {dims.pretty(units)})`"
        )
    if len(prediction) > len(labels) + (0 if one_hot else 1):
        return (
            f"the model answers for each of {show(prediction[1:-1])}: put `Flatten()` or a "
            "global pooling layer before its last layers"
        )
    if loss.name in SAME and loss.name.startswith("binary") and numbers:
        return 'end the model in one unit: `Dense(1, activation="sigmoid")`'
    if len(labels) == len(prediction) and not dims.hidden(labels[-1]):
        return f"end the model in {dims.pretty(labels[-1])} units, or change the labels"
    return "give the labels the shape of the prediction"
