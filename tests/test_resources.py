"""What a model takes: an optimizer's variables against real Keras, tensors against sums by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cnnlint.analysis import analyse
from cnnlint.resources import resources
from cnnlint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cnnlint.network import Model
    from cnnlint.resources import Resources

LAYERS = """
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((8,), dtype="int32"),
    layers.Embedding(11, 6),
    layers.Conv1D(5, 3, name="embedding_of_steps"),
    layers.BatchNormalization(),
    layers.Flatten(),
    layers.Dense(7, name="wide"),
    layers.Dense(4, trainable=False),
    layers.Dense(3),
])
"""

SHARED = ("use_ema=True", "gradient_accumulation_steps=2", "use_ema=True, weight_decay=0.01")
OPTIMIZERS = [
    *(
        f"keras.optimizers.{name}({options})"
        for name in (
            "SGD",
            "Adam",
            "AdamW",
            "Adamax",
            "Nadam",
            "Adagrad",
            "Adadelta",
            "RMSprop",
            "Ftrl",
            "Lion",
            "Lamb",
            "Adafactor",
            "Muon",
            "ScheduleFreeAdamW",
        )
        for options in ("", *SHARED)
    ),
    "keras.optimizers.SGD(0.1, 0.9)",
    "keras.optimizers.SGD(momentum=0.0, nesterov=False)",
    "keras.optimizers.Adam(0.001, 0.9, 0.999, 1e-7, True)",
    "keras.optimizers.AdamW(amsgrad=True)",
    "keras.optimizers.RMSprop(momentum=0.5)",
    "keras.optimizers.RMSprop(centered=True)",
    "keras.optimizers.RMSprop(0.001, 0.9, 0.5, 1e-7, True)",
    "keras.optimizers.Muon(exclude_embeddings=False)",
    "keras.optimizers.Muon(exclude_layers=['wide'])",
    "keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())",
    "keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(momentum=0.9, use_ema=True))",
    "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9))",
    "keras.optimizers.get('adam')",
    *(repr(name) for name in ("sgd", "adam", "rmsprop", "Nadam", "adafactor", "muon", "FTRL")),
]

JUDGE = """
import json, math, sys
import keras
layers, optimizers = json.load(sys.stdin)
for text in optimizers:
    keras.backend.clear_session()
    names = {}
    exec(layers, names)
    model = names["model"]
    model.compile(eval(text, names), "mse")
    model.optimizer.build(model.trainable_variables)
    print(json.dumps([text, sum(math.prod(v.shape) for v in model.optimizer.variables)]))
"""


def model_of(text: str) -> Model:
    return analyse(Source("example.py", text)).models[-1]


def of(text: str) -> Resources:
    return resources(model_of(text))


@pytest.fixture(scope="module")
def keras_says() -> dict[str, int]:
    """How many numbers the variables of each optimizer hold, once it is built."""
    done = subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=json.dumps([LAYERS, OPTIMIZERS]),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "jax", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_variables_of_an_optimizer(optimizer: str, keras_says: dict[str, int]) -> None:
    found = of(f"{LAYERS}\nmodel.compile({optimizer}, 'mse')\n").optimizer
    assert found is not None
    assert found.numbers == keras_says[optimizer]
