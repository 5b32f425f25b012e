"""The configuration of a project: where it is found, what it says, and what is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlint.cli import main
from cnnlint.config import Configs

MODELS = """\
import keras
from keras import layers


def build(input_shape, classes):
    inputs = keras.Input(input_shape)
    x = layers.Flatten()(inputs)
    return keras.Model(inputs, layers.Dense(classes)(x))


class Net(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.head = layers.Dense(classes)

    def call(self, x):
        return self.head(x)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "models.py").write_text(MODELS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main([*arguments, "--output-format", "concise"])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize(
    ("name", "table"),
    [("pyproject.toml", "tool.cnnlint.targets"), ("cnnlint.toml", "targets")],
)
def test_targets(project: Path, capsys: pytest.CaptureFixture[str], name: str, table: str) -> None:
    (project / name).write_text(
        f'[{table}]\n"src/models.py" = ["build((8, 8, 3), classes=10)", "Net(3)(Input((5,)))"]\n',
        encoding="utf-8",
    )
    status, out, err = told(capsys, "src/models.py")
    assert (status, err) == (0, "")
    first, second = out.splitlines()
    assert "build((8, 8, 3), classes=10) (Functional) (None, 8, 8, 3) → (None, 10), 1,930" in first
    assert second.startswith("src/models.py:11:1: Net(3)(Input((5,)))")
    assert "18 params" in second


def test_one_string_and_a_mistake_that_it_shows(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "cnnlint.toml").write_text(
        '[targets]\n"src/models.py" = "build((8, 8, 3), classes=-1)"\n', encoding="utf-8"
    )
    status, out, _ = told(capsys, "check", ".")
    assert status == 1
    assert "src/models.py:8" in out


def test_the_closest_file_counts(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.cnnlint]\n", encoding="utf-8")
    (project / "src" / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    found = Configs().of("src/models.py")
    assert found is not None
    assert found.path == str(project / "pyproject.toml")
    (project / "src" / "cnnlint.toml").write_text("", encoding="utf-8")
    found = Configs().of("src/models.py")
    assert found is not None
    assert found.path == str(project / "src" / "cnnlint.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("targets = 3", "`tool.cnnlint.targets` is a table like"),
        ("target = 3", "`tool.cnnlint.target` is not known; there is `targets`"),
        ('targets = {"src/models.py" = 3}', "is a string or a list of strings, not a number"),
        ('targets = {"src/models.py" = [3]}', "holds strings, and 3 is a number"),
        ('targets = {"src/model.py" = "build()"}', "names a file that is not there: src/model.py"),
        ('targets = {"src/models.py" = "build("}', "holds `build(`, which cannot be read"),
        ('targets = {"src/models.py" = "x = 3"}', "which is not one expression"),
        ('targets = {"src/models.py" = "3 + 4"}', "which is no call like `build(10)`"),
        (
            'targets = {"src/models.py" = "built(3)"}',
            "\"src/models.py\"` holds `built(3)`: it raises NameError: name 'built' is not defined",
        ),
        (
            'targets = {"src/models.py" = "build.__name__"}',
            "holds `build.__name__`: it gives no model",
        ),
        ("targets = [", "cannot be read"),
    ],
)
def test_mistakes(project: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (project / "pyproject.toml").write_text(f"[tool.cnnlint]\n{text}\n", encoding="utf-8")
    status, _, err = told(capsys, "check", "src")
    assert status == 2
    assert len(err.splitlines()) == 1
    assert "pyproject.toml: " in err
    assert said in err


def test_toml_is_read_only_where_it_is_ours(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    code = (
        "import sys; from cnnlint.config import Configs; "
        "assert Configs().of('src/models.py') is None; print('tomllib' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[1])},
    )
    assert done.stdout == "False\n"
