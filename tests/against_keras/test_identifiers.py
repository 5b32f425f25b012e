"""The tables of names are Keras's own."""

from __future__ import annotations

from typing import Any

import pytest
from keras.src import (
    activations,
    constraints,
    initializers,
    losses,
    metrics,
    optimizers,
    regularizers,
)
from keras.src.backend.common.dtypes import ALLOWED_DTYPES
from keras.src.dtype_policies import QUANTIZATION_MODES

from cnnlint.keras import identifiers, spelling

TABLES = {
    "ACTIVATIONS": activations,
    "CONSTRAINTS": constraints,
    "INITIALIZERS": initializers,
    "LOSSES": losses,
    "METRICS": metrics,
    "OPTIMIZERS": optimizers,
    "REGULARIZERS": regularizers,
}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_table_is_keras_s(table: str) -> None:
    assert getattr(identifiers, table) == set(TABLES[table].ALL_OBJECTS_DICT)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_names_that_need_arguments(table: str) -> None:
    incomplete = {name for name in getattr(identifiers, table) if not made(TABLES[table], name)}
    assert incomplete == identifiers.INCOMPLETE & getattr(identifiers, table)


def made(module: Any, name: str) -> bool:
    try:
        module.get(name)
    except (TypeError, KeyError):
        return False
    return True


def test_dtypes_are_keras_s() -> None:
    plain = {name for name in ALLOWED_DTYPES if not name.startswith(QUANTIZATION_MODES)}
    assert plain | {"int", "mixed_float16", "mixed_bfloat16"} == identifiers.DTYPES
    assert identifiers.QUANTIZED == QUANTIZATION_MODES


def test_closest() -> None:
    assert spelling.closest("rellu", identifiers.ACTIVATIONS) == "relu"
    assert spelling.closest("ReLU", identifiers.ACTIVATIONS) == "relu"
    assert spelling.closest("zzz", identifiers.ACTIVATIONS) is None
