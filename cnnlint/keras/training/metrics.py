"""Metrics: their names, and the labels they can be computed from."""

from __future__ import annotations

from ...diagnostics import Refused
from ...interpreter.values import Instance
from ...shapes import show
from .. import identifiers, spelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...shapes import Shape

#: Computed from a row of labels and a row of predictions for each sample.
OF_ROWS = frozenset(("F1Score", "f1_score", "FBetaScore"))
#: Compared number by number with the predictions, so that class numbers do not do.
BY_NUMBER = frozenset(
    """
    Accuracy AUC auc Precision precision Recall recall binary_accuracy BinaryAccuracy BinaryIoU
    binary_io_u
    TruePositives true_positives TrueNegatives true_negatives FalsePositives false_positives
    FalseNegatives false_negatives mae MAE mean_absolute_error MeanAbsoluteError mse MSE
    mean_squared_error MeanSquaredError RootMeanSquaredError root_mean_squared_error
    cosine_similarity CosineSimilarity
    """.split()
)
#: They want class numbers.
SPARSE = frozenset(
    """
    sparse_categorical_accuracy SparseCategoricalAccuracy sparse_top_k_categorical_accuracy
    SparseTopKCategoricalAccuracy
    """.split()
)
ACCURACY = frozenset(("accuracy", "acc"))


class Metric:
    """A metric of Keras: `kind` is what Keras calls it, `name` the key of its values, if known."""

    __slots__ = ("kind", "name")

    def __init__(self, kind: str, name: str | None) -> None:
        self.kind = kind
        self.name = name

    @property
    def said(self) -> str:
        return f"`{self.kind}`" if self.name != self.kind else f'"{self.kind}"'


def metrics_of(value: Any) -> list[Metric | None]:
    """The metrics of a model with one output; None stands for what is not known.

    Raises:
        Refused: a name that Keras does not know; only training finds that out.
    """
    if value is None:
        return []
    if type(value) not in (list, tuple):
        return [None]
    return [_metric(each) for each in value]


def _metric(value: Any) -> Metric | None:
    if isinstance(value, str):
        known = identifiers.METRICS | {"acc", "ce", "crossentropy"}
        if value not in known:
            meant = spelling.closest(value, known)
            raise Refused(
                "invalid-argument",
                f'there is no metric "{value}"',
                help=f'did you mean "{meant}"?' if meant else "its names are in `keras.metrics`",
                about=("text", value, meant),
            )
        return Metric(value, value)
    if type(value) is Instance and "_self_refused" in value.attributes:
        return None  # it is not made
    if type(value) is Instance and value.cls.span is None and value.cls.name in identifiers.METRICS:
        name = value.attributes.get("_self_keywords", {}).get("name")
        return Metric(value.cls.name, name if isinstance(name, str) else None)
    return None


def check(metric: Metric, labels: Shape, prediction: Shape, called: str) -> None:
    """Hold a metric against labels that the loss takes.

    Raises:
        Refused: it cannot be computed from these labels.
    """
    units = prediction[-1]
    if metric.kind in OF_ROWS and not len(labels) == len(prediction) == 2:
        which, shape = (called, labels) if len(prediction) == 2 else ("the output", prediction)
        flat = called.strip("`")
        raise Refused(
            "metric-label-mismatch",
            f"{metric.said} compares rows with rows, and {which} is of shape {show(shape)}",
            help="give it an output of one row for each sample"
            if len(prediction) != 2
            else f"give them an axis: `{flat}[:, None]`"
            if units == 1
            else f"one-hot labels have rows: `keras.utils.to_categorical({flat}, {units})`",
            about=(metric.kind,),
        )
    if not isinstance(units, int) or units < 2 or len(prediction) < 2:
        return
    if metric.kind in BY_NUMBER and len(labels) == 1 and len(prediction) == 2:
        raise Refused(
            "metric-label-mismatch",
            f"{metric.said} compares number by number, and {called} holds class numbers for "
            f"{units} units",
            help='use "sparse_categorical_accuracy", or '
            + (
                '"accuracy", which finds out by itself'
                if metric.kind == "Accuracy"
                else f"one-hot labels: `keras.utils.to_categorical({called.strip('`')}, {units})`"
            ),
            about=(metric.kind,),
            exception="Exception",
        )
    if metric.kind in SPARSE and len(labels) == len(prediction) and labels[-1] == units:
        raise Refused(
            "metric-label-mismatch",
            f"{metric.said} wants class numbers, and {called} is one-hot",
            help='use "categorical_accuracy", or "accuracy", which finds out by itself',
            about=(metric.kind,),
            exception="Exception",
        )
