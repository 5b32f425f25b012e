"""What a model takes: an optimizer's variables against real Keras, tensors against sums by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnnlint.analysis import analyse
from cnnlint.config import Configs
from cnnlint.project import analyse_file
from cnnlint.report.memory import memory
from cnnlint.resources import amounts, resources
from cnnlint.resources.limits import Budgets, Limits
from cnnlint.sizes import Sizes, fill
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


POLICIES = [
    "",
    "keras.config.set_dtype_policy('mixed_float16')",
    "keras.mixed_precision.set_global_policy('mixed_bfloat16')",
    "keras.config.set_dtype_policy(keras.DTypePolicy('bfloat16'))",
    "keras.mixed_precision.set_dtype_policy(keras.mixed_precision.Policy('float16'))",
]
NARROW = """
import keras
from keras import layers
{policy}
a = keras.Input((8, 8, 3))
x = layers.Conv2D(4, 3)(a)
x = layers.BatchNormalization()(x)
x = layers.Flatten()(x)
x = layers.Dense(6, dtype="float32")(x)
x = layers.Dense(6, dtype="mixed_float16")(x)
x = layers.Dense(2, dtype=keras.DTypePolicy("bfloat16"))(x)
model = keras.Model(a, x)
model.compile("adam", "mse")
"""
NARROW_JUDGE = """
import json, math, sys
import keras
from keras.src.utils.dtype_utils import dtype_size
for text in json.load(sys.stdin):
    keras.backend.clear_session()
    keras.config.set_dtype_policy("float32")
    names = {}
    exec(text, names)
    model, tensors = names["model"], []
    model.optimizer.build(model.trainable_variables)
    for layer in model.layers:
        tensors.append([layer.name, str(layer.output.dtype)])
    size = sum(math.prod(v.shape) * dtype_size(str(v.dtype)) // 8 for v in model.weights)
    numbers = sum(math.prod(v.shape) for v in model.optimizer.variables)
    print(json.dumps([text, [size, numbers, tensors]]))
"""


def test_dtype_policies() -> None:
    texts = [NARROW.replace("{policy}", policy) for policy in POLICIES]
    said = judged(NARROW_JUDGE, texts)
    for text in texts:
        model = model_of(text)
        found = resources(model)
        assert found.optimizer is not None
        tensors = [[node.layer.name, node.outputs[0].dtype] for node in model.graph]
        assert [found.weights, found.optimizer.numbers, tensors] == said[text]


def judged(program: str, asked: object) -> dict[str, Any]:
    """What a program that runs under real Keras prints: what was asked, and the answer."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "jax", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith("["))


def model_of(text: str) -> Model:
    return analyse(Source("example.py", text)).models[-1]


def of(text: str) -> Resources:
    return resources(model_of(text))


@pytest.fixture(scope="module")
def keras_says() -> dict[str, int]:
    """How many numbers the variables of each optimizer hold, once it is built."""
    return judged(JUDGE, [LAYERS, OPTIMIZERS])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_variables_of_an_optimizer(optimizer: str, keras_says: dict[str, int]) -> None:
    found = of(f"{LAYERS}\nmodel.compile({optimizer}, 'mse')\n").optimizer
    assert found is not None
    assert found.numbers == keras_says[optimizer]


def functional(inputs: str, *lines: str) -> str:
    """A functional model from `a`, an input, to `x`."""
    head = f"import keras\nfrom keras import layers, ops\na = keras.Input({inputs})\nx = a"
    return "\n".join([head, *lines, "model = keras.Model(a, x)"])


INPUT = 8 * 8 * 3 * 4  # of the images below, in bytes
WIDE = 8 * 8 * 16 * 4  # of 16 channels
HALF = 4 * 4 * 16 * 4

#: Lines of a model on 8×8 images with 3 channels; bytes of a sample in inference and in training.
#: The input stays throughout. Forward, a layer's input and output are there at once; back, what
#: was kept, and the gradients of a layer's output and input.
SUMS = [
    # The gradient of the kernel needs the input; that of the output is all that comes back.
    (["x = layers.Conv2D(16, 3, padding='same')(x)"], INPUT + WIDE, INPUT + 2 * WIDE),
    # `relu` keeps what it gives, and that is there already.
    (
        ["x = layers.Conv2D(16, 3, padding='same', activation='relu')(x)"],
        INPUT + WIDE,
        INPUT + 2 * WIDE,
    ),
    # `gelu` keeps what it is given, which is nobody's output.
    (
        ["x = layers.Conv2D(16, 3, padding='same', activation='gelu')(x)"],
        INPUT + WIDE,
        INPUT + 3 * WIDE,
    ),
    # The norm keeps its input; there are two gradients while it is passed.
    (
        ["x = layers.Conv2D(16, 3, padding='same')(x)", "x = layers.BatchNormalization()(x)"],
        INPUT + 2 * WIDE,
        INPUT + WIDE + WIDE + 2 * WIDE,
    ),
    # Views are nothing, and neither is dropout in inference; in training it keeps a byte a value.
    (
        [
            "x = layers.Conv2D(16, 3, padding='same')(x)",
            "x = layers.Flatten()(x)",
            "x = layers.Reshape((8, 8, 16))(x)",
            "x = layers.Dropout(0.5)(x)",
        ],
        INPUT + WIDE,
        INPUT + WIDE + WIDE // 4 + 2 * WIDE,
    ),
    # The shortcut keeps `y` alive, and a sum keeps nothing.
    (
        [
            "y = layers.Conv2D(16, 3, padding='same')(x)",
            "z = layers.Conv2D(16, 3, padding='same')(y)",
            "x = layers.Add()([y, z])",
        ],
        INPUT + 3 * WIDE,
        INPUT + WIDE + WIDE + 3 * WIDE,
    ),
    # Pooling needs its input and its output.
    (
        ["x = layers.Conv2D(16, 3, padding='same')(x)", "x = layers.MaxPooling2D()(x)"],
        INPUT + WIDE + HALF,
        INPUT + WIDE + HALF + WIDE + HALF,
    ),
    # Nothing that is trained lies before the second convolution: nothing is kept for the first.
    (
        [
            "x = layers.Conv2D(16, 3, padding='same', trainable=False)(x)",
            "x = layers.AveragePooling2D(2)(x)",
            "x = layers.Conv2D(16, 1)(x)",
        ],
        INPUT + WIDE + HALF,
        INPUT + WIDE + HALF,
    ),
]


@pytest.mark.parametrize(("lines", "forward", "back"), SUMS)
def test_tensors_by_hand(lines: list[str], forward: int, back: int) -> None:
    found = of(functional("(8, 8, 3)", *lines))
    assert found.complete
    assert (found.inference.per_sample, found.inference.fixed) == (forward, 0)
    assert (found.training.per_sample, found.training.fixed) == (back, 0)


def test_models_inside_and_layers_of_the_users_own_are_followed() -> None:
    flat = of(
        functional(
            "(8,)",
            "x = layers.Dense(4, activation='tanh')(x)",
            "x = ops.relu(x)",
            "x = layers.Dense(2)(x)",
        )
    )
    nested = of(
        functional(
            "(8,)",
            "class Block(layers.Layer):",
            "    def __init__(self):",
            "        super().__init__()",
            "        self.inner = keras.Sequential([layers.Dense(4, activation='tanh')])",
            "    def call(self, x):",
            "        return ops.relu(self.inner(x))",
            "x = Block()(x)",
            "x = layers.Dense(2)(x)",
        )
    )
    assert flat.complete
    assert nested.complete
    assert nested.training.per_sample == flat.training.per_sample
    assert nested.inference.per_sample == flat.inference.per_sample


def test_a_given_batch_does_not_depend_on_the_batch() -> None:
    found = of(functional("(8,), batch_size=10", "x = layers.Dense(4)(x)"))
    assert found.inference.per_sample == 0
    assert found.inference.fixed == 10 * (8 + 4) * 4
    assert found.largest_batch(2**30) is None


def test_sizes_that_are_left_open() -> None:
    found = of(functional("(None, None, 3)", "x = layers.Conv2D(4, 3)(x)"))
    assert found.training.per_sample is None
    assert found.largest_batch(2**30) is None
    assert found.weights == (3 * 3 * 3 * 4 + 4) * 4


def test_what_cannot_be_followed_is_missing_and_not_nothing() -> None:
    found = of("import keras\nfrom somewhere import make\nmodel = keras.Sequential([make()])\n")
    assert found.training.per_sample is None
    assert not found.complete


def test_the_largest_batch() -> None:
    text = functional("(8,)", "x = layers.Dense(4)(x)", "")
    found = of(f"{text}\nmodel.compile('adam', 'mse')\n")
    weights = (8 * 4 + 4) * 4
    assert found.optimizer is not None
    fixed = 4 * weights + 8 + 4  # weights, gradients, two moments; the iteration and the rate
    assert found.fixed == fixed
    each = (8 + 4 + 4) * 4
    assert found.of_training(7) == fixed + 7 * each
    assert found.largest_batch(fixed + 7 * each) == 7
    assert found.largest_batch(fixed + 7 * each - 1) == 6
    assert found.largest_batch(fixed) == found.largest_batch(1) == 0


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("16 GiB", 16 * 2**30),
        ("16GiB", 16 * 2**30),
        ("1.5 gib", 3 * 2**29),
        ("512 MB", 512 * 10**6),
        ("1_000 KiB", 1000 * 2**10),
        ("9 B", 9),
    ],
)
def test_memory(text: str, amount: int) -> None:
    assert amounts.memory(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [("10M", 10**7), ("2.5 g", 25 * 10**8), ("10_000_000", 10**7), (" 7 ", 7), ("3B", 3 * 10**9)],
)
def test_count(text: str, amount: int) -> None:
    assert amounts.count(text) == amount


