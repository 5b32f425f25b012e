"""Losses, weights, metrics and labels by the names of outputs, as Keras takes them or refuses."""

from __future__ import annotations

from cnnlint.analysis import analyse
from cnnlint.source import Source

from .test_training import under_tensorflow

LIST, DICT, ONE = "[a, b]", "{'price': a, 'kind': b}", "a"
SETUP = """\
import keras
import numpy as np
from keras import layers

i = keras.Input((4,))
h = layers.Dense(8, activation="relu")(i)
a = layers.Dense(1, name="price")(h)
b = layers.Dense(3, activation="softmax", name="kind")(h)
x = np.zeros((8, 4))
ya, yb = np.zeros((8, 1)), np.zeros((8,), "int32")
yc = np.zeros((8, 3))
scc = "sparse_categorical_crossentropy"
L = {"price": "mse", "kind": scc}
"""
#: What a model gives, what `compile` is given, and the labels.
CASES = [
    (LIST, 'loss={"cost": "mse", "kind": scc}', "[ya, yb]"),
    (LIST, 'loss={"price": "mse"}', "[ya, yb]"),
    (LIST, 'loss={"price": "mse"}', '{"price": ya}'),
    (LIST, 'loss=L, metrics={"kinds": ["accuracy"]}', "[ya, yb]"),
    (LIST, 'loss=L, metrics=["accuracy"]', "[ya, yb]"),
    (LIST, 'loss=L, metrics=[["accuracy"]]', "[ya, yb]"),
    (LIST, 'loss=L, loss_weights={"cost": 1.0, "kind": 1.0}', "[ya, yb]"),
    (LIST, 'loss=L, loss_weights={"kind": 1.0}', "[ya, yb]"),
    (LIST, "loss=L, loss_weights=[1.0]", "[ya, yb]"),
    (LIST, "loss=L, loss_weights=[1.0, 2.0]", "[ya, yb]"),
    (LIST, "loss=L", '{"price": ya, "kinds": yb}'),
    (LIST, "loss=L", '{"price": ya}'),
    (LIST, "loss=L", "[yb, ya]"),
    (LIST, "loss=L", "ya"),
    (LIST, 'loss=["mse", scc]', "[ya, yb]"),
    (LIST, 'loss=["mse", scc]', '{"price": ya, "kind": yb}'),
    (DICT, 'loss=["mse", scc]', '{"price": ya, "kind": yb}'),
    (DICT, "loss=L", '{"price": ya, "kind": yb}'),
    (DICT, "loss=L", "[ya, yb]"),
    (DICT, 'loss={"cost": "mse", "kind": scc}', '{"price": ya, "kind": yb}'),
    (DICT, "loss=L", '{"cost": ya, "kind": yb}'),
    (DICT, 'loss=L, metrics={"kinds": ["accuracy"]}', '{"price": ya, "kind": yb}'),
    (DICT, 'loss=L, metrics=["accuracy"]', '{"price": ya, "kind": yb}'),
    (LIST, 'loss="mse"', "[ya, yb]"),
    (LIST, "loss=L", "(ya, yb)"),
    (LIST, 'loss=L, metrics={"kind": ["accuracy"]}', "[ya, yb]"),
    (LIST, 'loss=L, metrics={"kind": "accuracy"}', "[ya, yb]"),
    (LIST, 'loss=L, metrics={"kind": ["accuracy"], "x": ["mae"]}', "[ya, yb]"),
    (LIST, 'loss=L, metrics={"kind": ["accuracy"], "price": ["mae"], "x": ["mae"]}', "[ya, yb]"),
    (DICT, 'loss=L, metrics={"kind": ["accuracy"]}', '{"price": ya, "kind": yb}'),
    (DICT, 'loss=L, metrics={"kind": ["accuracy"], "x": ["mae"]}', '{"price": ya, "kind": yb}'),
    (
        DICT,
        'loss=L, metrics={"kind": ["accuracy"], "price": ["mae"], "x": ["mae"]}',
        '{"price": ya, "kind": yb}',
    ),
    (LIST, 'loss=L, weighted_metrics={"kinds": ["accuracy"]}', "[ya, yb]"),
    (LIST, 'loss=L, loss_weights={"price": 1.0, "kind": 1.0, "x": 2.0}', "[ya, yb]"),
    (LIST, 'loss=["mse", scc], loss_weights={"price": 1.0, "kind": 1.0}', "[ya, yb]"),
    (LIST, 'loss=["mse", scc], loss_weights={"price": 1.0}', "[ya, yb]"),
    (LIST, 'loss=["mse", scc], loss_weights=[1.0]', "[ya, yb]"),
    (LIST, 'loss=["mse", scc], loss_weights=[1.0, 2.0, 3.0]', "[ya, yb]"),
    (LIST, "loss=L, loss_weights=[1.0, 2.0, 3.0]", "[ya, yb]"),
    (LIST, 'loss="mse", loss_weights=[1.0]', "[ya, ya]"),
    (
        DICT,
        'loss=L, loss_weights={"price": 1.0, "kind": 1.0, "x": 2.0}',
        '{"price": ya, "kind": yb}',
    ),
    (DICT, 'loss=L, loss_weights={"price": 1.0}', '{"price": ya, "kind": yb}'),
    (DICT, 'loss=L, loss_weights={"cost": 1.0, "kind": 1.0}', '{"price": ya, "kind": yb}'),
    (DICT, "loss=L, loss_weights=[1.0]", '{"price": ya, "kind": yb}'),
    (DICT, "loss=L, loss_weights=[1.0, 2.0]", '{"price": ya, "kind": yb}'),
    (LIST, "loss=L", '{"price": ya, "kind": yb, "x": ya}'),
    (LIST, 'loss=["mse", scc]', '{"price": ya, "kind": yb, "x": ya}'),
    (LIST, 'loss=["mse", scc]', '{"price": ya, "x": yb}'),
    (LIST, 'loss=["mse", scc]', '{"price": ya}'),
    (LIST, 'loss="mse"', '{"price": ya}'),
    (LIST, 'loss="mse"', '{"price": ya, "x": ya}'),
    (DICT, "loss=L", '{"price": ya, "kind": yb, "x": ya}'),
    (DICT, "loss=L", '{"price": ya}'),
    (DICT, "loss=L", '{"cost": ya, "kind": yb}'),
    (DICT, 'loss={"price": "mse"}', '{"price": ya, "kind": yb}'),
    (DICT, 'loss={"price": "mse"}', '{"price": ya}'),
    (ONE, 'loss="mse"', '{"price": ya}'),
    (ONE, 'loss="mse"', '{"cost": ya}'),
    (ONE, 'loss={"cost": "mse"}', "ya"),
    (ONE, 'loss="mse", metrics={"cost": ["mae"]}', "ya"),
    (ONE, 'loss="mse", loss_weights={"cost": 1.0}', "ya"),
]

