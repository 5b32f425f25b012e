"""The plugin for pytest, in a project of its own whose tests use it."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

MODEL = """\
import keras
from keras import layers


def build(units=3):
    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])


def wrong():
    units = int(open("n.txt").read())  # cnnlint: units = 9
    return keras.Sequential([keras.Input((4,)), layers.Dense(units)])
"""

TESTS = """\
import pytest


def test_built(verified_model):
    found = verified_model("model.py:build(units=5)")
    assert found.models[0].built["params"] == 25
    assert verified_model("model.py:build(units=5)") is found


def test_contradicted(verified_model):
    verified_model("model.py:wrong()", data=False)


@pytest.mark.cnnlint("model.py:wrong()", data=False)
def test_marked():
    assert False, "the marker comes before"


@pytest.mark.cnnlint("nowhere.py")
def test_nowhere():
    pass
"""


def test_a_project_asserts_that_static_is_built(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "numpy")
    # Where cnnlint is installed, its entry point would bring the plugin a second time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(model=MODEL, test_model=TESTS)
    pytester.maketxtfile(n="7")
    result = pytester.runpytest(
        "-p", "cnnlint.pytest", "--strict-markers", "-p", "no:cacheprovider"
    )
    result.assert_outcomes(passed=1, failed=1, errors=2)
    text = result.stdout.str()
    assert "cnnlint verify nowhere.py: no such file" in text
    assert "cnnlint verify model.py:wrong()" in text
    assert "params is 35 in Keras, not 45" in text
    assert "AssertionError: the marker" not in text
