"""Which Keras is in force: what a project requires, what the configuration and the code say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnnlint import requirements
from cnnlint.cli import main
from cnnlint.requirements import demand
from cnnlint.requirements.lines import asked

LINES = [
    ("tensorflow==2.12.0", 2),
    ("tensorflow>=2.4,<2.16", 2),
    ("tensorflow >= 2.4, < 2.16  # the last with Keras 2", 2),
    ("tensorflow~=2.12.0", 2),
    ("tensorflow==2.15.*", 2),
    ("tensorflow<=2.15", 2),
    ("tensorflow==2.15.0.post1", 2),
    ("tensorflow-gpu==1.15", 2),
    ("tensorflow[and-cuda]>=2.4,<2.16 ; sys_platform != 'darwin'", 2),
    ("tensorflow-cpu==2.9.1 --hash=sha256:abc", 2),
    ('    "tensorflow<2.16",', 2),
    ('tensorflow = "~2.12"', 2),
    ('tensorflow = "2.12.0"', 2),
    ('tensorflow = {version = "~2.12.1", optional = true}', 2),
    ('tensorflow = "==2.12"', 2),
    ("  - tensorflow=2.12", 2),
    ("  - tensorflow=2.12=gpu_py39", 2),
    ("keras==2.11", 2),
    ("Keras<3.0", 2),
    ("keras==2.*", 2),
    ("keras (>=2.0,<3)", 2),
    ('keras = "^2.11"', 2),
    ('"keras" = "<3"', 2),
    ("tensorflow>=2.16", 3),
    ("tensorflow==2.16.1", 3),
    ("  - conda-forge::tensorflow=2.16", 3),
    ("keras>=3", 3),
    ("tensorflow", 0),
    ("tensorflow~=2.12", 0),
    ('tensorflow = "^2.12"', 0),
    ("tensorflow==2.*", 0),
    ("tensorflow<=2.16", 0),
    ("tensorflow<3", 0),
    ('tensorflow = "*"', 0),
    ("keras!=2.6", 0),
    ("tf-keras==2.16", 0),
    ("keras-tuner==1.0", 0),
    ("tensorflow-addons<2", 0),
    ("tensorflow<2.16; python_version<'3.8'", 0),
    ("# keras<3", 0),
    ("https://github.com/keras/keras==2", 0),
    ('description = "Keras layers for TensorFlow 2"', 0),
]


@pytest.mark.parametrize(("line", "keras"), LINES)
def test_a_line(line: str, keras: int) -> None:
    assert asked(line) == ([keras] if keras else [])


@pytest.fixture(autouse=True)
def forgotten() -> None:
    requirements.forget()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "numpy\ntensorflow==2.12\n"),
        ("requirements-gpu.txt", "tensorflow-gpu<2.12\n"),
        ("setup.py", 'setup(install_requires=["numpy", "tensorflow<2.16"])\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n    keras<3\n"),
        ("pyproject.toml", '[project]\ndependencies = ["keras<3"]\n'),
        ("Pipfile", '[packages]\ntensorflow = "==2.12"\n'),
        ("environment.yml", "dependencies:\n  - tensorflow=2.12\n"),
    ],
)
def test_a_file(tmp_path: Path, name: str, text: str) -> None:
    inner = tmp_path / "package"
    inner.mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / name).write_text(text)
    found = demand(str(inner / "model.py"))
    assert found is not None
    assert found.keras == 2
    assert found.why.startswith(f"{name}:")


def test_beyond_the_project_nothing_is_read(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "requirements.txt").write_text("keras<3\n")
    (project / "setup.cfg").write_text("")
    assert demand(str(project / "model.py")) is None
    assert demand(str(tmp_path / "model.py")) is not None


def test_the_closest_counts(tmp_path: Path) -> None:
    inner = tmp_path / "old"
    inner.mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["keras>=3"]\n')
    (inner / "requirements.txt").write_text("keras<3\n")
    for directory, keras in ((inner, 2), (tmp_path, 3)):
        found = demand(str(directory / "model.py"))
        assert found is not None
        assert found.keras == keras


def test_a_file_for_both_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("tensorflow==2.12\ntensorflow==2.17\n")
    assert demand(str(tmp_path / "model.py")) is None


OLDER = """\
import numpy as np
from keras.layers import Conv2D, Dense, Flatten
from keras.models import Sequential
from keras.optimizers import Adam

model = Sequential()
model.add(Conv2D(8, 3, input_shape=(8, 8, 1), name="block/conv"))
model.add(Flatten())
model.add(Dense(2))
model.compile(Adam(lr=0.01), "mse")


def batches():
    while True:
        yield np.zeros((4, 8, 8, 1)), np.zeros((4, 2))


model.fit_generator(batches(), steps_per_epoch=1, workers=2)
"""


def said(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["check", "--output-format", "full", str(path)])
    return status, capsys.readouterr().out


def test_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.py"
    path.write_text(OLDER)
    status, text = said(path, capsys)
    assert status == 1
    assert "Judged" not in text
    (tmp_path / "requirements.txt").write_text("tensorflow<2.16\n")
    requirements.forget()
    status, text = said(path, capsys)
    assert status == 0, text
    assert "Judged by Keras 2: requirements.txt:1: tensorflow<2.16\n" in text
    (tmp_path / "cnnlint.toml").write_text('keras = "3"\n')
    status, text = said(path, capsys)
    assert status == 1
    (tmp_path / "requirements.txt").unlink()
    (tmp_path / "cnnlint.toml").write_text('keras = "2"\n')
    status, text = said(path, capsys)
    assert status == 0
    assert 'Judged by Keras 2: cnnlint.toml: keras = "2"\n' in text


@pytest.mark.parametrize(
    "start",
    [
        "import tf_keras as keras\n",
        'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nfrom tensorflow import keras\n',
    ],
)
def test_the_code_itself_says_so(
    start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.py"
    path.write_text(f'{start}keras.optimizers.Adam(lr=0.1)\nkeras.layers.Dense(2, name="a/b")\n')
    assert said(path, capsys)[0] == 0
    path.write_text(f"{start}keras.layers.Conv2D(2, 3)(keras.Input((2, 2, 1)))\n")
    assert said(path, capsys)[0] == 1  # that no Keras takes


def test_the_variable_is_about_tensorflow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`import keras` is Keras 3, whatever `tf.keras` is."""
    path = tmp_path / "model.py"
    path.write_text(
        'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
        "import keras\nkeras.optimizers.Adam(lr=0.1)\n"
    )
    assert said(path, capsys)[0] == 1
