"""`keras.applications`, read from the installed files like anybody's code, row by row."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "numpy")

import importlib
from pathlib import Path

import keras
import pytest
from keras.src.backend.common import global_state
from keras.src.utils import naming

from cnnlint import table
from cnnlint.analysis import analyse
from cnnlint.dims import Dim, hidden
from cnnlint.modules import Finder
from cnnlint.source import Source

ARCHITECTURES = {
    "convnext": "ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge",
    "densenet": "DenseNet121 DenseNet169 DenseNet201",
    "efficientnet": " ".join(f"EfficientNetB{size}" for size in range(8)),
    "efficientnet_v2": " ".join(f"EfficientNetV2{size}" for size in "B0 B1 B2 B3 S M L".split()),
    "inception_resnet_v2": "InceptionResNetV2",
    "inception_v3": "InceptionV3",
    "mobilenet": "MobileNet",
    "mobilenet_v2": "MobileNetV2",
    "mobilenet_v3": "MobileNetV3Large MobileNetV3Small",
    "nasnet": "NASNetLarge NASNetMobile",
    "resnet": "ResNet50 ResNet101 ResNet152",
    "resnet_v2": "ResNet50V2 ResNet101V2 ResNet152V2",
    "vgg16": "VGG16",
    "vgg19": "VGG19",
    "xception": "Xception",
}
#: ResNet's and others' convolutions have biases, which the normalization after them takes away.
RIGHTLY_REMARKED = {"CNN404"}
CASES = [(module, name) for module, names in ARCHITECTURES.items() for name in names.split()]


def of_keras(module: str, name: str) -> list[tuple[object, ...]]:
    builder = getattr(importlib.import_module(f"keras.src.applications.{module}"), name)
    naming.reset_uids()
    with keras.StatelessScope():
        model = builder(weights=None)
        rows = [
            (
                op.name,
                type(op).__name__,
                tuple(op.output.shape),
                op.count_params() if hasattr(op, "count_params") else 0,
            )
            for op in model.operations
        ]
        # Nothing is to be allocated when the scope ends.
        global_state.set_global_attribute("uninitialized_variables", [])
    return rows


def of_cnnlint(module: str, name: str) -> list[tuple[object, ...]]:
    path = str(Path(keras.__file__).parent / "src" / "applications" / f"{module}.py")
    text = Path(path).read_text(encoding="utf-8")
    analysis = analyse(Source(path, text), targets=(f"{name}(weights=None)",), find=Finder(path))
    assert not [found for found in analysis.diagnostics if found.code not in RIGHTLY_REMARKED]
    (model,) = analysis.models
    assert not model.unknowns
    return [
        (row.name, row.class_name, seen(row.shapes[0]) if row.shapes else None, row.params)
        for row in table.rows(model)
    ]


def seen(shape: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(None if isinstance(size, Dim) and hidden(size) else size for size in shape)


@pytest.mark.parametrize(("module", "name"), CASES, ids=[name for _, name in CASES])
def test_every_row_is_that_of_keras(module: str, name: str) -> None:
    assert of_cnnlint(module, name) == of_keras(module, name)
