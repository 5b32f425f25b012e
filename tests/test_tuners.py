"""Keras Tuner: what a tuner builds first is what the defaults say."""

from __future__ import annotations

from cnnlint.analysis import Analysis, analyse
from cnnlint.shapes import show
from cnnlint.source import Source

BUILDER = """
import keras
import keras_tuner as kt
from keras import layers

def build(hp):
    model = keras.Sequential([keras.Input((8,))])
    for i in range(hp.Int("depth", 2, 4)):
        units = hp.Int(f"units_{i}", min_value=16, max_value=64, step=16)
        model.add(layers.Dense(units, activation=hp.Choice("activation", ["relu", "tanh"])))
    if hp.Boolean("dropout"):
        model.add(layers.Dropout(hp.Float("rate", 0.1, 0.5)))
    model.add(layers.Dense(hp.Fixed("classes", 3)))
    return model
"""


def analysed(text: str) -> Analysis:
    return analyse(Source("tuned.py", BUILDER + text))


def sizes(analysis: Analysis) -> list[list[str]]:
    return [
        [show(part.nodes[-1].outputs[0].shape or ()) for part in model.parts]
        for model in analysis.models
    ]


FIRST = [["(None, 16)", "(None, 16)", "(None, 3)"]]


def test_a_tuner_builds_with_all_defaults() -> None:
    found = analysed("tuner = kt.RandomSearch(build, objective='val_loss', max_trials=3)\n")
    assert sizes(found) == FIRST
    assert found.diagnostics == []
    assert found.models[0].unknowns == []


def test_an_object_with_a_method_build() -> None:
    found = analysed(
        """
class Hyper(kt.HyperModel):
    def __init__(self, width):
        self.width = width

    def build(self, hp):
        wide = hp.Choice("wide", [self.width, 2 * self.width])
        return keras.Sequential([keras.Input((4,)), layers.Dense(wide)])

tuner = kt.Hyperband(Hyper(6), objective="val_loss")
build(kt.HyperParameters())
"""
    )
    assert sizes(found) == [["(None, 6)"], *FIRST]


def test_the_first_value_of_a_name_stays() -> None:
    found = analysed(
        """
hp = kt.HyperParameters()
hp.Int("units_0", 5, 9, default=7)
build(hp)
"""
    )
    assert sizes(found) == [["(None, 7)", "(None, 16)", "(None, 3)"]]


def test_what_a_search_finds_is_not_known() -> None:
    found = analysed(
        """
tuner = kt.BayesianOptimization(hypermodel=build, objective="val_loss")
tuner.search([[0.0] * 8], [[0]])
best = tuner.get_best_hyperparameters(num_trials=1)[0]
units = best.get("units_0")
image = keras.Input((8,))
model = keras.Model(image, layers.Dense(units)(image))
"""
    )
    assert sizes(found)[0] == FIRST[0]
    assert [unknown.reason for unknown in found.models[-1].unknowns] == [
        "what a search for hyperparameters finds"
    ]
