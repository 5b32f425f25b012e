"""cnnlint and Keras judge the same layers on the same inputs."""

from __future__ import annotations

import inspect
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cnnlint.keras import layers
from cnnlint.keras.layers.building import COMMON

from . import drawing, oracle
from .answers import Silence, answer
from .running import Session
from .running import compare as hold_against_keras

#: How many random cases for each layer. 100 take about a minute for all of them.
EXAMPLES = int(os.environ.get("CNNLINT_EXAMPLES", "60"))

PUBLIC = oracle.public_layers()
CANONICAL = sorted(n for n in layers.names() if layers.find(n).__name__ == n)
ALIASES = sorted(layers.names() - set(CANONICAL))


#: Layers that run code of another library, which Keras must have at hand to make one.
FOREIGN = frozenset({"FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper"})


@pytest.mark.parametrize("name", [name for name in CANONICAL if name not in FOREIGN])
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
        args, keywords, given_inputs, dtype, options = case
        spread = drawing.spreads(name) and all(isinstance(one, list) for one in given_inputs)
        more: dict[str, Any] = {"dtype": dtype, "options": options}
        keras = oracle.ask(name, args, keywords, *given_inputs, spread=spread, **more)
        ours = answer(name, args, keywords, *given_inputs, **more)
        last = len(ours) - 1
        if len(keras) > last and foreseen(given_inputs, keras[last], ours[last]):
            # Keras has not looked: then whatever the free sizes are, it must refuse.
            for size in (1, 2, 3, 4, 5, 6, 8, 12, 16, 24):
                filled = [fill(one, size) for one in given_inputs[: last + 1]]
                known = oracle.ask(name, args, keywords, *filled, **more)
                assert isinstance(known[-1], oracle.Refusal), (filled, known, ours)
            return
        compare(keras, ours)

    agrees()


def foreseen(given_inputs: list[Any], theirs: Any, mine: Any) -> bool:
    """Whether cnnlint refuses where Keras leaves a size open."""
    if isinstance(theirs, oracle.Refusal) or not isinstance(mine, oracle.Refusal):
        return False
    return "mismatch" in mine.message and "None" in repr(given_inputs)


def fill(shape: Any, size: int) -> Any:
    if isinstance(shape, list):
        return [fill(one, size) for one in shape]
    return tuple(size if one is None else one for one in shape)


def compare(keras: list[Any], ours: list[Any]) -> None:
    if isinstance(ours[-1], Silence):
        return
    assert len(keras) == len(ours), (keras, ours)
    for theirs, mine in zip(keras, ours, strict=True):
        if isinstance(theirs, oracle.Refusal):
            assert isinstance(mine, oracle.Refusal), (theirs, mine)
            assert theirs.phase == mine.phase, (theirs, mine)
        else:
            assert theirs == mine


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
        verdict = hold_against_keras(session)
    assert not verdict.problems
    assert not verdict.unknowns