#: Every kind of outputs, of losses and of their weights.
CASES += [
    (outputs, f"loss={loss}, loss_weights={weights}", labels)
    for outputs, labels in (
        (LIST, "[ya, yc]"),
        (DICT, '{"price": ya, "kind": yc}'),
        (ONE, "ya"),
    )
    for loss in ('"mse"', '["mse", "mse"]', '{"price": "mse", "kind": "mse"}')
    for weights in (
        "[1.0]",
        "[1.0, 2.0]",
        '{"price": 1.0}',
        '{"price": 1.0, "kind": 2.0}',
        '{"x": 1.0, "kind": 2.0}',
    )
]

RUN = """
import json, sys
setup, programs = json.load(sys.stdin)
namespace = {}
exec(setup, namespace)
verdicts = []
for program in programs:
    try:
        exec(program, dict(namespace))
        verdicts.append("")
    except Exception as error:
        verdicts.append(f"{type(error).__name__}: {error}"[:200])
print(json.dumps(verdicts))
"""


def test_what_is_named_after_outputs() -> None:
    programs = [
        f"model = keras.Model(i, {outputs})\n"
        f"model.compile('sgd', run_eagerly=True, {compiled})\n"
        f"model.fit(x, {labels}, verbose=0)\n"
        for outputs, compiled, labels in CASES
    ]
    verdicts = under_tensorflow(RUN, [SETUP, programs])
    for program, verdict in zip(programs, verdicts, strict=True):
        said = analyse(Source("program.py", SETUP + program)).diagnostics
        errors = [each.message for each in said if each.severity == "error"]
        assert bool(verdict) == bool(errors), (program, verdict, errors)
