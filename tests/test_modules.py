"""Finding the modules that a file imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnlint.analysis import analyse
from cnnlint.modules import Finder
from cnnlint.source import Source

BLOCK = "from keras import layers\ndef block(x):\n    return layers.Dense(3)(x)\n"
MODEL = """
import keras
from {source} import block
x = keras.Input((4,))
model = keras.Model(x, block(x))
"""


def written(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("source", ["pkg.inner.blocks.dense", "..blocks.dense"])
@pytest.mark.parametrize("inner", [True, False])
def test_package_with_a_part_that_has_no_init(tmp_path: Path, source: str, inner: bool) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/inner/blocks/__init__.py": "",
        "pkg/inner/blocks/dense.py": BLOCK,
        "pkg/inner/models/__init__.py": "",
        "pkg/inner/models/small.py": MODEL.format(source=source),
    }
    if inner:
        files["pkg/inner/__init__.py"] = ""
    written(tmp_path, files)
    path = tmp_path / "pkg/inner/models/small.py"
    analysis = analyse(Source(str(path), path.read_text()), find=Finder(str(path)))
    (model,) = analysis.models
    assert [weight.size for weight, _ in model.all_weights()] == [12, 3]
    assert not model.unknowns


def test_directory_outside_of_packages_is_no_package(tmp_path: Path) -> None:
    written(tmp_path, {"scripts/run.py": "", "blocks/dense.py": BLOCK})
    find = Finder(str(tmp_path / "scripts" / "run.py"))
    assert find("blocks.dense") is None
    assert find.dotted == "run"


LIBRARY = "import keras\nunits = 3\n"
ASKS = """
import keras
import library
try:
    from library import missing
except ImportError:
    missing = 2
if not hasattr(library, "added"):
    setattr(library, "added", 4)
units = library.units + missing + library.added + getattr(library, "no", 1)
x = keras.Input((4,))
model = keras.Model(x, keras.layers.Dense(units)(x))
"""


@pytest.mark.parametrize(
    ("more", "known"),
    [("", True), ("from nowhere import *\n", False), ("def __getattr__(n): ...", 0)],
)
def test_what_a_module_does_not_have(tmp_path: Path, more: str, known: bool) -> None:
    """Unless it may have anything."""
    written(tmp_path, {"library.py": LIBRARY + more, "model.py": ASKS})
    path = tmp_path / "model.py"
    analysis = analyse(Source(str(path), path.read_text()), find=Finder(str(path)))
    sizes = [[weight.size for weight, _ in m.all_weights()] for m in analysis.models]
    assert (sizes == [[40, 10]]) == bool(known)
    assert not analysis.diagnostics
