"""What is said to be gone since Keras 3 is not in the installed Keras, and what replaces it is."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys

import keras
import pytest

from cnnlint.inference.library import no_library
from cnnlint.interpreter.budget import Budget
from cnnlint.interpreter.machine import Interpreter
from cnnlint.keras import versions
from cnnlint.keras.model_methods import REMOVED
from cnnlint.keras.namespace import MISSPELT, Keras

LOOK = """
import importlib, json, sys
import tensorflow.keras

def has(root, path):
    found = importlib.import_module(root)
    parts = path.split(".")
    for at, name in enumerate(parts):
        if hasattr(found, name):
            found = getattr(found, name)
            continue
        try:
            found = importlib.import_module(".".join([root, *parts[: at + 1]]))
        except ImportError:
            return False
    return True

print(json.dumps([has(root, path) for root, path in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def there() -> dict[tuple[str, str], bool]:
    """Whether each name is in `keras` and in `tensorflow.keras`, as a program would find it."""
    names = [*versions.read(versions._GONE), *versions.read(versions._KEPT)]
    questions = [(root, name) for root in ("keras", "tensorflow.keras") for name in names]
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return dict(zip(questions, json.loads(done.stdout.splitlines()[-1]), strict=True))


@pytest.mark.parametrize("name", versions.read(versions._GONE))
def test_gone_is_gone(name: str, there: dict[tuple[str, str], bool]) -> None:
    assert not there["keras", name]
    assert not there["tensorflow.keras", name]


@pytest.mark.parametrize("name", versions.read(versions._KEPT))
def test_what_tensorflow_keeps_is_there_and_not_in_keras(
    name: str, there: dict[tuple[str, str], bool]
) -> None:
    assert not there["keras", name]
    assert there["tensorflow.keras", name]


LIST = """
import importlib, json, sys
import tensorflow.keras
paths = json.load(sys.stdin)
print(json.dumps([
    [root, path, name]
    for root in ("keras", "tensorflow.keras")
    for path in paths
    for name in dir(importlib.import_module(f"{root}.{path}" if path else root))
    if not name.startswith("_")
]))
"""


def nothing(name: str) -> None:
    """No file of the user's."""


def test_no_name_that_is_there_is_called_misspelt() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIST],
        input=json.dumps(sorted(MISSPELT)),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    names = json.loads(done.stdout.splitlines()[-1])
    assert len(names) > 400
    roots = {root: Keras(Interpreter(no_library, nothing, Budget()), root) for root, _, _ in names}
    for root, path, name in names:
        keras_of = roots[root]
        assert keras_of.absent(keras_of.module(path), path, name) is None, (root, path, name)


def replacements() -> list[str]:
    tables = versions.read(versions._GONE) | versions.read(versions._KEPT)
    return sorted({each.partition("(")[0] for each in tables.values() if each.startswith("keras.")})


@pytest.mark.parametrize("name", replacements())
def test_a_replacement_exists(name: str) -> None:
    found = keras
    for part in name.split(".")[1:]:
        found = getattr(found, part, None) or importlib.import_module(f"{found.__name__}.{part}")


@pytest.mark.parametrize("name", REMOVED)
def test_removed_methods_are_not_there(name: str) -> None:
    assert not hasattr(keras.Model, name)
    assert not hasattr(keras.Sequential, name)