@pytest.mark.parametrize(
    "text", ["", "GiB", "16", "16 gigs", "-1 GiB", "1..5 GiB", "0 GiB", "1e9 B", "١ GiB", "1__0 B"]
)
def test_no_amount_of_memory(text: str) -> None:
    with pytest.raises(amounts.NotAnAmount):
        amounts.memory(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [(9, "9 B"), (2048, "2 KiB"), (5_452_595, "5.2 MiB"), (2**34, "16 GiB"), (2**39, "512 GiB")],
)
def test_an_amount_as_it_is_shown(size: int, text: str) -> None:
    assert amounts.shown(size) == text


MODELS = """\
import keras
from keras import layers

small = keras.Sequential([keras.Input((8,)), layers.Dense(4)])
large = keras.Sequential([keras.Input((8,)), layers.Dense(1000), layers.ReLU(), layers.Dense(1)])
large.compile("adam", "mse")
both = keras.Sequential([large, layers.ReLU()])
"""


def check(tmp_path: Path, configuration: str) -> list[tuple[str, int]]:
    """Names and lines of what is reported with this configuration."""
    (tmp_path / "models.py").write_text(MODELS, encoding="utf-8")
    (tmp_path / "cnnlint.toml").write_text(configuration, encoding="utf-8")
    configs = Configs()
    outcome = analyse_file(str(tmp_path / "models.py"), configs=configs)
    assert not configs.problems
    assert outcome.analysis is not None
    return [(each.name, each.span.line) for each in outcome.analysis.diagnostics]


