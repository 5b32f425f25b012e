"""cnnlint and Keras judge the same layers on the same inputs."""

from __future__ import annotations

import inspect
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cnnlint.keras import layers
from cnnlint.keras.layers.constructing import COMMON

from . import drawing, judging, known, oracle
from .running import Session, compare

#: How many random cases for each layer. 100 take about a minute for all of them.
EXAMPLES = int(os.environ.get("CNNLINT_EXAMPLES", "60"))

PUBLIC = oracle.public_layers()
CANONICAL = sorted(n for n in layers.names() if layers.find(n).__name__ == n)
ALIASES = sorted(layers.names() - set(CANONICAL))


@pytest.mark.parametrize("name", [name for name in CANONICAL if name not in known.NOT_DRAWN])
def test_layer_agrees_with_keras(name: str) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawing.cases(name))
    def agrees(case: tuple[Any, ...]) -> None:
        verdict, how = judging.judge(name, case)
        assert verdict != "wrong", how

    agrees()


@pytest.mark.parametrize("name", CANONICAL)
def test_signature_is_keras_s(name: str) -> None:
    layer = layers.find(name)
    assert layer is not None
    ours = list(inspect.signature(layer.__init__).parameters.values())[1:]
    theirs = list(inspect.signature(PUBLIC[name].__init__).parameters.values())[1:]
    assert [(p.name, p.kind, p.default) for p in ours] == [
        (p.name, p.kind, p.default) for p in theirs
    ]


@pytest.mark.parametrize("name", CANONICAL)
def test_call_takes_what_keras_s_takes(name: str) -> None:
    layer = layers.find(name)
    assert layer is not None
    ours = list(inspect.signature(layer.call).parameters.values())[1:]
    theirs = list(inspect.signature(PUBLIC[name].call).parameters.values())[1:]
    assert [(p.name, p.kind, p.default) for p in ours] == [
        (p.name, p.kind, p.default) for p in theirs
    ]


@pytest.mark.parametrize("name", ALIASES)
def test_alias_means_what_keras_means(name: str) -> None:
    layer = layers.find(name)
    assert layer is not None
    assert layer.__name__ == PUBLIC[name].__name__


@pytest.mark.parametrize("name", CANONICAL)
def test_class_is_called_as_in_keras(name: str) -> None:
    layer = layers.find(name)
    assert layer is not None
    assert (layer.called or name) == PUBLIC[name].__name__


def test_common_arguments_are_those_of_the_base_layer() -> None:
    import keras

    named = set(inspect.signature(keras.layers.Layer.__init__).parameters)
    assert named - {"self", "kwargs"} | {"input_shape", "input_dim"} == COMMON


def test_nothing_else_is_declared() -> None:
    assert layers.names() <= set(PUBLIC)
    assert "Layer" not in layers.names()
    print("not declared:", ", ".join(drawing.not_declared()))


FROZEN = [
    "layers.Dense(3, trainable=False)",
    "layers.LSTM(2, trainable=False)",
    "layers.RNN(layers.GRUCell(2), trainable=False)",
    "layers.RNN(layers.GRUCell(2, trainable=False))",
    "layers.RNN([layers.GRUCell(2, trainable=False), layers.LSTMCell(3)])",
    "layers.RNN(layers.StackedRNNCells([layers.GRUCell(2)], trainable=False))",
    "layers.Bidirectional(layers.LSTM(2), trainable=False)",
    "layers.Bidirectional(layers.LSTM(2, trainable=False))",
    "layers.TimeDistributed(layers.Dense(2), trainable=False)",
    "layers.TimeDistributed(layers.Dense(2, trainable=False))",
    "layers.TimeDistributed(keras.Sequential([layers.Dense(2, trainable=False)]))",
    "layers.SpectralNormalization(layers.Dense(3), trainable=False)",
    "layers.SpectralNormalization(layers.Dense(3, trainable=False))",
    "layers.Pipeline([layers.Dense(3, trainable=False), layers.Dense(2)])",
    "layers.BatchNormalization(trainable=False)",
    "layers.EinsumDense('abc,cd->abd', output_shape=(None, 2), trainable=False)",
    "layers.MultiHeadAttention(2, 3, trainable=False)",
    "layers.GroupQueryAttention(2, 2, 1, trainable=False)",
]


@pytest.mark.parametrize("layer", FROZEN)
@pytest.mark.parametrize("after", ["", "layer.trainable = False", "layer.trainable = True"])
def test_what_is_frozen_counts_as_keras_counts_it(layer: str, after: str) -> None:
    call = "layer(x, x)" if "Attention" in layer else "layer(x)"
    lines = ["import keras", "from keras import layers", "x = keras.Input((4, 3))"]
    lines += [f"layer = {layer}", f"y = {call}", "model = keras.Model(x, y)"]
    lines[4:4] = [after] if after else []
    with Session() as session:
        for line in lines:
            assert session.run(line), session.error
        verdict = compare(session)
    assert not verdict.problems
    assert not verdict.unknowns
