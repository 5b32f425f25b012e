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


def found_in(root: Path, file: str, dotted: str) -> str | None:
    found = Finder(str(root / file))(dotted)
    return found and str(Path(found[0].path).resolve().relative_to(root.resolve()))


def test_project_is_found_from_its_examples(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "pyproject.toml": "",
            "pkg/__init__.py": "",
            "pkg/blocks.py": BLOCK,
            "src/other/__init__.py": "",
            "tools/plain.py": "",
            "examples/first/run.py": MODEL.format(source="pkg.blocks"),
        },
    )
    path = tmp_path / "examples/first/run.py"
    assert found_in(tmp_path, "examples/first/run.py", "other") == "src/other/__init__.py"
    assert found_in(tmp_path, "examples/first/run.py", "tools.plain") == "tools/plain.py"
    (model,) = analyse(Source(str(path), path.read_text()), find=Finder(str(path))).models
    assert [weight.size for weight, _ in model.all_weights()] == [12, 3]


def test_what_the_project_has_may_be_another_module_there(tmp_path: Path) -> None:
    """An installed module of the same name comes first: no name is certainly missing."""
    program = "import keras\nimport data\nkeras.Input((data.size,))\n"
    written(tmp_path, {"setup.py": "", "data.py": "count = 3\n", "examples/run.py": program})
    path = tmp_path / "examples/run.py"
    analysis = analyse(Source(str(path), program), find=Finder(str(path)))
    assert not analysis.diagnostics
    assert found_in(tmp_path, "examples/run.py", "data") == "data.py"


def test_module_beside_a_file_of_a_package_may_be_another(tmp_path: Path) -> None:
    program = "import keras\nimport lightning\nkeras.Input((lightning.size,))\n"
    files = {"pkg/__init__.py": "", "pkg/lightning.py": "count = 3\n", "pkg/run.py": program}
    written(tmp_path, files)
    path = tmp_path / "pkg/run.py"
    assert not analyse(Source(str(path), program), find=Finder(str(path))).diagnostics


def test_tests_in_a_directory_named_as_the_package(tmp_path: Path) -> None:
    written(
        tmp_path,
        {
            "setup.py": "",
            "pkg/__init__.py": "",
            "tests/pkg/__init__.py": "",
            "tests/pkg/near.py": "",
            "tests/pkg/models/__init__.py": "",
            "tests/pkg/models/test_small.py": "",
        },
    )
    assert found_in(tmp_path, "tests/pkg/models/test_small.py", "pkg") == "pkg/__init__.py"
    assert found_in(tmp_path, "tests/pkg/models/test_small.py", "pkg.near") == "tests/pkg/near.py"


def test_init_file_is_imported_and_never_run(tmp_path: Path) -> None:
    written(tmp_path, {"pkg/__init__.py": "", "pkg/torch.py": "", "pkg/run.py": ""})
    assert found_in(tmp_path, "pkg/__init__.py", "torch") is None
    assert found_in(tmp_path, "pkg/run.py", "torch") == "pkg/torch.py"


def test_module_that_is_imported_in_a_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import keras, elsewhere\nfor size in (3, 4):\n    from small import units\n"
        "    if size == elsewhere.size:\n        break\nlayer = keras.layers.Dense(units)\n"
        "keras.Sequential([keras.Input((2,)), layer])\n"
    )
    written(tmp_path, {"run.py": program, "small.py": "units = 5\n"})
    monkeypatch.setattr("cnnlint.interpreter.machine.NET", False)
    path = tmp_path / "run.py"
    (model,) = analyse(Source(str(path), program), find=Finder(str(path))).models
    assert model.outputs[0].shape[1:] == (5,)


REGISTRY = """
blocks = {}
def register(name):
    def keep(block):
        if name in blocks:
            raise KeyError(name)
        blocks[name] = block
        return block
    return keep
"""
REGISTERED = """
import os
from keras import layers
from registry import register
if os.path.exists("/data/widths.txt"):
    width = 4
else:
    width = 3
@register("dense")
class Block:
    def __call__(self, x):
        return layers.Dense(width)(x)
"""
FROM_REGISTRY = """
import keras
import registered
from registry import blocks
x = keras.Input((2,))
model = keras.Model(x, blocks["dense"]()(x))
"""


def test_registry_that_a_module_fills_anew_in_each_world(tmp_path: Path) -> None:
    written(tmp_path, {"registry.py": REGISTRY, "registered.py": REGISTERED})
    path = tmp_path / "build.py"
    analysis = analyse(Source(str(path), FROM_REGISTRY), find=Finder(str(path)))
    assert not analysis.diagnostics
    assert not analysis.unknowns
    assert {str(model.outputs[0].shape[-1]) for model in analysis.models} == {"3", "4"}