@pytest.mark.parametrize(
    ("configuration", "reported"),
    [
        ("", []),
        ("max-params = 10_001", []),
        # `large` is a part of `both`, which is as large.
        ("max-params = 10_000", [("too-many-parameters", 7)]),
        ("max-params = 1\n[budgets]\n'models.py:small' = { max-params = 99 }", [
            ("too-many-parameters", 7)
        ]),
        ("[budgets]\n'models.py:both' = { max-params = '1K' }", [("too-many-parameters", 7)]),
        ("[budgets]\n'models.py' = { max-params = 10 }", [
            ("too-many-parameters", 4), ("too-many-parameters", 7)
        ]),
        ("max-macs = '9K'", []),
        ("max-macs = 8_999", [("too-many-macs", 7)]),
        ("max-memory = '8 GiB'", []),
        # `large` is trained by itself, and has an optimizer.
        ("max-memory = '150 KiB'\nbatch = 1", [("too-much-memory", 5)]),
        ("max-memory = '600 KiB'\nbatch = 9999", [
            ("too-much-memory", 4), ("too-much-memory", 5), ("too-much-memory", 7)
        ]),
        ("max-params = 1\nignore = ['CNN6']", []),
    ],
)  # fmt: skip
def test_budgets(tmp_path: Path, configuration: str, reported: list[tuple[str, int]]) -> None:
    assert check(tmp_path, configuration) == reported


