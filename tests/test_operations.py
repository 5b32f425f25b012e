"""Operations against `keras.ops`: signatures, class names, shapes, dtypes, refusals."""

from __future__ import annotations

import inspect
import os

os.environ.setdefault("KERAS_BACKEND", "numpy")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
from keras import ops as real

from cnnlint.interpreter.signature import Signature
from cnnlint.keras import ops
from cnnlint.libraries import catalogue
from cnnlint.libraries.operations import form


def rows() -> list[tuple[str, str, str]]:
    found = []
    tables = ((ops._FUNCTIONS, "ops."), (ops._IMAGES, "ops.image."), (ops._RANDOM, "random."))
    for table, prefix in tables:
        for text, words in table.items():
            for word in words.split():
                name, _, target = word.partition(":")
                found.append((prefix + name, target or name, text))
    return found


def described(signature: Signature) -> list[tuple[str, object]]:
    names = [(name, signature.defaults.get(name, "required")) for name in signature.names]
    if signature.rest:
        names.append((f"*{signature.rest}", "required"))
    names += [(name, signature.defaults.get(name, "required")) for name in signature.keyword_only]
    if signature.rest_keywords:
        names.append((f"**{signature.rest_keywords}", "required"))
    return names


@pytest.mark.parametrize(("name", "target", "text"), rows(), ids=[row[0] for row in rows()])
def test_signature(name: str, target: str, text: str) -> None:
    assert target in catalogue.names()
    function = keras
    for part in name.split("."):
        function = getattr(function, part)
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    expected = [
        (
            stars.get(parameter.kind, "") + parameter.name,
            "required" if parameter.default is parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(function).parameters.values()
    ]
    assert described(form(text)[0]) == expected


def test_every_row_has_its_function() -> None:
    for name in catalogue.names():
        assert callable(catalogue.find(name).function())


assert real is keras.ops
