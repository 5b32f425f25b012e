from __future__ import annotations

from . import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Fix
    from ..edits.site import Site

#: The same for labels of the other form.
OTHER = {
    "categorical_accuracy": "sparse_categorical_accuracy",
    "sparse_categorical_accuracy": "categorical_accuracy",
    "categorical_crossentropy": "sparse_categorical_crossentropy",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
}


class MetricLabelMismatch(Rule):
    """A metric cannot be computed from labels of this form.

    ## What it is

    AUC, precision, recall and their like compare labels and predictions number by number: a model
    of several units needs one-hot labels for them. The sparse metrics want class numbers, and fail
    on one-hot labels. `"accuracy"` looks at the shapes and chooses by itself. `F1Score` and
    `FBetaScore` want a row of labels and a row of predictions for each sample.

    ## Why it matters

    The loss may take the labels while the metric does not; training stops in its first step.

    ## Bad

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.random.randint(0, 3, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["AUC"])
    model.fit(x, y, verbose=0)
    ```

    ## Good

    ```python
    import keras
    import numpy as np
    from keras import layers

    x, y = np.zeros((100, 8)), np.random.randint(0, 3, size=100)
    model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation="softmax")])
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, verbose=0)
    ```

    ## What Keras says

    ```text
    InvalidArgumentError: Graph execution error: ...
    ```
    """

    code = "CNN307"
    name = "metric-label-mismatch"
    severity = "error"

    @staticmethod
    def fix(site: Site) -> Fix | None:
        if len(site.about) != 2 or site.about[0].source is not site.span.source:
            return None
        compiled, kind = site.about
        new = OTHER.get(kind)
        return (
            site.fix(f'use "{new}"', site.reword(site.call(compiled), kind, new)) if new else None
        )