def test_a_comment_keeps_a_model_over_its_budget_from_being_reported() -> None:
    text = "import keras\nm = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])"
    budgets = Budgets(Limits(params=9), {})
    found = analyse(Source("example.py", text), budgets=budgets).diagnostics
    assert [each.name for each in found] == ["too-many-parameters"]
    text += "  # cnnlint: ignore[CNN601] it is meant to be large"
    assert analyse(Source("example.py", text), budgets=budgets).diagnostics == []


def test_how_a_budget_is_told() -> None:
    text = MODELS.partition("both")[0] + "large.fit(*data, batch_size=50_000)\n"
    text = f"import numpy\ndata = numpy.zeros((9, 8)), numpy.zeros((9, 1))\n{text}"
    budgets = Budgets(Limits(params=9000, memory=100 * 2**20), {})
    params, memory = analyse(Source("example.py", text), budgets=budgets).diagnostics
    assert params.message == "`large` has 10,001 parameters, and `max-params` allows 9,000"
    assert [note.message for note in params.because] == [
        "9,000 of them in `dense_1`",
        "1,001 of them in `dense_2`",
    ]
    assert (params.certainty, params.severity) == ("proved", "warning")
    assert memory.message == (
        "training `large` takes about 574 MiB with a batch of 50,000, and `max-memory` allows "
        "100 MiB"
    )
    assert memory.help == "a batch of 8,698 fits"
    assert memory.certainty == "likely"


FIXED = """
import keras

def build(batch, train=True):
    inputs = keras.Input((8,), batch_size=batch)
    model = keras.Model(inputs, keras.layers.Dense(1000, trainable=train)(inputs))
    if train:
        model.compile("adam", "mse")
    return model

free = build(None)
fixed = build(64)
frozen = build(64, train=False)
sizes = keras.Sequential([keras.Input((None, None, 3), batch_size=8), keras.layers.Conv2D(4, 3)])
"""


def lines(budgets: Budgets | None = None, batch: int | None = None) -> list[str]:
    """What the summary of each of these models says of memory."""
    models = [model for model in analyse(Source("fixed.py", FIXED)).models if model.variable]
    if batch is not None:
        given = Sizes()
        given.batch = batch
        fill(models, given)
    return [memory(model, budgets) for model in models]


def test_the_line_of_a_summary() -> None:
    free, fixed, frozen, sizes = lines()
    state = "optimizer state 70.3 KiB (Adam)"
    assert (
        free == f"about 7.84 KiB per sample in training, {state}; 16 GiB fit up to batch 2,100,000"
    )
    # A weight, a gradient and two variables of Adam's for 9,000 values; 64 · (8 + 2 · 1,000) more.
    assert fixed == f"about 643 KiB in training with a batch of 64, of that {state}"
    assert frozen == "about 287 KiB in inference with a batch of 64"
    assert sizes == ""
    assert lines(batch=64)[0] == fixed


def test_the_line_of_a_summary_holds_it_against_what_is_allowed() -> None:
    budgets = Budgets(Limits(memory=2**20), {"fixed": Limits(memory=600 * 2**10)})
    free, fixed, frozen, _ = lines(budgets)
    assert free.endswith("(Adam); 1 MiB fit up to batch 110")
    assert fixed.endswith("(Adam); 600 KiB are not enough")
    assert frozen == "about 287 KiB in inference with a batch of 64"


def test_a_batch_of_its_own_is_the_one_that_a_budget_is_for() -> None:
    budgets = Budgets(Limits(memory=500 * 2**10, batch=1), {})
    (found,) = analyse(Source("fixed.py", FIXED), budgets=budgets).diagnostics
    assert found.message.startswith("training `fixed` takes about 643 KiB with a batch of 64, ")
    assert found.help == "the inputs have this batch: give them a smaller one, or leave it open"
