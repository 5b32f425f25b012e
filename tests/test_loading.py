"""Modules that run when something in them is asked for, and the one file of what was compiled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cnnlint
from cnnlint.loading import sources

PACKAGE = Path(cnnlint.__file__).parent
MODEL = """\
import keras
from keras import layers

x = keras.Input((8, 8, 3))
y = layers.Conv2D(4, 3)(x)
z = layers.Dense(10)(layers.Flatten()(y))
model = keras.Model(x, z)
"""


class Copy:
    """A copy of the package, without anything compiled, and programs that are run with it."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.package = at / "cnnlint"
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))

    def python(self, code: str, **environment: str) -> str:
        """What a program prints."""
        kept = {key: value for key, value in os.environ.items() if "PYTHON" not in key}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.at,
            env={
                **kept,
                "PYTHONPATH": str(self.at),
                "CNNLINT_CACHE_DIR": os.devnull,
                **environment,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def summary(self, **environment: str) -> str:
        """What `cnnlint summary` says of a small model; it is a whole process, to its end."""
        (self.at / "model.py").write_text(MODEL, encoding="utf-8")
        code = "import sys\nsys.argv = ['cnnlint', 'summary', 'model.py']\n"
        return self.python(code + "from cnnlint.cli import main\nmain()", **environment)

    def bundles(self) -> list[Path]:
        return sorted(self.package.glob("__pycache__/*bundle*"))

    def outside(self) -> list[str]:
        """The modules that a run of the same takes from elsewhere."""
        code = "from cnnlint import loading\nfrom cnnlint.cli import main\n"
        code += "main(['summary', 'model.py', '--output-file', 'out.txt'])\nprint(*loading.outside)"
        return self.python(code).split()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_nothing_runs_before_it_is_asked_for(copy: Copy) -> None:
    code = "import sys, cnnlint\nprint(*(n for n, m in sys.modules.items() if n[:8] == 'cnnlint.'"
    code += " and type(m).__name__ == 'module'))"
    assert copy.python(code).split() == ["cnnlint.loading"]


def test_every_module_stands_where_an_import_finds_it(copy: Copy) -> None:
    found = copy.python(
        "import sys, cnnlint\nprint(*(n for n in sys.modules if n[:8] == 'cnnlint.'))"
    )
    assert set(found.split()) == {name for name, _ in sources()}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (("from cnnlint import dims\nprint(type(dims).__name__)\ndims.symbol\n"
         "print(type(dims).__name__)"), "_Later module"),
        (
            "from cnnlint.interpreter import machine\nmachine.NET = False\nprint(machine.NET)",
            "False",
        ),
        ("import cnnlint.keras.layers.core as core\nprint(core.Dense.__name__, core.__name__)",
         "Dense cnnlint.keras.layers.core"),
        ("from cnnlint import source\nprint(hasattr(source, '__file__'), type(source).__name__)",
         "True _Later"),
        ("from cnnlint import source\nprint('Source' in dir(source), hasattr(source, 'nothing'))",
         "True False"),
        (("from cnnlint import loading\nm = loading.module('cnnlint.source')\n"
         "print(m.__name__, m.__file__.endswith('source.py'), m.__package__)"),
         "cnnlint.source True cnnlint"),
        ("from cnnlint import keras\nprint(keras.__path__[0].endswith('keras'))", "True"),
        (("from importlib.resources import files\n"
         "print(files('cnnlint.report').joinpath('html.py').is_file())"), "True"),
    ],
)  # fmt: skip
def test_a_module_runs_at_the_first_name(copy: Copy, code: str, said: str) -> None:
    assert copy.python(code).split() == said.split()


def test_a_module_that_fails_fails_at_each_import(copy: Copy) -> None:
    (copy.package / "broken.py").write_text("import nowhere_at_all\nthere = 1\n", encoding="utf-8")
    code = """
for _ in range(2):
    try:
        from cnnlint.broken import there
    except ModuleNotFoundError as error:
        print(error.name)
"""
    assert copy.python(code).split() == ["nowhere_at_all"] * 2


def test_modules_that_import_one_another(copy: Copy) -> None:
    (copy.package / "one.py").write_text("from . import two\n\ndef f(): return two.x\n", "utf-8")
    (copy.package / "two.py").write_text("from .one import f\n\nx = 3\n", "utf-8")
    assert copy.python("from cnnlint.two import f\nprint(f())").split() == ["3"]
    (copy.package / "one.py").write_text("from .two import x\n", "utf-8")
    (copy.package / "two.py").write_text("from .one import x\n", "utf-8")
    code = "try:\n    from cnnlint.two import x\nexcept ImportError:\n    print('a circle')"
    assert copy.python(code) == "a circle\n"


def test_a_run_leaves_the_bundle_for_the_next(copy: Copy) -> None:
    said = copy.summary()
    assert "Conv2D" in said
    assert [bundle.suffix for bundle in copy.bundles()] == [".bundle"]
    assert copy.outside() == []
    assert copy.summary() == said


def test_a_text_that_has_changed_is_what_counts(copy: Copy) -> None:
    copy.summary()
    changed = copy.package / "keras" / "layers" / "core.py"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text + "\nCHANGED = True\n", encoding="utf-8")
    assert copy.outside() == ["cnnlint.keras.layers.core"]
    changed.unlink()
    code = "try:\n    from cnnlint.keras.layers import core\nexcept ImportError:\n    print('gone')"
    assert copy.python(code) == "gone\n"


def test_a_module_that_is_new_is_found_beside_the_bundle(copy: Copy) -> None:
    copy.summary()
    (copy.package / "keras" / "news.py").write_text("x = 3\n", encoding="utf-8")
    assert copy.python("from cnnlint.keras.news import x\nprint(x)") == "3\n"
    assert copy.python("from cnnlint.keras import news\nprint(news.x)") == "3\n"


def test_a_module_that_has_become_a_package(copy: Copy) -> None:
    said = copy.summary()
    package = copy.package / "source"
    package.mkdir()
    (copy.package / "source.py").rename(package / "__init__.py")  # it imports nothing of ours
    assert copy.summary() == said
    assert copy.outside() == []


@pytest.mark.parametrize("length", [0, 3, 8, 50, 20_000, -1_000])
def test_a_bundle_that_cannot_be_read_is_none(copy: Copy, length: int) -> None:
    said = copy.summary()
    [bundle] = copy.bundles()
    bundle.write_bytes(bundle.read_bytes()[:length])
    assert copy.summary() == said


def test_the_bundle_of_another_python_is_none(copy: Copy) -> None:
    said = copy.summary()
    [bundle] = copy.bundles()
    bundle.write_bytes(b"\0\0\0\0" + bundle.read_bytes()[4:])
    assert copy.summary() == said


def test_where_python_writes_nothing_neither_do_we(copy: Copy) -> None:
    said = copy.summary(PYTHONDONTWRITEBYTECODE="1")
    assert not copy.bundles()
    assert copy.summary() == said


def test_packages_that_lie_elsewhere_than_they_were_compiled(copy: Copy, tmp_path: Path) -> None:
    copy.summary()
    moved = Copy.__new__(Copy)
    moved.at = tmp_path / "moved"
    moved.at.mkdir()
    moved.package = moved.at / "cnnlint"
    shutil.copytree(copy.package, moved.package)  # with times as they were
    assert "Conv2D" in moved.summary()
    code = "from cnnlint.source import Source\nprint(Source.__init__.__code__.co_filename)"
    assert moved.python(code).strip() == str(moved.package / "source.py")
