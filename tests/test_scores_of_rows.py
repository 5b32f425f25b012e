"""F1 and its like, from labels of several shapes: what Keras takes, and what it refuses."""

from __future__ import annotations

import pytest

from cnnlint.analysis import analyse
from cnnlint.source import Source

PROGRAM = """
import keras, numpy as np

inputs = keras.Input({shape})
model = keras.Model(inputs, keras.layers.Dense({units})(inputs))
model.compile("sgd", "{loss}", metrics=[keras.metrics.{metric}()])
model.fit(np.zeros((4, *{shape})), np.zeros({labels}), verbose=0)
"""


@pytest.mark.parametrize(
    ("shape", "units", "loss", "metric", "labels", "refused"),
    [
        ((8,), 1, "mse", "F1Score", (4,), True),
        ((8,), 1, "mse", "F1Score", (4, 1), False),
        ((8,), 10, "sparse_categorical_crossentropy", "F1Score", (4,), True),
        ((8,), 10, "sparse_categorical_crossentropy", "F1Score", (4, 1), False),
        ((8,), 10, "mse", "FBetaScore", (4, 10), False),
        ((6, 8), 1, "mse", "FBetaScore", (4, 6, 1), True),
        ((6, 8), 3, "mse", "F1Score", (4, 6, 3), True),
    ],
)
def test_rows_with_rows(
    shape: tuple[int, ...],
    units: int,
    loss: str,
    metric: str,
    labels: tuple[int, ...],
    refused: bool,
) -> None:
    text = PROGRAM.format(shape=shape, units=units, loss=loss, metric=metric, labels=labels)
    found = analyse(Source("scores.py", text)).diagnostics
    errors = [each.name for each in found if each.severity == "error"]
    assert errors == ["metric-label-mismatch"] * refused
